"""When a better turn is taken back, and which act UNDO means."""

from __future__ import annotations

import pytest

from app.domain.late_acts import (
    DoneLateAct,
    LateAct,
    RushStands,
    last_late_act,
    rush_stands,
)
from app.domain.tasks import PickTaskState

RUSH = DoneLateAct(7, LateAct.RUSH, 3, before=10, after=31)


@pytest.mark.parametrize(
    ("state", "is_held", "priority", "stands"),
    [
        (PickTaskState.READY, False, 31, None),
        (PickTaskState.WAITING, False, 31, None),
        (PickTaskState.READY, False, 32, RushStands.CHANGED),
        (PickTaskState.READY, False, 10, RushStands.CHANGED),
        (PickTaskState.IN_PROGRESS, True, 31, RushStands.HELD),
        (PickTaskState.PAUSED, True, 31, RushStands.HELD),
        (PickTaskState.DONE, False, 31, RushStands.ENDED),
        (PickTaskState.CANCELLED, False, 31, RushStands.ENDED),
        (None, False, 0, RushStands.ENDED),
    ],
)
def test_a_turn_is_taken_back_while_nobody_has_the_work_and_it_got_no_other(
    state: PickTaskState | None, is_held: bool, priority: int, stands: RushStands | None
) -> None:
    assert rush_stands(RUSH, state, is_held=is_held, priority=priority) is stands


def test_undo_means_the_newest_act_that_was_not_undone() -> None:
    done = [DoneLateAct(number, LateAct.CALL, 1) for number in (3, 9, 5)]
    assert last_late_act(done, frozenset()) == done[1]
    assert last_late_act(done, frozenset({9})) == done[2]
    assert last_late_act(done, frozenset({3, 5, 9})) is None
