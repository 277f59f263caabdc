"""Stores imported orders with their lines, addresses and the holds they arrive with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import insert

from app.db.ledger import change_promise
from app.db.queries.orders import (
    hashes_on_the_floor,
    lines_of,
    lines_without_item,
    open_holds_of,
    orders_by_external_id,
    orders_with_unknown_items,
)
from app.db.queries.picking import open_allocations
from app.db.queries.stock import item_ids_by_sku, items_of_orders, lock_stock_of
from app.db.schema import Address, Order, OrderHold, OrderLine
from app.db.unit_of_work import UnitOfWork
from app.domain.events import OrdersImported
from app.domain.order_holds import ArrivalFacts, holds_on_arrival, missing_address_fields
from app.domain.orders import ENDED, HoldReason, OrderState
from app.domain.priorities import priority_of
from app.domain.refusals import Refused
from app.exchange.model import ImportedAddress, ImportedOrder
from app.services.import_changes import change_on_the_floor
from app.services.import_tally import Tally
from app.services.order_states import refresh_states
from app.services.withdrawing import lock_floor_work

SET_ON_ARRIVAL = frozenset(
    {
        HoldReason.UNPAID,
        HoldReason.AUTHORISED_ONLY,
        HoldReason.PAYMENT_FAILED,
        HoldReason.REFUNDED,
        HoldReason.PARTLY_REFUNDED,
        HoldReason.HIGH_RISK,
        HoldReason.UNKNOWN_ITEM,
        HoldReason.ADDRESS_INCOMPLETE,
    }
)
"""Holds that follow from what a file says, and go when a later file says something else."""

WRITTEN_AT_ONCE = 500
"""Orders. One by one each costs two exchanges; all of a large file would fill the memory."""


def store_orders(work: UnitOfWork, records: Sequence[ImportedOrder], tally: Tally) -> None:
    """Add new orders and change known ones, by source and id.

    Of an order that is on the floor only the difference is changed; see `import_changes`.
    """
    digests = [content_hash(record) for record in records]
    _lock_floor_work(work, records, digests, tally)
    items = item_ids_by_sku(work.session, {line.sku for row in records for line in row.lines})
    known = orders_by_external_id(
        work.session, tally.source.value, {record.external_id for record in records}
    )
    touched: list[Order] = []
    unwritten: dict[str, tuple[Order, ImportedOrder]] = {}

    def write() -> None:
        _write(work, list(unwritten.values()), items)
        unwritten.clear()

    _lock_promises(work, known, records, digests)
    for record, digest in zip(records, digests, strict=True):
        if record.external_id in unwritten or len(unwritten) == WRITTEN_AT_ONCE:
            write()
        order = known.get(record.external_id)
        if order is None:
            order = known[record.external_id] = _placed(record)
            unwritten[record.external_id] = (order, record)
            tally.new += 1
        elif order.content_hash == digest or _is_old_news(order, record):
            tally.unchanged += 1
            continue
        elif order.state in ENDED:
            _refuse_late_change(tally, record, order)
            continue
        elif order.released_at is not None:
            write()  # a change that is refused takes back what the session has not written
            if not _change_on_the_floor(work, order, record, items, tally):
                continue
            tally.changed += 1
        else:
            _withdraw(work, order)
            unwritten[record.external_id] = (order, record)
            tally.changed += 1
        order.content_hash = digest
        touched.append(order)
    write()
    refresh_states(work, [order.id for order in touched])
    work.record(OrdersImported(tally.source.value, tally.file, tally.new, tally.changed))


def _lock_floor_work(
    work: UnitOfWork, records: Sequence[ImportedOrder], digests: Sequence[str], tally: Tally
) -> None:
    """Lock the tasks of orders on the floor that change, before any order: so does everybody."""
    told = {record.external_id: digest for record, digest in zip(records, digests, strict=True)}
    known = hashes_on_the_floor(work.session, tally.source.value, told)
    changed = [order_id for order_id, key, digest in known if told[key] != digest]
    if changed:
        lock_floor_work(work, changed)


def _change_on_the_floor(
    work: UnitOfWork,
    order: Order,
    record: ImportedOrder,
    items: Mapping[str, int],
    tally: Tally,
) -> bool:
    """Take a change of an order on the floor over, whole or not at all; says whether it was."""
    told = len(work.events)
    try:
        with work.session.begin_nested():
            change_on_the_floor(work, order, record, items)
    except Refused:
        del work.events[told:]
        tally.refuse(
            record.row,
            "order",
            record.number,
            "A paper of the order is coming out of a printer at this moment.",
            "Import the file again in a minute.",
        )
        return False
    return True


def _lock_promises(
    work: UnitOfWork,
    known: Mapping[str, Order],
    records: Sequence[ImportedOrder],
    digests: Sequence[str],
) -> None:
    """Lock the stock whose promises may be taken back, all at once and in the order of its keys."""
    pairs = [
        (known[record.external_id], digest)
        for record, digest in zip(records, digests, strict=True)
        if record.external_id in known
    ]
    changed = {
        order.id
        for order, digest in pairs
        if order.content_hash != digest and order.released_at is None and order.state not in ENDED
    }
    lock_stock_of(work.session, items_of_orders(work.session, changed))


def content_hash(record: ImportedOrder) -> str:
    """Fingerprint of all that an order says, wherever it stands in its file."""
    return hashlib.sha256(repr(replace(record, row=0)).encode()).hexdigest()


def _is_old_news(order: Order, record: ImportedOrder) -> bool:
    """Whether the shop only says what became of the order here: it is sent, or it is cancelled."""
    if order.state is OrderState.CANCELLED:
        return record.cancelled_at is not None
    sent = order.state in (OrderState.SHIPPED, OrderState.CLOSED)
    return sent and record.cancelled_at is None and not record.has_open_lines


def recognise_items(work: UnitOfWork, items: dict[str, int]) -> None:
    """Give new items to the order lines that wait for them, and lift the holds this clears."""
    waiting = lines_without_item(work.session, items)
    for line in waiting:
        line.item_id = items[line.sku]
    work.session.flush()
    orders = {line.order_id for line in waiting}
    unknown = orders_with_unknown_items(work.session, orders)
    for holds in open_holds_of(work.session, orders - unknown).values():
        for hold in holds:
            if hold.reason is HoldReason.UNKNOWN_ITEM:
                hold.lifted_at = work.now
    refresh_states(work, orders)


def _write(
    work: UnitOfWork, filled: Sequence[tuple[Order, ImportedOrder]], items: dict[str, int]
) -> None:
    """Write what records say of their orders, each kind of row for all of them at once."""
    addresses = [
        (_address(record.ship_to), None if record.bill_to is None else _address(record.bill_to))
        for _, record in filled
    ]
    work.session.add_all(row for pair in addresses for row in pair if row is not None)
    work.session.flush()
    old: set[int] = set()
    for (order, record), (ship_to, bill_to) in zip(filled, addresses, strict=True):
        _fill(order, record)
        old |= {one for one in (order.ship_to_id, order.bill_to_id) if one is not None}
        order.ship_to_id = ship_to.id
        order.bill_to_id = None if bill_to is None else bill_to.id
        work.session.add(order)
    work.session.flush()
    for address_id in sorted(old):
        work.session.delete(work.session.get_one(Address, address_id))
    lines = [row for order, record in filled for row in _lines(order, record, items)]
    if lines:
        work.session.execute(insert(OrderLine), lines)
    for order, record in filled:
        _add_holds(work, order, record, items)
    work.session.flush()


def _placed(record: ImportedOrder) -> Order:
    order = Order(source=record.source.value, external_id=record.external_id)
    order.state = OrderState.PLACED
    return order


def _fill(order: Order, record: ImportedOrder) -> None:
    order.number = record.number
    order.payment = record.payment
    order.payment_waived = record.payment_waived
    order.fulfilled_elsewhere = all(
        line.fulfilled or not line.requires_shipping for line in record.lines
    ) and any(line.fulfilled for line in record.lines)
    order.risk = record.risk
    order.placed_at = record.placed_at
    order.paid_at = record.paid_at
    order.cancelled_at = record.cancelled_at
    order.ship_by = record.ship_by
    order.priority = priority_of(record.shipping_method)
    order.currency = record.currency
    order.language = record.language or ""
    order.shipping_method = record.shipping_method
    order.note = record.note
    order.gift_message = record.gift_message
    order.tags = ", ".join(record.tags)


def _lines(
    order: Order, record: ImportedOrder, items: dict[str, int]
) -> Iterator[dict[str, object]]:
    for number, line in enumerate(record.lines, start=1):
        yield {
            "order_id": order.id,
            "number": number,
            "external_line_id": line.external_line_id,
            "item_id": items.get(line.sku),
            "sku": line.sku,
            "name": line.name,
            "unit_price_cents": line.unit_price_cents,
            "requires_shipping": line.is_open,
            "quantity": line.quantity,
        }


def _add_holds(
    work: UnitOfWork, order: Order, record: ImportedOrder, items: dict[str, int]
) -> None:
    address = record.ship_to
    facts = ArrivalFacts(
        payment=record.payment,
        risk=record.risk,
        payment_waived=record.payment_waived,
        missing_address=missing_address_fields(
            name=address.name or address.company,
            street="".join(address.street),
            city=address.city,
            postcode=address.postcode,
            country=address.country_code,
        ),
        unknown_skus=tuple(
            sorted({line.sku for line in record.lines if line.is_open and line.sku not in items})
        ),
        ended=record.cancelled_at is not None or not record.has_open_lines,
    )
    work.session.add_all(
        OrderHold(
            order_id=order.id,
            reason=hold.reason,
            detail=", ".join(hold.about),
            held_at=work.now,
        )
        for hold in holds_on_arrival(facts)
    )


def _withdraw(work: UnitOfWork, order: Order) -> None:
    """Take back an order's promises, old lines and holds, before it is filled anew."""
    for allocation, _ in open_allocations(work.session, [order.id])[order.id]:
        change_promise(
            work.session,
            item_id=allocation.item_id,
            location_id=allocation.location_id,
            lot_id=allocation.lot_id,
            by=-allocation.quantity,
        )
        work.session.delete(allocation)
    work.session.flush()
    for hold in open_holds_of(work.session, [order.id])[order.id]:
        if hold.reason in SET_ON_ARRIVAL:
            hold.lifted_at = work.now
    for line in lines_of(work.session, [order.id])[order.id]:
        work.session.delete(line)
    work.session.flush()


def _refuse_late_change(tally: Tally, record: ImportedOrder, order: Order) -> None:
    tally.refuse(
        record.row,
        "order",
        record.number,
        f"The order is {order.state.value} and the file says something new about it.",
        "Settle it with the customer; the order stays as it is.",
    )


def _address(plain: ImportedAddress) -> Address:
    return Address(
        name=plain.name,
        company=plain.company,
        street="\n".join(plain.street),
        city=plain.city,
        region=plain.region,
        postcode=plain.postcode,
        country_code=plain.country_code,
        phone=plain.phone,
        email=plain.email,
    )
