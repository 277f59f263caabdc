"""Reads orders as the WooCommerce REST API (v3) lists them, as JSON.

Fields: woocommerce-rest-api-docs, section Orders. Money is text, times without zone are GMT.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TypeGuard

from app.domain.payment import PaymentState, RiskLevel
from app.exchange import model
from app.exchange.amounts import Notation, read_number
from app.exchange.bad_value import BadValue
from app.exchange.cells import Cells
from app.exchange.findings import Findings, Unreadable
from app.exchange.json_orders import objects, open_text
from app.exchange.model import (
    ImportedFile,
    ImportedLine,
    ImportedOrder,
    Progress,
    Source,
)
from app.exchange.order_parts import NO_MOMENT, completed, read_address, require_sku_if_open

_PROGRESS_EVERY = 50
_STATUSES: Mapping[str, PaymentState] = MappingProxyType(
    {
        "processing": PaymentState.PAID,
        "completed": PaymentState.PAID,
        "pending": PaymentState.UNPAID,
        "checkout-draft": PaymentState.UNPAID,
        "on-hold": PaymentState.UNPAID,
        "cancelled": PaymentState.UNPAID,
        "trash": PaymentState.UNPAID,
        "failed": PaymentState.FAILED,
        "refunded": PaymentState.REFUNDED,
    }
)
"""What a status says of the money, before the payment date and the refunds are looked at."""

_CANCELLED = frozenset({"cancelled", "trash"})
_CASH_ON_DELIVERY = "cod"
_ADDRESS = {
    "company": "company",
    "street1": "address_1",
    "street2": "address_2",
    "city": "city",
    "region": "state",
    "postcode": "postcode",
    "country": "country",
    "phone": "phone",
    "email": "email",
}
_ORDER_FIELDS = (
    "id",
    "number",
    "status",
    "currency",
    "date_created_gmt",
    "date_modified_gmt",
    "date_paid_gmt",
    "payment_method",
    "customer_note",
    "total",
)
_LINE_FIELDS = ("id", "name", "quantity", "sku", "price")
_LANGUAGE_KEYS = frozenset({"wpml_language", "trp_language", "lang"})
_GIFT_KEYS = frozenset({"gift_message", "_gift_message", "gift message"})
_Object = dict[str, object]


def read_woocommerce_orders(
    path: Path, mapping: Mapping[str, str] | None = None, progress: Progress | None = None
) -> ImportedFile[ImportedOrder]:
    """Read WooCommerce orders.

    Rows of problems are the places of orders in the list. Paid is what is `processing` and has
    a payment date; cash on delivery may go without one. `on-hold` counts as unpaid whatever the
    date, since the shop holds the order. A cancelled order's moment is its last change.

    Args:
        path: A list of orders, an object with such a list under `orders`, or one order.
        mapping: Must be empty, for JSON has no columns.
        progress: Told orders read and orders in all (as far as can be told beforehand).
    """
    findings = Findings(path.name)
    for field, heading in (mapping or {}).items():
        findings.add(None, field, heading, "A JSON file has no columns to map.", "Leave out --map.")
    orders: dict[str, ImportedOrder] = {}
    try:
        text = open_text(path, findings)
        total = text.count('"line_items"')
        for place, content in enumerate(objects(text), start=1):
            findings.rows_read = place
            _take(content, place, findings, orders)
            if progress and place % _PROGRESS_EVERY == 0:
                progress(place, max(place, total))
        if progress:
            progress(findings.rows_read, findings.rows_read)
    except Unreadable as unreadable:
        findings.refuse(unreadable)
    return findings.result(orders.values())


def _is_object(value: object) -> TypeGuard[_Object]:
    """Whether a JSON value is an object; JSON's keys are always text."""
    return isinstance(value, dict)


def _objects_in(content: _Object, key: str) -> list[_Object]:
    """The objects of a list inside an object; empty where there is no such list."""
    value = content.get(key)
    return [element for element in value if _is_object(element)] if isinstance(value, list) else []


def _cells(place: int, findings: Findings, entries: Iterable[tuple[str, str, object]]) -> Cells:
    """Put JSON values under fields; an entry is field, path in the order, and value."""
    values: dict[str, str] = {}
    labels: dict[str, str] = {}
    nested: list[str] = []
    for field, path, value in entries:
        labels[field] = path
        if isinstance(value, dict | list):
            nested.append(field)
        elif isinstance(value, bool):
            values[field] = "yes" if value else "no"
        else:
            values[field] = "" if value is None else str(value)
    cells = Cells(place, values, labels, findings, Notation.MACHINE)
    for field in nested:
        cells.problem(
            field, "A simple value is expected here, not a list or an object.", "Export it again."
        )
    return cells


def _address_entries(content: _Object, key: str, prefix: str) -> Iterator[tuple[str, str, object]]:
    """Lay out one of an order's two addresses."""
    address = content.get(key)
    if not _is_object(address):
        return
    names = [address.get("first_name"), address.get("last_name")]
    name = " ".join(part for part in names if isinstance(part, str) and part.strip())
    yield f"{prefix}name", f"{key}.first_name", name
    for part, their_key in _ADDRESS.items():
        yield prefix + part, f"{key}.{their_key}", address.get(their_key)


def _meta(content: _Object, keys: frozenset[str]) -> object:
    """Find what a plug-in noted under one of some keys."""
    for entry in _objects_in(content, "meta_data"):
        if str(entry.get("key", "")).casefold() in keys:
            return entry.get("value")
    return None


