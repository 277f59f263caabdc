"""Waves: orders that are worked together against a cut-off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.domain.pick_state import PickMethod
from app.domain.waves import WaveState


class Wave(Row):
    """A set of orders released together. Its orders and tasks name it; empty filters mean any.

    Lifecycle: created -> planned -> held -> released -> in_progress -> complete, or cancelled; see
    `app.domain.waves`.
    """

    __tablename__ = "wave"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[WaveState] = mapped_column(by_value(WaveState, "state"), index=True)
    method: Mapped[PickMethod] = mapped_column(by_value(PickMethod, "method"))
    carrier: Mapped[str] = mapped_column(String(32), default="")
    destination: Mapped[str] = mapped_column(String(64), default="")
    priority: Mapped[int] = mapped_column(default=0)
    cut_off_at: Mapped[datetime | None]
    created_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    created_at: Mapped[datetime]
    planned_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own idiom
