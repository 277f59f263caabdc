"""Planning in processes of its own: start, look at the best plan so far, stop. Nothing here waits.

Two processes search side by side, one from the savings plan, one from the fewest carts; which is
better differs from task to task. They are told to stop through their pipes and end by themselves
when this process is gone.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self

import numpy as np

from app.planning.annealing import Budget, Progress, Search, Start
from app.planning.batches import BatchTask, first_come_carts, plan_of
from app.planning.cart_covering import all_carts, proven_carts

ANNEALING_SHARE = 0.4
"""Of the time, where carts are so small that the rest can prove them best."""

_REPORT_SECONDS = 1.0
_POLITENESS = 10


class PlanRun:
    """A plan in the making. Attributes may be read from any thread at any time.

    The first plan, carts in order of arrival, comes from a process as soon as it is up; the savings
    plan follows at once where the inner loops were compiled before on this machine.
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
        spawn = get_context("spawn")  # a fork of a process with windows and threads may hang
        workers: dict[Connection, SpawnProcess] = {}
        try:
            for start in Start:
                ours, theirs = spawn.Pipe()
                work = (self._task, start, self._budget, self._seed, theirs)
                process = spawn.Process(target=_work, args=work, daemon=True)
                process.start()
                theirs.close()
                workers[ours] = process
            self._listen(set(workers))
        except OSError as error:
            self._failure = str(error)
        finally:
            for pipe, process in workers.items():
                pipe.close()
                process.join(_REPORT_SECONDS)
                process.terminate()
                process.join()
                process.close()
            self._ended.set()

    def _listen(self, pipes: set[Connection]) -> None:
        """Take reports until no process sends any more, or `stop` was called."""
        while pipes and not self._stopping.is_set():
            ready = set(wait(pipes, timeout=0.05))
            for pipe in [pipe for pipe in pipes if pipe in ready]:
                try:
                    self._take(pipe.recv())
                except (EOFError, OSError):
                    pipes.discard(pipe)
            if self._best is not None and self._best.proven:
                return

    def _take(self, report: Progress | str) -> None:
        if isinstance(report, str):
            self._failure = report
        elif self._best is None or report.cost <= self._best.cost:
            self._best = report


def _work(task: BatchTask, start: Start, budget: Budget, seed: int, pipe: Connection) -> None:
    """Search in this process and report; the pipe's end says that nothing more will come."""
    with suppress(OSError, AttributeError):
        os.nice(_POLITENESS)  # the windows go first
    with suppress(BrokenPipeError, ConnectionResetError):
        try:
            _report(planning(task, start, budget, seed=seed), pipe)
        except Exception as error:  # noqa: BLE001 - the other process must hear of it
            pipe.send(f"{type(error).__name__}: {error}")
    pipe.close()


def _report(plans: Iterator[Progress], pipe: Connection) -> None:
    """Send what is better, and a sign of life each second, until told or able to stop."""
    sent, cost = 0.0, np.inf
    for progress in plans:
        now = time.monotonic()
        if progress.cost < cost or progress.proven or now - sent > _REPORT_SECONDS:
            pipe.send(progress)
            sent, cost = now, progress.cost
        if pipe.poll():  # only the end of the pipe ever comes this way
            return


def planning(task: BatchTask, start: Start, budget: Budget, *, seed: int = 1) -> Iterator[Progress]:
    """Yield better and better carts: as they came, then of the start, then what annealing finds.

    Where carts are small enough to list them all, the search from savings ends with a proof.
    """
    first = None
    if start is Start.SAVINGS:
        first = _first_come(task)
        yield first
    search = Search(task)
    every = all_carts(task) if start is Start.SAVINGS else None
    best = first
    part = budget if every is None else _share_of(budget, ANNEALING_SHARE)
    for progress in search.improve(start, part, seed=seed):
        best = progress
        yield progress
    if every is None or best is None:
        return
    left = max(1.0, budget.seconds - best.seconds)
    carts = proven_carts(search, every, best.cost, len(task.orders), left)
    if carts is not None:
        cart_of = np.zeros(len(task.orders), dtype=np.int64)
        for number, cart in enumerate(carts):
            cart_of[cart] = number
        cost = sum(search.cost(np.array(cart)) for cart in carts)
        yield replace(best, cost=cost, cart_of=cart_of, proven=True)


def _share_of(budget: Budget, share: float) -> Budget:
    steps = None if budget.steps is None else max(1, int(budget.steps * share))
    return replace(budget, seconds=budget.seconds * share, steps=steps)


def _first_come(task: BatchTask) -> Progress:
    """Carts in order of arrival, with what they cost."""
    plan = plan_of(task, first_come_carts(task))
    cart_of = np.zeros(len(task.orders), dtype=np.int64)
    cost = 0.0
    for number, cart in enumerate(plan.carts):
        cart_of[list(cart.orders)] = number
        most_urgent = min(task.orders[order].urgency for order in cart.orders)
        cost += cart.tour.metres * task.factors[most_urgent]
    return Progress(0.0, 0, cost, cart_of)
