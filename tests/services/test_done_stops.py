"""What is on record of a task becomes stops: the last scan, the units, and the lines put apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.db.queries.planning_rows import DonePick, done_picks
from app.domain.pick_state import PickMethod
from app.services import picking
from app.services.house_pace import DoneStop, stops_of
from app.services.workplace import Workplace
from tests import builders
from tests.services import shift

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def after(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def a_record(method: PickMethod, *rows: tuple[int, int, int, int]) -> list[DonePick]:
    """Lines of one task: location, units, seconds after noon, order."""
    return [
        DonePick(1, location, units, after(seconds), order, method)
        for location, units, seconds, order in rows
    ]


TWO_ORDERS = ((7, 2, 10, 100), (7, 1, 14, 101), (9, 3, 40, 100))


@pytest.mark.parametrize(
    ("method", "rows", "puts"),
    [
        (PickMethod.CLUSTER, TWO_ORDERS, (2, 1)),
        (PickMethod.ZONE_PASS, TWO_ORDERS, (2, 1)),
        (PickMethod.BATCH, TWO_ORDERS, (0, 0)),
        (PickMethod.CLUSTER, ((7, 2, 10, 100), (7, 1, 14, 100), (9, 3, 40, 100)), (0, 0)),
        (PickMethod.SINGLE, ((7, 3, 14, 100), (9, 3, 40, 100)), (0, 0)),
    ],
)
def test_lines_at_one_place_are_one_stop_and_a_put_each_where_several_orders_are_on_the_cart(
    method: PickMethod, rows: tuple[tuple[int, int, int, int], ...], puts: tuple[int, int]
) -> None:
    assert stops_of(a_record(method, *rows)) == [
        DoneStop(7, after(14), 3, puts[0]),
        DoneStop(9, after(40), 3, puts[1]),
    ]


def test_a_place_met_twice_is_two_stops() -> None:
    rows = ((7, 1, 10, 100), (9, 1, 20, 101), (7, 1, 30, 101))
    assert [stop.location_id for stop in stops_of(a_record(PickMethod.CLUSTER, *rows))] == [7, 9, 7]


@pytest.mark.parametrize(
    ("method", "puts"), [(PickMethod.CLUSTER, {6: 3, 3: 2}), (PickMethod.BATCH, {6: 0, 3: 0})]
)
def test_a_cart_leaves_on_record_how_many_lines_were_put_apart_at_each_stop(
    floor: Workplace, method: PickMethod, puts: dict[int, int]
) -> None:
    (mug, _), (lamp, _) = builders.some_stock(floor, 20), builders.some_stock(floor, 20)
    builders.a_cart_of_orders(
        floor, [(mug, 2), (lamp, 1)], [(mug, 1)], [(mug, 3), (lamp, 2)], method=method
    )
    ana = builders.an_operator(floor)
    totes = [builders.a_tote(floor) for _ in range(3)]
    shift.pick_to_end(floor, ana, picking.claim_work(floor, ana), *totes)
    with floor.database.begin(floor.actor()) as work:
        record = done_picks(work.session, 100)
    assert {pick.method for pick in record} == {method}
    assert {stop.units: stop.puts for stop in stops_of(record)} == puts
