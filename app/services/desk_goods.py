"""What the desk means: an item, its lot and a place, out of what was scanned or typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db.queries.stock import lots_at, lots_called
from app.db.schema import NO_LOT, Item, Location, Lot
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import lot_code_of
from app.domain.refusals import Refused, UnknownCode
from app.domain.scanned import ScannedItem, ScannedUnknown, code_of
from app.domain.stock_desk_refusals import (
    LotUnknown,
    NotAnItem,
    OtherLastDay,
    WhichLot,
)
from app.domain.stock_key import StockKey
from app.services.identifying import Entry, identify
from app.services.stock_places import place_of
from app.services.workplace import Workplace


@dataclass(frozen=True)
class DeskGoods:
    """Goods at a place."""

    item: Item
    lot: Lot
    place: Location

    @property
    def key(self) -> StockKey:
        """Their row of stock."""
        return StockKey(self.item.id, self.place.id, self.lot.id)


def scanned_item(work: UnitOfWork, entry: Entry) -> ScannedItem:
    """The item that was scanned.

    Raises:
        Refused: it is none, or nothing in this house has the code.
    """
    match identify(work, entry):
        case ScannedItem() as item:
            return item
        case ScannedUnknown(code=code):
            raise Refused(UnknownCode(code))
        case other:
            raise Refused(NotAnItem(code_of(other)))


def scanned_place(work: UnitOfWork, entry: Entry) -> Location:
    """The location or tote that was scanned.

    Raises:
        Refused: the code is no place's.
    """
    place = place_of(work, entry)
    if place is None:
        raise Refused(UnknownCode(entry.raw))
    return work.session.get_one(Location, place.location_id)


def goods_at(work: UnitOfWork, item: Entry, place: Entry, lot: str = "") -> DeskGoods:
    """What is meant: of the lot on the label, or that was said, or else the only one there.

    Raises:
        Refused: an entry means nothing here; several lots lie there, or not the one that was said.
    """
    scanned, at = scanned_item(work, item), scanned_place(work, place)
    row = work.session.get_one(Item, scanned.item_id)
    said = lot or scanned.lot or ("" if scanned.expiry is None else lot_code_of(scanned.expiry))
    there = lots_at(work.session, item_id=row.id, location_id=at.id)
    if said:
        for known in (*there, *lots_called(work.session, said)):
            if known.code == said and known.item_id == row.id:
                return DeskGoods(row, known, at)
        raise Refused(LotUnknown(row.name, said))
    if len(there) > 1:
        raise Refused(WhichLot(at.code, row.name, ", ".join(one.code or "-" for one in there)))
    if there:
        return DeskGoods(row, there[0], at)
    if row.lot_tracked:
        raise Refused(LotUnknown(row.name, ""))
    return DeskGoods(row, work.session.get_one(Lot, NO_LOT), at)


def lot_told(work: UnitOfWork, item: Item, code: str, expiry: date | None) -> Lot:
    """The lot that goods come in with, made where it is new.

    Raises:
        Refused: the item is kept by lot and none was said; the lot has another last day.
    """
    name = code or ("" if expiry is None else lot_code_of(expiry))
    if not name:
        if item.lot_tracked:
            raise Refused(LotUnknown(item.name, ""))
        return work.session.get_one(Lot, NO_LOT)
    for known in lots_called(work.session, name):
        if known.item_id == item.id:
            if expiry is not None and known.expiry != expiry:
                raise Refused(OtherLastDay(item.name, name, known.expiry))
            return known
    lot = Lot(item_id=item.id, code=name, expiry=expiry)
    work.session.add(lot)
    work.session.flush()
    return lot


def item_named(workplace: Workplace, operator_id: int | None, entry: Entry) -> str:
    """The SKU of an item that was scanned, or typed.

    Raises:
        Refused: it is none, or nothing in this house has the code.
    """
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return scanned_item(work, entry).sku
