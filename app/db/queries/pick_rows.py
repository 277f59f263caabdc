"""The statements of a scan, built once: building one takes longer than running it.

They work on columns and not on mapped rows, since a scan is the one thing that has to be quick on
the floor. What happens rarely goes through the mapper (`app.services.pick_writing`).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import Executable, bindparam, case, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db.queries.pick_claims import HARMLESS_HOLDS
from app.db.schema import Row
from app.domain.pick_state import PickMethod
from app.domain.tasks import CartonState, PickLineState, PickTaskState

_TABLES = Row.metadata.tables
_SCAN = _TABLES["scan_log"].c
_TASK = _TABLES["pick_task"].c
_POSITION = _TABLES["pick_task_tote"].c
_LINE = _TABLES["pick_line"].c
_ORDER = _TABLES["orders"].c
_ORDER_LINE = _TABLES["order_line"].c
_HOLD = _TABLES["order_hold"].c
_PROMISE = _TABLES["allocation"].c
_PLACE = _TABLES["location"].c
_CARTON = _TABLES["carton"].c
_ITEM = _TABLES["item"].c


class TaskRow(NamedTuple):
    """What a scan needs to know of its task."""

    id: int
    state: PickTaskState
    epoch: int
    revision: int
    operator_id: int | None
    paused_by: int | None
    lapsed_at: datetime | None
    method: PickMethod


class OrderRow(Protocol):
    """What a scan needs to know of an order; a row of a select."""

    id: int
    number: str
    state: str
    cancelled_at: datetime | None
    packing_started_at: datetime | None


class LineRow(Protocol):
    """A pick line with its place, and the tote, or open carton, that its order's goods go into."""

    id: int
    task_id: int
    item_id: int
    lot_id: int
    location_id: int
    location: str
    order_line_id: int
    allocation_id: int
    quantity: int
    picked: int
    short: int
    state: PickLineState
    order_id: int
    tote_id: int | None
    tote: str | None
    carton_id: int | None
    serial_tracked: bool


class ScanRow(NamedTuple):
    """A scan of the log, as it was written the first time."""

    payload_hash: str
    refusal: str | None


def insert_scan(session: Session, values: dict[str, object]) -> bool:
    """Write a scan into the log, unless its id is there; says whether it was new.

    Whoever writes the same id at the same moment is waited for.
    """
    connection = session.connection()
    # RETURNING tells whether there is a new row; the count of rows does not.
    return connection.execute(_INSERT_SCAN[connection.dialect.name], values).first() is not None


def scan_of(session: Session, scan_id: uuid.UUID) -> ScanRow:
    """The log's row of a scan that is known."""
    return ScanRow(*session.connection().execute(_SCAN_OF, {"scan": scan_id}).one())


def read_task(session: Session, task_id: int) -> TaskRow | None:
    """A task as it is."""
    row = session.connection().execute(_READ_TASK, {"task": task_id}).first()
    return None if row is None else TaskRow(*row)


def lock_task_row(session: Session, task_id: int) -> TaskRow | None:
    """A task, locked."""
    row = session.connection().execute(_LOCK_TASK, {"task": task_id}).first()
    return None if row is None else TaskRow(*row)


def lock_orders_of(session: Session, task_id: int) -> list[OrderRow]:
    """The orders a task works on, locked in the order of their ids."""
    return list(session.connection().execute(_LOCK_ORDERS, {"task": task_id}))


def held_orders_of(session: Session, task_id: int) -> set[int]:
    """Which of a task's orders are held for more than missing units; they must be locked."""
    return set(session.connection().scalars(_HELD_ORDERS, {"task": task_id}))


def lock_line(session: Session, task_id: int, pick_line_id: int) -> LineRow | None:
    """A line of a task, locked, with its place and tote; None if it is not wanted any more."""
    wanted = {"task": task_id, "line": pick_line_id}
    return session.connection().execute(_LOCK_LINE, wanted).first()


