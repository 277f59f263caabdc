"""Inspections of picked orders: the rules that ask for them, and what each of them found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.schema.base import Id, Row, RowId, by_value
from app.db.schema.counting import HeldWork
from app.domain.inspection_rules import InspectionReason, RuleKind
from app.domain.inspection_state import FindingKind
from app.domain.tasks import StockTaskState

_OPEN = text("state = 'open'")


class InspectionRule(Row):
    """The number of a rule by which orders are inspected; a rule without a row is off."""

    __tablename__ = "inspection_rule"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    kind: Mapped[RuleKind] = mapped_column(by_value(RuleKind, "kind"), primary_key=True)
    amount: Mapped[int]


class Inspection(HeldWork, Row):
    """An order is counted, blind, before it is packed; one at a time for each order.

    `raised_by` is whoever demanded it; a rule is nobody. An order is chosen by the rules once.
    """

    __tablename__ = "inspection"
    __table_args__ = (
        Index(
            "ix_inspection_open",
            "order_id",
            unique=True,
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
    )

    id: Mapped[RowId]
    order_id: Mapped[int] = mapped_column(Id, ForeignKey("orders.id"), index=True)
    reason: Mapped[InspectionReason] = mapped_column(by_value(InspectionReason, "reason"))
    state: Mapped[StockTaskState] = mapped_column(by_value(StockTaskState, "state"))
    raised_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    raised_at: Mapped[datetime]
    finished_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"))
    finished_at: Mapped[datetime | None]


class InspectionLine(Row):
    """What an inspection found of one item, and what was done about it; `way` is empty if right.

    `order_line_id` is the first line of the order that wants the item, if one does. `picked_by` is
    whoever picked most of it, or of the order where it is no item of it.
    """

    __tablename__ = "inspection_line"
    __table_args__ = (CheckConstraint("units > 0", name="units_positive"),)

    id: Mapped[RowId]
    inspection_id: Mapped[int] = mapped_column(Id, ForeignKey("inspection.id"), index=True)
    order_line_id: Mapped[int | None] = mapped_column(Id, ForeignKey("order_line.id"), index=True)
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("item.id"))
    finding: Mapped[FindingKind] = mapped_column(by_value(FindingKind, "finding"))
    units: Mapped[int]
    way: Mapped[str] = mapped_column(String(32), default="", server_default="")
    picked_by: Mapped[int | None] = mapped_column(Id, ForeignKey("operator.id"), index=True)
    at: Mapped[datetime]
