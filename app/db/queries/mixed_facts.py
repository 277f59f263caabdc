"""Selects on what decides by which method an order of a mixed wave is picked."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.db.queries.orders import chunks
from app.db.schema import ConfirmationRule, Item, Location, Operator, Site
from app.domain.confirmation import ConfirmationPolicy
from app.domain.locations import LocationKind


def staffed_zones(session: Session) -> frozenset[str]:
    """The zones that somebody who works here has chosen."""
    return frozenset(
        session.scalars(
            select(Operator.zone).where(Operator.active, Operator.zone != "").distinct()
        )
    )


def has_consolidation_shelf(session: Session) -> bool:
    """Whether there are slots in which parts of orders meet."""
    slots = select(Location.id).where(Location.kind == LocationKind.CONSOLIDATION).limit(1)
    return session.scalar(slots) is not None


def scanned_unit_by_unit(session: Session, item_ids: Collection[int]) -> dict[int, Item]:
    """Those of the items of which each unit has to be scanned, wherever it goes."""
    site = select(Site.confirmation).scalar_subquery()
    policy = func.coalesce(ConfirmationRule.policy, site)
    found: dict[int, Item] = {}
    for part in chunks(item_ids):
        rows = session.scalars(
            select(Item)
            .outerjoin(ConfirmationRule, ConfirmationRule.item_class == Item.item_class)
            .where(
                Item.id.in_(part),
                or_(Item.serial_tracked, policy == ConfirmationPolicy.STRICT.value),
            )
        )
        found.update((item.id, item) for item in rows)
    return found
