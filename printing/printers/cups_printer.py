"""Printers behind a CUPS server: office printers, and label printers somebody set up there."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from printing.jobs import DoubtReason, HoldReason
from printing.printers import ipp
from printing.printers.ipp_reasons import hold_reasons
from printing.printers.printer import (
    NothingSent,
    Outcome,
    PrinterStatus,
    SendInterrupted,
    SendResult,
    nothing_to_do,
)


class _JobState(IntEnum):
    """IPP's job states (RFC 8011, section 5.3.7)."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


_ENDED = frozenset({_JobState.CANCELED, _JobState.ABORTED, _JobState.COMPLETED})
_PRINTER_PROCESSING, _PRINTER_STOPPED = 4, 5

_PRINTER_WANTED = (
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-is-accepting-jobs",
    "device-uri",
)
_JOB_WANTED = ("job-state", "job-printer-state-message", "time-at-processing")

_UNREACHABLE = (
    "The printer is not responding",
    "The printer is unreachable",
    "The printer may not exist",
    "Unable to locate printer",
)
"""What CUPS's `socket` backend says when a connection failed, so before any byte left."""

_CALLING = (*_UNREACHABLE, "Connecting to printer", "Looking for printer")
"""What it says until it has a connection. Cut short by a cancel, it may leave no word at all."""

_LP_REFUSALS = ("does not exist", "not accepting jobs", "scheduler", "Unable to connect")
_REQUEST_ID = re.compile(r"request id is \S+-(\d+)")

_Done = subprocess.CompletedProcess[bytes]


@dataclass(frozen=True)
class CupsTimings:
    """How long to wait for a print server, in seconds.

    Attributes:
        command: For `lp`, `cancel`, or an answer about a state.
        connect: For the queue to start on the job and reach the printer.
        finish: From submitting to the end of the job, for printers that are reached.
        last_words: From cancelling a job until everything it reported has reached the server.
        poll: Between two questions.
    """

    command: float = 10.0
    connect: float = 20.0
    finish: float = 90.0
    last_words: float = 0.5
    poll: float = 0.1


_FLOOR_TIMINGS = CupsTimings()


class CupsPrinter:
    """A queue of a CUPS server.

    What `completed` means depends on the queue's device. A queue with an `ipp` or `ipps` device
    asks the printer itself until the paper is out, so the job is `confirmed`. A raw queue
    (`socket`, `usb`, `serial`, `lpd`…) says `completed` as soon as the bytes have left, even when
    the printer has no paper; such a job is `sent` and no more, and only a scan of the label or a
    person confirms it.

    A job never stays behind in the queue. One that cannot start or finish in time is cancelled
    before the spool hears of it: CUPS would print it by itself when the printer comes back, and
    after a redirect there would be two labels.
    """

    def __init__(
        self,
        name: str,
        queue: str,
        server: str = "",
        *,
        timings: CupsTimings = _FLOOR_TIMINGS,
    ) -> None:
        """Describes the printer; the server is not asked yet.

        Args:
            name: What the station calls it.
            queue: What CUPS calls it.
            server: `host:port` or the path of the server's Unix socket; empty for the one that
                the system's CUPS settings name.
            timings: How long to wait.
        """
        self._name = name
        self._queue = queue
        self._server = server
        self._timings = timings

    @property
    def name(self) -> str:
        """What the station calls it."""
        return self._name

    def status(self) -> PrinterStatus:
        """Asks the server."""
        try:
            printer = self._ask_printer()
        except NothingSent as why:
            return PrinterStatus.because((why.reason,), why.words)
        return read_status(printer)

    def send(
        self,
        payload: bytes,
        job_mark: str,
        about_to_send: Callable[[], None] = nothing_to_do,
    ) -> SendResult:
        """Submits `payload` under the title `job_mark` and stays with the job until it ended.

        Raises:
            NothingSent: The queue does not take the job, or never reached its printer; the job
                has been cancelled.
            SendInterrupted: The job ended in a way that leaves open whether paper came out.
        """
        device = str(_first(self._ask_printer(), "device-uri") or "")
        _program("lp")  # a missing program must show before the ledger says `sending`
        about_to_send()
        job_id = self._submit(payload, job_mark)
        try:
            job = self._await_end(job_id)
        except ipp.IppError as error:
            self._cancel(job_id)
            raise SendInterrupted(DoubtReason.CONNECTION_LOST, str(error)) from error
        return judge(job, device)

    def _ask_printer(self) -> ipp.Attributes:
        try:
            printer = self._ask(
                ipp.GET_PRINTER_ATTRIBUTES, f"/printers/{self._queue}", _PRINTER_WANTED
            )
        except subprocess.TimeoutExpired as error:
            raise NothingSent(HoldReason.OFFLINE, str(error)) from error
        except ipp.IppError as error:
            missing = error.status == ipp.NOT_FOUND
            reason = HoldReason.NOT_SET_UP if missing else HoldReason.OFFLINE
            raise NothingSent(reason, f"queue {self._queue}: {error}") from error
        words = str(_first(printer, "printer-state-message") or "")
        if _first(printer, "printer-is-accepting-jobs") is False:
            raise NothingSent(HoldReason.REFUSED, words)
        if _first(printer, "printer-state") == _PRINTER_STOPPED:
            raise NothingSent(HoldReason.PAUSED, words)
        return printer

    def _ask(self, operation: int, target: str, wanted: tuple[str, ...]) -> ipp.Attributes:
        return ipp.ask(self._ipp_server, operation, target, wanted, timeout=self._timings.command)

    @cached_property
    def _ipp_server(self) -> str:
        return self._server or self._run("lpstat", "-H").stdout.decode().strip()

    def _submit(self, payload: bytes, job_mark: str) -> int:
        # A label printer's own language must reach it unchanged; a PDF needs the queue's filters.
        raw = () if payload.startswith(b"%PDF") else ("-o", "raw")
        try:
            done = self._run("lp", "-d", self._queue, "-t", job_mark, *raw, "--", "-", put=payload)
        except subprocess.TimeoutExpired as error:
            raise SendInterrupted(DoubtReason.CONNECTION_LOST, str(error)) from error
        said = done.stdout.decode("utf-8", "replace")
        if match := _REQUEST_ID.search(said):
            return int(match.group(1))
        words = done.stderr.decode("utf-8", "replace").strip()
        if any(refusal in words for refusal in _LP_REFUSALS):
            raise NothingSent(HoldReason.REFUSED, words)
        raise SendInterrupted(DoubtReason.CONNECTION_LOST, words)

    def _await_end(self, job_id: int) -> ipp.Attributes:
        started = time.monotonic()
        while True:
            job = self._ask_job(job_id)
            if _first(job, "job-state") in _ENDED:
                return job
            waited = time.monotonic() - started
            patience = self._timings.finish if _is_reached(job) else self._timings.connect
            if waited >= patience:
                return self._call_back(job_id)
            time.sleep(self._timings.poll)

    def _call_back(self, job_id: int) -> ipp.Attributes:
        self._cancel(job_id)
        give_up = time.monotonic() + self._timings.command
        while _first(self._ask_job(job_id), "job-state") not in _ENDED:
            if time.monotonic() > give_up:
                break
            time.sleep(self._timings.poll)
        # "Connected to printer" may still be on its way from the backend to the server, and
        # whether a byte can have left hangs on it.
        time.sleep(self._timings.last_words)
        return self._ask_job(job_id)

    def _ask_job(self, job_id: int) -> ipp.Attributes:
        return self._ask(ipp.GET_JOB_ATTRIBUTES, f"/jobs/{job_id}", _JOB_WANTED)

    def _cancel(self, job_id: int) -> None:
        try:
            self._run("cancel", f"{self._queue}-{job_id}")
        except (subprocess.TimeoutExpired, NothingSent):
            return  # the state that is read next says whether it is still there

    def _run(
        self, command: str, *arguments: str, put: bytes = b""
    ) -> "subprocess.CompletedProcess[bytes]":
        where = ("-h", self._server) if self._server else ()
        return subprocess.run(  # noqa: S603 - no shell, and the program is found on the PATH
            [_program(command), *where, *arguments],
            input=put,
            capture_output=True,
            timeout=self._timings.command,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )


