"""What a station writes to its disk comes back as it was, whatever was on the screen."""

from __future__ import annotations

import importlib
import pkgutil
import uuid
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import app.domain
from app.domain.code_book import BookItem, BookTote, CodeBook
from app.domain.operators import OperatorRole, OperatorView
from app.domain.pick_effects import PauseTask, PutInTote, ShortLine, SkipLine, TakeBack
from app.domain.pick_request import PickRequest
from app.domain.pick_state import PickPrompt, PickState, ShortReason, SkipReason
from app.domain.refusals import Refusal
from app.domain.work_copy import (
    UnreadableCopy,
    WorkCopy,
    copy_from_text,
    copy_to_text,
    request_from_text,
    request_to_text,
)
from tests.domain.dialogue_states import a_line, a_task, step

ANA = OperatorView(1, "1042", "Ana Kovač", OperatorRole.PICKER)
BOOK = CodeBook(
    {"02000000000015": BookItem(1, "40-118", "Blue mug", 6)},
    {"A-12-01": 1},
    {"T-0442": BookTote(101, "#10881")},
)


for one in pkgutil.iter_modules(app.domain.__path__, "app.domain."):
    importlib.import_module(one.name)  # a refusal is known once its module is


def every_refusal(base: type[Refusal] = Refusal) -> list[type[Refusal]]:
    found: list[type[Refusal]] = []
    for kind in base.__subclasses__():
        found += [kind, *every_refusal(kind)]
    return found


def example(kind: type[Any]) -> Any:
    """A refusal of a kind, or what one names, with a plausible value in each field."""
    hints = get_type_hints(kind)
    return kind(**{field.name: plausible(hints[field.name]) for field in fields(kind)})


def plausible(hint: Any) -> Any:
    """A value of a field's type; of several, one."""
    if get_origin(hint) is tuple:
        return (plausible(get_args(hint)[0]),)
    if isinstance(hint, type) and is_dataclass(hint):
        return example(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    known = {int: 3, bool: True, date: date(2026, 1, 31), date | None: None}
    return known.get(hint, "Größe 4711")


@pytest.mark.parametrize("kind", every_refusal(), ids=lambda kind: kind.__name__)
def test_copy_with_any_refusal_on_the_screen_comes_back(kind: type[Refusal]) -> None:
    copy = WorkCopy(ANA, "hash", replace(a_task(), refusal=example(kind), same_refusals=2))
    assert copy_from_text(copy_to_text(copy)) == copy


states = st.builds(
    lambda picked, counted, prompt, reason, steps: replace(
        a_task(a_line(1, 9, picked=picked, expiry=date(2027, 2, 28), lot="L1"), a_line(2)),
        counted=counted,
        prompt=prompt,
        short_reason=reason,
        history=tuple(step(1, units) for units in steps),
        book=BOOK,
        revision=picked + 3,
    ),
    st.integers(0, 9),
    st.integers(0, 9),
    st.sampled_from(PickPrompt),
    st.sampled_from([None, *ShortReason]),
    st.lists(st.integers(1, 9), max_size=3),
)


@settings(max_examples=60)
@given(states, st.datetimes(timezones=st.just(UTC)))
def test_copy_comes_back_with_its_book_and_its_history(state: PickState, due: datetime) -> None:
    copy = WorkCopy(ANA, "hash", state, due)
    back = copy_from_text(copy_to_text(copy))
    assert back == copy
    assert back.state is not None
    assert back.state.book == state.book, "which does not take part in comparisons"


def test_request_comes_back_with_every_effect() -> None:
    request = PickRequest(
        scan_id=uuid.uuid4(),
        raw="4006381333931",
        payload_hash="0" * 64,
        task_id=7,
        epoch=3,
        revision=None,
        operator_id=1,
        station="P-01",
        effects=(
            PutInTote(1, 2, "T-0442"),
            ShortLine(1, 1, ShortReason.DAMAGED),
            TakeBack(1, 2, "T-0442"),
            SkipLine(2, 1, SkipReason.AISLE_BLOCKED),
            PauseTask(),
        ),
    )
    assert request_from_text(request_to_text(request)) == request


@pytest.mark.parametrize("text", ["", "{}", '{"operator": 3}', "[]", '{"scan_id": "x"}'])
def test_text_of_another_program_is_told_apart(text: str) -> None:
    with pytest.raises(UnreadableCopy):
        copy_from_text(text)
    with pytest.raises(UnreadableCopy):
        request_from_text(text)


@pytest.mark.parametrize(
    ("prompt", "can_go_on"),
    [(PickPrompt.SCAN_ITEM, True), (PickPrompt.TASK_DONE, False), (PickPrompt.PAUSED, False)],
)
def test_only_open_work_can_be_gone_on_with(prompt: PickPrompt, *, can_go_on: bool) -> None:
    assert WorkCopy(ANA, "", replace(a_task(), prompt=prompt)).can_go_on is can_go_on
    assert not WorkCopy(ANA).can_go_on
