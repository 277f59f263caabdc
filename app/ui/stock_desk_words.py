"""The stock desk's words: rows of histories, receipts, counts and bounds."""

from __future__ import annotations

from app.domain.adjustments import AdjustReason
from app.domain.count_rules import CountReason
from app.domain.locations import MoveReason
from app.domain.look_up import MoveSeen, StockSeen
from app.domain.put_away import Proposal
from app.domain.receiving import DifferenceReason, ReceiptState
from app.domain.replenishment import FaceNeed
from app.domain.stock_history import (
    EventSeen,
    HistoryPage,
    HistoryRow,
    ScanSeen,
    SubjectKind,
)
from app.domain.tasks import CountState
from app.services.count_desk import CountView
from app.services.receiving import ReceiptLineView, ReceiptSummary
from app.ui.event_words import event_words
from app.ui.floor_words import scanned_word
from app.ui.look_up_words import move_reason_words, time_words
from app.ui.message import translate
from app.ui.stock_words import adjust_reason_words, count_reason_words, proposal_words
from app.ui.tokens import State
from app.ui.widgets.desk_rows import Cell, DeskRow


def subject_words(page: HistoryPage) -> str:
    """What a history is of."""
    kinds = {
        SubjectKind.ITEM: translate("stock_desk", "ITEM {0}"),
        SubjectKind.LOT: translate("stock_desk", "LOT {0}"),
        SubjectKind.SERIAL: translate("stock_desk", "SERIAL NUMBER {0}"),
        SubjectKind.PLACE: translate("stock_desk", "PLACE {0}"),
        SubjectKind.TOTE: translate("stock_desk", "TOTE {0}"),
        SubjectKind.ORDER: translate("stock_desk", "ORDER {0}"),
        SubjectKind.PARCEL: translate("stock_desk", "PARCEL {0}"),
        SubjectKind.PERSON: translate("stock_desk", "COLLEAGUE {0}"),
    }
    return kinds[page.subject.kind].format(page.subject.name)


def history_row(row: HistoryRow, *, has_balance: bool) -> DeskRow:
    """One thing that happened, as a row."""
    who = Cell(row.who or "-", row.station)
    when = Cell(time_words(row.when))
    match row:
        case MoveSeen():
            return DeskRow(
                f"move {row.move_id}",
                (when, _what(row), _units(row, has_balance=has_balance), _way(row), who),
            )
        case EventSeen():
            text, detail = event_words(row.kind, row.facts)
            return DeskRow(f"event {row.event_id}", (when, Cell(text, detail), *_BLANK, who))
        case ScanSeen():
            said = translate("stock_desk", "refused") if row.refusal else row.work
            state = State.LOOK if row.refusal else None
            scanned = translate("stock_desk", "scanned {0}").format(scanned_word(row.code))
            return DeskRow(f"scan {row.scan_id}", (when, Cell(scanned, said, state), *_BLANK, who))


_BLANK = (Cell(""), Cell(""))


def _what(move: MoveSeen) -> Cell:
    reason = move_reason_words(move.reason)
    is_said = move.reason in (MoveReason.ADJUSTED.value, MoveReason.LOST.value)
    if is_said and move.detail in set(AdjustReason):
        reason = adjust_reason_words(move.detail)
    elif move.why:
        reason = translate("stock_desk", "counted: {0}").format(
            count_reason_words(CountReason(move.why))
        )
    goods = [move.sku]
    if move.lot:
        goods.append(translate("stock_desk", "lot {0}").format(move.lot))
    if move.order_number:
        goods.append(translate("stock_desk", "order {0}").format(move.order_number))
    return Cell(reason, ", ".join(goods))


def _units(move: MoveSeen, *, has_balance: bool) -> Cell:
    if not has_balance or move.before is None or move.after is None:
        return Cell(str(move.units))
    return Cell(
        left_to_right(f"{move.after - move.before:+}"),
        left_to_right(f"{move.before} → {move.after}"),
    )


def _way(move: MoveSeen) -> Cell:
    to = translate("stock_desk", "to {0}").format(place_words(move.target))
    return Cell(place_words(move.source), to)


def left_to_right(figures: str) -> str:
    """Figures with signs, which are read from left to right in every language."""
    return f"\u2066{figures}\u2069"


def place_words(code: str) -> str:
    """A place's code; words for what is no place but a counterpart of the ledger."""
    words = {
        "SUPPLIER": translate("stock_desk", "the supplier"),
        "SHIPPED": translate("stock_desk", "the customer"),
        "LOST": translate("stock_desk", "gone"),
        "ADJUSTED": translate("stock_desk", "the books"),
    }
    return words.get(code, code)


