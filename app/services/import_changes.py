"""What a shop says anew of an order that is on the floor: only the difference reaches the floor.

A cancelled order is cancelled, other quantities shrink or grow its work, another address is taken
over. What the rules cannot decide holds the order for a person: a refund, a part that was sent
already, an order the shop calls shipped, an item nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.db.queries.orders import lines_of
from app.db.queries.parcels import closed_cartons
from app.db.schema import Address, Order, OrderHold, OrderLine
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_events import AddressChanged
from app.domain.events import OrderHeld
from app.domain.order_changes import LinesChanged, OrderedLine, lines_changed
from app.domain.order_holds import payment_hold
from app.domain.orders import HoldReason
from app.exchange.model import ImportedOrder
from app.services.order_changes import OpenedOrder, cancel, edit, open_order, supply
from app.services.order_states import refresh_states
from app.services.parcel_changes import void_papers_of


def change_on_the_floor(
    work: UnitOfWork, order: Order, record: ImportedOrder, items: Mapping[str, int]
) -> None:
    """Take over what a shop says anew of an order on the floor, or hold it for a person.

    Args:
        work: the transaction.
        order: the order, which has not ended.
        record: what the shop says.
        items: our items by SKU.

    Raises:
        Refused: a paper of it is coming out of a printer at this moment.
    """
    opened = open_order(work, order.id)
    if record.cancelled_at is not None:
        cancel(work, opened)
        return
    if not record.has_open_lines:
        _hold(work, order, HoldReason.CUSTOMER_REQUEST, "shipped elsewhere, the shop says")
    else:
        _change_lines(work, opened, record, items)
    _change_money(work, order, record)
    _change_address(work, opened, record)
    order.note = record.note
    order.gift_message = record.gift_message
    order.shipping_method = record.shipping_method
    order.ship_by = record.ship_by
    refresh_states(work, [order.id])


def _change_lines(
    work: UnitOfWork, opened: OpenedOrder, record: ImportedOrder, items: Mapping[str, int]
) -> None:
    order = opened.order
    changed = _lines_changed(opened, record)
    if changed.is_empty:
        return
    if any(line.shipped for line in opened.lines):
        words = "changed in the shop after a part of it was sent"
        _hold(work, order, HoldReason.CUSTOMER_REQUEST, words)
        return
    _add(work, opened, changed.added, record, items)
    edit(work, opened, changed.wanted)
    if changed.added and order.cancelled_at is None:
        supply(work, opened)


def _lines_changed(opened: OpenedOrder, record: ImportedOrder) -> LinesChanged:
    """The difference in what is wanted; lines that stand in for others are ours alone."""
    ours = [line for line in opened.lines if line.requires_shipping and line.replaces_id is None]
    return lines_changed(
        [
            OrderedLine(
                line.number, line.external_line_id, line.sku, line.quantity - line.cancelled
            )
            for line in ours
        ],
        [
            OrderedLine(number, line.external_line_id, line.sku, line.quantity)
            for number, line in enumerate(record.lines, start=1)
            if line.is_open
        ],
    )


def _add(
    work: UnitOfWork,
    opened: OpenedOrder,
    added: tuple[OrderedLine, ...],
    record: ImportedOrder,
    items: Mapping[str, int],
) -> None:
    """Write lines that the customer added; their numbers follow those that are there."""
    last = max(line.number for line in opened.lines)
    for number, line in enumerate(added, start=last + 1):
        told = record.lines[line.number - 1]
        work.session.add(
            OrderLine(
                order_id=opened.order.id,
                number=number,
                external_line_id=told.external_line_id,
                item_id=items.get(told.sku),
                sku=told.sku,
                name=told.name,
                unit_price_cents=told.unit_price_cents,
                quantity=told.quantity,
            )
        )
        if told.sku not in items:
            _hold(work, opened.order, HoldReason.UNKNOWN_ITEM, told.sku)
    work.session.flush()
    opened.lines = lines_of(work.session, [opened.order.id])[opened.order.id]


def _change_money(work: UnitOfWork, order: Order, record: ImportedOrder) -> None:
    if order.payment is record.payment:
        return
    order.payment = record.payment
    reason = payment_hold(record.payment, payment_waived=order.payment_waived)
    if reason is not None:
        _hold(work, order, reason, "after it was released")


def _change_address(work: UnitOfWork, opened: OpenedOrder, record: ImportedOrder) -> None:
    """Take the address over; a parcel that has its label already waits for a person."""
    order = opened.order
    address = work.session.get_one(Address, order.ship_to_id)
    told = record.ship_to
    values = {
        "name": told.name,
        "company": told.company,
        "street": "\n".join(told.street),
        "city": told.city,
        "region": told.region,
        "postcode": told.postcode,
        "country_code": told.country_code,
    }
    differs = any(getattr(address, name) != value for name, value in values.items())
    address.phone, address.email = told.phone, told.email
    if not differs:
        return
    for name, value in values.items():
        setattr(address, name, value)
    labels = 0
    if closed_cartons(work.session, order.id):
        labels = void_papers_of(work, order)
        _hold(work, order, HoldReason.CUSTOMER_REQUEST, "another address than its label says")
    work.record(AddressChanged(order.id, order.number, labels))


def _hold(work: UnitOfWork, order: Order, reason: HoldReason, detail: str) -> None:
    work.session.add(OrderHold(order_id=order.id, reason=reason, detail=detail, held_at=work.now))
    work.record(OrderHeld(order.id, order.number, reason.value))
    work.session.flush()
