"""Put walls for tests of the sort dialogue, and the scans of a person who does as asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from app.domain.locations import LocationKind
from app.domain.put_wall import answer_wall
from app.domain.readings import Command
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedItem,
    ScannedLocation,
    ScannedQuantity,
    ScannedTote,
)
from app.domain.wall_effects import WallEffect, WallOutcome
from app.domain.wall_state import (
    ToteUnits,
    WallCubby,
    WallItem,
    WallOrder,
    WallPart,
    WallPrompt,
    WallState,
    WallTote,
)

TODAY = date(2026, 11, 23)
MUG = WallItem(1, "40-118", "Blue mug", "02000000000015")
LAMP = WallItem(2, "50-001", "Lamp", "02000000000022")
TEA = WallItem(3, "60-001", "Tea", "02000000000039")
WATCH = WallItem(4, "70-001", "Watch", "02000000000046", every_unit=True)

OK = ScannedCommand(Command.OK)
UNDO = ScannedCommand(Command.UNDO)
SHORT = ScannedCommand(Command.SHORT)
DAMAGED = ScannedCommand(Command.DAMAGED)
PAUSE = ScannedCommand(Command.PAUSE)

WALL_ID, ASIDE_ID, TASK = 900, 901, 7
ASIDE = ScannedLocation(ASIDE_ID, "W1-Q", LocationKind.QUARANTINE)
SHELF = ScannedLocation(77, "A-12-04", LocationKind.PICK_FACE)

Wanted = tuple[WallItem, int]
"""An item and how many units."""


@dataclass(frozen=True)
class AnOrder:
    """An order of the batch, by what was picked; of each line `fewer` are wanted now."""

    number: str
    lines: tuple[Wanted, ...]
    priority: int = 0
    due_at: datetime | None = None
    lot_id: int = 0
    cancelled: bool = False
    held: bool = False
    fewer: int = 0


def order(number: str, *lines: Wanted, **fields: object) -> AnOrder:
    """An order that wants these; `fields` are those of `AnOrder`."""
    return replace(AnOrder(number, lines), **fields)  # type: ignore[arg-type]  # named by the test


def due(hour: int) -> datetime:
    """A cut-off of the day."""
    return datetime(2026, 11, 23, hour, 30, tzinfo=UTC)


def a_wall(
    *orders: AnOrder,
    totes: Sequence[Sequence[tuple[WallItem, int]]] | None = None,
    rows: int = 2,
    columns: int = 3,
) -> WallState:
    """A wall and the bulk totes of one batch; one tote with all that was picked unless given."""
    parts: list[WallPart] = []
    for place, one in enumerate(orders, start=1):
        for number, (item, units) in enumerate(one.lines, start=1):
            line_id = place * 100 + number
            wanted = 0 if one.cancelled else max(0, units - one.fewer)
            parts.append(WallPart(line_id, line_id, place, TASK, item, one.lot_id, units, wanted))
    return WallState(
        wall_id=WALL_ID,
        wall="W1",
        aside_id=ASIDE_ID,
        aside="W1-Q",
        cubbies=tuple(
            WallCubby(10 * row + column, f"W1-{column}{'ABCDEF'[row - 1]}", row, column)
            for row in range(1, rows + 1)
            for column in range(1, columns + 1)
        ),
        orders=tuple(
            WallOrder(
                place,
                one.number,
                one.priority,
                one.due_at,
                cancelled=one.cancelled,
                held=one.held,
                single_line=len(one.lines) == 1,
            )
            for place, one in enumerate(orders, start=1)
        ),
        parts=tuple(parts),
        totes=_totes(parts, totes),
    )


TWO = (
    order("A", (MUG, 2), (LAMP, 1), due_at=due(9)),
    order("B", (MUG, 1), (TEA, 1), due_at=due(12)),
)
"""Two orders that share an item; the first goes first."""


def mixed() -> WallState:
    """Two orders, one mixed tote, opened."""
    return after(a_wall(*TWO), bulk())


def pure() -> WallState:
    """The same orders, the shared item in a tote of its own, opened."""
    return after(a_wall(*TWO, totes=[[(MUG, 3)], [(LAMP, 1), (TEA, 1)]]), bulk())


def _totes(
    parts: Sequence[WallPart], totes: Sequence[Sequence[tuple[WallItem, int]]] | None
) -> tuple[WallTote, ...]:
    if totes is None:
        summed: Counter[tuple[WallItem, int]] = Counter()
        for part in parts:
            summed[part.item, part.lot_id] += part.units
        rows = [
            ToteUnits(item, lot_id, f"L{lot_id}" if lot_id else None, units)
            for (item, lot_id), units in summed.items()
        ]
        return (WallTote(501, "T-0901", TASK, tuple(rows)),)
    return tuple(
        WallTote(
            500 + place,
            f"T-090{place}",
            TASK,
            tuple(ToteUnits(item, 0, None, units) for item, units in contents),
        )
        for place, contents in enumerate(totes, start=1)
    )


def unit(item: WallItem, **fields: object) -> ScannedItem:
    """A scan of one unit; `fields` are those of the scan."""
    scan = ScannedItem(item.item_id, item.sku, item.name, item.barcode or "")
    return replace(scan, **fields)  # type: ignore[arg-type]  # named by the test


def bulk(number: int = 1) -> ScannedTote:
    """A scan of a bulk tote."""
    return ScannedTote(500 + number, f"T-090{number}", None, TASK)


def cubby(label: str) -> ScannedLocation:
    """A scan of a cubby by its label, such as "1A"."""
    column, row = int(label[:-1]), "ABCDEF".index(label[-1]) + 1
    return ScannedLocation(10 * row + column, f"W1-{label}", LocationKind.CUBBY)


def number(quantity: int) -> ScannedQuantity:
    """A typed number or quantity card."""
    return ScannedQuantity(quantity)


def answer(state: WallState, scanned: Scanned) -> WallOutcome:
    """The dialogue's answer to one scan."""
    return answer_wall(state, scanned, today=TODAY)


