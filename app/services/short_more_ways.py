"""Further ways out of a shortage: another order's tote, the rest later, found again, cancelled."""

from __future__ import annotations

from app.db.queries.order_lookup import find_order
from app.db.queries.orders import line_facts, lines_of
from app.db.queries.shortages import PickedForLater, picked_for_later_orders
from app.db.queries.split_orders import numbers_like
from app.db.queries.stock import items_of_orders, lock_stock_of
from app.db.schema import Item, Order, OrderLine
from app.db.unit_of_work import UnitOfWork
from app.domain.exception_events import OrderSplit, UnitsCalledBack
from app.domain.exception_refusals import NothingInTotes
from app.domain.order_refusals import NothingMissing, NothingWouldShip, OrderEnded
from app.domain.orders import ENDED, OrderState
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.short_ways import WayOut
from app.services.cutting import tasks_that_picked
from app.services.order_changes import OpenedOrder, cancel, open_order, supply
from app.services.order_states import refresh_states
from app.services.raising_put_aways import raise_for_unwanted
from app.services.short_decisions import (
    OthersTouched,
    ShortReport,
    Subject,
    missing_of,
    note_decision,
    refuse_twice,
    take_way,
)
from app.services.standing_in import replace_units
from app.services.withdrawing import FloorWork, lock_floor_work, settle_tasks
from app.services.workplace import Workplace


def part_ship(workplace: Workplace, subject: Subject) -> ShortReport:
    """Send what is there of an order; what it lacks follows as an order of its own.

    That one has the same customer, address and urgency, and waits for stock as any other.

    Raises:
        Refused: nobody knows the order, it has ended, somebody decided meanwhile, it lacks nothing,
            or nothing of it would go now.
    """

    def way(work: UnitOfWork, opened: OpenedOrder) -> OthersTouched:
        lacking = [
            (line, units) for line in opened.lines if (units := line_facts(line).unallocated)
        ]
        units = sum(missing for _, missing in lacking)
        order = opened.order
        if units >= sum(line_facts(line).due for line in opened.lines):
            raise Refused(NothingWouldShip(order.number))
        rest = _rest_of(work, order)
        for number, (line, missing) in enumerate(lacking, start=1):
            line.short += missing
            work.session.add(_line_of(rest, number, line, missing))
        refresh_states(work, [rest.id])
        work.record(OrderSplit(order.id, order.number, rest.number, units))
        return OthersTouched(rest_id=rest.id)

    return take_way(workplace, subject, WayOut.PART_SHIP, way)


def _rest_of(work: UnitOfWork, order: Order) -> Order:
    """The order in which the rest of another one follows, without lines."""
    taken = numbers_like(work.session, order.source, order.number)
    number = next(
        name
        for place in range(2, len(taken) + 3)
        if (name := f"{order.number}-{place}") not in taken
    )
    rest = Order(
        source=order.source,
        external_id=f"{order.external_id}{number[len(order.number) :]}",
        number=number,
        state=OrderState.PLACED,
        payment=order.payment,
        payment_waived=order.payment_waived,
        risk=order.risk,
        placed_at=order.placed_at,
        paid_at=order.paid_at,
        ship_by=None,
        priority=order.priority,
        currency=order.currency,
        language=order.language,
        shipping_method=order.shipping_method,
        note=order.note,
        gift_message=order.gift_message,
        tags=order.tags,
        allows_substitutes=order.allows_substitutes,
        ship_to_id=order.ship_to_id,
        bill_to_id=order.bill_to_id,
        content_hash=order.content_hash,
    )
    work.session.add(rest)
    work.session.flush()
    return rest


def _line_of(rest: Order, number: int, line: OrderLine, units: int) -> OrderLine:
    return OrderLine(
        order_id=rest.id,
        number=number,
        external_line_id=line.external_line_id,
        item_id=line.item_id,
        sku=line.sku,
        name=line.name,
        unit_price_cents=line.unit_price_cents,
        quantity=units,
    )


