"""Operators, stations and the site they work at."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.domain.confirmation import ConfirmationPolicy
from app.domain.operators import OperatorRole


class Operator(Row):
    """Somebody who works here, in a zone of the floor or anywhere. PIN and badge are hashes only.

    What proves who somebody is, is read where a sign-in is judged and nowhere else: stations'
    logins may not read it.
    """

    __tablename__ = "operator"

    id: Mapped[RowId]
    staff_number: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(128))
    role: Mapped[OperatorRole] = mapped_column(by_value(OperatorRole, "role"))
    pin_hash: Mapped[str] = mapped_column(String(255), default="", deferred=True)
    badge_hash: Mapped[str | None] = mapped_column(String(64), unique=True, deferred=True)
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(8), default="en")
    theme: Mapped[str] = mapped_column(String(8), default="light")
    volume: Mapped[int] = mapped_column(default=7)
    left_handed: Mapped[bool] = mapped_column(default=False)
    text_scale: Mapped[float] = mapped_column(default=1.0)
    zone: Mapped[str] = mapped_column(String(32), default="", server_default="")
    wrong_pins: Mapped[int] = mapped_column(default=0, deferred=True)
    locked_until: Mapped[datetime | None] = mapped_column(deferred=True)


class OperatorSkill(Row):
    """Equipment that somebody may operate: work that needs it goes to nobody else."""

    __tablename__ = "operator_skill"

    operator_id: Mapped[int] = mapped_column(Id, ForeignKey("operator.id"), primary_key=True)
    skill: Mapped[str] = mapped_column(String(32), primary_key=True)


class Station(Row):
    """A computer on the floor, known by its code.

    `session` is the program run that speaks for it now: two computers with one code show up.
    """

    __tablename__ = "station"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(128), default="")
    session: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    last_seen_at: Mapped[datetime | None]
    app_version: Mapped[str] = mapped_column(String(32), default="")


class Site(Row):
    """The warehouse itself: who sends, and on which paper. One row.

    `checks_empty`: whoever takes the last unit of a location is asked whether it is empty now.
    `scans_lanes`: a tote that goes on from zone to zone is scanned onto its lane; `pack_lane_id` is
    where totes are put down that are to be packed.
    `inspection_place_id` is where orders are brought that are to be inspected.
    """

    __tablename__ = "site"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[RowId]
    name: Mapped[str] = mapped_column(String(128))
    address_id: Mapped[int] = mapped_column(Id, ForeignKey("address.id"))
    company_prefix: Mapped[str] = mapped_column(String(12), ForeignKey("sscc_range.company_prefix"))
    slip_paper: Mapped[str] = mapped_column(String(24), default="a4")
    label_paper: Mapped[str] = mapped_column(String(24), default="label_4x6_in")
    return_instructions: Mapped[str] = mapped_column(String(500), default="")
    confirmation: Mapped[ConfirmationPolicy] = mapped_column(
        by_value(ConfirmationPolicy, "confirmation"),
        default=ConfirmationPolicy.STANDARD,
        server_default=ConfirmationPolicy.STANDARD.value,
    )
    checks_empty: Mapped[bool] = mapped_column(default=False, server_default=false())
    scans_lanes: Mapped[bool] = mapped_column(default=False, server_default=false())
    pack_lane_id: Mapped[int | None] = mapped_column(Id, ForeignKey("location.id"))
    inspection_place_id: Mapped[int | None] = mapped_column(Id, ForeignKey("location.id"))
