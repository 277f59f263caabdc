"""An order on a bench changes hands where the bench shows what is on record, and only there."""

from __future__ import annotations

import pytest

from app.domain.bench_custody import is_in_hands, is_taken_over, why_not_taken_over
from app.domain.pack_state import PackPrompt, PackState
from app.domain.refusals import WorkMovedOn
from app.domain.tasks import CartonState

BENCH = PackState(
    order_id=1,
    order_number="10881",
    carton_id=7,
    lines=(),
    packagings=(),
    suggested=None,
    revision=4,
)
ELSEWHERE = WorkMovedOn("10881")

ON_RECORD = [
    (CartonState.OPEN, 4, None),
    (CartonState.CLOSED, 4, None),
    (CartonState.OPEN, 5, ELSEWHERE),
    (CartonState.LABELLED, 4, ELSEWHERE),
    (CartonState.SHIPPED, 4, ELSEWHERE),
    (CartonState.VOIDED, 4, ELSEWHERE),
]


@pytest.mark.parametrize(("carton", "revision", "refusal"), ON_RECORD)
def test_what_was_packed_on_elsewhere_stays_there(
    carton: CartonState, revision: int, refusal: WorkMovedOn | None
) -> None:
    assert why_not_taken_over(BENCH, carton=carton, revision=revision) == refusal


@pytest.mark.parametrize(
    ("holder", "revision", "is_repeated"),
    [(2, 5, True), (1, 5, False), (2, 4, False), (2, 6, False), (None, 5, False)],
)
def test_the_same_hand_over_again_is_known_by_whose_the_carton_is_and_by_its_revision(
    holder: int | None, revision: int, is_repeated: bool
) -> None:
    assert is_taken_over(BENCH, holder=holder, revision=revision, by=2) is is_repeated


@pytest.mark.parametrize("prompt", list(PackPrompt))
def test_a_bench_whose_order_is_done_or_parked_has_nothing_to_hand_over(
    prompt: PackPrompt,
) -> None:
    state = PackState(
        order_id=1,
        order_number="10881",
        carton_id=7,
        lines=(),
        packagings=(),
        suggested=None,
        prompt=prompt,
    )
    is_over = prompt in (PackPrompt.DONE, PackPrompt.PARKED, PackPrompt.PARCEL)
    assert is_in_hands(state) is not is_over
    assert not is_in_hands(None)
