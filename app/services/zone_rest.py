"""Units promised to an order after it was begun that its picker cannot reach: others pick them.

They lie in another zone than the picker stays in, or need equipment that the task does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.db.queries.floor_work import last_sequences
from app.db.queries.released_work import location_facts
from app.db.queries.zone_chains import chain_of_order
from app.db.schema import Allocation, PickTask, PickTaskTote
from app.db.unit_of_work import UnitOfWork
from app.domain.equipment import reaches
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickTaskState
from app.services.releasing import pick_lines

Promised = tuple[Allocation, int]
"""A promise with its location's place on the walk."""


def keep_in_reach(
    work: UnitOfWork, task: PickTask, order_id: int, promises: Sequence[Promised]
) -> list[Promised]:
    """Give promises that a task's picker cannot reach to other tasks of their order.

    Where totes pass from zone to zone, a later zone gets them, or the tote goes there at the end;
    where zones are picked side by side, they are a part of their own. What needs equipment is a
    tote of its own otherwise, which the bench waits for.

    Args:
        work: the transaction; the task and the order are locked.
        task: a task.
        order_id: one of its orders.
        promises: that no pick line works on.

    Returns:
        Those that the task's own picker reaches.
    """
    places = location_facts(work.session, {promise.location_id for promise, _ in promises})
    own: list[Promised] = []
    elsewhere: dict[tuple[str, str], list[Promised]] = defaultdict(list)
    for one in promises:
        place = places[one[0].location_id]
        is_here = task.zone in ("", place.zone) and reaches(task.equipment, place.equipment)
        (own if is_here else elsewhere[place.zone, place.equipment]).append(one)
    for (zone, equipment), some in sorted(elsewhere.items()):
        other = _later(work, task, order_id, zone, equipment)
        other = other or _beside(work, task, order_id, zone, equipment)
        last = last_sequences(work.session, [other.id]).get(other.id, 0)
        for number, line in enumerate(pick_lines(other.id, some), start=last + 1):
            line.sequence = number
            work.session.add(line)
        other.revision += 1
    work.session.flush()
    return own


def _later(
    work: UnitOfWork, task: PickTask, order_id: int, zone: str, equipment: str
) -> PickTask | None:
    """The task of a zone that the order's totes have not come to yet."""
    if task.method is not PickMethod.ZONE_PASS or equipment:
        return None
    chain = chain_of_order(work.session, order_id)
    return next(
        (one for one in chain if one.zone == zone and one.state is PickTaskState.WAITING), None
    )


def _beside(work: UnitOfWork, task: PickTask, order_id: int, zone: str, equipment: str) -> PickTask:
    """A new task for an order: the last one of its chain of zones, a part, or by itself."""
    is_zone = bool(task.zone) and not (equipment and task.method is PickMethod.ZONE_PASS)
    follows: int | None = None
    if is_zone and task.method is PickMethod.ZONE_PASS:
        follows = chain_of_order(work.session, order_id)[-1].id
    new = PickTask(
        method=task.method if is_zone else PickMethod.SINGLE,
        zone=zone if is_zone else "",
        state=PickTaskState.READY if follows is None else PickTaskState.WAITING,
        priority=task.priority,
        sequence=order_id,
        wave_id=task.wave_id,
        into_carton=False,
        equipment=equipment,
        follows_id=follows,
        due_at=task.due_at,
        released_at=work.now,
    )
    work.session.add(new)
    work.session.flush()
    work.session.add(PickTaskTote(task_id=new.id, position=1, order_id=order_id))
    work.session.flush()
    return new