def _program(command: str) -> str:
    program = shutil.which(command)
    if program is None:
        raise NothingSent(
            HoldReason.NOT_SET_UP, f"{command} is missing: install the package cups-client"
        )
    return program


def _first(attributes: ipp.Attributes, name: str) -> ipp.Value:
    return attributes.get(name, (None,))[0]


def _is_reached(job: ipp.Attributes) -> bool:
    """Whether the printer may have received a byte of the job."""
    message = str(_first(job, "job-printer-state-message") or "")
    return _first(job, "time-at-processing") is not None and not message.startswith(_CALLING)


def read_status(printer: ipp.Attributes) -> PrinterStatus:
    """What the attributes of a queue that accepts jobs say of its printer.

    Faults of paper, toner and cover count only while the queue is printing: CUPS learns them from
    the running job and keeps the last ones for ever, also after the paper was loaded.
    """
    words = str(_first(printer, "printer-state-message") or "")
    if _first(printer, "printer-state") != _PRINTER_PROCESSING:
        return PrinterStatus.because((), words)
    if words.startswith(_CALLING):
        return PrinterStatus.because((HoldReason.OFFLINE,), words)
    reasons = hold_reasons(printer.get("printer-state-reasons", ()))
    return PrinterStatus.because(reasons, words)


def judge(job: ipp.Attributes, device: str) -> SendResult:
    """What the end of a job says of the paper.

    Args:
        job: Its attributes as they were last read.
        device: Device of its queue, as a URI.

    Raises:
        NothingSent: It is proved that no byte reached the printer.
        SendInterrupted: It ended early, and bytes may have reached the printer.
    """
    state = _first(job, "job-state")
    words = str(_first(job, "job-printer-state-message") or "")
    if state == _JobState.COMPLETED:
        tells = device.startswith(("ipp:", "ipps:"))
        return SendResult(Outcome.CONFIRMED if tells else Outcome.SENT, words=words)
    if state not in _ENDED:
        return SendResult(Outcome.UNCERTAIN, DoubtReason.STILL_PRINTING, words)
    if _first(job, "time-at-processing") is None:
        raise NothingSent(HoldReason.BUSY, words or "cancelled before the queue began with it")
    if device.startswith("socket:") and words.startswith(_UNREACHABLE):
        raise NothingSent(HoldReason.OFFLINE, words)
    raise SendInterrupted(DoubtReason.CONNECTION_LOST, words or "the job was cancelled or aborted")
