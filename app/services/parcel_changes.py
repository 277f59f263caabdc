"""What becomes of an order's closed parcels when the order changes: their papers are void."""

from __future__ import annotations

from dataclasses import replace

from app.db.queries.paper import jobs_of_carton
from app.db.queries.parcels import closed_cartons, open_carton
from app.db.schema import Carton, Order
from app.db.unit_of_work import UnitOfWork
from app.services.parcels import relabel_carton
from app.services.spooling import supersede_papers
from app.services.transports import void_transport
from app.services.workplace import Workplace
from printing.jobs import JobState


def void_papers_of(work: UnitOfWork, order: Order) -> int:
    """Void slips and labels of the order's parcels that are still in the house.

    What still waits for a printer is never printed, and the bench refuses the parcel.

    Returns:
        How many parcels there are.

    Raises:
        Refused: a paper is coming out of a printer at this moment.
    """
    cartons = closed_cartons(work.session, order.id)
    for carton in cartons:
        supersede_papers(work, carton)
    return len(cartons)


def tell_bench(work: UnitOfWork, order: Order) -> None:
    """Let the bench an order is open at read it anew with its next scan."""
    carton = open_carton(work.session, order.id)
    if carton is not None:
        carton.revision += 1


def relabel_parcels(
    work: UnitOfWork, workplace: Workplace, order: Order, *, only_void: bool = False
) -> int:
    """Give the order's parcels that are still in the house new numbers, transports and papers.

    They are printed where the parcel was packed. The old number leads to no parcel any more, so
    that the old label is refused when somebody scans it.

    Args:
        work: the transaction.
        workplace: the station.
        order: whose parcels.
        only_void: only those whose papers were voided before.

    Returns:
        How many parcels got new ones.

    Raises:
        Refused: a paper is coming out of a printer at this moment, or the carrier cannot take it.
    """
    cartons = [
        carton
        for carton in closed_cartons(work.session, order.id)
        if not only_void or _is_void(work, carton)
    ]
    for carton in cartons:
        there = replace(workplace, station=carton.station or workplace.station)
        void_transport(work, there, carton)
        relabel_carton(work, there, carton)
    return len(cartons)


def _is_void(work: UnitOfWork, carton: Carton) -> bool:
    """Whether no paper of a carton counts any more."""
    jobs = jobs_of_carton(work.session, carton.id)
    return all(job.state in (JobState.SUPERSEDED, JobState.CANCELLED) for job in jobs)
