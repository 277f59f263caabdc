"""A restore brings back what was copied, in one step, and loses nothing of what was there."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL

from app.db import exchange_files
from app.db.backup import facts_of
from app.db.copy_engine import InUse, one_moment
from app.db.engine import make_engine, parse_url
from app.db.exchange_files import put_in_place
from app.db.held_files import WORK_PREFIX, come_to
from app.db.marks import mark_of
from app.db.migrations.upgrade import SchemaTooNew
from app.db.server_databases import SCRATCH, at_desk
from app.db.unit_of_work import Database
from app.services.checking import check_database
from app.services.restoring import RestoreRefused, restore
from app.services.safekeeping import back_up
from app.services.workplace import Workplace
from tests import builders
from tests.db.child_process import run_lines
from tests.db.schema_steps import HEAD, execute, filled_up_to, row_counts
from tests.servers.postgresql import PostgresqlServer


@pytest.fixture
def backup(worked_url: str, tmp_path: Path) -> Path:
    """A backup of a database in the middle of a shift."""
    return back_up(parse_url(worked_url), tmp_path / "floor.backup.zip").file


@pytest.fixture
def floor(worked_url: str, backup: Path) -> Iterator[Database]:
    """The database, after it was backed up."""
    assert backup.exists()
    database = Database(make_engine(worked_url))
    yield database
    database.close()


def beside(url: str, name: str) -> URL:
    """A database that is not there yet, on the same disk or server."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return parsed.set(database=str(Path(parsed.database or "").with_name(f"{name}.sqlite")))
    return parsed.set(database=name)


def kept_url(url: str, kept: str) -> str:
    """Where what was there before a restore lies now."""
    if url.startswith("sqlite"):
        return f"sqlite:///{kept}"
    name = kept.removeprefix("the database ").removesuffix(" on the same server")
    return parse_url(url).set(database=name).render_as_string(hide_password=False)


def test_what_was_copied_comes_back_if_asked_twice_and_what_was_there_is_kept(
    floor: Database, worked_url: str, backup: Path
) -> None:
    rows, mark = row_counts(worked_url), mark_of(floor)
    builders.an_order(Workplace(floor), ("MUG", 1))
    worked_on = row_counts(worked_url)
    floor.close()

    with pytest.raises(RestoreRefused, match="holds rows already; with --replace"):
        restore(backup, parse_url(worked_url))
    assert row_counts(worked_url) == worked_on
    done = restore(backup, parse_url(worked_url), replace=True)

    assert row_counts(worked_url) == {**rows, "database_mark": 2}
    assert check_database(Workplace(floor)).is_sound
    assert mark_of(floor) == done.mark
    assert done.mark.mark != mark.mark
    assert (done.mark.from_file, done.mark.last_event_id) == (backup.name, rows["event_log"])
    assert done.kept is not None
    assert row_counts(kept_url(worked_url, done.kept)) == worked_on


def test_a_database_that_is_not_there_is_made(worked_url: str, backup: Path) -> None:
    new = beside(worked_url, "made_by_restore")
    rows = row_counts(worked_url)

    done = restore(backup, new)

    assert done.kept is None
    assert row_counts(new.render_as_string(hide_password=False)) == {**rows, "database_mark": 2}


def test_an_older_backup_is_upgraded(database_url: str, tmp_path: Path) -> None:
    filled_up_to(database_url, "0003")
    backup = back_up(parse_url(database_url), tmp_path / "old.backup.zip")
    assert backup.manifest.violations is None
    new = beside(database_url, "made_of_old")

    done = restore(backup.file, new, accept_violations=True)

    assert done.upgraded_from == "0003"
    with one_moment(new) as connection:
        assert facts_of(connection).revision == HEAD


def test_stations_at_work_are_named_and_left_alone(
    floor: Database, worked_url: str, backup: Path
) -> None:
    floor.close()
    before = row_counts(worked_url)
    url = parse_url(worked_url)
    if url.get_backend_name() == "sqlite":
        with (
            come_to(Path(url.database or ""), "P-07"),
            pytest.raises(InUse, match=r"in use by P-07; close"),
        ):
            restore(backup, url, replace=True)
    else:
        engine = make_engine(url, station="P-07")
        with engine.connect(), pytest.raises(InUse, match=r"in use by P-07; close"):
            restore(backup, url, replace=True)
        engine.dispose()
    assert row_counts(worked_url) == before
    assert restore(backup, url, replace=True).kept is not None


def test_a_backup_of_another_kind_is_refused_with_the_way(
    worked_file: Path, worked_template: str, postgresql_server: PostgresqlServer, tmp_path: Path
) -> None:
    backup = back_up(parse_url(f"sqlite:///{worked_file}"), tmp_path / "floor.backup.zip").file
    url = postgresql_server.new_database(template=worked_template)
    with pytest.raises(RestoreRefused, match=r"copy of an embedded database.*then use copy-to"):
        restore(backup, parse_url(url), replace=True)


