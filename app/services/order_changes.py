"""Changes to an order wherever it is: cancelled, other quantities, another address.

On the floor only the difference is reopened. What nobody has done shrinks at once, and its stock
is free for others; what was picked becomes goods to take out (`db.queries.unwanted_goods`), which
the picker is told of with the next scan and others as put-away work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.db.queries.order_lookup import find_order
from app.db.queries.orders import lines_of, open_holds_of
from app.db.queries.stock import items_of_orders, lock_stock_of
from app.db.queries.unwanted_goods import unwanted_goods
from app.db.schema import Order, OrderHold, OrderLine
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_events import OrderCancelled, OrderEdited
from app.domain.events import OrderHeld
from app.domain.order_refusals import AlreadySent, OrderEnded, UnknownOrderLine
from app.domain.orders import ENDED, MAY_HAVE_STOCK, HoldReason, OrderState
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.services.allocating import allocate_orders
from app.services.cutting import cut_line
from app.services.follow_up_work import release_rest
from app.services.order_states import refresh_states
from app.services.parcel_changes import tell_bench, void_papers_of
from app.services.raising_inspections import drop_inspection
from app.services.raising_put_aways import raise_for_unwanted
from app.services.shortages import hold_short
from app.services.withdrawing import FloorWork, lock_floor_work, settle_tasks
from app.services.workplace import Workplace


@dataclass(frozen=True)
class GoodsToTakeOut:
    """Units at a place that the order does not want any more."""

    location: str
    sku: str
    units: int


@dataclass(frozen=True)
class ChangeReport:
    """What a change of an order did.

    Attributes:
        number: the order.
        state: its state now.
        fewer: units that are not wanted any more.
        more: units that are wanted in addition.
        missing: of the order's units, those no stock is promised to.
        to_take_out: goods picked for nothing, and where they lie.
        labels: parcels whose papers were voided.
    """

    number: str
    state: OrderState
    fewer: int = 0
    more: int = 0
    missing: int = 0
    to_take_out: tuple[GoodsToTakeOut, ...] = ()
    labels: int = 0


@dataclass
class OpenedOrder:
    """An order that is being changed: locked with its tasks and the stock of its items."""

    order: Order
    floor: FloorWork
    lines: list[OrderLine] = field(default_factory=list)


def cancel_order(
    workplace: Workplace, order_number: str, *, source: str = "", operator_id: int | None = None
) -> ChangeReport:
    """Let an order not be sent. Cancelled twice changes nothing.

    Args:
        workplace: the station.
        order_number: as the customer calls it.
        source: the shop, where two shops use the same number.
        operator_id: who asks for it; None for the person at the shell.

    Raises:
        Refused: nobody knows the number, or all of it was sent already, or a label of it is coming
            out of a printer at this moment.
    """

    def verb(work: UnitOfWork) -> ChangeReport:
        order_id = find_order(work.session, order_number, source)
        opened = open_order(work, order_id, may_be_cancelled=True)
        return cancel(work, opened)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def edit_order(
    workplace: Workplace,
    order_number: str,
    wanted: Mapping[int, int],
    *,
    source: str = "",
    operator_id: int | None = None,
) -> ChangeReport:
    """Let other quantities be wanted of some lines.

    Args:
        workplace: the station.
        order_number: as the customer calls it.
        wanted: units wanted from now on, by the number of the line.
        source: the shop, where two shops use the same number.
        operator_id: who asks for it; None for the person at the shell.

    Raises:
        Refused: nobody knows the order or a line of it, it has ended, or more was sent than is
            wanted now. Nothing is changed then.
    """

    def verb(work: UnitOfWork) -> ChangeReport:
        opened = open_order(work, find_order(work.session, order_number, source))
        return edit(work, opened, wanted)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def open_order(work: UnitOfWork, order_id: int, *, may_be_cancelled: bool = False) -> OpenedOrder:
    """Lock an order with all that a change of it touches.

    Raises:
        Refused: the order has ended.
    """
    floor = lock_floor_work(work, [order_id])
    lock_stock_of(work.session, items_of_orders(work.session, [order_id]))
    order = floor.orders[order_id]
    passes = may_be_cancelled and order.state is OrderState.CANCELLED
    if order.state in ENDED and not passes:
        raise Refused(OrderEnded(order.number, order.state.value))
    return OpenedOrder(order, floor, lines_of(work.session, [order_id])[order_id])


def cancel(work: UnitOfWork, opened: OpenedOrder) -> ChangeReport:
    """Cancel an opened order; of a part that was sent nothing is changed."""
    order = opened.order
    if order.state is OrderState.CANCELLED:
        return _report(work, opened)
    fewer = 0
    for line in opened.lines:
        units = line.quantity - line.cancelled - line.shipped
        cut_line(work, opened.floor, line, units)
        fewer += units
    if not any(line.shipped for line in opened.lines):
        order.cancelled_at = work.now
    drop_inspection(work, order.id)
    for hold in open_holds_of(work.session, [order.id])[order.id]:
        hold.lifted_at = work.now
    labels = void_papers_of(work, order)
    settle_tasks(work, opened.floor)
    refresh_states(work, [order.id])
    raise_for_unwanted(work, [order.id])
    report = _report(work, opened, fewer=fewer, labels=labels)
    work.record(OrderCancelled(order.id, order.number, _units(report)))
    return report


def edit(work: UnitOfWork, opened: OpenedOrder, wanted: Mapping[int, int]) -> ChangeReport:
    """Let other quantities be wanted of an opened order.

    Where units leave that lie in a carton already, the order is held until they are out of it.
    """
    order = opened.order
    by_number = {line.number: line for line in opened.lines}
    _check(order, by_number, wanted)
    more = fewer = 0
    for number, units in sorted(wanted.items()):
        line = by_number[number]
        change = units - (line.quantity - line.cancelled)
        if change < 0:
            cut_line(work, opened.floor, line, -change)
            fewer -= change
        else:
            want_more(line, change)
            more += change
    if not any(line.quantity - line.cancelled for line in opened.lines):
        return cancel(work, opened)
    settle_tasks(work, opened.floor)
    tell_bench(work, order)
    labels = _hold_overfull_cartons(work, opened)
    refresh_states(work, [order.id])
    if more:
        supply(work, opened)
    raise_for_unwanted(work, [order.id])
    report = _report(work, opened, fewer=fewer, more=more, labels=labels)
    work.record(OrderEdited(order.id, order.number, more, fewer, _units(report)))
    return report


def want_more(line: OrderLine, units: int) -> None:
    """Let a line want more units; those that were cancelled before come first."""
    again = min(units, line.cancelled)
    line.cancelled -= again
    line.quantity += units - again


def supply(work: UnitOfWork, opened: OpenedOrder) -> None:
    """Promise stock to what an opened order lacks, and make work of it where it is on the floor.

    What there is no stock for holds an order on the floor as short.
    """
    order = opened.order
    work.session.flush()
    if order.released_at is None:
        if order.state in MAY_HAVE_STOCK:
            allocate_orders(work, [order.id])
        return
    allocate_orders(work, [order.id])
    release_rest(work, opened.floor)
    short = [hold.reason for hold in open_holds_of(work.session, [order.id])[order.id]]
    for line in lines_of(work.session, [order.id])[order.id]:
        if HoldReason.SHORT not in short:
            hold_short(work, line)
    refresh_states(work, [order.id])


def _check(order: Order, by_number: Mapping[int, OrderLine], wanted: Mapping[int, int]) -> None:
    for number, units in wanted.items():
        line = by_number.get(number)
        if line is None:
            raise Refused(UnknownOrderLine(order.number, number))
        if units < line.shipped:
            raise Refused(AlreadySent(order.number, number, units, line.shipped))


def _hold_overfull_cartons(work: UnitOfWork, opened: OpenedOrder) -> int:
    """Stop an order of which more is packed than is wanted now; its papers count no more."""
    order = opened.order
    overfull = [
        f"{line.packed - (line.quantity - line.cancelled - line.short)} x {line.sku}"
        for line in opened.lines
        if line.packed > line.quantity - line.cancelled - line.short
    ]
    if not overfull:
        return 0
    reason = HoldReason.CUSTOMER_REQUEST
    detail = f"take out of the carton: {', '.join(overfull)}"
    work.session.add(OrderHold(order_id=order.id, reason=reason, detail=detail, held_at=work.now))
    work.record(OrderHeld(order.id, order.number, reason.value))
    return void_papers_of(work, order)


def _report(
    work: UnitOfWork, opened: OpenedOrder, *, fewer: int = 0, more: int = 0, labels: int = 0
) -> ChangeReport:
    order = opened.order
    work.session.flush()
    lines = lines_of(work.session, [order.id])[order.id]
    missing = 0 if order.cancelled_at else sum(_missing(line) for line in lines)
    return ChangeReport(
        order.number,
        order.state,
        fewer,
        more,
        missing,
        tuple(
            GoodsToTakeOut(goods.location, goods.sku, goods.units)
            for goods in unwanted_goods(work.session, [order.id])
        ),
        labels,
    )


def _missing(line: OrderLine) -> int:
    wanted = line.quantity - line.cancelled - line.short
    return max(0, wanted - line.allocated) if line.requires_shipping else 0


def _units(report: ChangeReport) -> int:
    return sum(goods.units for goods in report.to_take_out)
