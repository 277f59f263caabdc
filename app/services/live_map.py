"""The floor as whoever leads a shift looks at it: what is open where, who scanned where last.

A person's place is that of their last scan, never more: nobody is followed between two scans. The
same is told of any moment of the last hours, as far as it is on record: lines that were cancelled
since, and whose they were, are not.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.db.queries.floor import closures_at
from app.db.queries.live_map import (
    AisleKey,
    AisleWork,
    HeldTask,
    SeenPerson,
    counts_due,
    held_tasks,
    open_at,
    open_now,
    people_seen,
    refills_due,
    shorts_between,
)
from app.db.unit_of_work import UnitOfWork
from app.domain.aisle_closures import ClosedAisle, closed_now
from app.domain.floor_heat import (
    SEEN_WITHIN,
    AisleTraffic,
    Crowding,
    HeatLayer,
    crowding,
    is_idle,
    room_for,
)
from app.domain.permissions import Verb
from app.domain.short_names import short_names
from app.planning.floor_plan import FloorPlan, Place
from app.planning.forecast import Work, seconds_of
from app.services.floor_map import NO_FLOOR, FloorMap, Spot, drawn
from app.services.floor_plans import Floor
from app.services.workplace import Workplace

LOOK_BACK = timedelta(hours=4)
"""The earliest moment that is told of."""

SHORTS_WITHIN = timedelta(hours=2)
"""Shorts of so long before the moment are shown."""

USUAL_AISLE_M = 15.0
"""Length of an aisle where the floor has no plan."""


@dataclass(frozen=True)
class AisleLine:
    """Where an aisle is: its storey, and the spots from which to which it has locations."""

    storey: str
    start: Spot
    end: Spot

    @property
    def metres(self) -> float:
        """Its length."""
        return math.dist(self.start, self.end)


@dataclass(frozen=True)
class AisleHeat:
    """An aisle, or a whole zone where the aisle is empty, in figures.

    Attributes:
        zone: its zone.
        aisle: its name within the zone.
        values: by layer its figure.
        crowding: whether people are in each other's way.
        closed: why nobody is sent there, and until when; None if it is open.
        line: its storey, and from where to where it runs; None where the floor has no plan.
    """

    zone: str
    aisle: str
    values: Mapping[HeatLayer, int]
    crowding: Crowding = Crowding.FREE
    closed: ClosedAisle | None = None
    line: AisleLine | None = None

    def __str__(self) -> str:
        """The name as people say it."""
        return f"{self.zone} {self.aisle}".strip()

    @property
    def key(self) -> AisleKey:
        """What it is known by."""
        return self.zone, self.aisle


@dataclass(frozen=True)
class PersonOnMap:
    """Somebody on the floor.

    Attributes:
        operator_id: who.
        name: their whole name.
        short: their name beside a mark.
        scanned_at: their last scan of anything.
        is_idle: that is long ago.
        place: code of the place they scanned last; empty if they have scanned none.
        placed_at: when.
        aisle: the aisle of that place; None where it is in none.
        at: storey and spot; None where the floor plan does not have the place.
        work: which kind of work the last scan was for, as the scan log has it.
        task_id: the pick task in their hands, or the one their last scan then was for.
        wave: its wave; empty where it has none or that is not known.
        stops_left: open stops of it; None where that is not known.
        due_at: its cut-off.
    """

    operator_id: int
    name: str
    short: str
    scanned_at: datetime
    is_idle: bool
    place: str = ""
    placed_at: datetime | None = None
    aisle: AisleKey | None = None
    at: tuple[str, Spot] | None = None
    work: str = ""
    task_id: int | None = None
    wave: str = ""
    stops_left: int | None = None
    due_at: datetime | None = None


@dataclass(frozen=True)
class LiveMap:
    """The floor at a moment.

    Attributes:
        moment: of which it tells, by the database's clock.
        is_past: it is an earlier one than that of the question.
        floor: where one can walk; it may have no plan.
        aisles: by zone and name, all that have locations or work.
        zones: the same by zone.
        people: who scanned within the last hours, by name.
    """

    moment: datetime
    is_past: bool
    floor: FloorMap
    aisles: tuple[AisleHeat, ...]
    zones: tuple[AisleHeat, ...]
    people: tuple[PersonOnMap, ...]


@dataclass(frozen=True)
class _Rows:
    """What was read in one transaction."""

    work: Sequence[AisleWork]
    shorts: Mapping[AisleKey, int]
    refills: Mapping[AisleKey, int]
    counts: Mapping[AisleKey, int]
    people: Sequence[SeenPerson]
    tasks: Sequence[HeldTask]
    closed: Sequence[ClosedAisle]


def live_map(workplace: Workplace, operator_id: int | None, at: datetime | None = None) -> LiveMap:
    """The floor now, or as it was at an earlier moment.

    Args:
        workplace: the station.
        operator_id: who looks; None for a screen on a wall, which shows what any station may read.
        at: the earlier moment; one before `LOOK_BACK` is that, one to come is now.

    Raises:
        Refused: they lead nothing.
    """
    verb = None if operator_id is None else Verb.REASSIGN
    with workplace.database.begin(workplace.actor(operator_id, verb)) as work:
        moment = min(work.now, max(at or work.now, work.now - LOOK_BACK))
        floor, is_past = workplace.floor.of(work.session), moment < work.now
        rows = _read(work, floor, moment, is_past=is_past)
    floor = replace(floor, closed=tuple(rows.closed))
    people = _people(floor.plan, rows, moment)
    aisles = _aisles(floor.plan, rows, people)
    shown = NO_FLOOR if floor.plan is None and not floor.why_none else drawn(floor, moment)
    return LiveMap(moment, is_past, shown, aisles, _zones(aisles), people)


def _read(work: UnitOfWork, floor: Floor, moment: datetime, *, is_past: bool) -> _Rows:
    session = work.session
    closed = closures_at(session, moment) if is_past else floor.closed
    return _Rows(
        work=open_at(session, moment) if is_past else open_now(session, moment),
        shorts=shorts_between(session, moment - SHORTS_WITHIN, moment),
        refills=refills_due(session, moment),
        counts=counts_due(session, moment),
        people=people_seen(session, moment - SEEN_WITHIN, moment),
        tasks=() if is_past else held_tasks(session),
        closed=closed_now(closed, moment),
    )


def _people(plan: FloorPlan | None, rows: _Rows, moment: datetime) -> tuple[PersonOnMap, ...]:
    """Everybody with the place of their last scan, as far as the floor plan has it."""
    tasks = {task.operator_id: task for task in rows.tasks}
    shorts = short_names([person.name for person in rows.people])
    return tuple(
        _person(plan, seen, short, tasks.get(seen.operator_id), moment)
        for seen, short in zip(rows.people, shorts, strict=True)
    )


def _person(
    plan: FloorPlan | None,
    seen: SeenPerson,
    short: str,
    task: HeldTask | None,
    moment: datetime,
) -> PersonOnMap:
    person = PersonOnMap(
        seen.operator_id,
        seen.name,
        short,
        seen.scanned_at,
        is_idle(seen.scanned_at, moment),
        seen.place,
        seen.placed_at,
        work=seen.work,
        task_id=seen.work_id if seen.work == "pick" else None,
    )
    place = _place(plan, seen.place_id)
    if plan is not None and place is not None:
        point = plan.points[place.point]
        name = None if place.aisle is None else plan.aisles[place.aisle].name
        aisle = None if name is None else (name.zone, name.aisle)
        person = replace(person, aisle=aisle, at=(point.storey, (point.x, point.y)))
    if task is not None:
        person = replace(
            person,
            task_id=task.task_id,
            wave=task.wave,
            stops_left=len(task.stops),
            due_at=task.due_at,
        )
    return person


def _aisles(
    plan: FloorPlan | None, rows: _Rows, people: Sequence[PersonOnMap]
) -> tuple[AisleHeat, ...]:
    """All aisles that have locations or work, in figures."""
    lines = _lines(plan)
    work = {(row.zone, row.aisle): row for row in rows.work}
    closed = {(each.zone, each.aisle): each for each in rows.closed}
    traffic = _traffic(plan, rows.tasks, people)
    keys = {*lines, *work, *rows.shorts, *rows.refills, *rows.counts}
    found = []
    for key in sorted(keys):
        line = lines.get(key)
        there = replace(traffic[key], metres=USUAL_AISLE_M if line is None else line.metres)
        load = work.get(key, AisleWork(*key, 0, 0, 0, 0, 0))
        values = {
            HeatLayer.LINES: load.lines,
            HeatLayer.MINUTES: _minutes(load, there.metres),
            HeatLayer.LATE: load.late,
            HeatLayer.PEOPLE: there.people,
            HeatLayer.CROWD: round(100 * there.people / room_for(there.metres)),
            HeatLayer.SHORTS: rows.shorts.get(key, 0),
            HeatLayer.REFILLS: rows.refills.get(key, 0),
            HeatLayer.COUNTS: rows.counts.get(key, 0),
        }
        found.append(AisleHeat(*key, values, crowding(there), closed.get(key), line))
    return tuple(found)


def _lines(plan: FloorPlan | None) -> dict[AisleKey, AisleLine]:
    """Where each aisle is."""
    found = {}
    if plan is None:
        return {}
    for aisle in plan.aisles:
        start, end = plan.points[aisle.start], plan.points[aisle.end]
        line = AisleLine(start.storey, (start.x, start.y), (end.x, end.y))
        found[aisle.name.zone, aisle.name.aisle] = line
    return found


def _minutes(load: AisleWork, metres: float) -> int:
    """Minutes of one person's work in an aisle: each visit walks its length once."""
    work = Work(metres=load.visits * metres, stops=load.stops, units=load.units)
    return math.ceil(seconds_of(work) / 60)


