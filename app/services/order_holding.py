"""Stops an order where it is, and lets it go on: holds set and lifted by a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.db.queries.floor_work import positions_of
from app.db.queries.order_lookup import find_order
from app.db.queries.orders import line_facts, lines_of, open_holds_of, orders_with_unknown_items
from app.db.schema import Address, Order, OrderHold
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_events import HoldLifted
from app.domain.events import OrderHeld
from app.domain.order_holds import LiftFacts, may_be_lifted, missing_address_fields
from app.domain.order_refusals import HoldStays, NothingHeld
from app.domain.orders import HoldReason, OrderState, passes_payment_gate
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.services.follow_up_work import release_rest
from app.services.order_changes import OpenedOrder, open_order
from app.services.order_states import refresh_states
from app.services.parcel_changes import relabel_parcels
from app.services.withdrawing import FloorWork, withdraw_open_lines
from app.services.workplace import Workplace


@dataclass(frozen=True)
class HoldReport:
    """An order's state after a hold was set or lifted; `kept` are holds that are open still."""

    number: str
    state: OrderState
    lifted: tuple[HoldReason, ...] = ()
    kept: tuple[HoldReason, ...] = ()


def hold_order(
    workplace: Workplace,
    order_number: str,
    *,
    reason: HoldReason = HoldReason.OPERATOR,
    detail: str = "",
    source: str = "",
    operator_id: int | None = None,
) -> HoldReport:
    """Stop an order where it is: at the desk, at the shelf, on a cart, at the bench.

    On a cart with other orders its open lines are taken off, so that the others go on; work of its
    own waits as it is. Held twice for the same reason changes nothing.

    Args:
        workplace: the station.
        order_number: as the customer calls it.
        reason: why.
        detail: what to tell whoever meets the order.
        source: the shop, where two shops use the same number.
        operator_id: who asks for it; None for the person at the shell.

    Raises:
        Refused: nobody knows the number, or the order has ended.
    """

    def verb(work: UnitOfWork) -> HoldReport:
        opened = open_order(work, find_order(work.session, order_number, source))
        return hold(work, opened, reason, detail)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def hold(work: UnitOfWork, opened: OpenedOrder, reason: HoldReason, detail: str) -> HoldReport:
    """Put a hold on an opened order."""
    order = opened.order
    known = {one.reason for one in open_holds_of(work.session, [order.id])[order.id]}
    if reason not in known:
        work.session.add(
            OrderHold(order_id=order.id, reason=reason, detail=detail, held_at=work.now)
        )
        work.record(OrderHeld(order.id, order.number, reason.value))
    leave_shared_carts(work, opened.floor)
    refresh_states(work, [order.id])
    return HoldReport(order.number, order.state, kept=tuple(sorted({*known, reason})))


def lift_holds(
    workplace: Workplace,
    order_number: str,
    *,
    reasons: Collection[HoldReason] = (),
    waive_payment: bool = False,
    source: str = "",
    operator_id: int | None = None,
) -> HoldReport:
    """Lift what holds an order, as far as it is settled or a person's to judge, and let it go on.

    Parcels whose papers were voided meanwhile get new ones.

    Args:
        workplace: the station.
        order_number: as the customer calls it.
        reasons: which holds; all of them if empty.
        waive_payment: the order is sent before it is paid.
        source: the shop, where two shops use the same number.
        operator_id: who asks for it; None for the person at the shell.

    Raises:
        Refused: nobody knows the number, the order has ended, it is not held for this, or none of
            the holds may be lifted yet.
    """

    def verb(work: UnitOfWork) -> HoldReport:
        opened = open_order(work, find_order(work.session, order_number, source))
        if waive_payment:
            opened.order.payment_waived = True
        return let_go_on(work, workplace, opened, reasons)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def let_go_on(
    work: UnitOfWork, workplace: Workplace, opened: OpenedOrder, reasons: Collection[HoldReason]
) -> HoldReport:
    """Lift holds of an opened order, and give it new papers where nothing holds it any more.

    Raises:
        Refused: as `lift_holds`.
    """
    report = lift(work, opened, reasons)
    if not report.kept:
        relabel_parcels(work, workplace, opened.order, only_void=True)
    return report


def lift(work: UnitOfWork, opened: OpenedOrder, reasons: Collection[HoldReason] = ()) -> HoldReport:
    """Lift holds of an opened order; what waited for that goes on."""
    order = opened.order
    open_holds = open_holds_of(work.session, [order.id])[order.id]
    meant = [one for one in open_holds if not reasons or one.reason in reasons]
    if not meant:
        raise Refused(NothingHeld(order.number))
    facts = _facts(work, opened)
    settled = [one for one in meant if may_be_lifted(HoldReason(one.reason), facts)]
    if not settled:
        raise Refused(HoldStays(order.number, meant[0].reason.value))
    for one in settled:
        one.lifted_at = work.now
        work.record(HoldLifted(order.id, order.number, one.reason.value))
    work.session.flush()
    release_rest(work, opened.floor)
    refresh_states(work, [order.id])
    kept = {HoldReason(one.reason) for one in open_holds if one.lifted_at is None}
    lifted = {HoldReason(one.reason) for one in settled}
    return HoldReport(order.number, order.state, tuple(sorted(lifted)), tuple(sorted(kept)))


def leave_shared_carts(work: UnitOfWork, floor: FloorWork) -> None:
    """Take the open lines of orders off the tasks that carry other orders as well.

    Their stock stays promised; once the order may go on, they become work of their own.
    """
    stopped = set(floor.orders)
    shared = {
        position.task_id
        for position in positions_of(work.session, floor.tasks.keys())
        if position.order_id not in stopped
    }
    tasks = {task_id: task for task_id, task in floor.tasks.items() if task_id in shared}
    if tasks:
        withdraw_open_lines(work, FloorWork(tasks, floor.orders), stopped)


def _facts(work: UnitOfWork, opened: OpenedOrder) -> LiftFacts:
    order = opened.order
    lines = lines_of(work.session, [order.id])[order.id]
    return LiftFacts(
        passes_payment_gate=passes_payment_gate(order.payment, payment_waived=order.payment_waived),
        address_complete=not missing_parts(work, order),
        knows_items=not orders_with_unknown_items(work.session, [order.id]),
        missing=sum(line_facts(line).unallocated for line in lines),
    )


def missing_parts(work: UnitOfWork, order: Order) -> tuple[str, ...]:
    """The parts that an order's delivery address lacks."""
    address = work.session.get_one(Address, order.ship_to_id)
    missing = missing_address_fields(
        name=address.name or address.company,
        street=address.street,
        city=address.city,
        postcode=address.postcode,
        country=address.country_code,
    )
    return tuple(part.value for part in missing)
