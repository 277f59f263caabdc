"""What is scanned at a stop by each policy and each way of picking, single units and cases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.confirmation import ConfirmationPolicy
from app.domain.pick_boxing import Boxing
from app.domain.pick_effects import PickEffect, PickOutcome, PutInTote
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.domain.picking import answer
from app.domain.refusals import TooMany
from app.domain.scanned import Scanned, ScannedTote
from tests.domain.dialogue_states import (
    FIRST,
    MUG,
    OK,
    TODAY,
    TOTE,
    a_cart,
    a_line,
    a_task,
    case,
    place,
    unit,
)

P = PickPrompt
FAST, STANDARD, STRICT = ConfirmationPolicy
METHODS = [method for method in PickMethod if method is not PickMethod.MIXED]
"""Those a task may be of."""

SINGLE, BATCH, CLUSTER, PASS, PARALLEL = METHODS
CARTON = "carton"
"""Single, straight into the shipping carton."""

LETTERS = {P.SCAN_ITEM: "i", P.CONFIRM_QUANTITY: "q", P.PUT_IN_TOTE: "t"}


def stop_of(
    method: PickMethod | str, policy: ConfirmationPolicy, first: int, second: int
) -> PickState:
    """A task of one stop: units for one order, or `second` of them for another one."""
    if method in (SINGLE, PASS):
        return a_task(a_line(1, first + second, policy=policy), method=method)
    if method == CARTON:
        line = a_line(1, first + second, policy=STRICT)
        return a_task(line, tote="CARTON-7-0", boxing=Boxing())
    lines = (
        a_line(1, first, policy=policy),
        a_line(2, second, location_id=1, location="A-12-01", order_id=FIRST + 1, policy=policy),
    )
    return a_cart(*lines, method=PickMethod(method))


def asked(state: PickState) -> Scanned:
    """What the prompt asks for."""
    if state.prompt is P.SCAN_ITEM:
        return unit()
    if state.prompt is P.CONFIRM_QUANTITY:
        return OK
    assert state.stop is not None
    return ScannedTote(1, state.stop.puts[0].position.tote or "")


def worked(state: PickState) -> tuple[str, list[PickEffect]]:
    """All that is scanned until the task is done, by letters, and what it wrote."""
    letters = ""
    effects: list[PickEffect] = []
    while state.prompt is not P.TASK_DONE:
        letters += LETTERS[state.prompt]
        outcome = answer(state, asked(state), today=TODAY)
        assert outcome.refusal is None, outcome.refusal
        effects += outcome.effects
        state = outcome.state
    return letters, effects


@pytest.mark.parametrize(
    ("method", "fast", "standard", "strict"),
    [
        (SINGLE, "t", "iq", "iii"),
        (PASS, "t", "iq", "iii"),
        (BATCH, "t", "iq", "iii"),
        (CLUSTER, "tt", "itt", "iitit"),
        (PARALLEL, "tt", "itt", "iitit"),
        (CARTON, "iii", "iii", "iii"),
    ],
)
def test_each_policy_asks_for_its_scans_by_every_method(
    method: PickMethod | str, fast: str, standard: str, strict: str
) -> None:
    for policy, letters in ((FAST, fast), (STANDARD, standard), (STRICT, strict)):
        scans, effects = worked(stop_of(method, policy, 2, 1))
        assert (policy, scans) == (policy, letters)
        assert sum(each.quantity for each in effects if isinstance(each, PutInTote)) == 3


def ask(state: PickState, *scans: Scanned) -> PickOutcome:
    outcome = PickOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer(outcome.state, scan, today=TODAY)
    return outcome


@pytest.mark.parametrize("policy", list(ConfirmationPolicy))
@pytest.mark.parametrize("method", [*METHODS, CARTON])
def test_a_case_counts_its_units_by_every_policy_and_method(
    method: PickMethod | str, policy: ConfirmationPolicy
) -> None:
    """The case is scanned first; what is left to scan after it proves totes and quantities only."""
    scanned = ask(stop_of(method, policy, 4, 2), case())
    assert scanned.refusal is None
    letters, effects = worked(scanned.state)
    assert "i" not in letters or policy is not STRICT
    put = [*scanned.effects, *effects]
    assert sum(each.quantity for each in put if isinstance(each, PutInTote)) == 6


@pytest.mark.parametrize("policy", list(ConfirmationPolicy))
@pytest.mark.parametrize("method", [*METHODS, CARTON])
def test_a_case_of_more_than_is_open_is_refused_and_counts_nothing(
    method: PickMethod | str, policy: ConfirmationPolicy
) -> None:
    state = stop_of(method, policy, 3, 2)
    refused = ask(state, case())
    assert (refused.refusal, refused.effects) == (TooMany(6, 5, MUG.name), ())
    after_one = ask(state, unit(), unit())
    left = 5 if method != CARTON else 3
    counted = 8 if method != CARTON else 6
    assert ask(after_one.state, case()).refusal == TooMany(counted, left, MUG.name)


def test_a_case_scanned_before_its_place_counts_once_the_place_is_confirmed() -> None:
    line = a_line(1, 6, confirm_location=True)
    assert ask(a_task(line), case(), place(line)).effects == (PutInTote(1, 6, TOTE),)
    few = a_task(replace(line, quantity=5))
    assert ask(few, case()).refusal == TooMany(6, 5, MUG.name)
