"""The floor as a map: where one can walk, what is closed, and the walk of a task with its stops.

Plain values in metres, so that a screen draws it without knowing how walks are planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, pairwise

from app.db.queries.pick_copies import load_task
from app.db.queries.planning_rows import TaskOnFloor, tasks_on_floor
from app.db.schema import PickTask
from app.domain.permissions import Verb
from app.domain.pick_state import PickMethod, PickState
from app.domain.pick_walk import standing_at
from app.planning.floor_plan import FloorPlan
from app.services.floor_plans import Floor
from app.services.walking import in_walking_order
from app.services.workplace import Workplace

Spot = tuple[float, float]
"""Metres to the right and to the back."""


@dataclass(frozen=True)
class MapWay:
    """A piece of floor one can walk on, from one spot to another."""

    start: Spot
    end: Spot
    is_aisle: bool
    one_way: bool = False
    is_closed: bool = False


@dataclass(frozen=True)
class MapSign:
    """A name on the map: an aisle's at its front end, or a depot's."""

    text: str
    at: Spot
    is_closed: bool = False


@dataclass(frozen=True)
class MapStorey:
    """One storey of the floor; `name` is empty where there is only one."""

    name: str
    ways: tuple[MapWay, ...]
    aisles: tuple[MapSign, ...]
    depots: tuple[MapSign, ...]


@dataclass(frozen=True)
class MapStop:
    """Where a walk stops: its number in the walk from 1, the storey, the spot, the locations."""

    number: int
    storey: str
    at: Spot
    codes: tuple[str, ...]


@dataclass(frozen=True)
class MapWalk:
    """The walk of a task that is left.

    Attributes:
        stops: in walking order; those reached from one spot are one.
        legs: the lines walked, by storey.
        here: where the picker stands; None at a depot.
    """

    stops: tuple[MapStop, ...] = ()
    legs: tuple[tuple[str, tuple[Spot, ...]], ...] = ()
    here: MapStop | None = None


NO_WALK = MapWalk()


@dataclass(frozen=True)
class FloorMap:
    """The whole floor; `why_none` says why there is nothing to be seen."""

    storeys: tuple[MapStorey, ...] = ()
    closed: tuple[str, ...] = ()
    why_none: str = ""


NO_FLOOR = FloorMap()


@dataclass(frozen=True)
class TaskOnMap:
    """A task that can be looked at: whose it is, if anybody's, and how many stops are left."""

    task_id: int
    method: PickMethod
    picker: str
    order_number: str
    stops: int


@dataclass(frozen=True)
class MapOfWork:
    """The floor with the walk of one task."""

    floor: FloorMap
    walk: MapWalk = NO_WALK


@dataclass(frozen=True)
class MapNow:
    """The floor with the walk that was asked for, and all tasks that can be asked for."""

    work: MapOfWork
    tasks: tuple[TaskOnMap, ...]


def map_for_work(workplace: Workplace, state: PickState) -> MapOfWork:
    """The floor with what is left of a station's own task, in the order of its copy."""
    with workplace.database.begin(workplace.actor()) as work:
        floor, now = workplace.floor.of(work.session), work.now
    walk = NO_WALK if floor.plan is None else _walk(floor.plan, state)
    return MapOfWork(drawn(floor, now), walk)


def map_now(workplace: Workplace, operator_id: int, task_id: int | None = None) -> MapNow:
    """The floor as whoever leads it sees it: the work that is left, and the walk of one task.

    Args:
        workplace: the station.
        operator_id: who looks.
        task_id: whose walk is drawn; one that is done meanwhile has none.

    Raises:
        Refused: they lead nothing.
    """
    with workplace.database.begin(workplace.actor(operator_id, Verb.REASSIGN)) as work:
        tasks = tuple(_task(row) for row in tasks_on_floor(work.session, MOST_TASKS))
        floor = drawn(workplace.floor.of(work.session), work.now)
        row = None if task_id is None else work.session.get(PickTask, task_id)
        state = None if row is None else load_task(work.session, row)
    if state is None:
        return MapNow(MapOfWork(floor), tasks)
    return MapNow(map_for_work(workplace, in_walking_order(workplace, state)), tasks)


MOST_TASKS = 99
"""Tasks that are offered to be looked at; a number of two digits chooses one."""


def _task(row: TaskOnFloor) -> TaskOnMap:
    return TaskOnMap(row.task_id, row.method, row.picker or "", row.order_number, row.stops)


