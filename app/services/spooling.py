"""The spool: print jobs queued with what they belong to, leased by workers, answered by people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.db.queries.paper import (
    jobs_of_carton,
    leasable_job,
    lock_job,
    printer_by_name,
    recent_jobs,
    routed_printer,
)
from app.db.schema import Carton, Printer, PrintJob
from app.db.unit_of_work import Database, UnitOfWork
from app.domain.events import LabelReprinted
from app.domain.permissions import Verb
from app.domain.refusals import NotPrintable, Refused, StillPrinting
from app.services.workplace import Workplace
from printing import jobs
from printing.documents import Document, document_kind, to_record
from printing.jobs import JobState, check_transition
from printing.spooler import LeaseLost, Step

LABEL = "shipping_label"
SLIP = "packing_slip"

NOT_OUT_YET = frozenset(
    {JobState.QUEUED, JobState.RENDERING, JobState.READY, JobState.HELD, JobState.FAILED}
)
"""No byte of such a job has left, so it can still be called back."""


def queue_document(
    work: UnitOfWork,
    workplace: Workplace,
    document: Document,
    *,
    carton_id: int | None = None,
    printer_name: str | None = None,
) -> PrintJob:
    """Queue one copy of a document at a named printer, or the station's printer for its kind.

    Raises:
        Refused: the station has no printer for this kind of document.
    """
    kind = document_kind(document)
    if printer_name is None:
        printer = routed_printer(work.session, workplace.station, kind)
    else:
        printer = printer_by_name(work.session, printer_name)
    if printer is None:
        raise Refused(NotPrintable(kind, "printer", "no_printer_for_this_document"))
    job = PrintJob(
        carton_id=carton_id,
        document_kind=kind,
        document=to_record(document),
        printer_id=printer.id,
        state=JobState.QUEUED,
        station=workplace.station,
        operator_id=work.actor.operator_id,
        made_at=work.now,
    )
    work.session.add(job)
    work.session.flush()
    return job


def print_document(
    workplace: Workplace, document: Document, *, printer_name: str, operator_id: int | None = None
) -> int:
    """Queue a document that belongs to no parcel, such as a label; returns the job's number."""

    def verb(work: UnitOfWork) -> int:
        return queue_document(work, workplace, document, printer_name=printer_name).id

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.PRINT_LABELS))


def reprint_label(work: UnitOfWork, carton: Carton, reason: str) -> PrintJob:
    """Queue another copy of a carton's label; it is the same document, nothing is bought again.

    A copy that has not left yet, or of which nobody knows, is cancelled, so that never two of
    them come out. The copy goes to the printer of the station that asks.

    Raises:
        Refused: the label is on its way into the printer at this moment.
    """
    labels = [job for job in jobs_of_carton(work.session, carton.id) if job.document_kind == LABEL]
    for job in labels:
        if job.state is JobState.SENDING and job.lease_until and job.lease_until > work.now:
            raise Refused(StillPrinting(LABEL))
        if job.state in NOT_OUT_YET or job.state is JobState.UNCERTAIN:
            change_by_person(job, JobState.CANCELLED)
            job.reason = "reprinted"
    last = labels[-1]
    printer = routed_printer(work.session, work.actor.station, LABEL)
    again = PrintJob(
        carton_id=carton.id,
        document_kind=LABEL,
        version=last.version,
        copy=last.copy + 1,
        document=last.document,
        printer_id=last.printer_id if printer is None else printer.id,
        state=JobState.QUEUED,
        station=work.actor.station,
        operator_id=work.actor.operator_id,
        reprint_of=last.id,
        reprint_reason=reason,
        made_at=work.now,
    )
    work.session.add(again)
    work.session.flush()
    work.record(LabelReprinted(carton.id, reason))
    return again


def confirm_label_jobs(work: UnitOfWork, carton: Carton) -> None:
    """The label was scanned on its parcel: it came out, and no other copy may follow it."""
    for job in jobs_of_carton(work.session, carton.id):
        if job.document_kind != LABEL:
            continue
        if job.state in (JobState.SENT, JobState.UNCERTAIN):
            change_by_person(job, JobState.CONFIRMED)
            job.confirmed_at = work.now
        elif job.state in NOT_OUT_YET:
            change_by_person(job, JobState.CANCELLED)


