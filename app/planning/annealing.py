"""Plans that get better the longer one waits: savings or fewest carts first, then annealing."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from app.planning.annealing_kernel import Carts, Exchange
from app.planning.batches import BatchTask
from app.planning.cart_arrays import INFINITE, CartArrays, Ints, Workspace, arrays_of, workspace_of
from app.planning.cart_floors import AisleFloor
from app.planning.compiled import Kernels, kernels_for
from app.planning.graph_arrays import (
    GraphArrays,
    GraphWorkspace,
    graph_arrays_of,
    graph_workspace_of,
)
from app.planning.neighbours import ALL_PAIRS, neighbours_by_ways, neighbours_of
from app.planning.packing import fewest_carts
from app.planning.plan_progress import Budget, Progress, Start, carts_by_number, frozen

HOT, HOT_WAVE, COLD = 0.02, 0.01, 0.003
"""First temperature, that of large waves, and the last one, in mean tours of the start."""

SLACK = 0.07
"""By so much of their limits carts may be loaded too much for a while, from the fewest carts on."""

PRICE = 4.0
"""What loading a cart to twice its limits counts meanwhile, in mean tours."""

FIRST_ROUND = 0.08
"""The share of the time after which a first round is through, so that one may stop early."""

MEMORY = 1 << 18

_CHUNK_SECONDS, _CHUNK_SECONDS_WAVE = 0.05, 0.25
_CHUNK_STEPS = 20_000
_FIRST_CHUNK = 500


class Search:
    """A search for better carts."""

    def __init__(self, task: BatchTask, *, loops: Kernels | None = None) -> None:
        """Put the task into numbers.

        Args:
            task: what is to be planned.
            loops: the inner loops; compiled ones if None.
        """
        self._loops = loops or kernels_for(task.floor)
        self._arrays: CartArrays | GraphArrays
        self._work: Workspace | GraphWorkspace
        if isinstance(task.floor, AisleFloor):
            self._arrays = arrays_of(task, task.floor)
            self._work = workspace_of(self._arrays)
            self._neighbours = neighbours_of(self._arrays)
        else:
            self._arrays = graph_arrays_of(task, task.floor)
            self._work = graph_workspace_of(self._arrays)
            self._neighbours = neighbours_by_ways(self._arrays)

    def cost(self, orders: Ints) -> float:
        """What a cart with these orders costs."""
        a = self._arrays
        metres = self._loops.cart_length(a, orders, len(orders), self._work)
        return metres * float(a.factors[a.urgencies[orders].min()])

    def cost_of(self, orders: Sequence[int]) -> float:
        """The same for orders in any sequence."""
        return self.cost(np.array(orders, dtype=np.int64))

    def savings_carts(self) -> list[list[int]]:
        """Carts by savings."""
        return carts_by_number(
            self._loops.join_by_savings(self._arrays, self._neighbours, 1000, self._work)
        )

    def improve(self, start: Start, budget: Budget, *, seed: int = 1) -> Iterator[Progress]:
        """Yield the best carts known, some times a second, until the budget is used up.

        The budget counts from the first plan on. With a budget of steps the same seed gives the
        same carts on every machine. From the fewest carts on, nothing is yielded before carts are
        found that are not loaded too much.
        """
        fewest = start is Start.FEWEST_CARTS
        first = fewest_carts(self._arrays, SLACK) if fewest else self.savings_carts()
        mean = sum(self.cost(np.array(cart)) for cart in first) / len(first)
        carts = self._in_arrays(first, 1 + len(first) // 8, (PRICE * mean, SLACK))
        carts.dice[0] = np.random.default_rng(seed).integers(1, 2**63)
        if carts.totals[2] < INFINITE:
            yield _progress(carts, 0.0, 0)
        memory = np.zeros(MEMORY, dtype=[("name", np.uint64), ("length", np.float64)])
        room = _room(carts)
        anneal = partial(self._loops.anneal, self._arrays, carts, room, memory, self._work)
        anneal(0, 1.0, 1.0)  # compiled now, before the clock runs
        is_wave = len(self._arrays.groups) > ALL_PAIRS
        pace = _Pace(budget, _CHUNK_SECONDS_WAVE if is_wave else _CHUNK_SECONDS)
        hottest = HOT_WAVE if is_wave else HOT
        for round_ends in (FIRST_ROUND, 1.0):
            self._set(carts, carts_by_number(carts.best_cart_of))
            begins = pace.share()
            while (share := pace.share()) < round_ends:
                steps, ends = pace.next_chunk(round_ends)
                hot, cold = (
                    mean * hottest * (COLD / hottest) ** ((at - begins) / (round_ends - begins))
                    for at in (share, ends)
                )
                anneal(steps, hot, cold)
                pace.steps += steps
                if carts.totals[2] < INFINITE:
                    yield _progress(carts, pace.seconds(), pace.steps)

    def _in_arrays(
        self, carts: Sequence[Sequence[int]], spare: int, rules: tuple[float, float]
    ) -> Carts:
        """These carts, and some empty ones, as the inner loops want them."""
        a = self._arrays
        count = len(carts) + spare
        most = max(_most_on_a_cart(a, rules[1]), *map(len, carts))
        made = Carts(
            orders=np.zeros((count, most), dtype=np.int64),
            sizes=np.zeros(count, dtype=np.int64),
            loads=np.zeros((count, len(a.limits)), dtype=np.int64),
            lengths=np.zeros(count),
            costs=np.zeros(count),
            names=np.zeros(count, dtype=np.uint64),
            cart_of=np.zeros(len(a.groups), dtype=np.int64),
            best_cart_of=np.zeros(len(a.groups), dtype=np.int64),
            totals=np.array([0.0, 0.0, INFINITE]),
            neighbours=self._neighbours,
            rules=np.array(rules),
            dice=np.ones(1, dtype=np.uint64),
        )
        self._set(made, carts)
        if made.totals[1] == 0.0:
            made.totals[2] = made.totals[0]
        made.best_cart_of[:] = made.cart_of
        return made

    def _set(self, made: Carts, carts: Sequence[Sequence[int]]) -> None:
        """Load carts anew; the best ones known stay noted."""
        a = self._arrays
        for array in (made.sizes, made.loads, made.lengths, made.costs, made.names):
            array[:] = 0
        for cart, members in enumerate(carts):
            orders = np.array(members, dtype=np.int64)
            made.orders[cart, : len(orders)] = orders
            made.sizes[cart] = len(orders)
            made.loads[cart] = a.loads[orders].sum(axis=0)
            made.names[cart] = np.bitwise_xor.reduce(a.names[orders])
            made.lengths[cart] = self._loops.cart_length(a, orders, len(orders), self._work)
            made.costs[cart] = made.lengths[cart] * a.factors[a.urgencies[orders].min()]
            made.cart_of[orders] = cart
        over = np.maximum(made.loads - a.limits, 0) / np.maximum(a.limits, 1)
        made.totals[:2] = made.costs.sum() + made.rules[0] * over.sum(), over.sum()


class _Pace:
    """How much of the budget is used up, and how many steps to take before looking again."""

    def __init__(self, budget: Budget, chunk_seconds: float) -> None:
        self._budget, self._chunk_seconds = budget, chunk_seconds
        self._clock = time.process_time if budget.processor else time.monotonic
        self._began = self._clock()
        self.steps = 0

    def seconds(self) -> float:
        return self._clock() - self._began

    def share(self) -> float:
        """The share of the budget used up, over 1 when it is overdrawn."""
        by_steps = 0.0 if self._budget.steps is None else self.steps / self._budget.steps
        return max(by_steps, self.seconds() / self._budget.seconds)

    def next_chunk(self, end: float) -> tuple[int, float]:
        """So many steps, and what share will probably be used up after them, `end` at most."""
        if self._budget.steps is not None:
            left = math.ceil((end - self.share()) * self._budget.steps)
            steps = max(1, min(_CHUNK_STEPS, left))
            return steps, min(end, (self.steps + steps) / self._budget.steps)
        pace = self.steps / max(self.seconds(), 1e-3)
        steps = max(_FIRST_CHUNK, int(pace * self._chunk_seconds))
        return steps, min(end, self.share() + self._chunk_seconds / self._budget.seconds)


def _progress(carts: Carts, seconds: float, steps: int) -> Progress:
    found = frozen(carts_by_number(carts.best_cart_of))
    return Progress(seconds, steps, float(carts.totals[2]), found)


def _most_on_a_cart(a: CartArrays | GraphArrays, slack: float) -> int:
    """No cart can take more orders than this, loaded too much by this share."""
    most = len(a.groups)
    for part, limit in enumerate(a.limits):
        loads = np.sort(a.loads[:, part]).cumsum()
        most = min(most, int(np.searchsorted(loads, limit * (1.0 + slack), side="right")))
    return max(most, 1)


def _room(carts: Carts) -> Exchange:
    return Exchange(
        orders=np.zeros(3, dtype=np.int64),
        sources=np.zeros(3, dtype=np.int64),
        targets=np.zeros(3, dtype=np.int64),
        carts=np.zeros(3, dtype=np.int64),
        loads=np.zeros((3, carts.loads.shape[1]), dtype=np.int64),
        names=np.zeros(3, dtype=np.uint64),
        lengths=np.zeros(3),
        costs=np.zeros(3),
        members=np.zeros(carts.orders.shape[1] + 3, dtype=np.int64),
    )


def searched_carts(task: BatchTask, steps: int = 100_000) -> list[list[int]]:
    """Good carts from a short search in this process, the same for the same task.

    Some tenths of a second; on a machine's first time half a minute for the compilation.
    """
    *_, best = Search(task).improve(Start.SAVINGS, Budget(steps=steps))
    return [list(cart) for cart in best.carts]
