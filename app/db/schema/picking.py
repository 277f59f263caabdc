"""Pick tasks, the totes they fill and the lines they are made of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.domain.pick_state import PickMethod
from app.domain.tasks import PickLineState, PickTaskState


class PickTask(Row):
    """Work for one picker. `epoch` rises with each claim: older holders' scans are refused.

    `revision` rises with each written change of its lines, totes or state, so that a station knows
    whether its copy is the present one. `lapsed_at` is when a lease ran out: the last holder, named
    in `paused_by`, may go on under the same epoch until somebody else claims the task.

    A task that `follows_id` another waits until that one is done and its tote is handed over.
    `cart` is the scanned code of what is pushed, `parked_at_id` where it stands while nobody works.
    `into_carton`: units go straight into the shipping box. `equipment` is what its picker must be
    able to operate; empty where anybody may do it.

    Lifecycle: ready -> in_progress -> done; paused in between; see `app.domain.tasks`.
    """

    __tablename__ = "pick_task"
    __table_args__ = (
        Index(
            "ix_pick_task_ready",
            "zone",
            "priority",
            "sequence",
            postgresql_where=text("state = 'ready'"),
            sqlite_where=text("state = 'ready'"),
        ),
        Index(
            "ix_pick_task_lease",
            "lease_until",
            postgresql_where=text("state = 'in_progress'"),
            sqlite_where=text("state = 'in_progress'"),
        ),
        CheckConstraint(
            "(state = 'in_progress') = (operator_id is not null)", name="in_progress_has_operator"
        ),
    )

    id: Mapped[RowId]
    method: Mapped[PickMethod] = mapped_column(by_value(PickMethod, "method"))
    zone: Mapped[str] = mapped_column(String(32), default="")
    state: Mapped[PickTaskState] = mapped_column(by_value(PickTaskState, "state"))
    operator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"), index=True)
    paused_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"), index=True)
    station: Mapped[str] = mapped_column(String(32), default="")
    epoch: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    lease_until: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    priority: Mapped[int] = mapped_column(default=0)
    sequence: Mapped[int] = mapped_column(default=0)
    wave_id: Mapped[int | None] = mapped_column(Id, ForeignKey("wave.id"), index=True)
    follows_id: Mapped[int | None] = mapped_column(Id, ForeignKey("pick_task.id"), index=True)
    parked_at_id: Mapped[int | None] = mapped_column(Id, ForeignKey("location.id"))
    cart: Mapped[str] = mapped_column(String(16), default="", server_default="")
    into_carton: Mapped[bool] = mapped_column(default=False, server_default=false())
    equipment: Mapped[str] = mapped_column(String(32), default="", server_default="")
    due_at: Mapped[datetime | None]
    released_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class PickTaskTote(Row):
    """An order that a task carries, the cart position its goods go to, and what stands there now.

    Orders that are sorted later share one position and its bulk totes. Where a tote was full,
    `tote_id` is the next one; the full one stays bound by its own row. `handed_over_at` is when
    another zone gave its tote on to this task, `arrived_at` when it was scanned here.
    """

    __tablename__ = "pick_task_tote"
    __table_args__ = (UniqueConstraint("task_id", "order_id"),)

    id: Mapped[RowId]
    task_id: Mapped[int] = mapped_column(Id, ForeignKey("pick_task.id"))
    position: Mapped[int]
    order_id: Mapped[int] = mapped_column(Id, ForeignKey("orders.id"), index=True)
    tote_id: Mapped[int | None] = mapped_column(Id, ForeignKey("tote.location_id"), index=True)
    carton_id: Mapped[int | None] = mapped_column(Id, ForeignKey("carton.id"), index=True)
    handed_over_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]


class PickLine(Row):
    """One item at one location for one order line; open units are `quantity - picked - short`."""

    __tablename__ = "pick_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("picked >= 0", name="picked_not_negative"),
        CheckConstraint("short >= 0", name="short_not_negative"),
        CheckConstraint("picked + short <= quantity", name="within_quantity"),
        Index("ix_pick_line_picked_at", "picked_at"),
        Index(
            "ix_pick_line_open",
            "task_id",
            postgresql_where=text("state = 'open'"),
            sqlite_where=text("state = 'open'"),
        ),
    )

    id: Mapped[RowId]
    task_id: Mapped[int] = mapped_column(Id, ForeignKey("pick_task.id"), index=True)
    order_line_id: Mapped[int] = mapped_column(Id, ForeignKey("order_line.id"), index=True)
    allocation_id: Mapped[int] = mapped_column(Id, ForeignKey("allocation.id"), index=True)
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"))
    location_id: Mapped[int] = mapped_column(Id, ForeignKey("location.id"), index=True)
    lot_id: Mapped[int] = mapped_column(Id, ForeignKey("lot.id"))
    sequence: Mapped[int]
    quantity: Mapped[int]
    picked: Mapped[int] = mapped_column(default=0)
    short: Mapped[int] = mapped_column(default=0)
    skips: Mapped[int] = mapped_column(default=0)
    state: Mapped[PickLineState] = mapped_column(by_value(PickLineState, "state"))
    short_reason: Mapped[str] = mapped_column(String(32), default="")
    picked_at: Mapped[datetime | None]
