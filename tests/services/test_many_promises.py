"""Promises written many at a time are those that the rules make one by one."""

from __future__ import annotations

from datetime import date

from app.db.queries.stock import free_supplies, lot_tracked_items, open_demands
from app.domain.allocation import AllocationPlan, allocate
from app.services.allocating import allocate_waiting_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books

ROWS = "select order_line_id, item_id, location_id, lot_id, quantity from allocation order by id"


def planned(floor: Workplace) -> AllocationPlan:
    """What the rules make of the books as they are, one line after the other."""
    ids = [row[0] for row in books.rows(floor, "select id from orders")]
    with floor.database.begin() as work:
        demands = open_demands(work.session, ids)
        supplies = free_supplies(work.session, {one.item_id for one in demands}, lock=False)
        tracked = lot_tracked_items(work.session)
        return allocate(demands, supplies, lot_tracked=tracked, today=work.now.date())


def test_many_promises_are_written_as_the_rules_make_them(floor: Workplace) -> None:
    goods = [builders.an_item(floor, lot_tracked=place == 0) for place in range(4)]
    for place, item in enumerate(goods):
        for units in (5, 10):
            at = builders.a_location(floor)
            expiry = date(2098, 1, units) if place == 0 else None
            builders.stock(floor, item, at, units, expiry=expiry)
    for number in range(30):
        lines = [(goods[number % 4], 1 + number % 3), (goods[(number + 1) % 4], 1)]
        builders.an_order(floor, *lines)
    plan = planned(floor)
    report = allocate_waiting_orders(floor)
    wanted = [
        (one.line_id, one.item_id, one.location_id, one.lot_id, one.quantity)
        for one in plan.allocations
    ]
    assert books.rows(floor, ROWS) == wanted
    assert report.units == sum(one.quantity for one in plan.allocations)
    assert report.shortages == plan.shortages
    assert report.shortages
    by_line = "select sum(allocated) from order_line"
    assert books.value(floor, by_line) == report.units
    books.audit(floor.database)
    assert allocate_waiting_orders(floor).units == 0
