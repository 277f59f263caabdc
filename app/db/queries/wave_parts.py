"""Selects on what a wave can be split by, and on what leads did to waves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.db.queries.lead_acts import events_of
from app.db.queries.orders import chunks
from app.db.schema import Address, Allocation, Location, Order, OrderLine
from app.domain.orders import ENDED
from app.domain.wave_acts import DoneAct, WaveAct, WavePart
from app.domain.wave_events import WaveActed, WaveActUndone
from app.domain.wave_splitting import SplitOrder
from app.domain.waves import WaveState

_ACTED, _UNDONE = WaveActed.__name__, WaveActUndone.__name__


def split_orders(session: Session, wave_id: int) -> list[SplitOrder]:
    """The orders of a wave that are not over, the most urgent first, with what tells them apart."""
    wanted = OrderLine.quantity - OrderLine.cancelled - OrderLine.short
    lines = func.coalesce(func.sum(case((wanted > OrderLine.picked, 1), else_=0)), 0)
    rows = session.execute(
        select(
            Order.id,
            lines,
            Order.shipping_method,
            func.coalesce(Address.country_code, ""),
            Order.priority,
            Order.ship_by,
        )
        .outerjoin(OrderLine, (OrderLine.order_id == Order.id) & OrderLine.requires_shipping)
        .outerjoin(Address, Address.id == Order.ship_to_id)
        .where(Order.wave_id == wave_id, Order.state.not_in(tuple(ENDED)))
        .group_by(Order.id, Address.country_code)
        .order_by(Order.priority.desc(), Order.ship_by.is_(None), Order.ship_by)
        .order_by(Order.placed_at, Order.id)
    ).all()
    zones = _zones_of(session, [row[0] for row in rows])
    return [
        SplitOrder(key, int(count), carrier, country, priority, due, frozenset(zones[key]))
        for key, count, carrier, country, priority, due in rows
    ]


def orders_to_look_at(session: Session, order_ids: Collection[int]) -> list[Order]:
    """Orders as they stand, not locked: who changes them then looks again."""
    found: list[Order] = []
    for part in chunks(order_ids):
        found += session.scalars(select(Order).where(Order.id.in_(part)).order_by(Order.id))
    return found


def _zones_of(session: Session, order_ids: Collection[int]) -> dict[int, set[str]]:
    """The zones in which units are promised to each order."""
    found: dict[int, set[str]] = defaultdict(set)
    for part in chunks(order_ids):
        rows = session.execute(
            select(OrderLine.order_id, Location.zone)
            .join(Allocation, Allocation.order_line_id == OrderLine.id)
            .join(Location, Location.id == Allocation.location_id)
            .where(OrderLine.order_id.in_(part), Allocation.quantity > 0)
            .distinct()
        )
        for order_id, zone in rows:
            found[order_id].add(zone)
    return found


def acts_of(
    session: Session, operator_id: int | None, since: datetime
) -> tuple[list[DoneAct], frozenset[int]]:
    """What somebody did to waves lately, and the numbers of those acts that were undone."""
    rows = events_of(session, operator_id, (_ACTED, _UNDONE), since)
    done = [_act(number, told) for number, kind, told in rows if kind == _ACTED]
    undone = [told["number"] for _, kind, told in rows if kind == _UNDONE]
    return done, frozenset(number for number in undone if isinstance(number, int))


def _act(number: int, told: dict[str, object]) -> DoneAct:
    parts = told["parts"]
    return DoneAct(
        number=number,
        act=WaveAct(str(told["act"])),
        code=str(told["code"]),
        was=WaveState(str(told["was"])),
        parts=tuple(
            WavePart(part["code"], part["was"], tuple(part["order_ids"]))
            for part in (parts if isinstance(parts, list) else ())
        ),
    )
