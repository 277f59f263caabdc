"""Takes units off an order line, the least advanced first: counts, promises and pick lines."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select

from app.db.ledger import change_promise
from app.db.queries.floor_work import lock_open_lines
from app.db.queries.orders import line_facts
from app.db.schema import Allocation, OrderLine, PickLine
from app.db.unit_of_work import UnitOfWork
from app.domain.order_changes import LineCut, cut_units
from app.services.withdrawing import FloorWork, shrink


def cut_line(work: UnitOfWork, floor: FloorWork, line: OrderLine, units: int) -> LineCut:
    """Let a customer want `units` fewer of a line.

    Tasks are to be settled afterwards (`withdrawing.settle_tasks`), states to be computed anew.

    Args:
        work: the transaction; the stock of the item is locked.
        floor: the order and its unfinished tasks, locked.
        line: the line.
        units: how many are not wanted any more.

    Raises:
        ValueError: so many were never ordered, or have left the house.
    """
    open_lines = _open_lines(work, floor, line)
    walking = sum(one.quantity - one.picked - one.short for one in open_lines)
    cut = cut_units(line_facts(line), units, walking=walking)
    line.short -= cut.given_up
    line.cancelled += units
    _take_off_walk(work, floor, open_lines, cut.walking)
    _take_promises(work, line, cut.promised)
    line.allocated -= cut.walking + cut.promised
    if line.picked > line.quantity - line.cancelled - line.short:
        floor.touched |= tasks_that_picked(work, floor, line)  # their pickers take units out
    work.session.flush()
    return cut


def return_unpicked(work: UnitOfWork, floor: FloorWork, line: OrderLine, units: int) -> None:
    """Take promises of units that nobody has picked off an order line; it wants them still.

    Tasks are to be settled afterwards (`withdrawing.settle_tasks`), states to be computed anew.

    Args:
        work: the transaction; the stock of the item is locked.
        floor: the order and its unfinished tasks, locked.
        line: the line, of which at least so many units are promised and not picked.
        units: how many.
    """
    open_lines = _open_lines(work, floor, line)
    walking = sum(one.quantity - one.picked - one.short for one in open_lines)
    promised = min(units, line.allocated - line.picked - walking)
    _take_promises(work, line, promised)
    _take_off_walk(work, floor, open_lines, units - promised)
    line.allocated -= units
    work.session.flush()


def _open_lines(work: UnitOfWork, floor: FloorWork, line: OrderLine) -> list[PickLine]:
    return [
        pick_line
        for _, pick_line in lock_open_lines(work.session, floor.tasks.keys(), floor.orders.keys())
        if pick_line.order_line_id == line.id
    ]


def tasks_that_picked(work: UnitOfWork, floor: FloorWork, line: OrderLine) -> set[int]:
    """The unfinished tasks of which a unit was picked for a line."""
    return set(
        work.session.scalars(
            select(PickLine.task_id).where(
                PickLine.order_line_id == line.id,
                PickLine.picked > 0,
                PickLine.task_id.in_(floor.tasks),
            )
        )
    )


def _take_off_walk(
    work: UnitOfWork, floor: FloorWork, lines: Sequence[PickLine], units: int
) -> None:
    """Shrink pick lines, the last on the walk first, so that the picker is not called back."""
    rest = units
    for line in lines:
        taken = min(rest, line.quantity - line.picked - line.short)
        if taken == 0:
            break
        rest -= taken
        return_promise(work, work.session.get_one(Allocation, line.allocation_id), taken)
        shrink(line, taken)
        floor.touched.add(line.task_id)


def _take_promises(work: UnitOfWork, line: OrderLine, units: int) -> None:
    """Give back promises that no pick line works on, the latest first."""
    rest = units
    if rest == 0:
        return
    promises = work.session.scalars(
        select(Allocation)
        .where(
            Allocation.order_line_id == line.id,
            Allocation.quantity > 0,
            ~exists().where(PickLine.allocation_id == Allocation.id),
        )
        .order_by(Allocation.id.desc())
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for promise in promises:
        taken = min(rest, promise.quantity)
        if taken == 0:
            break
        rest -= taken
        return_promise(work, promise, taken)
        if promise.quantity == 0:
            work.session.delete(promise)


def return_promise(work: UnitOfWork, promise: Allocation, units: int) -> None:
    """Give units of a promise back: others may have them."""
    promise.quantity -= units
    change_promise(
        work.session,
        item_id=promise.item_id,
        location_id=promise.location_id,
        lot_id=promise.lot_id,
        by=-units,
    )
