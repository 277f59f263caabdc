"""Keeps codes apart on import: a scan must mean one thing, whichever of two came first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.db.schema import Item, ItemBarcode
from app.domain.trade_numbers import as_gtin14, is_digits
from app.exchange.model import ImportedItem, ImportedLocation


@dataclass(frozen=True)
class Conflict:
    """Why a record is refused, as `Tally.refuse` takes it after the row."""

    field: str
    value: str
    message: str
    remedy: str


class CodesInUse:
    """What the codes of this house mean already."""

    def __init__(
        self,
        items: Mapping[str, Item],
        barcodes: Mapping[str, ItemBarcode],
        places: Collection[str],
    ) -> None:
        """Know the house.

        Args:
            items: All items by SKU.
            barcodes: All barcodes by code.
            places: The codes of all locations that can be scanned, in capitals.
        """
        self._owners = {code: row.item_id for code, row in barcodes.items()}
        self._skus = {item.id: sku for sku, item in items.items()}
        self._in_capitals = {sku.upper(): sku for sku in items}
        self._places = places

    def conflict(self, record: ImportedItem, item: Item | None) -> Conflict | None:
        """Why an item can't be stored, if scans of its codes mean something else already.

        Args:
            record: What a file says of it.
            item: The known item of this SKU.
        """
        own = None if item is None else item.id
        return self._sku_conflict(record.sku, own) or self._barcode_conflict(record, own)

    def _sku_conflict(self, sku: str, own: int | None) -> Conflict | None:
        if sku.upper() in self._places:
            return Conflict(
                "sku",
                sku,
                "A location has this code, and a scan of it means the location.",
                "Give the item another SKU, or the location another code.",
            )
        same = self._in_capitals.get(sku.upper(), sku)
        if own is None and same != sku:
            return Conflict(
                "sku",
                sku,
                f"{same} is an item already (capitals make no difference).",
                "Write the SKU as it is known, or give the item another one.",
            )
        owner = self._owner(as_gtin14(sku) if is_digits(sku) else None, own)
        if owner is not None:
            return Conflict(
                "sku", sku, f"This SKU is the barcode of {owner}.", "Choose another SKU."
            )
        return None

    def _barcode_conflict(self, record: ImportedItem, own: int | None) -> Conflict | None:
        for barcode in record.barcodes:
            owner = self._owner(barcode.gtin14, own)
            if owner is not None:
                return Conflict(
                    "barcode",
                    barcode.gtin14,
                    f"This barcode belongs to {owner} already.",
                    "Give one of the two items its right barcode, then import again.",
                )
        return None

    def _owner(self, code: str | None, own: int | None) -> str | None:
        """The SKU of the item a barcode belongs to, if that is another than `own`."""
        item_id = self._owners.get(code) if code is not None else None
        return None if item_id in (None, own) else self._skus.get(item_id, "another item")


def place_conflict(record: ImportedLocation, skus: Mapping[str, str]) -> Conflict | None:
    """Why a location can't be stored, if its code is an item's SKU.

    Args:
        record: What a file says of it.
        skus: All SKUs, by themselves in capitals.
    """
    if record.code not in skus:
        return None
    return Conflict(
        "code",
        record.code,
        f"The item {skus[record.code]} has this code as its SKU, and a scan of it could mean both.",
        "Give the location another code, or the item another SKU.",
    )
