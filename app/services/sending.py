"""A station's sender: each scan goes into the journal, then to the database, in order, for ever.

The picker's services hand a scan over and wait a moment for the database's word. If there is none,
they go on from the station's own verdict: the entry is on this machine's disk and is sent when the
database is back, under the same id. Nothing overtakes an entry that is not answered yet.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from app.db.journal import EntryState, Journal, JournalEntry, Note, ScanIdTwice
from app.db.journal_file import JournalUnwritable
from app.db.unit_of_work import is_connection_lost
from app.domain.backoff import Backoff
from app.domain.offline import (
    Backlog,
    JournalFailed,
    NeedsDatabase,
    StillSending,
    judge_offline,
    lines_changed,
    waits_for_database,
)
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
from app.services.discrepancies import DiscrepancyView
from app.services.identifying import Entry
from app.services.line_watch import LineStatus, LineWatch
from app.services.pick_applying import apply_pick
from app.services.replaying import hand_to_a_person, replay_pick
from app.services.scan_records import ScanIdReused
from app.services.workplace import Workplace

_log = logging.getLogger(__name__)

PATIENCE_SECONDS = 0.8
"""How long a scan waits for the database's word. An answer within a second keeps a person's train
of thought, and sound and picture come after it; every answer of a healthy Wi-Fi is far faster."""

FAULTS_UNTIL_A_PERSON = 3
"""A request that the database answers with a fault so often goes to a person, so that those behind
it are not held up for ever."""

STOP_SECONDS = 10.0
"""How long the request at hand may take to end; the watchdog of its connection is faster."""


@dataclass(frozen=True)
class Return:
    """What became of the work that was done off line, once all of it was sent."""

    sent: int
    raised: tuple[DiscrepancyView, ...] = ()


@dataclass
class _Pending:
    """An entry on its way. While `is_awaited`, the scan itself still waits for the answer."""

    entry: JournalEntry
    request: PickRequest
    before: WorkCopy | None = None
    is_awaited: bool = False
    is_answered: bool = False
    outcome: Applied | None = None
    faults: int = 0


class StationSender:
    """The one way of a station's pick scans to the database; see the module.

    All public methods may be called from any thread.
    """

    def __init__(
        self,
        workplace: Workplace,
        journal: Journal,
        *,
        open_up: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE_SECONDS,
        backoff: Backoff | None = None,
    ) -> None:
        """Take over what the journal still holds; nothing is sent before `start`.

        Args:
            workplace: the station's database.
            journal: its open journal.
            open_up: opens the database and proves that it is the journal's; called, and tried
                again, before anything is sent. None where that is done already.
            clock: a monotonic clock in seconds.
            patience: seconds that a scan waits for its answer.
            backoff: the pauses between tries.
        """
        self.journal = journal
        self._workplace = workplace
        self._open_up = open_up
        self._patience = patience
        self._line = LineWatch(clock, backoff or Backoff())
        self._changed = threading.Condition()
        self._entering = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)
        self._listeners: list[Callable[[], None]] = []
        self._queue: deque[_Pending] = deque()
        self._is_open = open_up is None
        self._is_stopping = self._is_nudged = False
        self._is_copy_behind = False
        self._sent_since = 0
        self._raised: list[DiscrepancyView] = []
        self._return: Return | None = None
        self._copy = _copy_in(journal)
        self._take_over_journal()

    def _take_over_journal(self) -> None:
        unsent = self.journal.unsent()
        for entry in unsent:
            self._queue.append(_Pending(entry, request_from_text(entry.note.request)))
        if unsent:
            self._is_copy_behind = True
            self._line.lose(lost_before=unsent[-1].note.offline_seconds)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Let the request at hand end, and stop; what is unsent stays in the journal."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener`, from any thread, whenever `status` says something else."""
        self._listeners.append(listener)

    # What others see ----------------------------------------------------------------------

    @property
    def status(self) -> LineStatus:
        """How the line is now."""
        with self._changed:
            lost_for = self._line.offline_seconds()
            return LineStatus(
                is_open=self._is_open,
                offline_for=None if lost_for is None else timedelta(seconds=lost_for),
                unsent=len(self._queue),
                next_try_in=self._line.rest,
                problem=self._line.problem,
            )

    @property
    def is_offline(self) -> bool:
        """Whether the station works from its own copy now."""
        return self.status.is_offline

    @property
    def is_away(self) -> bool:
        """Whether the database is known to be away, so that nobody need wait for it."""
        with self._changed:
            return not self._is_open or self._line.is_lost

    def wait_until_open(self, seconds: float) -> bool:
        """Wait until the database was opened; whether that came about."""
        with self._changed:
            return self._changed.wait_for(lambda: self._is_open, seconds)

    def take_return(self) -> Return | None:
        """What became of the off-line work, once after each return of the database."""
        with self._changed:
            told, self._return = self._return, None
            return told

    def note_lost(self, problem: Exception) -> None:
        """Somebody else found the database away; it is tried from now on until it is back."""
        with self._changed:
            if self._line.lose(str(problem)):
                self._changed.notify_all()
        self._tell()

    def nudge(self) -> None:
        """Try again at once: somebody reached the database, or asks for it."""
        with self._changed:
            self._is_nudged = True
            self._changed.notify_all()

    def wait_until_sent(self, seconds: float) -> bool:
        """Wait until nothing is unsent; whether that came about."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._queue, seconds)

    # The copy of the work -----------------------------------------------------------------

    @property
    def copy(self) -> WorkCopy | None:
        """The work as the journal has it."""
        return self._copy

    def take_up(self, copy: WorkCopy | None) -> None:
        """Keep another copy of the work: claimed now, read anew, or none any more.

        Raises:
            Refused: with `JournalFailed`.
        """
        with self._entering:
            try:
                self.journal.keep_copy(None if copy is None else copy_to_text(copy))
            except JournalUnwritable as error:
                raise Refused(JournalFailed(str(error))) from error
            with self._changed:
                self._copy = copy
                if not self._queue:
                    self._is_copy_behind = False

    # Scans --------------------------------------------------------------------------------

    def send(
        self, request: PickRequest, before: PickState, after: PickState, entry: Entry
    ) -> Applied | None:
        """Write a scan down and send it.

        Args:
            request: what the database is to write.
            before: the copy of the task that the scan was judged by.
            after: the copy as it is if the scan is accepted.
            entry: the scan.

        Returns:
            The database's word, or None where it has not come: the scan is on disk, and counts.

        Raises:
            Refused: the scan is not accepted: `JournalFailed`, `OfflineTooLong`, `NeedsDatabase`
                or `StillSending`.
            ScanIdReused: the entry's id came with another code before.
        """
        with self._entering:
            if waits_for_database(request.effects) is not None:
                return self._send_directly(request, after)
            self._judge(request)
            pending = self._store(request, before, after, entry)
        if pending is None:
            return apply_pick(self._workplace, request)
        self._tell()
        return self._await(pending)

    def _judge(self, request: PickRequest) -> None:
        backlog = self._backlog()
        if backlog.unsent or backlog.offline_for:
            refusal = judge_offline(request.effects, backlog)
            if refusal is not None:
                raise Refused(refusal)

    def _backlog(self) -> Backlog:
        with self._changed:
            return Backlog(
                offline_for=timedelta(seconds=self._line.offline_seconds() or 0.0),
                lines=sum(pending.entry.note.lines for pending in self._queue),
                unsent=len(self._queue),
            )

    def _send_directly(self, request: PickRequest, after: PickState) -> Applied:
        """Ask for what only the database can decide: it is not stored, and waits for its answer."""
        activity = waits_for_database(request.effects)
        if self.is_offline and activity is not None:
            raise Refused(NeedsDatabase(activity))
        if not self.wait_until_sent(self._patience):
            raise Refused(StillSending(self.status.unsent))
        if self._is_copy_behind:
            request = replace(request, revision=None)
        try:
            applied = apply_pick(self._workplace, request)
        except Exception as error:
            if is_connection_lost(error):
                self.note_lost(error)
            raise
        if applied.is_written and self._copy is not None:
            self._keep(replace(self._copy, state=after))
        return applied

    def _store(
        self, request: PickRequest, before: PickState, after: PickState, entry: Entry
    ) -> _Pending | None:
        """Write it into the journal; None where the same entry was written and answered before."""
        with self._changed:
            if self._queue or self._is_copy_behind or self._line.is_lost:
                request = replace(request, revision=None)
            offline_seconds = self._line.offline_seconds() or 0.0
        copy = None if self._copy is None else replace(self._copy, state=after)
        note = Note(
            scan_id=entry.scan_id,
            raw=request.raw,
            request=request_to_text(request),
            operator_id=request.operator_id,
            noted_at=datetime.now(UTC),
            lines=lines_changed(request.effects),
            offline_seconds=offline_seconds,
        )
        try:
            stored = self.journal.append(note, None if copy is None else copy_to_text(copy))
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
            before_copy = None if self._copy is None else replace(self._copy, state=before)
            pending = _Pending(stored, request, before_copy, is_awaited=True)
            self._copy = copy
            self._queue.append(pending)
            self._changed.notify_all()
        return pending

    def _await(self, pending: _Pending) -> Applied | None:
        with self._changed:
            self._changed.wait_for(
                lambda: pending.outcome is not None or self._is_hopeless(), self._patience
            )
            if pending.is_answered:
                # The answer has come and is being written down: that takes no time to speak of.
                self._changed.wait_for(lambda: pending.outcome is not None)
            if pending.outcome is None:
                pending.is_awaited = False
                self._is_copy_behind = True
            return pending.outcome

    def _is_hopeless(self) -> bool:
        """Whether no answer is to be expected in time."""
        return self._is_stopping or self._line.is_hopeless(self._patience)

    # The thread ---------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_stopping or self._has_work())
                if self._is_stopping:
                    return
                pending = self._queue[0] if self._queue else None
                self._line.begin()
            try:
                self._step(pending)
            except Exception as error:  # noqa: BLE001 - whatever it is, the queue must go on
                self._note_failure(error, pending)
            else:
                self._note_success()
            self._tell()
            self._pause()

    def _has_work(self) -> bool:
        return bool(self._queue) or not self._is_open or self._line.is_lost

    def _step(self, pending: _Pending | None) -> None:
        if not self._is_open:
            if self._open_up is not None:
                self._open_up()
            with self._changed:
                self._is_open = True
        elif pending is None:
            with self._workplace.database.begin():
                pass  # it answers: that is all there was to know
        else:
            self._deliver(pending)

    def _deliver(self, pending: _Pending) -> None:
        raised: tuple[DiscrepancyView, ...] = ()
        if pending.is_awaited:
            applied = apply_pick(self._workplace, pending.request)
            if self._hand_over(pending, applied):
                return
            # The scan went on from the station's own verdict while the answer was on its way.
        if pending.faults >= FAULTS_UNTIL_A_PERSON:
            raised = hand_to_a_person(self._workplace, pending.request)
            state = EntryState.DISCREPANCY
        else:
            replayed = replay_pick(self._workplace, pending.request)
            raised, state = replayed.raised, replayed.entry_state
        self._done(pending, state)
        with self._changed:
            self._sent_since += 1
            self._raised.extend(raised)
            if not self._queue:
                self._return = Return(self._sent_since, tuple(self._raised))
                self._sent_since, self._raised = 0, []

    def _hand_over(self, pending: _Pending, applied: Applied) -> bool:
        """Give the answer to the scan that waits; False where it waits no more and was refused."""
        is_refused = applied.logged != pending.request.refusal
        with self._changed:
            pending.is_answered = pending.is_awaited
            if is_refused and not pending.is_awaited:
                return False
        if is_refused and pending.before is not None:
            self._keep(pending.before)
        state = EntryState.REFUSED if is_refused else EntryState.CONFIRMED
        self._done(pending, state, applied)
        return True

    def _done(self, pending: _Pending, state: EntryState, applied: Applied | None = None) -> None:
        try:
            self.journal.answer(pending.entry.sequence, state)
        except JournalUnwritable as error:
            _log.warning("entry %s will be sent twice: %s", pending.entry.sequence, error)
        with self._changed:
            self._queue.popleft()
            pending.outcome = applied
            self._changed.notify_all()

    def _keep(self, copy: WorkCopy) -> None:
        """Keep a copy that the database agreed with; the next entry brings it again if need be."""
        self._copy = copy
        try:
            self.journal.keep_copy(copy_to_text(copy))
        except JournalUnwritable as error:
            _log.warning("the copy of the work is not on disk: %s", error)

    def _note_success(self) -> None:
        with self._changed:
            self._line.succeed()
            self._changed.notify_all()

    def _note_failure(self, error: Exception, pending: _Pending | None) -> None:
        if not is_connection_lost(error):
            _log.error("an entry of the journal could not be sent", exc_info=error)
            if pending is not None:
                pending.faults += 1
        with self._changed:
            self._line.fail(str(error))
            self._changed.notify_all()

    def _pause(self) -> None:
        """Wait for the next try; a nudge or the end of the program makes it come at once."""
        with self._changed:
            rest = self._line.rest
            if rest > 0:
                self._changed.wait_for(lambda: self._is_stopping or self._is_nudged, rest)
            self._is_nudged = False

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


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