def take_from_tote(workplace: Workplace, subject: Subject) -> ShortReport:
    """Call units back that were picked for less urgent orders, for an order that lacks them.

    Whoever has the tote is told with the next scan, and otherwise they are on the put-away list.
    Once they are put away they are promised to the order that lacks them; the order they were
    picked for gets others, or is held as short.

    Raises:
        Refused: nobody knows the order, it has ended, somebody decided meanwhile, it lacks nothing,
            or no less urgent order has any.
    """

    def verb(work: UnitOfWork) -> ShortReport:
        order_id = find_order(work.session, subject.order_number, subject.source)
        asking = work.session.get_one(Order, order_id)
        giver_ids = {one.order_id for one in _givers(work, asking)}
        floor = lock_floor_work(work, {order_id, *giver_ids})
        lock_stock_of(work.session, items_of_orders(work.session, {order_id, *giver_ids}))
        order = floor.orders[order_id]
        if order.state in ENDED:
            raise Refused(OrderEnded(order.number, order.state.value))
        refuse_twice(work, order, subject)
        lines = lines_of(work.session, [order_id])[order_id]
        missing = missing_of(lines)
        if not missing:
            raise Refused(NothingMissing(order.number))
        called = sum(_call_back(work, floor, order, line) for line in lines)
        if not called:
            raise Refused(NothingInTotes(order.number))
        note_decision(work, order, WayOut.TAKE_FROM_TOTE, missing, units=missing)
        return ShortReport(order.number, order.state, missing)

    return workplace.database.run(verb, workplace.actor(subject.operator_id, Verb.CHANGE_ORDERS))


def _givers(work: UnitOfWork, order: Order) -> list[PickedForLater]:
    lines = lines_of(work.session, [order.id])[order.id]
    lacking = [line.item_id for line in lines if line.item_id and line_facts(line).unallocated]
    return [
        one
        for item_id in lacking
        for one in picked_for_later_orders(work.session, item_id, order.priority, order.id)
    ]


def _call_back(work: UnitOfWork, floor: FloorWork, order: Order, line: OrderLine) -> int:
    """Call back as many units as a line lacks; returns how many are on their way."""
    rest = line_facts(line).unallocated
    if not rest or line.item_id is None:
        return 0
    called = 0
    for giver in picked_for_later_orders(work.session, line.item_id, order.priority, order.id):
        units = min(rest - called, giver.units)
        if units <= 0 or giver.order_id not in floor.orders:
            continue
        _give(work, floor, giver, units)
        number = giver.order_number
        work.record(UnitsCalledBack(giver.order_id, number, order.number, line.sku, units))
        called += units
    return called


def _give(work: UnitOfWork, floor: FloorWork, giver: PickedForLater, units: int) -> None:
    """Let an order want other units of an item than those picked for it; those leave its tote."""
    order = floor.orders[giver.order_id]
    line = work.session.get_one(OrderLine, giver.order_line_id, with_for_update=True)
    item = work.session.get_one(Item, line.item_id)
    replace_units(work, order, line, item, units)
    floor.touched |= tasks_that_picked(work, floor, line)
    settle_tasks(work, floor)
    refresh_states(work, [order.id])
    raise_for_unwanted(work, [order.id])
    supply(work, OpenedOrder(order, floor, lines_of(work.session, [order.id])[order.id]))


def found_again(workplace: Workplace, subject: Subject) -> ShortReport:
    """Say that units a packer did not find turned up: the order goes on.

    Raises:
        Refused: nobody knows the order, it has ended, or somebody decided meanwhile.
    """
    return take_way(workplace, subject, WayOut.FOUND, lambda _work, _opened: None, lacks=False)


def cancel_short_order(workplace: Workplace, subject: Subject) -> ShortReport:
    """Cancel an order of which nothing would be left.

    Raises:
        Refused: nobody knows the order, it has ended, somebody decided meanwhile, or a label of it
            is coming out of a printer at this moment.
    """

    def verb(work: UnitOfWork) -> ShortReport:
        opened = open_order(work, find_order(work.session, subject.order_number, subject.source))
        refuse_twice(work, opened.order, subject)
        units = missing_of(opened.lines)
        cancel(work, opened)
        note_decision(work, opened.order, WayOut.CANCEL, 0, units=units)
        return ShortReport(opened.order.number, opened.order.state, 0)

    return workplace.database.run(verb, workplace.actor(subject.operator_id, Verb.CHANGE_ORDERS))
