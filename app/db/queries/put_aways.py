"""Selects on goods to be put away: which wait, and where they could go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from app.db.queries.counts import doubted_at
from app.db.queries.reach import is_in_reach, needed_there
from app.db.schema import (
    Carton,
    Item,
    Location,
    Lot,
    PickTask,
    PickTaskTote,
    PutAwayTask,
    ReplenishRule,
    Stock,
    Tote,
)
from app.domain.locations import STORAGE_KINDS, LocationKind
from app.domain.put_away import Candidate, PutAwayReason
from app.domain.tasks import PickTaskState, StockTaskState

EMPTY_PLACES_LOOKED_AT = 50
"""Empty locations that are weighed against each other: the nearest of them is as good as any."""

_TO_MOVE = PutAwayTask.quantity - PutAwayTask.moved

_FROM = PutAwayTask.from_location_id


def lock_put_away(session: Session, task_id: int) -> PutAwayTask | None:
    """A put-away, locked."""
    return session.scalar(
        select(PutAwayTask)
        .where(PutAwayTask.id == task_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def alike(
    session: Session,
    *,
    item_id: int,
    lot_id: int,
    location_id: int,
    reason: PutAwayReason,
    order_line_id: int | None,
) -> PutAwayTask | None:
    """The put-away that waits for the same goods at the same place, locked."""
    return session.scalar(
        select(PutAwayTask)
        .where(
            PutAwayTask.item_id == item_id,
            PutAwayTask.lot_id == lot_id,
            PutAwayTask.from_location_id == location_id,
            PutAwayTask.reason == reason,
            PutAwayTask.order_line_id.is_not_distinct_from(order_line_id),
            PutAwayTask.state == StockTaskState.OPEN,
        )
        .order_by(PutAwayTask.id)
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _is_free(
    operator_id: int | BindParameter[int], now: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    return or_(
        PutAwayTask.operator_id.is_(None),
        PutAwayTask.operator_id == operator_id,
        PutAwayTask.held_until.is_(None),
        PutAwayTask.held_until < now,
    )


def _could_be_done(
    operator_id: int | BindParameter[int], now: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    return and_(PutAwayTask.state == StockTaskState.OPEN, _is_free(operator_id, now))


def next_put_away(
    session: Session,
    operator_id: int,
    now: datetime,
    *,
    location_id: int | None = None,
) -> PutAwayTask | None:
    """The put-away to do next, locked; what others are at, or is out of reach, is passed over.

    Only from `location_id`, where one is given.
    """
    statement = (
        select(PutAwayTask)
        .where(_could_be_done(operator_id, now), is_in_reach(operator_id, _FROM))
        .order_by(PutAwayTask.skips, PutAwayTask.raised_at, PutAwayTask.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if location_id is not None:
        statement = statement.where(PutAwayTask.from_location_id == location_id)
    return session.scalar(statement)


def waiting_put_aways(session: Session, operator_id: int, now: datetime) -> int:
    """How many put-aways an operator could do now."""
    return session.scalar(_count_waiting(), {"operator": operator_id, "now": now}) or 0


@cache
def _count_waiting() -> Select[int]:
    """Built once: the start screen counts whenever it is shown."""
    operator: BindParameter[int] = bindparam("operator")
    now: BindParameter[datetime] = bindparam("now")
    return (
        select(func.count())
        .select_from(PutAwayTask)
        .where(_could_be_done(operator, now), is_in_reach(operator, _FROM))
    )


def put_aways_out_of_reach(
    session: Session, operator_id: int, now: datetime, *, location_id: int | None = None
) -> list[str]:
    """What put-aways need that wait, at a place or anywhere, and an operator may not operate."""
    places = select(_FROM).where(_could_be_done(operator_id, now))
    if location_id is not None:
        places = places.where(PutAwayTask.from_location_id == location_id)
    return needed_there(session, operator_id, places)


@dataclass(frozen=True)
class PutAwayRow:
    """A put-away that waits, in words."""

    task_id: int
    sku: str
    name: str
    source: str
    quantity: int
    reason: PutAwayReason
    raised_at: datetime


def put_away_rows(session: Session) -> list[PutAwayRow]:
    """All put-aways that wait, the oldest first."""
    rows = session.execute(
        select(PutAwayTask, Item.sku, Item.name, Location.code)
        .join(Item, Item.id == PutAwayTask.item_id)
        .join(Location, Location.id == PutAwayTask.from_location_id)
        .where(PutAwayTask.state == StockTaskState.OPEN)
        .order_by(PutAwayTask.raised_at, PutAwayTask.id)
    )
    return [
        PutAwayRow(
            task.id, sku, name, place, task.quantity - task.moved, task.reason, task.raised_at
        )
        for task, sku, name, place in rows
    ]


@dataclass(frozen=True)
class LyingAround:
    """Units that lie in a place where nothing is stored, and that no put-away waits for."""

    item_id: int
    lot_id: int
    location_id: int
    kind: LocationKind
    units: int


def lying_around(session: Session, kinds: tuple[LocationKind, ...]) -> list[LyingAround]:
    """What lies in places of some kinds and nobody was asked to put away."""
    return [LyingAround(*row) for row in session.execute(_lying_around(), {"kinds": kinds})]


@cache
def _lying_around() -> Select[int, int, int, LocationKind, int]:
    asked = (
        select(
            PutAwayTask.item_id,
            PutAwayTask.lot_id,
            PutAwayTask.from_location_id,
            func.sum(_TO_MOVE).label("units"),
        )
        .where(PutAwayTask.state == StockTaskState.OPEN)
        .group_by(PutAwayTask.item_id, PutAwayTask.lot_id, PutAwayTask.from_location_id)
        .subquery()
    )
    left = Stock.on_hand - func.coalesce(asked.c.units, 0)
    return (
        select(Stock.item_id, Stock.lot_id, Stock.location_id, Location.kind, left)
        .join(Location, Location.id == Stock.location_id)
        .outerjoin(
            asked,
            and_(
                asked.c.item_id == Stock.item_id,
                asked.c.lot_id == Stock.lot_id,
                asked.c.from_location_id == Stock.location_id,
            ),
        )
        .where(Location.kind.in_(bindparam("kinds", expanding=True)), left > 0)
        .order_by(Stock.item_id, Stock.location_id, Stock.lot_id)
    )


def candidates(session: Session, *, item_id: int, lot_id: int) -> list[Candidate]:
    """Storage locations where an item lies or is kept filled, and the nearest empty ones."""
    own = aliased(Stock)
    lies_here = exists().where(
        own.location_id == Location.id, own.item_id == item_id, own.on_hand > 0
    )
    anything = exists().where(own.location_id == Location.id, own.on_hand > 0)
    in_storage = Location.kind.in_(tuple(STORAGE_KINDS))
    kept_filled = exists().where(
        ReplenishRule.location_id == Location.id, ReplenishRule.item_id == item_id
    )
    own_places = select(Location).where(in_storage, or_(lies_here, kept_filled))
    places = list(session.scalars(own_places))
    zone = session.get_one(Item, item_id).storage_zone
    empty = (
        select(Location)
        .where(in_storage, ~anything, ~kept_filled)
        .order_by((Location.zone != (zone or "")).asc(), Location.pick_sequence, Location.code)
        .limit(EMPTY_PLACES_LOOKED_AT)
    )
    places += session.scalars(empty)
    return [_candidate(session, place, item_id, lot_id) for place in places]


def _candidate(session: Session, place: Location, item_id: int, lot_id: int) -> Candidate:
    rows = session.execute(
        select(Stock.item_id, Stock.lot_id, Stock.on_hand).where(
            Stock.location_id == place.id, Stock.on_hand > 0
        )
    ).all()
    own = [(lot, units) for item, lot, units in rows if item == item_id]
    rule = session.get(ReplenishRule, (item_id, place.id))
    others = select(ReplenishRule.item_id).where(
        ReplenishRule.location_id == place.id, ReplenishRule.item_id != item_id
    )
    all_units = sum(units for _, units in own)
    return Candidate(
        location_id=place.id,
        code=place.code,
        kind=place.kind,
        zone=place.zone,
        equipment=place.equipment,
        pick_sequence=place.pick_sequence,
        holds=sum(units for lot, units in own if lot == lot_id),
        holds_other_lot=any(lot != lot_id for lot, _ in own),
        holds_other_items=any(item != item_id for item, _, _ in rows),
        room=None if rule is None else max(0, rule.maximum - all_units),
        is_doubted=doubted_at(session, item_id=item_id, location_id=place.id),
        is_own_face=rule is not None,
        is_others_face=rule is None and session.scalar(others.limit(1)) is not None,
    )


def put_aways_at(session: Session, location_id: int, *, but_not: int) -> dict[int, int]:
    """By item, the put-aways that wait at a place beside one."""
    rows = session.execute(
        select(PutAwayTask.item_id, func.min(PutAwayTask.id))
        .where(
            PutAwayTask.from_location_id == location_id,
            PutAwayTask.state == StockTaskState.OPEN,
            PutAwayTask.id != but_not,
        )
        .group_by(PutAwayTask.item_id)
    )
    return {row[0]: row[1] for row in rows}


def other_lot_at(session: Session, *, item_id: int, location_id: int, lot_id: int) -> str | None:
    """The code of another lot of an item that lies at a location; None if there is none."""
    return session.scalar(
        select(Lot.code)
        .join(Stock, Stock.lot_id == Lot.id)
        .where(
            Stock.item_id == item_id,
            Stock.location_id == location_id,
            Stock.lot_id != lot_id,
            Stock.on_hand > 0,
        )
        .order_by(Lot.code)
        .limit(1)
    )


def units_asked_for(session: Session) -> dict[tuple[int, int, int], int]:
    """By order line, place and lot: units that somebody is asked to take out already."""
    rows = session.execute(
        select(
            PutAwayTask.order_line_id,
            PutAwayTask.from_location_id,
            PutAwayTask.lot_id,
            func.sum(_TO_MOVE),
        )
        .where(PutAwayTask.state == StockTaskState.OPEN, PutAwayTask.order_line_id.is_not(None))
        .group_by(PutAwayTask.order_line_id, PutAwayTask.from_location_id, PutAwayTask.lot_id)
    )
    return {
        (line_id, place_id, lot_id): int(units)
        for line_id, place_id, lot_id, units in rows
        if line_id is not None
    }


def sscc_at(session: Session, location_id: int) -> str | None:
    """The number of the parcel whose contents lie at a location; None while it has none."""
    return session.scalar(select(Carton.sscc).where(Carton.location_id == location_id))


def totes_in_hand(session: Session) -> set[int]:
    """The totes that somebody picks into just now."""
    own = select(PickTaskTote.tote_id).join(PickTask, PickTask.id == PickTaskTote.task_id)
    bulk = select(Tote.location_id).join(PickTask, PickTask.id == Tote.task_id)
    in_progress = PickTask.state == PickTaskState.IN_PROGRESS
    found = session.scalars(own.where(in_progress).union(bulk.where(in_progress)))
    return {tote_id for tote_id in found if tote_id is not None}