def drawn(floor: Floor, now: datetime) -> FloorMap:
    """A floor as a map; closed aisles are those of the moment."""
    plan = floor.plan
    if plan is None:
        return FloorMap(why_none=floor.why_none.partition("\n")[0])
    closed = floor.closed_names(now)
    shut = {number for number, aisle in enumerate(plan.aisles) if aisle.name in closed}
    return FloorMap(
        tuple(_storey(plan, name, shut) for name in _storeys(plan)),
        tuple(str(name) for name in sorted(closed)),
    )


def _storeys(plan: FloorPlan) -> list[str]:
    """The storeys in the order in which walks from the first depot meet them."""
    first = plan.points[plan.depots[0].point].storey
    return sorted({point.storey for point in plan.points}, key=lambda name: (name != first, name))


def _storey(plan: FloorPlan, name: str, shut: set[int]) -> MapStorey:
    def spot(point: int) -> Spot:
        return plan.points[point].x, plan.points[point].y

    ways = [
        MapWay(
            spot(way.start), spot(way.end), way.aisle is not None, way.one_way, way.aisle in shut
        )
        for way in plan.ways
        if plan.points[way.start].storey == name == plan.points[way.end].storey
    ]
    fronts = {
        n: min((spot(aisle.start), spot(aisle.end)), key=_front)
        for n, aisle in enumerate(plan.aisles)
        if plan.points[aisle.start].storey == name
    }
    for way in plan.ways:
        if way.aisle in fronts:
            ends = fronts[way.aisle], spot(way.start), spot(way.end)
            fronts[way.aisle] = min(ends, key=_front)
    aisles = [
        MapSign(plan.aisles[n].name.aisle, front, n in shut) for n, front in sorted(fronts.items())
    ]
    depots = [
        MapSign(depot.name, spot(depot.point))
        for depot in plan.depots
        if plan.points[depot.point].storey == name
    ]
    return MapStorey(name, tuple(_joined(ways)), tuple(aisles), tuple(depots))


def _front(spot: Spot) -> tuple[float, float]:
    return spot[1], spot[0]


def _joined(ways: Sequence[MapWay]) -> Iterable[MapWay]:
    """Pieces that go on in the same direction as one, so that a map has hundreds of lines fewer."""
    joined: list[MapWay] = []
    for way in ways:
        last = joined[-1] if joined else None
        if last is not None and last.end == way.start and _is_onward(last, way):
            joined[-1] = replace(last, end=way.end)
        else:
            joined.append(way)
    return joined


def _is_onward(one: MapWay, other: MapWay) -> bool:
    same = (one.is_aisle, one.one_way, one.is_closed)
    if same != (other.is_aisle, other.one_way, other.is_closed):
        return False
    (ax, ay), (bx, by), (cx, cy) = one.start, one.end, other.end
    return abs((bx - ax) * (cy - by) - (by - ay) * (cx - bx)) < 1e-6


def _walk(plan: FloorPlan, state: PickState) -> MapWalk:
    """What is left of a task, from where its picker stands to the first depot."""
    places = [
        plan.by_location[line.location_id]
        for line in state.open_lines
        if line.location_id in plan.by_location
    ]
    stops = []
    for number, (point, group) in enumerate(groupby(places, key=lambda each: each.point), start=1):
        at = plan.points[point]
        codes = tuple(dict.fromkeys(place.code for place in group))
        stops.append((point, MapStop(number, at.storey, (at.x, at.y), codes)))
    if not stops:
        return NO_WALK
    stands = standing_at(state)
    here = plan.by_location.get(-1 if stands is None else stands)
    start = plan.point_of(plan.first_depot) if here is None else here.point
    path = [start, *(point for point, _ in stops), plan.point_of(plan.first_depot)]
    legs: list[tuple[str, list[Spot]]] = []
    for one, other in pairwise(path):
        for point in plan.graph.way(one, other):
            at = plan.points[point]
            if not legs or legs[-1][0] != at.storey:
                legs.append((at.storey, []))
            if not legs[-1][1] or legs[-1][1][-1] != (at.x, at.y):
                legs[-1][1].append((at.x, at.y))
    at = plan.points[start]
    stand = None if here is None else MapStop(0, at.storey, (at.x, at.y), (here.code,))
    return MapWalk(
        tuple(stop for _, stop in stops),
        tuple((storey, tuple(spots)) for storey, spots in legs),
        stand,
    )
