"""Reads Shopify's orders export (CSV): one row a line, order fields on an order's first row only.

Columns and traps: Shopify Help Center, "Exporting orders". Files of older shops lack the last
columns and call the notes `Note`.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from app.domain.payment import PaymentState, RiskLevel
from app.exchange import model
from app.exchange.amounts import Notation
from app.exchange.cells import Cells
from app.exchange.columns import Column
from app.exchange.findings import Findings
from app.exchange.model import ImportedFile, ImportedLine, ImportedOrder, Progress, Source
from app.exchange.order_parts import (
    NO_MOMENT,
    Draft,
    Gathering,
    address_columns,
    completed,
    read_address,
    read_tags,
    require_sku_if_open,
)
from app.exchange.tables import read_cells

PAYMENT_STATES: Mapping[str, PaymentState] = MappingProxyType(
    {
        "paid": PaymentState.PAID,
        "pending": PaymentState.UNPAID,
        "unpaid": PaymentState.UNPAID,
        "partially_paid": PaymentState.UNPAID,
        "authorized": PaymentState.AUTHORISED,
        "partially_refunded": PaymentState.PARTLY_REFUNDED,
        "refunded": PaymentState.REFUNDED,
        "voided": PaymentState.FAILED,
        "expired": PaymentState.FAILED,
    }
)
RISK_LEVELS: Mapping[str, RiskLevel] = MappingProxyType(
    {
        "low": RiskLevel.LOW,
        "medium": RiskLevel.MEDIUM,
        "high": RiskLevel.HIGH,
        "none": RiskLevel.UNKNOWN,
        "pending": RiskLevel.UNKNOWN,
    }
)
_ORDER_FULFILLED = {"unfulfilled": False, "partial": False, "fulfilled": True, "restocked": True}
_LINE_FULFILLED = {"pending": False, "unfulfilled": False, "fulfilled": True, "restocked": True}
_GIFT_MESSAGE = re.compile(
    r"^\s*gift[ _-]?(?:message|note)\s*:\s*(.*)$", re.IGNORECASE | re.MULTILINE
)
_CASH_ON_DELIVERY = re.compile(r"cash on delivery|\bcod\b", re.IGNORECASE)


def _shopify_address(kind: str) -> dict[str, tuple[str, ...]]:
    """Name the columns of one of Shopify's two addresses."""
    return {
        "name": (f"{kind} Name",),
        "company": (f"{kind} Company",),
        "street1": (f"{kind} Address1", f"{kind} Street"),
        "street2": (f"{kind} Address2",),
        "city": (f"{kind} City",),
        "region": (f"{kind} Province",),
        "postcode": (f"{kind} Zip",),
        "country": (f"{kind} Country",),
        "phone": (f"{kind} Phone",),
    }


COLUMNS = (
    Column("number", ("Name",), required=True),
    Column("external_id", ("Id",)),
    Column("email", ("Email",)),
    Column("payment", ("Financial Status",), required=True),
    Column("paid_at", ("Paid at",)),
    Column("fulfilment", ("Fulfillment Status",), required=True),
    Column("currency", ("Currency",)),
    Column("subtotal", ("Subtotal",)),
    Column("shipping_method", ("Shipping Method",)),
    Column("placed_at", ("Created at",), required=True),
    Column("cancelled_at", ("Cancelled at",), required=True),
    Column("quantity", ("Lineitem quantity",), required=True),
    Column("item_name", ("Lineitem name",)),
    Column("price", ("Lineitem price",)),
    Column("sku", ("Lineitem sku",), required=True),
    Column("requires_shipping", ("Lineitem requires shipping",)),
    Column("line_fulfilment", ("Lineitem fulfillment status",)),
    *address_columns("bill_", _shopify_address("Billing")),
    *address_columns("ship_", _shopify_address("Shipping")),
    Column("note", ("Notes", "Note")),
    Column("note_attributes", ("Note Attributes",)),
    Column("payment_method", ("Payment Method",)),
    Column("tags", ("Tags",)),
    Column("risk", ("Risk Level",)),
    Column("phone", ("Phone",)),
)
_FIRST_ROW_FIELDS = ("external_id", "placed_at", "payment", "ship_name")
_LINE_FIELDS = ("sku", "item_name", "quantity", "price")


def read_shopify_orders(
    path: Path, mapping: Mapping[str, str] | None = None, progress: Progress | None = None
) -> ImportedFile[ImportedOrder]:
    """Read a Shopify orders export.

    The external id is Shopify's id and the order's name together, since names repeat between
    shops and ids have been seen to; without an `Id` column it is the name. Lines have no id and
    are counted within their order. A line partly shipped can't be read, for the export doesn't
    say how much of it is left.

    Args:
        path: The file.
        mapping: Headings by field, where they differ from Shopify's.
        progress: Told lines read and lines in all.
    """
    findings = Findings(path.name)
    gathering = Gathering()
    for cells in read_cells(
        path, COLUMNS, mapping or {}, findings, progress, notation=Notation.MACHINE
    ):
        _take(cells, gathering)
    last = gathering.current
    if last and last.is_good and last.head.is_good and not findings.broke_off:
        _check_end(last)
    return findings.result(gathering.finished(findings))


