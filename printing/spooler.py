"""Works the print jobs off: each document once, and never a second paper by its own decision."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from printing.jobs import (
    MOST_RENDERINGS,
    DoubtReason,
    FailReason,
    HoldReason,
    IllegalTransition,
    JobState,
    PrintJob,
    job_mark,
)
from printing.printers.addresses import BadPrinterAddress
from printing.printers.printer import (
    DocumentRefused,
    NothingSent,
    Outcome,
    Printer,
    PrinterNotSetUp,
    SendInterrupted,
    SendResult,
    nothing_to_do,
)

_log = logging.getLogger(__name__)

_STATE_AFTER = {
    Outcome.CONFIRMED: JobState.CONFIRMED,
    Outcome.SENT: JobState.SENT,
    Outcome.UNCERTAIN: JobState.UNCERTAIN,
}


class LeaseLost(Exception):
    """The job is no longer this worker's: another one took it over, or a person cancelled it."""


@dataclass(frozen=True)
class Step:
    """What a worker writes about a job.

    Attributes:
        state: The job's new state.
        reason: Value of a `HoldReason`, `DoubtReason` or `FailReason`, or empty.
        words: The device's, system's or layout's own words, for the log and the set-up screen.
        payload: The rendered bytes where `state` is `ready`; None leaves what is stored.
        sha256: Hexadecimal digest of `payload`.
    """

    state: JobState
    reason: str = ""
    words: str = ""
    payload: bytes | None = None
    sha256: str = ""


class JobLedger(Protocol):
    """Where print jobs are kept. Every call is one transaction, committed when it returns."""

    def lease_next(
        self,
        worker: str,
        lease_seconds: float,
        *,
        only: frozenset[str] | None,
        avoid: frozenset[str],
    ) -> PrintJob | None:
        """Gives the oldest job that may be worked on to `worker`, and to nobody else meanwhile.

        A job may be worked on in any state of `printing.jobs.LEASABLE`, if nobody leases it, or
        its lease ran out by the database's clock, or its lease is the asking worker's own: a worker
        has one job at a time, so it died over that one and started again. The state stays as it
        is: what becomes of a `sending` job is the spooler's business.

        Jobs of one printer are given in the order of their numbers, and none while another worker
        leases a job of that printer.

        Args:
            worker: Who asks.
            lease_seconds: How long the job is his without another word.
            only: Printers to work for; None for all.
            avoid: Printers to leave alone for now.
        """

    def record(self, job_id: int, worker: str, step: Step) -> PrintJob:
        """Writes a step of the worker's leased job.

        The ledger checks the step with `printing.jobs.check_transition`. A state of
        `printing.jobs.RESTING` gives the lease back, any other one renews it. It counts how often
        a job began `rendering`, and may hand a held job on to another printer.

        Returns:
            The job as it stands now.

        Raises:
            LeaseLost: The lease ran out and another worker took the job, or a person changed it.
        """


@dataclass(frozen=True)
class Pace:
    """How a spooler spends its time, in seconds.

    Attributes:
        lease_seconds: Longer than any printer takes for one job.
        rests: How long a printer is left alone after it could not take a job: the first time, the
            second time, and so on; the last one repeats.
        idle_seconds: Between two looks into an empty ledger.
    """

    lease_seconds: float = 180.0
    rests: Sequence[float] = (1.0, 2.0, 5.0, 10.0, 30.0)
    idle_seconds: float = 0.5


_FLOOR_PACE = Pace()


