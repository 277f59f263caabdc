"""The life of a print job: its states, who may change them, and what a stopped job says of why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class JobState(StrEnum):
    """Where a print job stands; one job is one document copy on its way to one printer.

    Attributes:
        QUEUED: Written in the transaction of the parcel it belongs to; nobody works on it.
        RENDERING: A spooler turns the document into bytes.
        READY: The bytes are stored and wait for the printer.
        HELD: The printer cannot take it now; no byte has left, and the spooler tries again.
        SENDING: Committed before the first byte leaves; from here on paper may exist.
        SENT: The printer's side took every byte and cannot say whether paper came out.
        CONFIRMED: Paper came out: the printer said so, the label was scanned, or a person saw it.
        UNCERTAIN: Paper may or may not exist; only a person can tell (see `resolve`).
        FAILED: The document cannot be turned into bytes, or no printer of this kind takes them; a
            person mends it and queues it again.
        CANCELLED: No longer wanted.
        SUPERSEDED: It counts no more, whether it came out or not: its label was voided, or another
            document took its place, as after a parcel was packed anew.
    """

    QUEUED = "queued"
    RENDERING = "rendering"
    READY = "ready"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class HoldReason(StrEnum):
    """Why a printer cannot take a job now, as far as the printer or its line tells.

    Attributes:
        SILENT: The line is good but nothing answers. Zebra printers fall silent when paper or
            ribbon is out or the head is open, so it means "look at the printer", not "offline".
        BUSY: Another job, or another program, is using the only line to the printer.
        REFUSED: The printer's queue or folder does not accept the job.
        NOT_SET_UP: The station knows no printer of this name, or its address makes no sense.
        UNKNOWN: The printer answered something that no rule of ours explains.
    """

    PAPER_OUT = "paper_out"
    RIBBON_OUT = "ribbon_out"
    HEAD_OPEN = "head_open"
    PAUSED = "paused"
    TOO_HOT = "too_hot"
    TOO_COLD = "too_cold"
    BUFFER_FULL = "buffer_full"
    MEMORY_LOST = "memory_lost"
    TEST_MODE = "test_mode"
    JAM = "jam"
    COVER_OPEN = "cover_open"
    TONER_OUT = "toner_out"
    SILENT = "silent"
    OFFLINE = "offline"
    BUSY = "busy"
    REFUSED = "refused"
    NOT_SET_UP = "not_set_up"
    UNKNOWN = "unknown"


class DoubtReason(StrEnum):
    """Why nobody knows whether paper came out (a `HoldReason` can stand here as well).

    Attributes:
        WORKER_LOST: The spooler that was sending died or lost its lease.
        CONNECTION_LOST: The line broke after the first byte may have left.
        STILL_PRINTING: The printer took the job and had not finished when patience ended.
        NOT_FOUND: It was sent, and nobody finds the paper.
    """

    WORKER_LOST = "worker_lost"
    CONNECTION_LOST = "connection_lost"
    STILL_PRINTING = "still_printing"
    NOT_FOUND = "not_found"


class FailReason(StrEnum):
    """Why a document did not become bytes, or its bytes must not be printed.

    Attributes:
        RETRIES_SPENT: The program died over it each time it was rendered (`MOST_RENDERINGS`).
        REFUSED_BY_PRINTER: This printer will never take these bytes; another one may.
    """

    RENDERING_FAILED = "rendering_failed"
    RETRIES_SPENT = "retries_spent"
    PAYLOAD_DAMAGED = "payload_damaged"
    REFUSED_BY_PRINTER = "refused_by_printer"


MOST_RENDERINGS = 3
"""How often a document may be begun. One that kills the program would else do so for ever."""

_S = JobState

PERSON_ONLY: frozenset[tuple[JobState, JobState]] = frozenset(
    {
        (_S.UNCERTAIN, _S.CONFIRMED),  # "yes, label 1 came out", or the label was scanned
        (_S.UNCERTAIN, _S.QUEUED),  # "no": the next attempt, marked as a copy
        (_S.UNCERTAIN, _S.CANCELLED),
        (_S.UNCERTAIN, _S.SUPERSEDED),
        (_S.SENT, _S.CONFIRMED),  # the label was scanned on its parcel
        (_S.SENT, _S.UNCERTAIN),  # nobody finds the paper
        (_S.SENT, _S.SUPERSEDED),  # voided: the paper is out, and counts no more
        (_S.CONFIRMED, _S.SUPERSEDED),
        (_S.FAILED, _S.QUEUED),  # the data were mended
        (_S.FAILED, _S.CANCELLED),
        (_S.FAILED, _S.SUPERSEDED),
        (_S.QUEUED, _S.CANCELLED),
        (_S.QUEUED, _S.SUPERSEDED),
        (_S.RENDERING, _S.CANCELLED),
        (_S.RENDERING, _S.SUPERSEDED),
        (_S.READY, _S.CANCELLED),
        (_S.READY, _S.SUPERSEDED),
        (_S.READY, _S.QUEUED),  # moved to a printer that needs other bytes
        (_S.HELD, _S.READY),  # moved to a printer that takes the same bytes
        (_S.HELD, _S.QUEUED),  # moved to a printer that needs other bytes
        (_S.HELD, _S.CANCELLED),
        (_S.HELD, _S.SUPERSEDED),
    }
)
"""What a person, or a service on a person's behalf, may do and the spooler may not.

