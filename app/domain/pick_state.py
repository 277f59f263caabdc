"""The picker's position in a task: everything the next prompt depends on, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from app.domain.code_book import CodeBook
from app.domain.refusals import Refusal


class PickMethod(StrEnum):
    """How orders are turned into work; see the glossary of ARCHITECTURE.md."""

    SINGLE = "single"
    BATCH = "batch"
    CLUSTER = "cluster"
    ZONE_PASS = "zone_pass"  # noqa: S105 - a way of picking
    ZONE_PARALLEL = "zone_parallel"


class PickPrompt(StrEnum):
    """The questions the pick dialogue asks."""

    SCAN_TOTE = "scan_tote"
    SCAN_LOCATION = "scan_location"
    SCAN_ITEM = "scan_item"
    CONFIRM_QUANTITY = "confirm_quantity"
    SHORT_QUANTITY = "short_quantity"
    SHORT_REASON = "short_reason"
    SKIP_REASON = "skip_reason"
    UNDO = "undo"
    TASK_DONE = "task_done"
    PAUSED = "paused"


class ShortReason(StrEnum):
    """Why fewer units were found; the order is that of the numbered choices."""

    EMPTY = "empty"
    DAMAGED = "damaged"
    OTHER_ITEM = "other_item"
    UNREACHABLE = "unreachable"


class SkipReason(StrEnum):
    """Why a line is postponed a second time; the order is that of the numbered choices."""

    AISLE_BLOCKED = "aisle_blocked"
    WAITING_FOR_REPLENISHMENT = "waiting_for_replenishment"
    NEEDS_EQUIPMENT = "needs_equipment"


@dataclass(frozen=True)
class PickItem:
    """What a picker is told about an item."""

    item_id: int
    sku: str
    name: str
    barcode: str | None
    case_quantity: int | None = None
    lot_tracked: bool = False
    fragile: bool = False


@dataclass(frozen=True)
class PickLine:
    """One item at one location, asked for by one order line.

    `quantity`, `picked` and `short` are in units; what is neither picked nor short is open.
    """

    pick_line_id: int
    order_line_id: int
    item: PickItem
    location_id: int
    location: str
    zone: str
    check_digits: str
    quantity: int
    picked: int = 0
    short: int = 0
    skips: int = 0
    lot: str | None = None
    expiry: date | None = None
    confirm_location: bool = False
    reason: str = ""

    @property
    def open(self) -> int:
        """Units still to be found."""
        return self.quantity - self.picked - self.short


@dataclass(frozen=True)
class PickedStep:
    """One put into the tote, which UNDO can take back."""

    pick_line_id: int
    quantity: int


@dataclass(frozen=True)
class PickState:
    """A pick task as its picker sees it. `counted` units are in hand and not yet in the tote.

    `epoch` names the claim and `revision` the state of the rows that this is a copy of. `book` says
    what the task's codes mean, so that a scan is answered where it is made.
    """

    task_id: int
    epoch: int
    method: PickMethod
    order_number: str
    lines: tuple[PickLine, ...]
    tote: str | None = None
    prompt: PickPrompt = PickPrompt.SCAN_TOTE
    counted: int = 0
    location_confirmed: bool = False
    found: int = 0
    short_reason: ShortReason | None = None
    history: tuple[PickedStep, ...] = ()
    refusal: Refusal | None = None
    same_refusals: int = 0
    revision: int = 0
    book: CodeBook = field(default_factory=CodeBook, compare=False, repr=False)

    @property
    def line(self) -> PickLine | None:
        """The first open line in walking order; lines skipped once come after all others."""
        open_lines = [line for line in self.lines if line.open > 0]
        return min(open_lines, key=lambda line: line.skips, default=None)

    @property
    def upcoming(self) -> tuple[PickLine, ...]:
        """The open lines after the present one, in the order they will be asked for."""
        open_lines = sorted(
            (line for line in self.lines if line.open > 0), key=lambda line: line.skips
        )
        return tuple(open_lines[1:])

    @property
    def lines_done(self) -> int:
        """How many lines have nothing open."""
        return sum(1 for line in self.lines if line.open == 0)

    def with_line(self, changed: PickLine) -> PickState:
        """The same state with one line replaced."""
        lines = tuple(
            changed if line.pick_line_id == changed.pick_line_id else line for line in self.lines
        )
        return replace(self, lines=lines)


def begin(state: PickState) -> PickState:
    """The state at the first prompt its rows lead to: after a claim, a restart, a changed line.

    Units in hand are forgotten, since only what was scanned into a tote is on record.
    """
    fresh = replace(
        state,
        counted=0,
        found=0,
        short_reason=None,
        location_confirmed=False,
        refusal=None,
        same_refusals=0,
    )
    line = fresh.line
    if line is None:
        prompt = PickPrompt.TASK_DONE
    elif fresh.tote is None:
        prompt = PickPrompt.SCAN_TOTE
    elif line.confirm_location:
        prompt = PickPrompt.SCAN_LOCATION
    else:
        prompt = PickPrompt.SCAN_ITEM
    return replace(fresh, prompt=prompt)


def back_to_line(state: PickState) -> PickState:
    """The line as it was before a panel was opened: what is in hand stays counted."""
    fresh = begin(state)
    line = fresh.line
    if line is None or fresh.tote is None:
        return fresh
    if line.confirm_location and not state.location_confirmed:
        prompt = PickPrompt.SCAN_LOCATION
    else:
        prompt = PickPrompt.CONFIRM_QUANTITY if state.counted else PickPrompt.SCAN_ITEM
    return replace(
        fresh, prompt=prompt, counted=state.counted, location_confirmed=state.location_confirmed
    )
