"""Selects on what a lead did lately, as the event log tells it: what UNDO goes back along."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.schema import EventLog

MOST_ACTS = 100
"""So many acts of a lead are remembered for UNDO."""


def events_of(
    session: Session, operator_id: int | None, kinds: Collection[str], since: datetime
) -> list[tuple[int, str, dict[str, Any]]]:
    """Number, kind and payload of somebody's last events of some kinds, the newest first.

    Args:
        session: the transaction.
        operator_id: who did it; None for the person at the shell.
        kinds: names of the events.
        since: older ones are left out.
    """
    by_whom = (
        EventLog.operator_id.is_(None)
        if operator_id is None
        else EventLog.operator_id == operator_id
    )
    rows = session.execute(
        select(EventLog.id, EventLog.kind, EventLog.payload)
        .where(EventLog.kind.in_(kinds), by_whom, EventLog.at >= since)
        .order_by(EventLog.id.desc())
        .limit(MOST_ACTS)
    )
    return [(number, kind, told) for number, kind, told in rows]