A station's list of printers is such a behalf: a held job goes on to the next of them by itself.
"""

SPOOLER_ONLY: frozenset[tuple[JobState, JobState]] = frozenset(
    {
        (_S.QUEUED, _S.RENDERING),
        (_S.RENDERING, _S.RENDERING),  # begun again: who began it before is gone
        (_S.RENDERING, _S.READY),
        (_S.RENDERING, _S.FAILED),
        (_S.READY, _S.HELD),
        (_S.READY, _S.SENDING),
        (_S.READY, _S.FAILED),
        (_S.HELD, _S.HELD),  # asked again, perhaps with another reason
        (_S.HELD, _S.SENDING),
        (_S.HELD, _S.FAILED),
        (_S.SENDING, _S.HELD),  # only where it is proved that no byte left
        (_S.SENDING, _S.SENT),
        (_S.SENDING, _S.CONFIRMED),
        (_S.SENDING, _S.UNCERTAIN),
        (_S.SENDING, _S.FAILED),  # the printer said that it will never take these bytes
    }
)
"""What the spooler may do by itself. No pair leaves `uncertain`: that is never sent again alone."""

TRANSITIONS: frozenset[tuple[JobState, JobState]] = PERSON_ONLY | SPOOLER_ONLY
"""Every legal change of state; diagrams and database checks are made from it."""

LEASABLE: frozenset[JobState] = frozenset({_S.QUEUED, _S.RENDERING, _S.READY, _S.HELD, _S.SENDING})
"""States of jobs a spooler takes up. A `sending` one is only taken after its lease ran out."""

NOT_OUT_YET: frozenset[JobState] = frozenset(
    {_S.QUEUED, _S.RENDERING, _S.READY, _S.HELD, _S.FAILED}
)
"""No byte of such a job has left, so it can still be called back."""

MOVABLE: frozenset[JobState] = frozenset({_S.QUEUED, _S.READY, _S.HELD, _S.FAILED})
"""States in which a job can go to another printer, unless a spooler is at it this moment."""

RESTING: frozenset[JobState] = frozenset(JobState) - {_S.RENDERING, _S.READY, _S.SENDING}
"""States in which no spooler is at work: recording one of them gives the lease back."""


class IllegalTransition(Exception):
    """A print job was asked to change in a way the table does not know."""

    def __init__(self, old: JobState, new: JobState) -> None:
        super().__init__(f"a print job that is {old} cannot become {new} this way")
        self.old = old
        self.new = new


def check_transition(old: JobState, new: JobState, *, by_person: bool = False) -> None:
    """Lets a legal change of state pass.

    Args:
        old: State the job is in.
        new: State it is to take.
        by_person: Whether a person decided it, at a screen or by a scan. Without that only the
            spooler's own changes are legal.

    Raises:
        IllegalTransition: The change is not in the table, or not this side's to make.
    """
    if (old, new) not in (PERSON_ONLY if by_person else SPOOLER_ONLY):
        raise IllegalTransition(old, new)


@dataclass(frozen=True)
class PrintJob:
    """One document copy on its way to one printer.

    Attributes:
        id: Number of the job in the spool table.
        document: The document as a JSON record (see `printing.documents.to_record`).
        document_kind: Kind of the document, such as `shipping_label`.
        copy: 1 for the first print of a document, 2 and up for reprints.
        attempt: 1, and one more each time a person says that nothing came out.
        printer_name: Printer it goes to.
        format: What the printer understands: `pdf` or `zpl`.
        dpi: Dots per inch the bytes are made for.
        state: Where it stands.
        reason: Value of a `HoldReason`, `DoubtReason` or `FailReason`, or empty.
        payload: The bytes to send, once rendered.
        sha256: Hexadecimal digest of `payload`, stored with it.
        renderings: How often its bytes were begun.
    """

    id: int
    document: Mapping[str, object]
    document_kind: str
    copy: int
    attempt: int
    printer_name: str
    format: str
    dpi: int
    state: JobState
    reason: str = ""
    payload: bytes | None = None
    sha256: str = ""
    renderings: int = 0


def job_mark(job: PrintJob) -> str:
    """Name of this very attempt, for file names, queue titles and the printed job mark.

    Two attempts never share a mark, so what carries the mark tells which attempt made it.
    """
    return f"{job.document_kind}-{job.id:06d}-{job.attempt}"


def copy_mark(job: PrintJob) -> str:
    """Words to print small on a repeated label, such as `COPY 2`; empty on the first print.

    A sheet counts as repeated when the document was printed before (`copy`) or when an earlier
    attempt may have come out after all (`attempt`).
    """
    number = job.copy + job.attempt - 1
    return f"COPY {number}" if number > 1 else ""


def resolve(job: PrintJob, *, came_out: bool) -> PrintJob:
    """The job after a person answered "did it come out?".

    Args:
        job: An uncertain job.
        came_out: The person's answer.

    Returns:
        The confirmed job, or the next attempt: queued, without bytes, so that it is rendered with
        its copy mark.

    Raises:
        IllegalTransition: The job is not uncertain.
    """
    if job.state is not JobState.UNCERTAIN:
        raise IllegalTransition(job.state, JobState.CONFIRMED if came_out else JobState.QUEUED)
    if came_out:
        return replace(job, state=JobState.CONFIRMED, reason="")
    return _unrendered(job, attempt=job.attempt + 1)


def queue_again(job: PrintJob) -> PrintJob:
    """A failed job as it stands in the queue again, to be rendered anew.

    Raises:
        IllegalTransition: The job has not failed.
    """
    if job.state is not JobState.FAILED:
        raise IllegalTransition(job.state, JobState.QUEUED)
    return _unrendered(job, attempt=job.attempt)


def redirect(job: PrintJob, printer_name: str, *, printer_format: str, dpi: int) -> PrintJob:
    """The job as it stands for another printer; bytes that fit there are kept.

    Args:
        job: A queued, ready, held or failed job that no spooler has leased.
        printer_name: The other printer.
        printer_format: What it understands: `pdf` or `zpl`.
        dpi: Its dots per inch.

    Raises:
        IllegalTransition: Bytes of this job may be under way, or it is finished.
    """
    if job.state not in MOVABLE:
        raise IllegalTransition(job.state, JobState.READY)
    moved = replace(job, printer_name=printer_name, format=printer_format, dpi=dpi, reason="")
    fits = (job.format, job.dpi) == (printer_format, dpi)
    if job.payload is not None and fits and job.state is not JobState.FAILED:
        return replace(moved, state=JobState.READY)
    return _unrendered(moved, attempt=job.attempt)


def _unrendered(job: PrintJob, *, attempt: int) -> PrintJob:
    return replace(
        job,
        state=JobState.QUEUED,
        attempt=attempt,
        reason="",
        payload=None,
        sha256="",
        renderings=0,
    )
