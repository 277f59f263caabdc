"""What a lead did for late orders beside moving work: a better turn, or a call to the benches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.tasks import PickTaskState


class LateAct(StrEnum):
    """Something a lead did for an order that will be late.

    RUSH: its work is claimed before all others. CALL: somebody was called to the benches.
    """

    RUSH = "rush"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class DoneLateAct:
    """An act on record, with what reverses it.

    Attributes:
        number: of its event; later acts have higher ones.
        act: what was done.
        row_id: the task that was rushed, or who was called.
        before: the task's priority before; 0 for a call.
        after: its priority since; 0 for a call.
    """

    number: int
    act: LateAct
    row_id: int
    before: int = 0
    after: int = 0


class RushStands(StrEnum):
    """Why a better turn is not taken back."""

    ENDED = "ended"
    HELD = "held"
    CHANGED = "changed"


def rush_stands(
    act: DoneLateAct, state: PickTaskState | None, *, is_held: bool, priority: int
) -> RushStands | None:
    """Why a task keeps its better turn; None if the turn can be taken back.

    Args:
        act: the rush.
        state: of its task now; None where there is no such task any more.
        is_held: somebody has it, or it waits for somebody.
        priority: of the task now.
    """
    if state in (None, PickTaskState.DONE, PickTaskState.CANCELLED):
        return RushStands.ENDED
    if is_held:
        return RushStands.HELD
    return None if priority == act.after else RushStands.CHANGED


def last_late_act(done: Sequence[DoneLateAct], undone: frozenset[int]) -> DoneLateAct | None:
    """The newest act that was not undone.

    Args:
        done: acts of one lead, in any order.
        undone: numbers of those that were undone.
    """
    standing = [one for one in done if one.number not in undone]
    return max(standing, key=lambda one: one.number, default=None)
