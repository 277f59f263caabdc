"""The simulated world: its time, its chance, who goes on next, and a trace of all that happened."""

from __future__ import annotations

import random
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.pick_request import Applied, PickRequest, Verdict
from app.services.workplace import Workplace
from tests.simulation import floor
from tests.simulation.bench import Bench
from tests.simulation.desk import Desk
from tests.simulation.goods import Goods
from tests.simulation.line import Line, linked, unlink
from tests.simulation.nemesis import Nemesis
from tests.simulation.people import People
from tests.simulation.stand_ins import BEGINNING
from tests.simulation.station import Station
from tests.simulation.strands import Crashed, Strand, Strands


@dataclass(frozen=True)
class Plan:
    """What a run is made of; the same plan is the same run.

    Attributes:
        seed: All chance follows from it.
        steps: Steps before everything is mended and drained.
        without: Faults that do not strike.
    """

    seed: int
    steps: int = 1500
    without: frozenset[str] = frozenset()


class Broken(AssertionError):
    """Something that must always hold does not."""


class World:
    """One simulated day on one floor."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan, self.folder = plan, folder
        self.chance = random.Random(plan.seed)  # noqa: S311 - the same chance every time is the point
        self.now = 0.0
        self.server_down_until = 0.0
        self.steps = 0
        self.is_rough = True
        self.database_is_full = False
        self.strands = Strands()
        self.trace: list[str] = []
        self.happened: Counter[str] = Counter()
        self.goods = Goods()
        self.template = floor.template()
        self.unknown: set[uuid.UUID] = set()
        self.gone_on: set[uuid.UUID] = set()
        self.stray: list[tuple[str, PickRequest]] = []
        self.handed_in: deque[tuple[str, PickRequest]] = deque(maxlen=40)
        self.after_commit: Callable[[], None] = lambda: None
        self.problem: BaseException | None = None
        self._notes: list[str] = []
        self._is_in_transaction = False
        self._changes = 0
        self._databases: list[Any] = []
        floor.load(self.template.content)
        for place, item_id, units in self.template.stock:
            self.goods.at[place, item_id] = units
        self.desk = self.workplace("DESK")
        self.gate = self.workplace("GATE")
        self.gate.database.line.is_instant = True  # type: ignore[attr-defined]
        self.people = People(self)
        self.stations = [Station(self, n) for n in range(3 + self.chance.randrange(4))]
        self.office = Desk(self)
        self.bench = Bench(self)
        self.nemesis = Nemesis(self)

    # Places to work at --------------------------------------------------------------------

    def workplace(self, station: str) -> Workplace:
        """A place whose line only takes its time."""
        database = linked(floor.engine(), Line(self, station, is_good=True))
        self._databases.append(database)
        return Workplace(database, station)

    def keep(self, database: Any) -> Any:
        """Let go of a database at the end."""
        self._databases.append(database)
        return database

    def close(self) -> None:
        """End all strands, and let go of the engine."""
        self.strands.end_all()
        for database in self._databases:
            unlink(database)

    # Time and turns -----------------------------------------------------------------------

    def pause(
        self, at: str, *, until: float | None = None, ready: Callable[[], bool] | None = None
    ) -> None:
        """Let others go on, from within a strand; outside of one, nothing."""
        strand = self.strands.current
        if strand is None:
            return
        if self._is_in_transaction:
            raise Broken(f"{strand.name} {at} in the middle of a transaction")
        strand.rest(at, until, ready)

    def breathe(self, at: str) -> None:
        """Let others go on, now and then."""
        if self.strands.current is None or self._is_in_transaction:
            return
        if self.chance.random() < 0.06:
            self.pause(at, until=self.now)

    def sleep(self, at: str, seconds: float) -> None:
        """Let time pass for a strand."""
        self.pause(at, until=self.now + seconds)

    def spawn(self, name: str, body: Callable[[], None], machine: Any = None) -> Strand:
        """Begin a strand, of a machine or of nobody."""
        strand = self.strands.spawn(name, body)
        strand.machine = machine
        strand.until = self.now
        return strand

    def spawn_here(self, name: str, body: Callable[[], None]) -> Strand:
        """Begin a strand of the machine that runs just now."""
        strand = self.strands.current
        if strand is None:
            raise Broken("nobody runs")
        return self.spawn(f"{strand.machine.code} {name}", body, strand.machine)

    def skew(self) -> float:
        """By how many seconds the clock of the machine that runs just now is wrong."""
        strand = self.strands.current
        machine = None if strand is None else strand.machine
        return 0.0 if machine is None else float(machine.skew)

    def step(self) -> None:
        """Let one strand go on, after time passed where nobody could or chance will have it."""
        self.steps += 1
        self.nemesis.step()
        able = [one for one in self.strands.alive() if one.is_runnable(self.now)]
        if not able or self.chance.random() < 0.05:
            self._let_time_pass(able)
            able = [one for one in self.strands.alive() if one.is_runnable(self.now)]
        strand = self.chance.choice(able)
        came_from = strand.at
        strand.go_on()
        self._write(strand, came_from)
        if strand.is_over:
            self.strands.forget(strand)
        problem = strand.problem or self.problem
        if problem is not None:
            raise problem
        if strand.machine is not None and strand.machine.is_dead:
            strand.machine.unwind()

    def _let_time_pass(self, able: list[Strand]) -> None:
        if able:
            self.now += self.chance.choice((0.02, 0.2, 1.0))
            return
        times = [one.until for one in self.strands.alive() if one.until is not None]
        if not times:
            raise Broken("nobody can go on, ever: " + self._who_waits())
        self.now = max(self.now, min(times)) + self.chance.choice((0.0, 0.0, 0.01, 0.5))

    def _who_waits(self) -> str:
        return ", ".join(f"{one.name} {one.at}" for one in self.strands.alive())

    def _write(self, strand: Strand, came_from: str) -> None:
        at = "ends" if strand.is_over else strand.at
        notes = "; ".join(self._notes)
        self._notes.clear()
        words = f"{self.steps:6} {self.now:10.3f}  {strand.name}: {came_from} -> {at}"
        self.trace.append(f"{words}  [{notes}]" if notes else words)

    def run_until(self, is_over: Callable[[], bool], what: str, steps: int) -> None:
        """Take steps until something is true.

        Raises:
            Broken: it does not become true.
        """
        end = self.steps + steps
        while not is_over():
            if self.steps >= end:
                raise Broken(f"{what} does not come about: {self._who_waits()}")
            self.step()

    # What is written down -----------------------------------------------------------------

    def note(self, words: str) -> None:
        """Say something in the trace's next line."""
        self._notes.append(words)

    def count(self, what: str) -> None:
        """Note that something happened that must happen now and then."""
        self.happened[what] += 1
        self.note(what)

    # Faults -------------------------------------------------------------------------------

    def strikes(self, fault: str, rate: float) -> bool:
        """Whether a fault strikes now; chance is asked whether or not it is left out."""
        if not self.is_rough:
            return False
        struck = self.chance.random() < rate
        if struck and fault not in self.plan.without:
            self.happened[f"fault: {fault}"] += 1
            return True
        return False

    def mishap(self, at: str) -> None:
        """Perhaps the power of the machine that runs just now goes, here."""
        strand = self.strands.current
        machine = None if strand is None else strand.machine
        if machine is None:
            return
        if machine.is_dead:
            raise Crashed
        if self.strikes("crash", 0.003):
            machine.die(f"crash: {at}")

    def restart_server(self) -> None:
        """The server goes down, and is back after a while."""
        self.server_down_until = self.now + self.chance.choice((0.5, 3.0, 20.0, 100.0))
        self.note(f"the server is down until {self.server_down_until:.1f}")

    # Requests -----------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction, in which nobody else gets a turn."""
        if self._is_in_transaction:
            raise Broken("a transaction begins inside another one")
        self._is_in_transaction = True
        self._changes = floor.driver().total_changes
        try:
            yield
        finally:
            self._is_in_transaction = False

    @property
    def has_written(self) -> bool:
        """Whether the transaction at hand changed anything."""
        return floor.driver().total_changes != self._changes

    def committed(self) -> None:
        """A transaction was written."""
        try:
            self.after_commit()
        except AssertionError as problem:
            self.problem = problem  # the program may catch it, the run ends by it
            raise

    def carries(self, workplace: Workplace, request: PickRequest) -> None:
        """A request is about to be sent."""
        self.handed_in.append((workplace.station, request))
        line = getattr(workplace.database, "line", None)
        if line is not None:
            line.carrying = request

    def answered(self, request: PickRequest, applied: Applied) -> None:
        """The database gave its word on a request."""
        self.note(f"{applied.verdict} {request.raw}")
        self.happened[f"verdict: {applied.verdict}"] += 1
        if request.scan_id in self.gone_on and request.revision is not None:
            self.count("answer came after the scan had gone on")
        if request.scan_id in self.unknown:
            self.unknown.discard(request.scan_id)
            is_repeat = applied.verdict in (Verdict.REPEATED, Verdict.REPEATED_REFUSED)
            self.count(f"unknown outcome: had {'' if is_repeat else 'not '}been applied")

    def go_astray(self, station: str, request: PickRequest) -> None:
        """A request that its sender gave up is still somewhere on its way."""
        self.stray.append((station, request))

    def new_id(self) -> uuid.UUID:
        """A scan id as a station makes it: its own clock's time, and chance."""
        seconds = BEGINNING.timestamp() + self.now + self.skew()
        bits = (int(seconds * 1000) & (1 << 48) - 1) << 80 | 7 << 76
        noise = self.chance.getrandbits(74)
        return uuid.UUID(int=bits | (noise >> 62) << 64 | 2 << 62 | noise & (1 << 62) - 1)