def test_a_restore_killed_half_way_leaves_the_old_database_whole(
    floor: Database, worked_url: str, backup: Path
) -> None:
    builders.an_order(Workplace(floor), ("MUG", 1))
    floor.close()
    before = row_counts(worked_url)
    step = "replacing" if worked_url.startswith("sqlite") else "checking"

    child = run_lines(
        "from app.db import exchange_files; exchange_files.STEP = 4\n"
        "restore(Path(sys.argv[2]), parse_url(sys.argv[1]), replace=True, "
        f"progress=die_at('{step}'))",
        worked_url,
        backup,
    )

    assert child.returncode == -signal.SIGKILL, child.stderr
    assert row_counts(worked_url) == before
    assert check_database(Workplace(floor)).is_sound
    floor.close()
    assert restore(backup, parse_url(worked_url), replace=True).kept is not None
    if worked_url.startswith("sqlite"):
        assert not list(backup.parent.glob(f"{WORK_PREFIX}*"))
    else:
        with at_desk(parse_url(worked_url)) as desk:
            names = desk.execute("SELECT datname FROM pg_database").fetchall()
        assert not [name for (name,) in names if str(name).startswith(SCRATCH)]


# Embedded databases ----------------------------------------------------------------------------


@pytest.fixture
def file(worked_file: Path, tmp_path: Path) -> Path:
    """An embedded database of the test's own."""
    copy = tmp_path / "floor.sqlite3"
    shutil.copyfile(worked_file, copy)
    return copy


def test_a_bare_copy_is_brought_back_as_well(file: Path, worked_file: Path) -> None:
    file.unlink()
    done = restore(worked_file, parse_url(f"sqlite:///{file}"))
    assert done.manifest is None
    assert row_counts(f"sqlite:///{file}")["orders"] == 10


def test_a_copy_of_a_newer_schema_is_refused(file: Path, tmp_path: Path) -> None:
    execute(f"sqlite:///{file}", "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaTooNew):
        restore(file, parse_url(f"sqlite:///{tmp_path / 'new.sqlite3'}"))
    assert not (tmp_path / "new.sqlite3").exists()


def test_a_file_that_is_no_copy_is_refused(file: Path, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("order,sku\n" * 100)
    with pytest.raises(RestoreRefused, match=r"orders\.csv is damaged or no backup"):
        restore(tmp_path / "orders.csv", parse_url(f"sqlite:///{file}"), replace=True)


def test_a_database_that_cannot_be_read_is_replaced_and_kept_byte_by_byte(
    file: Path, worked_file: Path
) -> None:
    damaged = b"\x00" * 3000 + file.read_bytes()[3000:]
    file.write_bytes(damaged)
    journal = file.with_name(f"{file.name}-journal")
    journal.write_bytes(b"what a crash left" * 100)

    done = restore(worked_file, parse_url(f"sqlite:///{file}"), replace=True)

    assert done.kept is not None
    assert Path(done.kept).read_bytes() == damaged
    assert not journal.exists() or journal.stat().st_size == 0  # not for the new database
    assert row_counts(f"sqlite:///{file}")["orders"] == 10
    database = Database(make_engine(f"sqlite:///{file}"))
    assert check_database(Workplace(database)).is_sound
    database.close()


def test_a_program_that_has_the_file_open_sees_the_restored_rows(
    file: Path, worked_file: Path
) -> None:
    with closing(sqlite3.connect(file)) as station:
        station.execute("INSERT INTO packaging VALUES ('X', 'Box', 1, 1, 1, 1, 1)")
        station.commit()
        restore(worked_file, parse_url(f"sqlite:///{file}"), replace=True)
        seen = station.execute("SELECT COUNT(*) FROM packaging").fetchone()[0]
    assert seen == 1


def test_a_file_in_which_somebody_writes_is_not_replaced(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_files, "BUSY_SECONDS", 0.05)
    new = tmp_path / "new.sqlite3"
    shutil.copyfile(file, new)
    with closing(sqlite3.connect(file, isolation_level=None)) as station:
        station.execute("BEGIN IMMEDIATE")
        with pytest.raises(InUse, match="in use by another program"):
            put_in_place(new, file, tmp_path / "aside")
    assert not (tmp_path / "aside").exists()


def test_wrong_books_come_back_only_if_that_is_wanted(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{file}"
    execute(url, "UPDATE stock SET on_hand = on_hand + 1 WHERE on_hand > 5")
    backup = back_up(parse_url(url), tmp_path / "wrong.backup.zip").file
    new = beside(url, "made_of_wrong")

    with pytest.raises(RestoreRefused, match="violations of invariants; with --accept-violations"):
        restore(backup, new)

    assert restore(backup, new, accept_violations=True).violations > 0


def test_a_damaged_backup_is_refused_and_nothing_changed(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{file}"
    backup, before = back_up(parse_url(url), tmp_path / "floor.backup.zip").file, row_counts(url)
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 0xFF
    backup.write_bytes(content)

    with pytest.raises(RestoreRefused, match=r"floor\.backup\.zip is damaged"):
        restore(backup, parse_url(url), replace=True)

    assert row_counts(url) == before
