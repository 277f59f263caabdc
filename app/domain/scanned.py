"""What a scan turned out to be on this floor: a reading looked up among the things we know.

`app.domain.barcodes` says what a code looks like; these records say which item, location,
tote, order or carton it belongs to. The dialogues of picking and packing answer to them, so
they work the same from the database, from a station's own copy of its task and in tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.locations import LocationKind
from app.domain.readings import Command, GarbledWhy


@dataclass(frozen=True)
class ScannedItem:
    """An item's code: one unit, or a case that counts `quantity` units."""

    item_id: int
    sku: str
    name: str
    code: str
    quantity: int = 1
    lot: str | None = None
    expiry: date | None = None
    serial: str | None = None


@dataclass(frozen=True)
class ScannedSerial:
    """The number of one unit, scanned by itself where it was asked for."""

    code: str


@dataclass(frozen=True)
class ScannedLocation:
    """A place goods or totes can be at; its kind says whether it is a shelf, a cubby, a lane."""

    location_id: int
    code: str
    kind: LocationKind = LocationKind.PICK_FACE


@dataclass(frozen=True)
class ScannedTote:
    """A reusable tote, and the order or the batch task whose goods it carries now, if any."""

    tote_id: int
    code: str
    order_number: str | None = None
    batch_task_id: int | None = None


@dataclass(frozen=True)
class ScannedOrder:
    """An order's own code, as printed on its packing slip."""

    number: str


@dataclass(frozen=True)
class ScannedCarton:
    """A carton's SSCC, and the order it belongs to where it is one of ours."""

    sscc: str
    order_number: str | None = None


@dataclass(frozen=True)
class ScannedPackaging:
    """A kind of packaging, scanned from its shelf card."""

    code: str


@dataclass(frozen=True)
class ScannedBadge:
    """An operator's badge."""

    token: str


@dataclass(frozen=True)
class ScannedCommand:
    """A card of the command sheet, a function key or a button: all mean the same."""

    command: Command


@dataclass(frozen=True)
class ScannedQuantity:
    """A number: typed digits or a quantity card; also answers numbered choices."""

    quantity: int


@dataclass(frozen=True)
class ScannedWeight:
    """A stable weight that the bench's scale said by itself, in grams."""

    grams: float


@dataclass(frozen=True)
class ScannedUnknown:
    """A readable code that nothing on this floor has."""

    code: str


@dataclass(frozen=True)
class ScannedGarbled:
    """Input that cannot be one code: damaged, too long, or two codes run together."""

    code: str
    why: GarbledWhy


Scanned = (
    ScannedItem
    | ScannedSerial
    | ScannedLocation
    | ScannedTote
    | ScannedOrder
    | ScannedCarton
    | ScannedPackaging
    | ScannedBadge
    | ScannedCommand
    | ScannedQuantity
    | ScannedWeight
    | ScannedUnknown
    | ScannedGarbled
)


def code_of(scanned: Scanned) -> str:
    """The code as a person would name it, for messages and the scan log."""
    match scanned:
        case ScannedOrder(number=number):
            return number
        case ScannedCarton(sscc=sscc):
            return sscc
        case ScannedBadge():
            return "badge"
        case ScannedCommand(command=command):
            return command.value
        case ScannedQuantity(quantity=quantity):
            return str(quantity)
        case ScannedWeight(grams=grams):
            return f"{grams:.0f} g"
        case _:
            return scanned.code
