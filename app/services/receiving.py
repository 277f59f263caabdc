"""Goods come in: against what was announced, counted by scans, and put on the list to put away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.db.ledger import Move, move_units
from app.db.queries.receipts import (
    Coming,
    ReceiptLineRow,
    ReceiptRow,
    coming,
    receipt_called,
    receipt_lines,
    receipt_rows,
)
from app.db.queries.stock import first_place_of, item_ids_by_sku
from app.db.schema import Item, Location, Lot, Receipt, ReceiptLine
from app.db.schema.locations import SUPPLIER_ID
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind, MoveReason
from app.domain.order_refusals import UnknownSku
from app.domain.permissions import Verb
from app.domain.put_away import Proposal, PutAwayReason
from app.domain.receiving import (
    OPEN_STATES,
    DifferenceReason,
    ReceiptState,
    shares_of,
    why_not_closed,
)
from app.domain.refusals import Refused
from app.domain.stock_desk_refusals import (
    ExpiredIntoStorage,
    NoReceivingPlace,
    NoUnits,
    ReceiptClosed,
    ReceiptTaken,
    UnknownReceipt,
)
from app.domain.stock_events import GoodsReceived, ReceiptChanged
from app.services.desk_goods import lot_told, scanned_item, scanned_place
from app.services.identifying import Entry
from app.services.put_away_rows import proposal_for
from app.services.raising_put_aways import raise_put_away
from app.services.serial_writing import note_serial_at
from app.services.workplace import Workplace

ReceiptSummary = ReceiptRow
"""A receipt in one line, as screens and commands show it."""

ReceiptLineView = ReceiptLineRow
"""A line of a receipt, as screens and commands show it."""

MOST_SHOWN = 200
"""Receipts on a list: a house has a few dozen open ones, and closed ones are found by number."""


@dataclass(frozen=True)
class AnnouncedLine:
    """Units of an item that are to come."""

    sku: str
    units: int
    lot: str = ""
    expiry: date | None = None


@dataclass(frozen=True)
class ReceiptView:
    """A receipt with its lines."""

    number: str
    supplier: str
    expected_on: date | None
    state: ReceiptState
    lines: tuple[ReceiptLineRow, ...]

    @property
    def is_open(self) -> bool:
        """Whether more of it may come."""
        return self.state in OPEN_STATES


@dataclass(frozen=True)
class ReceiveWanted:
    """Units that stand at the dock.

    Attributes:
        receipt: number of the receipt they belong to.
        item: the item's code as it was scanned; a case counts its units, a GS1 code says its lot.
        codes: how many of this code: units, or cases where it is a case's.
        place: where they stand; None for the house's receiving place.
        is_damaged: they are looked at before anybody may have them.
        lot: which lot, where the label does not say it.
        expiry: its last day, where the label does not say it.
    """

    receipt: str
    item: Entry
    codes: int = 1
    place: Entry | None = None
    is_damaged: bool = False
    lot: str = ""
    expiry: date | None = None


@dataclass(frozen=True)
class Received:
    """What was received, and where it should be put away; None where no place is fit."""

    receipt: ReceiptView
    sku: str
    name: str
    lot: str
    units: int
    place: str
    proposal: Proposal | None
    unexpected: int


def receipts(
    workplace: Workplace, operator_id: int | None = None, *, with_closed: bool = False
) -> tuple[ReceiptRow, ...]:
    """What is expected and being received, the soonest first; then what is closed, if wanted."""
    states = tuple(ReceiptState) if with_closed else OPEN_STATES
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return tuple(receipt_rows(work.session, states, MOST_SHOWN))


def receipt(workplace: Workplace, operator_id: int | None, number: str) -> ReceiptView:
    """One receipt with its lines.

    Raises:
        Refused: with `UnknownReceipt`.
    """
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return _view(work, _known(work, number))


def expected_goods(
    workplace: Workplace, operator_id: int | None = None, *, skus: Sequence[str] | None = None
) -> tuple[Coming, ...]:
    """What is still to come, of some items or of all, the soonest first."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        known = None if skus is None else item_ids_by_sku(work.session, skus).values()
        return tuple(coming(work.session, None if known is None else list(known)))


