"""Taking pick work: the claim with its due time, and the same task anew after a fault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.pick_state import PickState
from app.services.picking import claim_work, offered_work
from app.services.workplace import Workplace


@dataclass(frozen=True)
class ClaimedWork:
    """A task its operator holds, and when it is due."""

    state: PickState
    due_at: datetime | None


def claim(workplace: Workplace, operator_id: int) -> ClaimedWork:
    """Resume the operator's own task or take the next one.

    Raises:
        Refused: with `NoWork`.
    """
    state = claim_work(workplace, operator_id)
    own = offered_work(workplace, operator_id).resume
    return ClaimedWork(state, None if own is None else own.due_at)


def resume(workplace: Workplace, operator_id: int, task_id: int) -> ClaimedWork | None:
    """The same task as its rows say now; None if the operator does not hold it any more."""
    own = offered_work(workplace, operator_id).resume
    if own is None or own.task_id != task_id:
        return None
    return ClaimedWork(claim_work(workplace, operator_id), own.due_at)
