"""A station's sender: each scan goes into the journal, then to the database, in order, for ever.

The picker's services hand a scan over and wait a moment for the database's word. If there is none,
they go on from the station's own verdict: the entry is on this machine's disk and is sent when the
database is back, under the same id. Nothing overtakes an entry that is not answered yet.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from app.db.journal import EntryState, Journal
from app.db.unit_of_work import is_connection_lost, is_passing
from app.domain.backoff import Backoff
from app.domain.offline import (
    Backlog,
    NeedsDatabase,
    StillSending,
    judge_offline,
    waits_for_database,
)
from app.domain.pack_request import PackRequest
from app.domain.pack_state import PackState
from app.domain.pick_request import Applied, PickRequest
from app.domain.pick_state import PickState
from app.domain.refusals import Refused
from app.domain.work_copy import WorkCopy
from app.services.discrepancies import DiscrepancyView
from app.services.identifying import Entry
from app.services.journal_home import JournalHome
from app.services.line_watch import LineStatus, LineWatch
from app.services.outbox import Outbox, Pending
from app.services.pack_replaying import replay
from app.services.pick_applying import apply_pick
from app.services.replaying import hand_to_a_person
from app.services.slip_notes import SlipNotes
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


class StationSender:
    """The one way of a station's scans to the database, open to all threads; see the module."""

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
            open_up: opens the database, before anything is sent; None where that is done.
            clock: a monotonic clock in seconds.
            patience: seconds that a scan waits for its answer.
            backoff: the pauses between tries.
        """
        self.journal = journal
        self._workplace = workplace
        self._patience = patience
        self._line = LineWatch(clock, backoff or Backoff())
        self._changed = threading.Condition()
        self._entering = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)
        self._listeners: list[Callable[[], None]] = []
        self._outbox = Outbox(journal, self._changed)
        self.slips = SlipNotes(journal, {request.scan_id for _, request in self._outbox.packs})
        self._home = JournalHome(workplace, journal, open_up)
        self._is_stopping = self._is_nudged = False
        self._is_copy_behind = False
        self._sent_since = 0
        self._raised: list[DiscrepancyView] = []
        self._return: Return | None = None
        if self._outbox:
            self._is_copy_behind = True
            self._line.lose(lost_before=self._outbox.offline_seconds)

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
                is_open=self._home.is_open,
                offline_for=None if lost_for is None else timedelta(seconds=lost_for),
                unsent=len(self._outbox),
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
            return not self._home.is_open or self._line.is_lost

    def wait_until_open(self, seconds: float) -> bool:
        """Wait until the database was opened; whether that came about."""
        with self._changed:
            return self._changed.wait_for(lambda: self._home.is_open, seconds)

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

    def doubt(self) -> None:
        """The database may be another one than before: it is compared with the journal again."""
        self._home.is_sure = False
        self.nudge()

    def nudge(self) -> None:
        """Try again at once: somebody reached the database, or asks for it."""
        with self._changed:
            self._is_nudged = True
            self._changed.notify_all()

    def wait_until_sent(self, seconds: float) -> bool:
        """Wait until nothing is unsent; whether that came about."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._outbox, seconds)

    # The copy of the work -----------------------------------------------------------------

    @property
    def copy(self) -> WorkCopy | None:
        """The work as the journal has it."""
        return self._outbox.copy

    def take_up(self, copy: WorkCopy | None) -> None:
        """Keep another copy of the work: claimed now, read anew, or none any more.

        Raises:
            Refused: with `JournalFailed`.
        """
        with self._entering:
            self._outbox.take_up(copy)
            with self._changed:
                if not self._outbox:
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
            backlog = self.backlog
            if backlog.unsent or backlog.offline_for:
                refusal = judge_offline(request.effects, backlog)
                if refusal is not None:
                    raise Refused(refusal)
            pending = self._store(request, (before, after), entry)
        if pending is None:
            return apply_pick(self._workplace, request)
        self._tell()
        return self._await(pending)

    def keep_packing(
        self, request: PackRequest, before: PackState, after: PackState, entry: Entry
    ) -> None:
        """Write down what a packer did off line; else as `send`, with the order on the bench."""
        with self._entering:
            seconds = self.backlog.offline_for.total_seconds()
            self._outbox.store(request, entry, (before, after), seconds)
        self._tell()

    @property
    def unsent_packing(self) -> tuple[tuple[int, PackRequest], ...]:
        """What was packed off line and is not sent, with its numbers in the journal."""
        return self._outbox.packs

    @property
    def backlog(self) -> Backlog:
        """What is not in the database yet."""
        with self._changed:
            return Backlog(
                offline_for=timedelta(seconds=self._line.offline_seconds() or 0.0),
                lines=self._outbox.lines,
                unsent=len(self._outbox),
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
        copy = self._outbox.copy
        if applied.is_written and copy is not None:
            self._outbox.keep(replace(copy, state=after))
        return applied

    def _store(
        self, request: PickRequest, states: tuple[PickState, PickState], entry: Entry
    ) -> Pending | None:
        with self._changed:
            if self._outbox or self._is_copy_behind or self._line.is_lost:
                request = replace(request, revision=None)
            offline_seconds = self._line.offline_seconds() or 0.0
        return self._outbox.store(request, entry, states, offline_seconds)

    def _await(self, pending: Pending) -> Applied | None:
        with self._changed:
            left = self._line.patience_left(self._patience)
            self._changed.wait_for(lambda: pending.outcome is not None or self._is_hopeless(), left)
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
                pending = self._outbox.head
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
        return bool(self._outbox) or not self._home.is_sure or self._line.is_lost

    def _step(self, pending: Pending | None) -> None:
        if self._line.is_lost or not self._home.is_sure:
            self._tally(0, self._home.come_back())
        elif pending is not None:
            self._deliver(pending)

    def _deliver(self, pending: Pending) -> None:
        raised: tuple[DiscrepancyView, ...] = ()
        request = pending.request
        if pending.is_awaited and isinstance(request, PickRequest):
            applied = apply_pick(self._workplace, request)
            if self._hand_over(pending, applied):
                return
            # The scan went on from the station's own verdict while the answer was on its way.
        if pending.faults >= FAULTS_UNTIL_A_PERSON:
            raised, state = hand_to_a_person(self._workplace, request), EntryState.DISCREPANCY
        else:
            replayed = replay(self._workplace, request, self.slips)
            raised, state = replayed.raised, replayed.entry_state
        self._outbox.answer(pending, state)
        self._tally(1, raised)
        self.slips.forget(request.scan_id)

    def _tally(self, sent: int, raised: tuple[DiscrepancyView, ...]) -> None:
        with self._changed:
            self._sent_since += sent
            self._raised.extend(raised)
            if not self._outbox and (self._sent_since or self._raised):
                self._return = Return(self._sent_since, tuple(self._raised))
                self._sent_since, self._raised = 0, []

    def _hand_over(self, pending: Pending, applied: Applied) -> bool:
        """Give the answer to the scan that waits; False where it waits no more and was refused."""
        is_refused = applied.logged != pending.request.refusal
        with self._changed:
            pending.is_answered = pending.is_awaited
            if is_refused and not pending.is_awaited:
                return False
        if is_refused and pending.before is not None:
            self._outbox.keep(pending.before)
        state = EntryState.REFUSED if is_refused else EntryState.CONFIRMED
        self._outbox.answer(pending, state, applied)
        return True

    def _note_success(self) -> None:
        with self._changed:
            self._line.succeed()
            self._changed.notify_all()

    def _note_failure(self, error: Exception, pending: Pending | None) -> None:
        if not is_passing(error):
            _log.error("an entry of the journal could not be sent", exc_info=error)
            if pending is not None and self._home.is_sure:
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
