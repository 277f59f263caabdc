"""Lets promises follow goods that were carried elsewhere, so that pickers go where they lie now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.db.queries.counts import PromisedHere
from app.db.queries.picking import equipment_of_lines, lock_pick_line
from app.db.schema import Allocation, Location, PickLine, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.equipment import NONE, reaches
from app.domain.tasks import PickLineState
from app.services.withdrawing import shrink


def may_follow(promises: Sequence[PromisedHere], target: Location) -> list[PromisedHere]:
    """The promises that may follow goods to another place.

    Whoever is on the way to pick finds the goods where the screen says; a task that is confined to
    a zone cannot be sent into another, and none to where equipment is needed that it does not name.
    """
    return [
        promise
        for promise in promises
        if not promise.is_in_hand
        and promise.zone in ("", target.zone)
        and (promise.pick_line_id is None or reaches(promise.equipment, target.equipment))
    ]


def movable(on_hand: int, promises: Sequence[PromisedHere], target: Location) -> int:
    """Units that may be carried to a place: all but those promised to work that stays behind."""
    following = {promise.risk.allocation_id for promise in may_follow(promises, target)}
    staying = sum(
        promise.risk.units for promise in promises if promise.risk.allocation_id not in following
    )
    return max(0, on_hand - staying)


def move_promises(
    work: UnitOfWork,
    promises: Iterable[PromisedHere],
    following: Iterable[tuple[int, int]],
    target_id: int,
) -> None:
    """Let promises be kept at another location. The stock rows were changed with the goods.

    A promise that follows as a whole stays the same row, and so does its pick line; of one that
    follows in part, the rest stays where it was. Stations learn of it with their next scan.

    Args:
        work: the transaction; tasks, orders and stock are locked.
        promises: what was promised where the goods came from.
        following: promises with the units that follow.
        target_id: where the goods are now.
    """
    by_id = {promise.risk.allocation_id: promise for promise in promises}
    touched: set[int] = set()
    for allocation_id, units in following:
        touched |= _move(work, by_id[allocation_id], units, target_id)
    work.session.flush()
    for task_id in sorted(touched):
        _needs_less(work, work.session.get_one(PickTask, task_id))


def _needs_less(work: UnitOfWork, task: PickTask) -> None:
    """Let anybody do a task of which nothing lies out of reach any more."""
    if task.equipment and task.equipment not in equipment_of_lines(work.session, task.id):
        task.equipment = NONE
        work.session.flush()


def _move(work: UnitOfWork, promise: PromisedHere, units: int, target_id: int) -> set[int]:
    """Let one promise follow; returns the task of which a line moved, if one did."""
    allocation = work.session.get_one(
        Allocation, promise.risk.allocation_id, with_for_update=True, populate_existing=True
    )
    line = None
    if promise.pick_line_id is not None:
        line = lock_pick_line(work.session, promise.pick_line_id)
        work.session.get_one(PickTask, line.task_id).revision += 1
    is_untouched = line is None or line.picked + line.short == 0
    if units == allocation.quantity and is_untouched:
        allocation.location_id = target_id
        if line is None:
            return set()
        line.location_id = target_id
        return {line.task_id}
    allocation.quantity -= units
    part = Allocation(
        order_line_id=allocation.order_line_id,
        item_id=allocation.item_id,
        location_id=target_id,
        lot_id=allocation.lot_id,
        quantity=units,
        reason=allocation.reason,
        facts=allocation.facts,
        made_at=work.now,
    )
    work.session.add(part)
    if line is None:
        return set()
    work.session.flush()
    work.session.add(
        PickLine(
            task_id=line.task_id,
            order_line_id=line.order_line_id,
            allocation_id=part.id,
            item_id=line.item_id,
            location_id=target_id,
            lot_id=line.lot_id,
            sequence=line.sequence,
            quantity=units,
            state=PickLineState.OPEN,
        )
    )
    shrink(line, units)
    return {line.task_id}
