"""From every state of every dialogue scans lead on, and each refusal on the way has its words."""

from __future__ import annotations

import importlib
import pkgutil
from enum import StrEnum

import pytest

import app.domain
from app.ui import messages
from app.ui.message import Asked, Thing
from tests.domain.dialogue_walks import Walk, first, walk
from tests.domain.floor_dialogues import WALKS

LONGEST, LONGEST_TITLE = 110, 24
"""Characters of two lines of the instruction bar, and of a title."""

ASKS = Asked(Thing("Blue mug", "..0015", "in A-12-01"), "Take Blue mug, scan it.", "Still 0/3.")
ASKED: set[object] = set()
"""The questions that walks came by."""


def all_prompts() -> set[StrEnum]:
    """The questions of every dialogue there is."""
    modules = [
        importlib.import_module(f"app.domain.{module.name}")
        for module in pkgutil.iter_modules(app.domain.__path__)
    ]
    return {
        prompt
        for module in modules
        for name, kind in vars(module).items()
        if name.endswith("Prompt") and isinstance(kind, type) and issubclass(kind, StrEnum)
        for prompt in kind
    }


def test_scans_lead_from_every_state_to_an_end_and_each_refusal_says_what_to_do() -> None:
    for through in WALKS:
        found = walk(through)
        assert found.refusals, f"nothing wrong was scanned: {through.name}"
        assert not found.stuck, (
            f"{through.name}: {len(found.stuck)} states lead nowhere:\n{first(found.stuck)}"
        )
        ASKED.update(found.prompts)
        for refusal in found.refusals:
            message = messages.for_refusal(refusal, ASKS)
            assert message.action.endswith("."), refusal
            assert len(message.action) <= LONGEST, (refusal, message.action)
            assert len(message.title) <= LONGEST_TITLE, (refusal, message.title)
    assert not all_prompts() - ASKED, "a question that no walk came by"


@pytest.mark.parametrize("kept", [True, False])
def test_a_dead_end_is_found(kept: bool) -> None:
    """The walk itself: a dialogue that answers nothing leads nowhere, unless it is over."""
    through = WALKS[0]
    silent = Walk("silent", through.starts, through.scans, lambda s, _: (s, None), lambda _: kept)
    assert bool(walk(silent).stuck) is not kept
