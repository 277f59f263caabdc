"""The desk's side of counting: what is counted and why, and the differences a lead decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.db.queries.count_desk import CountRow, count_rows, stock_at_codes
from app.db.queries.counts import counts_in, lock_count, places_to_plan, values_on_shelves
from app.db.queries.people import operator_by_id
from app.db.schema import CountRuleRow, CountTask, Item, Location
from app.db.unit_of_work import UnitOfWork
from app.domain.count_plan import CountFilter, ValueClass, value_classes
from app.domain.count_refusals import CountGone, CountTooOld, OwnCount
from app.domain.count_rules import CountReason, CountRule
from app.domain.desk_refusals import UnknownPlace
from app.domain.operators import OperatorRole
from app.domain.permissions import Verb, may
from app.domain.refusals import Refused
from app.domain.stock_events import CountDecided
from app.domain.stock_key import StockKey
from app.domain.tasks import CountState
from app.services.counting import write_difference
from app.services.held_work import let_go
from app.services.promising import promise_to_waiting
from app.services.raising_counts import raise_count
from app.services.removing_stock import lock_stock_and_promises
from app.services.workplace import Workplace

CountView = CountRow
"""A count as screens and commands show it."""

BY_RULE = CountFilter()
"""Whatever the rules of the item classes say is due."""

MOST_PLANNED = 200
"""Counts raised by one plan: more than a shift counts would only hide what is urgent."""


@dataclass(frozen=True)
class CountPlan:
    """What one plan raised, by reason, and how many places would have been due beside."""

    raised: int
    planned: int
    threshold: int
    left_out: int


def plan_counts(
    workplace: Workplace,
    *,
    item_ids: Collection[int] | None = None,
    wanted: CountFilter = BY_RULE,
    limit: int = MOST_PLANNED,
    operator_id: int | None = None,
) -> CountPlan:
    """Raise the counts that are due, in walking order.

    Args:
        workplace: where this is asked for.
        item_ids: only of these items; of all if None.
        wanted: which places, and what is due there; by the rules of the item classes if not said.
        limit: how many at the most.
        operator_id: who asks; None for the person at the shell.
    """

    def verb(work: UnitOfWork) -> CountPlan:
        by_value = wanted.value_class is not None
        classes = value_classes(values_on_shelves(work.session)) if by_value else {}
        due = [
            (place, reason)
            for place in places_to_plan(work.session, item_ids)
            if (
                reason := wanted.reason_for(
                    place, classes.get(place.item_id, ValueClass.C), work.now
                )
            )
            is not None
        ]
        taken = due[:limit]
        for place, reason in taken:
            raise_count(
                work,
                item_id=place.item_id,
                location_id=place.location_id,
                lot_id=place.lot_id,
                reason=reason,
            )
        planned = sum(reason is CountReason.PLANNED for _, reason in taken)
        return CountPlan(len(taken), planned, len(taken) - planned, len(due) - len(taken))

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.STOCK_DESK))


def ask_for_counts(
    workplace: Workplace, codes: Collection[str], *, operator_id: int | None = None
) -> int:
    """Have everything counted that lies at some places, because somebody wants to know.

    Args:
        workplace: where this is asked for.
        codes: codes of locations, without the letters of their barcodes.
        operator_id: who asks; None for the person at the shell.

    Returns:
        How many counts were raised; an item and lot that waits for one already gets no second.

    Raises:
        Refused: a place does not exist; then nothing is raised.
    """
    return workplace.database.run(
        lambda work: raise_counts_at(work, codes), workplace.actor(operator_id, Verb.COUNT)
    )


def raise_counts_at(work: UnitOfWork, codes: Collection[str]) -> int:
    """Raise counts of all that lies at some places, as `ask_for_counts` does.

    Raises:
        Refused: a place does not exist.
    """
    found = stock_at_codes(work.session, {code.upper() for code in codes})
    missing = sorted({code.upper() for code in codes} - found.keys())
    if missing:
        raise Refused(UnknownPlace(missing[0]))
    keys = sorted(key for at_place in found.values() for key in at_place)
    return sum(
        raise_count(
            work,
            item_id=key.item_id,
            location_id=key.location_id,
            lot_id=key.lot_id,
            reason=CountReason.SPOT,
        )
        for key in keys
    )


def open_counts(workplace: Workplace, operator_id: int | None = None) -> tuple[CountView, ...]:
    """All counts that nobody has finished, doubted places first."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return tuple(count_rows(work.session, CountState.OPEN))


