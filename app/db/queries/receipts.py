"""Selects on receipts: what is expected when, and how far each delivery is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.queries.orders import chunks
from app.db.schema import Item, Receipt, ReceiptLine
from app.domain.receiving import OPEN_STATES, ExpectedLine, ReceiptState


@dataclass(frozen=True)
class ReceiptRow:
    """A receipt in one line; units over all its lines."""

    number: str
    supplier: str
    expected_on: date | None
    state: ReceiptState
    lines: int
    expected: int
    came: int


@dataclass(frozen=True)
class ReceiptLineRow:
    """A line of a receipt, in words."""

    line: ExpectedLine
    name: str
    expiry: date | None


@dataclass(frozen=True)
class Coming:
    """Units of an item that are to come: in which receipt, and when."""

    sku: str
    receipt: str
    supplier: str
    expected_on: date | None
    units: int


def receipt_called(session: Session, number: str, *, lock: bool = False) -> Receipt | None:
    """The receipt with a number, however its letters are written."""
    statement = select(Receipt).where(func.upper(Receipt.number) == number.strip().upper())
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalar(statement)


def receipt_rows(
    session: Session, states: Collection[ReceiptState], limit: int
) -> list[ReceiptRow]:
    """Receipts in some states, what is expected first on top."""
    came = func.coalesce(func.sum(ReceiptLine.received + ReceiptLine.damaged), 0)
    rows = session.execute(
        select(
            Receipt.number,
            Receipt.supplier,
            Receipt.expected_on,
            Receipt.state,
            func.count(ReceiptLine.id),
            func.coalesce(func.sum(ReceiptLine.expected), 0),
            came,
        )
        .outerjoin(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .where(Receipt.state.in_(tuple(states)))
        .group_by(Receipt.id)
        .order_by(
            (Receipt.state == ReceiptState.CLOSED).asc(),
            (Receipt.state == ReceiptState.EXPECTED).asc(),
            Receipt.expected_on.is_(None),
            Receipt.expected_on,
            Receipt.id.desc(),
        )
        .limit(limit)
    )
    return [
        ReceiptRow(number, supplier, day, state, lines, int(expected), int(units))
        for number, supplier, day, state, lines, expected, units in rows
    ]


def receipt_lines(session: Session, receipt_id: int) -> list[ReceiptLineRow]:
    """The lines of a receipt, in their order."""
    rows = session.execute(
        select(ReceiptLine, Item.sku, Item.name)
        .join(Item, Item.id == ReceiptLine.item_id)
        .where(ReceiptLine.receipt_id == receipt_id)
        .order_by(ReceiptLine.number)
        .execution_options(populate_existing=True)
    )
    return [
        ReceiptLineRow(
            ExpectedLine(
                row.id,
                row.item_id,
                sku,
                row.expected,
                row.received,
                row.damaged,
                row.lot,
                row.reason,
            ),
            name,
            row.expiry,
        )
        for row, sku, name in rows
    ]


def coming(session: Session, item_ids: Collection[int] | None = None) -> list[Coming]:
    """What is still to come of some items, of all if None; the soonest first."""
    open_units = ReceiptLine.expected - ReceiptLine.received - ReceiptLine.damaged
    statement = (
        select(Item.sku, Receipt.number, Receipt.supplier, Receipt.expected_on, open_units)
        .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .join(Item, Item.id == ReceiptLine.item_id)
        .where(Receipt.state.in_(OPEN_STATES), open_units > 0)
    )
    parts = [None] if item_ids is None else list(chunks(item_ids))
    found: list[Coming] = []
    for part in parts:
        wanted = statement if part is None else statement.where(ReceiptLine.item_id.in_(part))
        found += [Coming(*row) for row in session.execute(wanted)]
    return sorted(found, key=lambda one: (one.expected_on or date.max, one.receipt, one.sku))
