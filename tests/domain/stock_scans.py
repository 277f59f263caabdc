"""Scans and goods of the dialogues that carry units from place to place."""

from __future__ import annotations

from datetime import date

from app.domain.goods_in_hand import Goods
from app.domain.locations import LocationKind
from app.domain.pick_lines import PickItem
from app.domain.readings import Command
from app.domain.refilling import Place
from app.domain.scanned import (
    ScannedCommand,
    ScannedItem,
    ScannedLocation,
    ScannedQuantity,
    ScannedTote,
    ScannedUnknown,
)

TODAY = date(2026, 5, 4)
MUG = PickItem(7, "40-118", "Blue Mug", "02000000000018", case_quantity=6)
RESERVE = Place(40, "R01-01L-3", "A", "52")
FACE = Place(20, "A01-02L-1", "A", "31")
GOODS = Goods(MUG, RESERVE.code)

AT_RESERVE = ScannedLocation(40, "R01-01L-3", LocationKind.RESERVE)
AT_FACE = ScannedLocation(20, "A01-02L-1")
ELSEWHERE = ScannedLocation(21, "A01-04R-1")
A_LANE = ScannedLocation(90, "LANE-1", LocationKind.LANE)
A_TOTE = ScannedTote(3, "T-0003")
UNIT = ScannedItem(7, "40-118", "Blue Mug", "02000000000018")
CASE = ScannedItem(7, "40-118", "Blue Mug", "02000000000506", quantity=6)
RED = ScannedItem(8, "40-119", "Red Mug", "02000000000025")
UNKNOWN = ScannedUnknown("zz")

OK = ScannedCommand(Command.OK)
UNDO = ScannedCommand(Command.UNDO)
SKIP = ScannedCommand(Command.SKIP)
SHORT = ScannedCommand(Command.SHORT)


def number(units: int) -> ScannedQuantity:
    """A typed number or quantity card."""
    return ScannedQuantity(units)


def wrong(scanned: ScannedItem, place: str) -> dict[str, str]:
    """What the refusal of a wrong item says, where a blue mug is wanted."""
    return {
        "scanned_sku": scanned.sku,
        "scanned_name": scanned.name,
        "scanned_code": scanned.code,
        "needed_sku": MUG.sku,
        "needed_name": MUG.name,
        "needed_location": place,
    }
