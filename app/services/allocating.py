"""Promises stock to orders: rules in the domain, rows locked and written in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, update

from app.db.ledger import change_promise
from app.db.queries.stock import (
    free_supplies,
    lock_allocatable_orders,
    lot_tracked_items,
    open_demands,
)
from app.db.schema import Allocation, Row
from app.db.unit_of_work import UnitOfWork
from app.domain.allocation import Allocation as PlannedPromise
from app.domain.allocation import AllocationPlan, AllocationWhy, Shortage, allocate
from app.domain.events import OrdersAllocated
from app.domain.locations import LocationKind
from app.domain.permissions import Verb
from app.services.order_states import refresh_states
from app.services.refill_planning import raise_needed
from app.services.workplace import Workplace

_LINE = Row.metadata.tables["order_line"].c

_PROMISE_TO_LINE = (
    update(Row.metadata.tables["order_line"])
    .where(_LINE.id == bindparam("line"))
    .values(allocated=_LINE.allocated + bindparam("units"))
)


@dataclass(frozen=True)
class AllocationReport:
    """What one run of the allocation did; shortages name the order lines that got less.

    `from_reserve` are the items of which units were promised in reserve.
    """

    orders: int
    lines: int
    units: int
    shortages: tuple[Shortage, ...]
    from_reserve: frozenset[int] = frozenset()


def allocate_waiting_orders(
    workplace: Workplace, *, operator_id: int | None = None
) -> AllocationReport:
    """Promise free stock to all paid orders, by priority and age.

    What had to be promised in reserve is to be brought to its pick faces before anybody picks it.
    """

    def verb(work: UnitOfWork) -> AllocationReport:
        report = allocate_orders(work, lock_allocatable_orders(work.session))
        raise_needed(work, report.from_reserve)
        return report

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.PROMISE_STOCK))


def allocate_orders(work: UnitOfWork, order_ids: Collection[int]) -> AllocationReport:
    """Promise free stock to these orders, inside the caller's transaction."""
    work.session.flush()
    demands = open_demands(work.session, order_ids)
    supplies = free_supplies(work.session, {demand.item_id for demand in demands})
    plan = allocate(
        demands, supplies, lot_tracked=lot_tracked_items(work.session), today=work.now.date()
    )
    write_promises(work, plan)
    refresh_states(work, order_ids)
    lines = {allocation.line_id for allocation in plan.allocations}
    work.record(OrdersAllocated(len(order_ids), len(lines), len(plan.shortages)))
    units = sum(allocation.quantity for allocation in plan.allocations)
    from_reserve = frozenset(
        allocation.item_id
        for allocation in plan.allocations
        if allocation.why.kind is LocationKind.RESERVE
    )
    return AllocationReport(len(order_ids), len(lines), units, plan.shortages, from_reserve)


def write_promises(work: UnitOfWork, plan: AllocationPlan) -> None:
    """Write a plan: allocation rows, promised units of the stock rows and of the order lines.

    Rows are written many at a time, past the mapper: order lines that the session knows already are
    to be read anew, as `refresh_states` does.
    """
    promised: dict[tuple[int, int, int], int] = defaultdict(int)
    by_line: dict[int, int] = defaultdict(int)
    for allocation in plan.allocations:
        promised[allocation.item_id, allocation.location_id, allocation.lot_id] += (
            allocation.quantity
        )
        by_line[allocation.line_id] += allocation.quantity
    for (item_id, location_id, lot_id), quantity in sorted(promised.items()):
        change_promise(
            work.session, item_id=item_id, location_id=location_id, lot_id=lot_id, by=quantity
        )
    if not by_line:
        return
    work.session.execute(
        insert(Allocation), [_row(work, allocation) for allocation in plan.allocations]
    )
    work.session.connection().execute(
        _PROMISE_TO_LINE,
        [{"line": line_id, "units": units} for line_id, units in sorted(by_line.items())],
    )


def _row(work: UnitOfWork, allocation: PlannedPromise) -> dict[str, object]:
    """A promise of a plan, as the values of its row."""
    return {
        "order_line_id": allocation.line_id,
        "item_id": allocation.item_id,
        "location_id": allocation.location_id,
        "lot_id": allocation.lot_id,
        "quantity": allocation.quantity,
        "reason": allocation.why.reason.value,
        "facts": why_as_facts(allocation.why),
        "made_at": work.now,
    }


def why_as_facts(why: AllocationWhy) -> dict[str, object]:
    """The reasons for a location as plain values, kept with the allocation and shown as "why?"."""
    return {
        "location": why.location_code,
        "kind": why.kind.value,
        "expiry": why.expiry.isoformat() if why.expiry else None,
        "alternatives": why.alternatives,
    }
