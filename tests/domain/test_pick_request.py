import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.pick_effects import (
    BindTote,
    PauseTask,
    PutInTote,
    ShortLine,
    SkipLine,
    TakeBack,
)
from app.domain.pick_request import Applied, PickRequest, Verdict
from app.domain.pick_state import ShortReason, SkipReason
from app.domain.refusals import TaskTakenOver

NUMBERS = st.integers(0, 2**40)
EFFECTS = st.one_of(
    st.builds(BindTote, st.text(max_size=9)),
    st.builds(PutInTote, NUMBERS, NUMBERS, st.text(max_size=9)),
    st.builds(TakeBack, NUMBERS, NUMBERS, st.text(max_size=9)),
    st.builds(ShortLine, NUMBERS, NUMBERS, st.sampled_from(ShortReason)),
    st.builds(SkipLine, NUMBERS, NUMBERS, st.none() | st.sampled_from(SkipReason)),
    st.just(PauseTask()),
)
REQUESTS = st.builds(
    PickRequest,
    scan_id=st.uuids(),
    raw=st.text(),
    payload_hash=st.text(),
    task_id=NUMBERS,
    epoch=NUMBERS,
    revision=st.none() | NUMBERS,
    operator_id=NUMBERS,
    station=st.text(),
    effects=st.lists(EFFECTS, max_size=3).map(tuple),
    refusal=st.none() | st.text(),
    finishes=st.booleans(),
)


@given(REQUESTS)
def test_a_request_comes_back_from_its_record_as_it_was(request: PickRequest) -> None:
    assert PickRequest.from_record(json.loads(json.dumps(request.as_record()))) == request


def test_a_record_of_a_kind_nobody_knows_is_an_error() -> None:
    record = {"effects": [{"kind": "Teleport"}], "scan_id": "0" * 32}
    with pytest.raises(KeyError, match="Teleport"):
        PickRequest.from_record(record)


@pytest.mark.parametrize(
    ("applied", "is_written"),
    [
        (Applied(Verdict.APPLIED, 3), True),
        (Applied(Verdict.REPEATED, 3), True),
        (Applied(Verdict.APPLIED, 3, logged="WrongItem"), False),
        (Applied(Verdict.REPEATED_REFUSED, 3, logged="OrderStopped"), False),
        (Applied(Verdict.TAKEN_OVER, None, TaskTakenOver(1), logged="TaskTakenOver"), False),
        (Applied(Verdict.ID_REUSED), False),
    ],
)
def test_effects_are_in_the_books_once_they_were_accepted(
    applied: Applied, is_written: bool
) -> None:
    assert applied.is_written is is_written
