from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.order_release import Why, WhyNot
from app.domain.pick_planning import (
    OrderToPick,
    Promise,
    Way,
    one_after_another,
    plan_share,
    plan_tasks,
    shares,
)
from app.domain.pick_state import PickMethod
from app.domain.wave_planning import (
    BadOrder,
    EquipmentLoad,
    ItemFromReserve,
    MethodLoad,
    MissingItem,
    WaveDemand,
    ZoneLoad,
    describe,
)
from app.domain.waves import (
    WAVE_TRANSITIONS,
    IllegalWaveTransition,
    WaveCounts,
    WaveState,
    next_wave_state,
    present_state,
)

S = WaveState
EIGHT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stored", "counts", "state"),
    [
        (S.CREATED, WaveCounts(2, 2, begun=True), S.CREATED),
        (S.HELD, WaveCounts(2, 0), S.HELD),
        (S.CANCELLED, WaveCounts(), S.CANCELLED),
        (S.RELEASED, WaveCounts(2, 0), S.RELEASED),
        (S.RELEASED, WaveCounts(2, 0, begun=True), S.IN_PROGRESS),
        (S.RELEASED, WaveCounts(2, 2, begun=True), S.COMPLETE),
        (S.RELEASED, WaveCounts(), S.COMPLETE),
        (S.IN_PROGRESS, WaveCounts(2, 1), S.IN_PROGRESS),
        (S.IN_PROGRESS, WaveCounts(2, 1, unresolved=1, begun=True), S.IN_PROGRESS),
        (S.IN_PROGRESS, WaveCounts(2, 2), S.COMPLETE),
        (S.COMPLETE, WaveCounts(2, 2), S.COMPLETE),
        (S.COMPLETE, WaveCounts(3, 2), S.IN_PROGRESS),
    ],
)
def test_the_state_of_a_wave_is_read_off_its_orders(
    stored: WaveState, counts: WaveCounts, state: WaveState
) -> None:
    assert present_state(stored, counts) is state
    assert next_wave_state("W-1", stored, state) is state


def test_a_wave_that_takes_more_orders_is_never_complete() -> None:
    counts = WaveCounts(2, 2, begun=True)
    assert present_state(S.RELEASED, counts, stays_open=True) is S.IN_PROGRESS
    assert present_state(S.RELEASED, WaveCounts(), stays_open=True) is S.RELEASED


def test_a_cancelled_wave_stays_cancelled() -> None:
    for new in set(S) - {S.CANCELLED}:
        assert (S.CANCELLED, new) not in WAVE_TRANSITIONS
    with pytest.raises(IllegalWaveTransition, match="wave W-1: cancelled can't become released"):
        next_wave_state("W-1", S.CANCELLED, S.RELEASED)


def an_order(order_id: int, *zones: str) -> OrderToPick:
    promises = tuple(
        Promise(order_id * 10 + place, order_id * 10 + place, 1, ord(zone), 0, 2, zone, place)
        for place, zone in enumerate(zones)
    )
    return OrderToPick(order_id, promises, 0, None, EIGHT)


@pytest.mark.parametrize(
    ("method", "tasks", "totes", "stops"),
    [
        (PickMethod.SINGLE, 3, 3, 5),
        (PickMethod.CLUSTER, 2, 3, 4),
        (PickMethod.BATCH, 2, 2, 4),
        (PickMethod.ZONE_PASS, 5, 3, 5),
        (PickMethod.ZONE_PARALLEL, 3, 5, 3),
    ],
)
def test_a_plan_counts_tasks_totes_and_stops_by_method(
    method: PickMethod, tasks: int, totes: int, stops: int
) -> None:
    orders = [an_order(1, "A", "B"), an_order(2, "A"), an_order(3, "B", "A")]
    planned = plan_tasks(orders, method, positions=2)
    plan = describe(WaveDemand(orders, (), {}, (), {1: "MUG"}), planned)
    assert (plan.tasks, plan.totes, plan.stops) == (tasks, totes, stops)
    assert (plan.orders, plan.lines, plan.units) == (3, 5, 10)


def test_a_plan_names_bad_orders_missing_units_and_what_reserve_must_serve() -> None:
    orders = [an_order(1, "A", "B")]
    bad = (BadOrder("7", (Why(WhyNot.NOT_PAID), Why(WhyNot.HELD))),)
    demand = WaveDemand(orders, bad, {"TEA": [2, 1]}, {ord("B")}, {1: "MUG"})
    plan = describe(demand, plan_tasks(orders, PickMethod.SINGLE))
    assert plan.bad == bad
    assert plan.missing == (MissingItem("TEA", units=3, orders=2),)
    assert plan.from_reserve == (ItemFromReserve("MUG", 2),)
    assert plan.zones == (ZoneLoad("A", 1, 1, 2), ZoneLoad("B", 1, 1, 2))


def test_no_tote_is_taken_along_where_units_go_into_their_carton() -> None:
    orders = [an_order(1, "A"), an_order(2, "A", "B")]
    ways = {1: Way(PickMethod.SINGLE, into_carton=True), 2: Way(PickMethod.SINGLE)}
    planned = one_after_another(plan_share(share) for share in shares(orders, ways))
    plan = describe(WaveDemand(orders, (), {}, (), {1: "MUG"}), planned)
    assert plan.totes == 1
    assert plan.methods == (
        MethodLoad(PickMethod.SINGLE, False, orders=1, tasks=1, lines=2, units=4),
        MethodLoad(PickMethod.SINGLE, True, orders=1, tasks=1, lines=1, units=2),
    )


def test_what_needs_equipment_is_told_apart() -> None:
    (order,) = [an_order(1, "A", "B", "C")]
    first, *rest = order.promises
    high = replace(order, promises=(replace(first, equipment="forklift"), *rest))
    plan = describe(
        WaveDemand([high], (), {}, (), {1: "MUG"}), plan_tasks([high], PickMethod.CLUSTER)
    )
    assert plan.equipment == (EquipmentLoad("forklift", tasks=1, lines=1, units=2),)
    assert [(one.method, one.lines) for one in plan.methods] == [
        (PickMethod.SINGLE, 1),
        (PickMethod.CLUSTER, 2),
    ]
