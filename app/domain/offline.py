"""What a station may do while its database is away, and how what it did is judged on return.

The rule behind the table: without the database a station may finish what is already its own (the
claimed task, in the tote it is bound to) and nothing that could be somebody else's meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from app.domain.discrepancies import DiscrepancyKind
from app.domain.pick_effects import (
    BindTote,
    CartonFull,
    CheckEmpty,
    GiveBack,
    GiveUpCarton,
    LeaveOrders,
    OpenCarton,
    PassOn,
    PauseTask,
    PickEffect,
    PutInTote,
    SetAside,
    SetDamaged,
    SetTotesAside,
    ShortLine,
    SkipLine,
    SubstituteLine,
    SwitchLot,
    TakeBack,
    ToteIn,
    UnbindTote,
    UnloadCart,
)
from app.domain.pick_lines import PickLine
from app.domain.pick_refusals import WorkCalledOff
from app.domain.pick_request import Verdict
from app.domain.pick_state import PickPrompt, PickState
from app.domain.refusals import (
    Refusal,
    StockMissing,
    TaskTakenOver,
    ToteInUse,
    WorkMovedOn,
)

LONGEST_OFFLINE = timedelta(minutes=30)
"""How long work goes on off line. The largest piece of claimed work is a batch of 40 lines, which
takes 27 minutes at 40 seconds a line; stopping in the middle of it would leave goods in the aisle.
Beyond that the world has changed too much: a lead has reassigned the task by then."""

MOST_LINES = 60
"""Lines changed off line and not yet sent: one such batch and half of another. Each may come back
as a task for a person, and nobody settles more than that before the truck leaves."""


class Activity(StrEnum):
    """What an operator can want; `possible` says which of it needs no database."""

    COUNT = "count"
    PUT_IN_TOTE = "put_in_tote"
    TAKE_BACK = "take_back"
    SHORT = "short"
    SKIP = "skip"
    PAUSE = "pause"
    SIGN_OFF = "sign_off"
    SIGN_IN_AGAIN = "sign_in_again"
    GO_ON = "go_on"
    REPRINT_SLIP = "reprint_slip"
    SIGN_IN_ANOTHER = "sign_in_another"
    CLAIM = "claim"
    BIND_TOTE = "bind_tote"
    OPEN_CARTON = "open_carton"
    SWITCH_LOT = "switch_lot"
    LEAVE_ORDERS = "leave_orders"
    UNLOAD_CART = "unload_cart"
    SET_ASIDE = "set_aside"
    SET_DAMAGED = "set_damaged"
    SUBSTITUTE = "substitute"
    CHECK_EMPTY = "check_empty"
    PACK = "pack"
    LABEL = "label"
    REPORT_MISSING = "report_missing"
    OVERRIDE_WEIGHT = "override_weight"
    REOPEN = "reopen"
    SETTLE = "settle"
    INSPECT = "inspect"
    HAND_OVER = "hand_over"
    LOOK_UP = "look_up"


POSSIBLE = frozenset(
    {
        Activity.COUNT,
        Activity.PUT_IN_TOTE,
        Activity.TAKE_BACK,
        Activity.SHORT,
        Activity.SKIP,
        Activity.CHECK_EMPTY,
        Activity.PAUSE,
        Activity.SIGN_OFF,
        Activity.SIGN_IN_AGAIN,
        Activity.GO_ON,
    }
)
"""What needs no database; all else waits for it.