def _entries(content: _Object) -> Iterator[tuple[str, str, object]]:
    """Lay out what is read of an order besides its lines."""
    for key in _ORDER_FIELDS:
        yield key, key, content.get(key)
    yield from _address_entries(content, "billing", "bill_")
    yield from _address_entries(content, "shipping", "ship_")
    methods = [line.get("method_title") for line in _objects_in(content, "shipping_lines")]
    yield "shipping_method", "shipping_lines", next((title for title in methods if title), None)
    yield "language", "meta_data", _meta(content, _LANGUAGE_KEYS)
    yield "gift_message", "meta_data", _meta(content, _GIFT_KEYS)


def _take(
    content: object, place: int, findings: Findings, orders: dict[str, ImportedOrder]
) -> None:
    """Read one order, and add it to the good ones if it is good and new."""
    if not _is_object(content) or not isinstance(content.get("line_items"), list):
        findings.add(
            place,
            "line_items",
            "",
            "This is not a WooCommerce order: it has no list of line_items.",
            "Export orders from /wp-json/wc/v3/orders.",
        )
        return
    cells = _cells(place, findings, _entries(content))
    order = _order(cells, content)
    lines = _lines(content, place, findings, fulfilled=cells.raw("status") == "completed")
    if order.external_id in orders:
        cells.problem(
            "id",
            f"Order {order.external_id} is in the list already, at place "
            f"{orders[order.external_id].row}; only that one is read.",
            "Delete one of the two.",
        )
    if cells.is_good and lines:
        orders[order.external_id] = replace(order, lines=lines)


def _order(cells: Cells, content: _Object) -> ImportedOrder:
    """Read an order without its lines."""
    for required in ("id", "status", "date_created_gmt"):
        cells.require(required)
    external_id = cells.code("id", model.EXTERNAL_ID_LENGTH)
    status = cells.raw("status").casefold().removeprefix("wc-")
    payment = _payment(cells, status, _objects_in(content, "refunds"))
    bill_to = read_address(cells, "bill_")
    language = cells.text("language", 10)[:2].lower()
    return ImportedOrder(
        source=Source.WOOCOMMERCE,
        external_id=external_id,
        number=cells.code("number", model.ORDER_NUMBER_LENGTH) or external_id,
        placed_at=cells.moment("date_created_gmt") or NO_MOMENT,
        paid_at=cells.moment("date_paid_gmt"),
        payment=payment,
        payment_waived=payment is PaymentState.UNPAID
        and status == "processing"
        and cells.raw("payment_method") == _CASH_ON_DELIVERY,
        cancelled_at=_cancelled_at(cells, status),
        risk=RiskLevel.UNKNOWN,
        currency=cells.currency("currency"),
        language=language if language.isascii() and language.isalpha() else None,
        ship_to=completed(read_address(cells, "ship_"), bill_to, "", ""),
        bill_to=bill_to,
        shipping_method=cells.text("shipping_method", model.SHIPPING_METHOD_LENGTH),
        ship_by=None,
        note=cells.text("customer_note", model.NOTE_LENGTH, multiline=True),
        gift_message=cells.text("gift_message", model.NOTE_LENGTH, multiline=True),
        tags=(),
        lines=(),
        row=cells.row,
    )


def _payment(cells: Cells, status: str, refunds: list[_Object]) -> PaymentState:
    """Judge the money by status, payment date and refunds."""
    if status not in _STATUSES:
        if status:
            cells.problem(
                "status",
                "This status is not WooCommerce's own, so what it means is not known.",
                f"Set the order to one of {', '.join(_STATUSES)}.",
            )
        return PaymentState.UNPAID
    payment = _STATUSES[status]
    if payment is not PaymentState.PAID or not cells.raw("date_paid_gmt"):
        return PaymentState.UNPAID if payment is PaymentState.PAID else payment
    if not refunds:
        return payment
    try:
        total = read_number(cells.raw("total"), Notation.MACHINE)
        given_back = sum(
            abs(read_number(str(refund.get("total")), Notation.MACHINE)) for refund in refunds
        )
    except BadValue:
        return PaymentState.PARTLY_REFUNDED
    return PaymentState.REFUNDED if given_back >= total else PaymentState.PARTLY_REFUNDED


def _cancelled_at(cells: Cells, status: str) -> datetime | None:
    """Say when an order was cancelled: its last change, for nothing better is exported."""
    if status not in _CANCELLED:
        return None
    return cells.moment("date_modified_gmt") or cells.moment("date_created_gmt")


def _lines(
    content: _Object, place: int, findings: Findings, *, fulfilled: bool
) -> tuple[ImportedLine, ...]:
    """Read an order's lines; none at all if any is bad."""
    rows = content["line_items"]
    lines: list[ImportedLine] = []
    ids: set[str] = set()
    are_good = True
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        path = f"line_items[{index}]"
        fields = row if _is_object(row) else {}
        cells = _cells(
            place, findings, ((key, f"{path}.{key}", fields.get(key)) for key in _LINE_FIELDS)
        )
        lines.append(_line(cells, index, fulfilled=fulfilled))
        if lines[-1].external_line_id in ids:
            cells.problem("id", "Two lines of the order have this id.", "Export it again.")
        ids.add(lines[-1].external_line_id)
        are_good = are_good and cells.is_good
    if not lines:
        findings.add(place, "line_items", "", "The order has no lines.", "Export it again.")
    return tuple(lines) if are_good else ()


def _line(cells: Cells, index: int, *, fulfilled: bool) -> ImportedLine:
    """Read one line."""
    line = ImportedLine(
        external_line_id=cells.code("id", model.EXTERNAL_ID_LENGTH) or str(index + 1),
        sku=cells.code("sku", model.SKU_LENGTH),
        name=cells.text("name", model.ITEM_NAME_LENGTH),
        quantity=cells.quantity("quantity"),
        unit_price_cents=cells.cents("price"),
        requires_shipping=True,
        fulfilled=fulfilled,
    )
    require_sku_if_open(cells, line)
    return line
