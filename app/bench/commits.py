"""What it takes to commit a put: by the database's function, by statements, by the bare driver.

Beside them, in the same run, two limits by the bare driver: one UPDATE of one row, the least that
any commit can be; and the small transaction that databases are commonly compared by (pgbench's
simple update: an UPDATE, a SELECT and an INSERT between BEGIN and COMMIT), which the goals are
about. G1: 99 % of the function's commits within 3 times the small transaction's. G2: over a link
with a round trip of 20 ms the median within 1.5 round trips. G3: ten stations in a row at 0.3 times
its rate or more. G4: fifty stations with two scans a second each, 99 % within 25 ms. G5, on SQLite:
99 % within 2 ms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

import psycopg
from psycopg import sql
from sqlalchemy import URL

from app.bench.raw_commit import raw_commits
from app.bench.slow_link import SlowLink, Upstream
from app.bench.stations import (
    Apply,
    BenchStation,
    Loop,
    alone,
    at_a_pace,
    bench_stations,
    in_a_row,
)
from app.db.engine import make_engine
from app.db.transport import hosts_of
from app.db.unit_of_work import Database
from app.services.pick_applying import apply_by_statements, apply_pick
from app.services.workplace import Workplace

ROUND_TRIP_SECONDS = 0.02
MANY, MOST = 10, 50
PAUSE_SECONDS = 0.5
"""Between two scans of one station at a pace: nobody scans quicker for long."""


AT_A_PACE = "by function, two scans a second each"
UPDATE = "bare driver, one update"
SMALL = "bare driver, a small transaction"


@dataclass(frozen=True)
class Measured:
    """One measurement: what was done by how many stations, and its limit in the same run."""

    name: str
    stations: int
    loop: Loop

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        at = self.loop.durations.at
        return {
            "what": self.name,
            "stations": self.stations,
            "median_ms": round(at(0.5), 2),
            "p99_ms": round(at(0.99), 2),
            "per_second": round(self.loop.per_second),
        }


@dataclass(frozen=True)
class CommitFigures:
    """All measurements, and the ratios that the goals are about."""

    measured: tuple[Measured, ...]
    ratios: dict[str, float]

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        return {"measured": [one.as_json() for one in self.measured], "ratios": self.ratios}

    def in_words(self) -> list[str]:
        """The figures, line by line, for people."""
        lines = ["commit of one put (milliseconds)"]
        for one in self.measured:
            told = one.as_json()
            lines.append(
                f"  {one.name}, stations: {one.stations}: median {told['median_ms']}"
                f"  99 % {told['p99_ms']}  scans a second {told['per_second']}"
            )
        return lines + [f"  {name}: {ratio}" for name, ratio in self.ratios.items()]


def measure_commits(workplace: Workplace, url: URL, rounds: int) -> CommitFigures:
    """Measure commits on an open database.

    Args:
        workplace: a station at it.
        url: where it is.
        rounds: puts of each measurement with one station.
    """
    if workplace.database.is_sqlite:
        return _on_sqlite(workplace, url, rounds)
    return _on_postgresql(workplace, url, rounds)


def _on_sqlite(workplace: Workplace, url: URL, rounds: int) -> CommitFigures:
    (station,) = bench_stations(workplace, 1)
    by_statements = alone(partial(station.put, apply_by_statements), rounds).durations
    bare = raw_commits(url, rounds)
    return CommitFigures(
        (
            Measured("by statements", 1, Loop(by_statements, 1000 / by_statements.at(0.5))),
            Measured("the same rows by the bare driver", 1, Loop(bare, 1000 / bare.at(0.5))),
        ),
        {
            "G5, 99 % in ms, goal 2": round(by_statements.at(0.99), 2),
            "median by statements to bare": _ratio(by_statements.at(0.5), bare.at(0.5)),
        },
    )


def _on_postgresql(workplace: Workplace, url: URL, rounds: int) -> CommitFigures:
    several, few = max(2, rounds // MANY), max(2, rounds // MOST)
    measured: list[Measured] = []
    for name, act in ((UPDATE, _update), (SMALL, _small_transaction)):
        with _bare(url, MOST, act) as acts:
            measured += [
                Measured(name, 1, alone(acts[0], rounds)),
                Measured(name, MANY, in_a_row(acts[:MANY], several)),
                Measured(name, MOST, in_a_row(acts, few)),
            ]
    stations = bench_stations(workplace, MOST)
    with ExitStack() as open_things:
        wires = [_wire(open_things, workplace, url) for _ in stations]

        def puts(apply: Apply, count: int) -> list[Callable[[], None]]:
            pairs = zip(stations[:count], wires, strict=False)
            return [partial(station.put, apply, wire) for station, wire in pairs]

        measured += [
            Measured("by function", 1, alone(puts(apply_pick, 1)[0], rounds)),
            Measured("by statements", 1, alone(puts(apply_by_statements, 1)[0], rounds)),
            Measured("by function", MANY, in_a_row(puts(apply_pick, MANY), several)),
            Measured("by statements", MANY, in_a_row(puts(apply_by_statements, MANY), several)),
            Measured("by function", MOST, in_a_row(puts(apply_pick, MOST), few)),
            Measured(AT_A_PACE, MOST, at_a_pace(puts(apply_pick, MOST), few, PAUSE_SECONDS)),
        ]
        measured += _over_slow_link(open_things, workplace, url, stations[0], rounds)
    return CommitFigures(tuple(measured), _ratios(measured))


def _over_slow_link(
    open_things: ExitStack, workplace: Workplace, url: URL, station: BenchStation, rounds: int
) -> list[Measured]:
    upstream = _upstream(url)
    if upstream is None:
        return []
    link = open_things.enter_context(SlowLink(upstream, ROUND_TRIP_SECONDS))
    slow = url.difference_update_query(["host", "port"]).set(host="127.0.0.1", port=link.port)
    wire = _wire(open_things, workplace, slow)
    few = max(2, min(rounds, 50))
    name = f"over a round trip of {ROUND_TRIP_SECONDS * 1000:.0f} ms"
    return [
        Measured(f"by {way}, {name}", 1, alone(partial(station.put, apply, wire), count))
        for way, apply, count in (
            ("function", apply_pick, few),
            ("statements", apply_by_statements, max(2, few // 10)),
        )
    ]


def _upstream(url: URL) -> Upstream | None:
    """Where a server of this machine listens; None where it is elsewhere or names several."""
    hosts = hosts_of(url)
    if len(hosts) != 1:
        return None
    port = url.port or int(str(url.query.get("port", 5432)))
    if hosts[0].startswith("/"):
        return f"{hosts[0]}/.s.PGSQL.{port}"
    return (hosts[0], port) if hosts[0] in ("localhost", "127.0.0.1", "::1") else None


def _wire(open_things: ExitStack, workplace: Workplace, url: URL) -> Workplace:
    """The workplace by way of connections of its own."""
    database = Database(make_engine(url, station="bench"))
    open_things.callback(database.close)
    return Workplace(database, workplace.station)


Link = psycopg.Connection[tuple[object, ...]]

_UPDATE = "UPDATE bench_update.row SET n = n + 1 WHERE id = %s"
_READ = "SELECT n FROM bench_update.row WHERE id = %s"
_NOTE = "INSERT INTO bench_update.note (row, at) VALUES (%s, clock_timestamp())"


def _update(link: Link, row: int) -> None:
    link.execute(_UPDATE, (row,))


def _small_transaction(link: Link, row: int) -> None:
    link.execute("BEGIN")
    for statement in (_UPDATE, _READ, _NOTE):
        link.execute(statement, (row,))
    link.execute("COMMIT")


@contextmanager
def _bare(
    url: URL, count: int, act: Callable[[Link, int], None]
) -> Iterator[list[Callable[[], None]]]:
    """For each of so many connections: the act on a row of its own."""
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with ExitStack() as opened:
        links = [
            opened.enter_context(psycopg.connect(plain, autocommit=True)) for _ in range(count)
        ]
        links[0].execute("CREATE SCHEMA bench_update")
        try:
            links[0].execute("CREATE TABLE bench_update.row (id int PRIMARY KEY, n bigint)")
            links[0].execute("CREATE TABLE bench_update.note (row int, at timestamptz)")
            numbers = sql.SQL(
                "INSERT INTO bench_update.row SELECT n, 0 FROM generate_series(1, {}) n"
            )
            links[0].execute(numbers.format(sql.Literal(count)))
            yield [partial(act, link, row) for row, link in enumerate(links, start=1)]
        finally:
            links[0].execute("DROP SCHEMA bench_update CASCADE")


def _ratios(measured: list[Measured]) -> dict[str, float]:
    found = {(one.name, one.stations): one.loop for one in measured}
    small, function = found[SMALL, 1], found["by function", 1]
    ratios = {
        "G1, 99 % of function to small transaction, goal 3": _ratio(
            function.durations.at(0.99), small.durations.at(0.99)
        ),
        "median of function to one update": _ratio(
            function.durations.at(0.5), found[UPDATE, 1].durations.at(0.5)
        ),
        "G3, rate of 10 stations to small transaction, goal 0.3": _ratio(
            found["by function", MANY].per_second, found[SMALL, MANY].per_second
        ),
        "G4, 99 % of 50 stations at a pace in ms, goal 25": round(
            found[AT_A_PACE, MOST].durations.at(0.99), 2
        ),
        "median of statements to function": _ratio(
            found["by statements", 1].durations.at(0.5), function.durations.at(0.5)
        ),
    }
    for name, loop in ((one.name, one.loop) for one in measured if "over a" in one.name):
        median = loop.durations.at(0.5) / 1000
        goal = ", G2, goal 1.5" if "function" in name else ""
        ratios[f"round trips of a commit {name}{goal}"] = _ratio(median, ROUND_TRIP_SECONDS)
    return ratios


def _ratio(value: float, limit: float) -> float:
    return round(value / limit, 2)
