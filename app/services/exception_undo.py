"""Undoes the last thing a lead decided about an exception, while the floor has not gone on."""

from __future__ import annotations

from datetime import timedelta

from app.db.queries.counts import lock_count, unsettled_count
from app.db.queries.desk_decisions import decisions_of
from app.db.queries.orders import lines_of, open_holds_of
from app.db.queries.stock import items_of_orders, lock_stock_of
from app.db.schema import CountTask, Item, Location, Order, OrderHold, OrderLine
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_decisions import (
    PAST_UNDOING,
    DecisionBack,
    DoneDecision,
    LineChange,
    last_decision,
    line_can_go_back,
)
from app.domain.events import CountRaised, OrderHeld
from app.domain.exception_events import CustomerNotToBeTold, DecisionUndone, LeadCallReopened
from app.domain.exception_refusals import DecisionOvertaken, DecisionStands, NoDecisionToUndo
from app.domain.floor_exceptions import TOLD_TO_CUSTOMER
from app.domain.order_refusals import OrderEnded
from app.domain.orders import ENDED, MAY_HAVE_STOCK, HoldReason, OrderState
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.stock_key import StockKey
from app.domain.tasks import CountState
from app.services.count_desk import drop_count
from app.services.cutting import cut_line, return_unpicked
from app.services.order_changes import OpenedOrder, cancel, supply
from app.services.order_holding import leave_shared_carts
from app.services.order_states import refresh_states
from app.services.parcel_changes import tell_bench
from app.services.withdrawing import FloorWork, lock_floor_work, settle_tasks
from app.services.workplace import Workplace

SHIFT = timedelta(hours=12)
"""Older decisions are not undone."""

_AT_DESK = MAY_HAVE_STOCK | {OrderState.PLACED, OrderState.HELD}


