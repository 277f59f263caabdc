"""Puts a picker's stops into the shortest order from where they stand, round closed aisles.

Asked whenever that may have changed: work is taken up or gone on with elsewhere, a stop is skipped
or short, lines were added, an aisle was closed. In between the order stands: what is left of a
shortest walk is one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app.db.unit_of_work import is_connection_lost
from app.domain.aisle_closures import ClosedAisle, closed_now
from app.domain.pick_state import PickPrompt, PickState
from app.domain.pick_walk import Round, rounds_ahead, standing_at, walked
from app.planning.floor_plan import AisleName, FloorPlan, Stand, UnreachableLocations
from app.planning.stop_order import order_stops, warm_up
from app.services.floor_plans import Floor
from app.services.workplace import Workplace

ENDED = (PickPrompt.TASK_DONE, PickPrompt.PAUSED)


def in_walking_order(
    workplace: Workplace, state: PickState, *, stands_at: int | None = None
) -> PickState:
    """A task with its open stops in the shortest order.

    The floor is read where the station does not remember it. Without a floor plan, or where the
    database cannot be reached for one, the stops stay in the order they have.

    Args:
        workplace: the station.
        state: the task.
        stands_at: the location at which the picker stands; found out from the task if None.
    """
    if state.prompt in ENDED or not any(rounds_ahead(state)):
        return state
    floor = workplace.floor.known or _read(workplace)
    if floor is None:
        return state
    return walk_on(floor, state, workplace.clock.now(), stands_at=stands_at)


def _read(workplace: Workplace) -> Floor | None:
    """The floor, read now; None while its database is away."""
    try:
        with workplace.database.begin(workplace.actor()) as work:
            return workplace.floor.of(work.session)
    except Exception as error:
        if workplace.sender is None or not is_connection_lost(error):
            raise
        return None


def walk_on(
    floor: Floor, state: PickState, now: datetime, *, stands_at: int | None = None
) -> PickState:
    """The same on a floor that is known."""
    plan = floor.plan
    rounds = rounds_ahead(state)
    if plan is None or not all(place in plan.by_location for round_ in rounds for place in round_):
        return state
    here = standing_at(state) if stands_at is None else stands_at
    start = here if here in plan.by_location else None
    ordered: list[Round] = []
    for round_ in rounds:
        ordered.append(shortest_round(plan, round_, floor.closed_names(now), start=start))
        start = ordered[-1][-1]
    return walked(state, ordered)


def shortest_round(
    plan: FloorPlan,
    places: Collection[int],
    closed: Collection[AisleName] = (),
    *,
    start: Stand | None = None,
) -> Round:
    """Places in the order of the shortest walk to the depot; those out of reach come last.

    Args:
        plan: the floor; it has all the places.
        places: location ids.
        closed: aisles nobody can walk in now.
        start: where the walk begins; the first depot if None.
    """
    reached = list(places)
    while reached:
        try:
            walk = order_stops(plan, reached, start=start, closed=closed, steps=0)
        except UnreachableLocations as error:
            behind = set(error.codes)
            reached = [place for place in reached if plan.place_of(place).code not in behind]
            continue
        return (*walk.stops, *(place for place in places if place not in set(reached)))
    return tuple(places)


def aisles_in_the_way(floor: Floor, state: PickState, now: datetime) -> tuple[ClosedAisle, ...]:
    """The closed aisles in which open stops of a task lie."""
    if floor.plan is None:
        return ()
    aisles = set()
    for place in {line.location_id for line in state.open_lines}:
        known = floor.plan.by_location.get(place)
        if known is not None and known.aisle is not None:
            aisles.add(floor.plan.aisles[known.aisle].name)
    return tuple(
        each for each in closed_now(floor.closed, now) if AisleName(each.zone, each.aisle) in aisles
    )


@dataclass(frozen=True)
class NewWalk:
    """A task walked anew, and the closed aisles in which stops of it wait, which come last."""

    state: PickState
    closed: tuple[ClosedAisle, ...] = ()


def walk_anew(workplace: Workplace, state: PickState) -> NewWalk:
    """A task with its open stops in the shortest order as the floor is now; nothing is written."""
    walked_anew = in_walking_order(workplace, state)
    floor = workplace.floor.known
    if floor is None:
        return NewWalk(walked_anew)
    return NewWalk(walked_anew, aisles_in_the_way(floor, walked_anew, workplace.clock.now()))


def get_ready(workplace: Workplace) -> None:
    """Read the floor and work out ahead what the first walk of this process would wait for.

    A station does this beside its window when somebody signs in, and after each change of the
    floor.
    """
    with workplace.database.begin(workplace.actor()) as work:
        floor = workplace.floor.of(work.session)
    if floor.plan is not None:
        warm_up(floor.plan)
