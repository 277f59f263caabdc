"""What each pick method asks of a picker, of whoever sorts at the wall, and of the bench."""

from __future__ import annotations

import pytest

from app.domain.pick_state import PickMethod
from app.planning.forecast import Work
from app.planning.kinds_of_work import kind_of_work, sorting_work, work_after_picking


@pytest.mark.parametrize(
    ("method", "orders", "tours", "totes", "puts"),
    [
        (PickMethod.SINGLE, 1, 1, 1, 0),
        (PickMethod.SINGLE, 5, 5, 5, 0),
        (PickMethod.CLUSTER, 5, 1, 5, 9),
        (PickMethod.ZONE_PASS, 5, 1, 5, 9),
        (PickMethod.ZONE_PARALLEL, 5, 1, 5, 9),
        (PickMethod.BATCH, 8, 1, 1, 0),
        (PickMethod.BATCH, 9, 1, 2, 0),
    ],
)
def test_lines_are_put_apart_on_the_way_only_where_a_tour_has_several_orders_and_no_wall_follows(
    method: PickMethod, orders: int, tours: int, totes: int, puts: int
) -> None:
    work = kind_of_work(method, 120.0, orders, 9, 14, stops=7, tours=tours)
    assert work == Work(120.0, tours=tours, totes=totes, stops=7, units=14, puts=puts)


@pytest.mark.parametrize("method", [each for each in PickMethod if each is not PickMethod.MIXED])
def test_only_a_batch_is_sorted_before_it_is_packed(method: PickMethod) -> None:
    packing = Work(packed_orders=3, packed_units=14)
    sorting = sorting_work(9, 14) if method is PickMethod.BATCH else Work()
    assert work_after_picking(method, 3, 9, 14) == packing + sorting


def test_at_the_wall_each_unit_is_taken_and_each_line_put() -> None:
    assert sorting_work(9, 14) == Work(sorted_lines=9, sorted_units=14)
