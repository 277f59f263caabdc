"""States of the pick and pack dialogues and the scans they are asked with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.locations import LocationKind
from app.domain.pack_state import PackagingChoice, PackLine, PackState, begin_packing
from app.domain.pick_cart import CarriedOrder, Position
from app.domain.pick_lines import PickedPart, PickedStep, PickItem, PickLine
from app.domain.pick_state import PickMethod, PickState, begin
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
FIRST = 81
"""The number of the row of the first order."""
CART = (TOTE, "T-0443", "T-0444")
SSCC = "040123450000000012"

OK = ScannedCommand(Command.OK)
UNDO = ScannedCommand(Command.UNDO)
SHORT = ScannedCommand(Command.SHORT)
DAMAGED = ScannedCommand(Command.DAMAGED)
SKIP = ScannedCommand(Command.SKIP)
PAUSE = ScannedCommand(Command.PAUSE)
FULL = ScannedCommand(Command.FULL)
START = ScannedCommand(Command.START)
SUBSTITUTE = ScannedCommand(Command.SUBSTITUTE)
WRONG_PLACE = ScannedCommand(Command.WRONG_LOCATION)
REPRINT = ScannedCommand(Command.REPRINT)

LANE = ScannedLocation(501, "LANE-1", LocationKind.LANE)
QUARANTINE = ScannedLocation(503, "QUAR-1", LocationKind.QUARANTINE)
STAGE = ScannedLocation(502, "STAGE-1", LocationKind.STAGING)
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
        order_id=FIRST,
    )
    return replace(line, **fields)  # type: ignore[arg-type]  # named by the test


def a_task(*lines: PickLine, tote: str | None = TOTE, **fields: object) -> PickState:
    """A task at the first prompt its lines lead to; three mugs unless lines are given."""
    state = PickState(
        task_id=7,
        epoch=1,
        method=PickMethod.SINGLE,
        positions=(Position(1, (CarriedOrder(FIRST, ORDER),), tote),),
        lines=lines or (a_line(),),
    )
    return begin(replace(state, **fields))  # type: ignore[arg-type]  # named by the test


def step(line_id: int, quantity: int, tote: str = TOTE) -> PickedStep:
    """A put of units of one line."""
    return PickedStep(tote, (PickedPart(line_id, quantity),))


def a_cart(
    *lines: PickLine,
    totes: tuple[str | None, ...] = CART,
    method: PickMethod = PickMethod.CLUSTER,
    **fields: object,
) -> PickState:
    """A cart of one order a position, or of a batch that shares the first tote.

    Unless lines are given, three mugs are at one location, two for the first order and one for the
    second, and a lamp for the second at the next.
    """
    orders = tuple(CarriedOrder(FIRST + n, f"#{10881 + n}") for n in range(len(totes)))
    positions = tuple(Position(n + 1, (orders[n],), tote) for n, tote in enumerate(totes))
    if method is PickMethod.BATCH:
        positions = (Position(1, orders, totes[0]),)
    state = PickState(
        task_id=7,
        epoch=1,
        method=method,
        positions=positions,
        lines=lines
        or (
            a_line(1, 2),
            a_line(2, 1, location_id=1, location="A-12-01", order_id=FIRST + 1),
            a_line(3, 1, LAMP, order_id=FIRST + 1),
        ),
    )
    return begin(replace(state, **fields))  # type: ignore[arg-type]  # named by the test


def stopped(state: PickState, order: int, why: str) -> PickState:
    """The same cart, where one of its orders (from 1) was stopped meanwhile."""
    wanted = FIRST + order - 1
    positions = tuple(
        replace(
            position,
            orders=tuple(
                replace(one, stopped=why if one.order_id == wanted else one.stopped)
                for one in position.orders
            ),
        )
        for position in state.positions
    )
    return begin(replace(state, positions=positions))


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
