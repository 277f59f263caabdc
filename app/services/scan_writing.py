"""What the writers of one picker's scan share: which claim it is of, and what it led to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from app.db.unit_of_work import UnitOfWork


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
