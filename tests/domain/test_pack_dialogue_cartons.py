"""An order that goes out in more cartons than one: closed while units are left."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.cartonization import ParcelPlan, Proposal, ProposalSource
from app.domain.offline import Activity, Backlog, NeedsDatabase
from app.domain.pack_effects import CloseCarton, PackOutcome, PutInCarton
from app.domain.pack_request import judge_bench_offline
from app.domain.pack_state import PackPrompt, PackState
from app.domain.packing import answer_packing
from app.domain.readings import Command
from app.domain.refusals import CommandNotPossible, PackagingTooSmall
from app.domain.scanned import Scanned, ScannedCommand
from tests.domain.dialogue_states import LAMP, OK, UNDO, a_bench, a_pack_line, number, unit

FULL = ScannedCommand(Command.FULL)
PLAN = Proposal(
    (ParcelPlan("M2", (2, 0), (), 60), ParcelPlan("S", (1, 1), (), 40)),
    ProposalSource.ARRANGED,
    (),
)


def half(mugs: int = 1, **fields: object) -> PackState:
    """Three mugs and a lamp on the bench, some mugs in the carton."""
    lines = (replace(a_pack_line(1, 3, verified=mugs), weight_g=300), a_pack_line(2, 1, LAMP))
    return a_bench(*lines, goods_weight_g=1500, **fields)


def ask(state: PackState, *scans: Scanned) -> PackOutcome:
    outcome = PackOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer_packing(outcome.state, scan, today=date(2026, 5, 4))
    return outcome


def test_full_asks_for_the_packaging_of_what_is_in() -> None:
    outcome = ask(half(), FULL)
    assert (outcome.state.prompt, outcome.state.is_full) == (PackPrompt.CHOOSE_PACKAGING, True)
    assert outcome.effects == ()


def test_empty_carton_is_not_full() -> None:
    assert ask(half(0), FULL).refusal == CommandNotPossible(Command.FULL)


def test_carton_that_leaves_units_over_says_so_when_it_is_closed() -> None:
    outcome = ask(half(), FULL, number(2))
    assert outcome.effects == (CloseCarton("M2", is_full=True),)
    assert outcome.state.prompt is PackPrompt.SCAN_LABEL


def test_only_what_is_in_weighs() -> None:
    assert ask(half(3), FULL, number(1)).effects == (CloseCarton("S", is_full=True),)
    heavy = half(3, lines=(replace(a_pack_line(1, 4, verified=3), weight_g=400),))
    assert ask(heavy, FULL, number(1)).refusal == PackagingTooSmall("S", 1_200, 1_000)


@pytest.mark.parametrize("scan", [UNDO, unit()])
def test_carton_called_full_by_mistake_is_filled_on(scan: Scanned) -> None:
    outcome = ask(half(), FULL, scan)
    assert (outcome.state.prompt, outcome.state.is_full) == (PackPrompt.SCAN_UNIT, False)
    assert outcome.effects == (() if scan == UNDO else (PutInCarton(1, 1),))


def test_planned_carton_is_the_one_that_ok_takes_once_it_holds_what_was_planned() -> None:
    early, ready = half(1, proposal=PLAN), half(2, proposal=PLAN)
    assert (early.is_as_planned, ready.is_as_planned) == (False, True)
    assert ask(early, FULL).state.suggestion is None
    assert ask(early, FULL, OK).refusal == CommandNotPossible(Command.OK)
    assert ask(ready, FULL, OK).effects == (CloseCarton("M2", is_full=True),)


def test_all_units_in_need_no_second_carton_whatever_was_planned() -> None:
    state = replace(half(3, proposal=PLAN), suggested=None)
    outcome = ask(state, unit(LAMP))
    assert outcome.state.prompt is PackPrompt.CHOOSE_PACKAGING
    assert not outcome.state.is_full
    assert outcome.state.suggestion is None
    assert outcome.state.to_box_g == 1500


def test_second_carton_waits_for_the_database() -> None:
    effects = ask(half(), FULL, number(2)).effects
    assert judge_bench_offline(effects, Backlog(timedelta(), 0, 0)) == NeedsDatabase(Activity.LABEL)
    assert judge_bench_offline((CloseCarton("M2"),), Backlog(timedelta(), 0, 0)) is None
