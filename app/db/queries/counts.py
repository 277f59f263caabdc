"""Selects on counts: which wait, for whom, and what the books say of the place that is counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db.queries.doubts import is_doubted
from app.db.queries.reach import is_in_reach, needed_there
from app.db.schema import (
    Allocation,
    CountRuleRow,
    CountTask,
    Item,
    Location,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    Stock,
    StockMove,
)
from app.domain.count_rules import CountedPlace, CountRule, PromiseAtRisk
from app.domain.locations import STORAGE_KINDS
from app.domain.stock_key import StockKey
from app.domain.tasks import CountState, PickLineState, PickTaskState

UNSETTLED = (CountState.OPEN, CountState.TO_APPROVE)


def add_count(session: Session, values: dict[str, object]) -> int | None:
    """Write a count, unless one of this item and lot waits at this place.

    Returns:
        Its number; None where another one waits.
    """
    session.flush()
    is_sqlite = session.connection().dialect.name == "sqlite"
    insert = sqlite.insert(CountTask) if is_sqlite else postgresql.insert(CountTask)
    statement = insert.values(values).on_conflict_do_nothing(
        index_elements=["item_id", "location_id", "lot_id"],
        index_where=text("state IN ('open', 'to_approve')"),
    )
    return session.execute(statement.returning(CountTask.id)).scalar()


def unsettled_count(session: Session, key: StockKey) -> CountTask | None:
    """The count of an item and lot that waits at a place, locked."""
    return session.scalar(
        select(CountTask)
        .where(
            CountTask.item_id == key.item_id,
            CountTask.location_id == key.location_id,
            CountTask.lot_id == key.lot_id,
            CountTask.state.in_(UNSETTLED),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def lock_count(session: Session, count_id: int) -> CountTask | None:
    """A count, locked."""
    return session.scalar(
        select(CountTask)
        .where(CountTask.id == count_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _is_free(
    operator_id: int | BindParameter[int], now: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    return or_(
        CountTask.operator_id.is_(None),
        CountTask.operator_id == operator_id,
        CountTask.held_until.is_(None),
        CountTask.held_until < now,
    )


def _could_be_done(
    operator_id: int | BindParameter[int], now: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    return and_(CountTask.state == CountState.OPEN, _is_free(operator_id, now))


def next_count(
    session: Session, operator_id: int, now: datetime, *, location_id: int | None = None
) -> CountTask | None:
    """The count to do next, locked; those that others are at, or out of reach, are passed over.

    Doubted places come first, in walking order. At `location_id`, only what waits there.
    """
    statement = (
        select(CountTask)
        .join(Location, Location.id == CountTask.location_id)
        .where(_could_be_done(operator_id, now), is_in_reach(operator_id, CountTask.location_id))
        .order_by(
            CountTask.skips,
            CountTask.is_doubt.desc(),
            Location.pick_sequence,
            Location.code,
            CountTask.id,
        )
        .limit(1)
        .with_for_update(of=CountTask, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if location_id is not None:
        statement = statement.where(CountTask.location_id == location_id)
    return session.scalar(statement)


def waiting_counts(session: Session, operator_id: int, now: datetime) -> int:
    """How many counts an operator could do now."""
    return session.scalar(_count_waiting(), {"operator": operator_id, "now": now}) or 0


@cache
def _count_waiting() -> Select[int]:
    """Built once: the start screen counts whenever it is shown."""
    operator: BindParameter[int] = bindparam("operator")
    now: BindParameter[datetime] = bindparam("now")
    return (
        select(func.count())
        .select_from(CountTask)
        .where(_could_be_done(operator, now), is_in_reach(operator, CountTask.location_id))
    )


def counts_out_of_reach(
    session: Session, operator_id: int, now: datetime, *, location_id: int | None = None
) -> list[str]:
    """What counts need that wait, at a place or anywhere, and an operator may not operate."""
    places = select(CountTask.location_id).where(_could_be_done(operator_id, now))
    if location_id is not None:
        places = places.where(CountTask.location_id == location_id)
    return needed_there(session, operator_id, places)


def doubted_at(session: Session, *, item_id: int, location_id: int) -> bool:
    """Whether an item is to be counted at a place before anybody relies on what lies there."""
    waiting = select(CountTask.id).where(
        CountTask.item_id == item_id, CountTask.location_id == location_id, is_doubted()
    )
    return session.scalar(waiting.limit(1)) is not None


def counts_in(session: Session, state: CountState) -> Sequence[CountTask]:
    """All counts in a state, the oldest first."""
    return session.scalars(
        select(CountTask).where(CountTask.state == state).order_by(CountTask.id)
    ).all()


@dataclass(frozen=True)
class BooksOfPlace:
    """What the books say of an item and lot at a place, as of the ledger row `mark`."""

    on_hand: int
    allocated: int
    mark: int


def books_of(session: Session, key: StockKey, *, lock: bool = False) -> BooksOfPlace:
    """Units on hand and promised, and the last ledger row that touched them."""
    statement = select(Stock.on_hand, Stock.allocated).where(
        Stock.item_id == key.item_id,
        Stock.location_id == key.location_id,
        Stock.lot_id == key.lot_id,
    )
    row = session.execute(statement.with_for_update() if lock else statement).first()
    mark = session.scalar(
        select(func.max(StockMove.id)).where(
            or_(
                StockMove.from_location_id == key.location_id,
                StockMove.to_location_id == key.location_id,
            ),
            StockMove.item_id == key.item_id,
            StockMove.lot_id == key.lot_id,
        )
    )
    on_hand, allocated = row or (0, 0)
    return BooksOfPlace(int(on_hand), int(allocated), int(mark or 0))


@dataclass(frozen=True)
class PromisedHere:
    """A promise at a place: its order, and the pick line that works on it, if any.

    `is_in_hand`: somebody is on the way to pick it. `zone` is that of the task, "" for any, and
    `equipment` what its picker may operate.
    """

    risk: PromiseAtRisk
    order_id: int
    order_line_id: int
    pick_line_id: int | None
    is_in_hand: bool = False
    zone: str = ""
    equipment: str = ""


_PROMISED = (
    select(
        Allocation.id,
        Allocation.quantity,
        Order.priority,
        Order.ship_by,
        Order.id,
        OrderLine.id,
        PickLine.id,
        PickTask.state,
        func.coalesce(PickTask.zone, ""),
        func.coalesce(PickTask.equipment, ""),
    )
    .join(OrderLine, OrderLine.id == Allocation.order_line_id)
    .join(Order, Order.id == OrderLine.order_id)
    .outerjoin(
        PickLine,
        and_(PickLine.allocation_id == Allocation.id, PickLine.state == PickLineState.OPEN),
    )
    .outerjoin(PickTask, PickTask.id == PickLine.task_id)
    .where(Allocation.quantity > 0)
    .order_by(Allocation.id)
)


def promises_at(session: Session, key: StockKey) -> list[PromisedHere]:
    """The promises of an item and lot at a place, of which units are still to be picked."""
    rows = session.execute(
        _PROMISED.where(
            Allocation.item_id == key.item_id,
            Allocation.location_id == key.location_id,
            Allocation.lot_id == key.lot_id,
        )
    )
    return [
        PromisedHere(
            PromiseAtRisk(allocation, units, priority, due, is_released=line is not None),
            order_id,
            order_line_id,
            line,
            is_in_hand=state is PickTaskState.IN_PROGRESS,
            zone=zone,
            equipment=equipment,
        )
        for (
            allocation,
            units,
            priority,
            due,
            order_id,
            order_line_id,
            line,
            state,
            zone,
            equipment,
        ) in rows
    ]


def rule_rows(session: Session) -> dict[str, CountRule]:
    """The rules by item class."""
    return {
        row.item_class: CountRule(
            row.tolerance_units, row.tolerance_cents, row.every_days, row.below_units
        )
        for row in session.scalars(select(CountRuleRow))
    }


def values_on_shelves(session: Session) -> dict[int, int]:
    """By item, what its units in storage are worth together, in cents."""
    rows = session.execute(
        select(Stock.item_id, func.sum(Stock.on_hand * func.coalesce(Item.price_cents, 0)))
        .join(Location, Location.id == Stock.location_id)
        .join(Item, Item.id == Stock.item_id)
        .where(Location.kind.in_(tuple(STORAGE_KINDS)), Stock.on_hand > 0)
        .group_by(Stock.item_id)
    )
    return {item_id: int(value) for item_id, value in rows}


def _last_counts() -> Subquery:
    """When each item and lot was counted at each place last."""
    return (
        select(
            CountTask.item_id,
            CountTask.location_id,
            CountTask.lot_id,
            func.max(CountTask.counted_at).label("at"),
        )
        .group_by(CountTask.item_id, CountTask.location_id, CountTask.lot_id)
        .subquery()
    )


def places_to_plan(session: Session, item_ids: Collection[int] | None = None) -> list[CountedPlace]:
    """Every item and lot at a storage location that no count waits for, with its rule."""
    rules = rule_rows(session)
    last = _last_counts()
    same = and_(
        last.c.item_id == Stock.item_id,
        last.c.location_id == Stock.location_id,
        last.c.lot_id == Stock.lot_id,
    )
    waits = (
        select(CountTask.id)
        .where(
            CountTask.item_id == Stock.item_id,
            CountTask.location_id == Stock.location_id,
            CountTask.lot_id == Stock.lot_id,
            CountTask.state.in_(UNSETTLED),
        )
        .exists()
    )
    statement = (
        select(Stock, Item.item_class, last.c.at, Location.zone, Item.price_cents)
        .join(Location, Location.id == Stock.location_id)
        .join(Item, Item.id == Stock.item_id)
        .outerjoin(last, same)
        .where(Location.kind.in_(tuple(STORAGE_KINDS)), Stock.on_hand > 0, ~waits)
        .order_by(Location.pick_sequence, Location.code, Stock.item_id, Stock.lot_id)
    )
    if item_ids is not None:
        statement = statement.where(Stock.item_id.in_(tuple(item_ids)))
    return [
        CountedPlace(
            item_id=stock.item_id,
            location_id=stock.location_id,
            lot_id=stock.lot_id,
            on_hand=stock.on_hand,
            last_counted=at,
            rule=rules.get(item_class) or rules.get("") or CountRule(),
            zone=zone,
            value_cents=stock.on_hand * (price or 0),
        )
        for stock, item_class, at, zone, price in session.execute(statement)
    ]
