"""Goods taken in hand: what every dialogue asks of a scan that says which, and how many.

The same for a refill, a put-away and any other way on which units are carried from place to place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.pick_lines import PickItem
from app.domain.readings import Command
from app.domain.refusals import (
    ExpiredLot,
    NothingToUndo,
    Refusal,
    TooMany,
    WrongItem,
    WrongLot,
)
from app.domain.scanned import Scanned, ScannedCommand, ScannedItem, ScannedQuantity
from app.domain.stock_refusals import ScanItemFirst
from app.domain.tally import Tally


@dataclass(frozen=True)
class Goods:
    """What is carried: an item, the lot of it where lots count, and where it lies.

    Attributes:
        item: the item.
        place: where it lies, to name it in an answer.
        lot: as the label names it; None where it carries no lot code.
        expiry: last day of the lot.
    """

    item: PickItem
    place: str
    lot: str | None = None
    expiry: date | None = None


def why_not(goods: Goods, scanned: ScannedItem, *, today: date | None) -> Refusal | None:
    """Why a scanned item is not what is to be carried; None if it is.

    Args:
        goods: what is to be carried.
        scanned: the scan.
        today: to refuse goods past their last day; None where such goods are carried all the same.
    """
    if scanned.item_id != goods.item.item_id:
        return WrongItem(
            scanned_sku=scanned.sku,
            scanned_name=scanned.name,
            scanned_code=scanned.code,
            needed_sku=goods.item.sku,
            needed_name=goods.item.name,
            needed_location=goods.place,
        )
    if (other := other_lot(goods, scanned)) is not None:
        return other
    expiry = scanned.expiry or goods.expiry
    if today is not None and expiry is not None and expiry < today:
        return ExpiredLot(expiry, goods.item.name)
    return None


def other_lot(goods: Goods, scanned: ScannedItem) -> WrongLot | None:
    """That a label names another lot; a label without one is believed.

    Lots without a code of their own go by their last day.
    """
    if goods.lot is not None:
        differs = scanned.lot is not None and scanned.lot != goods.lot
        return WrongLot(scanned.lot or "", goods.lot, scanned.name) if differs else None
    if goods.expiry is None or scanned.expiry is None or scanned.expiry == goods.expiry:
        return None
    return WrongLot(scanned.expiry.isoformat(), goods.expiry.isoformat(), scanned.name)


def take(
    tally: Tally, scanned: Scanned, goods: Goods, most: int, *, today: date | None
) -> Tally | Refusal | None:
    """What a scan makes of the units in hand.

    The item or a case of it is counted; a number says how many of the code scanned last; UNDO takes
    the last step back.

    Args:
        tally: the units in hand.
        scanned: the scan.
        goods: what is to be carried.
        most: units that may be taken at the most.
        today: to refuse goods past their last day; None where such goods are carried all the same.

    Returns:
        The units in hand now, or why it cannot be; None where the scan says nothing of goods.
    """
    match scanned:
        case ScannedItem():
            refusal = why_not(goods, scanned, today=today)
            taken = tally.add(scanned.quantity)
        case ScannedQuantity(quantity=number):
            refusal = (
                None if tally.steps and number else ScanItemFirst(goods.item.name, goods.place)
            )
            taken = tally.number(number)
        case ScannedCommand(command=Command.UNDO):
            refusal = None if tally.steps else NothingToUndo()
            taken = tally.undone()
        case _:
            return None
    if refusal is None and taken.units > most:
        refusal = TooMany(taken.units, most, goods.item.name)
    return refusal or taken
