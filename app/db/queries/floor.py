"""Selects on the floor itself: its layout file, its aisles, and those that are closed."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.db.schema import (
    AisleClosure,
    FloorLayout,
    Item,
    Location,
    Operator,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    PlannerSetting,
    Wave,
)
from app.domain.aisle_closures import ClosedAisle
from app.domain.locations import STORAGE_KINDS
from app.domain.mixed_methods import MixedRules
from app.domain.tasks import PickLineState

THE_ROW = 1
"""The number of the only row of tables that have one."""


class AisleLoad(NamedTuple):
    """An aisle, its locations, its open pick lines, and how many people have to go there."""

    zone: str
    aisle: str
    locations: int
    open_lines: int
    people: int


class LineInAisle(NamedTuple):
    """An open pick line: where, what, how many units, for whom and whose it is.

    Attributes:
        place: code of its location.
        sku: the item.
        name: of the item.
        units: that are left.
        order_number: the order.
        ship_by: its cut-off.
        wave: its wave; empty for none.
        task_id: the pick task.
        picker: who has it in their hands; empty for nobody.
    """

    place: str
    sku: str
    name: str
    units: int
    order_number: str
    ship_by: datetime | None
    wave: str
    task_id: int
    picker: str


def stored_layout(session: Session) -> FloorLayout | None:
    """The layout file that was brought in last; None if none was."""
    return session.get(FloorLayout, THE_ROW)


def planner_setting(session: Session) -> PlannerSetting:
    """What a cart takes and how locations are chosen; an empty row where nobody said."""
    return session.get(PlannerSetting, THE_ROW) or PlannerSetting(
        id=THE_ROW,
        small_first=False,
        batch_from=MixedRules.batch_from,
        large_from=MixedRules.large_from,
        zones_by=MixedRules.zones_by,
    )


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


def closures_at(session: Session, moment: datetime) -> tuple[ClosedAisle, ...]:
    """The aisles that were closed at an earlier moment, with the reasons they had last."""
    rows = session.execute(
        select(
            AisleClosure.zone, AisleClosure.aisle, AisleClosure.reason, AisleClosure.until
        ).where(
            AisleClosure.closed_at <= moment,
            or_(AisleClosure.opened_at.is_(None), AisleClosure.opened_at > moment),
        )
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
    lines, people = session.execute(
        select(func.count(), func.count(PickTask.operator_id.distinct()))
        .select_from(PickLine)
        .join(Location, Location.id == PickLine.location_id)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .where(PickLine.state == PickLineState.OPEN, *here)
    ).one()
    return AisleLoad(zone, aisle, locations, int(lines), int(people))


def lines_in_aisle(session: Session, zone: str, aisle: str, most: int) -> list[LineInAisle]:
    """The open pick lines of an aisle, the most urgent first.

    Args:
        session: the database.
        zone: the aisle's zone.
        aisle: its name.
        most: so many lines at the most.
    """
    rows = session.execute(
        select(
            Location.code,
            Item.sku,
            Item.name,
            PickLine.quantity - PickLine.picked - PickLine.short,
            Order.number,
            Order.ship_by,
            func.coalesce(Wave.code, ""),
            PickTask.id,
            func.coalesce(Operator.name, ""),
        )
        .select_from(PickLine)
        .join(Location, Location.id == PickLine.location_id)
        .join(Item, Item.id == PickLine.item_id)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .outerjoin(Wave, Wave.id == PickTask.wave_id)
        .outerjoin(Operator, Operator.id == PickTask.operator_id)
        .where(PickLine.state == PickLineState.OPEN, Location.zone == zone, Location.aisle == aisle)
        .order_by(Order.ship_by.asc().nulls_last(), PickLine.id)
        .limit(most)
    )
    return [LineInAisle(*row) for row in rows]
