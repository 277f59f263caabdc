"""Writes picks by the reference, statement by statement, whatever functions the database has."""

from __future__ import annotations

from app.db.unit_of_work import Database
from app.domain.pick_request import Applied, PickRequest
from app.domain.pick_state import PickState
from app.domain.refusals import NoWork, Refused
from app.services import picking
from app.services.identifying import Entry
from app.services.pick_applying import apply_by_statements
from app.services.workplace import Workplace


class ByStatements:
    """A workplace's sender; `claim` claims in the same way."""

    def __init__(self, database: Database) -> None:
        self._workplace = Workplace(database, "P-01")

    def send(
        self, request: PickRequest, _before: PickState, _after: PickState, _entry: Entry
    ) -> Applied:
        return apply_by_statements(self._workplace, request)

    def claim(self, workplace: Workplace, operator_id: int) -> PickState:
        state = picking.claim_by_statements(workplace, operator_id)
        if state is None:
            raise Refused(NoWork())
        return state
