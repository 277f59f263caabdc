"""Selects on the floor itself: its layout file, its aisles, and those that are closed."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.schema import AisleClosure, FloorLayout, Location, PickLine, PlannerSetting
from app.domain.aisle_closures import ClosedAisle
from app.domain.locations import STORAGE_KINDS
from app.domain.tasks import PickLineState

THE_ROW = 1
"""The number of the only row of tables that have one."""


class AisleLoad(NamedTuple):
    """An aisle, its locations, and how many pick lines are open in it."""

    zone: str
    aisle: str
    locations: int
    open_lines: int


def stored_layout(session: Session) -> FloorLayout | None:
    """The layout file that was brought in last; None if none was."""
    return session.get(FloorLayout, THE_ROW)


def planner_setting(session: Session) -> PlannerSetting:
    """What a cart takes and how locations are chosen; an empty row where nobody said."""
    return session.get(PlannerSetting, THE_ROW) or PlannerSetting(id=THE_ROW, small_first=False)


def open_closures(session: Session) -> list[AisleClosure]:
    """Aisles that were closed and that nobody opened, those of which the time is over as well."""
    return list(
        session.scalars(
            select(AisleClosure)
            .where(AisleClosure.opened_at.is_(None))
            .order_by(AisleClosure.zone, AisleClosure.aisle)
        )
    )


def closed_aisles(session: Session) -> tuple[ClosedAisle, ...]:
    """The same as plain values."""
    rows = session.execute(
        select(
            AisleClosure.zone, AisleClosure.aisle, AisleClosure.reason, AisleClosure.until
        ).where(AisleClosure.opened_at.is_(None))
    )
    return tuple(ClosedAisle(*row) for row in rows)


def lock_closure(session: Session, zone: str, aisle: str) -> AisleClosure | None:
    """The closure of an aisle that nobody ended, locked."""
    return session.scalars(
        select(AisleClosure)
        .where(
            AisleClosure.zone == zone,
            AisleClosure.aisle == aisle,
            AisleClosure.opened_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()


def zones_with_aisle(session: Session, aisle: str) -> list[str]:
    """The zones that have an aisle of this name."""
    return list(
        session.scalars(
            select(Location.zone)
            .where(Location.kind.in_(tuple(STORAGE_KINDS)), Location.aisle == aisle)
            .distinct()
            .order_by(Location.zone)
        )
    )


def aisle_load(session: Session, zone: str, aisle: str) -> AisleLoad:
    """How many locations an aisle has, and how many pick lines wait there."""
    here = (
        Location.kind.in_(tuple(STORAGE_KINDS)),
        Location.zone == zone,
        Location.aisle == aisle,
    )
    locations = session.scalar(select(func.count()).select_from(Location).where(*here)) or 0
    lines = session.scalar(
        select(func.count())
        .select_from(PickLine)
        .join(Location, Location.id == PickLine.location_id)
        .where(PickLine.state == PickLineState.OPEN, *here)
    )
    return AisleLoad(zone, aisle, locations, lines or 0)
