"""Reads orders from any table (CSV, TSV, XLSX) whose columns are known or mapped by the user."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from app.domain.payment import PaymentState, RiskLevel
from app.exchange import model
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
    note_contradictions,
    read_address,
    read_tags,
    require_sku_if_open,
)
from app.exchange.tables import read_cells


def _address(prefix: str) -> dict[str, tuple[str, ...]]:
    """Name the columns of an address; each heading begins with `prefix`."""
    headings = {
        "name": ("name", "recipient", "customer"),
        "company": ("company",),
        "street1": ("street", "address", "address 1", "street 1"),
        "street2": ("street 2", "address 2"),
        "street3": ("street 3", "address 3"),
        "city": ("city", "town"),
        "region": ("region", "state", "province", "county"),
        "postcode": ("postcode", "zip", "postal code", "zip code"),
        "country": ("country", "country code"),
        "phone": ("phone", "telephone"),
        "email": ("email", "e-mail"),
    }
    return {part: tuple(prefix + name for name in names) for part, names in headings.items()}


_SHIP = {
    part: (*_address("shipping ")[part], *_address("ship ")[part], *names)
    for part, names in _address("").items()
}
COLUMNS = (
    Column("number", ("order number", "order", "number", "order reference"), required=True),
    Column("external_id", ("external id", "order id", "id")),
    Column("line_id", ("line id", "external line id", "line number")),
    Column("placed_at", ("placed at", "order date", "date", "created at"), required=True),
    Column("sku", ("sku", "item code", "item"), required=True),
    Column("item_name", ("item name", "description", "item description")),
    Column("quantity", ("quantity", "qty", "pieces"), required=True),
    Column("price", ("price", "unit price", "rate")),
    Column("requires_shipping", ("requires shipping",)),
    Column("payment", ("payment", "payment state", "payment status")),
    Column("paid_at", ("paid at", "payment date")),
    Column("payment_waived", ("cash on delivery", "payment waived", "pay later")),
    Column("cancelled_at", ("cancelled at", "cancelled")),
    Column("risk", ("risk", "risk level")),
    Column("currency", ("currency",)),
    Column("language", ("language",)),
    Column("shipping_method", ("shipping method", "delivery method", "service")),
    Column("ship_by", ("ship by", "due", "due date", "promise date")),
    Column("note", ("note", "notes", "customer note")),
    Column("gift_message", ("gift message",)),
    Column("tags", ("tags",)),
    *address_columns("ship_", _SHIP),
    *address_columns("bill_", _address("billing ")),
)
_LINE_FIELDS = frozenset({"line_id", "sku", "item_name", "quantity", "price", "requires_shipping"})
_ORDER_FIELDS = tuple(
    column.field for column in COLUMNS if column.field not in _LINE_FIELDS | {"number"}
)
_PAYMENTS: Mapping[str, PaymentState] = MappingProxyType(
    {
        **{state.value: state for state in PaymentState},
        "authorized": PaymentState.AUTHORISED,
        "pending": PaymentState.UNPAID,
        "yes": PaymentState.PAID,
        "no": PaymentState.UNPAID,
    }
)
_RISKS: Mapping[str, RiskLevel] = MappingProxyType({level.value: level for level in RiskLevel})


def read_order_table(
    path: Path, mapping: Mapping[str, str] | None = None, progress: Progress | None = None
) -> ImportedFile[ImportedOrder]:
    """Read a table of order lines.

    Order fields may stand on an order's first row only or on all of its rows, but may not
    contradict each other; a row without order number continues the order above it. Without a
    payment column all orders count as paid: whoever hands over a plain list of orders wants them
    shipped. Times without zone are UTC. Numbers are read as people write them, and refused
    where point or comma could mean two things.

    Args:
        path: CSV, TSV or XLSX.
        mapping: Headings by field (`COLUMNS` names the fields).
        progress: Told rows read and rows in all.
    """
    findings = Findings(path.name)
    gathering = Gathering()
    rows_of_ids: dict[str, int] = {}
    for cells in read_cells(path, COLUMNS, mapping or {}, findings, progress):
        _take(cells, gathering, rows_of_ids)
    return findings.result(gathering.finished(findings))


def _take(cells: Cells, gathering: Gathering, rows_of_ids: dict[str, int]) -> None:
    """Assign one row to its order."""
    number = cells.code("number", model.ORDER_NUMBER_LENGTH)
    current = gathering.current
    if not number and cells.is_good and current:
        number = current.number
    if cells.is_good and not number:
        cells.require("number")
    if not cells.is_good:
        gathering.spoil(cells, number)
        return
    draft = gathering.find(number)
    if draft is None:
        order = _order(cells, number)
        draft = gathering.begin(number, cells, order)
        first_row = rows_of_ids.setdefault(order.external_id, cells.row)
        if first_row != cells.row:
            cells.problem(
                "external_id" if cells.raw("external_id") else "number",
                f"The order in row {first_row} has this id already.",
                "Give each order an id of its own.",
            )
    else:
        filled = (field for field in _ORDER_FIELDS if cells.raw(field))
        note_contradictions(draft.head, cells, filled)
    gathering.current = draft
    line = _line(cells, draft)
    draft.add(line, cells)


def _order(cells: Cells, number: str) -> ImportedOrder:
    """Read the order fields of a first row."""
    cells.require("placed_at")
    bill_to = read_address(cells, "bill_")
    language = cells.text("language", 10)[:2].lower()
    without_column = PaymentState.UNPAID if cells.has("payment") else PaymentState.PAID
    return ImportedOrder(
        source=Source.TABLE,
        external_id=cells.code("external_id", model.EXTERNAL_ID_LENGTH) or number,
        number=number,
        placed_at=cells.moment("placed_at") or NO_MOMENT,
        paid_at=cells.moment("paid_at"),
        payment=cells.choice("payment", _PAYMENTS, without_column),
        payment_waived=cells.flag("payment_waived", default=False),
        cancelled_at=cells.moment("cancelled_at"),
        risk=cells.choice("risk", _RISKS, RiskLevel.UNKNOWN),
        currency=cells.currency("currency"),
        language=language if language.isascii() and language.isalpha() else None,
        ship_to=completed(read_address(cells, "ship_"), bill_to, "", ""),
        bill_to=bill_to,
        shipping_method=cells.text("shipping_method", model.SHIPPING_METHOD_LENGTH),
        ship_by=cells.moment("ship_by"),
        note=cells.text("note", model.NOTE_LENGTH, multiline=True),
        gift_message=cells.text("gift_message", model.NOTE_LENGTH, multiline=True),
        tags=read_tags(cells, "tags"),
        lines=(),
        row=cells.row,
    )


def _line(cells: Cells, draft: Draft) -> ImportedLine:
    """Read the line fields of a row."""
    line = ImportedLine(
        external_line_id=cells.code("line_id", model.EXTERNAL_ID_LENGTH)
        or str(len(draft.lines) + 1),
        sku=cells.code("sku", model.SKU_LENGTH),
        name=cells.text("item_name", model.ITEM_NAME_LENGTH),
        quantity=cells.quantity("quantity"),
        unit_price_cents=cells.cents("price"),
        requires_shipping=cells.flag("requires_shipping", default=True),
        fulfilled=False,
    )
    if draft.has_seen(cells.raw("line_id") or (line.sku, line.name, line.quantity)):
        cells.problem(
            "line_id" if cells.raw("line_id") else "sku",
            "The order has this line already.",
            "Delete one of the rows, or tell them apart by a line id.",
        )
    require_sku_if_open(cells, line)
    return line
