"""Reads the figures of a time span for whoever leads the floor, and one's own for anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from app.db.queries.figure_people import errors_of_person, person_slots, shorts_of_person
from app.db.queries.figure_places import lines_by_place, open_work, short_places, stops_by_place
from app.db.queries.figure_waves import waves_of
from app.db.queries.people import operator_by_id
from app.db.queries.shift_figures import (
    Span,
    last_quiet_end,
    lives_of,
    paces,
    scans_and_refusals,
    short_reasons,
    units_packed,
)
from app.db.unit_of_work import UnitOfWork
from app.domain.figure_people import LONGEST_LOOK_BACK, OwnWeek, PersonSlot
from app.domain.figure_places import PlaceCount, ShortPlace, ZoneWork
from app.domain.figure_waves import WaveCame
from app.domain.metrics import OrderLife, Pace, Shorts, sum_of, sums_by
from app.domain.permissions import Verb
from app.planning.aisle_layout import UnusableLayout
from app.services.accuracy import WRONG, StageAccuracy, stage_accuracy
from app.services.pace_check import RecordCheck, TooLittleRecord, check_record
from app.services.workplace import Workplace

SLOT = timedelta(minutes=15)
"""Columns of the pace."""

MOST_SLOTS = 48
"""More columns than this are too narrow: then each is a multiple of `SLOT`."""

WEEK = timedelta(days=7)
LONGEST_SHIFT = timedelta(hours=12)
QUIET = timedelta(hours=2)
"""So long without a scan, nobody was at work: a shift begins after that."""

NOW = timedelta(minutes=15)
"""Whoever picked within so long is there."""

TARGET_DAYS = 28
LEAST_DAYS = 5
"""Fewer days are no habit."""


class TimeSpan(StrEnum):
    """What a lead looks at."""

    HOUR = "hour"
    SHIFT = "shift"
    TODAY = "today"
    WEEK = "week"


@dataclass(frozen=True)
class Figures:
    """What a time span came to.

    Attributes:
        begins: when it begins.
        ends: when it ends; what happens then is no part of it.
        now: the database's time when it was asked.
        slot: width of the columns.
        paces: lines, units and work by slot, method and zone.
        lives: orders handed over in it or due in it.
        open_lives: orders that are on the floor at this moment.
        stages: what each stage checked, and the errors it caught.
        shorts: lines that lacked units.
        short_places: where.
        places: lines by location.
        stop_places: stopped scans by location.
        waves: planned and come.
        zones: open lines by zone, at this moment.
        people: what each picked, hour by hour; empty for whoever may not see it.
        scans: scans and those stopped, by kind of work.
        packed: units in cartons that were closed.
    """

    begins: datetime
    ends: datetime
    now: datetime
    slot: timedelta
    paces: tuple[Pace, ...]
    lives: tuple[OrderLife, ...]
    open_lives: tuple[OrderLife, ...]
    stages: tuple[StageAccuracy, ...]
    shorts: Shorts
    short_places: tuple[ShortPlace, ...]
    places: tuple[PlaceCount, ...]
    stop_places: tuple[PlaceCount, ...]
    waves: tuple[WaveCame, ...]
    zones: tuple[ZoneWork, ...]
    people: tuple[PersonSlot, ...]
    scans: dict[str, tuple[int, int]]
    packed: int

    @property
    def span(self) -> Span:
        """Begin and end."""
        return self.begins, self.ends


def figures_of(
    workplace: Workplace, begins: datetime, ends: datetime, operator_id: int | None = None
) -> Figures:
    """The figures of a time span.

    Args:
        workplace: the station.
        begins: with a time zone.
        ends: with a time zone; later.
        operator_id: who asks; None for the person at the shell.

    Raises:
        ValueError: it ends before it begins.
        Refused: whoever asks does not lead the floor.
    """
    if ends <= begins:
        raise ValueError(f"a time span that begins at {begins:%d %b %H:%M} ends later than that")
    with workplace.database.begin(workplace.actor(operator_id, Verb.REASSIGN)) as work:
        return read_figures(work, begins, ends)


def read_figures(work: UnitOfWork, begins: datetime, ends: datetime) -> Figures:
    """The same inside a transaction, whose rights are the caller's affair."""
    session, span = work.session, (begins, ends)
    width = SLOT * max(1, -(-(ends - begins) // (SLOT * MOST_SLOTS)))
    found = paces(session, span, width)
    total, lives = sum_of(found), lives_of(session, span)
    reasons = dict(sorted(short_reasons(session, span).items(), key=lambda each: -each[1]))
    return Figures(
        begins=begins,
        ends=ends,
        now=work.now,
        slot=width,
        paces=tuple(found),
        lives=tuple(lives.told),
        open_lives=tuple(lives.open),
        stages=stage_accuracy(session, begins, ends),
        shorts=Shorts(total.lines, sum(reasons.values()), reasons),
        short_places=tuple(short_places(session, span)),
        places=tuple(lines_by_place(session, span)),
        stop_places=tuple(stops_by_place(session, span, WRONG)),
        waves=tuple(waves_of(session, span)),
        zones=tuple(open_work(session, work.now - NOW)),
        people=tuple(person_slots(session, span, timedelta(hours=1))),
        scans=scans_and_refusals(session, span),
        packed=units_packed(session, span),
    )


def span_of(work: UnitOfWork, wanted: TimeSpan, local_midnight: datetime) -> Span:
    """Begin and end of what a lead wants to see, up to now.

    A shift begins with the first scan after two hours without any, twelve hours ago at the most.

    Args:
        work: the transaction.
        wanted: which.
        local_midnight: when today began by the clock on the wall.
    """
    ends = work.now + timedelta(seconds=1)
    match wanted:
        case TimeSpan.HOUR:
            return work.now - timedelta(hours=1), ends
        case TimeSpan.SHIFT:
            return _quarter(shift_begin(work)), ends
        case TimeSpan.TODAY:
            return min(local_midnight, work.now - SLOT), ends
        case TimeSpan.WEEK:
            return min(local_midnight, work.now) - 6 * timedelta(days=1), ends


def _quarter(moment: datetime) -> datetime:
    """The quarter of an hour that a moment lies in: columns begin where clocks are read."""
    return moment - timedelta(seconds=moment.timestamp() % SLOT.total_seconds())


def figures_now(
    workplace: Workplace, wanted: TimeSpan, local_midnight: datetime, operator_id: int
) -> Figures:
    """The figures of what a lead wants to see, up to now; see `span_of`.

    Raises:
        Refused: whoever asks does not lead the floor.
    """
    with workplace.database.begin(workplace.actor(operator_id, Verb.REASSIGN)) as work:
        return read_figures(work, *span_of(work, wanted, local_midnight))


def shift_begin(work: UnitOfWork) -> datetime:
    """When the present shift began, by the scans: see `span_of`."""
    earliest = work.now - LONGEST_SHIFT
    found = last_quiet_end(work.session, (earliest, work.now + timedelta(seconds=1)), QUIET)
    return work.now - timedelta(hours=1) if found is None else found


def usual_pace(
    workplace: Workplace, local_midnight: datetime, operator_id: int | None = None
) -> float | None:
    """The house's own usual lines an hour: the middle one of the days of the last four weeks.

    Args:
        workplace: the station.
        local_midnight: when today began; today itself is not counted.
        operator_id: who asks; None for the person at the shell.

    Returns:
        None with fewer than five days on which anybody picked.

    Raises:
        Refused: whoever asks does not lead the floor.
    """
    with workplace.database.begin(workplace.actor(operator_id, Verb.REASSIGN)) as work:
        return read_usual_pace(work, local_midnight)


def read_usual_pace(work: UnitOfWork, local_midnight: datetime) -> float | None:
    """The same inside a transaction, whose rights are the caller's affair."""
    day = timedelta(days=1)
    span = (local_midnight - TARGET_DAYS * day, local_midnight)
    days = sums_by(paces(work.session, span, day), lambda pace: pace.slot)
    rates = [rate for each in days.values() if (rate := each.lines_an_hour) is not None]
    return median(rates) if len(rates) >= LEAST_DAYS else None


def midnight_of(now: datetime) -> datetime:
    """When the day of a moment began by the clock on the wall."""
    return now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Beside:
    """What is read apart from the figures, since it takes longer.

    Attributes:
        usual: the house's own usual lines an hour; None where it has too few days.
        record: forecasts held against what was really worked; None where there is too little.
    """

    usual: float | None = None
    record: RecordCheck | None = None


def beside_figures(
    workplace: Workplace, local_midnight: datetime, operator_id: int | None = None
) -> Beside:
    """What is read apart from the figures, once a day, since it takes a second or two.

    Args:
        workplace: the station.
        local_midnight: when today began by the clock on the wall.
        operator_id: who asks; None for the person at the shell.

    Raises:
        Refused: whoever asks does not lead the floor.
    """
    usual = usual_pace(workplace, local_midnight, operator_id)
    try:
        return Beside(usual, check_record(workplace))
    except (TooLittleRecord, UnusableLayout):
        return Beside(usual)


@dataclass(frozen=True)
class OwnFigures:
    """Somebody's own weeks, the oldest first, up to this one."""

    name: str
    now: datetime
    weeks: tuple[OwnWeek, ...]


def own_figures(workplace: Workplace, operator_id: int, week_begins: datetime) -> OwnFigures:
    """The figures of whoever asks, of the last three months; of nobody else.

    Args:
        workplace: the station.
        operator_id: who asks, and whose they are.
        week_begins: when this week began by the clock on the wall.

    Raises:
        Refused: whoever asks does not work here.
    """
    weeks = LONGEST_LOOK_BACK // WEEK
    first = week_begins - (weeks - 1) * WEEK
    with workplace.database.begin(workplace.actor(operator_id, Verb.PICK)) as work:
        span = (first, week_begins + WEEK)
        slots = {each.slot: each for each in person_slots(work.session, span, WEEK, operator_id)}
        shorts = shorts_of_person(work.session, span, WEEK, operator_id)
        errors = errors_of_person(work.session, span, WEEK, operator_id)
        name = operator_by_id(work.session, operator_id).name
        now = work.now
    found = []
    for number in range(weeks):
        slot = slots.get(number, PersonSlot(operator_id, name, number, 0, 0.0, 0, 0))
        found.append(
            OwnWeek(
                begins=first + number * WEEK,
                lines=slot.lines,
                worked_s=slot.worked_s,
                scans=slot.scans,
                stops=slot.stops,
                shorts=shorts.get(number, 0),
                errors=errors.get(number, 0),
            )
        )
    return OwnFigures(name, now, tuple(found))
