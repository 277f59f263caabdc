"""The spool: print jobs queued with what they belong to, printed again, voided, and told of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.db.queries.paper import (
    jobs_of_carton,
    lock_job,
    printer_by_name,
    recent_jobs,
    routed_printer,
)
from app.db.schema import Carton, Printer, PrintJob
from app.db.unit_of_work import UnitOfWork
from app.domain.events import LabelReprinted, PaperAnswered
from app.domain.permissions import Verb
from app.domain.refusals import NotPrintable, Refused, StillPrinting
from app.services.print_jobs import (
    as_print_job,
    change_by_person,
    is_sending,
    printer_of,
    put_on_record,
)
from app.services.workplace import Workplace
from printing import jobs
from printing.documents import Document, document_kind, to_record
from printing.jobs import NOT_OUT_YET, JobState

_COUNTS_NO_MORE = (JobState.SUPERSEDED, JobState.CANCELLED)

LABEL = "shipping_label"
SLIP = "packing_slip"
RETURN = "return_label"


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
        version=_next_version(work, carton_id, kind),
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


def _next_version(work: UnitOfWork, carton_id: int | None, kind: str) -> int:
    """1, and one more each time the carton's paper of this kind was voided.

    A second first copy while one counts gets that one's version and is refused by the table.
    """
    if carton_id is None:
        return 1
    known = [job for job in jobs_of_carton(work.session, carton_id) if job.document_kind == kind]
    counting = [job.version for job in known if job.state not in _COUNTS_NO_MORE]
    return max(counting, default=1 + max((job.version for job in known), default=0))


def print_document(
    workplace: Workplace, document: Document, *, printer_name: str, operator_id: int | None = None
) -> int:
    """Queue a document that belongs to no parcel, such as a label; returns the job's number."""

    def verb(work: UnitOfWork) -> int:
        return queue_document(work, workplace, document, printer_name=printer_name).id

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.PRINT_LABELS))


def reprint_label(work: UnitOfWork, carton: Carton, reason: str) -> PrintJob:
    """Queue another copy of a carton's label; it is the same document, nothing is bought again.

    Raises:
        Refused: the label is on its way into the printer at this moment.
    """
    labels = [job for job in jobs_of_carton(work.session, carton.id) if job.document_kind == LABEL]
    return print_again(work, labels, reason)


def print_again(work: UnitOfWork, copies: list[PrintJob], reason: str) -> PrintJob:
    """Queue another copy of a document of which there are `copies` already, oldest first, locked.

    A copy that has not left yet, or of which nobody knows, is cancelled, so that never two of
    them come out. The new one goes to the printer of the station that asks.

    Raises:
        Refused: a copy is on its way into the printer at this moment.
    """
    last = copies[-1]
    for job in copies:
        if is_sending(work, job):
            raise Refused(StillPrinting(job.document_kind))
        if job.state in NOT_OUT_YET or job.state is JobState.UNCERTAIN:
            change_by_person(job, JobState.CANCELLED)
            job.reason = "reprinted"
    printer = routed_printer(work.session, work.actor.station, last.document_kind)
    again = PrintJob(
        carton_id=last.carton_id,
        document_kind=last.document_kind,
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
    if last.carton_id is not None:
        work.record(LabelReprinted(last.carton_id, reason))
    return again


def supersede_papers(work: UnitOfWork, carton: Carton, *kinds: str) -> None:
    """Void a carton's papers, whether they came out or not: none of these copies counts any more.

    What still waits is never printed. The next paper of the kind is a new version of it, and no
    copy. The caller voids what the label stands for: number, transport, contents.

    Args:
        work: the transaction.
        carton: whose papers.
        kinds: of documents; all but the label of the way back if none is given.

    Raises:
        Refused: a copy is on its way into the printer at this moment.
    """
    for job in jobs_of_carton(work.session, carton.id):
        is_meant = job.document_kind in kinds if kinds else job.document_kind != RETURN
        if not is_meant:
            continue
        if is_sending(work, job):
            raise Refused(StillPrinting(job.document_kind))
        if job.state is JobState.SENDING:  # its worker is gone, and nobody knows of the paper
            job.state = JobState.UNCERTAIN
        if job.state not in _COUNTS_NO_MORE:
            change_by_person(job, JobState.SUPERSEDED)


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
        answered = jobs.resolve(as_print_job(row, printer_of(work, row)), came_out=came_out)
        put_on_record(row, answered)
        row.confirmed_at = work.now if came_out else None
        work.record(PaperAnswered(job_id, row.document_kind, came_out))

    workplace.database.run(verb, workplace.actor(operator_id, Verb.PACK))


@dataclass(frozen=True)
class JobView:
    """A print job as screens show it.

    Attributes:
        moved_from: the printer it was meant for first; empty where it was not moved.
        subject: what it is about, such as an order number or the code of a place.
        made_at: when it was asked for; None for a slip that the station prints by itself.
    """

    job_id: int
    document_kind: str
    printer: str
    state: JobState
    reason: str
    copy: int
    carton_id: int | None
    moved_from: str = ""
    subject: str = ""
    made_at: datetime | None = None


def station_jobs(workplace: Workplace, *, limit: int = 20) -> list[JobView]:
    """The station's last print jobs, newest first."""
    with workplace.database.begin(workplace.actor()) as work:
        return [
            job_view(job, printer)
            for job, printer in recent_jobs(work.session, workplace.station, limit)
        ]


def carton_jobs(workplace: Workplace, carton_id: int) -> list[JobView]:
    """The print jobs of a carton, oldest first."""
    with workplace.database.begin(workplace.actor()) as work:
        return [
            job_view(job, printer_of(work, job)) for job in jobs_of_carton(work.session, carton_id)
        ]


_SUBJECTS = ("order_number", "code", "number", "name", "printer")
"""Fields of documents that say what a document is about; the first one that it has."""


def job_view(job: PrintJob, printer: Printer) -> JobView:
    """A row of the spool as screens show it."""
    subject = next((job.document[field] for field in _SUBJECTS if job.document.get(field)), "")
    return JobView(
        job.id,
        job.document_kind,
        printer.name,
        job.state,
        job.reason,
        job.copy,
        job.carton_id,
        job.moved_from if job.moved_from != printer.name else "",
        str(subject),
        job.made_at,
    )
