"""Stations that pick all the time, and write down each scan they were given an answer to."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from app.db.engine import make_engine
from app.db.unit_of_work import Counters, Database, is_connection_lost
from app.domain.backoff import Backoff
from app.domain.pick_state import PickPrompt, PickState
from app.domain.refusals import NoWork, Refused
from app.services import picking
from app.services.workplace import Workplace
from tests import builders
from tests.services.shift import asked_for

Result = TypeVar("Result")

WRONG_SHARE = 0.1
"""Of the scans, so many are wrong: a refusal is an answer too, and has to last."""


class ShiftIsOver(Exception):
    """The run ended while the database was away; nobody knows what became of the last scan."""


@dataclass
class Diary:
    """What one station was told, as it also stands in its file.

    Attributes:
        answers: scan id and refusal ("" for none) of each scan that was answered.
        moments: when the answers came, on the monotonic clock.
        unknown: how often a scan or claim had to be made again, because nobody knew.
    """

    answers: dict[uuid.UUID, str] = field(default_factory=dict)
    moments: list[float] = field(default_factory=list)
    unknown: int = 0

    def silence_around(self, moment: float) -> float:
        """Seconds between the last answer before a moment and the first one after it."""
        before = max((one for one in self.moments if one <= moment), default=moment)
        after = min((one for one in self.moments if one > moment), default=float("inf"))
        return after - before


class Station(threading.Thread):
    """A picker at a station: claims work and does what the prompts ask, until told to stop."""

    def __init__(
        self, url: str, operator_id: int, totes: list[str], folder: Path, *, seed: int, pace: float
    ) -> None:
        """Prepare a station.

        Args:
            url: the database; names both servers.
            operator_id: who picks there.
            totes: empty ones, one for each task.
            folder: where its file goes.
            seed: of its mistakes.
            pace: seconds between two scans.
        """
        super().__init__(name=f"F-{operator_id}")
        self.diary = Diary()
        self.problem: BaseException | None = None
        self._database = Database(make_engine(url, station=self.name))
        self._workplace = Workplace(self._database, self.name)
        self._operator = operator_id
        self._totes = totes
        self._file = folder / f"{self.name}.txt"
        self._chance = random.Random(seed)  # noqa: S311 - repeatable mistakes, no secret
        self._pace = pace
        self._over = threading.Event()

    @property
    def counters(self) -> Counters:
        """What went wrong between it and the database."""
        return self._database.counters

    def stop(self) -> None:
        """Let it end after the scan it is at."""
        self._over.set()

    def run(self) -> None:
        """Pick."""
        try:
            while self._totes and not self._over.is_set():
                self._pick_one_task(self._totes.pop())
        except ShiftIsOver:
            pass
        except BaseException as problem:  # noqa: BLE001 - told by whoever waits for the thread
            self.problem = problem
        finally:
            self._database.close()

    def _pick_one_task(self, tote: str) -> None:
        try:
            state = self._insist(lambda: picking.claim_work(self._workplace, self._operator))
        except Refused as refused:
            if not isinstance(refused.refusal, NoWork):
                raise
            self._over.set()
            return
        while state.prompt is not PickPrompt.TASK_DONE and not self._over.is_set():
            state = self._scan(state, tote)
            self._over.wait(self._pace)

    def _scan(self, state: PickState, tote: str) -> PickState:
        is_wrong = self._chance.random() < WRONG_SHARE
        entry = builders.entry("L-NOWHERE" if is_wrong else asked_for(state, tote))
        answer = self._insist(lambda: picking.scan(self._workplace, self._operator, state, entry))
        refusal = "" if answer.refusal is None else answer.refusal.name
        with self._file.open("a", encoding="utf-8") as file:
            file.write(f"{entry.scan_id} {refusal}\n")
        self.diary.answers[entry.scan_id] = refusal
        self.diary.moments.append(time.monotonic())
        return answer.state

    def _insist(self, verb: Callable[[], Result]) -> Result:
        """Hand the same in again until there is an answer, as the program's stations do."""
        backoff = Backoff()
        while True:
            try:
                return verb()
            except Exception as problem:
                if not is_connection_lost(problem):
                    raise
            self.diary.unknown += 1
            if self._over.wait(backoff.next_pause()):
                raise ShiftIsOver
