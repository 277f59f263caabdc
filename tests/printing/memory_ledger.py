"""A job ledger in memory, with the leases and refusals of the real one, to test the spooler on."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from printing.jobs import (
    LEASABLE,
    RESTING,
    JobState,
    PrintJob,
    check_transition,
    resolve,
)
from printing.spooler import LeaseLost, Step


class MemoryLedger:
    """Print jobs in a dict.

    Attributes:
        jobs: Jobs by number.
        steps: What was committed, in order: job number, state, reason.
        before_commit: Called with each step before it is written; may raise to stand for a crash.
        after_commit: Called with each step once it is written.
    """

    def __init__(self, *jobs: PrintJob, clock: Callable[[], float] = time.monotonic) -> None:
        self.jobs = {job.id: job for job in jobs}
        self.steps: list[tuple[int, JobState, str]] = []
        self.before_commit: Callable[[Step], None] = _nothing
        self.after_commit: Callable[[Step], None] = _nothing
        self._clock = clock
        self._leases: dict[int, tuple[str, float, float]] = {}
        self._changed = threading.Condition()

    def lease_next(
        self,
        worker: str,
        lease_seconds: float,
        *,
        only: frozenset[str] | None,
        avoid: frozenset[str],
    ) -> PrintJob | None:
        with self._changed:
            taken = {self.jobs[i].printer_name for i in self._leases if self._is_others(i, worker)}
            for number in sorted(self.jobs):
                job = self.jobs[number]
                printer = job.printer_name
                if job.state not in LEASABLE or printer in taken | avoid:
                    continue
                if only is not None and printer not in only:
                    continue
                self._leases[number] = (worker, self._clock() + lease_seconds, lease_seconds)
                return job
            return None

    def record(self, job_id: int, worker: str, step: Step) -> PrintJob:
        self.before_commit(step)
        with self._changed:
            owner, _, seconds = self._leases.get(job_id, ("", 0.0, 0.0))
            if owner != worker:
                raise LeaseLost
            job = self.jobs[job_id]
            check_transition(job.state, step.state)
            job = replace(job, state=step.state, reason=step.reason)
            if step.state is JobState.RENDERING:
                job = replace(job, renderings=job.renderings + 1)
            if step.payload is not None:
                job = replace(job, payload=step.payload, sha256=step.sha256)
            self.jobs[job_id] = job
            self.steps.append((job_id, step.state, step.reason))
            if step.state in RESTING:
                del self._leases[job_id]
            else:
                self._leases[job_id] = (worker, self._clock() + seconds, seconds)
            self._changed.notify_all()
        self.after_commit(step)
        return job

    def state(self, job_id: int = 1) -> JobState:
        return self.jobs[job_id].state

    def reason(self, job_id: int = 1) -> str:
        return self.jobs[job_id].reason

    def answer(self, job_id: int, *, came_out: bool) -> None:
        """A person answers "did it come out?"."""
        with self._changed:
            self.jobs[job_id] = resolve(self.jobs[job_id], came_out=came_out)

    def cancel(self, job_id: int) -> None:
        """A person no longer wants it; the worker's lease is void with that."""
        with self._changed:
            check_transition(self.jobs[job_id].state, JobState.CANCELLED, by_person=True)
            self.jobs[job_id] = replace(self.jobs[job_id], state=JobState.CANCELLED)
            self._leases.pop(job_id, None)

    def await_states(self, states: set[JobState], seconds: float = 10.0) -> None:
        """Waits until every job is in one of `states`."""
        with self._changed:
            done = self._changed.wait_for(
                lambda: all(job.state in states for job in self.jobs.values()), seconds
            )
        assert done, f"still {sorted(job.state for job in self.jobs.values())}"

    def _is_others(self, job_id: int, worker: str) -> bool:
        owner, until, _ = self._leases[job_id]
        return owner != worker and until > self._clock()


def _nothing(_: Step) -> None:
    """Stands for no crash."""


def a_job(number: int = 1, printer: str = "zebra") -> PrintJob:
    """A queued shipping label in ZPL."""
    return PrintJob(
        id=number,
        document={"order_number": f"1{number:03d}"},
        document_kind="shipping_label",
        copy=1,
        attempt=1,
        printer_name=printer,
        format="zpl",
        dpi=203,
        state=JobState.QUEUED,
    )
