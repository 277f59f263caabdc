"""A packer at the scale: what passes goes on, what differs has ways out, a lead's word is asked."""

from __future__ import annotations

import pytest

from app.domain.bench_refusals import ImpossibleWeight, LeadsBadge, NoWeightYet
from app.domain.bench_weights import BenchWeights
from app.domain.offline import Activity
from app.domain.pack_effects import (
    CloseCarton,
    NoteWeight,
    PackEffect,
    PackOutcome,
    TakeOutOfCarton,
)
from app.domain.pack_request import bench_waits_for
from app.domain.pack_state import PackPrompt, PackState, VerifiedStep
from app.domain.packing import answer_packing
from app.domain.readings import Command, GarbledWhy
from app.domain.refusals import CommandNotPossible, ItemNotInOrder, NoSuchChoice, Refusal
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedGarbled,
    ScannedUnknown,
    ScannedWeight,
)
from app.domain.weigh_steps import OverrideReason, ScaleUse, WeighRule, scale_use
from app.domain.weighing import KnownWeight, WeightSource, WeightVerdict
from tests.domain.dialogue_states import (
    BADGE,
    LAMP,
    MUG,
    OK,
    SKIP,
    TODAY,
    UNDO,
    a_bench,
    a_pack_line,
    card,
    number,
    unit,
)

P = PackPrompt


def _known(grams: float) -> KnownWeight:
    return KnownWeight(grams, 1.0, 1.0, WeightSource.MASTER)


WEIGHTS = BenchWeights(
    {MUG.item_id: _known(300.0), LAMP.item_id: _known(400.0)},
    {"S": _known(60.0), "M2": _known(250.0)},
)
RIGHT, LIGHT = ScannedWeight(1062.0), ScannedWeight(664.0)
"""Two mugs and a lamp in a small carton; the same without the lamp."""


def boxed(**fields: object) -> PackState:
    """Two mugs and a lamp, all in, at the choice of a carton of a bench with a scale."""
    lines = (a_pack_line(1, 2, verified=2), a_pack_line(2, 1, LAMP, verified=1))
    history = (VerifiedStep(1, 1), VerifiedStep(1, 1), VerifiedStep(2, 1))
    facts = {"scale": ScaleUse.OFFERED, "weights": WEIGHTS, "history": history, **fields}
    return a_bench(*lines, **facts)


def ask(state: PackState, *scans: Scanned) -> PackOutcome:
    outcome = PackOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer_packing(outcome.state, scan, today=TODAY)
    return outcome


def noted(effects: tuple[PackEffect, ...]) -> NoteWeight:
    (found,) = (effect for effect in effects if isinstance(effect, NoteWeight))
    return found


def test_which_benches_weigh() -> None:
    table = {
        (WeighRule.WITH_SCALE, True): ScaleUse.OFFERED,
        (WeighRule.WITH_SCALE, False): ScaleUse.NONE,
        (WeighRule.ALWAYS, False): ScaleUse.REQUIRED,
        (WeighRule.ALWAYS, True): ScaleUse.REQUIRED,
        (WeighRule.NEVER, True): ScaleUse.NONE,
    }
    found = {key: scale_use(key[0], has_scale=key[1]) for key in table}
    assert found == table


def test_without_a_scale_the_box_is_the_last_question() -> None:
    outcome = ask(boxed(scale=ScaleUse.NONE), OK)
    assert outcome.effects == (CloseCarton("S"),)


@pytest.mark.parametrize(
    "scans",
    [
        (RIGHT,),
        (number(1), number(0), number(6), number(2), OK),
        (number(10), number(62), OK),
        (ScannedUnknown("1062"),),
        (ScannedGarbled("01062", GarbledWhy.MALFORMED_GS1),),
        (unit(code="1062"),),
        (number(9), UNDO, ScannedUnknown("1062")),
        (ScannedWeight(664.0), RIGHT),
        (ScannedWeight(664.0), OK, RIGHT),
    ],
)
def test_a_weight_that_passes_closes_the_carton_with_it(scans: tuple[Scanned, ...]) -> None:
    outcome = ask(boxed(), OK, *scans)
    assert outcome.state.prompt is P.SCAN_LABEL
    assert outcome.effects[-1] == CloseCarton("S", weight_g=1062.0)
    assert noted(outcome.effects).verdict is WeightVerdict.RIGHT


def test_a_light_parcel_is_on_record_and_stays_with_what_explains_it() -> None:
    outcome = ask(boxed(), OK, LIGHT)
    assert outcome.state.prompt is P.WEIGHT_DIFFERS
    assert noted(outcome.effects).verdict is WeightVerdict.LIGHT
    weighed = outcome.state.weighed
    assert weighed is not None
    assert [(each.name, each.units) for each in weighed.explanations[0]] == [("Lamp", 1)]
    assert not outcome.state.asks_lead


def test_the_box_that_was_really_taken_is_named_by_its_card() -> None:
    heavy = ask(boxed(), OK, ScannedWeight(1252.0))
    assert heavy.state.prompt is P.WEIGHT_DIFFERS
    again = ask(heavy.state, card("M2"))
    assert again.state.prompt is P.WEIGH
    assert ask(again.state, ScannedWeight(1252.0)).effects[-1] == CloseCarton("M2", weight_g=1252.0)


