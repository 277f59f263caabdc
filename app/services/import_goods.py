"""Stores imported items, locations and stock lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from app.db.ledger import Move, StockTooLow, move_units
from app.db.queries.goods import (
    all_barcodes,
    all_items,
    all_locations,
    all_lots,
    all_skus,
    all_stock,
    scannable_places,
)
from app.db.schema import NO_LOT, Item, ItemBarcode, Location, Lot
from app.db.schema.locations import ADJUSTED_ID, SUPPLIER_ID
from app.db.unit_of_work import UnitOfWork
from app.domain.floor_events import LayoutChanged
from app.domain.locations import STORAGE_KINDS, LocationKind, MoveReason, lot_code_of
from app.domain.walk import Place, walk_order
from app.exchange.model import ImportedCustoms, ImportedItem, ImportedLocation, ImportedStock
from app.services.codes_in_use import CodesInUse, place_conflict
from app.services.import_orders import recognise_items
from app.services.import_tally import Tally


def store_items(work: UnitOfWork, records: Sequence[ImportedItem], tally: Tally) -> None:
    """Add new items and change known ones, by SKU; what another thing's scan means is refused."""
    known = all_items(work.session)
    barcodes = all_barcodes(work.session)
    codes = CodesInUse(known, barcodes, scannable_places(work.session))
    fresh: list[tuple[ImportedItem, Item]] = []
    for record in records:
        item = known.get(record.sku)
        conflict = codes.conflict(record, item)
        if conflict is not None:
            tally.refuse(record.row, *astuple(conflict))
            continue
        if item is None:
            item = Item(sku=record.sku, **_item_fields(record))
            work.session.add(item)
            tally.new += 1
        elif _differs(item, _item_fields(record)) or _other_codes(record, barcodes):
            for name, value in _item_fields(record).items():
                setattr(item, name, value)
            tally.changed += 1
        else:
            tally.unchanged += 1
            continue
        fresh.append((record, item))
    work.session.flush()
    _store_barcodes(work, fresh, barcodes)
    recognise_items(work, {record.sku: item.id for record, item in fresh})


def _store_barcodes(
    work: UnitOfWork,
    fresh: Sequence[tuple[ImportedItem, Item]],
    barcodes: dict[str, ItemBarcode],
) -> None:
    for record, item in fresh:
        for barcode in record.barcodes:
            row = barcodes.get(barcode.gtin14)
            if row is None:
                row = ItemBarcode(code=barcode.gtin14, item_id=item.id)
                barcodes[barcode.gtin14] = row
                work.session.add(row)
            row.quantity = barcode.quantity
    work.session.flush()


def _other_codes(record: ImportedItem, barcodes: dict[str, ItemBarcode]) -> bool:
    """Whether a code is new, or counts for another number of units than before."""
    return any(
        barcode.gtin14 not in barcodes or barcodes[barcode.gtin14].quantity != barcode.quantity
        for barcode in record.barcodes
    )


def _item_fields(record: ImportedItem) -> dict[str, object]:
    return {
        "name": record.name,
        "length_mm": record.length_mm,
        "width_mm": record.width_mm,
        "height_mm": record.height_mm,
        "weight_g": record.weight_g,
        "price_cents": record.price_cents,
        "fragile": record.fragile,
        "this_side_up": record.this_side_up,
        "lot_tracked": record.lot_tracked,
        "storage_zone": record.storage_zone or None,
        **_said(item_class=record.item_class, serial_tracked=record.serial_tracked),
        **_customs_fields(record.customs),
    }


def _said(**fields: object) -> dict[str, object]:
    """The fields that a file has a column for; all others stay as they are."""
    return {name: value for name, value in fields.items() if value is not None}


def _customs_fields(customs: ImportedCustoms) -> dict[str, object]:
    """What the file says for customs; what it has no column for stays as it is."""
    fields = _said(
        customs_description=customs.description,
        tariff_number=customs.tariff_number,
        origin_country=customs.origin_country,
    )
    return fields | ({"customs_value_cents": customs.value_cents} if customs.has_value else {})


IMPORTED_KINDS = STORAGE_KINDS | {
    LocationKind.STAGING,
    LocationKind.QUARANTINE,
    LocationKind.LANE,
}
"""Places that a file may name; totes, walls and cages are set up where their labels are made."""