def announce(
    workplace: Workplace,
    operator_id: int | None,
    number: str,
    lines: Sequence[AnnouncedLine] = (),
    *,
    supplier: str = "",
    expected_on: date | None = None,
) -> ReceiptView:
    """Write down what a supplier sends; without lines for a delivery that nobody announced.

    Raises:
        Refused: there is such a receipt; an item does not exist; a line has no units.
    """

    def verb(work: UnitOfWork) -> ReceiptView:
        name = number.strip().upper()
        if not name or receipt_called(work.session, name) is not None:
            raise Refused(ReceiptTaken(name))
        row = Receipt(
            number=name,
            supplier=supplier.strip(),
            expected_on=expected_on,
            state=ReceiptState.EXPECTED,
            made_by=operator_id,
            made_at=work.now,
        )
        work.session.add(row)
        work.session.flush()
        write_lines(work, row, lines)
        work.record(ReceiptChanged(name, row.state.value))
        return _view(work, row)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.STOCK_DESK))


def write_lines(work: UnitOfWork, row: Receipt, lines: Sequence[AnnouncedLine]) -> None:
    """Give a receipt its lines.

    Raises:
        Refused: an item does not exist, or a line has no units.
    """
    ids = item_ids_by_sku(work.session, [line.sku for line in lines])
    for place, line in enumerate(lines, start=1):
        if line.sku not in ids:
            raise Refused(UnknownSku(line.sku))
        if line.units < 1:
            raise Refused(NoUnits(line.units))
        work.session.add(
            ReceiptLine(
                receipt_id=row.id,
                number=place,
                item_id=ids[line.sku],
                expected=line.units,
                lot=line.lot,
                expiry=line.expiry,
            )
        )
    work.session.flush()


def receive(workplace: Workplace, operator_id: int | None, wanted: ReceiveWanted) -> Received:
    """Take goods in: into the receiving place, onto the receipt's lines, and to be put away.

    More than was announced is taken in as well: it stands there; the receipt is closed with a
    reason for it.

    Raises:
        Refused: the receipt is closed or not known; what was scanned is no item; its lot lacks or
            has another last day; goods past their last day are not received as good ones.
    """

    def verb(work: UnitOfWork) -> Received:
        row = _open(work, wanted.receipt)
        scanned = scanned_item(work, wanted.item)
        units = wanted.codes * scanned.quantity
        if units < 1:
            raise Refused(NoUnits(units))
        item = work.session.get_one(Item, scanned.item_id)
        lot = lot_told(work, item, wanted.lot or scanned.lot or "", wanted.expiry or scanned.expiry)
        place = _place(work, wanted.place)
        if not wanted.is_damaged and lot.expiry is not None and lot.expiry < work.now.date():
            raise Refused(ExpiredIntoStorage(item.name, lot.expiry, place.code))
        unexpected = _onto_lines(work, row, item, lot, units, is_damaged=wanted.is_damaged)
        _bring_in(work, row, item, lot, place, units, is_damaged=wanted.is_damaged)
        if scanned.serial is not None:
            note_serial_at(work, item.id, scanned.serial, place.id)
        row.state = ReceiptState.RECEIVING
        work.record(GoodsReceived(row.number, item.sku, units, place.code, wanted.is_damaged))
        return Received(
            _view(work, row),
            item.sku,
            item.name,
            lot.code,
            units,
            place.code,
            proposal_for(work, item_id=item.id, lot_id=lot.id, source_id=place.id, units=units),
            unexpected,
        )

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.STOCK_DESK))


