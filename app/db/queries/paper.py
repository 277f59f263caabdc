"""Selects on printers, routes and the spool."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased

from app.db.schema import Printer, PrintJob, PrintRoute, Station
from printing.jobs import LEASABLE


def station_by_code(session: Session, code: str) -> Station | None:
    """The station with this code."""
    return session.scalar(select(Station).where(Station.code == code))


def printers(session: Session) -> list[Printer]:
    """All printers of the site."""
    return list(session.scalars(select(Printer).order_by(Printer.name)))


def printer_by_name(session: Session, name: str) -> Printer | None:
    """The printer with this name."""
    return session.scalar(select(Printer).where(Printer.name == name))


def lock_printer(session: Session, name: str) -> Printer | None:
    """The printer with this name, locked."""
    return session.scalar(
        select(Printer)
        .where(Printer.name == name)
        .with_for_update(key_share=True)  # jobs can be queued at it meanwhile
        .execution_options(populate_existing=True)
    )


def routed_printer(session: Session, station: str, document_kind: str) -> Printer | None:
    """The printer a station sends a kind of document to."""
    return session.scalar(
        select(Printer)
        .join(PrintRoute, PrintRoute.printer_id == Printer.id)
        .join(Station, Station.id == PrintRoute.station_id)
        .where(Station.code == station, PrintRoute.document_kind == document_kind)
    )


def routes_of(session: Session, station: str) -> dict[str, Printer]:
    """Where a station sends each kind of document."""
    rows = session.execute(
        select(PrintRoute.document_kind, Printer)
        .join(Printer, PrintRoute.printer_id == Printer.id)
        .join(Station, Station.id == PrintRoute.station_id)
        .where(Station.code == station)
        .order_by(PrintRoute.document_kind)
    )
    return {row[0]: row[1] for row in rows}


def route_of(session: Session, station_id: int, document_kind: str) -> PrintRoute | None:
    """A station's route for a kind of document."""
    return session.scalar(
        select(PrintRoute).where(
            PrintRoute.station_id == station_id, PrintRoute.document_kind == document_kind
        )
    )


def leasable_job(
    session: Session,
    worker: str,
    now: datetime,
    *,
    only: Collection[str] | None,
    avoid: Collection[str],
) -> tuple[PrintJob, Printer] | None:
    """The oldest job that may be worked on, locked; printers another worker is at are left out.

    The printer is locked first, and its job looked for again only then: whoever waited for the
    lock would otherwise be given the job that the worker before has just taken.
    """
    passed: set[int] = set()
    while True:
        candidate = session.execute(
            _workable_jobs(worker, now, only=only, avoid=avoid)
            .where(Printer.id.not_in(passed))
            .limit(1)
        ).first()
        if candidate is None:
            return None
        printer: Printer = candidate[1]
        session.execute(
            # No key changes, so that jobs can be queued at the printer meanwhile.
            select(Printer.id).where(Printer.id == printer.id).with_for_update(key_share=True)
        )
        row = session.execute(
            _workable_jobs(worker, now, only=only, avoid=avoid)
            .where(Printer.id == printer.id)
            .limit(1)
            .with_for_update(of=PrintJob)
            .execution_options(populate_existing=True)
        ).first()
        if row is not None:
            return row[0], row[1]
        passed.add(printer.id)


def _workable_jobs(
    worker: str, now: datetime, *, only: Collection[str] | None, avoid: Collection[str]
) -> Select[PrintJob, Printer]:
    """Jobs a worker may take, oldest first, with their printers."""
    other = aliased(PrintJob)
    taken = select(other.printer_id).where(
        other.lease_until > now, other.worker != worker, other.state.in_(tuple(LEASABLE))
    )
    statement = (
        select(PrintJob, Printer)
        .join(Printer, Printer.id == PrintJob.printer_id)
        .where(
            PrintJob.state.in_(tuple(LEASABLE)),
            or_(
                PrintJob.lease_until.is_(None),
                PrintJob.lease_until <= now,
                PrintJob.worker == worker,
            ),
            PrintJob.printer_id.not_in(taken),
            Printer.name.not_in(tuple(avoid)),
        )
        .order_by(PrintJob.id)
    )
    return statement if only is None else statement.where(Printer.name.in_(tuple(only)))


def lock_job(session: Session, job_id: int) -> PrintJob:
    """A print job, locked."""
    return session.scalars(
        select(PrintJob)
        .where(PrintJob.id == job_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def jobs_of_carton(session: Session, carton_id: int) -> list[PrintJob]:
    """All print jobs of a carton, oldest first, locked."""
    return list(
        session.scalars(
            select(PrintJob)
            .where(PrintJob.carton_id == carton_id)
            .order_by(PrintJob.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def job_with_reason(session: Session, reason: str) -> PrintJob | None:
    """The print job that stands where it stands for this very reason."""
    return session.scalar(select(PrintJob).where(PrintJob.reason == reason).limit(1))


def recent_jobs(session: Session, station: str, limit: int = 20) -> list[tuple[PrintJob, Printer]]:
    """The station's last print jobs, newest first."""
    rows = session.execute(
        select(PrintJob, Printer)
        .join(Printer, Printer.id == PrintJob.printer_id)
        .where(PrintJob.station == station)
        .order_by(PrintJob.id.desc())
        .limit(limit)
    )
    return [(job, printer) for job, printer in rows]
