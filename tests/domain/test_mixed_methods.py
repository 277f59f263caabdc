from __future__ import annotations

import pytest

from app.domain.mixed_methods import Floor, MixedRules, OrderShape, ZonesBy, way_of, ways
from app.domain.pick_planning import Way
from app.domain.pick_state import PickMethod

M = PickMethod
HOUSE = MixedRules()
BARE = Floor()
FULL = Floor(staffed=frozenset("AB"), has_shelf=True, into_carton=True)
TWO_ZONES = frozenset("AB")
FORKLIFT = frozenset({"forklift"})
PARTLY = frozenset({"", "forklift"})


def shape(lines: int, **facts: object) -> OrderShape:
    return OrderShape(1, lines, **facts)  # type: ignore[arg-type]  # named by the table


@pytest.mark.parametrize(
    ("order", "floor", "way"),
    [
        (shape(1), BARE, Way(M.BATCH)),
        (shape(1, equipment=FORKLIFT), BARE, Way(M.BATCH)),
        (shape(1, boxable=True), FULL, Way(M.BATCH)),
        (shape(1, equipment=PARTLY), BARE, Way(M.CLUSTER)),
        (shape(1, equipment=PARTLY), FULL, Way(M.ZONE_PARALLEL)),
        (shape(2), BARE, Way(M.CLUSTER)),
        (shape(2, boxable=True), BARE, Way(M.CLUSTER)),
        (shape(2, boxable=True), FULL, Way(M.SINGLE, into_carton=True)),
        (shape(20, boxable=True), FULL, Way(M.SINGLE, into_carton=True)),
        (shape(2, boxable=True, equipment=PARTLY), FULL, Way(M.ZONE_PARALLEL)),
        (shape(2, equipment=PARTLY), BARE, Way(M.CLUSTER)),
        (shape(11), BARE, Way(M.CLUSTER)),
        (shape(12), BARE, Way(M.SINGLE)),
        (shape(12, equipment=PARTLY), BARE, Way(M.SINGLE)),
        (shape(12, zones=TWO_ZONES), FULL, Way(M.SINGLE)),
        (shape(2, zones=TWO_ZONES), BARE, Way(M.CLUSTER)),
        (shape(2, zones=TWO_ZONES), FULL, Way(M.ZONE_PASS)),
        (shape(2, zones=frozenset("ABC")), FULL, Way(M.CLUSTER)),
        (shape(2, zones=frozenset("A")), FULL, Way(M.CLUSTER)),
    ],
)
def test_each_order_gets_the_method_that_fits_it(order: OrderShape, floor: Floor, way: Way) -> None:
    assert way_of(order, HOUSE, floor) == way


@pytest.mark.parametrize(
    ("rules", "order", "method"),
    [
        (MixedRules(batch_from=0), shape(1), M.CLUSTER),
        (MixedRules(large_from=0), shape(500), M.CLUSTER),
        (MixedRules(large_from=2), shape(2), M.SINGLE),
        (MixedRules(zones_by=ZonesBy.PARALLEL), shape(2, zones=TWO_ZONES), M.ZONE_PARALLEL),
        (MixedRules(zones_by=ZonesBy.NEVER), shape(2, zones=TWO_ZONES), M.CLUSTER),
    ],
)
def test_the_house_moves_the_thresholds(
    rules: MixedRules, order: OrderShape, method: PickMethod
) -> None:
    assert way_of(order, rules, FULL).method is method


@pytest.mark.parametrize(
    ("singles", "least", "method"),
    [(1, 2, M.CLUSTER), (2, 2, M.BATCH), (4, 5, M.CLUSTER), (5, 5, M.BATCH), (1, 1, M.BATCH)],
)
def test_orders_of_one_line_are_a_batch_when_there_are_enough_of_them(
    singles: int, least: int, method: PickMethod
) -> None:
    shapes = [OrderShape(number, 1) for number in range(singles)]
    found = ways([*shapes, OrderShape(99, 3)], MixedRules(batch_from=least), BARE)
    assert {found[number].method for number in range(singles)} == {method}
    assert found[99].method is M.CLUSTER