def counts_to_approve(
    workplace: Workplace, operator_id: int | None = None
) -> tuple[CountView, ...]:
    """The differences that wait for a lead, the largest value first."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return tuple(count_rows(work.session, CountState.TO_APPROVE))


def approvals_waiting(work: UnitOfWork, operator_id: int) -> int:
    """How many differences wait for a lead; none for anybody else."""
    role = operator_by_id(work.session, operator_id).role
    return len(counts_in(work.session, CountState.TO_APPROVE)) if may(role, Verb.STOCK_DESK) else 0


def approve_count(workplace: Workplace, operator_id: int | None, count_id: int) -> None:
    """Write a difference into the books, as it was counted.

    Units that came or went since the count are in the books by themselves; the difference that the
    count found is added to them.

    Args:
        workplace: where this is done.
        operator_id: who approves it; None for the person at the shell.
        count_id: the count.

    Raises:
        Refused: with `CountGone` where somebody decided already, with `OwnCount` where whoever
            counted would approve it, with `CountTooOld` where the books hold less by now than is
            to be taken off them.
    """
    item_id = 0

    def verb(work: UnitOfWork) -> None:
        nonlocal item_id
        count, place, sku = _waiting(work, count_id)
        item_id = count.item_id
        if operator_id is not None and _is_own(work, count, operator_id):
            raise Refused(OwnCount(place))
        difference = (count.counted or 0) - (count.expected or 0)
        key = StockKey(count.item_id, count.location_id, count.lot_id)
        locked = lock_stock_and_promises(work, key)
        if locked.on_hand + difference < 0:
            raise Refused(CountTooOld(place, work.session.get_one(Item, count.item_id).name))
        _decide(work, count, CountState.DONE)
        write_difference(work, locked, difference, count_id=count.id)
        work.record(CountDecided(count.id, place, sku, difference, is_approved=True))

    workplace.database.run(verb, workplace.actor(operator_id, Verb.STOCK_DESK))
    promise_to_waiting(workplace, operator_id, {item_id}, Verb.STOCK_DESK)


def _is_own(work: UnitOfWork, count: CountTask, operator_id: int) -> bool:
    """Whether somebody would approve their own count.

    In a small house one person does both; an administrator answers for the books anyway.
    """
    role = operator_by_id(work.session, operator_id).role
    return count.counted_by == operator_id and role is not OperatorRole.ADMIN


def count_once_more(workplace: Workplace, operator_id: int | None, count_id: int) -> None:
    """Believe no difference yet: the place is counted anew, by whoever takes the count next.

    Raises:
        Refused: with `CountGone` where somebody decided already.
    """

    def verb(work: UnitOfWork) -> None:
        count, place, sku = _waiting(work, count_id)
        count.state = CountState.OPEN
        count.progress = {}
        count.is_doubt = True
        let_go(count)
        work.record(CountDecided(count.id, place, sku, 0, is_approved=False))

    workplace.database.run(verb, workplace.actor(operator_id, Verb.STOCK_DESK))


def cancel_count(workplace: Workplace, operator_id: int | None, count_id: int) -> None:
    """Take a count back: the books stand, and the place is promised from again.

    Raises:
        Refused: with `CountGone` where it is settled already.
    """
    actor = workplace.actor(operator_id, Verb.STOCK_DESK)
    item_id = workplace.database.run(lambda work: drop_count(work, count_id), actor)
    promise_to_waiting(workplace, operator_id, {item_id}, Verb.STOCK_DESK)


def drop_count(work: UnitOfWork, count_id: int) -> int:
    """Cancel a count that is not settled, as `cancel_count` does; returns the item it was of.

    Raises:
        Refused: with `CountGone`.
    """
    count = lock_count(work.session, count_id)
    if count is None or count.state not in (CountState.OPEN, CountState.TO_APPROVE):
        raise Refused(CountGone("" if count is None else _code(work, count)))
    _decide(work, count, CountState.CANCELLED)
    return count.item_id


def _waiting(work: UnitOfWork, count_id: int) -> tuple[CountTask, str, str]:
    """A count that waits for a decision, locked, with the codes of its place and item."""
    count = lock_count(work.session, count_id)
    if count is None or count.state is not CountState.TO_APPROVE:
        raise Refused(CountGone("" if count is None else _code(work, count)))
    return count, _code(work, count), work.session.get_one(Item, count.item_id).sku


def _code(work: UnitOfWork, count: CountTask) -> str:
    return work.session.get_one(Location, count.location_id).code


def _decide(work: UnitOfWork, count: CountTask, state: CountState) -> None:
    count.state = state
    count.decided_by, count.decided_at = work.actor.operator_id, work.now
    let_go(count)
    work.session.flush()


def count_rules(workplace: Workplace) -> dict[str, CountRule]:
    """How the classes of items are counted; "" is for all that have no rule of their own."""
    with workplace.database.begin(workplace.actor()) as work:
        rows = work.session.query(CountRuleRow).order_by(CountRuleRow.item_class)
        return {
            row.item_class: CountRule(
                row.tolerance_units, row.tolerance_cents, row.every_days, row.below_units
            )
            for row in rows
        }


def set_count_rule(
    workplace: Workplace, item_class: str, rule: CountRule | None, *, operator_id: int | None = None
) -> None:
    """Say how a class of items is counted.

    Args:
        workplace: where this is done.
        item_class: the class; "" for all that have no rule of their own.
        rule: how; None to have none any more.
        operator_id: who says so; None for the person at the shell.
    """

    def verb(work: UnitOfWork) -> None:
        row = work.session.get(CountRuleRow, item_class)
        if rule is None:
            if row is not None:
                work.session.delete(row)
            return
        row = row or CountRuleRow(item_class=item_class)
        row.tolerance_units, row.tolerance_cents = rule.tolerance_units, rule.tolerance_cents
        row.every_days, row.below_units = rule.every_days, rule.below_units
        work.session.add(row)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.STOCK_DESK))
