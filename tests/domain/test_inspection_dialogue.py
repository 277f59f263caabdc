"""The inspection dialogue: a blind count, what it finds, and what is done about each finding."""

from __future__ import annotations

import pytest

from app.domain.inspecting import answer
from app.domain.inspection_refusals import BringTheMissing, CountAllFirst, QuarantineOnly
from app.domain.inspection_rules import InspectionReason
from app.domain.inspection_state import (
    BackToPicker,
    CountStep,
    DamagedOut,
    Expected,
    FindingKind,
    InspectEffect,
    Inspecting,
    InspectionNoted,
    InspectionOver,
    InspectPrompt,
    MissingBrought,
    TakenOut,
)
from app.domain.locations import LocationKind
from app.domain.pick_lines import PickItem
from app.domain.readings import Command
from app.domain.refusals import (
    CommandNotPossible,
    NoSuchChoice,
    NotAskedForHere,
    NothingToUndo,
    Refusal,
    TooMany,
    UnknownCode,
)
from app.domain.scanned import Scanned, ScannedCommand, ScannedItem, ScannedLocation
from tests.domain.stock_scans import (
    AT_FACE,
    CASE,
    MUG,
    OK,
    RED,
    SKIP,
    TODAY,
    UNDO,
    UNIT,
    UNKNOWN,
    number,
)

LAMP = PickItem(9, "50-001", "Lamp", "02000000000032")
A_LAMP = ScannedItem(9, "50-001", "Lamp", "02000000000032")
PEN = ScannedLocation(70, "Q01", LocationKind.QUARANTINE)
DAMAGED = ScannedCommand(Command.DAMAGED)
MUGS = CountStep(7, "40-118", "Blue Mug", 1)
P = InspectPrompt


def inspecting(mugs: int = 2, lamps: int = 0) -> Inspecting:
    """An order of so many mugs and lamps, before anything is counted."""
    expected = [Expected(MUG, mugs, ("A01-02L-1",))]
    if lamps:
        expected.append(Expected(LAMP, lamps, ("A01-05L-1",)))
    return Inspecting(1, 11, "10890", InspectionReason.SHARE, ("T-0442",), tuple(expected))


def play(state: Inspecting, *scans: Scanned) -> tuple[Inspecting, tuple[InspectEffect, ...]]:
    """Make scans one after the other, all of which must be accepted; the effects of the last."""
    effects: tuple[InspectEffect, ...] = ()
    for scan in scans:
        outcome = answer(state, scan, today=TODAY)
        assert outcome.refusal is None, outcome.refusal
        state, effects = outcome.state, outcome.effects
    return state, effects


def refused(state: Inspecting, scan: Scanned) -> Refusal | None:
    """Why a scan is not accepted; it must not change anything."""
    outcome = answer(state, scan, today=TODAY)
    assert outcome.effects == ()
    assert outcome.state.steps == state.steps
    return outcome.refusal


@pytest.mark.parametrize(
    ("order", "scans"),
    [
        ((2, 0), (UNIT, UNIT)),
        ((6, 0), (CASE,)),
        ((7, 1), (CASE, A_LAMP, UNIT)),
        ((1, 0), (UNIT, RED, UNDO)),
        ((1, 0), (UNIT, DAMAGED, UNDO)),
        ((1, 0), (UNIT, DAMAGED, OK)),
    ],
)
def test_an_order_with_all_that_belongs_in_it_is_right(
    order: tuple[int, int], scans: tuple[Scanned, ...]
) -> None:
    state, effects = play(inspecting(*order), *scans, OK)
    assert (state.prompt, effects) == (P.DONE, (InspectionOver(),))


