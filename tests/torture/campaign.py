"""One run: sets the floor up, lets everybody work under faults, heals, drains and checks."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.bootstrap.offline import journal_file
from app.services.workplace import Workplace
from tests.torture import checker, evidence, floor, mutants, plan
from tests.torture.board import PROCESSES, Board, Phase
from tests.torture.checker import Verdict
from tests.torture.command_line import Auditor, Importer
from tests.torture.crew import Crew
from tests.torture.desk import Feeder, Lead, Office
from tests.torture.diary import Diaries
from tests.torture.nemesis import Ground, Nemesis, ProxyProcess
from tests.torture.plan import Fault, Planned
from tests.torture.server import DurableServer
from tests.torture.station import Post
from tests.torture.station_line import unsent_in

TICK = 0.02
OFFICE = 2
"""How many processes the office has."""

LOOK_EVERY = 10.0
"""Seconds between two looks at the books while everybody works."""

DRAIN_SECONDS = 90.0
"""Within how many seconds after the last fault all work must end, and half the run's time more."""

PROGRESS_SECONDS = 120.0
"""How long a slow machine may take until work has begun, and until so much was done as was asked
for; neither is waited for longer than it takes."""

BY_PEOPLE = (
    "scans delivered twice",
    "scans delivered twice at once",
    "scans delivered late again",
    "scans swapped",
    "scanner bounced",
    "order held at work",
    "order changed at work",
    "order cancelled at work",
    "order file imported twice",
    "import killed half-way",
)
"""Faults that stations and the office make by themselves, all the time."""


@dataclass(frozen=True)
class Order:
    """What a run is asked for.

    Attributes:
        database: its URL; empty for a server of the run's own.
        stations: how many processes pick and pack.
        seconds: how long faults strike, counted from the first answer to a scan.
        seed: of the fault plan and of what people do.
        mutant: the guard that is taken away, if any.
        every: seconds between two faults.
        faults: the kinds that strike; all of them where none is named.
        look_every: seconds between two looks at the books.
        shipped: work goes on after the last fault until so many orders were shipped and a station
            was started again, so that a slow machine does as much as a quick one.
    """

    database: str
    stations: int
    seconds: float
    seed: str
    mutant: str = ""
    every: float = 1.0
    faults: tuple[str, ...] = ()
    look_every: float = LOOK_EVERY
    shipped: int = 0


@dataclass
class Outcome:
    """What a run did and found."""

    order: Order
    plan: list[Planned]
    faults: Counter[str] = field(default_factory=Counter)
    happened: Counter[str] = field(default_factory=Counter)
    journals: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    accepted: int = 0
    restarts: int = 0
    looks: int = 0
    drained_in: float | None = None
    wall: float = 0.0
    evidence: str = ""
    verdict: Verdict = field(default_factory=Verdict)


@dataclass
class Site:
    """Where a run takes place."""

    url: str
    direct_url: str
    server: DurableServer | None = None
    proxy: ProxyProcess | None = None


@contextlib.contextmanager
def postgresql_site(seed: str) -> Iterator[Site]:
    """A durable server of the run's own, and a proxy before it."""
    with DurableServer() as server:
        direct = server.new_database()
        proxy = ProxyProcess(server.socket, sum(seed.encode()))
        name = direct.split("@/", 1)[1].split("?", 1)[0]
        try:
            url = f"postgresql+psycopg://pickstation@127.0.0.1:{proxy.port}/{name}"
            yield Site(url, direct, server, proxy)
        finally:
            proxy.stop()


class Employee(Protocol):
    """Somebody in the office, as a process."""

    def run(self) -> None:
        """Work until the run is over."""


Employ = Callable[[Office], Employee]


