"""What the codes of one task mean: a station knows its own work's codes without asking anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.readings import (
    BadgeCode,
    CommandCode,
    GarbledCode,
    ItemCode,
    LocationCode,
    PackagingCode,
    PlainCode,
    QuantityCode,
    Reading,
    StationCode,
    ToteCode,
    WeightCode,
)
from app.domain.scanned import (
    Scanned,
    ScannedBadge,
    ScannedCommand,
    ScannedGarbled,
    ScannedItem,
    ScannedLocation,
    ScannedPackaging,
    ScannedQuantity,
    ScannedTote,
    ScannedUnknown,
    ScannedWeight,
)

SHOWN_CHARACTERS = 64
"""How much of a code is kept for messages; garbage may be kilobytes long."""


def printable(raw: str) -> str:
    """The scan without control characters, as logs and screens can show it."""
    return "".join(char if char.isprintable() else "\N{OPEN BOX}" for char in raw)


def shown(raw: str) -> str:
    """The scan as messages name it: printable, and not longer than anybody reads."""
    return printable(raw)[:SHOWN_CHARACTERS]


@dataclass(frozen=True)
class BookItem:
    """What an item's code stands for: `quantity` units of it, more than one for a case."""

    item_id: int
    sku: str
    name: str
    quantity: int = 1


@dataclass(frozen=True)
class BookTote:
    """A tote of the task, and the order or the batch whose goods it carries."""

    tote_id: int
    order_number: str | None
    batch_task_id: int | None = None


@dataclass(frozen=True)
class CodeBook:
    """The codes of one task's goods, places and totes.

    Attributes:
        items: by barcode (14 digits) and by SKU.
        locations: ids by code, in capitals as they are printed.
        totes: by code, `T-` included.
    """

    items: Mapping[str, BookItem] = field(default_factory=dict)
    locations: Mapping[str, int] = field(default_factory=dict)
    totes: Mapping[str, BookTote] = field(default_factory=dict)

    def identify(self, reading: Reading, shown: str) -> Scanned | None:
        """What a reading means for this task.

        Args:
            reading: what the rules of codes make of the scan.
            shown: the scan as messages name it.

        Returns:
            None where the book does not know: the code may belong to something else in the house.
        """
        match reading:
            case LocationCode(code=code):
                return self._location(code)
            case ToteCode(code=code):
                return self._tote(f"T-{code}")
            case ItemCode():
                return self._item(reading)
            case PlainCode(text=text):
                return self._plain(text, shown)
        return without_looking_up(reading, shown)

    def _location(self, code: str) -> ScannedLocation | None:
        location_id = self.locations.get(code.upper())
        return None if location_id is None else ScannedLocation(location_id, code.upper())

    def _tote(self, code: str) -> ScannedTote | None:
        tote = self.totes.get(code)
        if tote is None:
            return None
        return ScannedTote(tote.tote_id, code, tote.order_number, tote.batch_task_id)

    def _item(self, reading: ItemCode) -> ScannedItem | None:
        found = self.items.get(reading.gtin)
        return None if found is None else item_of(reading, found)

    def _plain(self, text: str, shown: str) -> Scanned | None:
        """Bare text: a location's own code, an item's other barcode or its SKU."""
        if not text.isprintable():
            return ScannedUnknown(shown)  # half a character, which no database takes as text
        place = self._location(text)
        if place is not None:
            return place
        found = self.items.get(text)
        if found is None:
            return None
        return ScannedItem(found.item_id, found.sku, found.name, text, found.quantity)


def item_of(reading: ItemCode, found: BookItem) -> ScannedItem:
    """The goods behind a trade number, with what its label adds."""
    return ScannedItem(
        item_id=found.item_id,
        sku=found.sku,
        name=found.name,
        code=reading.gtin,
        quantity=found.quantity * (reading.quantity or 1),
        lot=reading.lot,
        expiry=reading.expiry,
        serial=reading.serial,
    )


def without_looking_up(reading: Reading, shown: str) -> Scanned | None:
    """What readings mean that are the same in every house; None for those that name a thing."""
    match reading:
        case GarbledCode(why=why):
            return ScannedGarbled(shown, why)
        case CommandCode(command=command):
            return ScannedCommand(command)
        case QuantityCode(quantity=quantity):
            return ScannedQuantity(quantity)
        case BadgeCode(token=token):
            return ScannedBadge(token)
        case PackagingCode(code=code):
            return ScannedPackaging(code)
        case WeightCode(grams=grams):
            return ScannedWeight(grams)
        case StationCode():
            return ScannedUnknown(shown)
    return None
