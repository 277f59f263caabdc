"""Selects on inspections: which orders the rules may choose, which wait, and what lies in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    distinct,
    exists,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db.queries.orders import chunks
from app.db.schema import (
    Carton,
    Inspection,
    InspectionLine,
    InspectionRule,
    Location,
    Operator,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    PickTaskTote,
    ScanLog,
    Shipment,
    Site,
    StockMove,
)
from app.domain.inspection_rules import InspectionReason, InspectionRules, PickedOrder, PickerThen
from app.domain.inspection_state import FindingKind
from app.domain.locations import MoveReason
from app.domain.orders import OrderState
from app.domain.tasks import CartonState, PickTaskState, StockTaskState


def rule_numbers(session: Session) -> InspectionRules:
    """What this house inspects."""
    rows = session.execute(select(InspectionRule.kind, InspectionRule.amount))
    return InspectionRules.of({row.kind: row.amount for row in rows})


def inspection_place(session: Session) -> str:
    """Where orders are brought to be inspected; empty while nobody said so."""
    code = session.scalar(
        select(Location.code).join(Site, Site.inspection_place_id == Location.id).limit(1)
    )
    return code or ""


@cache
def _is_ready() -> ColumnElement[bool]:
    """Whether all of an order is picked, be it into cartons, none of which is closed yet."""
    is_closed = exists().where(
        Shipment.order_id == Order.id,
        Carton.shipment_id == Shipment.id,
        Carton.state.in_((CartonState.CLOSED, CartonState.LABELLED, CartonState.SHIPPED)),
    )
    in_cartons = and_(Order.state == OrderState.PACKED, ~is_closed)
    return or_(Order.state == OrderState.PICKED, in_cartons)


def is_ready(session: Session, order_id: int) -> bool:
    """Whether an order can be inspected: all of it is picked, and no carton of it is closed."""
    return session.scalar(select(Order.id).where(Order.id == order_id, _is_ready())) is not None


def undecided_orders(
    session: Session, order_ids: Collection[int] | None = None
) -> dict[int, PickedOrder]:
    """Picked orders that no packer has begun and nobody inspects or did, as the rules see them.

    Args:
        session: the transaction.
        order_ids: only these; all of them if None.
    """
    is_known = exists().where(Inspection.order_id == Order.id)
    statement = select(Order.id, Order.source, Order.external_id).where(
        _is_ready(), Order.packing_started_at.is_(None), ~is_known
    )
    parts = [None] if order_ids is None else list(chunks(order_ids))
    rows = [
        row
        for part in parts
        for row in session.execute(
            statement if part is None else statement.where(Order.id.in_(part))
        )
    ]
    ids = [row.id for row in rows]
    values, shorts, pickers = _values(session, ids), _shorts(session, ids), _pickers(session, ids)
    return {
        row.id: PickedOrder(
            key=f"{row.source}:{row.external_id}",
            value_cents=values.get(row.id, 0),
            had_short=row.id in shorts,
            pickers=tuple(pickers[row.id]),
        )
        for row in rows
    }


def _values(session: Session, order_ids: Collection[int]) -> dict[int, int]:
    units = OrderLine.quantity - OrderLine.cancelled - OrderLine.short
    found: dict[int, int] = {}
    for part in chunks(order_ids):
        rows = session.execute(
            select(OrderLine.order_id, func.sum(units * OrderLine.unit_price_cents))
            .where(OrderLine.order_id.in_(part))
            .group_by(OrderLine.order_id)
        )
        found |= {order_id: int(cents or 0) for order_id, cents in rows}
    return found


def _shorts(session: Session, order_ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for part in chunks(order_ids):
        found.update(
            session.scalars(
                select(OrderLine.order_id)
                .outerjoin(PickLine, PickLine.order_line_id == OrderLine.id)
                .where(OrderLine.order_id.in_(part), or_(OrderLine.short > 0, PickLine.short > 0))
            )
        )
    return found


def _pickers(session: Session, order_ids: Collection[int]) -> dict[int, list[PickerThen]]:
    """Who picked of each order, and what they had behind them then."""
    found: dict[int, list[PickerThen]] = defaultdict(list)
    first: dict[int, datetime | None] = {}
    for part in chunks(order_ids):
        rows = session.execute(
            select(OrderLine.order_id, StockMove.operator_id, func.min(StockMove.at))
            .join(StockMove, StockMove.order_line_id == OrderLine.id)
            .where(
                OrderLine.order_id.in_(part),
                StockMove.reason == MoveReason.PICKED,
                StockMove.operator_id.is_not(None),
            )
            .group_by(OrderLine.order_id, StockMove.operator_id)
        ).all()
        for order_id, who, at in rows:
            operator_id = who or 0
            if operator_id not in first:
                first[operator_id] = _first_task(session, operator_id)
            began = first[operator_id] or at
            days = max(0, (at - began).days)
            found[order_id].append(PickerThen(_orders_before(session, operator_id, at), days))
    return found


def _first_task(session: Session, operator_id: int) -> datetime | None:
    mine = or_(PickTask.paused_by == operator_id, PickTask.operator_id == operator_id)
    return session.scalar(select(func.min(PickTask.started_at)).where(mine))


def _orders_before(session: Session, operator_id: int, at: datetime) -> int:
    return int(
        session.scalar(
            select(func.count(distinct(PickTaskTote.order_id)))
            .join(PickTask, PickTask.id == PickTaskTote.task_id)
            .where(
                PickTask.paused_by == operator_id,
                PickTask.state == PickTaskState.DONE,
                PickTask.finished_at < at,
            )
        )
        or 0
    )


# Inspections ----------------------------------------------------------------------------------


def add_inspection(
    session: Session, order_id: int, reason: InspectionReason, *, by: int | None, at: datetime
) -> int | None:
    """Write an inspection, unless one of the order is open; its number, or None."""
    session.flush()
    is_sqlite = session.connection().dialect.name == "sqlite"
    insert = sqlite.insert(Inspection) if is_sqlite else postgresql.insert(Inspection)
    statement = insert.values(
        order_id=order_id,
        reason=reason,
        state=StockTaskState.OPEN,
        raised_by=by,
        raised_at=at,
        progress={},
    ).on_conflict_do_nothing(index_elements=["order_id"], index_where=text("state = 'open'"))
    return session.execute(statement.returning(Inspection.id)).scalar()


def open_inspection(session: Session, order_id: int) -> Inspection | None:
    """The inspection an order waits for."""
    return session.scalar(
        select(Inspection).where(
            Inspection.order_id == order_id, Inspection.state == StockTaskState.OPEN
        )
    )


def open_inspections(session: Session, order_ids: Collection[int]) -> dict[int, InspectionReason]:
    """Those of the orders that wait to be inspected, and why."""
    found: dict[int, InspectionReason] = {}
    for part in chunks(order_ids):
        rows = session.execute(
            select(Inspection.order_id, Inspection.reason).where(
                Inspection.order_id.in_(part), Inspection.state == StockTaskState.OPEN
            )
        )
        found |= {row.order_id: row.reason for row in rows}
    return found


def lock_inspection(session: Session, inspection_id: int) -> Inspection | None:
    """An inspection, locked."""
    return session.scalar(
        select(Inspection)
        .where(Inspection.id == inspection_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _is_free(operator_id: int, now: datetime) -> ColumnElement[bool]:
    return or_(
        Inspection.operator_id.is_(None),
        Inspection.operator_id == operator_id,
        Inspection.held_until.is_(None),
        Inspection.held_until < now,
    )


@dataclass(frozen=True)
class WaitingInspection:
    """An order that waits to be inspected."""

    inspection_id: int
    order_id: int
    order_number: str
    order_state: OrderState
    reason: InspectionReason
    raised_at: datetime


def waiting_inspections(
    session: Session, *, free_for: tuple[int, datetime] | None = None
) -> Sequence[WaitingInspection]:
    """All inspections that are open, the most urgent order first.

    Args:
        session: the transaction.
        free_for: only those that this operator could take now.
    """
    statement = (
        select(
            Inspection.id,
            Inspection.order_id,
            Order.number,
            Order.state,
            Inspection.reason,
            Inspection.raised_at,
        )
        .join(Order, Order.id == Inspection.order_id)
        .where(Inspection.state == StockTaskState.OPEN)
        .order_by(Inspection.skips, Order.priority.desc(), Order.ship_by, Inspection.id)
    )
    if free_for is not None:
        is_weighed = Inspection.progress["is_weighed"].as_boolean()
        statement = statement.where(_is_free(*free_for), or_(_is_ready(), is_weighed))
    return [WaitingInspection(*row) for row in session.execute(statement)]


def pickers_of_lines(session: Session, line_ids: Collection[int]) -> dict[int, int]:
    """By order line, whoever picked most of its units."""
    found: dict[int, tuple[int, int]] = {}
    for part in chunks(line_ids):
        rows = session.execute(
            select(StockMove.order_line_id, StockMove.operator_id, func.sum(StockMove.quantity))
            .where(
                StockMove.order_line_id.in_(part),
                StockMove.reason == MoveReason.PICKED,
                StockMove.operator_id.is_not(None),
            )
            .group_by(StockMove.order_line_id, StockMove.operator_id)
            .order_by(StockMove.order_line_id, StockMove.operator_id)
        )
        for line_id, operator_id, units in rows:
            if line_id is not None and units > found.get(line_id, (0, 0))[0]:
                found[line_id] = (int(units), int(operator_id or 0))
    return {line_id: operator_id for line_id, (_, operator_id) in found.items()}


def picked_at(session: Session, order_id: int) -> dict[int, list[tuple[int, str]]]:
    """By item, the locations where units of an order were picked."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for item_id, place_id, code in session.execute(_PICKED_AT, {"order": order_id}):
        found[item_id].append((place_id, code))
    return found


