"""How much of each kind of work waits for an operator, for the numbers on the start screen."""

from __future__ import annotations

from collections.abc import Callable

from app.db.unit_of_work import UnitOfWork
from app.domain.floor_work import FloorWork
from app.services.discrepancies import count_discrepancies
from app.services.paper_desk import count_stuck_papers
from app.services.workplace import Workplace

COUNTS: dict[FloorWork, Callable[[UnitOfWork, int], int]] = {
    FloorWork.SETTLE: count_discrepancies,
    FloorWork.PAPERS: count_stuck_papers,
}
"""By kind of work, how much of it an operator could do now."""


def waiting_work(workplace: Workplace, operator_id: int) -> dict[FloorWork, int]:
    """How much waits of each kind that is counted."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return {kind: count(work, operator_id) for kind, count in COUNTS.items()}
