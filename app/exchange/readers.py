"""The one list of what can be read from which system."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from app.exchange.amazon_orders import read_amazon_orders
from app.exchange.item_table import read_item_table
from app.exchange.location_table import read_location_table
from app.exchange.model import (
    ImportedFile,
    ImportedItem,
    ImportedLocation,
    ImportedOrder,
    ImportedReceiptLine,
    ImportedStock,
    Kind,
    Progress,
    Source,
)
from app.exchange.order_table import read_order_table
from app.exchange.receipt_table import read_receipt_table
from app.exchange.shopify_orders import read_shopify_orders
from app.exchange.stock_table import read_stock_table
from app.exchange.woocommerce_orders import read_woocommerce_orders

Record = TypeVar("Record", covariant=True)  # noqa: PLC0105 - the neutral word reads better in signatures
AnyRecord = ImportedItem | ImportedLocation | ImportedStock | ImportedOrder | ImportedReceiptLine


class Reader(Protocol[Record]):
    """What every reader looks like; none of them raises for what is in a file."""

    def __call__(
        self,
        path: Path,
        mapping: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> ImportedFile[Record]:
        """Read a file; see each reader for what it makes of it."""
        ...


ORDER_READERS: Mapping[Source, Reader[ImportedOrder]] = MappingProxyType(
    {
        Source.SHOPIFY: read_shopify_orders,
        Source.WOOCOMMERCE: read_woocommerce_orders,
        Source.AMAZON: read_amazon_orders,
        Source.TABLE: read_order_table,
    }
)
"""Readers of orders, for services that want to know the records' type."""

READERS: Mapping[tuple[Kind, Source], Reader[AnyRecord]] = MappingProxyType(
    {
        **{(Kind.ORDERS, source): reader for source, reader in ORDER_READERS.items()},
        (Kind.ITEMS, Source.TABLE): read_item_table,
        (Kind.LOCATIONS, Source.TABLE): read_location_table,
        (Kind.STOCK, Source.TABLE): read_stock_table,
        (Kind.RECEIPTS, Source.TABLE): read_receipt_table,
    }
)
"""Every reader there is, by what it reads and from which system."""