def store_locations(work: UnitOfWork, records: Sequence[ImportedLocation], tally: Tally) -> None:
    """Add new locations and change known ones, by code, then number the walk anew."""
    known = all_locations(work.session)
    skus = {sku.upper(): sku for sku in all_skus(work.session)}
    for record in records:
        location = known.get(record.code)
        conflict = place_conflict(record, skus)
        if conflict is not None:
            tally.refuse(record.row, *astuple(conflict))
        elif location is None:
            location = Location(code=record.code, **_location_fields(record))
            known[record.code] = location
            work.session.add(location)
            tally.new += 1
        elif location.kind not in IMPORTED_KINDS:
            tally.refuse(
                record.row,
                "code",
                record.code,
                "This code is a tote, a carton or a place of the ledger already.",
                "Choose another code for the location.",
            )
        elif _differs(location, _location_fields(record)):
            for name, value in _location_fields(record).items():
                setattr(location, name, value)
            tally.changed += 1
        else:
            tally.unchanged += 1
    if tally.new or tally.changed:
        _number_walk([row for row in known.values() if row.kind in STORAGE_KINDS])
        work.record(LayoutChanged(tally.file))
    work.session.flush()


def _number_walk(locations: Sequence[Location]) -> None:
    numbers = walk_order(
        Place(row.code, row.zone, row.aisle, row.bay, row.side, row.level) for row in locations
    )
    for row in locations:
        row.pick_sequence = numbers[row.code]


def _location_fields(record: ImportedLocation) -> dict[str, object]:
    return {
        "kind": record.kind,
        "zone": record.zone,
        "aisle": record.aisle,
        "side": record.side,
        "bay": "" if record.bay is None else str(record.bay),
        "level": "" if record.level is None else str(record.level),
        "x_m": record.x_m,
        "y_m": record.y_m,
        "check_digits": record.check_digits,
        **_said(equipment=record.equipment),
    }


def store_stock(
    work: UnitOfWork, records: Sequence[ImportedStock], tally: Tally, *, only_new: bool = False
) -> None:
    """Bring stock to the levels of a list: what is new is received, what differs is adjusted.

    Units that are promised to orders are never adjusted away. With `only_new` levels that are
    known stay as they are, for a list that was read in before and could not be stored whole.
    """
    items = {sku: item.id for sku, item in all_items(work.session).items()}
    places = all_locations(work.session)
    lots = all_lots(work.session)
    levels = all_stock(work.session)
    for record in records:
        item_id, place = items.get(record.sku), places.get(record.location)
        if item_id is None:
            tally.refuse(
                record.row, "sku", record.sku, "No item has this SKU.", "Import the item first."
            )
        elif place is None or place.kind not in STORAGE_KINDS:
            tally.refuse(
                record.row,
                "location",
                record.location,
                "There is no such storage location.",
                "Import the location first.",
            )
        else:
            lot = _lot(work, lots, item_id, record)
            if _has_other_expiry(lot, record):
                tally.refuse(
                    record.row,
                    "expiry",
                    str(record.expiry),
                    f"Lot {record.lot} is known with the last day {lot.expiry if lot else None}.",
                    "Correct the date, or give the goods the lot code that is on them.",
                )
                continue
            key = (item_id, place.id, NO_LOT if lot is None else lot.id)
            if only_new and key in levels:
                tally.unchanged += 1
            else:
                _bring_to_level(work, record, tally, key, levels.get(key))
    work.session.flush()


def _lot(
    work: UnitOfWork, lots: dict[tuple[int, str], Lot], item_id: int, record: ImportedStock
) -> Lot | None:
    """The lot the units belong to, made where it is new; None for goods without lots."""
    code = record.lot or (lot_code_of(record.expiry) if record.expiry else None)
    if code is None:
        return None
    if (item_id, code) not in lots:
        lot = Lot(item_id=item_id, code=code, expiry=record.expiry)
        work.session.add(lot)
        work.session.flush()
        lots[item_id, code] = lot
    return lots[item_id, code]


def _has_other_expiry(lot: Lot | None, record: ImportedStock) -> bool:
    """Whether file and books disagree; a file without the date says nothing about it."""
    return lot is not None and record.expiry is not None and record.expiry != lot.expiry


def _bring_to_level(
    work: UnitOfWork,
    record: ImportedStock,
    tally: Tally,
    key: tuple[int, int, int],
    on_hand: int | None,
) -> None:
    item_id, location_id, lot_id = key
    by = record.quantity - (on_hand or 0)
    if by == 0:
        tally.unchanged += 1
        return
    outside = SUPPLIER_ID if on_hand is None else ADJUSTED_ID
    reason = MoveReason.RECEIVED if on_hand is None else MoveReason.ADJUSTED
    source, target = (outside, location_id) if by > 0 else (location_id, outside)
    try:
        move_units(work, Move(item_id, lot_id, source, target, abs(by), reason))
    except StockTooLow:
        tally.refuse(
            record.row,
            "quantity",
            str(record.quantity),
            f"{on_hand} units are on hand here and too many of them are promised to orders.",
            "Take the promise back first, or count the location.",
        )
        return
    if on_hand is None:
        tally.new += 1
    else:
        tally.changed += 1


def _differs(row: Item | Location, fields: dict[str, object]) -> bool:
    return any(getattr(row, name) != value for name, value in fields.items())