def lock_tote_of(session: Session, code: str, task_id: int, order_id: int) -> int | None:
    """A tote that carries an order's goods, or a batch's, locked; its location, None if it is none.

    Args:
        session: the transaction.
        code: the tote's code.
        task_id: the batch.
        order_id: the order.
    """
    wanted = {"code": code, "task": task_id, "order": order_id}
    return session.connection().scalar(_LOCK_TOTE_OF, wanted)


def orders_of_lines(session: Session, line_ids: Collection[int]) -> set[int]:
    """The orders that some pick lines are for."""
    statement = (
        select(_ORDER_LINE.order_id)
        .join_from(
            _TABLES["pick_line"], _TABLES["order_line"], _ORDER_LINE.id == _LINE.order_line_id
        )
        .where(_LINE.id.in_(line_ids))
    )
    return set(session.connection().scalars(statement))


def count_picked(session: Session, line: LineRow, units: int, at: datetime) -> None:
    """Count units of a locked line as picked: on the line, its order line and its promise.

    Args:
        session: the transaction.
        line: the line.
        units: how many; negative for units that were put back, which leaves the line's time as is.
        at: the database's time.
    """
    connection = session.connection()
    open_after = line.quantity - line.short - line.picked - units
    done = PickLineState.SHORT if line.short else PickLineState.PICKED
    values: dict[str, object] = {
        "line": line.id,
        "units": units,
        "new_state": PickLineState.OPEN if open_after else done,
        "order_line": line.order_line_id,
        "promise": line.allocation_id,
        "at": at,
    }
    connection.execute(_COUNT_LINE if units > 0 else _UNCOUNT_LINE, values)
    connection.execute(_COUNT_ORDER_LINE, values)
    connection.execute(_COUNT_PROMISE, values)


def has_open_lines(session: Session, task_id: int) -> bool:
    """Whether anything of a task is still to be picked."""
    return bool(session.connection().scalar(_HAS_OPEN, {"task": task_id}))


def renew(session: Session, task_id: int, *, raise_by: int, lease_until: datetime | None) -> None:
    """Raise a task's revision, and renew its lease where it is in progress."""
    session.connection().execute(
        _RENEW, {"task": task_id, "raise_by": raise_by, "until": lease_until}
    )


def finish(session: Session, task_id: int, at: datetime) -> None:
    """Say of a task in progress that nothing of it is open any more."""
    session.connection().execute(_FINISH, {"task": task_id, "at": at})


_INSERT_SCAN: dict[str, Executable] = {
    "postgresql": postgresql.insert(_TABLES["scan_log"])
    .on_conflict_do_nothing(index_elements=["scan_id"])
    .returning(_SCAN.scan_id),
    "sqlite": sqlite.insert(_TABLES["scan_log"])
    .on_conflict_do_nothing(index_elements=["scan_id"])
    .returning(_SCAN.scan_id),
}

_SCAN_OF = select(_SCAN.payload_hash, _SCAN.refusal).where(_SCAN.scan_id == bindparam("scan"))

_READ_TASK = select(*(_TASK[name] for name in TaskRow._fields)).where(_TASK.id == bindparam("task"))

_LOCK_TASK = _READ_TASK.with_for_update()

_ORDERS_OF_TASK = select(_POSITION.order_id).where(_POSITION.task_id == bindparam("task"))

_LOCK_ORDERS = (
    select(_ORDER.id, _ORDER.number, _ORDER.state, _ORDER.cancelled_at, _ORDER.packing_started_at)
    .where(_ORDER.id.in_(_ORDERS_OF_TASK))
    .order_by(_ORDER.id)
    .with_for_update()
)

_HELD_ORDERS = select(_HOLD.order_id).where(
    _HOLD.order_id.in_(_ORDERS_OF_TASK),
    _HOLD.lifted_at.is_(None),
    _HOLD.reason.not_in(tuple(HARMLESS_HOLDS)),
)

_TOTE_PLACE = _TABLES["location"].alias("tote_place")

