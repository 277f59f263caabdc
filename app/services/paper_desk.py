"""What a person does with a paper that is stuck, lost or not wanted: one verb, one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.db.queries.paper import (
    copies_of,
    count_stuck,
    lock_job,
    printer_by_name,
    printers,
    recent_jobs,
    routes_of,
    waiting_at_printers,
)
from app.db.schema import Carton, PrintJob
from app.db.unit_of_work import UnitOfWork
from app.domain.events import PrintJobCancelled
from app.domain.paper_refusals import (
    AnswerFirst,
    NobodyDoubts,
    OnlyPaperOfParcel,
    PaperSettled,
    PaperVoided,
    UnknownPrinter,
)
from app.domain.paper_rules import is_last_of_parcel, verb_to_reprint
from app.domain.permissions import Verb
from app.domain.refusals import Refused, StillPrinting
from app.domain.tasks import CartonState
from app.services.print_jobs import (
    as_print_job,
    change_by_person,
    is_sending,
    move_on_record,
    printer_of,
    put_on_record,
)
from app.services.spooling import JobView, job_view, print_again
from app.services.workplace import Workplace
from printing import jobs
from printing.jobs import MOVABLE, NOT_OUT_YET, DoubtReason, JobState

MOST_SHOWN = 20
"""The last papers of a station; older ones are the business of whoever has the parcel."""


@dataclass(frozen=True)
class PrinterQueue:
    """A printer as the list of papers shows it.

    Attributes:
        name: what the stations call it.
        lamp: ready, attention, offline or unknown.
        words: why it is not ready.
        waiting: papers of all stations that wait for it or are on their way into it.
        is_own: whether this station prints on it, by itself or where another one is in trouble.
    """

    name: str
    lamp: str
    words: str
    waiting: int
    is_own: bool


@dataclass(frozen=True)
class StationPapers:
    """A station's last papers, newest first, and the printers of the site."""

    jobs: tuple[JobView, ...]
    printers: tuple[PrinterQueue, ...]


def station_papers(workplace: Workplace) -> StationPapers:
    """What a station printed last, and how the printers are."""
    with workplace.database.begin(workplace.actor()) as work:
        routed = routes_of(work.session, workplace.station).values()
        own = {printer.id for listed in routed for printer in listed}
        waiting = waiting_at_printers(work.session)
        queues = [
            PrinterQueue(
                row.name, row.lamp, row.words, waiting.get(row.id, 0), is_own=row.id in own
            )
            for row in printers(work.session)
        ]
        found = recent_jobs(work.session, workplace.station, MOST_SHOWN)
        jobs = tuple(job_view(job, printer) for job, printer in found)
        return StationPapers(jobs, tuple(sorted(queues, key=lambda queue: not queue.is_own)))


def count_stuck_papers(work: UnitOfWork, operator_id: int) -> int:  # noqa: ARG001 - all may look
    """How many papers of this station need a person: a printer's trouble, a doubt, a defect."""
    return count_stuck(work.session, work.actor.station)


def move_to_printer(
    workplace: Workplace, job_id: int, printer_name: str, *, operator_id: int | None = None
) -> None:
    """Let a paper come out of another printer; a failed one is made anew for it.

    Raises:
        Refused: bytes of it may have left, it is settled, or there is no such printer.
    """

    def verb(work: UnitOfWork, row: PrintJob) -> None:
        if row.state is JobState.RENDERING:
            raise Refused(StillPrinting(row.document_kind))
        if row.state not in MOVABLE:
            raise Refused(PaperSettled(row.document_kind, row.state.value))
        target = printer_by_name(work.session, printer_name)
        if target is None:
            raise Refused(UnknownPrinter(printer_name))
        move_on_record(work, row, target, by_itself=False)

    _with_job(workplace, job_id, verb, Verb.PACK, operator_id)


