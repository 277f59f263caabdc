"""What all ways out of a shortage share: one transaction, on record, and nobody decides twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.db.queries.exception_records import decision_after
from app.db.queries.order_lookup import find_order
from app.db.queries.orders import line_facts, lines_of, open_holds_of
from app.db.schema import Order, OrderLine
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_decisions import LiftedHold, LineChange, Reversal
from app.domain.desk_events import HoldLifted
from app.domain.exception_events import CustomerToBeTold, DecisionMade, ShortDecided
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


@dataclass(frozen=True)
class OthersTouched:
    """What a way out did beside the order: whose promises it took, and where the rest follows."""

    giver_ids: tuple[int, ...] = ()
    rest_id: int = 0


def take_way(
    workplace: Workplace,
    subject: Subject,
    way: WayOut,
    do: Callable[[UnitOfWork, OpenedOrder], OthersTouched | None],
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
        before = _as_it_stands(work, opened)
        others = do(work, opened) or OthersTouched()
        if lifts:
            report = lift_if_settled(work, opened)
        else:
            report = ShortReport(order.number, order.state, missing_of(opened.lines))
        reversal = before.reversal_to(_as_it_stands(work, opened), others)
        note_decision(work, order, way, report.missing, units=units, reversal=reversal)
        return report

    return workplace.database.run(verb, workplace.actor(subject.operator_id, Verb.CHANGE_ORDERS))


@dataclass(frozen=True)
class _Standing:
    """An order's lines and holds at a moment: units given up and promised by line."""

    order_id: int
    lines: dict[int, tuple[int, int]]
    holds: dict[int, LiftedHold]

    def reversal_to(self, after: _Standing, others: OthersTouched) -> Reversal:
        """What undoes the way from here to a later moment."""
        changes = [
            _change(line_id, self.lines.get(line_id), now) for line_id, now in after.lines.items()
        ]
        lifted = [hold for hold_id, hold in self.holds.items() if hold_id not in after.holds]
        return Reversal(
            order_id=self.order_id,
            lines=tuple(one for one in changes if one.is_new or one.promised or one.given_up),
            holds=tuple(lifted),
            giver_ids=others.giver_ids,
            rest_id=others.rest_id,
        )


def _as_it_stands(work: UnitOfWork, opened: OpenedOrder) -> _Standing:
    order_id = opened.order.id
    work.session.flush()
    lines: Sequence[OrderLine] = lines_of(work.session, [order_id])[order_id]
    return _Standing(
        order_id,
        {line.id: (line.short, line.allocated) for line in lines},
        {
            hold.id: LiftedHold(hold.reason.value, hold.detail)
            for hold in open_holds_of(work.session, [order_id])[order_id]
        },
    )


def _change(line_id: int, was: tuple[int, int] | None, now: tuple[int, int]) -> LineChange:
    short, promised = (0, 0) if was is None else was
    return LineChange(
        line_id,
        promised=max(0, now[1] - promised),
        given_up=max(0, now[0] - short),
        is_new=was is None,
    )


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


def note_decision(
    work: UnitOfWork,
    order: Order,
    way: WayOut,
    missing: int,
    *,
    units: int,
    reversal: Reversal | None = None,
) -> None:
    """Put a decision on record, so that every station hears of it, and the customer where need be.

    Args:
        work: the transaction.
        order: whose units they are.
        way: what was chosen.
        missing: units that lack stock still.
        units: units that lacked stock before.
        reversal: what undoes it; None where nothing does.
    """
    work.record(ShortDecided(order.id, order.number, way.value, missing))
    work.record(DecisionMade(way.value, order.number, reversal or Reversal(order_id=order.id)))
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