def last_decided(workplace: Workplace, operator_id: int | None = None) -> DoneDecision | None:
    """What UNDO means at the exception desk for somebody now; None if they decided nothing."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return _last(work)


def undo_decision(workplace: Workplace, operator_id: int | None = None) -> DoneDecision:
    """Undo the last thing that this lead decided about an exception in this shift.

    Returns:
        What was undone.

    Raises:
        Refused: there is nothing, it cannot be undone, or others have gone on with it.
    """

    def verb(work: UnitOfWork) -> DoneDecision:
        done = _last(work)
        if done is None:
            raise Refused(NoDecisionToUndo())
        if done.way_back is None:
            raise Refused(DecisionStands(done.subject, done.way.value))
        _take_back(work, done)
        about = done.reversal.order_id
        work.record(DecisionUndone(done.number, done.way.value, done.subject, about))
        if about and done.way in TOLD_TO_CUSTOMER:
            work.record(CustomerNotToBeTold(about, done.subject, done.way.value))
        return done

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def _last(work: UnitOfWork) -> DoneDecision | None:
    done, undone = decisions_of(work.session, work.actor.operator_id, work.now - SHIFT)
    return last_decision(done, undone)


def _take_back(work: UnitOfWork, done: DoneDecision) -> None:
    match done.way_back:
        case DecisionBack.LACK_AGAIN:
            _lack_again(work, done)
        case DecisionBack.HOLD_AGAIN:
            _hold_again(work, done)
        case DecisionBack.CALL_AGAIN:
            for call in done.reversal.row_ids:
                work.record(LeadCallReopened(call))
        case DecisionBack.NO_COUNT:
            for count_id in done.reversal.row_ids:
                _drop(work, done, count_id)
        case _:
            for count_id in done.reversal.row_ids:
                _count_again(work, done, count_id)


# Orders ---------------------------------------------------------------------------------------


def _lack_again(work: UnitOfWork, done: DoneDecision) -> None:
    """Let an order lack again what it lacked, and those whose promises it took have them back."""
    reversal = done.reversal
    floor, order = _open(work, done)
    if order.state in PAST_UNDOING:
        raise _overtaken(done, order)
    _cancel_rest(work, done, floor)
    lines = {line.id: line for line in lines_of(work.session, [order.id])[order.id]}
    own = FloorWork(floor.tasks, {order.id: order})
    for change in reversal.lines:
        _line_back(work, done, own, lines[change.order_line_id], change)
    settle_tasks(work, own)
    tell_bench(work, order)
    _set_holds(work, done, order)
    refresh_states(work, [order.id])
    for giver_id in reversal.giver_ids:
        giver = floor.orders[giver_id]
        if giver.state not in ENDED:
            theirs = lines_of(work.session, [giver_id])[giver_id]
            supply(work, OpenedOrder(giver, FloorWork(floor.tasks, {giver_id: giver}), theirs))
            refresh_states(work, [giver_id])


def _line_back(
    work: UnitOfWork, done: DoneDecision, own: FloorWork, line: OrderLine, change: LineChange
) -> None:
    if not line_can_go_back(change, promised=line.allocated, picked=line.picked, short=line.short):
        raise _overtaken(done, own.orders[line.order_id])
    if change.is_new:
        cut_line(work, own, line, line.quantity - line.cancelled)
        return
    return_unpicked(work, own, line, change.promised)
    line.short -= change.given_up


def _cancel_rest(work: UnitOfWork, done: DoneDecision, floor: FloorWork) -> None:
    """Cancel the order in which the rest was to follow, as long as it waits at the desk."""
    if not done.reversal.rest_id:
        return
    rest = floor.orders[done.reversal.rest_id]
    if rest.state not in _AT_DESK or rest.released_at is not None:
        raise _overtaken(done, rest)
    lines = lines_of(work.session, [rest.id])[rest.id]
    cancel(work, OpenedOrder(rest, FloorWork(floor.tasks, {rest.id: rest}), lines))


def _hold_again(work: UnitOfWork, done: DoneDecision) -> None:
    """Let an order be held for what it was held for."""
    floor, order = _open(work, done)
    _set_holds(work, done, order)
    leave_shared_carts(work, floor)
    refresh_states(work, [order.id])


def _open(work: UnitOfWork, done: DoneDecision) -> tuple[FloorWork, Order]:
    """Lock all that undoing a decision touches: tasks, orders, stock.

    Raises:
        Refused: the order has ended.
    """
    reversal = done.reversal
    ids = {reversal.order_id, *reversal.giver_ids, reversal.rest_id} - {0}
    floor = lock_floor_work(work, ids)
    lock_stock_of(work.session, items_of_orders(work.session, ids))
    order = floor.orders[reversal.order_id]
    if order.state in ENDED:
        raise Refused(OrderEnded(order.number, order.state.value))
    return floor, order


def _set_holds(work: UnitOfWork, done: DoneDecision, order: Order) -> None:
    known = {one.reason for one in open_holds_of(work.session, [order.id])[order.id]}
    for hold in done.reversal.holds:
        reason = HoldReason(hold.reason)
        if reason in known:
            continue
        work.session.add(
            OrderHold(order_id=order.id, reason=reason, detail=hold.detail, held_at=work.now)
        )
        work.record(OrderHeld(order.id, order.number, reason.value))
    work.session.flush()


def _overtaken(done: DoneDecision, order: Order) -> Refused:
    return Refused(DecisionOvertaken(done.subject, done.way.value, order.state.value))


# Counts ---------------------------------------------------------------------------------------


def _drop(work: UnitOfWork, done: DoneDecision, count_id: int) -> None:
    """Take a count back that was asked for and that nobody has begun."""
    count = lock_count(work.session, count_id)
    is_begun = count is None or bool(count.progress) or count.operator_id is not None
    if count is None or is_begun or count.state is not CountState.OPEN:
        raise Refused(DecisionOvertaken(done.subject, done.way.value, ""))
    drop_count(work, count_id)


def _count_again(work: UnitOfWork, done: DoneDecision, count_id: int) -> None:
    """Let a count that was dropped be open again, unless another one was asked for meanwhile."""
    count = lock_count(work.session, count_id)
    if count is None or count.state is not CountState.CANCELLED or _other_count(work, count):
        raise Refused(DecisionOvertaken(done.subject, done.way.value, ""))
    count.state = CountState.OPEN
    count.decided_by, count.decided_at = None, None
    work.session.flush()
    place = work.session.get_one(Location, count.location_id).code
    sku = work.session.get_one(Item, count.item_id).sku
    work.record(CountRaised(place, sku, count.reason))


def _other_count(work: UnitOfWork, count: CountTask) -> bool:
    key = StockKey(count.item_id, count.location_id, count.lot_id)
    return unsettled_count(work.session, key) is not None
