"""Lines that turn up while a task is walked: they join its walk where it is shortest."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update

from app.db.queries.walks import place_on_walk, stops_ahead
from app.db.schema import Allocation, PickLine
from app.db.unit_of_work import UnitOfWork
from app.domain.walk_joining import place_in_walk
from app.services.releasing import pick_lines


def join_walk(
    work: UnitOfWork, task_id: int, here: int, promises: Sequence[tuple[Allocation, int]]
) -> None:
    """Make lines of promises, each where the detour from the walk ahead is the shortest.

    Lines that were skipped come after all others; they are no part of the walk ahead.

    Args:
        work: the transaction; the task is locked.
        task_id: the task.
        here: the location at which its picker stands.
        promises: what is to be picked in addition, with their locations' places on the walk.
    """
    session = work.session
    for line in pick_lines(task_id, promises):
        session.flush()
        ahead = stops_ahead(session, task_id)
        place = place_in_walk(
            place_on_walk(session, here),
            [walk for _, walk in ahead],
            place_on_walk(session, line.location_id),
        )
        line.sequence = _made_room(work, task_id, [number for number, _ in ahead], place)
        session.add(line)
    session.flush()


def _made_room(work: UnitOfWork, task_id: int, ahead: Sequence[int], place: int) -> int:
    """The number for a line before the one at `place`; those from there on are numbered anew."""
    if place == len(ahead):
        return max(ahead, default=0) + 1
    number = ahead[place]
    work.session.execute(
        update(PickLine)
        .where(PickLine.task_id == task_id, PickLine.sequence >= number)
        .values(sequence=PickLine.sequence + 1)
        .execution_options(synchronize_session="fetch")
    )
    return number
