"""The search for carts in a process of its own: what it does there, and what it sends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection

from app.planning.batches import BatchTask, plan_cost
from app.planning.cart_floors import AisleFloor
from app.planning.plan_progress import Budget, Progress, Start, frozen
from app.planning.quick_carts import quick_carts

ANNEALING_SHARE = 0.4
"""Of the time, where carts are so small that the rest can prove them best."""

REPORT_SECONDS = 1.0
_POLITENESS = 10


def work(task: BatchTask, start: Start, budget: Budget, seed: int, pipe: Connection) -> None:
    """Search in this process and report; the pipe's end says that nothing more will come."""
    with suppress(OSError, AttributeError):
        os.nice(_POLITENESS)  # the windows go first
    with suppress(BrokenPipeError, ConnectionResetError):
        try:
            _report(planning(task, start, budget, seed=seed), pipe)
        except Exception as error:  # noqa: BLE001 - the other process must hear of it
            pipe.send(f"{type(error).__name__}: {error}")
        else:
            pipe.send(None)
    pipe.close()


def _report(plans: Iterator[Progress], pipe: Connection) -> None:
    """Send what is better, and a sign of life each second, until told or able to stop."""
    sent, best = 0.0, None
    for progress in plans:
        now = time.monotonic()
        if (
            best is None
            or progress.cost < best.cost
            or (progress.steps > 0) != (best.steps > 0)
            or progress.proven
            or now - sent > REPORT_SECONDS
        ):
            pipe.send(progress)
            sent, best = now, progress
        if pipe.poll():  # only the end of the pipe ever comes this way
            return


def planning(task: BatchTask, start: Start, budget: Budget, *, seed: int = 1) -> Iterator[Progress]:
    """Yield better and better carts: those made at once, then what a search finds.

    Where carts are small enough to list them all, the search from savings ends with a proof.
    """
    best = None
    if start is Start.SAVINGS:
        carts = frozen(quick_carts(task))
        best = Progress(0.0, 0, plan_cost(task, carts), carts)
        yield best
    from app.planning.annealing import Search  # NumPy, Numba and SciPy come only now
    from app.planning.cart_covering import all_carts, proven_carts

    search = Search(task)
    is_exact = isinstance(task.floor, AisleFloor)  # otherwise tours might be shorter, and no proof
    every = all_carts(task) if is_exact and start is Start.SAVINGS else None
    part = budget if every is None else _share_of(budget, ANNEALING_SHARE)
    for progress in search.improve(start, part, seed=seed):
        if best is None or progress.cost <= best.cost:
            best = progress
        yield replace(best, seconds=progress.seconds, steps=progress.steps)
    if every is None or best is None:
        return
    left = max(1.0, budget.seconds - best.seconds)
    proven = proven_carts(search, every, best.cost, len(task.orders), left)
    if proven is not None:
        cost = sum(search.cost_of(cart) for cart in proven)
        yield replace(best, cost=cost, carts=frozen(proven), proven=True)


def _share_of(budget: Budget, share: float) -> Budget:
    steps = None if budget.steps is None else max(1, int(budget.steps * share))
    return replace(budget, seconds=budget.seconds * share, steps=steps)
