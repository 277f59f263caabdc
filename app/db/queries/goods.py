"""Whole tables of master data by their keys, for imports that compare file and database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.schema import Item, ItemBarcode, Location, Lot, Stock
from app.domain.locations import SCANNABLE_KINDS


def all_items(session: Session) -> dict[str, Item]:
    """Every item by its SKU."""
    return {row.sku: row for row in session.scalars(select(Item))}


def all_skus(session: Session) -> list[str]:
    """Every item's SKU."""
    return list(session.scalars(select(Item.sku)))


def scannable_places(session: Session) -> set[str]:
    """The codes of all places that a scan of the bare code names."""
    kinds = tuple(SCANNABLE_KINDS)
    return set(session.scalars(select(Location.code).where(Location.kind.in_(kinds))))


def all_barcodes(session: Session) -> dict[str, ItemBarcode]:
    """Every barcode by its code."""
    return {row.code: row for row in session.scalars(select(ItemBarcode))}


def all_locations(session: Session) -> dict[str, Location]:
    """Every location by its code."""
    return {row.code: row for row in session.scalars(select(Location))}


def all_lots(session: Session) -> dict[tuple[int, str], Lot]:
    """Every lot by item and lot code."""
    rows = session.scalars(select(Lot))
    return {(row.item_id, row.code): row for row in rows if row.item_id is not None}


def all_stock(session: Session) -> dict[tuple[int, int, int], int]:
    """Units on hand by item, location and lot."""
    rows = session.execute(
        select(Stock.item_id, Stock.location_id, Stock.lot_id, Stock.on_hand)
        .order_by(Stock.item_id, Stock.location_id, Stock.lot_id)
        .with_for_update()
    )
    return {(item_id, place, lot): on_hand for item_id, place, lot, on_hand in rows}
