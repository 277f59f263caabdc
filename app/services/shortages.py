"""Promised units that are not there: their promise is given back, others are looked for."""

from __future__ import annotations

from app.db.ledger import change_promise
from app.db.queries.picking import open_allocations, order_number
from app.db.queries.released_work import promises_to_release
from app.db.schema import Allocation, Location, Order, OrderHold, OrderLine, PickLine, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.events import LineShorted, OrderHeld
from app.domain.orders import HoldReason
from app.domain.pick_planning import OrderToPick, plan_tasks
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickLineState
from app.services.allocating import allocate_orders
from app.services.joining_walk import join_walk
from app.services.order_states import refresh_states
from app.services.releasing import Manner, write_tasks
from app.services.zone_rest import keep_in_reach


def give_up(work: UnitOfWork, line: PickLine, missing: int, reason: str) -> OrderLine:
    """Take open units off a pick line, and their promise off the place and the order.

    Args:
        work: the transaction; task, orders, line and stock are locked.
        line: the line, of which at least `missing` units are open.
        missing: how many are not there.
        reason: why, as the line keeps it.

    Returns:
        The order line that lacks them now, locked.
    """
    line.short += missing
    line.short_reason = reason
    if line.picked + line.short == line.quantity:
        line.state = PickLineState.SHORT
    allocation = work.session.get_one(Allocation, line.allocation_id, with_for_update=True)
    allocation.quantity -= missing
    order_line = work.session.get_one(OrderLine, line.order_line_id, with_for_update=True)
    order_line.allocated -= missing
    change_promise(
        work.session,
        item_id=line.item_id,
        location_id=line.location_id,
        lot_id=line.lot_id,
        by=-missing,
    )
    place = work.session.get_one(Location, line.location_id).code
    work.record(LineShorted(line.task_id, line.id, missing, reason, place))
    return order_line


def find_elsewhere(work: UnitOfWork, task_id: int, order_line: OrderLine, here: int) -> int:
    """Promise other units to an order line that lacks some; hold the order where there are none.

    They join the walk of the task where the detour is the shortest. A picker who stays in a zone is
    not sent out of it, and none to where other equipment is needed: that is another task's.

    Args:
        work: the transaction; task, orders and stock are locked.
        task_id: the task whose picker did not find them.
        order_line: the line that lacks units.
        here: the location at which the picker stands.

    Returns:
        How often the task changed in what its station cannot know of: 1 where it got lines.
    """
    allocate_orders(work, [order_line.order_id])
    promises = open_allocations(work.session, [order_line.order_id])[order_line.order_id]
    task = work.session.get_one(PickTask, task_id)
    own = keep_in_reach(work, task, order_line.order_id, promises)
    join_walk(work, task_id, here, own)
    hold_short(work, order_line)
    return 1 if own else 0


def find_by_new_task(work: UnitOfWork, order_line: OrderLine) -> None:
    """The same for units found missing after the pick: what is promised is a task of its own."""
    allocate_orders(work, [order_line.order_id])
    _make_task(work, work.session.get_one(Order, order_line.order_id))
    hold_short(work, order_line)
    refresh_states(work, [order_line.order_id])


def _make_task(work: UnitOfWork, order: Order) -> None:
    """Make a task of what is promised to an order and nobody works on; none where there is none."""
    promises = promises_to_release(work.session, [order.id])[order.id]
    wanted = OrderToPick(order.id, promises, order.priority, order.ship_by, order.placed_at)
    write_tasks(work, plan_tasks([wanted], PickMethod.SINGLE), Manner(wave=order.wave_id))


def hold_short(work: UnitOfWork, order_line: OrderLine) -> None:
    """Hold an order for the units of a line that no stock is promised to; nothing if there is."""
    missing = order_line.quantity - order_line.cancelled - order_line.short - order_line.allocated
    if missing <= 0 or not order_line.requires_shipping:
        return
    number = order_number(work.session, order_line.order_id)
    work.session.add(
        OrderHold(
            order_id=order_line.order_id,
            reason=HoldReason.SHORT,
            detail=f"{missing} x {order_line.sku}",
            held_at=work.now,
        )
    )
    work.record(OrderHeld(order_line.order_id, number, HoldReason.SHORT.value))
    work.session.flush()
