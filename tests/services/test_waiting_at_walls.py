"""How many totes wait to be sorted, and which order of a cart a bench opens by its number."""

from __future__ import annotations

from app.domain.floor_work import FloorWork
from app.domain.refusals import NotAskedForHere
from app.services import packing, picking, sorting
from app.services.waiting_work import waiting_work
from app.services.workplace import Workplace
from tests import builders
from tests.services import shift, wall_floor


def test_totes_that_wait_for_a_wall_are_counted_and_those_for_a_bench_are_not(
    floor: Workplace,
) -> None:
    ana = builders.an_operator(floor)
    mug, _ = builders.some_stock(floor, 9)
    lamp, _ = builders.some_stock(floor, 9)
    wall_floor.a_wall(floor)
    assert waiting_work(floor, ana)[FloorWork.SORT] == 0
    wall_floor.a_batch(floor, ana, {"a": [(mug, 1)], "b": [(mug, 1)]})
    assert waiting_work(floor, ana)[FloorWork.SORT] == 0
    batch = wall_floor.a_batch(floor, ana, {"c": [(mug, 1), (lamp, 1)]}, totes=2)
    assert waiting_work(floor, ana)[FloorWork.SORT] == 2
    opened = wall_floor.sorted_by(floor, ana, sorting.open_wall(floor, ana), *batch.totes)
    wall_floor.sort_all(floor, ana, opened)
    assert waiting_work(floor, ana)[FloorWork.SORT] == 0


def test_the_orders_of_a_cart_at_a_bench_are_opened_by_the_numbers_of_its_positions(
    floor: Workplace,
) -> None:
    ana = builders.an_operator(floor)
    mug, _ = builders.some_stock(floor, 9)
    lamp, _ = builders.some_stock(floor, 9)
    builders.a_cart_of_orders(floor, [(mug, 1)], [(lamp, 1)], [(mug, 1), (lamp, 1)])
    totes = [builders.a_tote(floor) for _ in range(3)]
    shift.pick_to_end(floor, ana, picking.claim_work(floor, ana), *totes)
    unknown = packing.open_order(floor, ana, builders.typed(2))
    assert unknown.refusal == NotAskedForHere("2")
    first = shift.pack_order(floor, ana, totes[0])
    third = packing.open_order(floor, ana, builders.typed(3))
    assert third.refusal is None
    assert third.state is not None
    assert third.state.order_number != first.order_number
    assert [line.quantity for line in third.state.lines] == [1, 1]
    assert packing.open_order(floor, ana, builders.typed(9)).refusal == NotAskedForHere("9")