def _take(cells: Cells, gathering: Gathering) -> None:
    """Assign one row to its order."""
    number = cells.code("number", model.ORDER_NUMBER_LENGTH)
    is_first_row = any(cells.raw(field) for field in _FIRST_ROW_FIELDS)
    if cells.is_good:
        cells.require("number")
    if not cells.is_good:
        gathering.spoil(cells, number)
        return
    draft = _begun(cells, number, gathering) if is_first_row else gathering.going_on(number)
    if draft is not None:
        fulfilled = _ORDER_FULFILLED.get(draft.head.raw("fulfilment").casefold(), False)
        draft.add(_line(cells, len(draft.lines) + 1, order_fulfilled=fulfilled), cells)
    elif not is_first_row:
        cells.problem(
            "number",
            f"This is a further line of order {number}, whose first row is not in the file.",
            "Export the order again, or put the rows back into Shopify's order.",
        )


def _check_end(last: Draft) -> None:
    """Note a problem if the file's last order lacks lines, for the file may be cut between rows.

    Discounts make a subtotal smaller than its lines, never larger.
    """
    prices = [(line.unit_price_cents, line.quantity) for line in last.lines]
    worth = sum(price * quantity for price, quantity in prices if price is not None)
    subtotal = last.head.cents("subtotal") or 0
    if worth < subtotal and all(price is not None for price, _ in prices):
        last.head.problem(
            "subtotal",
            f"The lines of this order, the last in the file, are worth only {worth / 100:.2f}: "
            "the end of the file is missing.",
            "Export the orders again.",
        )


def _begun(cells: Cells, number: str, gathering: Gathering) -> Draft | None:
    """Begin an order, or find that its first row was there before."""
    order = _order(cells, number)
    same = gathering.find(order.external_id)
    if same is None:
        return gathering.begin(order.external_id, cells, order)
    if same is gathering.current and not _repeats(same.head, cells):
        return same
    cells.problem(
        "number",
        f"Order {number} begins in row {same.head.row} already; only that one is read.",
        "Delete the rows of one of the two.",
    )
    gathering.set_aside(cells, number)
    return None


def _repeats(first: Cells, later: Cells) -> bool:
    """Whether a row is a copy of an order's first row, not a line with the order filled in."""
    return all(first.raw(field) == later.raw(field) for field in _LINE_FIELDS)


def _order(cells: Cells, number: str) -> ImportedOrder:
    """Read the order fields of a first row."""
    cells.require("placed_at")
    cells.require("payment")
    cells.choice("fulfilment", _ORDER_FULFILLED, default=False)
    shop_id = cells.code("external_id", model.ORDER_NUMBER_LENGTH)
    bill_to = read_address(cells, "bill_")
    payment = cells.choice("payment", PAYMENT_STATES, PaymentState.UNPAID)
    gift = _GIFT_MESSAGE.search(cells.text("note_attributes", model.NOTE_LENGTH, multiline=True))
    return ImportedOrder(
        source=Source.SHOPIFY,
        external_id=f"{shop_id} {number}".strip(),
        number=number,
        placed_at=cells.moment("placed_at") or NO_MOMENT,
        paid_at=cells.moment("paid_at"),
        payment=payment,
        payment_waived=payment is PaymentState.UNPAID
        and bool(_CASH_ON_DELIVERY.search(cells.raw("payment_method"))),
        cancelled_at=cells.moment("cancelled_at"),
        risk=cells.choice("risk", RISK_LEVELS, RiskLevel.UNKNOWN),
        currency=cells.currency("currency"),
        language=None,
        ship_to=completed(
            read_address(cells, "ship_"),
            bill_to,
            cells.text("phone", model.PHONE_LENGTH).removeprefix("'"),
            cells.text("email", model.EMAIL_LENGTH),
        ),
        bill_to=bill_to,
        shipping_method=cells.text("shipping_method", model.SHIPPING_METHOD_LENGTH),
        ship_by=None,
        note=cells.text("note", model.NOTE_LENGTH, multiline=True),
        gift_message=gift[1].strip() if gift else "",
        tags=read_tags(cells, "tags"),
        lines=(),
        row=cells.row,
    )


def _line(cells: Cells, place: int, *, order_fulfilled: bool) -> ImportedLine:
    """Read the line fields that every row has."""
    if cells.raw("line_fulfilment").casefold() in {"partial", "partially_fulfilled"}:
        cells.problem(
            "line_fulfilment",
            "A part of this line was shipped, and the export does not say how much is left.",
            "Fulfil the rest in the shop, or split the order there, and export again.",
        )
        fulfilled = False
    else:
        fulfilled = cells.choice("line_fulfilment", _LINE_FULFILLED, default=False)
    line = ImportedLine(
        external_line_id=str(place),
        sku=cells.code("sku", model.SKU_LENGTH),
        name=cells.text("item_name", model.ITEM_NAME_LENGTH),
        quantity=cells.quantity("quantity"),
        unit_price_cents=cells.cents("price"),
        requires_shipping=cells.flag("requires_shipping", default=True),
        fulfilled=fulfilled or order_fulfilled,
    )
    require_sku_if_open(cells, line)
    return line
