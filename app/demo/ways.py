"""The ways of picking that the demo plays: which orders go which way, and how they are released."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import cycle

from app.bootstrap.cannot_open import CannotOpen
from app.db.queries.inquiry import OrderSummary
from app.domain.pick_state import PickMethod
from app.services.releasing import release_chosen_orders
from app.services.wave_release import plan_wave, release_wave
from app.services.waves import NewWave, create_wave
from app.services.workplace import Workplace


class Way(StrEnum):
    """How some of the shift's orders are worked, in the order in which the shift does it."""

    SINGLE = "single"
    CLUSTER = "cluster"
    BATCH = "batch"
    WAVE = "wave"
    MIXED = "mixed"
    ZONE_PASS = "zone_pass"  # noqa: S105 - a way of picking
    ZONE_PARALLEL = "zone_parallel"
    CARTON = "carton"


ALL = "all"
"""The word for every way."""

CART = 4
"""Orders on a cart: as many totes as a small one has room for."""

_METHODS = {
    Way.SINGLE: PickMethod.SINGLE,
    Way.CLUSTER: PickMethod.CLUSTER,
    Way.BATCH: PickMethod.BATCH,
    Way.WAVE: PickMethod.CLUSTER,
    Way.MIXED: PickMethod.MIXED,
    Way.ZONE_PASS: PickMethod.ZONE_PASS,
    Way.ZONE_PARALLEL: PickMethod.ZONE_PARALLEL,
    Way.CARTON: PickMethod.SINGLE,
}
_DEAL = (*Way, Way.CLUSTER, Way.BATCH, Way.MIXED, Way.MIXED, Way.BATCH, Way.WAVE)
"""Ways that show themselves with several orders get more of them."""

_ALIKE_IN_MIXED = 2
"""So many orders of one line become a batch of a mixed wave, beside others that do not."""


def ways_called(name: str) -> tuple[Way, ...]:
    """The ways that a word on the command line means."""
    return tuple(Way) if name == ALL else (Way(name),)


def share_out(
    orders: Sequence[OrderSummary], ways: Sequence[Way]
) -> dict[Way, tuple[OrderSummary, ...]]:
    """Deal orders out to the ways, one after another; a way that gets none is left out.

    Only orders of several lines need several zones, or have a line to be skipped, and one carton
    holds only a small one. A mixed wave shows itself with orders of one line and of several.
    """
    dealt: dict[Way, list[OrderSummary]] = {way: [] for way in Way if way in ways}
    turns = cycle(way for way in _DEAL if way in ways)
    waiting = list(orders)
    while waiting:
        way = next(turns)
        dealt[way].append(waiting.pop(_fitting(way, waiting, len(dealt[way]))))
    return {way: tuple(some) for way, some in dealt.items() if some}


def _fitting(way: Way, orders: Sequence[OrderSummary], dealt: int) -> int:
    """The place of the order that shows a way best, which has so many already."""
    match way:
        case Way.MIXED if dealt % (_ALIKE_IN_MIXED + 1) < _ALIKE_IN_MIXED:
            return next((place for place, order in enumerate(orders) if order.lines == 1), 0)
        case Way.SINGLE | Way.ZONE_PASS | Way.ZONE_PARALLEL | Way.MIXED:
            return next((place for place, order in enumerate(orders) if order.lines > 1), 0)
        case Way.CARTON:
            return min(range(len(orders)), key=lambda place: orders[place].units)
    return 0


def release_parts(way: Way, orders: Sequence[OrderSummary]) -> list[list[int]]:
    """Orders by id as they are released together.

    Of a batch the orders of one line need no wall, so they are a batch of their own.
    """
    ids = [order.order_id for order in orders]
    if way is not Way.BATCH:
        return [ids]
    single = [order.order_id for order in orders if order.lines == 1]
    several = [order.order_id for order in orders if order.lines > 1]
    return [part for part in (several, single) if part]


def release_part(workplace: Workplace, way: Way, order_ids: Sequence[int]) -> int:
    """Release orders the way they are picked.

    Returns:
        How many pick tasks they became.

    Raises:
        CannotOpen: one of them cannot be released any more.
    """
    method = _METHODS[way]
    positions = CART if method in (PickMethod.CLUSTER, PickMethod.MIXED) else None
    if way in (Way.WAVE, Way.MIXED):
        code = create_wave(workplace, NewWave(method=method, positions=positions), order_ids).code
        plan_wave(workplace, code)
        released, tasks = (wave := release_wave(workplace, code)).released, wave.tasks
    else:
        report = release_chosen_orders(
            workplace,
            order_ids,
            method=method,
            positions=positions,
            into_carton=way is Way.CARTON,
        )
        released, tasks = report.released, report.tasks
    if len(released) < len(order_ids):
        raise CannotOpen(f"{len(order_ids) - len(released)} orders chosen for {way} are refused")
    return tasks
