"""Safety copies of the embedded database are made by themselves, and trouble is told in words."""

from __future__ import annotations

import queue
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap.safety_copies import SafetyCopies
from app.db.engine import make_engine, parse_url
from app.db.held_files import FileIsHeld, HeldFile, come_to, stations_at
from app.db.unit_of_work import Database
from app.services.safekeeping import back_up, backups_in
from app.services.workplace import Workplace
from tests import builders

SOON = timedelta(0)
WAIT_SECONDS = 150


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An embedded database with an item in it."""
    file = tmp_path / "floor.sqlite3"
    builders.write_migrated_sqlite(file)
    database = Database(make_engine(f"sqlite:///{file}"))
    builders.an_item(Workplace(database, "P-01"))
    database.close()
    return file


@contextmanager
def at_work(
    file: Path, folder: Path, *, every: timedelta = timedelta(hours=4)
) -> Iterator[Callable[[], str]]:
    """Copies being looked after; gives what was told next."""
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    url = parse_url(f"sqlite:///{file}")
    copies = SafetyCopies(url, folder, told.put, every=every, first_after=SOON)
    copies.start()
    try:
        yield lambda: told.get(timeout=WAIT_SECONDS)
    finally:
        copies.stop()


def test_the_first_copy_is_made_at_the_start(file: Path, tmp_path: Path) -> None:
    with at_work(file, tmp_path / "copies") as told:
        assert told() == ""
    (backup,) = backups_in(tmp_path / "copies")
    assert backup.manifest.is_sound


def test_a_fresh_copy_is_not_made_again(file: Path, tmp_path: Path) -> None:
    back_up(parse_url(f"sqlite:///{file}"), tmp_path / "floor.fresh.backup.zip")
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    copies = SafetyCopies(parse_url(f"sqlite:///{file}"), tmp_path, told.put, first_after=SOON)
    copies.start()
    copies.stop()
    assert told.empty()
    assert len(backups_in(tmp_path)) == 1


def test_old_copies_make_room_and_other_files_do_not(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    url = parse_url(f"sqlite:///{file}")
    stranger = tmp_path / "stranger.sqlite3"
    shutil.copyfile(file, stranger)
    foreign = back_up(parse_url(f"sqlite:///{stranger}"), folder).file
    other = folder / "holiday.backup.zip"
    other.write_bytes(b"photographs")
    for number in range(7):
        back_up(url, folder / f"floor.{number}.backup.zip")

    with at_work(file, folder, every=SOON) as told:
        assert told() == ""

    kept = [each for each in backups_in(folder) if each.file != foreign]
    assert 6 <= len(kept) <= 8
    assert foreign.exists()
    assert other.exists()
    assert all(each.manifest.moment <= datetime.now(UTC) for each in kept)


def test_a_folder_that_is_gone_is_told_of_in_words(file: Path, tmp_path: Path) -> None:
    (tmp_path / "copies").write_text("a file, not a folder")
    with at_work(file, tmp_path / "copies") as told:
        assert "copies" in told()


def test_a_damaged_database_is_told_of_in_words(file: Path, tmp_path: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192:-4096] = bytes(len(content) - 12288)
    file.write_bytes(content)
    with at_work(file, tmp_path / "copies") as told:
        assert "damaged" in told()
    assert backups_in(tmp_path / "copies") == ()


def test_a_station_that_closes_gives_up_its_copy(file: Path, tmp_path: Path) -> None:
    with at_work(file, tmp_path / "copies", every=SOON) as told:
        assert told() == ""
    assert not list((tmp_path / "copies").glob(".pickstation-work-*"))


def test_stations_at_a_file_are_known_until_they_leave(file: Path) -> None:
    first, second = come_to(file, "P-01"), come_to(file, "P-02")
    assert stations_at(file) == ("P-01", "P-02")
    first.close(remove=True)
    assert stations_at(file) == ("P-02",)
    second.close()  # as if the process had died
    assert stations_at(file) == ()


def test_a_file_is_held_by_one_alone(tmp_path: Path) -> None:
    with HeldFile(tmp_path / "held"), pytest.raises(FileIsHeld):
        HeldFile(tmp_path / "held")
    HeldFile(tmp_path / "held").close()
