"""Words for what the stock desk may not do: transfers, adjustments, goods that come in."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.refusals import Refusal
from app.domain.stock_desk_refusals import (
    CountWaits,
    DifferenceUnexplained,
    ExpiredIntoStorage,
    LotUnknown,
    NoReceivingPlace,
    NotAnItem,
    NotLooseGoods,
    NoUnits,
    OtherLastDay,
    PromisedToPickers,
    ReceiptClosed,
    ReceiptTaken,
    SamePlace,
    UnknownReceipt,
    WhichLot,
    WrongWay,
)
from app.ui.message import Asked, Message, Severity, Thing, Words, translate
from app.ui.stock_words import adjust_reason_words, place_kind_words


def _stop(title: str, scanned: Thing, action: str, hint: str = "") -> Message:
    """Nothing of the stock was changed by any of these."""
    return Message(
        title=title,
        scanned=scanned,
        action=action,
        hint=hint,
        count_line=translate("messages", "Nothing was changed in the books."),
        severity=Severity.LOOK,
    )


def _in(place: str) -> str:
    return translate("messages", "in {0}").format(place)


def _not_loose(refusal: NotLooseGoods, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "GOODS OF AN ORDER"),
        Thing(refusal.code, place=place_kind_words(refusal.place_kind)),
        translate("messages", "Scan a pick face, reserve, quarantine or a place in between."),
    )


def _same_place(refusal: SamePlace, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "SAME PLACE"),
        Thing(refusal.code, place=translate("messages", "the goods lie there already")),
        translate("messages", "Scan the place where the goods go."),
    )


def _promised(refusal: PromisedToPickers, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "PICKERS COME FOR IT"),
        Thing(refusal.item_name, place=_in(refusal.code)),
        translate("messages", "Take {0} units at the most, or wait until it is picked.").format(
            refusal.movable
        ),
        translate("messages", "Into quarantine all of it can go: pickers are sent elsewhere."),
    )


def _count_waits(refusal: CountWaits, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "COUNT COMES FIRST"),
        Thing(refusal.item_name, place=_in(refusal.code)),
        translate("messages", "Have {0} counted and the count decided first.").format(refusal.code),
        translate("messages", "The list of counts shows it."),
    )


def _expired(refusal: ExpiredIntoStorage, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "PAST ITS LAST DAY"),
        Thing(
            refusal.item_name,
            place=translate("messages", "last day {0:%Y-%m-%d}").format(refusal.last_day),
        ),
        translate("messages", "Put it into quarantine, or take it in as damaged."),
    )


def _wrong_way(refusal: WrongWay, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "REASON DOES NOT FIT"),
        Thing(adjust_reason_words(refusal.reason), place=f"{refusal.by:+}"),
        translate("messages", "Choose another reason, or turn the number round."),
    )


def _which_lot(refusal: WhichLot, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "SEVERAL LOTS"),
        Thing(refusal.item_name, place=_in(refusal.code)),
        translate("messages", "Scan the label that names the lot."),
        translate("messages", "Lots there: {0}").format(refusal.lots),
    )


def _lot_unknown(refusal: LotUnknown, _asked: Asked) -> Message:
    if not refusal.lot:
        return _stop(
            translate("messages", "LOT MISSING"),
            Thing(refusal.item_name),
            translate("messages", "Scan the label with the lot, or type the lot."),
        )
    return _stop(
        translate("messages", "UNKNOWN LOT"),
        Thing(refusal.lot, place=refusal.item_name),
        translate("messages", "Look at the label and scan it again."),
    )


def _other_day(refusal: OtherLastDay, _asked: Asked) -> Message:
    day = translate("messages", "none") if refusal.last_day is None else str(refusal.last_day)
    return _stop(
        translate("messages", "ANOTHER LAST DAY"),
        Thing(refusal.lot, place=refusal.item_name),
        translate("messages", "Look at the goods: the books say last day {0}.").format(day),
    )


def _no_units(refusal: NoUnits, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "NO UNITS"),
        Thing(f"{refusal.units}"),
        translate("messages", "Type how many units, 1 or more."),
    )


def _not_an_item(refusal: NotAnItem, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "NOT AN ITEM"),
        Thing(refusal.code),
        translate("messages", "Scan the item."),
    )


def _unknown_receipt(refusal: UnknownReceipt, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "NO SUCH RECEIPT"),
        Thing(refusal.number),
        translate("messages", "Look at the delivery note, or begin a new receipt."),
    )


def _receipt_taken(refusal: ReceiptTaken, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "RECEIPT EXISTS"),
        Thing(refusal.number),
        translate("messages", "Use the one there is, or give another number."),
    )


def _receipt_closed(refusal: ReceiptClosed, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "RECEIPT IS CLOSED"),
        Thing(refusal.number),
        translate("messages", "Choose another receipt, or begin a new one."),
    )


def _reason_missing(refusal: DifferenceUnexplained, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "SAY WHY"),
        Thing(
            refusal.sku,
            place=translate("messages", "{0} expected, {1} came").format(
                refusal.expected, refusal.came
            ),
        ),
        translate("messages", "Choose the reason, then close it again."),
    )


def _no_receiving_place(refusal: NoReceivingPlace, _asked: Asked) -> Message:
    return _stop(
        translate("messages", "NOT A RECEIVING PLACE"),
        Thing(refusal.code or translate("messages", "the house has none")),
        translate("messages", "Scan a place for goods in between, or have one set up."),
    )


WORDS: Mapping[type[Refusal], Words] = {
    NotLooseGoods: _not_loose,
    SamePlace: _same_place,
    PromisedToPickers: _promised,
    CountWaits: _count_waits,
    ExpiredIntoStorage: _expired,
    WrongWay: _wrong_way,
    WhichLot: _which_lot,
    LotUnknown: _lot_unknown,
    OtherLastDay: _other_day,
    NoUnits: _no_units,
    NotAnItem: _not_an_item,
    UnknownReceipt: _unknown_receipt,
    ReceiptTaken: _receipt_taken,
    ReceiptClosed: _receipt_closed,
    DifferenceUnexplained: _reason_missing,
    NoReceivingPlace: _no_receiving_place,
}