def test_every_unit_is_scanned_again_after_a_wrong_weight() -> None:
    outcome = ask(boxed(), OK, LIGHT, number(2))
    assert outcome.effects == (
        TakeOutOfCarton(2, 1),
        TakeOutOfCarton(1, 1),
        TakeOutOfCarton(1, 1),
    )
    assert (outcome.state.prompt, outcome.state.verified) == (P.SCAN_UNIT, 0)
    assert outcome.state.packaging is None


def differs_twice() -> PackState:
    return ask(boxed(), OK, LIGHT, ScannedWeight(660.0)).state


def test_a_lead_is_asked_only_when_the_same_wrong_weight_came_twice() -> None:
    once = ask(boxed(), OK, LIGHT).state
    assert ask(once, number(3)).refusal == NoSuchChoice(3, 2)
    assert ask(once, ScannedWeight(760.0)).state.asks_lead is False
    assert differs_twice().asks_lead
    assert ask(differs_twice(), number(3)).state.prompt is P.WEIGHT_REASON


def test_a_leads_badge_and_reason_let_the_parcel_go_on() -> None:
    waiting = ask(differs_twice(), number(3), number(1))
    assert waiting.state.prompt is P.WEIGHT_LEAD
    outcome = ask(waiting.state, BADGE)
    word = noted(outcome.effects)
    assert (word.override, word.lead_badge) == (OverrideReason.COUNTED, BADGE.token)
    assert outcome.effects[-1] == CloseCarton("S", weight_g=660.0)
    assert bench_waits_for(outcome.effects) is Activity.OVERRIDE_WEIGHT
    assert bench_waits_for(outcome.effects[1:]) is None


def test_an_item_that_changed_is_named_by_a_scan() -> None:
    asked = ask(differs_twice(), number(3), number(2))
    assert asked.state.prompt is P.WEIGHT_ITEM
    foreign = unit(LAMP, item_id=77)
    assert isinstance(ask(asked.state, foreign).refusal, ItemNotInOrder)
    outcome = ask(asked.state, unit(LAMP), BADGE)
    assert noted(outcome.effects).changed_item_id == LAMP.item_id
    light = ScannedWeight(360.0)
    only = ask(boxed(lines=(a_pack_line(1, 2, verified=2),)), OK, light, light, number(3))
    assert ask(only.state, number(2)).state.prompt is P.WEIGHT_LEAD


REFUSED: list[tuple[tuple[Scanned, ...], Refusal]] = [
    ((OK, OK), NoWeightYet()),
    ((OK, ScannedWeight(0.0)), NoWeightYet()),
    ((OK, number(0)), ImpossibleWeight("0")),
    ((OK, number(999), number(999)), ImpossibleWeight("999999")),
    ((OK, LIGHT, LIGHT, number(3), number(9)), NoSuchChoice(9, 4)),
    ((OK, LIGHT, LIGHT, number(3), number(1), number(1)), LeadsBadge()),
    ((OK, LIGHT, ScannedCommand(Command.SHORT)), CommandNotPossible(Command.SHORT)),
]


@pytest.mark.parametrize(("scans", "refusal"), REFUSED)
def test_each_refusal_at_the_scale_has_its_own_kind_and_writes_nothing(
    scans: tuple[Scanned, ...], refusal: Refusal
) -> None:
    outcome = ask(boxed(), *scans)
    assert (outcome.refusal, outcome.effects) == (refusal, ())


def test_a_broken_scale_holds_nobody_up_unless_the_house_wants_each_weight() -> None:
    assert ask(boxed(), OK, SKIP).effects == (CloseCarton("S"),)
    required = ask(boxed(scale=ScaleUse.REQUIRED), OK, SKIP)
    assert required.refusal == CommandNotPossible(Command.SKIP)


def test_undo_leads_back_to_the_carton_from_every_prompt_of_the_scale() -> None:
    for scans in [(OK,), (OK, LIGHT), (OK, LIGHT, LIGHT, number(3), UNDO)]:
        outcome = ask(boxed(), *scans, UNDO)
        assert (outcome.state.prompt, outcome.state.packaging) == (P.CHOOSE_PACKAGING, None)


def test_a_carton_that_leaves_units_over_is_weighed_with_what_is_in_it() -> None:
    lines = (a_pack_line(1, 2, verified=2), a_pack_line(2, 1, LAMP))
    state = boxed(lines=lines)
    full = ask(state, ScannedCommand(Command.FULL), number(1), ScannedWeight(660.0))
    assert full.effects[-1] == CloseCarton("S", is_full=True, weight_g=660.0)


def test_inserts_are_put_in_before_the_carton_is_chosen() -> None:
    state = boxed(inserts=("Catalogue",))
    assert state.prompt is P.INSERTS
    assert ask(state, card()).refusal is not None
    assert ask(state, OK).state.prompt is P.CHOOSE_PACKAGING