def answer_uncertain(
    workplace: Workplace, job_id: int, *, came_out: bool, operator_id: int | None = None
) -> None:
    """Write down a person's answer to "did it come out?"."""

    def verb(work: UnitOfWork) -> None:
        row = lock_job(work.session, job_id)
        answered = jobs.resolve(as_print_job(row, _printer(work, row)), came_out=came_out)
        check_transition(row.state, answered.state, by_person=True)
        row.state = answered.state
        row.attempt = answered.attempt
        row.payload = answered.payload
        row.sha256 = answered.sha256
        row.reason = answered.reason
        row.confirmed_at = work.now if came_out else None

    workplace.database.run(verb, workplace.actor(operator_id, Verb.PACK))


def change_by_person(job: PrintJob, new: JobState) -> None:
    """Change a job's state on a person's behalf, and take it from any worker.

    Raises:
        IllegalTransition: the table of states does not allow it.
    """
    check_transition(job.state, new, by_person=True)
    job.state = new
    job.worker = ""
    job.lease_until = None


@dataclass(frozen=True)
class JobView:
    """A print job as screens show it."""

    job_id: int
    document_kind: str
    printer: str
    state: JobState
    reason: str
    copy: int
    carton_id: int | None


def station_jobs(workplace: Workplace, *, limit: int = 20) -> list[JobView]:
    """The station's last print jobs, newest first."""
    with workplace.database.begin(workplace.actor()) as work:
        return [
            _view(job, printer)
            for job, printer in recent_jobs(work.session, workplace.station, limit)
        ]


def carton_jobs(workplace: Workplace, carton_id: int) -> list[JobView]:
    """The print jobs of a carton, oldest first."""
    with workplace.database.begin(workplace.actor()) as work:
        return [_view(job, _printer(work, job)) for job in jobs_of_carton(work.session, carton_id)]


def _view(job: PrintJob, printer: Printer) -> JobView:
    return JobView(
        job.id, job.document_kind, printer.name, job.state, job.reason, job.copy, job.carton_id
    )


class DatabaseSpool:
    """The spool table as the spooler's ledger: every call is one transaction."""

    def __init__(self, database: Database) -> None:
        """Keep jobs in this database."""
        self._database = database
        self._lease_seconds: dict[str, float] = {}

    def lease_next(
        self,
        worker: str,
        lease_seconds: float,
        *,
        only: frozenset[str] | None,
        avoid: frozenset[str],
    ) -> jobs.PrintJob | None:
        """Give the oldest workable job to `worker`; see `printing.spooler.JobLedger`."""
        self._lease_seconds[worker] = lease_seconds

        def verb(work: UnitOfWork) -> jobs.PrintJob | None:
            found = leasable_job(work.session, worker, work.now, only=only, avoid=avoid)
            if found is None:
                return None
            row, printer = found
            row.worker = worker
            row.lease_until = work.now + timedelta(seconds=lease_seconds)
            return as_print_job(row, printer)

        return self._database.run(verb)

    def record(self, job_id: int, worker: str, step: Step) -> jobs.PrintJob:
        """Write a worker's step; see `printing.spooler.JobLedger`."""

        def verb(work: UnitOfWork) -> jobs.PrintJob:
            row = lock_job(work.session, job_id)
            if row.worker != worker:
                raise LeaseLost(f"print job {job_id} is not {worker}'s any more")
            check_transition(row.state, step.state)
            row.state = step.state
            row.reason = f"{step.reason} {step.words}".strip()[:255]
            if step.payload is not None:
                row.payload = step.payload
                row.sha256 = step.sha256
            if step.state is JobState.SENDING:
                row.sent_at = work.now
            if step.state is JobState.CONFIRMED:
                row.confirmed_at = work.now
            if step.state in jobs.RESTING:
                row.worker = ""
                row.lease_until = None
            elif worker in self._lease_seconds:
                row.lease_until = work.now + timedelta(seconds=self._lease_seconds[worker])
            return as_print_job(row, _printer(work, row))

        return self._database.run(verb)


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
    )


def _printer(work: UnitOfWork, row: PrintJob) -> Printer:
    return work.session.get_one(Printer, row.printer_id)
