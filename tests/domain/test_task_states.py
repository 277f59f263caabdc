import pytest

from app.domain.tasks import (
    CARTON_TRANSITIONS,
    PICK_TASK_TRANSITIONS,
    CartonState,
    IllegalTransition,
    PickTaskState,
    next_carton_state,
    next_task_state,
)


@pytest.mark.parametrize("old", PickTaskState)
@pytest.mark.parametrize("new", PickTaskState)
def test_a_pick_task_changes_only_as_its_table_allows(
    old: PickTaskState, new: PickTaskState
) -> None:
    if old is new or (old, new) in PICK_TASK_TRANSITIONS:
        assert next_task_state(1, old, new) is new
        return
    with pytest.raises(IllegalTransition, match=f"pick task 1: {old} can't become {new}"):
        next_task_state(1, old, new)


@pytest.mark.parametrize("old", CartonState)
@pytest.mark.parametrize("new", CartonState)
def test_a_carton_changes_only_as_its_table_allows(old: CartonState, new: CartonState) -> None:
    if (old, new) in CARTON_TRANSITIONS:
        assert next_carton_state(1, old, new) is new
        return
    with pytest.raises(IllegalTransition, match=f"carton 1: {old} can't become {new}"):
        next_carton_state(1, old, new)


def test_cancelled_tasks_and_shipped_or_voided_cartons_stay_so() -> None:
    assert not {new for old, new in PICK_TASK_TRANSITIONS if old is PickTaskState.CANCELLED}
    ends = (CartonState.SHIPPED, CartonState.VOIDED)
    assert not {new for old, new in CARTON_TRANSITIONS if old in ends}


def test_every_state_can_be_reached() -> None:
    assert {new for _, new in PICK_TASK_TRANSITIONS} == set(PickTaskState)
    assert {new for _, new in CARTON_TRANSITIONS} == set(CartonState)