def _place(work: UnitOfWork, entry: Entry | None) -> Location:
    """Where goods are received: what was scanned, or the first place for goods in between.

    Raises:
        Refused: with `NoReceivingPlace`.
    """
    if entry is None:
        place = first_place_of(work.session, LocationKind.STAGING)
    else:
        place = scanned_place(work, entry)
    if place is None or place.kind is not LocationKind.STAGING:
        raise Refused(NoReceivingPlace("" if place is None else place.code))
    return place


def _onto_lines(
    work: UnitOfWork, row: Receipt, item: Item, lot: Lot, units: int, *, is_damaged: bool
) -> int:
    """Count units on the lines that expect them; says how many nobody announced."""
    lines = [one.line for one in receipt_lines(work.session, row.id)]
    shares, nowhere = shares_of(lines, item_id=item.id, lot=lot.code, units=units)
    expected = sum(line.open for line in lines if line.item_id == item.id)
    if nowhere:
        new = ReceiptLine(
            receipt_id=row.id,
            number=len(lines) + 1,
            item_id=item.id,
            expected=0,
            lot=lot.code,
            expiry=lot.expiry,
        )
        work.session.add(new)
        work.session.flush()
        shares = ((new.id, nowhere),)
    for line_id, taken in shares:
        line = work.session.get_one(ReceiptLine, line_id, with_for_update=True)
        if is_damaged:
            line.damaged += taken
        else:
            line.received += taken
    work.session.flush()
    return max(0, units - expected)


def _bring_in(
    work: UnitOfWork,
    row: Receipt,
    item: Item,
    lot: Lot,
    place: Location,
    units: int,
    *,
    is_damaged: bool,
) -> None:
    move_units(
        work,
        Move(
            item_id=item.id,
            lot_id=lot.id,
            source=SUPPLIER_ID,
            target=place.id,
            quantity=units,
            reason=MoveReason.RECEIVED,
            detail=f"receipt {row.number}",
        ),
    )
    raise_put_away(
        work,
        item_id=item.id,
        lot_id=lot.id,
        location_id=place.id,
        quantity=units,
        reason=PutAwayReason.DAMAGED if is_damaged else PutAwayReason.RECEIVED,
    )


def close_receipt(
    workplace: Workplace,
    operator_id: int | None,
    number: str,
    reasons: Mapping[str, DifferenceReason] | None = None,
) -> ReceiptView:
    """Say that all that comes has come; what differs from the list is on record with its reason.

    Args:
        workplace: where this is done.
        operator_id: who says so; None for the person at the shell.
        number: of the receipt.
        reasons: by SKU, why another number came than was announced.

    Raises:
        Refused: a difference has no reason; the receipt is closed or not known.
    """
    told = {sku: reason.value for sku, reason in (reasons or {}).items()}

    def verb(work: UnitOfWork) -> ReceiptView:
        row = _open(work, number)
        lines = [one.line for one in receipt_lines(work.session, row.id)]
        refusal = why_not_closed(row.number, lines, told)
        if refusal is not None:
            raise Refused(refusal)
        for line in lines:
            if line.came != line.expected:
                kept = work.session.get_one(ReceiptLine, line.line_id)
                kept.reason = told.get(line.sku) or line.reason
        row.state = ReceiptState.CLOSED
        row.closed_by, row.closed_at = operator_id, work.now
        work.session.flush()
        work.record(ReceiptChanged(row.number, row.state.value))
        return _view(work, row)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.STOCK_DESK))


def _known(work: UnitOfWork, number: str, *, lock: bool = False) -> Receipt:
    row = receipt_called(work.session, number, lock=lock)
    if row is None:
        raise Refused(UnknownReceipt(number))
    return row


def _open(work: UnitOfWork, number: str) -> Receipt:
    row = _known(work, number, lock=True)
    if row.state not in OPEN_STATES:
        raise Refused(ReceiptClosed(row.number))
    return row


def _view(work: UnitOfWork, row: Receipt) -> ReceiptView:
    lines = tuple(receipt_lines(work.session, row.id))
    return ReceiptView(row.number, row.supplier, row.expected_on, row.state, lines)