def cancel_paper(workplace: Workplace, job_id: int, *, operator_id: int | None = None) -> None:
    """Call a paper back that has not come out, and that nobody wants.

    Raises:
        Refused: it may be out already, or a parcel would be left without it.
    """

    def verb(work: UnitOfWork, row: PrintJob) -> None:
        if row.state not in NOT_OUT_YET:
            raise Refused(PaperSettled(row.document_kind, row.state.value))
        others = [
            copy
            for copy in copies_of(work.session, row)
            if copy.id != row.id and copy.state not in (JobState.CANCELLED, JobState.SUPERSEDED)
        ]
        if is_last_of_parcel(len(others), _carton_state(work, row)):
            subject = job_view(row, printer_of(work, row)).subject
            raise Refused(OnlyPaperOfParcel(row.document_kind, subject))
        change_by_person(row, JobState.CANCELLED)
        row.reason = "called_back"
        work.record(PrintJobCancelled(row.id, row.document_kind))

    _with_job(workplace, job_id, verb, Verb.PACK, operator_id)


def print_paper_again(
    workplace: Workplace, job_id: int, reason: str, *, operator_id: int | None = None
) -> int:
    """Queue another copy of a paper, marked as such; nothing is numbered or bought again.

    Args:
        workplace: the station; the copy goes to its own printer for this kind of document.
        job_id: any copy of it.
        reason: value of a `ReprintReason`.
        operator_id: who wants it.

    Returns:
        The new job's number.

    Raises:
        Refused: a copy is on its way into the printer, the paper was voided, or this person may
            not have it printed again (see `verb_to_reprint`).
    """

    def verb(work: UnitOfWork) -> int:
        row = lock_job(work.session, job_id)
        if row.state is JobState.SUPERSEDED:
            raise Refused(PaperVoided(row.document_kind))
        return print_again(work, copies_of(work.session, row), reason).id

    with workplace.database.begin(workplace.actor()) as work:
        row = lock_job(work.session, job_id)
        wanted = verb_to_reprint(row.document_kind, _carton_state(work, row))
    return workplace.database.run(verb, workplace.actor(operator_id, wanted))


def try_again(workplace: Workplace, job_id: int, *, operator_id: int | None = None) -> None:
    """Queue a failed paper again, once what was wrong with it is mended.

    Raises:
        Refused: it has not failed.
    """

    def verb(work: UnitOfWork, row: PrintJob) -> None:
        if row.state is not JobState.FAILED:
            raise Refused(PaperSettled(row.document_kind, row.state.value))
        put_on_record(row, jobs.queue_again(as_print_job(row, printer_of(work, row))))

    _with_job(workplace, job_id, verb, Verb.PACK, operator_id)


def doubt_paper(workplace: Workplace, job_id: int, *, operator_id: int | None = None) -> None:
    """Say that nobody finds a paper that was sent; "did it come out?" is asked from then on.

    Raises:
        Refused: it was not sent, or it is known what became of it.
    """

    def verb(_work: UnitOfWork, row: PrintJob) -> None:
        if row.state is not JobState.SENT:
            raise Refused(NobodyDoubts(row.document_kind))
        change_by_person(row, JobState.UNCERTAIN)
        row.reason = DoubtReason.NOT_FOUND.value

    _with_job(workplace, job_id, verb, Verb.PACK, operator_id)


def _with_job(
    workplace: Workplace,
    job_id: int,
    verb: Callable[[UnitOfWork, PrintJob], None],
    wanted: Verb,
    operator_id: int | None,
) -> None:
    """Run a verb on a locked job that no printer is taking in and that nobody has to answer for."""

    def whole(work: UnitOfWork) -> None:
        row = lock_job(work.session, job_id)
        if is_sending(work, row):
            raise Refused(StillPrinting(row.document_kind))
        if row.state is JobState.UNCERTAIN:
            raise Refused(AnswerFirst(row.document_kind, printer_of(work, row).name))
        verb(work, row)

    workplace.database.run(whole, workplace.actor(operator_id, wanted))


def _carton_state(work: UnitOfWork, row: PrintJob) -> CartonState | None:
    if row.carton_id is None:
        return None
    return work.session.get_one(Carton, row.carton_id).state
