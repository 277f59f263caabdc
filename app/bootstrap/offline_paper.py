"""Prints a bench's slips while its database is away: a spooler whose ledger is the journal."""

from __future__ import annotations

import threading
from dataclasses import replace

from app.bootstrap.print_room import render_job
from app.domain.pack_request import PackRequest
from app.domain.pack_state import SlipPaper
from app.services.own_slips import own_number, own_slips
from app.services.sending import StationSender
from app.services.slip_notes import SlipNote
from app.services.spooling import SLIP
from printing.jobs import LEASABLE, PrintJob, check_transition
from printing.printers.addresses import printer_for
from printing.printers.printer import Printer, PrinterNotSetUp
from printing.spooler import LeaseLost, Spooler, Step

STOP_SECONDS = 10.0
"""How long the slip at hand may take before the station ends without it."""


class JournalSpool:
    """The slips of the journal's unsent entries, as the spooler's ledger.

    Each note is on disk before the spooler goes on; what was rendered is kept in memory only and
    made again after a restart. One worker at a time, which is this station's.
    """

    def __init__(self, sender: StationSender) -> None:
        """Take slips from this sender's journal."""
        self._sender = sender
        self._rendered: dict[int, PrintJob] = {}

    def lease_next(
        self,
        worker: str,  # noqa: ARG002 - there is one
        lease_seconds: float,  # noqa: ARG002 - and nobody takes its jobs away by time
        *,
        only: frozenset[str] | None,
        avoid: frozenset[str],
    ) -> PrintJob | None:
        """The oldest slip that may be worked on; see `printing.spooler.JobLedger`."""
        for request, slip, note in own_slips(self._sender):
            if note.is_taken or note.state not in LEASABLE or slip.printer in avoid:
                continue
            if only is None or slip.printer in only:
                return self._job(request, slip, note)
        return None

    def record(self, job_id: int, worker: str, step: Step) -> PrintJob:
        """Write a step; see `printing.spooler.JobLedger`."""
        found = next(
            (each for each in own_slips(self._sender) if own_number(each[0]) == job_id), None
        )
        if found is None or found[2].is_taken:
            raise LeaseLost(f"slip {job_id} is not {worker}'s any more")
        request, slip, note = found
        check_transition(note.state, step.state)
        reason = f"{step.reason} {step.words}".strip()
        changed = replace(note, state=step.state, reason=reason)
        if not self._sender.slips.change(request.scan_id, note, changed):
            raise LeaseLost(f"slip {job_id} was called back")
        job = self._job(request, slip, changed)
        if step.payload is not None:
            job = replace(job, payload=step.payload, sha256=step.sha256)
            self._rendered[job_id] = job
        return job

    def printer(self, name: str) -> Printer:
        """The printer of this name, as the slips know it.

        Raises:
            PrinterNotSetUp: no slip is for a printer of this name.
            BadPrinterAddress: its address makes no sense.
        """
        for _, slip, _ in own_slips(self._sender):
            if slip.printer == name:
                return printer_for(slip.kind, slip.address, slip.printer)
        raise PrinterNotSetUp(f"no slip is for a printer called {name}")

    def _job(self, request: PackRequest, slip: SlipPaper, note: SlipNote) -> PrintJob:
        number = own_number(request)
        made = self._rendered.get(number)
        return PrintJob(
            id=number,
            document=slip.document,
            document_kind=SLIP,
            copy=slip.copy,
            attempt=note.attempt,
            printer_name=slip.printer,
            format=slip.format,
            dpi=slip.dpi,
            state=note.state,
            reason=note.reason,
            payload=None if made is None else made.payload,
            sha256="" if made is None else made.sha256,
        )


class OfflinePaper:
    """The thread that prints a station's own slips."""

    def __init__(self, sender: StationSender, station: str) -> None:
        """Know the journal; nothing runs before `start`."""
        ledger = JournalSpool(sender)
        self._spooler = Spooler(ledger, ledger.printer, render_job, worker=f"{station}/own slips")
        self._thread = threading.Thread(target=self._spooler.run, name="own slips", daemon=True)
        sender.listen(self._spooler.wake)

    def start(self) -> None:
        """Begin to print, also what a crash left."""
        self._thread.start()

    def stop(self) -> None:
        """Let the slip at hand end, and stop."""
        self._spooler.stop()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
