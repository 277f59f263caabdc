"""A station as a process of its own: works, errs, loses its connection, dies and comes back."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app.db.unit_of_work import is_connection_lost
from app.domain.readings import QuantityCode
from app.domain.refusals import Refusal
from app.services.identifying import Entry
from tests.torture import mutants, workers
from tests.torture.board import Board, Death, Phase, die_with_the_run
from tests.torture.clock import new_scan_id, shift_clock
from tests.torture.diary import Diary, Pending
from tests.torture.disk import DiskLimit
from tests.torture.floor import Floor
from tests.torture.office_work import office_work
from tests.torture.signs_of_life import SignsOfLife, shorten_leases
from tests.torture.station_line import open_station
from tests.torture.troubles import is_passing, name_of, told
from tests.torture.workers import Answer, Bench, Handed, Picker

FAILED = 3
"""The exit code of a station that failed in a way nobody planned."""

PUT_AWAY_SECONDS = 60.0
"""How long a journal may take to be sent when nothing fails any more."""

PATIENCE = 120.0
"""Seconds that a station tries to reach its database before it is a failure of its own."""


@dataclass(frozen=True)
class Post:
    """Which station a process is."""

    floor: Floor
    folder: Path
    slot: int
    station: int
    seed: str
    mutant: str = ""
    name: str = ""
    is_alone: bool = False
    has_journal: bool = False
    pace: float = 0.01

    @property
    def journals(self) -> Path:
        """The folder of the stations' journals."""
        return self.folder / "journals"

    @property
    def diary_name(self) -> str:
        """What its diary is called: two processes may speak for one station."""
        return self.name or self.floor.stations[self.station]


def run(board: Board, post: Post) -> None:
    """Be a station until the run is over. The process's own death ends it earlier."""
    die_with_the_run()
    shorten_leases()
    mutants.apply(post.mutant)
    diary = Diary(post.folder, post.diary_name)
    try:
        Station(board, post, diary).work()
    except BaseException as problem:  # noqa: BLE001 - whatever it is, the run must hear of it
        diary.failed(told(problem))
        raise SystemExit(FAILED) from None
    finally:
        diary.close()