def stock_row(stock: StockSeen) -> DeskRow:
    """An item at a place, as a row."""
    promised = ""
    if stock.promised:
        promised = translate("stock_desk", "{0} promised").format(stock.promised)
    units = translate("stock_desk", "{0} units").format(stock.units)
    return DeskRow(stock.sku, (Cell(stock.sku, stock.name), Cell(units, promised)))


def receipt_state_words(state: ReceiptState) -> str:
    """How far a receipt is."""
    words = {
        ReceiptState.EXPECTED: translate("stock_desk", "expected"),
        ReceiptState.RECEIVING: translate("stock_desk", "being received"),
        ReceiptState.CLOSED: translate("stock_desk", "closed"),
    }
    return words[state]


def receipt_row(receipt: ReceiptSummary) -> DeskRow:
    """A receipt as a row."""
    day = receipt.expected_on
    when = "" if day is None else f"{day:%Y-%m-%d}"
    done = min(1.0, receipt.came / receipt.expected) if receipt.expected else None
    units = translate("stock_desk", "{0} units")
    return DeskRow(
        receipt.number,
        (
            Cell(receipt.number, receipt.supplier),
            Cell(units.format(receipt.expected), when),
            Cell(units.format(receipt.came), share=done),
            Cell(receipt_state_words(receipt.state)),
        ),
    )


def line_row(row: ReceiptLineView) -> DeskRow:
    """A line of a receipt as a row."""
    line = row.line
    lot = translate("stock_desk", "lot {0}").format(line.lot) if line.lot else ""
    units = translate("stock_desk", "{0} units")
    damaged = ""
    if line.damaged:
        damaged = translate("stock_desk", "{0} of them damaged").format(line.damaged)
    if line.came == line.expected:
        state = Cell(translate("stock_desk", "complete"), state=State.OK)
    elif line.came > line.expected:
        more = translate("stock_desk", "{0} too many").format(line.came - line.expected)
        state = Cell(more, state=State.LOOK)
    else:
        state = Cell(translate("stock_desk", "{0} to come").format(line.open))
    return DeskRow(
        str(line.line_id),
        (
            Cell(line.sku, row.name),
            Cell(units.format(line.expected), lot),
            Cell(units.format(line.came), damaged),
            state,
        ),
    )


def difference_words(reason: DifferenceReason) -> str:
    """Why another number came than was announced."""
    words = {
        DifferenceReason.SUPPLIER: translate("stock_desk", "Supplier sent so many"),
        DifferenceReason.IN_TRANSIT: translate("stock_desk", "Lost on the way"),
        DifferenceReason.COMES_LATER: translate("stock_desk", "Rest comes later"),
        DifferenceReason.LIST_WRONG: translate("stock_desk", "List was wrong"),
    }
    return words[reason]


def put_there_words(proposal: Proposal | None) -> str:
    """Where goods that came in are put away, and why there."""
    if proposal is None:
        return translate("stock_desk", "no location is free for it")
    why = proposal_words(proposal.reason)
    if proposal.fits is not None:
        words = translate("stock_desk", "put {0} away in {1}: {2}")
        return words.format(proposal.fits, proposal.code, why)
    return translate("stock_desk", "put it away in {0}: {1}").format(proposal.code, why)


def count_row(count: CountView) -> DeskRow:
    """A count that waits for somebody, as a row."""
    lot = translate("stock_desk", "lot {0}").format(count.lot) if count.lot else ""
    waits = count.counted is not None and count.state is CountState.TO_APPROVE
    told = Cell(translate("stock_desk", "not yet"))
    if waits:
        of = translate("stock_desk", "{0} of {1}").format(count.counted, count.expected)
        told = Cell(left_to_right(f"{count.difference:+}"), of, State.LOOK)
    return DeskRow(
        str(count.count_id),
        (
            Cell(count.location, lot),
            Cell(count.sku, count.name),
            told,
            Cell(count_reason_words(count.reason), time_words(count.raised_at)),
        ),
    )


def need_cell(need: FaceNeed) -> Cell:
    """How a pick face stands that is kept within bounds."""
    cells = {
        FaceNeed.FULL_ENOUGH: Cell(translate("stock_desk", "full enough"), state=State.OK),
        FaceNeed.COMING: Cell(translate("stock_desk", "a refill is on its way"), state=State.OK),
        FaceNeed.DUE: Cell(translate("stock_desk", "due: it runs low"), state=State.LOOK),
        FaceNeed.NOTHING_IN_RESERVE: Cell(
            translate("stock_desk", "low, nothing in reserve"), state=State.LOOK
        ),
    }
    return cells[need]
