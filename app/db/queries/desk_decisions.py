"""Selects on what leads decided about exceptions, and on what of it was undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.queries.lead_acts import events_of
from app.db.schema import CountTask, Location
from app.domain.desk_decisions import DoneDecision, LiftedHold, LineChange, Reversal
from app.domain.exception_events import DecisionMade, DecisionUndone
from app.domain.floor_exceptions import way_named

_MADE, _UNDONE = DecisionMade.__name__, DecisionUndone.__name__


def decisions_of(
    session: Session, operator_id: int | None, since: datetime
) -> tuple[list[DoneDecision], frozenset[int]]:
    """What somebody decided lately, and the numbers of those decisions that were undone."""
    rows = events_of(session, operator_id, (_MADE, _UNDONE), since)
    done = [_decision(number, told) for number, kind, told in rows if kind == _MADE]
    return done, frozenset(int(str(told["decision"])) for _, kind, told in rows if kind == _UNDONE)


def counts_raised_at(session: Session, place: str, moment: datetime) -> tuple[int, ...]:
    """The counts of a place that were raised at a moment, by their numbers."""
    rows = session.scalars(
        select(CountTask.id)
        .join(Location, Location.id == CountTask.location_id)
        .where(Location.code == place, CountTask.raised_at == moment)
        .order_by(CountTask.id)
    )
    return tuple(rows)


def _decision(number: int, told: dict[str, Any]) -> DoneDecision:
    reversal = told["reversal"]
    return DoneDecision(
        number,
        way_named(str(told["way"])),
        str(told["subject"]),
        Reversal(
            order_id=reversal["order_id"],
            row_ids=tuple(reversal["row_ids"]),
            lines=tuple(LineChange(**line) for line in reversal["lines"]),
            holds=tuple(LiftedHold(**hold) for hold in reversal["holds"]),
            giver_ids=tuple(reversal["giver_ids"]),
            rest_id=reversal["rest_id"],
        ),
    )
