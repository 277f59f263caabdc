"""How much of each kind of work waits for an operator, for the numbers on the start screen."""

from __future__ import annotations

from collections.abc import Callable

from app.db.unit_of_work import UnitOfWork
from app.domain.floor_work import FloorWork
from app.services.count_desk import approvals_waiting
from app.services.counting import count_waiting
from app.services.discrepancies import count_discrepancies
from app.services.exception_board import exceptions_waiting
from app.services.lost_totes import count_lost
from app.services.paper_desk import count_stuck_papers
from app.services.putting_away import put_aways_waiting
from app.services.raising_inspections import inspections_waiting
from app.services.refilling import refills_waiting
from app.services.shelving import parts_to_bring
from app.services.sorting import totes_waiting
from app.services.workplace import Workplace
from app.services.zone_work import zone_work_waiting

COUNTS: dict[FloorWork, Callable[[UnitOfWork, int], int]] = {
    FloorWork.ZONE: zone_work_waiting,
    FloorWork.LOOK_UP: count_lost,
    FloorWork.INSPECT: inspections_waiting,
    FloorWork.SORT: totes_waiting,
    FloorWork.SHELF: parts_to_bring,
    FloorWork.COUNT: count_waiting,
    FloorWork.REPLENISH: refills_waiting,
    FloorWork.PUT_AWAY: put_aways_waiting,
    FloorWork.APPROVE: approvals_waiting,
    FloorWork.SETTLE: count_discrepancies,
    FloorWork.PAPERS: count_stuck_papers,
    FloorWork.DESK: exceptions_waiting,
}
"""By kind of work, how much of it an operator could do now."""


def waiting_work(workplace: Workplace, operator_id: int) -> dict[FloorWork, int]:
    """How much waits of each kind that is counted."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return {kind: count(work, operator_id) for kind, count in COUNTS.items()}
