"""Damage, another item, a refill on its way, and the question whether a place is empty."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.confirmation import ConfirmationPolicy
from app.domain.order_refusals import SubstituteNotAgreed
from app.domain.pick_effects import (
    CheckEmpty,
    PickOutcome,
    PutInTote,
    SetDamaged,
    ShortLine,
    SkipLine,
    SubstituteLine,
    TakeBack,
)
from app.domain.pick_lines import PickLine
from app.domain.pick_refusals import (
    IsItEmpty,
    NoQuarantine,
    NothingInstead,
    NotQuarantine,
    ScanEveryUnit,
)
from app.domain.pick_state import PickMethod, PickPrompt, PickState, ShortReason, SkipReason
from app.domain.picking import answer
from app.domain.refusals import CommandNotPossible, NoSuchChoice, NotAskedForHere
from app.domain.scanned import Scanned, ScannedTote
from tests.domain.dialogue_states import (
    CART,
    DAMAGED,
    FIRST,
    LAMP,
    MUG,
    OK,
    ORDER,
    PAUSE,
    QUARANTINE,
    SHORT,
    STAGE,
    SUBSTITUTE,
    THE_TOTE,
    TODAY,
    TOTE,
    UNDO,
    a_cart,
    a_line,
    a_task,
    elsewhere,
    number,
    place,
    unit,
)

P = PickPrompt
QUAR = QUARANTINE.code
SECOND_TOTE = ScannedTote(104, "T-0443", "#10882")


def ask(state: PickState, *scans: Scanned) -> PickOutcome:
    """The answer to the last of some scans; those before it must be accepted."""
    outcome = PickOutcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer(outcome.state, scan, today=TODAY)
    return outcome


def of_each_method(*lines: PickLine, quarantine: str = "") -> tuple[PickState, ...]:
    """The same lines as single order, on a cart, in a batch and in a zone."""
    many = (PickMethod.CLUSTER, PickMethod.BATCH, PickMethod.ZONE_PARALLEL)
    carts = (a_cart(*lines, method=method, quarantine=quarantine) for method in many)
    return (a_task(*lines, quarantine=quarantine), *carts)


# Damaged ----------------------------------------------------------------------------------------


def test_damaged_units_go_into_quarantine_and_the_rest_goes_on_whatever_the_method() -> None:
    for state in of_each_method(a_line(1, 3), a_line(2, 2, LAMP), quarantine=QUAR):
        panel = ask(state, DAMAGED).state
        assert (panel.prompt, panel.damaged) == (P.DAMAGED_QUANTITY, 1)
        carrying = ask(panel, number(2)).state
        assert (carrying.prompt, carrying.damaged) == (P.DAMAGED_PLACE, 2)
        outcome = ask(carrying, QUARANTINE)
        assert outcome.effects == (SetDamaged(1, 2, QUAR),)
        line = outcome.state.line_with(1)
        assert (line.short, line.open, outcome.state.prompt) == (2, 1, P.SCAN_ITEM)
        assert ask(state, DAMAGED, OK, QUARANTINE).effects == (SetDamaged(1, 1, QUAR),)


def test_where_all_are_damaged_the_next_line_comes_without_a_put() -> None:
    state = a_task(a_line(1, 2), a_line(2, 2, LAMP), quarantine=QUAR)
    outcome = ask(state, DAMAGED, number(2), QUARANTINE)
    assert outcome.effects == (SetDamaged(1, 2, QUAR),)
    assert outcome.state.line == state.upcoming[0]


def test_a_short_because_of_damage_puts_what_is_good_and_carries_the_rest_away() -> None:
    state = a_task(a_line(1, 3), a_line(2, 2, LAMP), quarantine=QUAR)
    outcome = ask(state, SHORT, number(2), number(2), QUARANTINE)
    assert outcome.effects == (PutInTote(1, 2, TOTE), SetDamaged(1, 1, QUAR))
    assert outcome.state.line == state.upcoming[0]
    nowhere = a_task(a_line(1, 3), a_line(2, 2, LAMP))
    plain = ask(nowhere, SHORT, number(2), number(2))
    assert plain.effects == (PutInTote(1, 2, TOTE), ShortLine(1, 1, ShortReason.DAMAGED))


def test_damage_falls_on_the_last_order_of_a_stop_and_what_is_in_hand_stays_counted() -> None:
    state = a_cart(quarantine=QUAR)
    outcome = ask(state, unit(), DAMAGED, OK, QUARANTINE)
    assert outcome.effects == (SetDamaged(2, 1, QUAR),)
    assert (outcome.state.prompt, outcome.state.counted) == (P.PUT_IN_TOTE, 1)
    assert ask(outcome.state, THE_TOTE).effects == (PutInTote(1, 2, TOTE),)


@pytest.mark.parametrize(
    ("scans", "refusal"),
    [
        ((DAMAGED, number(0)), NoSuchChoice(0, 3)),
        ((DAMAGED, number(4)), NoSuchChoice(4, 3)),
        ((DAMAGED, THE_TOTE), NotAskedForHere(TOTE)),
        ((DAMAGED, OK, elsewhere()), NotQuarantine("Z99-99", QUAR)),
        ((DAMAGED, OK, STAGE), NotQuarantine("STAGE-1", QUAR)),
        ((DAMAGED, OK, OK), CommandNotPossible(OK.command)),
        ((DAMAGED, OK, number(1)), NotAskedForHere("1")),
    ],
)
def test_damaged_units_go_nowhere_else(scans: tuple[Scanned, ...], refusal: object) -> None:
    assert ask(a_task(quarantine=QUAR), *scans).refusal == refusal


def test_a_house_without_quarantine_says_so() -> None:
    assert ask(a_task(), DAMAGED).refusal == NoQuarantine(MUG.name)


def test_undo_leaves_each_panel_without_a_change() -> None:
    state = a_task(a_line(1, 3, refill=5, substitute="Red mug"), a_line(2), quarantine=QUAR)
    for scans in ((DAMAGED,), (DAMAGED, OK), (SUBSTITUTE,), (SHORT,)):
        outcome = ask(state, *scans, UNDO)
        assert (outcome.effects, outcome.state) == ((), state)
        assert ask(state, *scans, PAUSE).state.prompt is P.PAUSED


def test_what_was_put_before_a_damage_is_undone_after_it() -> None:
    for state in of_each_method(a_line(1, 3), a_line(2, 2, LAMP), quarantine=QUAR):
        put = ask(state, unit(), number(2)).state
        if put.prompt is P.PUT_IN_TOTE:
            put = ask(put, THE_TOTE).state
        damaged = ask(put, DAMAGED, OK, QUARANTINE).state
        step = ask(damaged, UNDO).state
        step = ask(step, THE_TOTE).state if step.prompt is P.UNDO_TOTE else step
        outcome = ask(step, place(a_line(1)))
        assert outcome.effects == (TakeBack(1, 2, TOTE),)
        line = outcome.state.line_with(1)
        assert (line.picked, line.short, line.open) == (0, 1, 2)


# Another item -----------------------------------------------------------------------------------


def test_another_item_is_taken_for_what_is_missing_where_the_customer_agreed() -> None:
    for state in of_each_method(a_line(1, 3, substitute="Red mug"), a_line(2, 2, LAMP)):
        panel = ask(state, SUBSTITUTE).state
        assert (panel.prompt, panel.found) == (P.SUBSTITUTE, 0)
        outcome = ask(panel, OK)
        assert outcome.effects == (SubstituteLine(1, 3),)
        assert outcome.state.line_with(1).short == 3
    single = a_task(a_line(1, 3, substitute="Red mug"))
    assert ask(single, SUBSTITUTE, number(1)).effects == (
        PutInTote(1, 1, TOTE),
        SubstituteLine(1, 2),
    )


def test_a_number_typed_before_units_are_given_up_is_about_those_no_more() -> None:
    fast: dict[str, Any] = {"location_id": 1, "location": "A-12-01"}
    fast["policy"] = ConfirmationPolicy.FAST
    cart = a_cart(
        a_line(1, 1, **fast),
        a_line(2, 1, substitute="Red mug", **fast),
        a_line(3, 1, LAMP, order_id=FIRST + 1),
        quarantine="QUARANTINE",
    )
    for scans in ((SUBSTITUTE, number(1)), (DAMAGED, number(1), QUARANTINE)):
        state = ask(cart, number(2), *scans).state
        assert (state.prompt, state.putting) == (P.PUT_IN_TOTE, 0)
        assert ask(state, ScannedTote(1, CART[0])).effects == (PutInTote(1, 1, CART[0]),)


def test_of_several_orders_only_those_that_agreed_get_another_item() -> None:
    batch = a_cart(
        a_line(1, 2),
        a_line(2, 2, location_id=1, location="A-12-01", order_id=FIRST + 1, substitute="Red mug"),
        method=PickMethod.BATCH,
    )
    assert ask(batch, SUBSTITUTE, number(1)).effects == (
        PutInTote(1, 1, TOTE),
        ShortLine(1, 1, ShortReason.EMPTY),
        SubstituteLine(2, 2),
    )


@pytest.mark.parametrize(
    ("line", "scans", "refusal"),
    [
        (a_line(), (SUBSTITUTE,), SubstituteNotAgreed(ORDER, MUG.sku)),
        (a_line(substitute=""), (SUBSTITUTE,), NothingInstead(MUG.sku, MUG.name)),
        (a_line(substitute="Red mug"), (SUBSTITUTE, number(3)), NoSuchChoice(3, 2)),
        (a_line(substitute="Red mug"), (SUBSTITUTE, unit()), NotAskedForHere(unit().code)),
        (
            a_line(substitute="Red mug", policy=ConfirmationPolicy.STRICT),
            (SUBSTITUTE, number(1)),
            ScanEveryUnit(1, MUG.name),
        ),
    ],
)
def test_nothing_is_replaced_that_must_not_be(
    line: PickLine, scans: tuple[Scanned, ...], refusal: object
) -> None:
    assert ask(a_task(line), *scans).refusal == refusal


# A refill on its way ----------------------------------------------------------------------------


def test_a_dry_face_that_is_being_refilled_is_come_back_to() -> None:
    waiting = SkipReason.WAITING_FOR_REPLENISHMENT
    for state in of_each_method(a_line(1, 3, refill=12), a_line(2, 2, LAMP)):
        asked = ask(state, SHORT).state
        assert asked.prompt is P.REFILL_COMING
        assert ask(asked, OK).effects == (SkipLine(1, 1, waiting),)
        assert ask(asked, number(2)).state.prompt is P.SHORT_QUANTITY
        assert ask(asked, number(3)).refusal == NoSuchChoice(3, 2)
    again = a_task(a_line(1, 3, refill=12, skips=1), a_line(2, 2, LAMP, skips=1))
    assert ask(again, SHORT, OK).effects == (SkipLine(1, 2, waiting),)


def test_a_dry_face_of_the_last_line_is_waited_for() -> None:
    state = a_task(a_line(1, 3, refill=12))
    outcome = ask(state, SHORT, OK)
    assert (outcome.effects, outcome.state) == ((), state)


# Empty or not -----------------------------------------------------------------------------------

LAST_ONES = a_task(a_line(1, 2, stock=2), a_line(2, 1, LAMP, stock=9), checks_empty=True)
EMPTIED = ask(LAST_ONES, unit(), OK).state


@pytest.mark.parametrize(
    ("scan", "is_empty"),
    [
        (OK, True),
        (number(1), True),
        (place(a_line(1)), True),
        (number(2), False),
        (unit(), False),
    ],
)
def test_whoever_takes_the_last_unit_is_asked_whether_the_place_is_empty(
    scan: Scanned, is_empty: bool
) -> None:
    assert EMPTIED.prompt is P.CHECK_EMPTY
    outcome = ask(EMPTIED, scan)
    assert outcome.effects == (CheckEmpty(1, is_empty),)
    assert (outcome.state.prompt, outcome.state.line) == (P.SCAN_ITEM, LAST_ONES.upcoming[0])


@pytest.mark.parametrize(
    ("scan", "refusal"),
    [
        (number(3), NoSuchChoice(3, 2)),
        (elsewhere(), IsItEmpty("Z99-99", "A-12-01")),
        (unit(LAMP), IsItEmpty(LAMP.barcode or "", "A-12-01")),
        (THE_TOTE, IsItEmpty(TOTE, "A-12-01")),
        (SHORT, CommandNotPossible(SHORT.command)),
    ],
)
def test_nothing_else_answers_whether_a_place_is_empty(scan: Scanned, refusal: object) -> None:
    assert ask(EMPTIED, scan).refusal == refusal


def test_the_put_that_emptied_a_place_is_undone_from_the_question() -> None:
    outcome = ask(EMPTIED, UNDO, OK)
    assert outcome.effects == (TakeBack(1, 2, TOTE),)
    assert outcome.state.line == LAST_ONES.line


def test_a_place_is_asked_about_only_where_the_books_say_that_it_is_empty() -> None:
    for unasked in (
        replace(LAST_ONES, checks_empty=False),
        a_task(a_line(1, 2, stock=3), a_line(2, 1, LAMP), checks_empty=True),
        a_task(a_line(1, 2), a_line(2, 1, LAMP), checks_empty=True),
    ):
        assert ask(unasked, unit(), OK).state.prompt is P.SCAN_ITEM


def test_a_cart_is_asked_once_after_the_last_put_of_the_stop() -> None:
    cart = a_cart(
        a_line(1, 2, stock=3),
        a_line(2, 1, location_id=1, location="A-12-01", order_id=FIRST + 1, stock=3),
        a_line(3, 1, LAMP, order_id=FIRST + 1, stock=5),
        checks_empty=True,
    )
    first = ask(cart, unit(), THE_TOTE).state
    assert first.prompt is P.PUT_IN_TOTE
    second = ask(first, SECOND_TOTE).state
    assert second.prompt is P.CHECK_EMPTY
    assert ask(second, OK).state.prompt is P.SCAN_ITEM


def test_a_task_that_ends_with_an_empty_place_asks_and_then_is_done() -> None:
    state = a_task(a_line(1, 1, stock=1), checks_empty=True)
    asked = ask(state, unit())
    assert (asked.state.prompt, asked.state.stop) == (P.CHECK_EMPTY, None)
    assert ask(asked.state, OK).state.prompt is P.TASK_DONE