@pytest.mark.parametrize(
    ("order", "scans", "found"),
    [
        ((2, 0), (UNIT,), [(FindingKind.MISSING, 7, 1)]),
        ((2, 1), (UNIT, UNIT), [(FindingKind.MISSING, 9, 1)]),
        ((2, 0), (number(0),), [(FindingKind.MISSING, 7, 2)]),
        ((2, 0), (UNIT, UNIT, UNIT), [(FindingKind.SURPLUS, 7, 1)]),
        ((1, 0), (UNIT, RED, RED), [(FindingKind.WRONG_ITEM, 8, 2)]),
        ((1, 0), (RED,), [(FindingKind.MISSING, 7, 1), (FindingKind.WRONG_ITEM, 8, 1)]),
        ((2, 0), (UNIT, DAMAGED, UNIT, number(2)), [(FindingKind.DAMAGED, 7, 1)]),
        ((1, 0), (UNIT, DAMAGED, UNIT, OK), [(FindingKind.SURPLUS, 7, 1)]),
        (
            (3, 0),
            (DAMAGED, UNIT, OK, UNIT),
            [(FindingKind.MISSING, 7, 1), (FindingKind.DAMAGED, 7, 1)],
        ),
    ],
)
def test_what_is_wrong_is_named_when_the_count_is_over(
    order: tuple[int, int],
    scans: tuple[Scanned, ...],
    found: list[tuple[FindingKind, int, int]],
) -> None:
    state, effects = play(inspecting(*order), *scans, *([] if scans == (number(0),) else [OK]))
    assert state.prompt is P.FINDING
    assert effects == (InspectionNoted(),)
    assert [(each.kind, each.item_id, each.units) for each in state.findings] == found


def test_missing_units_go_back_to_the_picker() -> None:
    short, _ = play(inspecting(2), UNIT, OK)
    state, effects = play(short, number(2))
    assert effects == (BackToPicker(7, 1), InspectionOver())
    assert state.prompt is P.DONE


def test_missing_units_are_brought_and_scanned_one_by_one() -> None:
    short, _ = play(inspecting(3, 1), A_LAMP, UNIT, OK, number(3))
    assert short.prompt is P.BRING
    assert refused(short, A_LAMP) == BringTheMissing("Lamp", "Blue Mug", 2)
    assert refused(short, CASE) == TooMany(6, 2, "Blue Mug")
    one, effects = play(short, UNIT)
    assert (one.brought, effects) == (1, ())
    back, _ = play(one, UNDO)
    assert (back.prompt, back.brought) == (P.FINDING, 0)
    state, effects = play(one, UNIT)
    assert effects == (MissingBrought(7, 2), InspectionOver())
    assert (state.prompt, state.counted) == (P.DONE, 4)


def test_an_item_is_counted_again_and_the_others_stand() -> None:
    short, _ = play(inspecting(2, 1), UNIT, A_LAMP, OK)
    again, effects = play(short, OK)
    assert effects == (InspectionNoted(),)
    assert (again.prompt, again.counted_of(7), again.counted_of(9)) == (P.COUNT, 0, 1)
    state, effects = play(again, UNIT, UNIT, OK)
    assert (state.prompt, effects) == (P.DONE, (InspectionOver(),))


def test_an_item_that_is_nowhere_after_all_may_be_counted_as_none() -> None:
    wrong, _ = play(inspecting(1), RED, OK, number(2), number(1))
    assert wrong.steps == ()
    again, _ = play(inspecting(1), UNIT, UNIT, OK, number(1))
    state, _ = play(again, OK)
    assert [each.units for each in state.findings] == [1]


@pytest.mark.parametrize(
    ("scans", "effect"),
    [
        ((UNIT, UNIT, UNIT), TakenOut(7, FindingKind.SURPLUS, 1, 70, "Q01")),
        ((UNIT, UNIT, RED), TakenOut(8, FindingKind.WRONG_ITEM, 1, 70, "Q01")),
    ],
)
def test_what_does_not_belong_there_is_taken_out_to_quarantine(
    scans: tuple[Scanned, ...], effect: TakenOut
) -> None:
    found, _ = play(inspecting(2), *scans, OK)
    assert refused(found, number(2)) == NoSuchChoice(2, 3)
    aside, _ = play(found, number(3))
    assert aside.prompt is P.PUT_ASIDE
    assert refused(aside, AT_FACE) == QuarantineOnly(AT_FACE.code)
    assert play(aside, UNDO)[0].prompt is P.FINDING
    state, effects = play(aside, PEN)
    assert effects == (effect, InspectionOver())
    assert (state.prompt, state.counted) == (P.DONE, 2)


