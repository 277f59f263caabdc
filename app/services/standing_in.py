"""Another item is sent in place of missing units: the order gets a line that stands in for them."""

from __future__ import annotations

from sqlalchemy import func, select

from app.db.queries.shortages import free_units, substitutes_of
from app.db.queries.stock import home_of
from app.db.schema import Item, Order, OrderLine
from app.db.unit_of_work import UnitOfWork
from app.domain.count_rules import CountReason
from app.domain.order_refusals import SubstituteNotAgreed
from app.domain.pick_effects import SubstituteLine
from app.domain.pick_refusals import InsteadGone, StillElsewhere
from app.domain.refusals import Refused
from app.domain.shelf_events import ItemReplaced
from app.services.raising_counts import raise_count
from app.services.scan_writing import ScanWriting, open_line
from app.services.shortages import find_elsewhere, give_up


def replace_units(work: UnitOfWork, order: Order, line: OrderLine, other: Item, units: int) -> None:
    """Let units of another item be wanted in place of units of a line.

    They cost what the line's own would have cost.

    Args:
        work: the transaction; order and line are locked.
        order: whose line it is.
        line: the line that lacks at least so many units.
        other: what is sent instead.
        units: how many.
    """
    last = work.session.scalar(
        select(func.max(OrderLine.number)).where(OrderLine.order_id == order.id)
    )
    line.short += units
    work.session.add(
        OrderLine(
            order_id=order.id,
            number=(last or 0) + 1,
            item_id=other.id,
            sku=other.sku,
            name=other.name,
            unit_price_cents=line.unit_price_cents,
            quantity=units,
            replaces_id=line.id,
        )
    )
    work.session.flush()
    work.record(ItemReplaced(order.number, line.sku, other.sku, units))


def substitute_line(writing: ScanWriting, effect: SubstituteLine, _leg: int) -> None:
    """Give units up at the picker's location, and send what the customer takes instead.

    Raises:
        Refused: the customer did not agree, what was ordered lies elsewhere too, or there is too
            little of anything that may stand in.
        CopyIsBehind: the line has not so many open.
    """
    work = writing.work
    line = open_line(writing, effect.pick_line_id, effect.missing)
    order_line = give_up(work, line, effect.missing, CountReason.EMPTY.value)
    order = work.session.get_one(Order, order_line.order_id)
    if not order.allows_substitutes:
        raise Refused(SubstituteNotAgreed(order.number, order_line.sku))
    raise_count(work, item_id=line.item_id, location_id=line.location_id, reason=CountReason.EMPTY)
    work.session.flush()
    other = _what_stands_in(work, line.item_id, effect.missing)
    replace_units(work, order, order_line, other, effect.missing)
    writing.raised += find_elsewhere(work, writing.task_id, order_line, line.location_id)


def _what_stands_in(work: UnitOfWork, item_id: int, units: int) -> Item:
    """The best item of which so many units are free; what was ordered goes before all of them.

    Raises:
        Refused: there is none, or none is needed.
    """
    item = work.session.get_one(Item, item_id)
    known = substitutes_of(work.session, item_id)
    free = free_units(work.session, [item_id, *(other.id for other in known)])
    if free.get(item_id, 0) >= units:
        raise Refused(StillElsewhere(item.name, home_of(work.session, item_id) or ""))
    for other in known:
        if free.get(other.id, 0) >= units:
            return other
    raise Refused(InsteadGone(item.name, units))
