"""A PostgreSQL database is copied as it is at one moment, and its password is shown to nobody."""

from __future__ import annotations

import os
import shutil
import signal
import stat
from pathlib import Path

import pytest
from sqlalchemy import URL

from app.db.engine import make_engine, parse_url
from app.db.held_files import WORK_PREFIX
from app.db.server_databases import SCRATCH, MayNotMakeDatabases, at_desk
from app.db.unit_of_work import Database
from app.services.restoring import restore
from app.services.safekeeping import BackupFailed, back_up
from app.services.workplace import Workplace
from tests import builders
from tests.db.child_process import run_lines
from tests.db.schema_steps import execute, row_counts
from tests.servers.postgresql import PostgresqlServer

pytestmark = pytest.mark.postgresql

SECRET = "mouse-trap"


@pytest.fixture
def url(postgresql_server: PostgresqlServer, worked_template: str) -> str:
    """A database of the test's own in the middle of a shift."""
    return postgresql_server.new_database(template=worked_template)


def databases(url: URL) -> set[str]:
    with at_desk(url) as desk:
        return {str(name) for (name,) in desk.execute("SELECT datname FROM pg_database").fetchall()}


def test_the_copy_holds_one_moment_while_stations_work_and_proves_it(
    url: str, tmp_path: Path
) -> None:
    before, database = row_counts(url), Database(make_engine(url, station="P-01"))
    orders = 0

    def work(stage: str, _done: int, _of: int) -> None:
        nonlocal orders
        if stage == "copying":
            builders.an_order(Workplace(database, "P-01"), ("MUG", 1))
            orders += 1

    backup = back_up(parse_url(url), tmp_path / "floor.backup.zip", prove=True, progress=work)
    database.close()

    assert backup.manifest.rows == before
    assert row_counts(url)["orders"] == before["orders"] + orders
    assert orders > 5
    assert (backup.manifest.proof, backup.manifest.is_sound) == ("restored", True)
    assert backup.file.stat().st_mode & 0o777 == 0o600
    assert not [name for name in databases(parse_url(url)) if name.startswith(SCRATCH)]


def test_no_list_of_processes_shows_the_password(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs, seen = tmp_path / "programs", tmp_path / "seen"
    programs.mkdir()
    for name in ("pg_dump", "pg_restore"):
        wrapper = programs / name
        wrapper.write_text(f'#!/bin/sh\necho "$0 $@" >> {seen}\nexec {shutil.which(name)} "$@"\n')
        wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")

    back_up(parse_url(url).set(password=SECRET), tmp_path / "floor.backup.zip", prove=True)

    assert seen.read_text().count("pg_dump") >= 1
    assert seen.read_text().count("pg_restore") >= 2
    assert SECRET not in seen.read_text()


def test_a_machine_without_pg_dump_is_told_what_to_install(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed, match="install PostgreSQL's client programs"):
        back_up(parse_url(url), tmp_path / "floor.backup.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(url: str, tmp_path: Path) -> None:
    child = run_lines(
        "no_file_beyond(20_000)\n"
        "try: back_up(parse_url(sys.argv[1]), Path(sys.argv[2]))\n"
        "except Exception as error: print(type(error).__name__, error)",
        url,
        tmp_path / "floor.backup.zip",
    )
    assert child.stdout.startswith("BackupFailed no backup could be made in"), child
    assert list(tmp_path.iterdir()) == []


def test_a_killed_backup_leaves_no_file_of_its_name(url: str, tmp_path: Path) -> None:
    file = tmp_path / "floor.backup.zip"
    child = run_lines(
        "back_up(parse_url(sys.argv[1]), Path(sys.argv[2]), progress=die_at('copying'))", url, file
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    assert not file.exists()

    back_up(parse_url(url), file)

    assert not list(tmp_path.glob(f"{WORK_PREFIX}*"))


def test_an_account_that_may_not_make_databases_is_told_the_remedy(
    url: str, tmp_path: Path
) -> None:
    execute(
        url,
        "DROP ROLE IF EXISTS copyist",
        "CREATE ROLE copyist LOGIN IN ROLE pg_read_all_data",
    )
    asked = parse_url(url).set(username="copyist")
    with pytest.raises(MayNotMakeDatabases, match=r"ALTER ROLE .* CREATEDB"):
        back_up(asked, tmp_path / "floor.backup.zip", prove=True)
    assert list(tmp_path.iterdir()) == []


def test_rights_and_settings_of_a_database_outlive_its_restore(url: str, tmp_path: Path) -> None:
    name = parse_url(url).database
    execute(
        url,
        "DROP ROLE IF EXISTS keeper_of_keys",
        "CREATE ROLE keeper_of_keys",
        f'REVOKE CONNECT ON DATABASE "{name}" FROM PUBLIC',
        f'GRANT CONNECT ON DATABASE "{name}" TO keeper_of_keys',
        f'ALTER DATABASE "{name}" SET lock_timeout TO 1234',
        f'ALTER DATABASE "{name}" SET search_path TO "$user", public',
        "GRANT SELECT ON item TO keeper_of_keys",
    )
    backup = back_up(parse_url(url), tmp_path / "floor.backup.zip")

    def looked_up() -> list[object]:
        with at_desk(parse_url(url)) as desk:
            return desk.execute(
                "SELECT ARRAY(SELECT unnest(datacl::text[]) ORDER BY 1), setconfig "
                "FROM pg_database JOIN pg_db_role_setting ON setdatabase = pg_database.oid "
                "WHERE datname = %s",
                [name],
            ).fetchall()  # type: ignore[return-value] # rows are compared as they are

    before = looked_up()
    done = restore(backup.file, parse_url(url), replace=True)

    assert looked_up() == before
    assert "keeper_of_keys" in str(before)
    assert done.warnings == ""
    engine = make_engine(url)
    with engine.connect() as connection:
        query = "SELECT has_table_privilege('keeper_of_keys', 'item', 'SELECT')"
        assert connection.exec_driver_sql(query).scalar_one() is True
    engine.dispose()


def test_accounts_that_a_server_lacks_keep_no_rows_from_coming_back(
    url: str, postgresql_server: PostgresqlServer, tmp_path: Path
) -> None:
    execute(
        url,
        "CREATE ROLE only_elsewhere",
        "GRANT SELECT ON item TO only_elsewhere",
        "ALTER TABLE item ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY seen ON item FOR SELECT TO only_elsewhere USING (true)",
    )
    rows = row_counts(url)
    backup = back_up(parse_url(url), tmp_path / "floor.backup.zip")
    postgresql_server.drop_database(url)
    with at_desk(parse_url(url)) as desk:
        desk.execute("DROP ROLE only_elsewhere")

    done = restore(backup.file, parse_url(url))

    assert 'role "only_elsewhere" does not exist' in done.warnings
    assert row_counts(url) == {**rows, "database_mark": 2}
