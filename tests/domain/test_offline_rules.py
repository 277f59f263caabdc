"""The table of what a station may do without its database, and what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.discrepancies import DiscrepancyKind
from app.domain.offline import (
    LONGEST_OFFLINE,
    MOST_LINES,
    Activity,
    Backlog,
    NeedsDatabase,
    OfflineTooLong,
    brought_up,
    discrepancy_kind,
    is_possible,
    judge_offline,
    lines_changed,
    moves_goods,
)
from app.domain.pick_effects import (
    BindTote,
    GiveBack,
    PassOn,
    PauseTask,
    PickEffect,
    PutInTote,
    ShortLine,
    SkipLine,
    TakeBack,
    ToteIn,
)
from app.domain.pick_request import Verdict
from app.domain.pick_state import PickPrompt, ShortReason
from app.domain.refusals import OrderStopped, StockMissing, TaskTakenOver, ToteInUse, WorkMovedOn
from tests.domain.dialogue_states import a_line, a_task

PUT = PutInTote(1, 2, "T-0001")
BACK = TakeBack(1, 2, "T-0001")
SHORT = ShortLine(1, 1, ShortReason.EMPTY)
SKIP = SkipLine(1, 1, None)
BIND = BindTote("T-0001")
FRESH = Backlog(timedelta(minutes=1), 3, 5)


@pytest.mark.parametrize(
    ("effects", "waits"),
    [
        ((), None),
        ((PUT,), None),
        ((PUT, SHORT), None),
        ((BACK,), None),
        ((SKIP,), None),
        ((PauseTask(),), None),
        ((BIND,), Activity.BIND_TOTE),
        ((BIND, PUT), Activity.BIND_TOTE),
        ((ToteIn("T-0001", 1),), None),
        ((PassOn("LANE-B"),), None),
        ((GiveBack(),), Activity.CLAIM),
    ],
)
def test_claimed_work_goes_on_and_a_new_tote_waits(
    effects: tuple[PickEffect, ...], waits: Activity | None
) -> None:
    expected = None if waits is None else NeedsDatabase(waits)
    assert judge_offline(effects, FRESH) == expected


@pytest.mark.parametrize("activity", list(Activity))
def test_what_could_be_somebody_else_s_meanwhile_waits(activity: Activity) -> None:
    waiting = {
        Activity.REPRINT_SLIP,
        Activity.SIGN_IN_ANOTHER,
        Activity.CLAIM,
        Activity.BIND_TOTE,
        Activity.OPEN_CARTON,
        Activity.SWITCH_LOT,
        Activity.INSPECT,
        Activity.HAND_OVER,
        Activity.LOOK_UP,
        Activity.LEAVE_ORDERS,
        Activity.UNLOAD_CART,
        Activity.SET_ASIDE,
        Activity.SET_DAMAGED,
        Activity.SUBSTITUTE,
        Activity.PACK,
        Activity.LABEL,
        Activity.REPORT_MISSING,
        Activity.OVERRIDE_WEIGHT,
        Activity.REOPEN,
        Activity.SETTLE,
    }
    assert is_possible(activity) is (activity not in waiting)


@pytest.mark.parametrize(
    "backlog",
    [
        Backlog(LONGEST_OFFLINE, 0, 0),
        Backlog(timedelta(), MOST_LINES, MOST_LINES),
    ],
)
def test_limits_stop_everything_but_putting_aside(backlog: Backlog) -> None:
    assert isinstance(judge_offline((PUT,), backlog), OfflineTooLong)
    assert isinstance(judge_offline((), backlog), OfflineTooLong)
    assert judge_offline((PauseTask(),), backlog) is None


def test_just_below_the_limits_work_goes_on() -> None:
    almost = Backlog(LONGEST_OFFLINE - timedelta(seconds=1), MOST_LINES - 1, 500)
    assert judge_offline((PUT,), almost) is None


def test_forty_lines_at_forty_seconds_fit_into_the_limits() -> None:
    assert timedelta(seconds=40 * 40) < LONGEST_OFFLINE
    assert MOST_LINES > 40


def test_lines_count_by_what_was_put_or_found_missing() -> None:
    assert lines_changed((PUT, SHORT)) == 2
    assert lines_changed((BACK, SKIP, PauseTask())) == 0


@pytest.mark.parametrize(
    ("verdict", "refusal", "kind"),
    [
        (Verdict.APPLIED, None, None),
        (Verdict.REPEATED, None, None),
        (Verdict.TAKEN_OVER, TaskTakenOver(1), DiscrepancyKind.TASK_TAKEN_OVER),
        (Verdict.STOPPED, OrderStopped("#1", "cancelled"), DiscrepancyKind.ORDER_STOPPED),
        (Verdict.BEHIND, WorkMovedOn("#1"), DiscrepancyKind.LINE_CHANGED),
        (Verdict.NOT_ALLOWED, None, DiscrepancyKind.NOT_ALLOWED),
        (Verdict.REFUSED, StockMissing("A", "Mug", 2, 0), DiscrepancyKind.STOCK_MISSING),
        (Verdict.REFUSED, ToteInUse("T-1", "#2"), DiscrepancyKind.TOTE_CHANGED),
    ],
)
def test_each_verdict_of_the_return_has_its_kind(
    verdict: Verdict, refusal: object, kind: DiscrepancyKind | None
) -> None:
    assert discrepancy_kind(verdict, refusal) is kind  # type: ignore[arg-type]  # a table of refusals


def test_only_what_left_traces_on_the_floor_is_a_person_s_task() -> None:
    assert all(moves_goods(effect) for effect in (PUT, BACK, SHORT))
    assert not any(moves_goods(effect) for effect in (SKIP, PauseTask()))


def test_copy_that_agrees_with_the_rows_keeps_what_is_in_hand() -> None:
    fresh = replace(a_task(a_line(1, 3)), revision=9)
    copy = replace(fresh, counted=2, prompt=PickPrompt.CONFIRM_QUANTITY, revision=4)
    kept = brought_up(copy, fresh)
    assert (kept.counted, kept.prompt, kept.revision) == (2, PickPrompt.CONFIRM_QUANTITY, 9)


def test_copy_that_differs_from_the_rows_gives_way() -> None:
    copy = replace(a_task(a_line(1, 3)), counted=2)
    fresh = a_task(a_line(1, 3, picked=1))
    assert brought_up(copy, fresh) is fresh
