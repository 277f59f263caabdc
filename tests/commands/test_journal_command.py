"""`pickstation journal` shows what a station has not sent, and gives it up only for a reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import platformdirs
import pytest

from app.__main__ import main
from app.bootstrap.offline import journal_file
from app.db.journal import EntryState, Journal, Note
from app.domain.goods_told import GoodsTold
from app.domain.pick_effects import PickEffect, PutInTote
from app.domain.pick_request import PickRequest
from app.domain.work_copy import request_to_text

STATION = "P-07"


class Shell:
    """A shell at one station, not at work just now; `said` and `complained` are the last one's."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.file = journal_file(STATION)
        self.said = self.complained = ""
        self._capsys = capsys

    def journal(self, *words: str) -> int:
        """Run the command."""
        code = main(["--station", STATION, "journal", *words])
        self.said, self.complained = self._capsys.readouterr()
        return code

    def keep(self, raw: str, *effects: PickEffect, state: EntryState = EntryState.STORED) -> None:
        """Let the station have noted a scan."""
        request = PickRequest(uuid4(), raw, "0" * 64, 7, 1, 3, 4, STATION, effects)
        told = tuple(GoodsTold("#1001", "Mug, blue", "MUG-1", "A01") for _ in effects)
        text = request_to_text(request, told)
        journal = Journal.open(self.file)
        note = Note(request.scan_id, raw, text, 4, datetime.now(UTC))
        entry = journal.append(note, None)
        if state is not EntryState.STORED:
            journal.answer(entry.sequence, state)
        journal.close()


@pytest.fixture
def shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    if tmp_path not in Path(platformdirs.user_data_dir("pickstation")).parents:
        pytest.skip("the user's own data folder cannot be moved on this system")
    return Shell(capsys)


def test_what_is_unsent_is_listed_in_words(shell: Shell) -> None:
    shell.keep("4006381333931", state=EntryState.CONFIRMED)
    shell.keep("XCK", PutInTote(11, 2, "T-0442"))
    assert shell.journal("show") == 0
    head, line = shell.said.splitlines()
    assert head == f"{shell.file}: 1 unsent"
    assert "stored  XCK  PutInTote 2 x Mug, blue (order #1001)" in line
    assert shell.journal("show", "--all") == 0
    assert "confirmed  4006381333931  -" in shell.said


def test_what_is_unsent_is_listed_for_machines(shell: Shell) -> None:
    shell.keep("XCK", PutInTote(11, 2, "T-0442"))
    assert shell.journal("show", "--json") == 0
    report = json.loads(shell.said)
    assert (report["file"], report["unsent"], report["deeds"]) == (str(shell.file), 1, [])
    (entry,) = report["entries"]
    assert (entry["raw"], entry["state"], entry["operator_id"]) == ("XCK", "stored", 4)


@pytest.mark.parametrize("why", [(), ("--why", "  ")])
def test_nothing_is_given_up_without_a_reason(shell: Shell, why: tuple[str, ...]) -> None:
    shell.keep("XCK", PutInTote(11, 2, "T-0442"))
    try:
        code = shell.journal("discard", *why)
    except SystemExit as end:
        code = int(str(end.code))
    assert code != 0
    assert shell.journal("show") == 0
    assert ": 1 unsent" in shell.said


def test_what_is_given_up_is_logged_with_its_reason_and_stays_listed(shell: Shell) -> None:
    shell.keep("XCK", PutInTote(11, 2, "T-0442"))
    assert shell.journal("discard", "--why", "the server was sold") == 0
    assert shell.said.startswith("1 unsent entries given up")
    assert shell.journal("show") == 0
    assert ": 0 unsent" in shell.said
    assert "1 unsent entries discarded by" in shell.said
    assert shell.said.rstrip().endswith("the server was sold")
    assert shell.journal("show", "--all") == 0
    assert "refused  XCK  PutInTote" in shell.said


def test_there_is_nothing_to_give_up_in_a_journal_that_was_sent(shell: Shell) -> None:
    shell.keep("XCK", PutInTote(11, 2, "T-0442"), state=EntryState.CONFIRMED)
    assert shell.journal("discard", "--why", "to be sure") == 0
    assert shell.said.startswith("0 unsent entries given up")


@pytest.mark.parametrize("deed", [("show",), ("discard", "--why", "to be sure")])
def test_a_station_without_a_journal_is_told_so(shell: Shell, deed: tuple[str, ...]) -> None:
    assert shell.journal(*deed) == 1
    assert f"station {STATION} has no journal: {shell.file}" in shell.complained
    assert not shell.file.exists()


@pytest.mark.parametrize("deed", [("show",), ("discard", "--why", "to be sure")])
def test_the_journal_of_a_running_station_is_left_alone(
    shell: Shell, deed: tuple[str, ...]
) -> None:
    shell.keep("XCK", PutInTote(11, 2, "T-0442"))
    at_work = Journal.open(shell.file)
    try:
        assert shell.journal(*deed) == 1
        assert "is open in another program; close the station first" in shell.complained
        assert len(at_work.unsent()) == 1
    finally:
        at_work.close()
