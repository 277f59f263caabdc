"""A closed parcel on the bench: opened, boxed anew, given another label, or printed again."""

from __future__ import annotations

import pytest

from app.domain.bench_refusals import LeadsBadge
from app.domain.offline import Activity
from app.domain.pack_effects import (
    PackOutcome,
    ReopenCarton,
    TakeOutOfCarton,
    TakeTote,
    VoidLabel,
)
from app.domain.pack_request import bench_waits_for, changes_carton
from app.domain.pack_state import PackPrompt, PackState, VerifiedStep
from app.domain.packing import answer_packing
from app.domain.readings import Command
from app.domain.refusals import CommandNotPossible, NoSuchChoice, NotAskedForHere, Refusal
from app.domain.scanned import Scanned
from tests.domain.dialogue_states import (
    BADGE,
    FREE_TOTE,
    OK,
    REPRINT,
    SSCC,
    TODAY,
    UNDO,
    a_bench,
    a_pack_line,
    carton,
    number,
    unit,
)

P = PackPrompt


def closed(*, is_labelled: bool) -> PackState:
    """Two mugs in a closed carton, asked about."""
    return a_bench(
        a_pack_line(1, 2, verified=2),
        sscc=SSCC,
        packaging="S",
        label_confirmed=is_labelled,
        history=(VerifiedStep(1, 1), VerifiedStep(1, 1)),
    )


def ask(state: PackState, *scans: Scanned) -> PackOutcome:
    outcome = PackOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer_packing(outcome.state, scan, today=TODAY)
    return outcome


CHANGED = ask(closed(is_labelled=False), UNDO).state


def test_undo_at_the_label_asks_what_is_done_with_the_parcel() -> None:
    assert CHANGED.prompt is P.PARCEL
    for leaves in (UNDO, carton()):
        assert ask(CHANGED, leaves).state.prompt is P.SCAN_LABEL


def test_an_opened_parcel_is_emptied_and_counted_anew() -> None:
    outcome = ask(CHANGED, number(1))
    assert outcome.effects == (ReopenCarton(), TakeOutOfCarton(1, 1), TakeOutOfCarton(1, 1))
    state = outcome.state
    assert (state.prompt, state.verified, state.sscc, state.reopened) == (
        P.SCAN_UNIT,
        0,
        None,
        True,
    )


def test_the_same_goods_go_into_another_carton() -> None:
    outcome = ask(CHANGED, number(2))
    assert outcome.effects == (ReopenCarton(),)
    assert outcome.state.prompt is P.CHOOSE_PACKAGING
    assert (outcome.state.verified, outcome.state.packaging) == (2, None)


def test_another_label_is_a_leads_to_say() -> None:
    asked = ask(CHANGED, number(3)).state
    assert asked.prompt is P.VOID_LEAD
    assert ask(asked, unit()).refusal == LeadsBadge()
    outcome = ask(asked, BADGE)
    assert (outcome.effects, outcome.state.prompt) == ((VoidLabel(BADGE.token),), P.SCAN_LABEL)
    assert ask(asked, UNDO).state.prompt is P.PARCEL


@pytest.mark.parametrize("scan", [number(4), REPRINT])
def test_the_same_label_is_printed_again_with_a_reason(scan: Scanned) -> None:
    assert ask(CHANGED, scan).state.prompt is P.REPRINT_REASON


REFUSED: list[tuple[Scanned, Refusal]] = [
    (number(5), NoSuchChoice(5, 4)),
    (OK, CommandNotPossible(Command.OK)),
    (unit(), NotAskedForHere("02000000000015")),
    (carton("340123450000000019", None), NotAskedForHere("340123450000000019")),
]


@pytest.mark.parametrize(("scan", "refusal"), REFUSED)
def test_everything_else_leaves_a_closed_parcel_closed(scan: Scanned, refusal: Refusal) -> None:
    outcome = ask(CHANGED, scan)
    assert (outcome.refusal, outcome.effects) == (refusal, ())


def test_an_empty_tote_is_taken_only_at_an_opened_parcel() -> None:
    opened = ask(CHANGED, number(2)).state
    assert ask(opened, FREE_TOTE).effects == (TakeTote(FREE_TOTE.tote_id, FREE_TOTE.code),)
    assert ask(a_bench(), FREE_TOTE).refusal == NotAskedForHere(FREE_TOTE.code)


def test_without_the_database_a_closed_parcel_stays_closed() -> None:
    for effects in ((ReopenCarton(),), (VoidLabel("X"),)):
        assert bench_waits_for(effects) is Activity.REOPEN
        assert changes_carton(effects)
    assert bench_waits_for((TakeTote(1, "T-1"),)) is Activity.BIND_TOTE
