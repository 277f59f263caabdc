"""Items as people are told of them, read by their numbers."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.db.schema import Item, ItemBarcode
from app.domain.pick_lines import PickItem

_CODES_OF_ITEM = (
    select(ItemBarcode.code, ItemBarcode.quantity)
    .where(ItemBarcode.item_id == bindparam("item"))
    .order_by(ItemBarcode.quantity, ItemBarcode.code)
)


def told_item(session: Session, item_id: int) -> PickItem:
    """An item with the barcode of a unit, and how many make a case."""
    item = session.get_one(Item, item_id)
    codes = session.execute(_CODES_OF_ITEM, {"item": item_id}).all()
    return PickItem(
        item_id=item.id,
        sku=item.sku,
        name=item.name,
        barcode=next((code for code, quantity in codes if quantity == 1), None),
        case_quantity=next((quantity for _, quantity in codes if quantity > 1), None),
        lot_tracked=item.lot_tracked,
        fragile=item.fragile,
    )
