"""Planning in processes of its own: start, look at the best plan so far, stop. Nothing here waits.

Two processes search side by side, one from the savings plan, one from the fewest carts; which is
better differs from task to task. The second begins when the first has the inner loops compiled, so
that this is done once. They are told to stop through their pipes and end by themselves when this
process is gone.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import ModuleType, TracebackType
from typing import Self

from app.planning.batches import BatchTask
from app.planning.plan_progress import Budget, Progress, Start
from app.planning.plan_work import REPORT_SECONDS, work

_STARTING = threading.Lock()


class PlanRun:
    """A plan in the making. Attributes may be read from any thread at any time.

    The first plan comes from the process as soon as it is up, in some tenths of a second; the
    search begins after it, on a machine's first time when the inner loops are compiled.
    """

    def __init__(self, task: BatchTask, budget: Budget, *, seed: int = 1) -> None:
        """Note what is to be planned.

        Args:
            task: the orders.
            budget: how long each process searches.
            seed: the same seed and a budget of steps give the same plan.
        """
        self._task, self._budget, self._seed = task, budget, seed
        self._best: Progress | None = None
        self._failure = ""
        self._stopping = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="plan run", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    @property
    def best(self) -> Progress | None:
        """The best carts so far; None before the first report."""
        return self._best

    @property
    def failure(self) -> str:
        """Why a search ended early, empty if none did."""
        return self._failure

    @property
    def ended(self) -> bool:
        """Whether nothing better will come any more."""
        return self._ended.is_set()

    def stop(self) -> None:
        """Have the search end soon; the best plan so far stays."""
        self._stopping.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the search has ended, for programs without a window; False if it goes on."""
        return self._ended.wait(seconds)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self._thread.join()

    def _run(self) -> None:
        workers: dict[Connection, SpawnProcess] = {}
        try:
            self._begin(Start.SAVINGS, self._budget, workers)
            self._listen(workers)
        except OSError as error:
            self._failure = str(error)
        finally:
            for pipe, process in workers.items():
                pipe.close()
                process.join(REPORT_SECONDS)
                process.terminate()
                process.join()
                process.close()
            self._ended.set()

    def _begin(self, start: Start, budget: Budget, workers: dict[Connection, SpawnProcess]) -> None:
        spawn = get_context("spawn")  # a fork of a process with windows and threads may hang
        ours, theirs = spawn.Pipe()
        process = spawn.Process(
            target=work, args=(self._task, start, budget, self._seed, theirs), daemon=True
        )
        with _no_main_module():
            process.start()
        theirs.close()
        workers[ours] = process

    def _listen(self, workers: dict[Connection, SpawnProcess]) -> None:
        """Take reports until no process sends any more, or `stop` was called."""
        listening = set(workers)
        while listening and not self._stopping.is_set():
            ready = set(wait(listening, timeout=0.05))
            for pipe in [pipe for pipe in workers if pipe in ready]:
                if not self._take(pipe):
                    listening.discard(pipe)
            if self._best is not None and self._best.proven:
                return
            if len(workers) == 1 and self._best is not None and self._best.steps > 0:
                left = replace(
                    self._budget, seconds=max(0.1, self._budget.seconds - self._best.seconds)
                )
                known = set(workers)
                self._begin(Start.FEWEST_CARTS, left, workers)
                listening |= set(workers) - known

    def _take(self, pipe: Connection) -> bool:
        """Take a report; False if no more will come from there."""
        try:
            report: Progress | str | None = pipe.recv()
        except (EOFError, OSError):
            self._failure = self._failure or "a planning process was ended by the system"
            return False
        if isinstance(report, str):
            self._failure = report
        elif report is not None and (self._best is None or report.cost <= self._best.cost):
            self._best = report
        return isinstance(report, Progress)


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Hide the program's main module: a new process would load all of the program for nothing."""
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
