"""Selects on what is about to be work: promises no pick line works on, and the zones' turns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.db.queries.orders import chunks
from app.db.schema import Allocation, Location, OrderLine, PickLine, Zone
from app.domain.locations import LocationKind
from app.domain.pick_planning import Promise


def promises_to_release(
    session: Session, order_ids: Collection[int]
) -> dict[int, tuple[Promise, ...]]:
    """Each order's promises that no pick line works on, as the planning of tasks reads them."""
    found: dict[int, list[Promise]] = defaultdict(list)
    worked_on = exists().where(PickLine.allocation_id == Allocation.id)
    for part in chunks(order_ids):
        rows = session.execute(
            select(
                OrderLine.order_id,
                Allocation.id,
                Allocation.order_line_id,
                Allocation.item_id,
                Allocation.location_id,
                Allocation.lot_id,
                Allocation.quantity,
                Location.zone,
                Location.pick_sequence,
                Location.equipment,
            )
            .join(OrderLine, OrderLine.id == Allocation.order_line_id)
            .join(Location, Location.id == Allocation.location_id)
            .where(OrderLine.order_id.in_(part), Allocation.quantity > 0, ~worked_on)
            .order_by(Allocation.id)
        )
        for order_id, *facts in rows:
            found[order_id].append(Promise(*facts))
    return {order_id: tuple(found[order_id]) for order_id in order_ids}


class PlaceFacts(NamedTuple):
    """A location's part of the floor, its place on the walk, and what is needed to reach it."""

    zone: str
    walk: int
    equipment: str


def location_facts(session: Session, location_ids: Collection[int]) -> dict[int, PlaceFacts]:
    """What planning has to know of locations."""
    found: dict[int, PlaceFacts] = {}
    for part in chunks(location_ids):
        rows = session.execute(
            select(Location.id, Location.zone, Location.pick_sequence, Location.equipment).where(
                Location.id.in_(part)
            )
        )
        found.update((row[0], PlaceFacts(row[1], row[2], row[3])) for row in rows)
    return found


def reserve_among(session: Session, location_ids: Collection[int]) -> set[int]:
    """Which of the locations are reserve."""
    found: set[int] = set()
    for part in chunks(location_ids):
        found.update(
            session.scalars(
                select(Location.id).where(
                    Location.id.in_(part), Location.kind == LocationKind.RESERVE
                )
            )
        )
    return found


def zone_turns(session: Session) -> dict[str, int]:
    """The place of each zone in the order in which totes pass them."""
    rows = session.execute(select(Zone.code, Zone.sequence))
    return {row[0]: row[1] for row in rows}