class Spooler:
    """A worker that takes one job after the other from a ledger, renders it and sends it.

    It may be killed between any two statements. A job found half rendered is rendered again; a job
    found `sending` may have come out and becomes `uncertain`. A station runs one spooler for each
    of its printers, so that a slow one holds up nobody else.
    """

    def __init__(
        self,
        ledger: JobLedger,
        printers: Callable[[str], Printer],
        render: Callable[[PrintJob], bytes],
        *,
        worker: str,
        only: frozenset[str] | None = None,
        pace: Pace = _FLOOR_PACE,
        clock: Callable[[], float] = time.monotonic,
        when_idle: Callable[[], None] = nothing_to_do,
    ) -> None:
        """Prepares the worker; nothing runs yet.

        Args:
            ledger: Where the jobs are.
            printers: Printer by name; raises PrinterNotSetUp or BadPrinterAddress.
            render: Bytes of a job, for its `format` and `dpi`, with its job mark and copy mark
                (see `printing.jobs`).
            worker: Unique in the house at any time, and the same after a restart, so that the
                worker finds its unfinished job at once: station and printer make a good name.
            only: Printers to work for; None for all.
            pace: Leases and waits.
            clock: Seconds, never going back.
            when_idle: Called by `run` whenever there is no job, and before it waits; the place to
                look after the printer. Trouble in it is logged and outlived.
        """
        self._ledger = ledger
        self._printers = printers
        self._render = render
        self._worker = worker
        self._only = only
        self._pace = pace
        self._clock = clock
        self._when_idle = when_idle
        self._troubles: dict[str, tuple[int, float]] = {}
        self._stopping = threading.Event()
        self._nudged = threading.Event()

    def work_once(self) -> bool:
        """Works on the next job as far as it goes.

        Returns:
            Whether there was one.
        """
        now = self._clock()
        resting = frozenset(name for name, (_, until) in self._troubles.items() if until > now)
        job = self._ledger.lease_next(
            self._worker, self._pace.lease_seconds, only=self._only, avoid=resting
        )
        if job is None:
            return False
        try:
            self._advance(job)
        except (LeaseLost, IllegalTransition) as lost:
            # A second program under this worker's name may have gone on with the job meanwhile.
            _log.warning("print job %d is no longer ours: %s", job.id, lost)
        return True

    def run(self) -> None:
        """Works until `stop`; the body of a thread. Trouble with the ledger is logged and outlived.

        A job that trouble interrupted keeps its lease until that runs out.
        """
        while not self._stopping.is_set():
            self._nudged.clear()
            try:
                worked = self.work_once()
                if not worked:
                    self._when_idle()
            except Exception:  # noqa: BLE001 - a lost database must not end printing for the day
                _log.exception("the spooler %s stumbled and goes on", self._worker)
                worked = False
            if not worked and not self._stopping.is_set():
                self._nudged.wait(self._pace.idle_seconds)

    def wake(self, printer_name: str | None = None) -> None:
        """Looks into the ledger now; a printer named here is tried at once, as after new paper."""
        if printer_name is not None:
            self._troubles.pop(printer_name, None)
        self._nudged.set()

    def stop(self) -> None:
        """Ends `run` after the job at hand. Wait for it by joining the thread."""
        self._stopping.set()
        self._nudged.set()

    def _advance(self, job: PrintJob) -> None:
        if job.state is JobState.SENDING:
            self._record(job, Step(JobState.UNCERTAIN, DoubtReason.WORKER_LOST))
            return
        if job.state in {JobState.QUEUED, JobState.RENDERING}:
            job = self._rendered(job)
        if job.state in {JobState.READY, JobState.HELD}:
            self._deliver(job)

    def _rendered(self, job: PrintJob) -> PrintJob:
        if job.renderings >= MOST_RENDERINGS:
            words = f"begun {job.renderings} times, and the program died each time"
            return self._record(job, Step(JobState.FAILED, FailReason.RETRIES_SPENT, words))
        job = self._record(job, Step(JobState.RENDERING))
        try:
            payload = self._render(job)
        except Exception as error:  # noqa: BLE001 - any defect of a layout stops this document only
            _log.warning("print job %d cannot be rendered", job.id, exc_info=True)
            return self._record(job, Step(JobState.FAILED, FailReason.RENDERING_FAILED, str(error)))
        digest = hashlib.sha256(payload).hexdigest()
        return self._record(job, Step(JobState.READY, payload=payload, sha256=digest))

    def _deliver(self, job: PrintJob) -> None:
        payload = job.payload
        if payload is None or hashlib.sha256(payload).hexdigest() != job.sha256:
            self._record(job, Step(JobState.FAILED, FailReason.PAYLOAD_DAMAGED))
            return
        try:
            result = self._send(job, payload)
        except (PrinterNotSetUp, BadPrinterAddress) as error:
            self._hold(job, HoldReason.NOT_SET_UP, str(error))
        except NothingSent as error:
            self._hold(job, error.reason, error.words)
        except DocumentRefused as error:
            self._record(job, Step(JobState.FAILED, FailReason.REFUSED_BY_PRINTER, error.words))
        except SendInterrupted as error:
            self._record(job, Step(JobState.UNCERTAIN, error.reason, error.words))
        else:
            self._troubles.pop(job.printer_name, None)
            step = Step(_STATE_AFTER[result.outcome], result.reason or "", result.words)
            self._record(job, step)

    def _send(self, job: PrintJob, payload: bytes) -> SendResult:
        printer = self._printers(job.printer_name)

        def about_to_send() -> None:
            started = self._clock()
            self._record(job, Step(JobState.SENDING))
            # A database that stalled this long may have given the job away before it answered.
            if self._clock() - started > self._pace.lease_seconds / 2:
                raise NothingSent(HoldReason.UNKNOWN, "the ledger took too long to answer")

        return printer.send(payload, job_mark(job), about_to_send)

    def _hold(self, job: PrintJob, reason: HoldReason, words: str) -> None:
        times, _ = self._troubles.get(job.printer_name, (0, 0.0))
        rest = self._pace.rests[min(times, len(self._pace.rests) - 1)]
        self._troubles[job.printer_name] = (times + 1, self._clock() + rest)
        self._record(job, Step(JobState.HELD, reason, words))

    def _record(self, job: PrintJob, step: Step) -> PrintJob:
        return self._ledger.record(job.id, self._worker, step)
