"""Damaged units leave the shelf for quarantine, and others are picked in their place."""

from __future__ import annotations

from app.db.ledger import Move, StockTooLow, move_units
from app.db.queries.stock import location_by_code
from app.db.schema import Item, Location, Lot
from app.domain.count_rules import CountReason
from app.domain.locations import LocationKind, MoveReason
from app.domain.pick_effects import SetDamaged
from app.domain.pick_refusals import NotQuarantine
from app.domain.put_away import PutAwayReason
from app.domain.refusals import Refused, StockMissing
from app.domain.stock_events import DamagedSetAside, ExpiredSetAside
from app.services.raising_counts import raise_count
from app.services.raising_put_aways import raise_put_away
from app.services.scan_writing import ScanWriting, open_line
from app.services.shortages import find_elsewhere, give_up


def set_damaged(writing: ScanWriting, effect: SetDamaged, leg: int) -> None:
    """Bring units of a line that nobody may buy into quarantine, where a lead grades them.

    They are damaged, or of a lot that is past its last day. Others are looked for before the
    location is doubted: what lies beside them may be good. It is counted all the same, since damage
    seldom comes alone.

    Raises:
        Refused: the place is none for them, or the books do not hold them.
        CopyIsBehind: the line has not so many open.
    """
    work, units = writing.work, effect.quantity
    line = open_line(writing, effect.pick_line_id, units)
    place = location_by_code(work.session, effect.place)
    if place is None or place.kind is not LocationKind.QUARANTINE:
        raise Refused(NotQuarantine(effect.place, ""))
    shelf = work.session.get_one(Location, line.location_id)
    item = work.session.get_one(Item, line.item_id)
    last_day = work.session.get_one(Lot, line.lot_id).expiry
    is_over = last_day is not None and last_day < work.now.date()
    why = CountReason.EXPIRED if is_over else CountReason.DAMAGED
    order_line = give_up(work, line, units, why.value)
    move = Move(
        item_id=line.item_id,
        lot_id=line.lot_id,
        source=shelf.id,
        target=place.id,
        quantity=units,
        reason=MoveReason.SET_ASIDE,
        scan_id=writing.scan_id,
        leg=leg,
        epoch=writing.epoch,
        detail=why.value,
    )
    try:
        move_units(work, move)
    except StockTooLow as error:
        raise Refused(StockMissing(shelf.code, item.name, units, 0)) from error
    raise_put_away(
        work,
        item_id=line.item_id,
        lot_id=line.lot_id,
        location_id=place.id,
        quantity=units,
        reason=PutAwayReason.EXPIRED if is_over else PutAwayReason.DAMAGED,
    )
    told = ExpiredSetAside if is_over else DamagedSetAside
    work.record(told(item.sku, units, shelf.code, place.code))
    writing.raised += find_elsewhere(work, writing.task_id, order_line, shelf.id)
    raise_count(work, item_id=item.id, location_id=shelf.id, reason=why)
