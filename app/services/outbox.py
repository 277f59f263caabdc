"""What a station has written down and the database has not answered, in the order it was done."""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime

from app.db.journal import EntryState, Journal, JournalEntry, Note, ScanIdTwice
from app.db.journal_file import JournalUnwritable
from app.domain.goods_told import goods_told
from app.domain.offline import JournalFailed, lines_changed
from app.domain.pack_request import PackRequest
from app.domain.pack_state import PackState
from app.domain.pick_request import Applied, PickRequest
from app.domain.pick_state import PickState
from app.domain.refusals import Refused
from app.domain.work_copy import (
    UnreadableCopy,
    WorkCopy,
    copy_from_text,
    copy_to_text,
    request_from_text,
    request_to_text,
)
from app.services.identifying import Entry
from app.services.scan_records import ScanIdReused

_log = logging.getLogger(__name__)


@dataclass
class Pending:
    """An entry on its way.

    Attributes:
        entry: Its place in the journal.
        request: What the database is asked.
        before: The copy of the work it was judged by, for an entry that is refused in time.
        is_awaited: Whether the scan itself still waits for the answer.
        is_answered: Whether the answer has come and is being written down.
        outcome: The answer, for the scan that waits.
        faults: How often the database answered with a fault.
    """

    entry: JournalEntry
    request: PickRequest | PackRequest
    before: WorkCopy | None = None
    is_awaited: bool = False
    is_answered: bool = False
    outcome: Applied | None = None
    faults: int = 0


class Outbox:
    """The journal with its unsent entries at hand, and the present copy of the work."""

    def __init__(self, journal: Journal, changed: threading.Condition) -> None:
        """Take over what the journal still holds.

        Args:
            journal: the open journal.
            changed: guards the queue and the copy; notified when either changes.

        Raises:
            UnreadableCopy: an unsent entry was written by another version of the program.
        """
        self.journal = journal
        self.copy = _copy_in(journal)
        self._changed = changed
        self._queue = deque(
            Pending(entry, request_from_text(entry.note.request)) for entry in journal.unsent()
        )

    def __len__(self) -> int:
        """How many entries are unsent."""
        return len(self._queue)

    @property
    def head(self) -> Pending | None:
        """The entry that is to be sent next."""
        return self._queue[0] if self._queue else None

    @property
    def packs(self) -> tuple[tuple[int, PackRequest], ...]:
        """The unsent entries of the bench in their order, with their numbers in the journal."""
        with self._changed:
            return tuple(
                (pending.entry.sequence, pending.request)
                for pending in self._queue
                if isinstance(pending.request, PackRequest)
            )

    @property
    def lines(self) -> int:
        """How many lines the unsent entries change."""
        return sum(pending.entry.note.lines for pending in self._queue)

    @property
    def offline_seconds(self) -> float:
        """For how long the station had been off line when the last entry was written."""
        return self._queue[-1].entry.note.offline_seconds if self._queue else 0.0

    def store(
        self,
        request: PickRequest | PackRequest,
        entry: Entry,
        states: tuple[PickState, PickState] | tuple[PackState, PackState],
        offline_seconds: float,
    ) -> Pending | None:
        """Write a scan and the copy of the work after it; both are on disk when this returns.

        Args:
            request: what the database is to be asked.
            entry: the scan.
            states: the task, or the order on the bench, before the scan and after it.
            offline_seconds: for how long the station is off line.

        Returns:
            The entry on its way; None where the same scan was written and answered before.

        Raises:
            Refused: with `JournalFailed`.
            ScanIdReused: the id is known with another code.
        """
        copy = self.copy
        before, after = (None if copy is None else copy.with_work(state) for state in states)
        note = Note(
            scan_id=entry.scan_id,
            raw=request.raw,
            request=request_to_text(request, goods_told(states[0], request.effects)),
            operator_id=request.operator_id,
            noted_at=datetime.now(UTC),
            lines=_lines_of(request),
            offline_seconds=offline_seconds,
        )
        try:
            stored = self.journal.append(note, None if after is None else copy_to_text(after))
        except JournalUnwritable as error:
            raise Refused(JournalFailed(str(error))) from error
        except ScanIdTwice as error:
            raise ScanIdReused(entry) from error
        with self._changed:
            for known in self._queue:
                if known.entry.sequence == stored.sequence:
                    return known
            if stored.state is not EntryState.STORED:
                return None
            pending = Pending(stored, request, before, is_awaited=True)
            self.copy = after
            self._queue.append(pending)
            self._changed.notify_all()
        return pending

    def answer(self, pending: Pending, state: EntryState, outcome: Applied | None = None) -> None:
        """Write what became of the head of the queue, and let whoever waits for it go on."""
        try:
            self.journal.answer(pending.entry.sequence, state)
        except JournalUnwritable as error:
            _log.warning("entry %s will be sent twice: %s", pending.entry.sequence, error)
        with self._changed:
            self._queue.popleft()
            pending.outcome = outcome
            self._changed.notify_all()

    def take_up(self, copy: WorkCopy | None) -> None:
        """Keep another copy of the work.

        Raises:
            Refused: with `JournalFailed`.
        """
        try:
            self.journal.keep_copy(None if copy is None else copy_to_text(copy))
        except JournalUnwritable as error:
            raise Refused(JournalFailed(str(error))) from error
        with self._changed:
            self.copy = copy

    def keep(self, copy: WorkCopy) -> None:
        """Keep a copy that the database agreed with; the next entry brings it again if need be."""
        self.copy = copy
        try:
            self.journal.keep_copy(copy_to_text(copy))
        except JournalUnwritable as error:
            _log.warning("the copy of the work is not on disk: %s", error)


def _copy_in(journal: Journal) -> WorkCopy | None:
    """The copy a journal holds; one of another version of the program is as good as none."""
    text = journal.copy()
    if text is None:
        return None
    try:
        return copy_from_text(text)
    except UnreadableCopy as error:
        _log.warning("the station cannot go on with its work off line: %s", error)
        return None


def _lines_of(request: PickRequest | PackRequest) -> int:
    """How much a request counts towards the limit of off-line work."""
    if isinstance(request, PackRequest):
        return request.lines_changed
    return lines_changed(request.effects)
