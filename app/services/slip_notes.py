"""How far the slips are that a station prints by itself: noted on its disk before the first byte.

A slip belongs to an unsent entry of the journal, so that it is known from the moment the entry is
on disk. What happens to it is noted as the spool does: `sending` before the first byte, so that a
crash leaves a slip that is asked about and never one that is printed twice.
"""

from __future__ import annotations

import json
import logging
import threading
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from app.db.journal import Journal
from app.db.journal_file import JournalUnwritable
from printing.jobs import JobState

_log = logging.getLogger(__name__)

SLIPS_FACT = "slips"
"""Under which key the journal keeps the notes."""

IN_MEMORY = frozenset({JobState.RENDERING, JobState.READY})
"""Steps that a restart takes again, with nothing lost."""

NOT_OUT = frozenset({JobState.QUEUED, JobState.RENDERING, JobState.READY, JobState.HELD})
"""No byte of such a slip has left."""


@dataclass(frozen=True)
class SlipNote:
    """What is known of one slip.

    Attributes:
        state: Where it stands, as in the spool.
        reason: Why not further, by its value and the device's words.
        attempt: 1, and one more each time somebody says that nothing came out.
        is_taken: The database has it, or is about to: the station itself prints it no more.
    """

    state: JobState = JobState.QUEUED
    reason: str = ""
    attempt: int = 1
    is_taken: bool = False


class SlipNotes:
    """The notes of a station, in its journal. All methods may be called from any thread."""

    def __init__(self, journal: Journal, unsent: Collection[uuid.UUID] = ()) -> None:
        """Take over the notes of unsent entries; the others are the database's affair."""
        self._journal = journal
        self._changed = threading.Condition()
        kept = json.loads(journal.fact(SLIPS_FACT) or "{}")
        self._notes = {
            uuid.UUID(scan_id): _note(values)
            for scan_id, values in kept.items()
            if uuid.UUID(scan_id) in unsent
        }

    def of(self, scan_id: uuid.UUID, *, is_in_doubt: bool = False) -> SlipNote:
        """The note of a slip; one that nobody touched is queued, or asked about if in doubt."""
        with self._changed:
            first = SlipNote(JobState.UNCERTAIN if is_in_doubt else JobState.QUEUED)
            return self._notes.get(scan_id, first)

    def change(self, scan_id: uuid.UUID, seen: SlipNote, note: SlipNote) -> bool:
        """Write another note; on disk when this returns.

        Returns:
            Whether it was written: False where the slip is not as it was seen any more.

        Raises:
            JournalUnwritable: the disk does not take it; the note is as it was.
        """
        with self._changed:
            known = self._notes.get(scan_id)
            if known is not None and known != seen:
                return False
            self._put(scan_id, note)
            return True

    def take(self, scan_id: uuid.UUID, *, is_in_doubt: bool, seconds: float) -> SlipNote:
        """Take a slip from the station's own printing, since the database will have it.

        Waits while it is on its way into the printer; after `seconds` it counts as uncertain.

        Raises:
            JournalUnwritable: the disk does not take it.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: self.of(scan_id).state is not JobState.SENDING, timeout=seconds
            )
            note = self.of(scan_id, is_in_doubt=is_in_doubt)
            if note.state is JobState.SENDING:
                note = replace(note, state=JobState.UNCERTAIN)
            if not note.is_taken:
                note = replace(note, is_taken=True)
                self._put(scan_id, note)
            return note

    def forget(self, scan_id: uuid.UUID) -> None:
        """The database has it."""
        with self._changed:
            if self._notes.pop(scan_id, None) is None:
                return
            try:
                self._write(self._notes)
            except JournalUnwritable as error:  # the next start finds that nothing belongs to it
                _log.warning("a slip is noted longer than it need be: %s", error)

    def _put(self, scan_id: uuid.UUID, note: SlipNote) -> None:
        notes = {**self._notes, scan_id: note}
        if note.state not in IN_MEMORY or note.is_taken:
            self._write(notes)
        self._notes = notes
        self._changed.notify_all()

    def _write(self, notes: dict[uuid.UUID, SlipNote]) -> None:
        record = {
            str(scan_id): {
                "state": (JobState.QUEUED if note.state in IN_MEMORY else note.state).value,
                "reason": note.reason,
                "attempt": note.attempt,
                "is_taken": note.is_taken,
            }
            for scan_id, note in notes.items()
        }
        self._journal.remember(SLIPS_FACT, json.dumps(record))


def _note(values: dict[str, Any]) -> SlipNote:
    """A note as it was kept; a slip that was held is rendered anew after a restart."""
    state = JobState(values["state"])
    return SlipNote(**{**values, "state": JobState.QUEUED if state in NOT_OUT else state})
