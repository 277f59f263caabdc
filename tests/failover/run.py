"""A fail-over under load: the primary dies, the standby takes over, and the books are compared."""

from __future__ import annotations

import statistics
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.db.engine import Patience, make_engine, parse_url
from app.db.migrations.upgrade import upgrade
from app.db.schema import ScanLog
from app.db.unit_of_work import Database
from app.services.allocating import allocate_waiting_orders
from app.services.checking import CheckReport, check_database
from app.services.releasing import release_ready_orders
from app.services.station_setup import add_totes
from app.services.workplace import Workplace
from tests import builders
from tests.failover.stations import Diary, Station
from tests.servers.postgresql_pair import PostgresqlPair

SCANS_PER_ORDER = 3
"""At least so many scans pick one of the orders made here."""

UNITS_PER_ITEM = 100_000


@dataclass(frozen=True)
class Plan:
    """How large a run is.

    Attributes:
        stations: how many pick at once.
        seconds: how long they pick; the primary dies in the middle.
        seed: of their mistakes.
        pace: seconds between two scans of a station.
        noticed_after: seconds until somebody promotes the standby.
        freeze: let the primary stand still instead, and wake up when the other took over.
    """

    stations: int = 10
    seconds: float = 60.0
    seed: int = 1
    pace: float = 0.1
    noticed_after: float = 1.0
    freeze: bool = False

    @property
    def orders(self) -> int:
        """Enough work for everybody until the end."""
        return int(self.stations * (self.seconds / (self.pace * SCANS_PER_ORDER) + 2))


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    Attributes:
        acknowledged: scans that were answered, and how many of them after the fail-over.
        after: how many of them after the fail-over.
        lost: of those answered, the ones the new primary does not know.
        changed: of those answered, the ones it knows with another result.
        silences: seconds each station was without an answer around the fail-over.
        unknown: how often something was handed in again because its outcome was not known.
        lost_connections: how many connections the stations lost.
        retries: transactions begun anew after a lost race.
        check: whether the books are right.
        problems: what stations died of.
    """

    acknowledged: int
    after: int
    lost: int
    changed: int
    silences: tuple[float, ...]
    unknown: int
    lost_connections: int
    retries: int
    check: CheckReport
    problems: tuple[BaseException, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing acknowledged was lost and everybody went on."""
        nothing_lost = self.lost == self.changed == 0 and self.check.is_sound
        return nothing_lost and not self.problems and max(self.silences) < float("inf")

    def words(self) -> list[str]:
        """For people."""
        median, worst = statistics.median(self.silences), max(self.silences)
        books = "sound" if self.check.is_sound else f"{self.check.broken} violations"
        scans, rows = (self.check.counts.get(name, 0) for name in ("scans", "ledger_rows"))
        return [
            f"acknowledged scans: {self.acknowledged}, {self.after} of them after the fail-over",
            f"of these lost: {self.lost}; with another result: {self.changed}",
            f"interruption of a station: median {median:.2f} s, worst {worst:.2f} s",
            f"handed in again, outcome unknown: {self.unknown}",
            f"connections lost: {self.lost_connections}; begun anew: {self.retries}",
            f"books: {books}, {scans} scans, {rows} ledger rows",
            *(f"a station died of {problem!r}" for problem in self.problems),
        ]


def fail_over(plan: Plan, folder: Path) -> Outcome:
    """Let stations pick, kill the primary, promote the standby, and compare.

    Args:
        plan: how large.
        folder: where the stations' own records go.
    """
    with PostgresqlPair() as pair:
        url = pair.new_database()
        stations = _set_up(url, plan, folder)
        for station in stations:
            station.start()
        pause = threading.Event()
        pause.wait(plan.seconds / 2)
        killed = time.monotonic()
        pair.freeze_primary() if plan.freeze else pair.kill_primary()
        pause.wait(plan.noticed_after)
        pair.promote()
        if plan.freeze:
            pause.wait(plan.seconds / 4)
            pair.thaw_primary()
        pause.wait(plan.seconds / 2)
        for station in stations:
            station.stop()
        for station in stations:
            station.join()
        # Not by the URL of both: a primary that woke up again has to be kept away by somebody.
        return _compare(pair.on_standby(url), stations, killed)


def _set_up(url: str, plan: Plan, folder: Path) -> list[Station]:
    """A warehouse with enough released orders, and its stations."""
    upgrade(parse_url(url))
    database = Database(make_engine(url, station="desk", patience=Patience.DESK), Patience.DESK)
    desk = builders.a_workplace(database, "DESK")
    builders.a_site(desk)
    goods = [builders.some_stock(desk, UNITS_PER_ITEM)[0] for _ in range(12)]
    wanted = [
        builders.an_imported_order(
            [(goods[(number + step) % len(goods)], 1) for step in range(1 + number % 4)]
        )
        for number in range(plan.orders)
    ]
    builders.bring_in(desk, *wanted)
    allocate_waiting_orders(desk)
    release_ready_orders(desk)
    add_totes(desk, range(1, plan.orders + 1))
    people = [builders.an_operator(desk) for _ in range(plan.stations)]
    database.close()
    totes = [f"T-{number:04d}" for number in range(1, plan.orders + 1)]
    return [
        Station(
            url,
            person,
            totes[place :: plan.stations],
            folder,
            seed=plan.seed * 1000 + place,
            pace=plan.pace,
        )
        for place, person in enumerate(people)
    ]


def _compare(url: str, stations: list[Station], killed: float) -> Outcome:
    database = Database(make_engine(url, patience=Patience.DESK), Patience.DESK)
    with database.begin() as work:
        rows = work.session.execute(select(ScanLog.scan_id, ScanLog.refusal))
        on_record = {scan_id: refusal or "" for scan_id, refusal in rows}
    diaries: list[Diary] = [station.diary for station in stations]
    answers = {scan: refusal for diary in diaries for scan, refusal in diary.answers.items()}
    known = {scan: refusal for scan, refusal in answers.items() if scan in on_record}
    try:
        return Outcome(
            acknowledged=len(answers),
            after=sum(moment > killed for diary in diaries for moment in diary.moments),
            lost=len(answers) - len(known),
            changed=sum(on_record[scan] != refusal for scan, refusal in known.items()),
            silences=tuple(diary.silence_around(killed) for diary in diaries),
            unknown=sum(diary.unknown for diary in diaries),
            lost_connections=sum(station.counters.lost_connections for station in stations),
            retries=sum(station.counters.retries for station in stations),
            check=check_database(Workplace(database)),
            problems=tuple(station.problem for station in stations if station.problem),
        )
    finally:
        database.close()
