"""Goods that lie outside of storage are put on the list of what is to be put away."""

from __future__ import annotations

from collections.abc import Collection

from app.db.queries.put_aways import (
    PutAwayRow,
    alike,
    lying_around,
    put_away_rows,
    totes_in_hand,
    units_asked_for,
)
from app.db.queries.unwanted_goods import unwanted_goods
from app.db.schema import Item, Location, PutAwayTask
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind
from app.domain.permissions import Verb
from app.domain.put_away import PutAwayReason
from app.domain.stock_events import PutAwayRaised
from app.domain.tasks import StockTaskState
from app.services.workplace import Workplace

LOOKED_AT = {
    LocationKind.STAGING: PutAwayReason.RECEIVED,
    LocationKind.QUARANTINE: PutAwayReason.DAMAGED,
}
"""Places where nothing stays, and why what lies there without a word waits."""


def raise_put_away(
    work: UnitOfWork,
    *,
    item_id: int,
    lot_id: int,
    location_id: int,
    quantity: int,
    reason: PutAwayReason,
    order_line_id: int | None = None,
) -> None:
    """Have goods put away that lie in a tote, a cubby, quarantine, or where they were received.

    Args:
        work: the transaction.
        item_id: what.
        lot_id: of which lot.
        location_id: where it lies; what lies there is in the books already.
        quantity: how many units.
        reason: why they are there; damaged and returned goods are looked at first.
        order_line_id: the line they were picked for and are not wanted for any more, if any.
    """
    waiting = alike(
        work.session,
        item_id=item_id,
        lot_id=lot_id,
        location_id=location_id,
        reason=reason,
        order_line_id=order_line_id,
    )
    if waiting is not None:
        waiting.quantity += quantity
    else:
        work.session.add(
            PutAwayTask(
                item_id=item_id,
                lot_id=lot_id,
                from_location_id=location_id,
                order_line_id=order_line_id,
                quantity=quantity,
                reason=reason,
                state=StockTaskState.OPEN,
                raised_by=work.actor.operator_id,
                raised_at=work.now,
            )
        )
    place = work.session.get_one(Location, location_id).code
    sku = work.session.get_one(Item, item_id).sku
    work.record(PutAwayRaised(place, sku, quantity, reason.value))
    work.session.flush()


def raise_for_what_lies_around(work: UnitOfWork) -> int:
    """Have all goods put away that lie where nothing stays and that nobody was asked about.

    Whoever set goods aside without a word has them seen to all the same; and so has an order that
    does not want any more what was picked for it.

    Returns:
        How many units were put on the list.
    """
    units = raise_for_unwanted(work)
    for goods in lying_around(work.session, tuple(LOOKED_AT)):
        raise_put_away(
            work,
            item_id=goods.item_id,
            lot_id=goods.lot_id,
            location_id=goods.location_id,
            quantity=goods.units,
            reason=LOOKED_AT[goods.kind],
        )
        units += goods.units
    return units


def raise_for_unwanted(work: UnitOfWork, order_ids: Collection[int] | None = None) -> int:
    """Have goods taken out of totes, cubbies and parcels whose orders do not want them any more.

    Totes that somebody picks into just now are left to them: their next scan tells what to take
    back, and what is in them when they are done is found later.

    Args:
        work: the transaction.
        order_ids: only goods of these orders; of all orders if None.

    Returns:
        How many units were put on the list.
    """
    asked = units_asked_for(work.session)
    in_hand = totes_in_hand(work.session)
    units = 0
    for goods in unwanted_goods(work.session, order_ids):
        key = (goods.order_line_id, goods.location_id, goods.lot_id)
        more = goods.units - asked.get(key, 0)
        if more <= 0 or goods.location_id in in_hand:
            continue
        raise_put_away(
            work,
            item_id=goods.item_id,
            lot_id=goods.lot_id,
            location_id=goods.location_id,
            quantity=more,
            reason=PutAwayReason.CANCELLED,
            order_line_id=goods.order_line_id,
        )
        units += more
    return units


def open_put_aways(workplace: Workplace, operator_id: int | None = None) -> tuple[PutAwayRow, ...]:
    """All put-aways that wait, the oldest first."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return tuple(put_away_rows(work.session))


def look_for_put_aways(workplace: Workplace, operator_id: int | None = None) -> int:
    """Put on the list what lies where nothing stays: see `raise_for_what_lies_around`.

    Returns:
        How many units were put on the list.
    """
    actor = workplace.actor(operator_id, Verb.STOCK_DESK)
    return workplace.database.run(raise_for_what_lies_around, actor)
