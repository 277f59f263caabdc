"""Parcels that were weighed, and what was learnt from them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.domain.weigh_steps import OverrideReason
from app.domain.weighing import WeightVerdict


class Weighing(Row):
    """A parcel on the scale, and how it compared; weights in grams. Each time is a row of its own.

    `is_lesson`: it may be learnt from; only the last weighing of a carton ever is. `learnt_at`:
    when it was. Overrides by a lead stand beside the verdict that they set aside.
    """

    __tablename__ = "weighing"
    __table_args__ = (
        Index(
            "ix_weighing_unlearnt",
            "id",
            postgresql_where=text("is_lesson AND learnt_at IS NULL"),
            sqlite_where=text("is_lesson AND learnt_at IS NULL"),
        ),
        CheckConstraint("measured_g > 0", name="measured_positive"),
    )

    id: Mapped[RowId]
    carton_id: Mapped[int] = mapped_column(Id, ForeignKey("carton.id"), index=True)
    packaging_code: Mapped[str] = mapped_column(
        String(16), ForeignKey("packaging.code"), index=True
    )
    measured_g: Mapped[float]
    expected_g: Mapped[float]
    tolerance_g: Mapped[float]
    verdict: Mapped[WeightVerdict] = mapped_column(by_value(WeightVerdict, "verdict"))
    override_reason: Mapped[OverrideReason | None] = mapped_column(
        by_value(OverrideReason, "override_reason")
    )
    override_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    changed_item_id: Mapped[int | None] = mapped_column(Id, ForeignKey("item.id"))
    is_lesson: Mapped[bool]
    learnt_at: Mapped[datetime | None]
    station: Mapped[str] = mapped_column(String(32), default="")
    operator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    at: Mapped[datetime]


class WeighedItem(Row):
    """Units of an item that lay in a parcel when it was weighed."""

    __tablename__ = "weighed_item"
    __table_args__ = (CheckConstraint("units > 0", name="units_positive"),)

    weighing_id: Mapped[int] = mapped_column(Id, ForeignKey("weighing.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"), primary_key=True, index=True)
    units: Mapped[int]


class LearntWeight(Row):
    """What one unit of an item, or one empty packaging, weighs by what was weighed; in grams.

    `since_weighing_id` is the first weighing that counts, since the item changed.
    """

    __tablename__ = "learnt_weight"
    __table_args__ = (
        CheckConstraint("(item_id IS NULL) <> (packaging_code IS NULL)", name="one_part"),
        CheckConstraint("grams >= 0", name="grams_not_negative"),
    )

    id: Mapped[RowId]
    item_id: Mapped[int | None] = mapped_column(Id, ForeignKey("item.id"), unique=True)
    packaging_code: Mapped[str | None] = mapped_column(
        String(16), ForeignKey("packaging.code"), unique=True
    )
    grams: Mapped[float]
    spread_g: Mapped[float]
    doubt_g: Mapped[float]
    parcels: Mapped[int]
    since_weighing_id: Mapped[int | None] = mapped_column(Id, ForeignKey("weighing.id"))
    updated_at: Mapped[datetime]