def test_damaged_units_leave_and_others_are_picked() -> None:
    found, _ = play(inspecting(2), UNIT, DAMAGED, UNIT, number(2), OK)
    assert refused(found, number(3)) == NoSuchChoice(3, 2)
    state, effects = play(found, number(2), PEN)
    assert effects == (DamagedOut(7, 1, 70, "Q01", "dirty"), InspectionOver())
    assert (state.prompt, state.counted, state.expected[0].units) == (P.DONE, 1, 1)


def test_each_finding_is_seen_to_before_the_inspection_is_over() -> None:
    found, _ = play(inspecting(2, 1), UNIT, RED, OK)
    assert [each.kind.value for each in found.findings] == ["missing", "missing", "wrong_item"]
    first, effects = play(found, number(2))
    assert (first.prompt, effects) == (P.FINDING, (BackToPicker(7, 1),))
    second, effects = play(first, number(3), A_LAMP)
    assert (second.prompt, effects) == (P.FINDING, (MissingBrought(9, 1),))
    state, effects = play(second, number(3), PEN)
    assert effects == (TakenOut(8, FindingKind.WRONG_ITEM, 1, 70, "Q01"), InspectionOver())
    assert state.prompt is P.DONE


@pytest.mark.parametrize(
    ("scans", "scan", "refusal"),
    [
        ((), OK, CountAllFirst("10890")),
        ((), UNDO, NothingToUndo()),
        ((), SKIP, CommandNotPossible(Command.SKIP)),
        ((), UNKNOWN, UnknownCode("zz")),
        ((UNIT,), number(3), NotAskedForHere("3")),
        ((UNIT,), PEN, NotAskedForHere("Q01")),
        ((DAMAGED,), PEN, NotAskedForHere("Q01")),
        ((DAMAGED, UNIT), number(4), NoSuchChoice(4, 3)),
        ((DAMAGED, UNIT), PEN, NotAskedForHere("Q01")),
        ((UNIT, OK), number(4), NoSuchChoice(4, 3)),
        ((UNIT, OK), UNIT, NotAskedForHere(UNIT.code)),
        ((UNIT, OK, number(3)), OK, CommandNotPossible(Command.OK)),
        ((UNIT, UNIT, UNIT, OK, number(3)), number(1), NoSuchChoice(1, 0)),
        ((UNIT, UNIT, UNIT, OK, number(3)), UNIT, NotAskedForHere(UNIT.code)),
        ((UNIT, UNIT, OK), OK, CommandNotPossible(Command.OK)),
    ],
)
def test_what_a_prompt_has_no_use_for_is_refused(
    scans: tuple[Scanned, ...], scan: Scanned, refusal: Refusal
) -> None:
    state, _ = play(inspecting(2), *scans)
    assert refused(state, scan) == refusal


def test_from_every_prompt_scans_lead_to_the_end() -> None:
    """Whatever an order holds and whatever was counted, one of three answers goes on."""
    for counted in ((), (UNIT,), (UNIT,) * 4, (RED,), (DAMAGED, UNIT, OK), (CASE, RED)):
        start = number(0) if not counted else OK
        state, _ = play(inspecting(2, 1), *counted, start)
        for _ in range(20):
            if state.prompt is P.DONE:
                break
            scan: Scanned = number(2)
            finding = state.finding
            if finding is not None and finding.kind in (
                FindingKind.SURPLUS,
                FindingKind.WRONG_ITEM,
            ):
                scan = number(3)
            state, _ = play(state, PEN if state.prompt is P.PUT_ASIDE else scan)
        assert state.prompt is P.DONE
