"""A lead gives work to people: a whole task or half of one, and takes it back.

What was picked stays picked and in its tote. A task given away waits for its new holder under a
new epoch, so that no scan of the old one counts any more; of a shared task the first picker's
station learns by the revision. Locks are taken as everywhere: task, orders, pick lines.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.db.queries.floor_work import orders_with_picks
from app.db.queries.late_rows import highest_priority
from app.db.queries.leases import lock_tasks
from app.db.queries.orders import lock_orders
from app.db.queries.people import operator_by_id
from app.db.queries.picking import open_lines_of_orders, tote_positions
from app.db.queries.released_work import promises_to_release, zone_turns
from app.db.schema import Operator, Order, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.custody_events import TaskGiven
from app.domain.custody_refusals import CannotTakeOver
from app.domain.events import TaskTakenOver
from app.domain.people_events import HalfJoined, PersonSent, TaskRushed, WorkShared
from app.domain.people_refusals import (
    BegunMeanwhile,
    CannotBeShared,
    HasItAlready,
    NothingToShare,
    WorkEnded,
)
from app.domain.permissions import Verb, may
from app.domain.pick_planning import OrderToPick, plan_tasks
from app.domain.pick_state import PickMethod
from app.domain.priorities import URGENT
from app.domain.refusals import Refused
from app.domain.sharing_work import BY_LINE, OpenLine, can_be_shared, half_of
from app.domain.tasks import PickTaskState, next_task_state
from app.services.follow_up_work import join_task
from app.services.order_states import refresh_states
from app.services.releasing import Manner, write_tasks
from app.services.skills import require_able
from app.services.withdrawing import FloorWork, withdraw_lines
from app.services.workplace import Workplace

CHANGES_HANDS = (PickTaskState.READY, PickTaskState.IN_PROGRESS, PickTaskState.PAUSED)
"""A task in one of these states can be given to somebody."""


@dataclass(frozen=True)
class Given:
    """Work that changed hands, as far as it takes to give it back.

    Attributes:
        tasks: the tasks that are theirs now, with the epoch under which they got each.
        operator_id: who got them.
        operator_name: their name.
        from_id: whose the work was; None where it was nobody's.
        lines: pick lines that are open in it.
        half_of: the task that it was half of, if it was.
    """

    tasks: tuple[tuple[int, int], ...]
    operator_id: int
    operator_name: str
    from_id: int | None
    lines: int
    half_of: int | None = None


def give_task(workplace: Workplace, lead_id: int, task_id: int, to_id: int) -> Given:
    """Give somebody a whole task, as far as it has come; it waits for them as their own.

    Raises:
        Refused: it is done, or theirs already; they may not pick, or not operate what it needs.
    """

    def verb(work: UnitOfWork) -> Given:
        task = _the_task(work, task_id)
        to = who_gets(work, to_id)
        before = task.operator_id or task.paused_by
        if before == to.id:
            raise Refused(HasItAlready(to.name))
        require_able(work, task, to)
        was_begun = task.state is PickTaskState.IN_PROGRESS
        hand(work, task, to.id)
        if was_begun and before is not None:
            work.record(TaskTakenOver(task.id, before, to.id, task.epoch))
        orders = _orders_of(work, task.id)
        lines = open_lines_of_orders(work.session, task.id, orders)
        refresh_states(work, orders)
        return Given(((task.id, task.epoch),), to.id, to.name, before, len(lines))

    return workplace.database.run(verb, workplace.actor(lead_id, Verb.REASSIGN))


def share_task(workplace: Workplace, lead_id: int, task_id: int, to_id: int) -> Given:
    """Give somebody half of a task: what lies furthest ahead and nobody has touched.

    On a cart whole orders change hands, and their empty totes are taken off it. The lines of a
    single order become a second part, which meets the first one at the bench.

    Raises:
        Refused: it is done, or theirs; its parts cannot be picked at once; nothing is left that
            could be shared; they may not pick, or not operate what it needs.
    """

    def verb(work: UnitOfWork) -> Given:
        task = _the_task(work, task_id)
        to = who_gets(work, to_id)
        before = task.operator_id or task.paused_by
        if before == to.id:
            raise Refused(HasItAlready(to.name))
        if not can_be_shared(task.method, into_carton=task.into_carton):
            raise Refused(CannotBeShared(task.id, task.method))
        require_able(work, task, to)
        made, lines = _split_off(work, task, before)
        for each in made:
            hand(work, each, to.id)
            work.record(WorkShared(task.id, each.id, before or 0, to.id, to.name, lines))
        given = tuple((each.id, each.epoch) for each in made)
        return Given(given, to.id, to.name, before, lines, half_of=task.id)

    return workplace.database.run(verb, workplace.actor(lead_id, Verb.REASSIGN))


def give_back(workplace: Workplace, lead_id: int, *all_given: Given) -> None:
    """Undo: whose the work was has it again, or anybody may take it, as long as nobody began.

    Of several people's work all goes back, or nothing. Half of an order joins the other half again
    where that is still the same picker's. Otherwise it stays work of its own, as orders do that
    left a cart with their totes.

    Raises:
        Refused: whoever got some of it has begun, or it ended.
    """

    def verb(work: UnitOfWork) -> None:
        ids = {task_id for given in all_given for task_id, _ in given.tasks}
        ids |= {given.half_of for given in all_given if given.half_of is not None}
        tasks = lock_tasks(work.session, ids)
        for given in all_given:
            waiting = [
                _still_waiting(tasks.get(task_id), task_id, epoch, given)
                for task_id, epoch in given.tasks
            ]
            _give_one_back(work, tasks.get(given.half_of or 0), waiting, given)

    workplace.database.run(verb, workplace.actor(lead_id, Verb.REASSIGN))


def _still_waiting(task: PickTask | None, task_id: int, epoch: int, given: Given) -> PickTask:
    if task is None or task.state not in CHANGES_HANDS:
        raise Refused(WorkEnded(task_id))
    is_waiting = task.state is PickTaskState.PAUSED and task.epoch == epoch
    if not is_waiting or task.paused_by != given.operator_id:
        raise Refused(BegunMeanwhile(given.operator_name))
    return task


def _give_one_back(
    work: UnitOfWork, whole: PickTask | None, tasks: Collection[PickTask], given: Given
) -> None:
    if whole is not None and _is_still(whole, given.from_id):
        _join(work, whole, tasks)
        return
    for task in tasks:
        if given.from_id is None:
            _let_anybody(work, task)
        else:
            hand(work, task, given.from_id)


def _is_still(whole: PickTask, picker_id: int | None) -> bool:
    """Whether the other half of an order is where it was when they were parted."""
    is_open = whole.state in CHANGES_HANDS and whole.method in BY_LINE
    return is_open and (whole.operator_id or whole.paused_by) == picker_id


def _join(work: UnitOfWork, whole: PickTask, halves: Collection[PickTask]) -> None:
    """Put the lines of halves that nobody began back onto the walk they were part of."""
    ids = _orders_of(work, whole.id)
    orders = {order.id: order for order in lock_orders(work.session, ids)}
    lines = [row for half in halves for row in open_lines_of_orders(work.session, half.id, ids)]
    withdraw_lines(work, FloorWork({half.id: half for half in halves}, orders), lines)
    join_task(work, FloorWork({whole.id: whole}, orders), whole.id)
    work.record(HalfJoined(whole.id, whole.operator_id or whole.paused_by or 0, len(lines)))
    refresh_states(work, ids)


def rush_task(workplace: Workplace, lead_id: int, task_id: int) -> None:
    """Let a task that waits be claimed before all others.

    Raises:
        Refused: it is done, or somebody has it already.
    """

    def verb(work: UnitOfWork) -> None:
        task = _the_task(work, task_id)
        holder_id = task.operator_id or task.paused_by
        if task.state is not PickTaskState.READY and holder_id is not None:
            raise Refused(BegunMeanwhile(operator_by_id(work.session, holder_id).name))
        before, first = task.priority, highest_priority(work.session)
        task.priority = max(URGENT, first + 1)
        task.revision += 1
        work.record(TaskRushed(task.id, before, task.priority))

    workplace.database.run(verb, workplace.actor(lead_id, Verb.REASSIGN))


def send_to_zone(workplace: Workplace, lead_id: int, person_id: int, zone: str) -> None:
    """Let somebody work in a zone from their next task on; anywhere if it is empty.

    Raises:
        Refused: they may not pick.
    """

    def verb(work: UnitOfWork) -> None:
        to = who_gets(work, person_id)
        to.zone = zone
        work.record(PersonSent(to.id, "", zone))

    workplace.database.run(verb, workplace.actor(lead_id, Verb.REASSIGN))


def _the_task(work: UnitOfWork, task_id: int) -> PickTask:
    """The task, locked with its orders.

    Raises:
        Refused: with `WorkEnded`, where nobody can take it over.
    """
    task = lock_tasks(work.session, {task_id}).get(task_id)
    if task is None or task.state not in CHANGES_HANDS:
        raise Refused(WorkEnded(task_id))
    lock_orders(work.session, _orders_of(work, task_id))
    return task


def who_gets(work: UnitOfWork, person_id: int) -> Operator:
    """Who gets work, as a row.

    Raises:
        Refused: with `CannotTakeOver`, where they may not pick.
    """
    to = operator_by_id(work.session, person_id)
    if not to.active or not may(to.role, Verb.PICK):
        raise Refused(CannotTakeOver(to.name))
    return to


def hand(work: UnitOfWork, task: PickTask, to_id: int) -> None:
    """Let a task wait for somebody as their own, under a new epoch."""
    before = task.operator_id or task.paused_by
    task.state = next_task_state(task.id, task.state, PickTaskState.PAUSED)
    task.operator_id = None
    task.paused_by = to_id
    task.lease_until = None
    task.lapsed_at = None
    task.epoch += 1
    task.revision += 1
    work.record(TaskGiven(task.id, before or 0, to_id, task.epoch))


def _let_anybody(work: UnitOfWork, task: PickTask) -> None:
    """Let a task that nobody has begun wait for whoever is free."""
    task.state = next_task_state(task.id, task.state, PickTaskState.READY)
    task.paused_by = None
    task.revision += 1
    work.session.flush()
    refresh_states(work, _orders_of(work, task.id))


def _orders_of(work: UnitOfWork, task_id: int) -> list[int]:
    return sorted({position.order_id for position in tote_positions(work.session, task_id)})


def _split_off(
    work: UnitOfWork, task: PickTask, holder_id: int | None
) -> tuple[list[PickTask], int]:
    """Make work of its own of half of a task; how many lines that is.

    Raises:
        Refused: with `NothingToShare`.
    """
    ids = _orders_of(work, task.id)
    rows = open_lines_of_orders(work.session, task.id, ids)
    rows.sort(key=lambda row: (row[1].sequence, row[1].id))
    lines = [
        OpenLine(
            line.id,
            order_id,
            (line.location_id, line.item_id, line.lot_id),
            is_touched=line.picked + line.short > 0,
        )
        for order_id, line in rows
    ]
    chosen = set(half_of(task.method, lines, frozenset(orders_with_picks(work.session, ids))))
    if not chosen:
        name = "" if holder_id is None else operator_by_id(work.session, holder_id).name
        raise Refused(NothingToShare(task.id, name))
    given = [(order_id, line) for order_id, line in rows if line.id in chosen]
    orders = {order.id: order for order in lock_orders(work.session, {one for one, _ in given})}
    withdraw_lines(work, FloorWork({task.id: task}, orders), given)
    made = _work_of(work, task, orders.values())
    refresh_states(work, orders)
    return made, len(given)


def _work_of(work: UnitOfWork, task: PickTask, orders: Collection[Order]) -> list[PickTask]:
    """Tasks like another one for the promises of orders that nobody walks for."""
    promises = promises_to_release(work.session, [order.id for order in orders])
    plan = plan_tasks(
        [
            OrderToPick(order.id, promises[order.id], task.priority, task.due_at, order.placed_at)
            for order in orders
        ],
        task.method,
        positions=max(1, len(orders)),
        zones=zone_turns(work.session),
    )
    manner = Manner(PickMethod(task.method), wave=task.wave_id, priority=task.priority)
    made = lock_tasks(work.session, write_tasks(work, plan, manner))
    return list(made.values())
