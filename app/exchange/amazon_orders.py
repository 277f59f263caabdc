"""Reads Amazon's unshipped-orders report: tab-separated, one row a line, all fields on each row.

Quotation marks in it are characters like any other; Japanese reports may be Shift_JIS.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.domain.payment import PaymentState, RiskLevel
from app.exchange import model
from app.exchange.amounts import Notation
from app.exchange.cells import Cells
from app.exchange.columns import Column
from app.exchange.findings import Findings
from app.exchange.model import ImportedFile, ImportedLine, ImportedOrder, Progress, Source
from app.exchange.order_parts import (
    NO_MOMENT,
    Gathering,
    address_columns,
    completed,
    note_contradictions,
    read_address,
    require_sku_if_open,
)
from app.exchange.tables import read_cells

COLUMNS = (
    Column("number", ("order-id",), required=True),
    Column("line_id", ("order-item-id",), required=True),
    Column("placed_at", ("purchase-date",), required=True),
    Column("paid_at", ("payments-date",), required=True),
    Column("ship_by", ("promise-date",)),
    Column("buyer_email", ("buyer-email",)),
    Column("buyer_phone", ("buyer-phone-number",)),
    Column("sku", ("sku",), required=True),
    Column("item_name", ("product-name",)),
    Column("ordered", ("quantity-purchased",), required=True),
    Column("quantity", ("quantity-to-ship",), required=True),
    Column("service", ("ship-service-level",)),
    Column("currency", ("currency",)),
    Column("gift_message", ("gift-message-text",)),
    Column("business", ("is-business-order",)),
    Column("transparency", ("is-transparency",)),
    *address_columns(
        "ship_",
        {
            "name": ("recipient-name",),
            "street1": ("ship-address-1",),
            "street2": ("ship-address-2",),
            "street3": ("ship-address-3",),
            "city": ("ship-city",),
            "region": ("ship-state",),
            "postcode": ("ship-postal-code",),
            "country": ("ship-country",),
            "phone": ("ship-phone-number",),
        },
    ),
)
_FASTEST_FIRST = ("SameDay", "NextDay", "SecondDay", "Expedited", "Standard", "FreeEconomy")
_ADDRESS = ("ship_name", "ship_street1", "ship_postcode", "ship_country")


def read_amazon_orders(
    path: Path, mapping: Mapping[str, str] | None = None, progress: Progress | None = None
) -> ImportedFile[ImportedOrder]:
    """Read an unshipped-orders report.

    What is to ship is `quantity-to-ship`; a line with 0 of it is fulfilled. Rows of one order
    may differ in service level and promise: the order gets the fastest and the earliest. Rows
    without a payments-date are unpaid. The report names no currency and no billing address.

    Args:
        path: The file.
        mapping: Headings by field, where they differ from Amazon's.
        progress: Told lines read and lines in all.
    """
    findings = Findings(path.name)
    gathering = Gathering()
    line_ids: dict[str, int] = {}
    for cells in read_cells(
        path,
        COLUMNS,
        mapping or {},
        findings,
        progress,
        notation=Notation.MACHINE,
        literal_quotes=True,
    ):
        _take(cells, gathering, line_ids)
    return findings.result(gathering.finished(findings))


def _take(cells: Cells, gathering: Gathering, line_ids: dict[str, int]) -> None:
    """Assign one row to its order."""
    number = cells.code("number", model.ORDER_NUMBER_LENGTH)
    if cells.is_good:
        cells.require("number")
    if not cells.is_good:
        gathering.spoil(cells, number)
        return
    order = _order(cells, number)
    draft = gathering.find(number) or gathering.begin(number, cells, order)
    gathering.current = draft
    note_contradictions(draft.head, cells, _ADDRESS)
    line = _line(cells)
    first_row = line_ids.setdefault(line.external_line_id, cells.row)
    if first_row != cells.row and line.external_line_id:
        cells.problem(
            "line_id", f"This line stands in row {first_row} already.", "Delete one of the rows."
        )
    draft.add(line, cells)
    draft.order = _merged(draft.order or order, order)


def _merged(first: ImportedOrder, later: ImportedOrder) -> ImportedOrder:
    """Keep the earliest promise and the fastest service of an order's rows."""
    promises = [order.ship_by for order in (first, later) if order.ship_by]
    return replace(
        first,
        ship_by=min(promises, default=None),
        shipping_method=min(first.shipping_method, later.shipping_method, key=_slowness),
    )


def _slowness(service: str) -> int:
    """Rank a service level; levels not known come last."""
    return _FASTEST_FIRST.index(service) if service in _FASTEST_FIRST else len(_FASTEST_FIRST)


def _order(cells: Cells, number: str) -> ImportedOrder:
    """Read the order fields, which stand on every row."""
    cells.require("placed_at")
    paid_at = cells.moment("paid_at")
    flags = [tag for tag in ("business", "transparency") if cells.flag(tag, default=False)]
    return ImportedOrder(
        source=Source.AMAZON,
        external_id=number,
        number=number,
        placed_at=cells.moment("placed_at") or NO_MOMENT,
        paid_at=paid_at,
        payment=PaymentState.PAID if paid_at else PaymentState.UNPAID,
        payment_waived=False,
        cancelled_at=None,
        risk=RiskLevel.UNKNOWN,
        currency=cells.currency("currency"),
        language=None,
        ship_to=completed(
            read_address(cells, "ship_"),
            None,
            cells.text("buyer_phone", model.PHONE_LENGTH),
            cells.text("buyer_email", model.EMAIL_LENGTH),
        ),
        bill_to=None,
        shipping_method=cells.text("service", model.SHIPPING_METHOD_LENGTH),
        ship_by=cells.moment("ship_by"),
        note="",
        gift_message=cells.text("gift_message", model.NOTE_LENGTH, multiline=True),
        tags=tuple(flags),
        lines=(),
        row=cells.row,
    )


def _line(cells: Cells) -> ImportedLine:
    """Read the line fields."""
    cells.require("line_id")
    to_ship = cells.quantity("quantity", minimum=0)
    ordered = cells.quantity("ordered")
    line = ImportedLine(
        external_line_id=cells.code("line_id", model.EXTERNAL_ID_LENGTH),
        sku=cells.code("sku", model.SKU_LENGTH),
        name=cells.text("item_name", model.ITEM_NAME_LENGTH),
        quantity=to_ship or ordered,
        unit_price_cents=None,
        requires_shipping=True,
        fulfilled=to_ship == 0,
    )
    require_sku_if_open(cells, line)
    return line