def after(state: WallState, *scans: Scanned) -> WallState:
    """The wall after scans, each of which must be accepted."""
    for scanned in scans:
        outcome = answer(state, scanned)
        assert outcome.refusal is None, outcome.refusal
        state = outcome.state
    return state


def effects(state: WallState, *scans: Scanned) -> tuple[WallEffect, ...]:
    """The effects of the last of some scans."""
    *before, last = scans
    return answer(after(state, *before), last).effects


def named(state: WallState) -> str:
    """The cubby and units the sorter is told, such as "2 into 1A"; empty with nothing in hand."""
    hand = state.in_hand
    return "" if hand is None else f"{hand.quantity} into {state.cubby(hand.cubby_id).label}"


def asked_for(state: WallState) -> Scanned:
    """The scan of a person who does what the screen says, item by item."""
    match state.prompt:
        case WallPrompt.SCAN_TOTE:
            tote = next(tote for tote in state.totes if tote.units)
            return ScannedTote(tote.tote_id, tote.code, None, tote.task_id)
        case WallPrompt.SCAN_ITEM:
            assert state.tote is not None
            return unit(next(row.item for row in state.tote.contents if row.units))
        case WallPrompt.SCAN_CUBBY:
            assert state.in_hand is not None
            return ScannedLocation(state.in_hand.cubby_id, "", LocationKind.CUBBY)
        case WallPrompt.PUT_ASIDE | WallPrompt.CLEAR_CUBBY:
            return ASIDE
    return OK


def sorted_out(state: WallState) -> WallState:
    """The wall once a person has done all that is asked."""
    for _ in range(500):
        if not any(tote.units for tote in state.totes):
            return state
        state = after(state, asked_for(state))
    raise AssertionError(f"no end of {state}")
