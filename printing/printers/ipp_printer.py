"""Printers that speak IPP themselves: most office printers since 2010, without a print server."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from printing.jobs import DoubtReason, HoldReason
from printing.printers import ipp
from printing.printers.ipp_reasons import hold_reasons
from printing.printers.printer import (
    DocumentRefused,
    NothingSent,
    Outcome,
    PrinterStatus,
    SendInterrupted,
    SendResult,
    nothing_to_do,
)

IPP_PORT = 631
USUAL_PATH = "/ipp/print"
"""Where printers answer that follow IPP Everywhere (PWG 5100.14, section 4.2)."""

_STOPPED_PRINTER = 5
_STOPPED_JOB, _CANCELED, _ABORTED, _COMPLETED = 6, 7, 8, 9
_ENDED = frozenset({_CANCELED, _ABORTED, _COMPLETED})

_PRINTER_WANTED = (
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-is-accepting-jobs",
    "document-format-supported",
)
_JOB_WANTED = ("job-state", "job-state-message", "job-state-reasons", "job-impressions-completed")

_REFUSED_AT_ONCE = frozenset({ipp.NOT_ACCEPTING, ipp.BUSY})


@dataclass(frozen=True)
class IppTimings:
    """How long to wait for a printer, in seconds.

    Attributes:
        answer: For an answer about a state.
        send: For the printer to take the document.
        finish: From then to the end of the job.
        stopped: For a printer that has stopped in the middle of it, as for want of paper.
        poll: Between two questions.
    """

    answer: float = 5.0
    send: float = 30.0
    finish: float = 90.0
    stopped: float = 20.0
    poll: float = 0.2


_FLOOR_TIMINGS = IppTimings()


class IppPrinter:
    """One printer, asked and given its jobs directly.

    It tells itself when the paper is out, so a job that it calls completed is `confirmed`. A job
    that it cannot finish in time is cancelled before the spool hears of it: it would print by
    itself once there is paper, and after a second try there would be two.
    """

    def __init__(
        self,
        name: str,
        server: str,
        path: str = USUAL_PATH,
        *,
        timings: IppTimings = _FLOOR_TIMINGS,
    ) -> None:
        """Describes the printer; it is not asked yet.

        Args:
            name: What the station calls it.
            server: `host:port`.
            path: Where it answers.
            timings: How long to wait.
        """
        self._name = name
        self._server = server
        self._path = path
        self._timings = timings

    @property
    def name(self) -> str:
        """What the station calls it."""
        return self._name

    def status(self) -> PrinterStatus:
        """Asks the printer."""
        try:
            printer = self._ask()
        except NothingSent as why:
            return PrinterStatus.because((why.reason,), why.words)
        return _status_of(printer)

    def send(
        self,
        payload: bytes,
        job_mark: str,
        about_to_send: Callable[[], None] = nothing_to_do,
    ) -> SendResult:
        """Hands `payload` over under the title `job_mark` and stays with the job until it ended.

        Raises:
            NothingSent: The printer is not there, or cannot print now.
            SendInterrupted: The job ended in a way that leaves open whether paper came out.
            DocumentRefused: The printer does not understand this kind of document.
        """
        printer = self._ask()
        status = _status_of(printer)
        if status.reasons:
            raise NothingSent(status.reasons[0], status.words)
        document_format = _format_for(payload, printer)
        about_to_send()
        job_id = self._submit(payload, document_format, job_mark)
        try:
            return self._judge(self._await_end(job_id))
        except ipp.IppError as error:
            raise SendInterrupted(DoubtReason.CONNECTION_LOST, str(error)) from error

    def _ask(self) -> ipp.Attributes:
        try:
            return ipp.ask_printer(
                self._server,
                self._path,
                ipp.GET_PRINTER_ATTRIBUTES,
                _PRINTER_WANTED,
                timeout=self._timings.answer,
            )
        except ipp.IppError as error:
            reason = HoldReason.NOT_SET_UP if error.status == ipp.NOT_FOUND else HoldReason.OFFLINE
            raise NothingSent(reason, str(error)) from error

    def _submit(self, payload: bytes, document_format: str, title: str) -> int:
        try:
            job = ipp.print_job(
                self._server,
                self._path,
                payload,
                document_format,
                title,
                timeout=self._timings.send,
            )
        except ipp.NotReached as error:
            raise NothingSent(HoldReason.OFFLINE, str(error)) from error
        except ipp.IppError as error:
            if error.status == ipp.FORMAT_NOT_SUPPORTED:
                raise DocumentRefused(str(error)) from error
            if error.status in _REFUSED_AT_ONCE:
                raise NothingSent(HoldReason.REFUSED, str(error)) from error
            raise SendInterrupted(DoubtReason.CONNECTION_LOST, str(error)) from error
        job_id = _first(job, "job-id")
        if not isinstance(job_id, int):
            raise SendInterrupted(DoubtReason.CONNECTION_LOST, "the printer named no job")
        return job_id

    def _ask_job(self, job_id: int) -> ipp.Attributes:
        return ipp.ask_printer(
            self._server,
            self._path,
            ipp.GET_JOB_ATTRIBUTES,
            _JOB_WANTED,
            job_id=job_id,
            timeout=self._timings.answer,
        )

    def _await_end(self, job_id: int) -> ipp.Attributes:
        give_up = time.monotonic() + self._timings.finish
        stopped_since: float | None = None
        while True:
            job = self._ask_job(job_id)
            if _first(job, "job-state") in _ENDED:
                return job
            now = time.monotonic()
            stopped_since = (stopped_since or now) if self._has_stopped(job) else None
            is_stuck = stopped_since is not None and now - stopped_since >= self._timings.stopped
            if is_stuck or now >= give_up:
                return self._call_back(job_id)
            time.sleep(self._timings.poll)

    def _has_stopped(self, job: ipp.Attributes) -> bool:
        """Whether the printer waits for somebody; it may say so of the job, or of itself."""
        if _first(job, "job-state") == _STOPPED_JOB:
            return True
        try:
            return bool(_status_of(self._ask()).reasons)
        except NothingSent as why:
            raise SendInterrupted(DoubtReason.CONNECTION_LOST, why.words) from why

    def _call_back(self, job_id: int) -> ipp.Attributes:
        """Cancel a job that cannot finish, and see where it stands then."""
        try:
            ipp.ask_printer(
                self._server,
                self._path,
                ipp.CANCEL_JOB,
                job_id=job_id,
                timeout=self._timings.answer,
            )
        except ipp.IppError as error:
            if error.status is None:
                raise
            # It ended in this very moment: its state says how.
        give_up = time.monotonic() + self._timings.answer
        while _first(job := self._ask_job(job_id), "job-state") not in _ENDED:
            if time.monotonic() > give_up:
                break
            time.sleep(self._timings.poll)
        return job

    def _judge(self, job: ipp.Attributes) -> SendResult:
        state = _first(job, "job-state")
        words = str(_first(job, "job-state-message") or "")
        if state == _COMPLETED:
            return SendResult(Outcome.CONFIRMED, words=words)
        reasons = self.status().reasons
        if reasons:
            return SendResult(Outcome.UNCERTAIN, reasons[0], words)
        if state not in _ENDED:
            return SendResult(Outcome.UNCERTAIN, DoubtReason.STILL_PRINTING, words)
        raise SendInterrupted(DoubtReason.CONNECTION_LOST, words or "the job was cancelled")


def _status_of(printer: ipp.Attributes) -> PrinterStatus:
    """How a printer is that speaks for itself: what it says is so at this moment."""
    words = str(_first(printer, "printer-state-message") or "")
    reasons = hold_reasons(printer.get("printer-state-reasons", ()))
    if _first(printer, "printer-is-accepting-jobs") is False:
        reasons = (*reasons, HoldReason.REFUSED)
    elif not reasons and _first(printer, "printer-state") == _STOPPED_PRINTER:
        reasons = (HoldReason.PAUSED,)
    return PrinterStatus.because(reasons, words)


def _format_for(payload: bytes, printer: ipp.Attributes) -> str:
    """The name of the payload's language, if the printer understands it.

    Raises:
        DocumentRefused: It does not.
    """
    wanted = "application/pdf" if payload.startswith(b"%PDF") else "application/vnd.zebra-zpl"
    known = tuple(str(each).lower() for each in printer.get("document-format-supported", ()))
    # A printer's own language may go by the name of plain bytes; a PDF printed so is garbage.
    if wanted == "application/vnd.zebra-zpl" and wanted not in known:
        wanted = "application/octet-stream" if "zpl" in " ".join(known) else wanted
    if wanted not in known:
        raise DocumentRefused(f"the printer takes {', '.join(known) or 'nothing it names'}")
    return wanted


def _first(attributes: ipp.Attributes, name: str) -> ipp.Value:
    return attributes.get(name, (None,))[0]
