"""Orders are chosen to be inspected: by the rules once they are picked, or by a lead's demand.

No scan pays for it. Every few seconds any station writes a row for each picked order that the rules
choose; a bench that is quicker asks the rules itself, which give the same answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.db.queries.inspections import (
    add_inspection,
    inspection_place,
    is_ready,
    open_inspection,
    open_inspections,
    rule_numbers,
    undecided_orders,
    waiting_inspections,
)
from app.db.queries.order_lookup import find_order
from app.db.queries.orders import lock_orders
from app.db.queries.single_lines import has_one_line
from app.db.queries.stock import location_by_code
from app.db.queries.walls import unsorted_lines
from app.db.schema import Inspection, InspectionRule, Order, Site
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_refusals import UnknownPlace
from app.domain.inspection_events import InspectionRaised
from app.domain.inspection_refusals import InspectFirst, PackedMeanwhile
from app.domain.inspection_rules import (
    MOST,
    InspectionReason,
    InspectionRules,
    RuleKind,
    reasons,
)
from app.domain.locations import STORAGE_KINDS
from app.domain.orders import ENDED, OrderState
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.tasks import StockTaskState
from app.domain.wave_refusals import UnfitSettings
from app.services.workplace import Workplace


def raise_inspections(workplace: Workplace) -> int:
    """Write a row for each picked order that the rules choose; returns how many are new."""

    def verb(work: UnitOfWork) -> int:
        return raise_for_picked(work)

    return workplace.database.run(verb, workplace.actor(verb=Verb.INSPECT))


def raise_for_picked(work: UnitOfWork, order_ids: Collection[int] | None = None) -> int:
    """The same within a transaction, for some orders or for all."""
    due = orders_due(work, order_ids)
    # One that a packer took up meanwhile is not asked for any more.
    still = [each for each in lock_orders(work.session, due) if is_ready(work.session, each.id)]
    return sum(_raise(work, order.id, due[order.id], by=None) for order in still)


def orders_due(
    work: UnitOfWork, order_ids: Collection[int] | None = None
) -> dict[int, InspectionReason]:
    """Picked orders that the rules choose and that have no row yet, with the strongest reason.

    One of which units are still to be sorted waits until they are; one with a single line is never
    sorted, and is inspected out of its bulk tote.
    """
    rules = rule_numbers(work.session)
    if rules.is_off:
        return {}
    chosen = {
        order_id: found[0]
        for order_id, order in undecided_orders(work.session, order_ids).items()
        if (found := reasons(rules, order))
    }
    unsorted = {line.order_id for line in unsorted_lines(work.session, chosen)}
    return {
        order_id: reason
        for order_id, reason in chosen.items()
        if order_id not in unsorted or has_one_line(work.session, order_id)
    }


def _raise(work: UnitOfWork, order_id: int, reason: InspectionReason, *, by: int | None) -> bool:
    number = add_inspection(work.session, order_id, reason, by=by, at=work.now)
    if number is None:
        return False
    order = work.session.get_one(Order, order_id)
    work.record(InspectionRaised(order.id, order.number, reason.value))
    return True


def to_inspect(work: UnitOfWork, order_ids: Collection[int]) -> dict[int, InspectionReason]:
    """Those of the orders that may not come onto a bench yet, whether they have a row or not."""
    return orders_due(work, order_ids) | open_inspections(work.session, order_ids)


def why_not_packed(work: UnitOfWork, order: Order) -> InspectFirst | None:
    """Why an order may not come onto a bench yet; None where nobody has to inspect it."""
    reason = to_inspect(work, [order.id]).get(order.id)
    if reason is None:
        return None
    return InspectFirst(order.number, reason, inspection_place(work.session))


def inspections_waiting(work: UnitOfWork, operator_id: int) -> int:
    """How many orders an operator could inspect now, with those the rules are about to choose."""
    free = waiting_inspections(work.session, free_for=(operator_id, work.now))
    return len(free) + len(orders_due(work))


def drop_inspection(work: UnitOfWork, order_id: int) -> None:
    """Nobody has to inspect an order any more: it was cancelled."""
    waiting = open_inspection(work.session, order_id)
    if waiting is not None:
        end(work, waiting, StockTaskState.CANCELLED)


def end(work: UnitOfWork, row: Inspection, state: StockTaskState) -> None:
    """End an inspection."""
    row.state = state
    row.finished_by, row.finished_at = work.actor.operator_id, work.now
    row.operator_id, row.held_until = None, None
    work.session.flush()


# The desk's part --------------------------------------------------------------------------------


def demand_inspection(
    workplace: Workplace, order_number: str, *, source: str = "", operator_id: int | None = None
) -> bool:
    """Have an order inspected, wherever it is before the bench; whether nobody had asked before.

    Raises:
        Refused: nobody knows the order, it has ended, or it is on a bench or packed.
    """

    def verb(work: UnitOfWork) -> bool:
        order_id = find_order(work.session, order_number, source)
        (order,) = lock_orders(work.session, [order_id])
        is_packed = order.state is OrderState.PACKED and not is_ready(work.session, order.id)
        is_begun = order.state is OrderState.PACKING or order.packing_started_at is not None
        if order.state in ENDED or is_packed or is_begun:
            raise Refused(PackedMeanwhile(order.number, order.state.value))
        return _raise(work, order_id, InspectionReason.DEMAND, by=operator_id)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def let_pass(
    workplace: Workplace, order_number: str, *, source: str = "", operator_id: int | None = None
) -> bool:
    """Let an order go to the bench without an inspection; whether it waited for one.

    Raises:
        Refused: nobody knows the order.
    """

    def verb(work: UnitOfWork) -> bool:
        order_id = find_order(work.session, order_number, source)
        lock_orders(work.session, [order_id])
        raise_for_picked(work, [order_id])
        waiting = open_inspection(work.session, order_id)
        if waiting is not None:
            end(work, waiting, StockTaskState.CANCELLED)
        return waiting is not None

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def set_rules(
    workplace: Workplace, numbers: Mapping[RuleKind, int], *, operator_id: int | None = None
) -> InspectionRules:
    """Set the numbers of some rules, 0 for off; returns all rules.

    Raises:
        Refused: with `UnfitSettings`: a number makes no sense for its rule; nothing is changed.
    """
    for kind, amount in numbers.items():
        if not 0 <= amount <= MOST[kind]:
            raise Refused(UnfitSettings(kind.value, str(amount)))

    def verb(work: UnitOfWork) -> InspectionRules:
        for kind, amount in numbers.items():
            row = work.session.get(InspectionRule, kind)
            if row is None and amount:
                work.session.add(InspectionRule(kind=kind, amount=amount))
            elif row is not None and amount:
                row.amount = amount
            elif row is not None:
                work.session.delete(row)
        work.session.flush()
        return rule_numbers(work.session)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def set_place(workplace: Workplace, code: str, *, operator_id: int | None = None) -> str:
    """Say where orders are brought to be inspected; returns its code.

    Raises:
        Refused: with `UnknownPlace`: there is no such place, or goods are stored there.
    """

    def verb(work: UnitOfWork) -> str:
        place = location_by_code(work.session, code.upper())
        site = work.session.get(Site, 1)
        if place is None or place.kind in STORAGE_KINDS or site is None:
            raise Refused(UnknownPlace(code))
        site.inspection_place_id = place.id
        return place.code

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.CHANGE_ORDERS))


def rules_now(workplace: Workplace) -> tuple[InspectionRules, str]:
    """The rules of this house, and the place where orders are inspected."""
    with workplace.database.begin(workplace.actor()) as work:
        return rule_numbers(work.session), inspection_place(work.session)
