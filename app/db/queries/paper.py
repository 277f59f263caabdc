"""Selects on printers, routes and the spool."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.db.schema import Printer, PrintJob, PrintRoute, ShopStationery, Station
from printing.jobs import LEASABLE, JobState


def station_by_code(session: Session, code: str) -> Station | None:
    """The station with this code."""
    return session.scalar(select(Station).where(Station.code == code))


def stations(session: Session) -> list[Station]:
    """All stations that were ever at work here."""
    return list(session.scalars(select(Station).order_by(Station.code)))


def shop_stationery(session: Session, shops: Collection[str] | None = None) -> list[ShopStationery]:
    """How the paper of these shops looks, as far as they have a say; of all if None."""
    wanted = select(ShopStationery).order_by(ShopStationery.shop)
    if shops is not None:
        wanted = wanted.where(ShopStationery.shop.in_(shops))
    return list(session.scalars(wanted))


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
    """The station's own printer for a kind of document."""
    return next(iter(printers_for(session, station, document_kind)), None)


def printers_for(session: Session, station: str, document_kind: str) -> list[Printer]:
    """A station's printers for a kind of document: its own first, then those that take over."""
    return list(
        session.scalars(
            select(Printer)
            .join(PrintRoute, PrintRoute.printer_id == Printer.id)
            .join(Station, Station.id == PrintRoute.station_id)
            .where(Station.code == station, PrintRoute.document_kind == document_kind)
            .order_by(PrintRoute.rank)
        )
    )


def routes_of(session: Session, station: str) -> dict[str, tuple[Printer, ...]]:
    """A station's printers for each kind of document, in the order they are tried."""
    found: dict[str, tuple[Printer, ...]] = {}
    for kind, printer in session.execute(_routes(), {"station": station}):
        found[kind] = (*found.get(kind, ()), printer)
    return found


@cache
def _routes() -> Select[str, Printer]:
    """Built once: each screen that is shown asks for the lamps of its printers."""
    return (
        select(PrintRoute.document_kind, Printer)
        .join(Printer, PrintRoute.printer_id == Printer.id)
        .join(Station, Station.id == PrintRoute.station_id)
        .where(Station.code == bindparam("station"))
        .order_by(PrintRoute.document_kind, PrintRoute.rank)
    )


def routes_to_replace(session: Session, station_id: int, document_kind: str) -> list[PrintRoute]:
    """A station's rows for a kind of document, locked."""
    return list(
        session.scalars(
            select(PrintRoute)
            .where(PrintRoute.station_id == station_id, PrintRoute.document_kind == document_kind)
            .order_by(PrintRoute.rank)
            .with_for_update()
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


def has_leased_job(session: Session, printer_id: int, now: datetime) -> bool:
    """Whether some worker is at a job of this printer."""
    leased = select(PrintJob.id).where(
        PrintJob.printer_id == printer_id,
        PrintJob.lease_until > now,
        PrintJob.state.in_(tuple(LEASABLE)),
    )
    return session.scalar(leased.limit(1)) is not None


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


def copies_of(session: Session, job: PrintJob) -> list[PrintJob]:
    """All copies of a job's document, oldest first, locked.

    Reprints of papers that belong to no parcel are found by the one they repeat.
    """
    if job.carton_id is not None:
        return [
            each
            for each in jobs_of_carton(session, job.carton_id)
            if (each.document_kind, each.version) == (job.document_kind, job.version)
        ]
    first = job
    while first.reprint_of is not None:
        first = session.get_one(PrintJob, first.reprint_of)
    copies = [first]
    while (later := _reprint_of(session, copies[-1].id)) is not None:
        copies.append(later)
    return copies


def _reprint_of(session: Session, job_id: int) -> PrintJob | None:
    return session.scalar(
        select(PrintJob)
        .where(PrintJob.reprint_of == job_id)
        .with_for_update()
        .execution_options(populate_existing=True)
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


def waiting_at_printers(session: Session) -> dict[int, int]:
    """How many papers wait for each printer, or are on their way into it."""
    rows = session.execute(
        select(PrintJob.printer_id, func.count())
        .where(PrintJob.state.in_(tuple(LEASABLE)))
        .group_by(PrintJob.printer_id)
    )
    return {row[0]: row[1] for row in rows}


STUCK = (JobState.HELD, JobState.UNCERTAIN, JobState.FAILED)
"""States that do not go on without a person, or not before the printer is looked after."""


def count_stuck(session: Session, station: str) -> int:
    """How many papers of a station are stuck."""
    stuck = select(func.count()).where(PrintJob.station == station, PrintJob.state.in_(STUCK))
    return session.scalar(stuck) or 0
