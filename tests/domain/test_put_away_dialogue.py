"""The put-away dialogue: proposed or elsewhere with a reason, graded, written off, short."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.goods_in_hand import Goods
from app.domain.locations import LocationKind
from app.domain.put_away import (
    Candidate,
    ElsewhereReason,
    Proposal,
    ProposalReason,
    PutAwayReason,
    WriteOffReason,
    propose,
)
from app.domain.putting_away import (
    NotFoundThere,
    PutAwayEffect,
    PutAwayNoted,
    PutAwayOutcome,
    PutAwayPrompt,
    PutAwayPutOff,
    PuttingAway,
    UnitsPutAway,
    UnitsWrittenOff,
    answer,
)
from app.domain.readings import Command
from app.domain.refilling import Place
from app.domain.refusals import (
    CommandNotPossible,
    NoSuchChoice,
    NotAskedForHere,
    Refusal,
    TooMany,
    WrongItem,
    WrongLocation,
)
from app.domain.scanned import Scanned, ScannedTote
from app.domain.stock_refusals import NotAStorage, ScanItemFirst
from tests.domain.stock_scans import (
    A_LANE,
    A_TOTE,
    AT_FACE,
    CASE,
    ELSEWHERE,
    FACE,
    MUG,
    OK,
    RED,
    SHORT,
    SKIP,
    TODAY,
    UNDO,
    UNIT,
    UNKNOWN,
    number,
    wrong,
)

TOTE = Place(3, "T-0003")
START = PuttingAway(
    task_id=1,
    goods=Goods(MUG, "T-0003"),
    source=TOTE,
    proposal=FACE,
    proposed_because=ProposalReason.ITS_PICK_FACE,
    wanted=4,
    reason=PutAwayReason.TAKEN_BACK,
)
DAMAGED = replace(START, reason=PutAwayReason.DAMAGED)
HOMELESS = replace(START, proposal=None, proposed_because=None)
ALL_IN = UnitsPutAway(4, 20, "A01-02L-1")
DONE, LOCATION = PutAwayPrompt.DONE, PutAwayPrompt.SCAN_LOCATION
NOTED = PutAwayNoted()


def run(state: PuttingAway, *scans: Scanned) -> PutAwayOutcome:
    """Answer scans one after the other; every one but the last must be accepted."""
    outcome: PutAwayOutcome = PutAwayOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer(outcome.state, scan, today=TODAY)
    return outcome


@pytest.mark.parametrize(
    ("state", "scans", "effect", "prompt"),
    [
        (START, [A_TOTE], NOTED, PutAwayPrompt.TAKE),
        (START, [A_TOTE, UNIT], NOTED, PutAwayPrompt.TAKE),
        (START, [A_TOTE, UNIT, AT_FACE], ALL_IN, DONE),
        (START, [A_TOTE, UNIT, OK, AT_FACE], ALL_IN, DONE),
        (START, [A_TOTE, UNIT, number(4)], NOTED, LOCATION),
        (START, [A_TOTE, UNIT, number(3), AT_FACE], UnitsPutAway(3, 20, "A01-02L-1"), DONE),
        (START, [A_TOTE, UNIT, OK, number(1), AT_FACE], UnitsPutAway(1, 20, "A01-02L-1"), DONE),
        (START, [A_TOTE, UNIT, ELSEWHERE], NOTED, PutAwayPrompt.WHY_ELSEWHERE),
        (
            START,
            [A_TOTE, UNIT, ELSEWHERE, OK],
            UnitsPutAway(4, 21, "A01-04R-1", ElsewhereReason.FULL),
            DONE,
        ),
        (
            START,
            [A_TOTE, UNIT, ELSEWHERE, number(3)],
            UnitsPutAway(4, 21, "A01-04R-1", ElsewhereReason.BETTER_THERE),
            DONE,
        ),
        (START, [A_TOTE, UNIT, ELSEWHERE, AT_FACE], ALL_IN, DONE),
        (START, [A_TOTE, UNIT, ELSEWHERE, UNDO], NOTED, LOCATION),
        (HOMELESS, [A_TOTE, UNIT, ELSEWHERE], UnitsPutAway(4, 21, "A01-04R-1"), DONE),
        (START, [A_TOTE, SHORT, number(0)], NotFoundThere(0), DONE),
        (START, [A_TOTE, SHORT, number(3)], NotFoundThere(3), LOCATION),
        (START, [A_TOTE, UNIT, OK, UNDO], NOTED, PutAwayPrompt.TAKE),
        (START, [A_TOTE, SKIP], PutAwayPutOff(), DONE),
        (DAMAGED, [A_TOTE, UNIT, OK], NOTED, PutAwayPrompt.GRADE),
        (DAMAGED, [A_TOTE, UNIT, OK, number(1)], NOTED, LOCATION),
        (DAMAGED, [A_TOTE, UNIT, OK, OK, AT_FACE], ALL_IN, DONE),
        (DAMAGED, [A_TOTE, UNIT, OK, number(2)], NOTED, PutAwayPrompt.WRITE_OFF),
        (
            DAMAGED,
            [A_TOTE, UNIT, OK, number(2), number(2)],
            UnitsWrittenOff(4, WriteOffReason.DIRTY),
            DONE,
        ),
        (DAMAGED, [A_TOTE, UNIT, OK, number(2), UNDO], NOTED, PutAwayPrompt.TAKE),
    ],
)
def test_where_a_scan_leads(
    state: PuttingAway, scans: list[Scanned], effect: PutAwayEffect, prompt: PutAwayPrompt
) -> None:
    outcome = run(state, *scans)
    assert outcome.effects == (effect,)
    assert outcome.state.prompt is prompt


@pytest.mark.parametrize(
    ("state", "scans", "refusal"),
    [
        (START, [ScannedTote(4, "T-0004")], WrongLocation("T-0004", "T-0003")),
        (START, [UNIT], NotAskedForHere("02000000000018")),
        (START, [A_TOTE, OK], ScanItemFirst("Blue Mug", "T-0003")),
        (START, [A_TOTE, AT_FACE], ScanItemFirst("Blue Mug", "T-0003")),
        (START, [A_TOTE, RED], WrongItem(**wrong(RED, "T-0003"))),
        (START, [A_TOTE, CASE], TooMany(6, 4, "Blue Mug")),
        (START, [A_TOTE, UNIT, number(5)], TooMany(5, 4, "Blue Mug")),
        (START, [A_TOTE, UNIT, A_LANE], NotAStorage("LANE-1", LocationKind.LANE)),
        (START, [A_TOTE, UNIT, OK, A_LANE], NotAStorage("LANE-1", LocationKind.LANE)),
        (START, [A_TOTE, UNIT, OK, number(4)], NoSuchChoice(4, 3)),
        (START, [A_TOTE, UNIT, ELSEWHERE, number(4)], NoSuchChoice(4, 3)),
        (START, [A_TOTE, UNIT, ELSEWHERE, A_LANE], NotAStorage("LANE-1", LocationKind.LANE)),
        (START, [A_TOTE, SHORT, number(4)], NoSuchChoice(4, 3)),
        (DAMAGED, [A_TOTE, UNIT, AT_FACE], NotAskedForHere("A01-02L-1")),
        (DAMAGED, [A_TOTE, UNIT, OK, number(3)], NoSuchChoice(3, 2)),
        (DAMAGED, [A_TOTE, UNIT, OK, AT_FACE], NotAskedForHere("A01-02L-1")),
        (DAMAGED, [A_TOTE, UNIT, OK, number(2), OK], CommandNotPossible(Command.OK)),
        (DAMAGED, [A_TOTE, UNIT, OK, number(2), number(5)], NoSuchChoice(5, 4)),
    ],
)
def test_what_is_refused_changes_nothing(
    state: PuttingAway, scans: list[Scanned], refusal: Refusal
) -> None:
    outcome = run(state, *scans)
    assert outcome.refusal == refusal
    assert outcome.effects == ()
    before = run(state, *scans[:-1]).state
    assert replace(outcome.state, refusal=None, same_refusals=0) == before


SCANS = st.sampled_from(
    [
        A_TOTE, AT_FACE, ELSEWHERE, A_LANE, UNIT, CASE, RED, OK, UNDO, SKIP, SHORT, UNKNOWN,
        number(0), number(1), number(2), number(3), number(4),
    ]
)  # fmt: skip


@given(scans=st.lists(SCANS, max_size=40), state=st.sampled_from([START, DAMAGED, HOMELESS]))
def test_never_more_leaves_the_place_than_waits_there(
    scans: list[Scanned], state: PuttingAway
) -> None:
    left = 0
    for scan in scans:
        outcome = answer(state, scan, today=TODAY)
        assert outcome.refusal is None or outcome.effects == ()
        for effect in outcome.effects:
            if isinstance(effect, UnitsPutAway | UnitsWrittenOff):
                left += effect.quantity
                assert effect.quantity > 0
        state = outcome.state
    assert left <= START.wanted


def candidate(
    number: int, kind: LocationKind = LocationKind.PICK_FACE, **fields: object
) -> Candidate:
    one = Candidate(number, f"P-{number}", kind, pick_sequence=number)
    return replace(one, **fields)  # type: ignore[arg-type]  # named by the test


RESERVE_KIND = LocationKind.RESERVE


@pytest.mark.parametrize(
    ("candidates", "proposed"),
    [
        ([], None),
        ([candidate(1), candidate(2, holds=3)], (2, ProposalReason.ITS_PICK_FACE)),
        (
            [candidate(1, RESERVE_KIND, holds=3), candidate(2, holds=3)],
            (2, ProposalReason.ITS_PICK_FACE),
        ),
        (
            [candidate(1, RESERVE_KIND, holds=3), candidate(2, holds=3, room=3)],
            (2, ProposalReason.PART_INTO_FACE, 3),
        ),
        (
            [candidate(1, RESERVE_KIND, holds=3), candidate(2, holds=9, room=0)],
            (1, ProposalReason.WITH_ITS_OWN),
        ),
        (
            [candidate(1, RESERVE_KIND), candidate(2, is_own_face=True, room=9)],
            (2, ProposalReason.ITS_PICK_FACE),
        ),
        (
            [candidate(1, RESERVE_KIND, holds_other_lot=True), candidate(2, RESERVE_KIND)],
            (2, ProposalReason.EMPTY),
        ),
        ([candidate(1), candidate(2, RESERVE_KIND)], (2, ProposalReason.EMPTY)),
        (
            [candidate(1, is_others_face=True), candidate(2)],
            (2, ProposalReason.EMPTY),
        ),
        ([candidate(2, holds=3, is_doubted=True), candidate(3)], (3, ProposalReason.EMPTY)),
        ([candidate(2, holds_other_lot=True), candidate(3)], (3, ProposalReason.EMPTY)),
        ([candidate(2, holds_other_items=True)], None),
        (
            [candidate(1), candidate(2, zone="B")],
            (2, ProposalReason.EMPTY_IN_ITS_ZONE),
        ),
        ([candidate(4), candidate(3)], (3, ProposalReason.EMPTY)),
    ],
)
def test_goods_join_their_own_or_go_to_the_nearest_empty_place(
    candidates: list[Candidate],
    proposed: tuple[int, ProposalReason] | tuple[int, ProposalReason, int] | None,
) -> None:
    found = propose(candidates, quantity=4, zone="B")
    if proposed is None:
        assert found is None
    else:
        number, reason, *fits = proposed
        assert found == Proposal(number, f"P-{number}", reason, *fits)
