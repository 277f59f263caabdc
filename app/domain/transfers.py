"""Whether goods may be carried from one place to another at the desk's word, and what follows.

Facts in, a refusal out; the services read the facts under locks. Promises go along into storage by
the same rules as with refills, and are given up where goods leave storage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.locations import STORAGE_KINDS, LocationKind
from app.domain.refusals import Refusal, StockMissing
from app.domain.stock_desk_refusals import (
    CountWaits,
    ExpiredIntoStorage,
    NotLooseGoods,
    PromisedToPickers,
    SamePlace,
)
from app.domain.stock_refusals import LotsMixed

DESK_KINDS = STORAGE_KINDS | {LocationKind.STAGING, LocationKind.QUARANTINE}
"""Where goods lie by themselves; those in totes, cubbies and cartons belong to orders."""


@dataclass(frozen=True)
class TransferPlace:
    """One end of a transfer.

    Attributes:
        code: of the place.
        kind: what it is.
        is_doubted: the item is to be counted there before anybody relies on it.
        other_lot: a lot of the item that lies there beside the one that is moved; "" for none.
    """

    code: str
    kind: LocationKind
    is_doubted: bool = False
    other_lot: str = ""


@dataclass(frozen=True)
class Transfer:
    """Units that are to go from place to place.

    Attributes:
        item_name: of what.
        units: how many; at least 1.
        source: where they lie.
        target: where they go.
        on_hand: units at the source by the books.
        movable: units that no picker is on the way for.
        keeps_lots_apart: lots of the item lie in places of their own.
        expiry: last day of the lot, if it has one.
    """

    item_name: str
    units: int
    source: TransferPlace
    target: TransferPlace
    on_hand: int
    movable: int
    keeps_lots_apart: bool = False
    expiry: date | None = None

    @property
    def goes_into_storage(self) -> bool:
        """Whether the units can be promised where they go."""
        return self.target.kind in STORAGE_KINDS

    @property
    def frees_units(self) -> bool:
        """Whether units can be promised that could not be before."""
        return self.goes_into_storage and self.source.kind not in STORAGE_KINDS


def why_not(transfer: Transfer, *, today: date) -> Refusal | None:
    """Why a transfer is not possible; None if it is.

    What a picker is on the way for stays in storage, but leaves it all the same where the lead
    takes goods out of it: then the picker is sent elsewhere.
    """
    source, target = transfer.source, transfer.target
    for place in (source, target):
        if place.kind not in DESK_KINDS:
            return NotLooseGoods(place.code, place.kind)
    if source.code == target.code:
        return SamePlace(source.code)
    if transfer.units > transfer.on_hand:
        return StockMissing(source.code, transfer.item_name, transfer.units, transfer.on_hand)
    if not transfer.goes_into_storage:
        return None
    if transfer.expiry is not None and transfer.expiry < today:
        return ExpiredIntoStorage(transfer.item_name, transfer.expiry, target.code)
    if transfer.keeps_lots_apart and target.other_lot:
        return LotsMixed(target.code, transfer.item_name, target.other_lot)
    if target.is_doubted:
        return CountWaits(target.code, transfer.item_name)
    if transfer.units > transfer.movable:
        return PromisedToPickers(source.code, transfer.item_name, transfer.movable)
    return None