_PICKED_AT = (
    select(PickLine.item_id, Location.id, Location.code)
    .join(OrderLine, OrderLine.id == PickLine.order_line_id)
    .join(Location, Location.id == PickLine.location_id)
    .where(OrderLine.order_id == bindparam("order"), PickLine.picked > 0)
    .distinct()
    .order_by(PickLine.item_id, Location.code)
)


def errors_found(session: Session, inspection_id: int) -> int:
    """How many errors an inspection found."""
    return int(
        session.scalar(
            select(func.count())
            .select_from(InspectionLine)
            .where(
                InspectionLine.inspection_id == inspection_id,
                InspectionLine.finding != FindingKind.RIGHT,
            )
        )
        or 0
    )


def tasks_of_order(session: Session, order_id: int) -> list[int]:
    """The pick tasks in which an order was picked, the latest first."""
    return list(
        session.scalars(
            select(PickTaskTote.task_id)
            .where(PickTaskTote.order_id == order_id)
            .order_by(PickTaskTote.task_id.desc())
        )
    )


# Accuracy ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FoundOfPicker:
    """What inspections found in what somebody picked: how often, and how many units."""

    operator: str
    finding: FindingKind
    lines: int
    units: int


def found_by_picker(session: Session, begins: datetime, ends: datetime) -> list[FoundOfPicker]:
    """By picker and finding, what inspections found in a time span; by name, not by rank."""
    name = func.coalesce(Operator.name, "")
    rows = session.execute(
        select(name, InspectionLine.finding, func.count(), func.sum(InspectionLine.units))
        .outerjoin(Operator, Operator.id == InspectionLine.picked_by)
        .where(InspectionLine.at >= begins, InspectionLine.at < ends)
        .group_by(name, InspectionLine.finding)
        .order_by(name, InspectionLine.finding)
    )
    return [FoundOfPicker(*row) for row in rows]


def scans_and_stops(
    session: Session, begins: datetime, ends: datetime, wrong: Collection[str]
) -> dict[str, tuple[int, int]]:
    """By the kind of work, the scans of a time span, and those that some refusals stopped."""
    stops = func.sum(case((ScanLog.refusal.in_(sorted(wrong)), 1), else_=0))
    rows = session.execute(
        select(ScanLog.work, func.count(), stops)
        .where(ScanLog.at >= begins, ScanLog.at < ends)
        .group_by(ScanLog.work)
    )
    return {work: (scans, int(wrong_ones or 0)) for work, scans, wrong_ones in rows}
