"""Whole days on a simulated floor: repeatable to the last row, sound, and not blind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.db.journal import EntryState, Journal, JournalEntry, Note
from app.services import pick_applying, replaying
from app.services.outbox import Pending
from app.services.sending import StationSender
from tests.simulation.disk import tear
from tests.simulation.runs import Outcome, run
from tests.simulation.shrinking import shrink
from tests.simulation.world import Plan

STEPS = 300


@pytest.mark.parametrize("seed", [6, 10])
def test_nothing_is_lost_or_doubled_on_a_simulated_day(seed: int) -> None:
    outcome = run(Plan(seed, STEPS))
    assert not outcome.has_failed, (outcome.problem, outcome.trace[-20:])


def test_same_seed_is_the_same_day_to_the_last_row() -> None:
    one, other = run(Plan(12, 200)), run(Plan(12, 200))
    assert one.trace == other.trace
    assert one.fingerprint == other.fingerprint


def test_power_cut_in_the_middle_of_a_write_leaves_the_journal_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite3"
    Journal.open(file).close()
    before = file.read_bytes()
    journal = Journal.open(file)
    journal.remember("database", "written " * 400)
    journal.close()
    after = file.read_bytes()

    tear(file, before, after)
    assert file.read_bytes() not in (before, after)
    again = Journal.open(file)
    assert again.damage is None
    assert again.fact("database") == ""
    again.close()


# Guards taken away -------------------------------------------------------------------------------

Patch = Callable[[pytest.MonkeyPatch], None]


def scan_ids_are_ignored(patch: pytest.MonkeyPatch) -> None:
    write = pick_applying._write_scan

    def write_and_go_on(*about: Any) -> bool:
        write(*about)
        return True

    patch.setattr(pick_applying, "_write_scan", write_and_go_on)


def entries_are_acknowledged_before_they_are_stored(patch: pytest.MonkeyPatch) -> None:
    def append(_: Journal, note: Note, _copy: str | None) -> JournalEntry:
        return JournalEntry(note.scan_id.int % 2**31, note)

    patch.setattr(Journal, "append", append)


def an_unanswered_entry_is_skipped(patch: pytest.MonkeyPatch) -> None:
    deliver = StationSender._deliver

    def deliver_or_skip(sender: StationSender, pending: Pending) -> None:
        try:
            deliver(sender, pending)
        except ConnectionError:
            sender._outbox.answer(pending, EntryState.CONFIRMED)
            raise

    patch.setattr(StationSender, "_deliver", deliver_or_skip)


def nobody_is_told_of_what_is_not_written(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(replaying, "_kind", lambda *_: None)


MUTANTS: dict[Patch, int] = {
    scan_ids_are_ignored: 22,
    entries_are_acknowledged_before_they_are_stored: 1,
    an_unanswered_entry_is_skipped: 23,
    nobody_is_told_of_what_is_not_written: 2,
}
"""Each guard taken away, and the first seed of the days that are looked at."""

DAYS = 15


def first_failing_day(first: int) -> Outcome | None:
    days = (run(Plan(seed, STEPS)) for seed in range(first, first + DAYS))
    return next((day for day in days if day.has_failed), None)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: str(mutant.__name__))
def test_a_guard_taken_away_is_missed(mutant: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant(monkeypatch)
    day = first_failing_day(MUTANTS[mutant])
    assert day is not None
    assert day.problem.startswith("AssertionError"), day.problem


def test_failing_day_is_made_smaller_and_fails_still(monkeypatch: pytest.MonkeyPatch) -> None:
    entries_are_acknowledged_before_they_are_stored(monkeypatch)
    day = first_failing_day(MUTANTS[entries_are_acknowledged_before_they_are_stored])
    assert day is not None
    small = shrink(day, seconds=0.5, say=lambda _: None)
    assert small.has_failed
    assert small.plan.steps < day.plan.steps
