"""The spool table as the spooler's ledger: jobs leased to workers, their steps written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.db.queries.paper import leasable_job, lock_job, printers_for
from app.db.schema import Printer, PrintJob
from app.db.unit_of_work import Database, UnitOfWork
from app.services.print_jobs import as_print_job, move_on_record, printer_of
from printing import jobs
from printing.fallback import Choice, next_printer
from printing.jobs import HoldReason, JobState, check_transition
from printing.printers.printer import Lamp, PrinterStatus
from printing.spooler import LeaseLost, Step


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

        def verb(work: UnitOfWork) -> tuple[jobs.PrintJob, Lit | None]:
            row = lock_job(work.session, job_id)
            if row.worker != worker:
                raise LeaseLost(f"print job {job_id} is not {worker}'s any more")
            check_transition(row.state, step.state)
            self._write(work, row, step)
            if step.state in jobs.RESTING:
                row.worker = ""
                row.lease_until = None
            elif worker in self._lease_seconds:
                row.lease_until = work.now + timedelta(seconds=self._lease_seconds[worker])
            printer = printer_of(work, row)
            if step.state is JobState.HELD:
                _fall_back(work, row, printer, step)
            return as_print_job(row, printer_of(work, row)), _learnt(printer, step)

        job, lit = self._database.run(verb)
        if lit is not None:
            # A transaction of its own: workers lock a printer before its jobs, never after.
            self._database.run(lambda work: _light(work, lit))
        return job

    def _write(self, work: UnitOfWork, row: PrintJob, step: Step) -> None:
        row.state = step.state
        row.reason = f"{step.reason} {step.words}".strip()[:255]
        if step.payload is not None:
            row.payload = step.payload
            row.sha256 = step.sha256
        if step.state is JobState.RENDERING:
            row.renderings += 1
        if step.state is JobState.SENDING:
            row.sent_at = work.now
        if step.state is JobState.CONFIRMED:
            row.confirmed_at = work.now
        row.held_since = (row.held_since or work.now) if step.state is JobState.HELD else None


@dataclass(frozen=True)
class Lit:
    """What a job has just learnt of its printer."""

    printer_id: int
    lamp: str
    words: str


def _learnt(printer: Printer, step: Step) -> Lit | None:
    """What a step says of the printer; None where that is nothing, or known already."""
    if step.state in (JobState.SENT, JobState.CONFIRMED):
        lamp, words = Lamp.READY, ""
    elif step.state in (JobState.HELD, JobState.UNCERTAIN) and step.reason in tuple(HoldReason):
        reason = HoldReason(step.reason)
        if reason is HoldReason.BUSY:  # of the line, not of the printer
            return None
        lamp, words = PrinterStatus.because((reason,)).lamp, reason.value
    else:
        return None
    is_known = (printer.lamp, printer.words) == (lamp.value, words)
    return None if is_known else Lit(printer.id, lamp.value, words)


def _light(work: UnitOfWork, lit: Lit) -> None:
    """Let all stations see it."""
    printer = work.session.get_one(Printer, lit.printer_id)
    printer.lamp = lit.lamp
    printer.words = lit.words
    printer.checked_at = work.now


def _fall_back(work: UnitOfWork, row: PrintJob, printer: Printer, step: Step) -> None:
    """Hand a held job on to the next printer of its station, where `next_printer` says so."""
    choices = printers_for(work.session, row.station, row.document_kind)
    listed = {each.name: each for each in choices}
    held = work.now - (row.held_since or work.now)
    name = next_printer(
        printer.name,
        [Choice(each.name, each.lamp) for each in choices],
        reason=step.reason,
        held_seconds=held.total_seconds(),
    )
    if name is not None:
        move_on_record(work, row, listed[name], by_itself=True)
