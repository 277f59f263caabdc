"""Waves, the templates they are made by, and channels that feed the floor without any."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, false, true
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Record, Row, RowId, by_value
from app.domain.channels import ChannelState
from app.domain.pick_state import PickMethod
from app.domain.waves import WaveState


class Wave(Row):
    """A set of orders released together. Its orders and tasks name it; empty filters mean any.

    `positions` and `into_carton` are how its orders are picked, beside `method`. `planned` are the
    figures of its plan, to be compared with what came of it; `carts` are the orders, by id, that a
    search put together; until `search_until` its release by itself waits for one.
    `forecast_end_at` is when its last unit was to be picked, and `forecast_metres` what was to be
    walked for it, as the board told when it was released. A channel's wave stays open as long as
    the channel does.

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
    positions: Mapped[int | None]
    into_carton: Mapped[bool] = mapped_column(default=False, server_default=false())
    priority: Mapped[int] = mapped_column(default=0)
    cut_off_at: Mapped[datetime | None]
    template_id: Mapped[int | None] = mapped_column(Id, ForeignKey("wave_template.id"), index=True)
    channel_id: Mapped[int | None] = mapped_column(Id, ForeignKey("channel.id"), index=True)
    planned: Mapped[dict[str, object] | None]
    carts: Mapped[list[list[int]] | None] = mapped_column(Record)
    search_until: Mapped[datetime | None]
    created_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    created_at: Mapped[datetime]
    planned_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    forecast_end_at: Mapped[datetime | None]
    forecast_metres: Mapped[float | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own idiom


class Intake:
    """Columns of what takes orders by itself: which ones, and how they are picked.

    `countries` and `tags` are lists separated by commas; `sequence` says who takes an order first.
    """

    code: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(64), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    carrier: Mapped[str] = mapped_column(String(64), default="")
    countries: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[str] = mapped_column(Text, default="")
    min_priority: Mapped[int | None]
    lines_at_most: Mapped[int | None]
    method: Mapped[PickMethod] = mapped_column(by_value(PickMethod, "method"))
    positions: Mapped[int | None]
    into_carton: Mapped[bool] = mapped_column(default=False, server_default=false())
    priority: Mapped[int] = mapped_column(default=0)


class WaveTemplate(Intake, Row):
    """Waves make themselves by it: orders join until the lead time before the cut-off.

    `cut_off` is the time of day at which the truck leaves, by the floor's clock ("12:00"; empty for
    none). `auto_create` and `auto_release` say what happens without a person.
    """

    __tablename__ = "wave_template"
    __table_args__ = (CheckConstraint("lead_minutes >= 0", name="lead_not_negative"),)

    id: Mapped[RowId]
    active: Mapped[bool] = mapped_column(default=True, server_default=true())
    cut_off: Mapped[str] = mapped_column(String(5), default="")
    lead_minutes: Mapped[int] = mapped_column(default=60)
    orders_per_wave: Mapped[int | None]
    lines_per_wave: Mapped[int | None]
    auto_create: Mapped[bool] = mapped_column(default=True, server_default=true())
    auto_release: Mapped[bool] = mapped_column(default=False, server_default=false())


class Channel(Intake, Row):
    """Feeds the floor as much as there is room for: `room` orders that are not past picking.

    `ends` is the time of day at which it falls asleep, by the floor's clock; `ends_at` is that
    moment for the day it was opened, and the time its orders are due. `opened_at` is when it was.
    """

    __tablename__ = "channel"
    __table_args__ = (CheckConstraint("room > 0", name="room_positive"),)

    id: Mapped[RowId]
    state: Mapped[ChannelState] = mapped_column(by_value(ChannelState, "state"))
    room: Mapped[int]
    ends: Mapped[str] = mapped_column(String(5), default="")
    opened_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
