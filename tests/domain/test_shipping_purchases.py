import pytest

from app.domain.shipping_purchases import (
    PURCHASE_TRANSITIONS,
    TO_WORK_OFF,
    PurchaseState,
    next_purchase_state,
)
from app.domain.tasks import IllegalTransition

S = PurchaseState


def test_question_whose_answer_is_missing_is_never_asked_anew_by_itself() -> None:
    assert (S.UNKNOWN, S.ASKING) not in PURCHASE_TRANSITIONS
    assert {new for old, new in PURCHASE_TRANSITIONS if old is S.UNKNOWN} == {S.BOUGHT, S.QUEUED}


def test_nothing_comes_back_from_the_dead() -> None:
    assert not [pair for pair in PURCHASE_TRANSITIONS if pair[0] is S.VOIDED]


def test_every_state_can_be_reached_and_every_wait_is_worked_off() -> None:
    reached = {S.QUEUED}
    for _ in S:
        reached |= {new for old, new in PURCHASE_TRANSITIONS if old in reached}
    assert reached == set(S)
    assert set(TO_WORK_OFF) == {S.QUEUED, S.UNKNOWN, S.VOIDING}


def test_illegal_step_names_the_purchase() -> None:
    assert next_purchase_state(7, S.ASKING, S.BOUGHT) is S.BOUGHT
    with pytest.raises(IllegalTransition, match="purchase 7"):
        next_purchase_state(7, S.BOUGHT, S.QUEUED)
