"""The figures of a time span, each with the formula by which it came about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db.queries.shift_figures import (
    ended_lines,
    order_lives,
    scan_moments,
    scans_and_refusals,
)
from app.domain.metrics import (
    DoneLine,
    OnTime,
    Shorts,
    Spread,
    Stage,
    an_hour,
    on_time,
    shorts_of,
    stage_times,
    time_at_work,
)
from app.services.workplace import Workplace

PICKING = "pick"
"""The kind of work in the scan log."""

FORMULAS = {
    "lines_an_hour": "pick lines ended / hours between pick scans of one person, pauses over "
    "10 minutes left out",
    "stage_time": "from the end of one stage of an order to the end of the next; orders shipped or "
    "due in the time span",
    "on_time": "orders handed over by their cut-off / orders released with that cut-off",
    "short_rate": "pick lines that lacked units / pick lines ended",
    "stopped": "scans that were stopped / scans",
}
"""How each figure is worked out, in words for those whose work it is about."""


@dataclass(frozen=True)
class Pace:
    """Lines and units that one kind of work ended."""

    lines: int
    units: int


@dataclass(frozen=True)
class Metrics:
    """What a time span came to.

    Attributes:
        begins: when it begins.
        ends: when it ends; what happens then is no part of it.
        now: the database's time when it was asked.
        paces: lines and units by method and zone; the zone is empty where work has none.
        at_work: time at work of all pickers together.
        stages: how long orders took for each stage.
        cut_offs: orders by cut-off.
        shorts: lines that lacked units.
        scans: scans and those stopped, by kind of work.
    """

    begins: datetime
    ends: datetime
    now: datetime
    paces: dict[tuple[str, str], Pace]
    at_work: timedelta
    stages: dict[Stage, Spread]
    cut_offs: tuple[OnTime, ...]
    shorts: Shorts
    scans: dict[str, tuple[int, int]]

    @property
    def lines_an_hour(self) -> float | None:
        """Of all pickers together."""
        return an_hour(sum(pace.lines for pace in self.paces.values()), self.at_work)


def metrics_of(workplace: Workplace, begins: datetime, ends: datetime) -> Metrics:
    """The figures of a time span.

    Args:
        workplace: the station.
        begins: with a time zone.
        ends: with a time zone; later.

    Raises:
        ValueError: it ends before it begins.
    """
    if ends <= begins:
        raise ValueError(f"a time span that begins at {begins:%d %b %H:%M} ends later than that")
    with workplace.database.begin(workplace.actor()) as work:
        lines = ended_lines(work.session, begins, ends)
        lives = order_lives(work.session, begins, ends)
        moments = scan_moments(work.session, begins, ends, PICKING)
        scans = scans_and_refusals(work.session, begins, ends)
        now = work.now
    return Metrics(
        begins=begins,
        ends=ends,
        now=now,
        paces=_paces(lines),
        at_work=time_at_work(moments),
        stages=stage_times(lives),
        cut_offs=on_time(life for life in lives if _is_within(life.ship_by, begins, ends)),
        shorts=shorts_of(lines),
        scans=scans,
    )


def _is_within(moment: datetime | None, begins: datetime, ends: datetime) -> bool:
    return moment is not None and begins <= moment < ends


def _paces(lines: list[DoneLine]) -> dict[tuple[str, str], Pace]:
    found: dict[tuple[str, str], list[DoneLine]] = defaultdict(list)
    for line in lines:
        found[line.method, line.zone].append(line)
    return {
        key: Pace(len(members), sum(line.units for line in members))
        for key, members in sorted(found.items())
    }
