"""What the writers of one picker's scan share: which claim it is of, and what it led to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from app.db.queries.picking import lock_pick_line
from app.db.schema import PickLine
from app.db.unit_of_work import UnitOfWork
from app.domain.tasks import PickLineState


class CopyIsBehind(Exception):
    """The rows are not what the effect was judged by; the transaction is to be rolled back."""


@dataclass
class ScanWriting:
    """A scan of a task's holder, while its effects are written.

    Attributes:
        work: the transaction; task and orders are locked.
        task_id: the task.
        epoch: the claim.
        scan_id: the scan.
        raised: how often this changed what the station's copy cannot know of.
        ended_orders: orders of which a line has nothing open any more.
    """

    work: UnitOfWork
    task_id: int
    epoch: int
    scan_id: uuid.UUID
    raised: int = 0
    ended_orders: set[int] = field(default_factory=set)


def open_line(writing: ScanWriting, line_id: int, units: int = 1) -> PickLine:
    """A line of the task of which so many units are open still, locked.

    Raises:
        CopyIsBehind: it is not, any more.
    """
    session = writing.work.session
    session.expire_all()  # what was written past the mapper in this transaction
    line = lock_pick_line(session, line_id)
    is_open = line.task_id == writing.task_id and line.state is PickLineState.OPEN
    if not is_open or line.quantity - line.picked - line.short < units:
        raise CopyIsBehind
    return line
