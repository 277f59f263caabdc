"""The ways out for orders that are held because units are missing.

Each is one verb: promise what has come since, take the promise of a later order, send something
else, send the rest, or wait. An order goes on as soon as none of its units lacks stock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from app.db.queries.order_goods import goods_of_lines
from app.db.queries.orders import line_facts, lock_orders
from app.db.queries.shortages import promises_of_later_orders, short_order_ids, substitutes_of
from app.db.queries.stock import item_ids_by_sku, lock_stock_of
from app.db.schema import Item, Order, OrderLine
from app.db.schema.locations import LOST_ID
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_events import UnitsGivenUp
from app.domain.locations import LocationKind
from app.domain.order_refusals import (
    NothingMissing,
    NothingWouldShip,
    SubstituteNotAgreed,
    UnitsNotFound,
    UnknownOrderLine,
    UnknownSku,
)
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.short_ways import WayOut
from app.services.cutting import return_promise
from app.services.order_changes import OpenedOrder, open_order, supply
from app.services.order_states import refresh_states
from app.services.short_decisions import (
    OthersTouched,
    ShortReport,
    Subject,
    lift_if_settled,
    lift_short,
    take_way,
)
from app.services.standing_in import replace_units
from app.services.taking_out import GoodsOut, take_out
from app.services.withdrawing import withdraw_untouched
from app.services.workplace import Workplace


def find_stock(
    workplace: Workplace,
    order_number: str,
    *,
    source: str = "",
    operator_id: int | None = None,
    seen: int | None = None,
) -> ShortReport:
    """Promise free stock to what an order lacks, and have it picked.

    Raises:
        Refused: nobody knows the order, it has ended, or it lacks nothing.
    """
    subject = Subject(order_number, source, operator_id, seen)
    return take_way(workplace, subject, WayOut.FIND_STOCK, supply)


def retry_short_orders(
    workplace: Workplace,
    *,
    operator_id: int | None = None,
    item_ids: Collection[int] | None = None,
    verb: Verb = Verb.CHANGE_ORDERS,
) -> int:
    """Promise what has come since to the orders held as short, the most urgent first.

    Args:
        workplace: the station.
        operator_id: who asks for it, or who brought the goods; None for the person at the shell.
        item_ids: only to orders that lack one of these items; to all of them if None.
        verb: what was done, where goods that came in are looked through.

    Returns:
        How many orders go on.
    """
    actor = workplace.actor(operator_id, verb)
    ids = workplace.database.run(lambda work: short_order_ids(work.session, item_ids), actor)
    return sum(workplace.database.run(partial(_retry, order_id), actor) for order_id in ids)


def _retry(order_id: int, work: UnitOfWork) -> bool:
    """Look for stock for an order held as short; says whether it goes on."""
    try:
        opened = open_order(work, order_id)
    except Refused:  # it has ended since it was looked for
        return False
    supply(work, opened)
    return lift_if_settled(work, opened).missing == 0


def take_promise(
    workplace: Workplace,
    order_number: str,
    *,
    source: str = "",
    operator_id: int | None = None,
    seen: int | None = None,
) -> ShortReport:
    """Give an order what was promised to less urgent ones that nobody works on.

    Those wait for stock instead.

    Raises:
        Refused: nobody knows the order, it has ended, or it lacks nothing.
    """

    def way(work: UnitOfWork, opened: OpenedOrder) -> OthersTouched:
        givers: set[int] = set()
        for line in opened.lines:
            givers |= _take_from_later_orders(work, opened.order, line)
        supply(work, opened)
        return OthersTouched(giver_ids=tuple(sorted(givers)))

    subject = Subject(order_number, source, operator_id, seen)
    return take_way(workplace, subject, WayOut.TAKE_PROMISE, way)


def substitute(
    workplace: Workplace,
    order_number: str,
    line_number: int,
    sku: str = "",
    *,
    customer_agreed: bool = False,
    source: str = "",
    operator_id: int | None = None,
    seen: int | None = None,
) -> ShortReport:
    """Send another item in place of the missing units of a line.

    Args:
        workplace: the station.
        order_number: as the customer calls it.
        line_number: the line that lacks units.
        sku: the other item; the best one that may stand in if empty.
        customer_agreed: they were asked now, though the order does not say so.
        source: the shop, where two shops use the same number.
        operator_id: who asks for it; None for the person at the shell.
        seen: the last decision that whoever decides knows of (`short_decisions.Subject`).

    Raises:
        Refused: nobody knows the order, the line or the item, nothing of it is missing, or the
            customer has not agreed.
    """

    def way(work: UnitOfWork, opened: OpenedOrder) -> None:
        line = _line(opened, line_number)
        if not (customer_agreed or opened.order.allows_substitutes):
            raise Refused(SubstituteNotAgreed(opened.order.number, line.sku))
        other = _other_item(work, line, sku)
        missing = line_facts(line).unallocated
        if not missing:
            raise Refused(NothingMissing(opened.order.number))
        replace_units(work, opened.order, line, other, missing)
        lock_stock_of(work.session, [other.id])
        supply(work, opened)

    subject = Subject(order_number, source, operator_id, seen)
    return take_way(workplace, subject, WayOut.SUBSTITUTE, way)


def give_up_units(
    workplace: Workplace,
    order_number: str,
    *,
    line_number: int | None = None,
    source: str = "",
    operator_id: int | None = None,
    seen: int | None = None,
) -> ShortReport:
    """Send an order without the units it lacks; they are counted as short.

    Args:
        workplace: the station.
        order_number: as the customer calls it.
        line_number: only those of this line; of all lines if None.
        source: the shop, where two shops use the same number.
        operator_id: who asks for it; None for the person at the shell.
        seen: the last decision that whoever decides knows of (`short_decisions.Subject`).

    Raises:
        Refused: nobody knows the order or the line, nothing is missing, or nothing would be left.
    """

    def way(work: UnitOfWork, opened: OpenedOrder) -> None:
        lines = opened.lines if line_number is None else [_line(opened, line_number)]
        given_up = sum(line_facts(line).unallocated for line in lines)
        if given_up >= sum(line_facts(line).due for line in opened.lines):
            raise Refused(NothingWouldShip(opened.order.number))
        for line in lines:
            line.short += line_facts(line).unallocated
        work.record(UnitsGivenUp(opened.order.id, opened.order.number, given_up))
        work.session.flush()

    subject = Subject(order_number, source, operator_id, seen)
    return take_way(workplace, subject, WayOut.GIVE_UP, way)


def wait_for_stock(
    workplace: Workplace,
    order_number: str,
    *,
    source: str = "",
    operator_id: int | None = None,
    seen: int | None = None,
) -> ShortReport:
    """Let an order wait until stock comes.

    One nothing was picked of goes back to the desk, where it gets stock as every waiting order
    does. One that was begun stays held where its goods are, and is looked at again whenever stock
    comes (`retry_short_orders`).

    Raises:
        Refused: nobody knows the order, it has ended, or it lacks nothing.
    """

    def way(work: UnitOfWork, opened: OpenedOrder) -> None:
        back, _ = withdraw_untouched(work, opened.floor)
        if back:
            opened.order.wave_id = None
            lift_short(work, opened.order)
            refresh_states(work, [opened.order.id])

    subject = Subject(order_number, source, operator_id, seen)
    return take_way(workplace, subject, WayOut.WAIT, way, lifts=False)


def write_off(
    workplace: Workplace,
    order_number: str,
    lost: Mapping[int, int],
    *,
    source: str = "",
    operator_id: int | None = None,
    seen: int | None = None,
) -> ShortReport:
    """Say that units picked for an order are nowhere; others are looked for in their place.

    Args:
        workplace: the station.
        order_number: as the customer calls it.
        lost: units lost, by the number of the line.
        source: the shop, where two shops use the same number.
        operator_id: who asks for it; None for the person at the shell.
        seen: the last decision that whoever decides knows of (`short_decisions.Subject`).

    Raises:
        Refused: nobody knows the order or a line, or so many are not on their way to the bench.
    """

    def way(work: UnitOfWork, opened: OpenedOrder) -> None:
        for number, units in sorted(lost.items()):
            _lose(work, opened, _line(opened, number), units)
        supply(work, opened)

    subject = Subject(order_number, source, operator_id, seen)
    return take_way(workplace, subject, WayOut.WRITE_OFF, way, lacks=False)


def _line(opened: OpenedOrder, number: int) -> OrderLine:
    for line in opened.lines:
        if line.number == number:
            return line
    raise Refused(UnknownOrderLine(opened.order.number, number))


def _other_item(work: UnitOfWork, line: OrderLine, sku: str) -> Item:
    if sku:
        found = item_ids_by_sku(work.session, [sku])
        if sku not in found:
            raise Refused(UnknownSku(sku))
        return work.session.get_one(Item, found[sku])
    known = [] if line.item_id is None else substitutes_of(work.session, line.item_id)
    if not known:
        raise Refused(UnknownSku(line.sku))
    return known[0]


def _take_from_later_orders(work: UnitOfWork, order: Order, line: OrderLine) -> set[int]:
    """Take promises of less urgent orders for a line; returns whose they were."""
    rest = line_facts(line).unallocated
    if not rest or line.item_id is None:
        return set()
    givers: set[int] = set()
    for promise, giver in promises_of_later_orders(
        work.session, line.item_id, order.priority, order.id
    ):
        taken = min(rest, promise.quantity)
        if not taken:
            break
        rest -= taken
        giver.allocated -= taken
        givers.add(giver.order_id)
        return_promise(work, promise, taken)
    work.session.flush()
    lock_orders(work.session, givers)
    refresh_states(work, givers)
    return givers


def _lose(work: UnitOfWork, opened: OpenedOrder, line: OrderLine, units: int) -> None:
    rest = units
    for goods in goods_of_lines(work.session, [line.id]):
        taken = min(rest, goods.units)
        if goods.kind is LocationKind.CARTON or not taken:
            continue
        rest -= taken
        take_out(
            work,
            opened.floor,
            GoodsOut(line.id, goods.lot_id, goods.location_id, LOST_ID, taken),
        )
    if rest:
        raise Refused(UnitsNotFound(opened.order.number, line.number))