_LOCK_LINE = (
    select(
        _LINE.id,
        _LINE.task_id,
        _LINE.item_id,
        _LINE.lot_id,
        _LINE.location_id,
        _PLACE.code.label("location"),
        _LINE.order_line_id,
        _LINE.allocation_id,
        _LINE.quantity,
        _LINE.picked,
        _LINE.short,
        _LINE.state,
        _ORDER_LINE.order_id,
        _TOTE_PLACE.c.id.label("tote_id"),
        _TOTE_PLACE.c.code.label("tote"),
        _CARTON.id.label("carton_id"),
        _ITEM.serial_tracked,
    )
    .join_from(_TABLES["pick_line"], _TABLES["location"], _PLACE.id == _LINE.location_id)
    .join(_TABLES["item"], _ITEM.id == _LINE.item_id)
    .join(_TABLES["order_line"], _ORDER_LINE.id == _LINE.order_line_id)
    # A task may carry several orders: the line's own order says which tote is meant.
    .join(
        _TABLES["pick_task_tote"],
        (_POSITION.task_id == _LINE.task_id) & (_POSITION.order_id == _ORDER_LINE.order_id),
    )
    # A closed carton takes nothing more, whatever the position says.
    .outerjoin(
        _TABLES["carton"], (_CARTON.id == _POSITION.carton_id) & (_CARTON.state == CartonState.OPEN)
    )
    .outerjoin(
        _TOTE_PLACE, _TOTE_PLACE.c.id == func.coalesce(_POSITION.tote_id, _CARTON.location_id)
    )
    .where(
        _LINE.id == bindparam("line"),
        _LINE.task_id == bindparam("task"),
        _LINE.state != PickLineState.CANCELLED,
    )
    .with_for_update(of=_TABLES["pick_line"])
)

_TOTE = _TABLES["tote"].c

_LOCK_TOTE_OF = (
    select(_TOTE.location_id)
    .join_from(_TABLES["tote"], _TABLES["location"], _PLACE.id == _TOTE.location_id)
    .where(
        _PLACE.code == bindparam("code"),
        or_(_TOTE.task_id == bindparam("task"), _TOTE.order_id == bindparam("order")),
    )
    .with_for_update(of=_TABLES["tote"])
)

_COUNT_LINE = (
    update(_TABLES["pick_line"])
    .where(_LINE.id == bindparam("line"))
    .values(
        picked=_LINE.picked + bindparam("units"),
        picked_at=bindparam("at"),
        state=bindparam("new_state"),
    )
)

_UNCOUNT_LINE = (
    update(_TABLES["pick_line"])
    .where(_LINE.id == bindparam("line"))
    .values(picked=_LINE.picked + bindparam("units"), state=bindparam("new_state"))
)

_COUNT_ORDER_LINE = (
    update(_TABLES["order_line"])
    .where(_ORDER_LINE.id == bindparam("order_line"))
    .values(picked=_ORDER_LINE.picked + bindparam("units"))
)

_COUNT_PROMISE = (
    update(_TABLES["allocation"])
    .where(_PROMISE.id == bindparam("promise"))
    .values(quantity=_PROMISE.quantity - bindparam("units"))
)

_HAS_OPEN = select(
    exists().where(_LINE.task_id == bindparam("task"), _LINE.state == PickLineState.OPEN)
)

_RENEW = (
    update(_TABLES["pick_task"])
    .where(_TASK.id == bindparam("task"))
    .values(
        revision=_TASK.revision + bindparam("raise_by"),
        lease_until=case(
            (
                _TASK.state == PickTaskState.IN_PROGRESS,
                bindparam("until", type_=_TASK.lease_until.type),
            ),
            else_=_TASK.lease_until,
        ),
    )
)

_FINISH = (
    update(_TABLES["pick_task"])
    .where(_TASK.id == bindparam("task"), _TASK.state == PickTaskState.IN_PROGRESS)
    .values(
        state=PickTaskState.DONE,
        paused_by=_TASK.operator_id,
        operator_id=None,
        lease_until=None,
        finished_at=bindparam("at"),
    )
)
