"""Totes with goods in them that nobody has scanned for too long."""

from __future__ import annotations

from datetime import timedelta

from app.db.queries.custody import UnseenTote, totes_not_seen_since
from app.db.queries.people import operator_by_id
from app.db.unit_of_work import UnitOfWork
from app.domain.custody import LOST_AFTER
from app.domain.permissions import Verb, may
from app.services.workplace import Workplace

__all__ = ["UnseenTote", "count_lost", "lost_totes"]


def lost_totes(
    workplace: Workplace, operator_id: int | None = None, *, after: timedelta = LOST_AFTER
) -> tuple[UnseenTote, ...]:
    """Totes with goods that nobody has scanned for so long, the longest first."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return tuple(totes_not_seen_since(work.session, work.now - after))


def count_lost(work: UnitOfWork, operator_id: int) -> int:
    """How many there are, for the number on a lead's start screen; others are not bothered."""
    role = operator_by_id(work.session, operator_id).role
    if not may(role, Verb.REASSIGN):
        return 0
    return len(totes_not_seen_since(work.session, work.now - LOST_AFTER))
