"""A task as its picker sees it, read by statements into the record that `pick_records` knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from app.db.queries.orders import chunks
from app.db.queries.pick_claims import HARMLESS_HOLDS
from app.db.queries.pick_records import state_of
from app.db.queries.stock import pick_face_counts
from app.db.queries.unit_facts import serials_of_task
from app.db.queries.zone_chains import onward_record
from app.db.schema import (
    Allocation,
    Carton,
    ConfirmationRule,
    Item,
    ItemBarcode,
    ItemSubstitute,
    Location,
    Lot,
    Order,
    OrderHold,
    OrderLine,
    PickLine,
    PickTask,
    PickTaskTote,
    PutWall,
    ReplenishTask,
    Site,
    Stock,
    StockMove,
    Tote,
)
from app.domain.confirmation import ConfirmationPolicy
from app.domain.locations import LocationKind, MoveReason
from app.domain.orders import OrderState
from app.domain.pick_state import PickMethod, PickState
from app.domain.tasks import CartonState, PickTaskState, StockTaskState


@dataclass(frozen=True)
class TaskSummary:
    """A task as the station home offers it."""

    task_id: int
    state: PickTaskState
    order_number: str
    lines: int
    lines_done: int
    units: int
    tote: str | None
    due_at: datetime | None
    method: PickMethod = PickMethod.SINGLE
    orders: int = 1
    zone: str = ""
    parked_at: str = ""
    equipment: str = ""


def summarise_task(session: Session, task: PickTask) -> TaskSummary | None:
    """What the station home says about a task; None where it was called off while it was read."""
    state = load_task(session, task)
    if not state.orders:
        return None
    told = replace(summary_of(state, task.state, task.due_at), equipment=task.equipment)
    if task.parked_at_id is None:
        return told
    return replace(told, parked_at=session.get_one(Location, task.parked_at_id).code)


def summary_of(state: PickState, task_state: PickTaskState, due_at: datetime | None) -> TaskSummary:
    """The same for a copy of a task."""
    return TaskSummary(
        task_id=state.task_id,
        state=task_state,
        order_number=state.order_number,
        lines=len(state.lines),
        lines_done=state.lines_done,
        units=sum(line.quantity for line in state.lines),
        tote=state.tote,
        due_at=due_at,
        method=state.method,
        orders=len(state.orders),
        zone=state.zone,
    )


def load_task(session: Session, task: PickTask) -> PickState:
    """A task as its picker sees it, at the first prompt its rows lead to."""
    session.flush()
    lines = _line_records(session, task.id)
    item_ids = {line["item_id"] for line in lines}
    return state_of(
        {
            "task_id": task.id,
            "epoch": task.epoch,
            "revision": task.revision,
            "method": task.method.value,
            "zone": task.zone,
            "onward": onward_record(session, task),
            "into_carton": task.into_carton,
            "is_paused": task.state is PickTaskState.PAUSED,
            **_house_record(session),
            "totes": _tote_records(session, task.id),
            "lines": lines,
            "faces": [list(pair) for pair in pick_face_counts(session, item_ids).items()],
            "barcodes": _barcode_records(session, item_ids),
            "serials": serials_of_task(session, task.id),
            "steps": [list(row) for row in session.execute(_STEPS, {"task_id": task.id})],
        }
    )


def _house_record(session: Session) -> dict[str, Any]:
    """What the house asks of all picking, and where damaged goods go."""
    site = session.execute(select(Site.confirmation, Site.checks_empty)).first()
    return {
        "confirmation": _USUAL if site is None else site.confirmation,
        "checks_empty": site is not None and site.checks_empty,
        "quarantine": session.scalar(_QUARANTINE),
    }


def _line_records(session: Session, task_id: int) -> list[dict[str, Any]]:
    """The task's lines in walking order."""
    rows = session.execute(_LINES, {"task_id": task_id}).mappings()
    return [
        {
            **row,
            "expiry": None if row["expiry"] is None else row["expiry"].isoformat(),
            "longest_mm": max(filter(None, (row[side] for side in _SIDES)), default=None),
            "surplus": max(0, row["order_picked"] - row["wanted"]),
        }
        for row in rows
    ]


def _tote_records(session: Session, task_id: int) -> list[dict[str, Any]]:
    rows = session.execute(_TOTES, {"task_id": task_id}).mappings()
    return [{**row, "is_here": bool(row["is_here"])} for row in rows]