class Station:
    """One person at one station."""

    def __init__(self, board: Board, post: Post, diary: Diary) -> None:
        self._board, self._post, self._diary = board, post, diary
        self._dice = random.Random(f"{post.seed} {post.diary_name} {os.getpid()}")  # noqa: S311
        self._shift: Callable[[], float] = lambda: board.shift_of(post.slot)
        shift_clock(self._shift)
        floor = post.floor
        journal = post.journals if post.has_journal else None
        self._line = open_station(floor, floor.stations[post.station], journal, diary.count)
        workplace = self._line.workplace
        self._bench = Bench(workplace, floor, floor.operators[post.station], self._dice)
        self._disk = DiskLimit(workplace, lambda: board.disk_is_full(post.slot))
        self._life = SignsOfLife(workplace, diary)
        self._retries = 0
        self._is_full = False
        self._office = office_work(board, post, workplace, diary) if post.is_alone else None
        self._late: list[tuple[float, Pending, Refusal | None]] = []
        event.listen(workplace.database.engine, "after_cursor_execute", self._die_in_transaction)

    def work(self) -> None:
        """Work until the run is over."""
        self._finish_what_the_last_life_began()
        while self._board.phase is not Phase.STOP:
            self._bench.is_careful = self._board.phase is Phase.DRAIN
            self._keep_alive()
            if self._office is not None:
                self._office()
            worker = workers.choose(self._dice)(self._bench)
            if not self._reached(worker.begin):
                time.sleep(0.05 + 0.1 * self._dice.random())
                continue
            self._diary.count(f"{type(worker).__name__} begins")
            self._carry_out(worker)
        unsent = self._line.close(PUT_AWAY_SECONDS)
        if unsent:
            self._diary.failed(f"{unsent} entries of the journal were not sent")

    def _keep_alive(self) -> None:
        self._disk.apply()
        self._fill_the_journal_s_disk()
        self._reached(self._life.show)

    def _fill_the_journal_s_disk(self) -> None:
        full = self._board.disk_is_full(self._post.slot)
        if full is not self._is_full:
            self._line.fill_disk(full=full)
            self._is_full = full

    def _carry_out(self, worker: Any) -> None:
        for _ in range(400):
            if self._board.phase is Phase.STOP:
                return
            handed = self._reached(worker.next_scan)
            answer = self._hand_in(worker, handed)
            self._replay_some()
            self._keep_alive()
            if not worker.take(answer):
                return
            time.sleep(self._post.pace * self._dice.random() * 2)
        self._diary.failed(f"no end of {worker.state}")

    # Scans --------------------------------------------------------------------------------

    def _hand_in(self, worker: Any, handed: Handed) -> Answer:
        entry = self._entry(handed.scan)
        pending = Pending(handed.kind, handed.state, entry)
        mischief = 1.0 if self._bench.is_careful else self._dice.random()
        if mischief < 0.02 and (ahead := self._ahead(worker, handed)) is not None:
            # Two scans swapped on their way: the later one comes first, and is behind or ahead.
            self._diary.count("scans swapped")
            self._send(ahead, again=False)
        if 0.02 <= mischief < 0.04:
            return self._send_twice_at_once(pending)
        answer = self._send(pending, again=False)
        if 0.04 <= mischief < 0.08:
            self._diary.count("scans delivered twice")
            self._send(pending, again=True)
        elif 0.08 <= mischief < 0.10:
            self._late.append((time.monotonic() + 6 * self._dice.random(), pending, None))
        elif 0.10 <= mischief < 0.12:
            answer = self._bounce(handed, answer)
        return answer

    def _send(self, pending: Pending, *, again: bool) -> Answer:
        """Hand a scan in until it is answered; the same id settles what a lost answer left open."""
        if not again:
            self._diary.hand_in(pending)
        patience = time.monotonic() + PATIENCE
        unknown = False
        while True:
            try:
                if unknown:
                    self._settle(pending.entry.scan_id)
                answer = workers.apply(self._bench, pending.kind, pending.state, pending.entry)
                break
            except Exception as problem:
                if not is_passing(problem) or time.monotonic() > patience:
                    raise
                unknown = unknown or is_connection_lost(problem)
                self._disk.apply()
                self._wait_for_the_database(problem)
        self._die_if_told(Death.BEFORE_ACK)
        refusal = None if answer.refusal is None else answer.refusal.name
        if answer.is_logged:
            self._diary.acknowledge(
                pending.kind,
                pending.entry,
                refusal,
                again=again or unknown,
                stored=answer.is_stored,
            )
        else:
            self._diary.forget()
            time.sleep(0.05)  # what cannot be done now is tried again a moment later
        if unknown or again:
            self._diary.count("replayed id answered")
        if answer.is_stored:
            self._diary.count("scan stored")
        if answer.refusal is not None:
            self._diary.count(f"{pending.kind} refused: {refusal}")
        self._count_retries()
        return answer

    def _count_retries(self) -> None:
        retries = self._line.retries
        for _ in range(retries - self._retries):
            self._diary.count("transaction retried")
        self._retries = retries

    def _settle(self, scan_id: uuid.UUID) -> None:
        found = workers.look_up(
            self._bench,
            f"select 1 from scan_log where scan_id = '{self._stored(scan_id)}'",  # noqa: S608 - a UUID
        )
        self._diary.count(f"unknown outcome: was {'' if found else 'not '}applied")

    def _stored(self, scan_id: uuid.UUID) -> str:
        return scan_id.hex if self._bench.workplace.database.is_sqlite else str(scan_id)

    def _send_twice_at_once(self, pending: Pending) -> Answer:
        """The same scan on two connections at the same time."""
        self._diary.count("scans delivered twice at once")
        answers: list[Answer] = []

        def second() -> None:
            try:
                answers.append(
                    workers.apply(self._bench, pending.kind, pending.state, pending.entry)
                )
            except Exception as problem:  # noqa: BLE001 - told below
                if not is_passing(problem):
                    self._diary.failed(told(problem))

        thread = threading.Thread(target=second)
        thread.start()
        try:
            return self._send(pending, again=False)
        finally:
            thread.join()

    def _bounce(self, handed: Handed, answer: Answer) -> Answer:
        """A scanner that reads three times: new ids, the same code, as fast as it can."""
        self._diary.count("scanner bounced")
        for _ in range(3):
            if answer.state is None or answer.refusal is not None:
                break
            again = replace(handed, state=answer.state)
            if answer.state.prompt.value in ("task_done", "paused", "done", "parked"):
                break
            pending = Pending(again.kind, again.state, self._entry(again.scan))
            if handed.kind == "open":
                break
            answer = self._send(pending, again=False)
        return answer

    def _ahead(self, worker: Any, handed: Handed) -> Pending | None:
        """The scan after this one, as the station foresees it from its own copy."""
        if not isinstance(worker, Picker):
            return None
        foreseen = worker.foresee(handed)
        if foreseen is None:
            return None
        return Pending(foreseen.kind, foreseen.state, self._entry(foreseen.scan))

    def _replay_some(self) -> None:
        """Deliver again, seconds later, what was delivered and answered long ago."""
        now = time.monotonic()
        due = [late for late in self._late if late[0] <= now]
        self._late = [late for late in self._late if late[0] > now]
        for _, pending, _ in due:
            self._diary.count("scans delivered late again")
            self._send(pending, again=True)

    def _finish_what_the_last_life_began(self) -> None:
        pending = self._diary.unanswered()
        if pending is not None:
            self._diary.count("scan of an earlier life delivered again")
            self._reached(lambda: self._settle(pending.entry.scan_id))
            self._send(pending, again=True)

    def _entry(self, scan: str | int) -> Entry:
        scan_id = new_scan_id(self._shift)
        if isinstance(scan, int):
            return Entry(str(scan), scan_id, QuantityCode(scan))
        return Entry(scan, scan_id)

    # Faults -------------------------------------------------------------------------------

    def _reached(self, act: Callable[[], Any]) -> Any:
        """Do something as soon as the database can be reached."""
        patience = time.monotonic() + PATIENCE
        while True:
            try:
                return act()
            except Exception as problem:
                if not is_passing(problem) or time.monotonic() > patience:
                    raise
                self._disk.apply()
                self._wait_for_the_database(problem)

    def _wait_for_the_database(self, problem: Exception) -> None:
        self._diary.count(name_of(problem))
        time.sleep(0.05 + 0.1 * self._dice.random())

    def _die_in_transaction(self, *_: object) -> None:
        if self._dice.random() < 0.3:
            self._die_if_told(Death.IN_TRANSACTION)

    def _die_if_told(self, death: Death) -> None:
        if self._board.death_of(self._post.slot) is death:
            self._board.order_death(self._post.slot, Death.NOT)
            self._diary.count(f"died {death.name.lower()}")
            os.kill(os.getpid(), signal.SIGKILL)
