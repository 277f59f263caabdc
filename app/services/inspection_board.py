"""The inspections that wait, for a lead's list."""

from __future__ import annotations

from app.db.queries.inspections import WaitingInspection, waiting_inspections
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb
from app.services.raising_inspections import raise_for_picked
from app.services.workplace import Workplace

__all__ = ["WaitingInspection", "inspections_open"]


def inspections_open(
    workplace: Workplace, operator_id: int | None = None
) -> tuple[WaitingInspection, ...]:
    """All orders that wait to be inspected, those the rules choose now among them."""

    def verb(work: UnitOfWork) -> tuple[WaitingInspection, ...]:
        raise_for_picked(work)
        return tuple(waiting_inspections(work.session))

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.INSPECT))