def _barcode_records(session: Session, item_ids: set[int]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for part in chunks(item_ids):
        rows = session.execute(
            select(_BARCODE.c.code, _BARCODE.c.item_id, _BARCODE.c.quantity)
            .where(_BARCODE.c.item_id.in_(part))
            .order_by(_BARCODE.c.quantity, _BARCODE.c.code)
        )
        found += [dict(row) for row in rows.mappings()]
    return found


_USUAL = ConfirmationPolicy.STANDARD
_SIDES = ("length_mm", "width_mm", "height_mm")

_LINE = PickLine.__table__.c
_ITEM = Item.__table__.c
_PLACE = Location.__table__.c
_BARCODE = ItemBarcode.__table__
_POSITION = PickTaskTote.__table__.c
_RULE = ConfirmationRule.__table__.c
_ORDER_LINE = OrderLine.__table__.c
_STOCK = Stock.__table__.c
_CARTON = Carton.__table__.c

_STILL_WANTED = _ORDER_LINE.quantity - _ORDER_LINE.cancelled - _ORDER_LINE.short

_WANTED = case(
    (Order.cancelled_at.is_not(None), _ORDER_LINE.shipped),
    (_ORDER_LINE.shipped > _STILL_WANTED, _ORDER_LINE.shipped),
    else_=_STILL_WANTED,
)

_OTHER = PickLine.__table__.alias("other").c

_PICKED_LATER = (
    select(func.coalesce(func.sum(_OTHER.picked), 0))
    .where(_OTHER.order_line_id == _LINE.order_line_id, _OTHER.id > _LINE.id)
    .scalar_subquery()
)

_AT_PLACE = (
    select(func.coalesce(func.sum(_STOCK.on_hand), 0))
    .where(_STOCK.location_id == _LINE.location_id)
    .scalar_subquery()
)

_COMING = (
    select(func.coalesce(func.sum(ReplenishTask.quantity - ReplenishTask.moved), 0))
    .where(
        ReplenishTask.state == StockTaskState.OPEN,
        ReplenishTask.item_id == _LINE.item_id,
        ReplenishTask.to_location_id == _LINE.location_id,
    )
    .scalar_subquery()
)

_OTHER_ITEM = aliased(Item)

_INSTEAD = (
    select(_OTHER_ITEM.name)
    .join(ItemSubstitute, ItemSubstitute.substitute_id == _OTHER_ITEM.id)
    .where(ItemSubstitute.item_id == _LINE.item_id)
    .order_by(ItemSubstitute.rank, _OTHER_ITEM.id)
    .limit(1)
    .scalar_subquery()
)

# A wall's own place for what no order wants is the last choice.
_QUARANTINE = (
    select(_PLACE.code)
    .where(_PLACE.kind == LocationKind.QUARANTINE)
    .order_by(_PLACE.id.in_(select(PutWall.aside_id)), _PLACE.code)
    .limit(1)
)

# Columns rather than mapped rows: a copy is read at each claim, and nothing of it is written back.
_LINES = (
    select(
        _LINE.id,
        _LINE.order_line_id,
        _ORDER_LINE.order_id,
        _LINE.item_id,
        _LINE.location_id,
        _LINE.quantity,
        _LINE.picked,
        _LINE.short,
        _LINE.skips,
        _LINE.state,
        _ORDER_LINE.picked.label("order_picked"),
        _WANTED.label("wanted"),
        _PICKED_LATER.label("later"),
        _ITEM.sku,
        _ITEM.name,
        _ITEM.lot_tracked,
        _ITEM.serial_tracked,
        _ITEM.fragile,
        *(_ITEM[side] for side in _SIDES),
        _RULE.policy,
        exists()
        .where(
            _STOCK.location_id == _LINE.location_id,
            _STOCK.item_id != _LINE.item_id,
            _STOCK.on_hand > 0,
        )
        .label("shares"),
        _AT_PLACE.label("at_place"),
        _COMING.label("refill"),
        case((Order.allows_substitutes, func.coalesce(_INSTEAD, literal("")))).label("substitute"),
        _PLACE.code.label("location"),
        _PLACE.zone,
        _PLACE.check_digits,
        Lot.__table__.c.code.label("lot"),
        Lot.__table__.c.expiry,
        Allocation.__table__.c.reason,
    )
    .join_from(PickLine.__table__, Item.__table__, _ITEM.id == _LINE.item_id)
    .join(OrderLine.__table__, _ORDER_LINE.id == _LINE.order_line_id)
    .join(Order, Order.id == _ORDER_LINE.order_id)
    .join(Location.__table__, _PLACE.id == _LINE.location_id)
    .join(Lot.__table__, Lot.__table__.c.id == _LINE.lot_id)
    .join(Allocation.__table__, Allocation.__table__.c.id == _LINE.allocation_id)
    .outerjoin(ConfirmationRule.__table__, _RULE.item_class == _ITEM.item_class)
    .where(_LINE.task_id == bindparam("task_id"))
    .order_by(_LINE.sequence, _LINE.id)
)

_HELD_FOR = (
    select(func.min(OrderHold.reason))
    .where(
        OrderHold.order_id == Order.id,
        OrderHold.lifted_at.is_(None),
        OrderHold.reason.not_in(tuple(HARMLESS_HOLDS)),
    )
    .scalar_subquery()
)

_TOTES = (
    select(
        _POSITION.order_id,
        Order.number.label("order_number"),
        _POSITION.position,
        _PLACE.id.label("tote_id"),
        _PLACE.code.label("tote"),
        or_(_POSITION.handed_over_at.is_(None), _POSITION.arrived_at.is_not(None)).label("is_here"),
        _CARTON.packaging_code.label("packaging"),
        case(
            (Order.cancelled_at.is_not(None), literal(OrderState.CANCELLED.value)),
            else_=func.coalesce(_HELD_FOR, literal("")),
        ).label("stopped"),
    )
    .join_from(PickTaskTote.__table__, Order, Order.id == _POSITION.order_id)
    .outerjoin(
        Carton.__table__, (_CARTON.id == _POSITION.carton_id) & (_CARTON.state == CartonState.OPEN)
    )
    .outerjoin(
        Location.__table__, _PLACE.id == func.coalesce(_POSITION.tote_id, _CARTON.location_id)
    )
    .where(_POSITION.task_id == bindparam("task_id"))
    .order_by(_POSITION.position, _POSITION.id)
)

_MOVE = StockMove.__table__.c

_PICKED_OF_TASK = select(_LINE.id).where(_LINE.task_id == bindparam("task_id"), _LINE.picked > 0)

_IN_AND_OUT = union_all(
    select(
        _MOVE.pick_line_id.label("line_id"),
        _MOVE.to_location_id.label("tote_id"),
        _MOVE.quantity.label("units"),
        _MOVE.id.label("last"),
    ).where(_MOVE.reason == MoveReason.PICKED, _MOVE.pick_line_id.in_(_PICKED_OF_TASK)),
    select(_MOVE.pick_line_id, _MOVE.from_location_id, -_MOVE.quantity, literal(0)).where(
        _MOVE.reason.in_((MoveReason.PUT_BACK, MoveReason.SET_ASIDE)),
        _MOVE.pick_line_id.in_(_PICKED_OF_TASK),
    ),
).subquery()

# What was picked and lies in totes of the cart still, or in cartons that are not closed; a tote put
# down somewhere has a place.
_STEPS = (
    select(_IN_AND_OUT.c.line_id, _PLACE.code, func.sum(_IN_AND_OUT.c.units))
    .join_from(_IN_AND_OUT, Location.__table__, _PLACE.id == _IN_AND_OUT.c.tote_id)
    .outerjoin(Tote, Tote.location_id == _IN_AND_OUT.c.tote_id)
    .outerjoin(Carton.__table__, _CARTON.location_id == _IN_AND_OUT.c.tote_id)
    .where(
        or_(Tote.location_id.is_not(None), _CARTON.state == CartonState.OPEN),
        or_(
            Tote.place_id.is_(None),
            exists().where(
                _POSITION.task_id == bindparam("task_id"),
                _POSITION.tote_id == _IN_AND_OUT.c.tote_id,
            ),
        ),
    )
    .group_by(_IN_AND_OUT.c.line_id, _PLACE.code)
    .having(func.sum(_IN_AND_OUT.c.units) > 0)
    .order_by(func.max(_IN_AND_OUT.c.last))
)
