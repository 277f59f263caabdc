"""Stores receipts that a file announces: new ones, and changes to those of which nothing came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.db.queries.receipts import ReceiptLineRow, receipt_called, receipt_lines
from app.db.queries.stock import item_ids_by_sku
from app.db.schema import Receipt, ReceiptLine
from app.db.unit_of_work import UnitOfWork
from app.domain.receiving import ReceiptState
from app.exchange.model import ImportedReceiptLine
from app.services.import_tally import Tally
from app.services.receiving import AnnouncedLine, write_lines


def store_receipts(work: UnitOfWork, records: Sequence[ImportedReceiptLine], tally: Tally) -> None:
    """Add new receipts and change known ones; one of which goods came stays as it is."""
    known_items = item_ids_by_sku(work.session, [record.sku for record in records])
    by_number: dict[str, list[ImportedReceiptLine]] = defaultdict(list)
    for record in records:
        by_number[record.receipt.upper()].append(record)
    for number, lines in by_number.items():
        strange = [line for line in lines if line.sku not in known_items]
        for line in strange:
            tally.refuse(
                line.row,
                "sku",
                line.sku,
                "No item has this SKU.",
                "Correct the SKU, or import the item first.",
            )
        if not strange:
            _store(work, number, lines, tally)


def _store(
    work: UnitOfWork, number: str, lines: Sequence[ImportedReceiptLine], tally: Tally
) -> None:
    head = lines[0]
    wanted = [AnnouncedLine(line.sku, line.quantity, line.lot or "", line.expiry) for line in lines]
    row = receipt_called(work.session, number, lock=True)
    if row is None:
        row = Receipt(
            number=number,
            supplier=head.supplier,
            expected_on=head.expected_on,
            state=ReceiptState.EXPECTED,
            made_by=work.actor.operator_id,
            made_at=work.now,
        )
        work.session.add(row)
        work.session.flush()
        write_lines(work, row, wanted)
        tally.new += 1
        return
    kept = receipt_lines(work.session, row.id)
    is_same = (row.supplier, row.expected_on, _announced(kept)) == (
        head.supplier,
        head.expected_on,
        wanted,
    )
    if is_same:
        tally.unchanged += 1
    elif row.state is not ReceiptState.EXPECTED:
        tally.refuse(
            head.row,
            "receipt",
            head.receipt,
            "Goods of this receipt came already; it was not changed.",
            "Give what is new a receipt number of its own.",
        )
    else:
        row.supplier, row.expected_on = head.supplier, head.expected_on
        for line in kept:
            work.session.delete(work.session.get_one(ReceiptLine, line.line.line_id))
        work.session.flush()
        write_lines(work, row, wanted)
        tally.changed += 1


def _announced(lines: Sequence[ReceiptLineRow]) -> list[AnnouncedLine]:
    """What a receipt announces, without what nobody had announced."""
    return [
        AnnouncedLine(row.line.sku, row.line.expected, row.line.lot, row.expiry)
        for row in lines
        if row.line.expected
    ]
