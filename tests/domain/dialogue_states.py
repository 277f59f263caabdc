"""States of the pick and pack dialogues and the scans they are asked with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.pack_state import PackagingChoice, PackLine, PackState, begin_packing
from app.domain.pick_state import PickItem, PickLine, PickMethod, PickState, begin
from app.domain.readings import Command, GarbledWhy
from app.domain.scanned import (
    Scanned,
    ScannedBadge,
    ScannedCarton,
    ScannedCommand,
    ScannedGarbled,
    ScannedItem,
    ScannedLocation,
    ScannedOrder,
    ScannedPackaging,
    ScannedQuantity,
    ScannedTote,
    ScannedUnknown,
)

TODAY = date(2026, 11, 23)
MUG = PickItem(1, "40-118", "Blue mug", "02000000000015", case_quantity=6)
LAMP = PickItem(2, "50-001", "Lamp", "02000000000022")
TOTE = "T-0442"
ORDER = "#10881"
SSCC = "040123450000000012"

OK = ScannedCommand(Command.OK)
UNDO = ScannedCommand(Command.UNDO)
SHORT = ScannedCommand(Command.SHORT)
DAMAGED = ScannedCommand(Command.DAMAGED)
SKIP = ScannedCommand(Command.SKIP)
PAUSE = ScannedCommand(Command.PAUSE)
WRONG_PLACE = ScannedCommand(Command.WRONG_LOCATION)
REPRINT = ScannedCommand(Command.REPRINT)

THE_TOTE = ScannedTote(101, TOTE, ORDER)
FREE_TOTE = ScannedTote(102, "T-0517")
TAKEN_TOTE = ScannedTote(103, "T-0611", "#10884")
BADGE = ScannedBadge("ABCDEFGHJK")
UNKNOWN = ScannedUnknown("9999")
RUN_TOGETHER = ScannedGarbled("20000000000152000000000022", GarbledWhy.RUN_TOGETHER)
GARBAGE = ScannedGarbled("x" * 64, GarbledWhy.TOO_LONG)
NOT_A_CODE = (UNKNOWN, RUN_TOGETHER, GARBAGE)


def unit(item: PickItem = MUG, **fields: object) -> ScannedItem:
    """A scan of one unit; `fields` are those of the scan."""
    scan = ScannedItem(item.item_id, item.sku, item.name, item.barcode or "")
    return replace(scan, **fields)  # type: ignore[arg-type]  # named by the test


def case(item: PickItem = MUG) -> ScannedItem:
    """A scan of a case of six."""
    return unit(item, quantity=6)


def place(line: PickLine) -> ScannedLocation:
    """A scan of a line's own location."""
    return ScannedLocation(line.location_id, line.location)


def elsewhere() -> ScannedLocation:
    """A scan of a location no line is at."""
    return ScannedLocation(999, "Z99-99")


def number(quantity: int) -> ScannedQuantity:
    """A typed number or quantity card."""
    return ScannedQuantity(quantity)


def a_line(line_id: int = 1, quantity: int = 3, item: PickItem = MUG, **fields: object) -> PickLine:
    """A pick line; `fields` are those of `PickLine`."""
    line = PickLine(
        pick_line_id=line_id,
        order_line_id=line_id,
        item=item,
        location_id=line_id,
        location=f"A-12-{line_id:02d}",
        zone="A",
        check_digits=f"{40 + line_id}",
        quantity=quantity,
    )
    return replace(line, **fields)  # type: ignore[arg-type]  # named by the test


def a_task(*lines: PickLine, tote: str | None = TOTE, **fields: object) -> PickState:
    """A task at the first prompt its lines lead to; three mugs unless lines are given."""
    state = PickState(
        task_id=7,
        epoch=1,
        method=PickMethod.SINGLE,
        order_number=ORDER,
        lines=lines or (a_line(),),
        tote=tote,
    )
    return begin(replace(state, **fields))  # type: ignore[arg-type]  # named by the test


def a_pack_line(
    line_id: int = 1, quantity: int = 2, item: PickItem = MUG, verified: int = 0
) -> PackLine:
    """A line on the bench."""
    return PackLine(line_id, item.item_id, item.sku, item.name, item.barcode, quantity, verified)


def a_bench(*lines: PackLine, **fields: object) -> PackState:
    """An order on the bench at the first prompt its lines lead to; two mugs unless given."""
    state = PackState(
        order_id=5,
        order_number=ORDER,
        carton_id=9,
        lines=lines or (a_pack_line(),),
        packagings=(
            PackagingChoice("S", "Small carton", 1_000, 60),
            PackagingChoice("M2", "Medium carton", 15_000, 250),
        ),
        suggested="S",
        goods_weight_g=600,
    )
    return begin_packing(replace(state, **fields))  # type: ignore[arg-type]  # named by the test


def carton(sscc: str = SSCC, order: str | None = ORDER) -> ScannedCarton:
    """A scan of a label."""
    return ScannedCarton(sscc, order)


def slip(order: str = ORDER) -> ScannedOrder:
    """A scan of an order's own code."""
    return ScannedOrder(order)


def card(code: str = "M2") -> ScannedPackaging:
    """A scan of a packaging's shelf card."""
    return ScannedPackaging(code)


EVERY_KIND: tuple[Scanned, ...] = (
    unit(),
    unit(LAMP),
    case(),
    elsewhere(),
    THE_TOTE,
    FREE_TOTE,
    TAKEN_TOTE,
    slip(),
    slip("#777"),
    carton(),
    carton("340123450000000019", None),
    card(),
    BADGE,
    *(ScannedCommand(command) for command in Command),
    *(number(quantity) for quantity in (0, 1, 2, 3, 4, 9, 41, 42, 999)),
    *NOT_A_CODE,
    unit(expiry=date(2026, 11, 22)),
    unit(lot="L2"),
)
"""Scans of every kind a station can send, right and wrong."""