def _traffic(
    plan: FloorPlan | None, tasks: Iterable[HeldTask], people: Sequence[PersonOnMap]
) -> dict[AisleKey, AisleTraffic]:
    """Who is in each aisle, who comes there next, and what they have to do there."""
    found: dict[AisleKey, AisleTraffic] = defaultdict(lambda: AisleTraffic(0.0, 0))
    for person in people:
        if person.aisle is not None and not person.is_idle:
            there = found[person.aisle]
            found[person.aisle] = replace(there, people=there.people + 1)
    here = {person.operator_id: person.aisle for person in people}
    for task in tasks:
        stops = [_aisle_at(plan, stop) for stop in task.stops]
        next_aisle = stops[0] if stops else None
        if next_aisle is not None:
            there = found[next_aisle]
            comes = int(here.get(task.operator_id) != next_aisle)
            found[next_aisle] = replace(
                there, coming=there.coming + comes, stops=there.stops + stops.count(next_aisle)
            )
    return found


def _place(plan: FloorPlan | None, location_id: int | None) -> Place | None:
    if plan is None or location_id is None:
        return None
    return plan.by_location.get(location_id)


def _aisle_at(plan: FloorPlan | None, location_id: int) -> AisleKey | None:
    place = _place(plan, location_id)
    if plan is None or place is None or place.aisle is None:
        return None
    name = plan.aisles[place.aisle].name
    return name.zone, name.aisle


def _zones(aisles: Sequence[AisleHeat]) -> tuple[AisleHeat, ...]:
    """The figures of the aisles of each zone together; of crowds the worst."""
    of_zone: dict[str, list[AisleHeat]] = defaultdict(list)
    for aisle in aisles:
        of_zone[aisle.zone].append(aisle)
    return tuple(
        AisleHeat(
            zone,
            "",
            {
                layer: (max if layer is HeatLayer.CROWD else sum)(
                    aisle.values[layer] for aisle in members
                )
                for layer in HeatLayer
            },
        )
        for zone, members in of_zone.items()
    )
