"""What all ways out of a shortage share: one transaction, on record, and nobody decides twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.db.queries.exception_records import decision_after
from app.db.queries.order_lookup import find_order
from app.db.queries.orders import line_facts, lines_of, open_holds_of
from app.db.schema import Order, OrderLine
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_events import HoldLifted
from app.domain.exception_events import CustomerToBeTold, ShortDecided
from app.domain.exception_refusals import AlreadyDecided
from app.domain.floor_exceptions import TOLD_TO_CUSTOMER
from app.domain.order_refusals import NothingMissing
from app.domain.orders import HoldReason, OrderState
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.short_ways import WayOut
from app.services.order_changes import OpenedOrder, open_order
from app.services.order_states import refresh_states
from app.services.workplace import Workplace


@dataclass(frozen=True)
class ShortReport:
    """An order's state after a way out was taken, and the units that are missing still."""

    number: str
    state: OrderState
    missing: int


@dataclass(frozen=True)
class Subject:
    """The order that is decided about.

    Attributes:
        order_number: as the customer calls it.
        source: the shop, where two shops use the same number.
        operator_id: who decides; None for the person at the shell.
        seen: the number of the last decision about it that whoever decides has seen, 0 for none:
            a later one is refused as `AlreadyDecided`. None decides whatever others decided.
    """

    order_number: str
    source: str = ""
    operator_id: int | None = None
    seen: int | None = None


def take_way(
    workplace: Workplace,
    subject: Subject,
    way: WayOut,
    do: Callable[[UnitOfWork, OpenedOrder], None],
    *,
    lifts: bool = True,
    lacks: bool = True,
) -> ShortReport:
    """Take one way out in a transaction, and let the order go on where nothing lacks any more.

    Args:
        workplace: the station.
        subject: the order.
        way: which way out, for the record.
        do: takes it.
        lifts: whether the order goes on once nothing is missing.
        lacks: whether it is refused for an order that lacks nothing.

    Raises:
        Refused: nobody knows the order, it has ended, somebody decided meanwhile, or it lacks
            nothing; and what `do` refuses.
    """

    def verb(work: UnitOfWork) -> ShortReport:
        opened = open_order(work, find_order(work.session, subject.order_number, subject.source))
        order = opened.order
        refuse_twice(work, order, subject)
        if lacks and not missing_of(opened.lines):
            raise Refused(NothingMissing(order.number))
        units = missing_of(opened.lines)
        do(work, opened)
        if lifts:
            report = lift_if_settled(work, opened)
        else:
            report = ShortReport(order.number, order.state, missing_of(opened.lines))
        note_decision(work, order, way, report.missing, units=units)
        return report

    return workplace.database.run(verb, workplace.actor(subject.operator_id, Verb.CHANGE_ORDERS))


def refuse_twice(work: UnitOfWork, order: Order, subject: Subject) -> None:
    """Refuse a decision about an order that somebody decided about after it was looked at.

    Raises:
        Refused: with `AlreadyDecided`. The order is locked, so nobody decides between this and the
            end of the transaction.
    """
    if subject.seen is None:
        return
    known = decision_after(work.session, order.id, subject.seen)
    if known is not None:
        raise Refused(AlreadyDecided(order.number, known.way, known.who))


def note_decision(work: UnitOfWork, order: Order, way: WayOut, missing: int, *, units: int) -> None:
    """Put a decision on record, so that every station hears of it, and the customer where need be.

    Args:
        work: the transaction.
        order: whose units they are.
        way: what was chosen.
        missing: units that lack stock still.
        units: units that lacked stock before.
    """
    work.record(ShortDecided(order.id, order.number, way.value, missing))
    if way in TOLD_TO_CUSTOMER:
        work.record(CustomerToBeTold(order.id, order.number, way.value, units))


def lift_if_settled(work: UnitOfWork, opened: OpenedOrder) -> ShortReport:
    """Let an order go on where none of its units lacks stock any more."""
    order = opened.order
    work.session.flush()
    missing = missing_of(lines_of(work.session, [order.id])[order.id])
    if not missing:
        lift_short(work, order)
    refresh_states(work, [order.id])
    return ShortReport(order.number, order.state, missing)


def lift_short(work: UnitOfWork, order: Order) -> None:
    """Lift what holds an order as short."""
    for hold in open_holds_of(work.session, [order.id])[order.id]:
        if hold.reason is HoldReason.SHORT:
            hold.lifted_at = work.now
            work.record(HoldLifted(order.id, order.number, hold.reason.value))
    work.session.flush()


def missing_of(lines: list[OrderLine]) -> int:
    """Units of an order's lines that no stock is promised to."""
    return sum(line_facts(line).unallocated for line in lines)
