"""A station's journal keeps what it was given, whatever happens to the program or the disk."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.db.journal import EntryState, Journal, Note, ScanIdTwice
from app.db.journal_file import JournalInUse, JournalUnwritable

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def a_note(raw: str = "4006381333931", *, scan_id: uuid.UUID | None = None, days: int = 0) -> Note:
    """A scan to be written down, so many days ago."""
    return Note(scan_id or uuid.uuid4(), raw, '{"effects": []}', 7, NOW - timedelta(days=days), 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal-P-01.sqlite3"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    opened = Journal.open(path, now=NOW)
    yield opened
    opened.close()


def filled(path: Path, entries: int) -> None:
    """A closed journal with so many unsent entries and a copy of the work."""
    journal = Journal.open(path, now=NOW)
    for number in range(entries):
        journal.append(a_note(f"scan {number}"), f'{{"copy": {number}}}')
    journal.close()


def test_entries_come_back_in_the_order_they_were_made(journal: Journal) -> None:
    for number in range(5):
        journal.append(a_note(f"scan {number}"), f"copy {number}")
    assert [entry.note.raw for entry in journal.unsent()] == [f"scan {n}" for n in range(5)]
    assert journal.copy() == "copy 4"


def test_answered_entry_is_not_sent_again(journal: Journal) -> None:
    first = journal.append(a_note("a"), None)
    journal.append(a_note("b"), None)
    journal.answer(first.sequence, EntryState.CONFIRMED, "written")
    assert [entry.note.raw for entry in journal.unsent()] == ["b"]
    assert journal.entries()[0].answer == "written"


def test_same_scan_is_kept_once_and_leaves_the_copy_alone(journal: Journal) -> None:
    scan_id = uuid.uuid4()
    journal.append(a_note(scan_id=scan_id), "first")
    again = journal.append(a_note(scan_id=scan_id), "second")
    assert again.sequence == 1
    assert journal.copy() == "first"
    with pytest.raises(ScanIdTwice):
        journal.append(a_note("another code", scan_id=scan_id), None)


def test_second_program_is_turned_away_and_let_in_after_a_kill(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from app.db.journal import Journal;"
        "journal = Journal.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(JournalInUse):
            Journal.open(path)
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
    Journal.open(path).close()


def test_entries_survive_a_program_that_is_killed_while_it_writes(path: Path) -> None:
    script = """
import sys, uuid
from datetime import UTC, datetime
from pathlib import Path
from app.db.journal import Journal, Note
journal = Journal.open(Path(sys.argv[1]))
for number in range(100_000):
    journal.append(Note(uuid.uuid4(), str(number), "{}", 1, datetime.now(UTC)), f"copy {number}")
    print(number, flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(60)]
        os.kill(writer.pid, signal.SIGKILL)
        told += writer.stdout.read().splitlines()
        writer.wait()
    last = int([line for line in told if line.strip()][-1])
    journal = Journal.open(path)
    raws = [entry.note.raw for entry in journal.unsent()]
    assert journal.damage is None
    assert raws[: last + 1] == [str(number) for number in range(last + 1)]
    assert journal.copy() == f"copy {raws[-1]}", "the copy is that of the last entry"
    journal.close()


@pytest.mark.parametrize("share", [0.95, 0.6, 0.3])
def test_torn_tail_is_told_and_what_is_whole_is_kept(path: Path, share: float) -> None:
    filled(path, 200)
    size = path.stat().st_size
    os.truncate(path, int(size * share))
    journal = Journal.open(path, now=NOW)
    assert journal.damage is not None
    raws = [entry.note.raw for entry in journal.unsent()]
    assert raws == [f"scan {number}" for number in range(len(raws))][: len(raws)]
    assert journal.damage.unsent == len(raws)
    assert journal.damage.set_aside.stat().st_size == int(size * share), "nothing is deleted"
    assert "damaged" in journal.deeds()[0][1]
    journal.append(a_note("goes on"), None)
    journal.close()
    again = Journal.open(path, now=NOW)
    assert again.damage is None
    again.close()


def test_entry_that_was_altered_is_never_sent(path: Path) -> None:
    filled(path, 3)
    connection = sqlite3.connect(path)
    connection.execute("update entry set request = '{}' where sequence = 2")
    connection.commit()
    connection.close()
    journal = Journal.open(path, now=NOW)
    assert journal.damage is not None
    assert "entry 2" in journal.damage.reason
    assert [entry.note.raw for entry in journal.unsent()] == ["scan 0", "scan 2"]
    journal.close()


@pytest.mark.parametrize("state", ["", "\0\0\0\0\0\0", "conf"])
def test_entry_of_which_nobody_knows_whether_it_was_answered_is_sent_again(
    path: Path, state: str
) -> None:
    filled(path, 3)
    connection = sqlite3.connect(path)
    connection.execute("update entry set state = ? where sequence = 2", (state,))
    connection.commit()
    connection.close()
    journal = Journal.open(path, now=NOW)
    assert journal.damage is not None
    assert [entry.note.raw for entry in journal.unsent()] == ["scan 0", "scan 1", "scan 2"]
    journal.close()


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_file_that_is_no_journal_is_set_aside(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    journal = Journal.open(path, now=NOW)
    assert journal.damage is not None
    assert journal.damage.set_aside.read_bytes() == content
    journal.close()


def test_full_disk_refuses_the_scan_and_keeps_the_others(path: Path) -> None:
    script = """
import resource, sys, uuid
from datetime import UTC, datetime
from pathlib import Path
from app.db.journal import Journal, Note
from app.db.journal_file import JournalUnwritable
journal = Journal.open(Path(sys.argv[1]))
limit = journal.path.stat().st_size + 40_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
kept = 0
try:
    while True:
        journal.append(Note(uuid.uuid4(), "x", "{}" * 500, 1, datetime.now(UTC)), f"copy {kept}")
        kept += 1
except JournalUnwritable as error:
    print(kept, error)
"""
    told = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    kept, _, words = told.stdout.partition(" ")
    assert int(kept) > 5
    assert words.strip(), "a person is told why"
    journal = Journal.open(path)
    assert (len(journal.unsent()), journal.damage) == (int(kept), None)
    assert journal.copy() == f"copy {int(kept) - 1}"
    journal.close()


def test_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    in_the_way = tmp_path / "folder"
    in_the_way.write_text("a file")
    with pytest.raises((JournalUnwritable, OSError)):
        Journal.open(in_the_way / "journal.sqlite3")


def test_old_entries_are_thinned_unless_they_are_unsent(path: Path) -> None:
    journal = Journal.open(path, now=NOW)
    for days in (20, 20, 1):
        entry = journal.append(a_note(days=days), None)
        if entry.sequence != 2:
            journal.answer(entry.sequence, EntryState.CONFIRMED)
    journal.close()
    thinned = Journal.open(path, now=NOW)
    assert [entry.sequence for entry in thinned.entries()] == [2, 3]
    thinned.close()


def test_discarding_needs_a_reason_and_is_logged(journal: Journal) -> None:
    journal.append(a_note(), "copy")
    with pytest.raises(ValueError, match="reason"):
        journal.discard(" ", "lead")
    assert journal.discard("station goes to scrap", "lead") == 1
    assert (journal.unsent(), journal.copy()) == ([], None)
    assert journal.entries()[0].state is EntryState.REFUSED
    assert "station goes to scrap" in journal.deeds()[0][1]
