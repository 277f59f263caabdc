"""Looks a reading up: which item, location, tote, order or carton of this floor it names."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.db.queries.orders import order_by_number
from app.db.queries.parcels import order_number_of_carton
from app.db.queries.picking import find_tote, order_number
from app.db.queries.stock import item_by_code, location_by_code
from app.db.queries.transports import carton_of_tracking_number
from app.db.unit_of_work import UnitOfWork
from app.domain.barcodes import read
from app.domain.code_book import BookItem, item_of, shown, without_looking_up
from app.domain.locations import SCANNABLE_KINDS
from app.domain.readings import (
    ItemCode,
    LocationCode,
    OrderCode,
    PlainCode,
    Reading,
    SsccCode,
    ToteCode,
)
from app.domain.scanned import (
    Scanned,
    ScannedCarton,
    ScannedItem,
    ScannedLocation,
    ScannedOrder,
    ScannedTote,
    ScannedUnknown,
)

LONGEST_TRACKING_NUMBER = 64


@dataclass(frozen=True)
class Entry:
    """One scan, key or button as a station hands it in.

    `scan_id` was made once, at the station, and names this entry for ever. `reading` is given
    where the station knows the meaning already (typed digits, function keys).
    """

    raw: str
    scan_id: uuid.UUID
    reading: Reading | None = None


def identify(work: UnitOfWork, entry: Entry) -> Scanned:
    """What an entry means here; a code that nothing has is `ScannedUnknown`."""
    return look_up(work, read_entry(entry, work.now.date()), entry)


def read_entry(entry: Entry, today: date) -> Reading:
    """What the rules of codes make of an entry, before anything is looked up."""
    return entry.reading or read(entry.raw, today=today)


def look_up(work: UnitOfWork, reading: Reading, entry: Entry) -> Scanned:
    """What a reading of an entry means in this house."""
    known = without_looking_up(reading, shown(entry.raw))
    if known is not None:
        return known
    found = _LOOK_UPS[type(reading)](work, reading)
    return found or _tracked(work, entry) or ScannedUnknown(shown(entry.raw))


def _tracked(work: UnitOfWork, entry: Entry) -> Scanned | None:
    """A carrier's own label says its number, whatever else it looks like."""
    number = entry.raw.strip()
    if not 6 <= len(number) <= LONGEST_TRACKING_NUMBER or not number.isprintable():
        return None
    carton = carton_of_tracking_number(work.session, number)
    if carton is None or carton.sscc is None:
        return None
    return ScannedCarton(carton.sscc, order_number_of_carton(work.session, carton.sscc))


def _location(work: UnitOfWork, reading: Reading) -> Scanned | None:
    assert isinstance(reading, LocationCode)  # noqa: S101 - the table pairs kinds with look-ups
    return _location_called(work, reading.code)


def _location_called(work: UnitOfWork, code: str) -> Scanned | None:
    row = location_by_code(work.session, code.upper())
    if row is None or row.kind not in SCANNABLE_KINDS:
        return None
    return ScannedLocation(row.id, row.code, row.kind)


def _tote(work: UnitOfWork, reading: Reading) -> Scanned | None:
    assert isinstance(reading, ToteCode)  # noqa: S101 - see _location
    code = f"T-{reading.code}"
    row = find_tote(work.session, code)
    if row is None:
        return None
    order = None if row.order_id is None else order_number(work.session, row.order_id)
    return ScannedTote(row.location_id, code, order, row.task_id)


def _order(work: UnitOfWork, reading: Reading) -> Scanned | None:
    assert isinstance(reading, OrderCode)  # noqa: S101 - see _location
    found = order_by_number(work.session, reading.number)
    return ScannedOrder(found[0].number) if found else None


def _carton(work: UnitOfWork, reading: Reading) -> Scanned:
    assert isinstance(reading, SsccCode)  # noqa: S101 - see _location
    return ScannedCarton(reading.sscc, order_number_of_carton(work.session, reading.sscc))


def _item(work: UnitOfWork, reading: Reading) -> Scanned | None:
    assert isinstance(reading, ItemCode)  # noqa: S101 - see _location
    found = item_by_code(work.session, reading.gtin)
    if found is None:
        return None
    return item_of(reading, BookItem(found.item_id, found.sku, found.name, found.quantity))


def _plain(work: UnitOfWork, reading: Reading) -> Scanned | None:
    """Bare text: a location's own code, an item's other barcode or its SKU."""
    assert isinstance(reading, PlainCode)  # noqa: S101 - see _location
    if not reading.text.isprintable():
        return None  # half a character, which no database takes as text
    place = _location_called(work, reading.text)
    if place is not None:
        return place
    found = item_by_code(work.session, reading.text)
    if found is None:
        return None
    return ScannedItem(
        item_id=found.item_id,
        sku=found.sku,
        name=found.name,
        code=reading.text,
        quantity=found.quantity,
    )


_LOOK_UPS: dict[type[Reading], Callable[[UnitOfWork, Reading], Scanned | None]] = {
    LocationCode: _location,
    ToteCode: _tote,
    OrderCode: _order,
    SsccCode: _carton,
    ItemCode: _item,
    PlainCode: _plain,
}
