"""Calls a lead to an operator who gets the same refusal again and again."""

from __future__ import annotations

import logging

from app.db.unit_of_work import UnitOfWork, is_connection_lost
from app.domain.pick_refusals import CALL_LEAD_AFTER
from app.domain.pick_state import PickState
from app.domain.shelf_events import LeadCalled
from app.services.identifying import Entry
from app.services.scan_records import logged_raw
from app.services.workplace import Workplace

_log = logging.getLogger(__name__)


def call_lead(workplace: Workplace, operator_id: int, state: PickState, entry: Entry) -> None:
    """Let a lead know where a picker needs a person, once the same refusal came often enough.

    Without its database a station says so on its own screen only.

    Args:
        workplace: where they are.
        operator_id: who needs help.
        state: the task after the scan, with its refusal.
        entry: the scan.
    """
    if state.refusal is None or state.same_refusals != CALL_LEAD_AFTER:
        return
    place = "" if state.line is None else state.line.location
    called = LeadCalled(state.task_id, state.refusal.name, logged_raw(entry), place)

    def verb(work: UnitOfWork) -> None:
        work.record(called)

    try:
        workplace.database.run(verb, workplace.actor(operator_id))
    except Exception as error:
        if not is_connection_lost(error):
            raise
        _log.info("no lead was called, the database is away: %s", error)
