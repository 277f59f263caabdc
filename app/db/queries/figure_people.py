"""Selects on what single people did: lines, time at work, scans, shorts and errors, by slot."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from app.db.queries.shift_figures import PICKING, Span, counted, gaps, is_work, stopped, within
from app.db.queries.time_slots import slot
from app.db.schema import EventLog, InspectionLine, Operator, ScanLog, StockMove
from app.domain.events import LineShorted
from app.domain.figure_people import PersonSlot
from app.domain.inspection_state import FindingKind
from app.domain.locations import MoveReason


def person_slots(
    session: Session, span: Span, width: timedelta, operator_id: int | None = None
) -> list[PersonSlot]:
    """What people picked, slot by slot; of everybody if nobody is named."""
    seconds = width.total_seconds()
    lines = _lines(session, span, seconds, _is_of(operator_id))
    scans = gaps(span, PICKING).where(_is_of(operator_id)).subquery()
    at = slot(scans.c.at, span[0], seconds).label("slot")
    rows = session.execute(
        select(
            scans.c.operator_id,
            Operator.name,
            at,
            counted(scans.c.gap),
            func.count(),
            stopped(scans.c.refusal),
        )
        .join(Operator, Operator.id == scans.c.operator_id)
        .group_by(scans.c.operator_id, Operator.name, at)
        .order_by(Operator.name, scans.c.operator_id, at)
    )
    return [
        PersonSlot(
            who,
            name,
            int(number),
            lines.get((who, int(number)), 0),
            float(worked or 0.0),
            int(count),
            int(stops),
        )
        for who, name, number, worked, count, stops in rows
    ]


def _lines(
    session: Session, span: Span, width: float, whose: ColumnElement[bool]
) -> dict[tuple[int, int], int]:
    """Lines of which somebody took units, by person and slot."""
    at = slot(ScanLog.at, span[0], width).label("slot")
    rows = session.execute(
        select(ScanLog.operator_id, at, func.count(func.distinct(StockMove.pick_line_id)))
        .join(StockMove, StockMove.scan_id == ScanLog.scan_id)
        .where(
            is_work(PICKING),
            StockMove.reason == MoveReason.PICKED,
            within(ScanLog.at, span),
            whose,
        )
        .group_by(ScanLog.operator_id, at)
    )
    return {(who or 0, int(number)): int(count) for who, number, count in rows}


def _is_of(operator_id: int | None) -> ColumnElement[bool]:
    return true() if operator_id is None else ScanLog.operator_id == operator_id


def shorts_of_person(
    session: Session, span: Span, width: timedelta, operator_id: int
) -> dict[int, int]:
    """Lines that somebody ended short, by slot."""
    at = slot(EventLog.at, span[0], width.total_seconds()).label("slot")
    rows = session.execute(
        select(at, func.count())
        .where(
            EventLog.kind == LineShorted.__name__,
            EventLog.operator_id == operator_id,
            within(EventLog.at, span),
        )
        .group_by(at)
    )
    return {int(number): int(count) for number, count in rows}


def errors_of_person(
    session: Session, span: Span, width: timedelta, operator_id: int
) -> dict[int, int]:
    """Lines in which an inspection found what somebody had picked wrong, by slot."""
    at = slot(InspectionLine.at, span[0], width.total_seconds()).label("slot")
    rows = session.execute(
        select(at, func.count())
        .where(
            InspectionLine.picked_by == operator_id,
            InspectionLine.finding != FindingKind.RIGHT,
            within(InspectionLine.at, span),
        )
        .group_by(at)
    )
    return {int(number): int(count) for number, count in rows}
