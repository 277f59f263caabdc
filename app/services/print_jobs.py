"""Rows of the spool as the rules of `printing.jobs` take them, and what people decide of them."""

from __future__ import annotations

from app.db.schema import Printer, PrintJob
from app.db.unit_of_work import UnitOfWork
from app.domain.events import PrintJobMoved
from printing import jobs
from printing.jobs import JobState, check_transition


def as_print_job(row: PrintJob, printer: Printer) -> jobs.PrintJob:
    """A row of the spool as the spooler takes it."""
    return jobs.PrintJob(
        id=row.id,
        document=row.document,
        document_kind=row.document_kind,
        copy=row.copy,
        attempt=row.attempt,
        printer_name=printer.name,
        format=printer.format.value,
        dpi=printer.dpi,
        state=row.state,
        reason=row.reason,
        payload=row.payload,
        sha256=row.sha256,
        renderings=row.renderings,
    )


def printer_of(work: UnitOfWork, row: PrintJob) -> Printer:
    """The printer a job goes to."""
    return work.session.get_one(Printer, row.printer_id)


def is_sending(work: UnitOfWork, job: PrintJob) -> bool:
    """Whether a living worker is handing the job to its printer at this moment."""
    is_leased = job.lease_until is not None and job.lease_until > work.now
    return job.state is JobState.SENDING and is_leased


def change_by_person(job: PrintJob, new: JobState) -> None:
    """Change a job's state on a person's behalf, and take it from any worker.

    Raises:
        IllegalTransition: the table of states does not allow it.
    """
    check_transition(job.state, new, by_person=True)
    job.state = new
    _take_from_worker(job)


def _take_from_worker(job: PrintJob) -> None:
    """Whoever is at work on the job hears so before it sends a byte."""
    job.worker = ""
    job.lease_until = None
    job.held_since = None


def put_on_record(row: PrintJob, job: jobs.PrintJob) -> None:
    """Write what a person decided of a job (see `printing.jobs`); its printer is the caller's.

    Raises:
        IllegalTransition: the table of states does not allow it.
    """
    if row.state is not job.state:
        change_by_person(row, job.state)
    row.attempt = job.attempt
    row.payload = job.payload
    row.sha256 = job.sha256
    row.reason = job.reason
    row.renderings = job.renderings


def move_on_record(work: UnitOfWork, row: PrintJob, target: Printer, *, by_itself: bool) -> None:
    """Let a job of which no byte has left go to another printer.

    Raises:
        IllegalTransition: bytes of it may be under way, or it is finished.
    """
    source = printer_of(work, row)
    moved = jobs.redirect(
        as_print_job(row, source),
        target.name,
        printer_format=target.format.value,
        dpi=target.dpi,
    )
    put_on_record(row, moved)
    _take_from_worker(row)
    row.printer_id = target.id
    row.moved_from = row.moved_from or source.name
    work.record(PrintJobMoved(row.id, row.document_kind, source.name, target.name, by_itself))
