"""Runs services beside the window: one lane keeps the order of scans, one does long work."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, TypeVarTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

_log = logging.getLogger(__name__)

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")
Failed = Callable[[Exception], None]


class JobLane(Protocol):
    """What a screen may ask of a lane; `Lane` and `ImmediateLane` both offer it."""

    @property
    def pending(self) -> int:
        """How many jobs have not reported yet."""

    def submit(
        self,
        function: Callable[[*Arguments], Result],
        *args: *Arguments,
        done: Callable[[Result], None] | None = None,
        failed: Failed | None = None,
        owner: object = None,
    ) -> None:
        """Run the function with plain values; `done` or `failed` is called on the main thread."""

    def drop(self, owner: object) -> None:
        """Forget the callbacks of a closed screen; its jobs still run to their end."""

    def drain(self) -> None:
        """Finish and report everything submitted, then refuse more; for quitting."""


@dataclass
class _Job:
    """A function under way and whom to tell."""

    function_name: str
    done: Callable[[Any], None] | None
    failed: Failed | None
    owner: object

    def forget(self) -> None:
        self.done, self.failed, self.owner = None, self._log_failure, None

    def _log_failure(self, problem: Exception) -> None:
        _log.error("%s failed after its screen closed", self.function_name, exc_info=problem)


class Lane(QObject):
    """One worker thread, first in first out; results come back to the main thread in order."""

    _finished = Signal(object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._main_thread = threading.get_ident()
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._jobs: list[_Job] = []
        self._finished.connect(self._report, Qt.ConnectionType.QueuedConnection)

    @property
    def pending(self) -> int:
        """How many jobs have not reported yet."""
        return len(self._jobs)

    def submit(
        self,
        function: Callable[[*Arguments], Result],
        *args: *Arguments,
        done: Callable[[Result], None] | None = None,
        failed: Failed | None = None,
        owner: object = None,
    ) -> None:
        """Run a service beside the window.

        Args:
            function: What to run; keyword arguments go in by `functools.partial`.
            *args: Plain values, no mapped rows and no widgets.
            done: Called with the result on the main thread.
            failed: Called with the exception on the main thread; without it the exception is
                raised there, where the application's last-resort hook reports it.
            owner: The screen that asks, for `drop`.

        Raises:
            RuntimeError: If called from another thread than the one that made the lane, or after
                `drain`.
        """
        self._must_be_main_thread()
        job = _Job(getattr(function, "__qualname__", repr(function)), done, failed, owner)
        future = self._executor.submit(function, *args)
        self._jobs.append(job)
        future.add_done_callback(lambda finished: self._finished.emit(job, finished))

    def drop(self, owner: object) -> None:
        """Forget the callbacks of a closed screen; its jobs still run to their end."""
        self._must_be_main_thread()
        for job in self._jobs:
            if job.owner is owner:
                job.forget()

    def drain(self) -> None:
        """Finish and report everything submitted, then refuse more; for quitting."""
        self._must_be_main_thread()
        self._executor.shutdown(wait=True)
        while self._jobs:
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def _report(self, job: _Job, future: "Future[Any]") -> None:
        self._jobs.remove(job)
        problem = future.exception()
        if problem is None:
            if job.done is not None:
                job.done(future.result())
        elif job.failed is not None and isinstance(problem, Exception):
            job.failed(problem)
        else:
            raise problem

    def _must_be_main_thread(self) -> None:
        if threading.get_ident() != self._main_thread:
            raise RuntimeError("jobs are submitted, dropped and drained on the main thread only")


class ImmediateLane:
    """The same promises without a thread, for tests: `submit` returns when the job has reported."""

    def __init__(self) -> None:
        self._drained = False

    @property
    def pending(self) -> int:
        """Always none."""
        return 0

    def submit(
        self,
        function: Callable[[*Arguments], Result],
        *args: *Arguments,
        done: Callable[[Result], None] | None = None,
        failed: Failed | None = None,
        owner: object = None,  # noqa: ARG002 - nothing is ever pending, so nothing can be dropped
    ) -> None:
        """Run the function now; exceptions reach `failed` as they do in `Lane`."""
        if self._drained:
            raise RuntimeError("cannot submit a job after drain")
        try:
            result = function(*args)
        except Exception as problem:
            if failed is None:
                raise
            failed(problem)
            return
        if done is not None:
            done(result)

    def drop(self, owner: object) -> None:
        """Nothing is ever pending."""

    def drain(self) -> None:
        """Refuse more."""
        self._drained = True


class Jobs:
    """The lanes of a station: `database` for the floor's verbs, `background` for long work."""

    def __init__(self, database: JobLane | None = None, background: JobLane | None = None) -> None:
        self.database: JobLane = database or Lane("database-lane")
        self.background: JobLane = background or Lane("background-lane")

    def submit(
        self,
        function: Callable[[*Arguments], Result],
        *args: *Arguments,
        done: Callable[[Result], None] | None = None,
        failed: Failed | None = None,
        owner: object = None,
    ) -> None:
        """Run a service in the database lane; see `Lane.submit`."""
        self.database.submit(function, *args, done=done, failed=failed, owner=owner)

    def drop(self, owner: object) -> None:
        """Forget the callbacks of a closed screen in both lanes."""
        self.database.drop(owner)
        self.background.drop(owner)

    def drain(self) -> None:
        """Finish, report and close both lanes; for quitting."""
        self.database.drain()
        self.background.drain()


class ImmediateJobs(Jobs):
    """Jobs that have reported when `submit` returns, so that screen tests need no waiting."""

    def __init__(self) -> None:
        super().__init__(ImmediateLane(), ImmediateLane())
