"""The embedded database is copied while others write into it, whole or not at all."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.db import sqlite_copy
from app.db.backup import NoRoom, facts_of, refuse_without_room
from app.db.copy_engine import one_moment
from app.db.engine import make_engine, parse_url
from app.db.held_files import WORK_PREFIX
from app.db.migrations.upgrade import SchemaTooNew
from app.db.sqlite_copy import copy_sqlite, damage_in
from app.db.unit_of_work import Database
from app.services.checking import check_database
from app.services.safekeeping import BackupFailed, back_up, backups_in
from app.services.workplace import Workplace
from tests import builders
from tests.db.child_process import run_lines
from tests.db.schema_steps import execute


@pytest.fixture
def floor(worked_file: Path, tmp_path: Path) -> Path:
    """A database of the test's own in the middle of a shift."""
    file = tmp_path / "floor.sqlite3"
    shutil.copyfile(worked_file, file)
    return file


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


def left_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.glob(f"{WORK_PREFIX}*"))


def test_a_backup_says_what_it_holds(floor: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()

    backup = back_up(parse_url(url_of(floor)), folder)

    with one_moment(parse_url(url_of(floor))) as connection:
        facts = facts_of(connection)
    manifest = backup.manifest
    assert (manifest.rows, manifest.last_event_id) == (facts.rows, facts.last_event_id)
    assert (manifest.revision, manifest.mark) == (facts.revision, facts.mark)
    assert manifest.is_sound
    assert backup.file.stat().st_mode & 0o777 == 0o600
    assert backups_in(folder) == (backup,)
    assert list(folder.iterdir()) == [backup.file]


def test_wrong_books_are_kept_and_called_wrong(floor: Path, tmp_path: Path) -> None:
    execute(url_of(floor), "UPDATE stock SET on_hand = on_hand + 1 WHERE on_hand > 5")

    manifest = back_up(parse_url(url_of(floor)), tmp_path / "floor.backup.zip").manifest

    assert not manifest.is_sound
    assert (manifest.violations or 0) > 0


def test_a_file_that_exists_is_not_written_over(floor: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.zip").write_text("mine")
    with pytest.raises(BackupFailed, match="exists already"):
        back_up(parse_url(url_of(floor)), tmp_path / "mine.zip")
    assert (tmp_path / "mine.zip").read_text() == "mine"


def test_a_newer_schema_is_not_copied(floor: Path, tmp_path: Path) -> None:
    execute(url_of(floor), "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaTooNew):
        back_up(parse_url(url_of(floor)), tmp_path / "floor.backup.zip")
    assert not list(tmp_path.glob("*.zip"))


def test_a_damaged_database_gives_no_backup(floor: Path, tmp_path: Path) -> None:
    content = bytearray(floor.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40_000] = bytes(40_000)
    floor.write_bytes(content)

    with pytest.raises(BackupFailed, match="damaged"):
        back_up(parse_url(url_of(floor)), tmp_path / "floor.backup.zip")

    assert not list(tmp_path.glob("*.zip"))
    assert left_in(tmp_path) == []


def test_whoever_writes_between_two_steps_is_let_in_and_copied(tmp_path: Path) -> None:
    file, copy, written = tmp_path / "a.sqlite3", tmp_path / "b.sqlite3", 0
    with closing(sqlite3.connect(file, timeout=0)) as writer:
        writer.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, filler BLOB)")
        filler = ((bytes(4000),) for _ in range(1500))
        writer.executemany("INSERT INTO row (filler) VALUES (?)", filler)
        writer.commit()

        def write_one(_done: int, _of: int) -> None:
            nonlocal written
            writer.execute("INSERT INTO row (filler) VALUES (NULL)")
            writer.commit()
            written += 1

        copy_sqlite(file, copy, write_one)

    with closing(sqlite3.connect(copy)) as copied:
        rows = copied.execute("SELECT COUNT(*) FROM row").fetchone()[0]
    assert damage_in(copy) == ""
    assert written == 3  # two attempts were begun anew, the third took all in one step
    assert rows == 1502  # and the last row was written after it


def test_four_writers_go_on_while_a_sound_copy_is_made(
    floor: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_copy, "STEPS", (8, 8, 64, -1))
    stop, begun, done = threading.Event(), threading.Barrier(5), [0] * 4
    stages: dict[str, bool] = {}

    def work(number: int) -> None:
        database = Database(make_engine(url_of(floor)))
        workplace = Workplace(database, f"P-{number}")
        goods, at = builders.some_stock(workplace, 1)
        begun.wait()
        while not stop.wait(0.002):
            builders.stock(workplace, goods, at, 1)
            done[number] += 1
        database.close()

    def all_get_on(stage: str, _done: int, _of: int) -> None:
        """Hold the copy once in each stage, until every writer has written again."""
        if stage in stages:
            return
        wanted, deadline = [count + 1 for count in done], time.monotonic() + 120
        while time.monotonic() < deadline and not stages.get(stage):
            stages[stage] = all(now >= least for now, least in zip(done, wanted, strict=True))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    begun.wait()
    target = tmp_path / "floor.backup.zip"
    manifest = back_up(parse_url(url_of(floor)), target, progress=all_get_on).manifest
    stop.set()
    for thread in threads:
        thread.join()

    assert manifest.is_sound
    assert stages == {"copying": True, "checking": True, "packing": True}


def test_a_full_disk_leaves_nothing_behind(floor: Path, tmp_path: Path) -> None:
    child = run_lines(
        "no_file_beyond(100_000)\n"
        "try: back_up(parse_url(sys.argv[1]), Path(sys.argv[2]))\n"
        "except Exception as error: print(type(error).__name__, error)",
        url_of(floor),
        tmp_path / "floor.backup.zip",
    )

    assert child.stdout.startswith("BackupFailed no backup could be made in"), child
    assert not list(tmp_path.glob("*.zip"))
    assert left_in(tmp_path) == []
    assert damage_in(floor) == ""


def test_a_disk_without_room_is_named_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(NoRoom, match=r"MB free and .* are needed.*Nothing was begun"):
        refuse_without_room(tmp_path, 1 << 60)


def test_a_killed_backup_leaves_no_file_of_its_name_and_the_next_one_tidies_up(
    floor: Path, tmp_path: Path
) -> None:
    file = tmp_path / "floor.backup.zip"
    child = run_lines(
        "back_up(parse_url(sys.argv[1]), Path(sys.argv[2]), progress=die_at('checking'))",
        url_of(floor),
        file,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    assert not file.exists()
    assert len(left_in(tmp_path)) == 1

    back_up(parse_url(url_of(floor)), file)

    assert left_in(tmp_path) == []
    database = Database(make_engine(url_of(floor)))
    assert check_database(Workplace(database)).is_sound
    database.close()