class Campaign:
    """A run on PostgreSQL."""

    def __init__(self, order: Order, site: Site, folder: Path) -> None:
        self._order, self._site, self._folder = order, site, folder
        self._board = Board()
        self._is_sqlite = site.url.startswith("sqlite")
        kinds: tuple[Fault, ...] = plan.ON_SQLITE if self._is_sqlite else plan.ON_STATIONS
        if site.proxy is not None:
            kinds += plan.ON_THE_NETWORK
        if site.server is not None:
            kinds += plan.ON_THE_SERVER
        if order.faults:
            kinds = tuple(kind for kind in kinds if kind.name.lower() in order.faults)
        self.outcome = Outcome(
            order,
            plan.make_plan(order.seed, order.seconds, order.stations, kinds, every=order.every),
        )

    def run(self) -> Outcome:
        """Do it all."""
        began = time.monotonic()
        site, order = self._site, self._order
        self._floor = floor.build(site.url, site.direct_url, order.stations)
        self._take_guards_away()
        crew = Crew(self._board, [self._post(slot) for slot in range(order.stations)])
        ground = Ground(self._board, crew, site.proxy, site.server, site.direct_url)
        nemesis = Nemesis(self.outcome.plan, ground, order.seed)
        try:
            self._employ(crew)
            crew.open()
            self._await(crew, lambda: bool(Diaries.read(self._folder).of("ack")))
            self._work(crew, nemesis)
            self._drain(crew)
            self._board.phase = Phase.STOP
            left = crew.wait()
        finally:
            crew.kill_all()
        self._tell(crew, nemesis, left)
        self.outcome.wall = time.monotonic() - began
        return self.outcome

    def _take_guards_away(self) -> None:
        if self._order.mutant and not self._is_sqlite:
            workplace = self._look()
            with workplace.database.engine.begin() as connection:
                mutants.apply_in_database(connection, self._order.mutant, widened=True)
            workplace.database.close()

    def _post(self, slot: int) -> Post:
        order = self._order
        return Post(
            self._floor,
            self._folder,
            slot,
            station=slot,
            seed=order.seed,
            mutant=order.mutant,
            is_alone=self._is_sqlite,
            has_journal=not self._is_sqlite and slot % 3 != 1,
        )

    def _employ(self, crew: Crew) -> None:
        order = self._order
        on_file: tuple[Employ, ...] = (Importer, Auditor)
        on_server: tuple[Employ, ...] = (Feeder, Lead)
        kinds = on_file if self._is_sqlite else on_server
        for desk, (name, kind) in enumerate(zip(("FEED", "LEAD"), kinds, strict=True)):
            office = Office(
                self._board,
                self._floor,
                self._folder,
                name,
                order.seed,
                order.mutant,
                backlog=2 * order.stations,
                desk=desk,
            )
            crew.employ(PROCESSES.Process(target=kind(office).run, name=name))

    def _work(self, crew: Crew, nemesis: Nemesis) -> None:
        start = time.monotonic()
        # Whoever looks at a file waits for its writer, who may be frozen until we let them go on;
        # there an auditor of its own looks.
        look_at = every = float("inf") if self._is_sqlite else self._order.look_every
        while (now := time.monotonic() - start) < self._order.seconds:
            began = time.monotonic()
            nemesis.step(now)
            start += time.monotonic() - began  # while a server starts, no time passes
            crew.replace_the_dead()
            if now >= look_at and not self._is_sound():
                break  # what is found now is as good as what would be found in the end
            if now >= look_at:
                look_at = now + every
            time.sleep(TICK)
        nemesis.step(self._order.seconds)
        nemesis.heal()
        self._await(crew, lambda: self._has_done_enough(crew))
        nemesis.spare()

    def _await(self, crew: Crew, condition: Callable[[], bool]) -> None:
        """Let everybody work until something has come about, however slow the machine is."""
        end = time.monotonic() + PROGRESS_SECONDS
        while not condition() and time.monotonic() < end:
            crew.replace_the_dead()
            time.sleep(0.1)

    def _has_done_enough(self, crew: Crew) -> bool:
        """Whether faults met work: so many orders were shipped, and a station was started again."""
        wanted = self._order.shipped
        if not wanted or self.outcome.verdict.broken or crew.failures:
            return True
        return crew.restarts > 0 and self._orders("state = 'shipped'") >= wanted

    def _is_sound(self) -> bool:
        """Whether the books are right in the middle of the work, as they are at every moment."""
        diaries = Diaries.read(self._folder)
        verdict = Verdict()
        workplace = self._look()
        try:
            checker.check(workplace, diaries, verdict, drained=False)
        except DBAPIError:
            return True  # the server is away just now
        finally:
            workplace.database.close()
        self.outcome.looks += 1
        for sentence, found in verdict.found.items():
            self.outcome.verdict.add(f"while at work: {sentence}", found)
        return not verdict.found

    def _drain(self, crew: Crew) -> None:
        """All work must end by itself once nothing fails any more."""
        self._board.phase = Phase.DRAIN
        start = time.monotonic()
        if self.outcome.verdict.broken:
            return
        patience = DRAIN_SECONDS + self._order.seconds / 2
        # What failed is found already: there is nothing to learn from waiting for it.
        while (waited := time.monotonic() - start) < (5.0 if crew.failures else patience):
            crew.replace_the_dead()
            if self._is_done():
                self.outcome.drained_in = waited
                return
            time.sleep(0.25)

    def _is_done(self) -> bool:
        if not self._board.is_quiet(OFFICE):
            return False
        return self._orders("state not in ('shipped', 'cancelled', 'closed')") == 0

    def _orders(self, condition: str) -> int:
        """How many orders there are of which something is so."""
        workplace = self._look()
        try:
            with workplace.database.engine.connect() as connection:
                sql = text(f"select count(*) from orders where {condition}")  # noqa: S608 - our own
                return int(connection.execute(sql).scalar() or 0)
        finally:
            workplace.database.close()

    def _look(self) -> Workplace:
        return floor.open_workplace(self._floor, "torture", direct=True)

    def _tell(self, crew: Crew, nemesis: Nemesis, left: list[str]) -> None:
        outcome = self.outcome
        diaries = Diaries.read(self._folder)
        for station in self._floor.stations:
            states = unsent_in(journal_file(station, self._folder / "journals"))
            outcome.journals.update(states)
            if any(states[sign] for sign in ("stored", "in use", "unreadable")):
                outcome.verdict.add(
                    "every journal is sent and whole", [f"{station}: {dict(states)}"]
                )
        outcome.happened = diaries.counts
        outcome.faults = nemesis.counts
        outcome.faults.update({name: outcome.happened[name] for name in BY_PEOPLE})
        acks = diaries.of("ack")
        outcome.acknowledged = len(acks)
        outcome.accepted = sum(1 for line in acks if line["refusal"] is None)
        outcome.restarts = crew.restarts
        verdict = outcome.verdict
        verdict.add("every process ends when told", left)
        drained = outcome.drained_in is not None
        if not drained and not verdict.broken:
            verdict.add("all work ends after the faults", ["it did not"])
        workplace = self._look()
        try:
            checker.check(workplace, diaries, verdict, drained=drained)
            outcome.happened.update(checker.events_of(workplace))
            if verdict.broken and not self._order.mutant:
                outcome.evidence = str(evidence.keep(workplace, self._folder, self._order.seed))
        finally:
            workplace.database.close()


def run(order: Order, announce: Callable[[list[Planned]], None] | None = None) -> Outcome:
    """Run on the database that the order names, or on a server of the run's own.

    Args:
        order: what is asked for.
        announce: told the plan before anything happens.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="torture-")))
        if not order.database:
            site = stack.enter_context(postgresql_site(order.seed))
        else:
            site = Site(order.database, order.database)
        campaign = Campaign(order, site, folder)
        if announce is not None:
            announce(campaign.outcome.plan)
        return campaign.run()