A tote waits: it may have been given to another order since. Another carton
waits as well, while units go on into the one that is open. So does another operator's sign-in: only
the database knows badges, and who was switched off.
"""

_ACTIVITIES: dict[type[PickEffect], Activity] = {
    BindTote: Activity.BIND_TOTE,
    UnbindTote: Activity.BIND_TOTE,
    OpenCarton: Activity.OPEN_CARTON,
    CartonFull: Activity.OPEN_CARTON,
    GiveUpCarton: Activity.OPEN_CARTON,
    SwitchLot: Activity.SWITCH_LOT,
    LeaveOrders: Activity.LEAVE_ORDERS,
    UnloadCart: Activity.UNLOAD_CART,
    SetAside: Activity.SET_ASIDE,
    SetTotesAside: Activity.SET_ASIDE,
    PutInTote: Activity.PUT_IN_TOTE,
    TakeBack: Activity.TAKE_BACK,
    ShortLine: Activity.SHORT,
    SetDamaged: Activity.SET_DAMAGED,
    SubstituteLine: Activity.SUBSTITUTE,
    CheckEmpty: Activity.CHECK_EMPTY,
    SkipLine: Activity.SKIP,
    # Nobody else can have a tote that was handed over to work that is claimed here.
    ToteIn: Activity.GO_ON,
    PassOn: Activity.GO_ON,
    GiveBack: Activity.CLAIM,
    PauseTask: Activity.PAUSE,
}


@dataclass(frozen=True)
class NeedsDatabase(Refusal):
    """What was asked for cannot be decided without the database."""

    activity: Activity


@dataclass(frozen=True)
class OfflineTooLong(Refusal):
    """So much was done off line that the rest has to wait for the database."""

    severe: ClassVar[bool] = True
    minutes: int
    unsent: int


@dataclass(frozen=True)
class JournalFailed(Refusal):
    """The scan could not be written down at the station, so it was not accepted."""

    severe: ClassVar[bool] = True
    why: str


@dataclass(frozen=True)
class StillSending(Refusal):
    """Earlier scans of this station are on their way and come first."""

    unsent: int


@dataclass(frozen=True)
class Backlog:
    """What is not in the database yet: for how long the station has been off line, and how much."""

    offline_for: timedelta
    lines: int
    unsent: int


def is_possible(activity: Activity) -> bool:
    """Whether an activity needs no database."""
    return activity in POSSIBLE


def activity_of(effect: PickEffect) -> Activity:
    """What an effect of the pick dialogue amounts to."""
    return _ACTIVITIES[type(effect)]


def waits_for_database(effects: tuple[PickEffect, ...]) -> Activity | None:
    """The first thing a scan does that only the database can decide; None if it does nothing so."""
    activities = (activity_of(effect) for effect in effects)
    return next((wanted for wanted in activities if not is_possible(wanted)), None)


def judge_offline(effects: tuple[PickEffect, ...], backlog: Backlog) -> Refusal | None:
    """Whether a scan may be accepted without the database; None if it may.

    Putting work aside is possible at any time: whoever has to stop must be able to.
    """
    activity = waits_for_database(effects)
    if activity is not None:
        return NeedsDatabase(activity)
    if any(isinstance(effect, PauseTask) for effect in effects):
        return None
    if backlog.offline_for >= LONGEST_OFFLINE or backlog.lines >= MOST_LINES:
        return OfflineTooLong(int(backlog.offline_for.total_seconds() // 60), backlog.unsent)
    return None


def lines_changed(effects: tuple[PickEffect, ...]) -> int:
    """How many pick lines a scan changes, as they count towards `MOST_LINES`."""
    return sum(1 for effect in effects if isinstance(effect, PutInTote | ShortLine))


# The return ---------------------------------------------------------------------------------


def brought_up(copy: PickState, fresh: PickState) -> PickState:
    """A station's copy after it was compared with the rows, read anew.

    Where both know the same of lines and tote, what is in hand and on the screen stays, and the
    order in which the picker walks; else the rows are right.
    """
    is_same = (
        _by_number(copy) == _by_number(fresh)
        and copy.positions == fresh.positions
        and copy.epoch == fresh.epoch
        and PickPrompt.PAUSED not in (copy.prompt, fresh.prompt)
    )
    return replace(copy, revision=fresh.revision, book=fresh.book) if is_same else fresh


def _by_number(state: PickState) -> list[PickLine]:
    return sorted(state.lines, key=lambda line: line.pick_line_id)


def moves_goods(effect: PickEffect) -> bool:
    """Whether a person has to look where goods are, if the effect cannot be written.

    A line that was skipped and a task that was put aside left no trace on the floor.
    """
    return isinstance(effect, PutInTote | TakeBack | ShortLine | BindTote)


def discrepancy_kind(verdict: Verdict, refusal: Refusal | None) -> DiscrepancyKind | None:
    """What a verdict on work done off line means for a person; None where it was written.

    Raises:
        ValueError: the verdict says that the station itself is broken.
    """
    if verdict in (Verdict.APPLIED, Verdict.REPEATED):
        return None
    if verdict is Verdict.ID_REUSED:
        raise ValueError("a scan id that came twice with two codes is no matter for the floor")
    if verdict is Verdict.REFUSED:
        return _KINDS_BY_REFUSAL.get(type(refusal), DiscrepancyKind.LINE_CHANGED)
    return _KINDS_BY_VERDICT.get(verdict, DiscrepancyKind.LINE_CHANGED)


_KINDS_BY_VERDICT = {
    Verdict.TAKEN_OVER: DiscrepancyKind.TASK_TAKEN_OVER,
    Verdict.STOPPED: DiscrepancyKind.ORDER_STOPPED,
    Verdict.NOT_ALLOWED: DiscrepancyKind.NOT_ALLOWED,
    Verdict.BEHIND: DiscrepancyKind.LINE_CHANGED,
}

_KINDS_BY_REFUSAL: dict[type[Refusal | None], DiscrepancyKind] = {
    StockMissing: DiscrepancyKind.STOCK_MISSING,
    ToteInUse: DiscrepancyKind.TOTE_CHANGED,
    TaskTakenOver: DiscrepancyKind.TASK_TAKEN_OVER,
    WorkCalledOff: DiscrepancyKind.TASK_TAKEN_OVER,
    WorkMovedOn: DiscrepancyKind.LINE_CHANGED,
}
