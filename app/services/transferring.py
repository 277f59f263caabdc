"""The desk's word that goods lie elsewhere: units go from place to place, promises with them."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.ledger import Move, move_units
from app.db.queries.counts import PromisedHere, doubted_at
from app.db.queries.put_aways import other_lot_at
from app.db.schema import Item, Location
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind, MoveReason
from app.domain.permissions import Verb
from app.domain.put_away import PutAwayReason
from app.domain.refusals import Refused
from app.domain.replenishment import ReservePromise, promises_that_follow
from app.domain.stock_desk_refusals import NoUnits
from app.domain.stock_events import GoodsMoved
from app.domain.transfers import Transfer, TransferPlace, why_not
from app.services.desk_goods import DeskGoods, goods_at, scanned_place
from app.services.identifying import Entry
from app.services.moving_promises import may_follow, movable, move_promises
from app.services.promising import promise_to_waiting
from app.services.raising_put_aways import raise_put_away
from app.services.removing_stock import (
    LockedStock,
    Removal,
    lock_stock_and_promises,
    remove_units,
)
from app.services.serial_writing import carry_free_serials
from app.services.workplace import Workplace

_TO_BE_SEEN_TO = {
    LocationKind.QUARANTINE: PutAwayReason.DAMAGED,
    LocationKind.STAGING: PutAwayReason.TRANSFER,
}
"""Places where nothing stays: somebody is asked to see to what is brought there."""


@dataclass(frozen=True)
class TransferWanted:
    """What is to be carried, as it was scanned: from where, what, how many, to where.

    `lot` says which one, where the label does not; `scan_id` names the scan that says so.
    """

    source: Entry
    item: Entry
    units: int
    target: Entry
    lot: str = ""


@dataclass(frozen=True)
class Transferred:
    """What was moved: `followed` promised units went along, others look for `given_up` ones."""

    sku: str
    name: str
    lot: str
    units: int
    source: str
    target: str
    followed: int
    given_up: int
    left: int


def transfer(workplace: Workplace, operator_id: int | None, wanted: TransferWanted) -> Transferred:
    """Carry units from one place to another, at the desk's word.

    Into quarantine and out of it, too: what is released from there can be promised at once.

    Args:
        workplace: where this is done.
        operator_id: who says so; None for the person at the shell.
        wanted: what goes where.

    Raises:
        Refused: see `app.domain.transfers.why_not`; what was scanned is nothing here.
    """
    freed: set[int] = set()

    def verb(work: UnitOfWork) -> Transferred:
        freed.clear()
        if wanted.units < 1:
            raise Refused(NoUnits(wanted.units))
        goods = goods_at(work, wanted.item, wanted.source, wanted.lot)
        target = scanned_place(work, wanted.target)
        done, frees_units = _move_goods(work, goods, target, wanted.units)
        if frees_units:
            freed.add(goods.item.id)
        return done

    done = workplace.database.run(verb, workplace.actor(operator_id, Verb.STOCK_DESK))
    if freed:
        promise_to_waiting(workplace, operator_id, freed, Verb.STOCK_DESK)
    return done


def _move_goods(
    work: UnitOfWork, goods: DeskGoods, target: Location, units: int
) -> tuple[Transferred, bool]:
    """Move units with their promises; says also whether units can be promised that could not be."""
    locked = lock_stock_and_promises(work, goods.key)
    asked = _transfer_of(work, goods, target, locked, units)
    refusal = why_not(asked, today=work.now.date())
    if refusal is not None:
        raise Refused(refusal)
    followed = given_up = 0
    if asked.goes_into_storage:
        followed = _carry(work, locked, target, units)
    else:
        given_up = _take_out(work, locked, target, units)
    left = locked.on_hand - units
    if left == 0:
        carry_free_serials(work, goods.item.id, goods.place.id, target.id)
    item, source = goods.item, goods.place.code
    work.record(GoodsMoved(item.sku, units, source, target.code))
    ends = (source, target.code)
    done = Transferred(item.sku, item.name, goods.lot.code, units, *ends, followed, given_up, left)
    return done, asked.frees_units


def _transfer_of(
    work: UnitOfWork, goods: DeskGoods, target: Location, locked: LockedStock, units: int
) -> Transfer:
    item: Item = goods.item
    other = other_lot_at(work.session, item_id=item.id, location_id=target.id, lot_id=goods.lot.id)
    doubted = doubted_at(work.session, item_id=item.id, location_id=target.id)
    return Transfer(
        item_name=item.name,
        units=units,
        source=TransferPlace(goods.place.code, goods.place.kind),
        target=TransferPlace(target.code, target.kind, doubted, other or ""),
        on_hand=locked.on_hand,
        movable=movable(locked.on_hand, locked.promises, target),
        keeps_lots_apart=item.lot_tracked,
        expiry=goods.lot.expiry,
    )


def _carry(work: UnitOfWork, locked: LockedStock, target: Location, units: int) -> int:
    """Move units within storage or into it; says how many promised ones went along.

    Only as many promises follow as the units that stay behind cannot keep.
    """
    followers = may_follow(locked.promises, target)
    must = max(0, locked.allocated - (locked.on_hand - units))
    following = promises_that_follow(map(_promise, followers), must)
    promised = sum(taken for _, taken in following)
    move_units(work, _move(locked, target, units, promised))
    move_promises(work, followers, following, target.id)
    return promised


def _take_out(work: UnitOfWork, locked: LockedStock, target: Location, units: int) -> int:
    """Move units out of storage, or between places where nothing stays; says what was given up."""
    removal = Removal(units, target.id, MoveReason.TRANSFERRED, target.kind.value)
    given_up = remove_units(work, locked, removal)
    raise_put_away(
        work,
        item_id=locked.row.item_id,
        lot_id=locked.row.lot_id,
        location_id=target.id,
        quantity=units,
        reason=_TO_BE_SEEN_TO[target.kind],
    )
    return given_up


def _move(locked: LockedStock, target: Location, units: int, promised: int) -> Move:
    row = locked.row
    return Move(
        item_id=row.item_id,
        lot_id=row.lot_id,
        source=row.location_id,
        target=target.id,
        quantity=units,
        reason=MoveReason.TRANSFERRED,
        from_allocated=promised,
        to_allocated=promised,
    )


def _promise(promised: PromisedHere) -> ReservePromise:
    risk = promised.risk
    return ReservePromise(risk.allocation_id, risk.units, risk.due_at, risk.priority)
