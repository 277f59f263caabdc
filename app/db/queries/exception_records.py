"""Selects on the event log of what was decided about exceptions, and who is about to decide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.db.schema import EventLog, Operator
from app.domain.exception_events import (
    DecisionBegun,
    DecisionLeft,
    LeadCallAnswered,
    LeadCallReopened,
    ShortDecided,
)
from app.domain.shelf_events import LeadCalled


@dataclass(frozen=True)
class Decision:
    """A way out that was taken: the number of its event, the way, by whom and when."""

    event_id: int
    order_id: int
    number: str
    way: str
    who: str
    station: str
    at: datetime


@dataclass(frozen=True)
class Call:
    """A station's call for a lead."""

    event_id: int
    refusal: str
    code: str
    location: str
    who: str
    station: str
    at: datetime


def decision_after(session: Session, order_id: int, seen: int) -> Decision | None:
    """The last decision about an order that came after another one; None where none did."""
    rows = session.execute(
        _events(ShortDecided.__name__)
        .where(EventLog.id > seen, EventLog.payload["order_id"].as_integer() == order_id)
        .order_by(EventLog.id.desc())
        .limit(1)
    )
    return next((_decision(*row) for row in rows), None)


def last_decisions(session: Session, since: datetime) -> dict[int, Decision]:
    """The last decision about each order, by its id, of those that were made since."""
    rows = session.execute(
        _events(ShortDecided.__name__).where(EventLog.at >= since).order_by(EventLog.id)
    )
    found = [_decision(*row) for row in rows]
    return {decision.order_id: decision for decision in found}


def being_decided(session: Session, since: datetime) -> dict[str, tuple[int, str]]:
    """Who looks at which exception now: the operator's id and name, by the exception's key.

    Args:
        session: the transaction.
        since: whoever began before this has gone away.
    """
    rows = session.execute(
        _events(DecisionBegun.__name__, DecisionLeft.__name__)
        .where(EventLog.at >= since)
        .order_by(EventLog.id)
    )
    found: dict[str, tuple[int, str]] = {}
    for event, name in rows:
        subject = str(event.payload["subject"])
        if event.kind == DecisionBegun.__name__:
            found[subject] = (event.operator_id or 0, name)
        elif found.get(subject, (0, ""))[0] == (event.operator_id or 0):
            found.pop(subject, None)
    return found


def calls_for_a_lead(session: Session, since: datetime) -> list[Call]:
    """The stations that called for a lead since then and that nobody has seen to, oldest first."""
    rows = session.execute(
        _events(LeadCalled.__name__, LeadCallAnswered.__name__, LeadCallReopened.__name__)
        .where(EventLog.at >= since)
        .order_by(EventLog.id)
    )
    found: dict[int, Call] = {}
    answered: set[int] = set()
    for event, name in rows:
        if event.kind == LeadCallAnswered.__name__:
            answered.add(int(str(event.payload["call"])))
            continue
        if event.kind == LeadCallReopened.__name__:
            answered.discard(int(str(event.payload["call"])))
            continue
        refusal, code, location = (str(event.payload.get(each, "")) for each in _TOLD)
        found[event.id] = Call(event.id, refusal, code, location, name, event.station, event.at)
    return [call for number, call in found.items() if number not in answered]


_TOLD = ("refusal", "code", "location")


def reporters(
    session: Session, kind: str, field: str, ids: Collection[int], since: datetime
) -> dict[int, tuple[str, str]]:
    """Who recorded the latest event of a kind about each of some rows, and at which station.

    Args:
        session: the transaction.
        kind: the event's name.
        field: which of its fields names the row.
        ids: the rows.
        since: how far back is looked.
    """
    rows = session.execute(_events(kind).where(EventLog.at >= since).order_by(EventLog.id))
    wanted = set(ids)
    return {
        row: (name, event.station)
        for event, name in rows
        if isinstance(row := event.payload.get(field), int) and row in wanted
    }


def _events(*kinds: str) -> Select[EventLog, str]:
    return (
        select(EventLog, func.coalesce(Operator.name, ""))
        .outerjoin(Operator, Operator.id == EventLog.operator_id)
        .where(EventLog.kind.in_(kinds))
    )


def _decision(event: EventLog, name: str) -> Decision:
    payload = event.payload
    return Decision(
        event.id,
        int(str(payload["order_id"])),
        str(payload["number"]),
        str(payload["way"]),
        name,
        event.station,
        event.at,
    )
