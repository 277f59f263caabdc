"""Carts proven to be best, where a cart takes only two or three orders: all there are, a choice.

Every set of orders that fits on a cart is listed; an integer programme picks sets that cover all
orders at least cost (HiGHS through SciPy). Sets which the prices of the relaxed programme rule out
against the cost of carts already known are left out first, which is most of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array

from app.planning.annealing import Search
from app.planning.batches import BatchTask
from app.planning.cart_arrays import Floats, Ints

MOST_SETS = 60_000
"""With more sets of orders than this it would take too long."""


def all_carts(task: BatchTask, most: int = MOST_SETS) -> list[tuple[int, ...]] | None:
    """Every set of orders that fits on one cart, or None if there are more than `most`."""
    found: list[tuple[int, ...]] = []
    for cart in _carts_from(task):
        found.append(cart)
        if len(found) > most:
            return None
    return found


def _carts_from(task: BatchTask) -> Iterator[tuple[int, ...]]:
    limited = [part for part, limit in enumerate(task.limits) if limit is not None]
    loads = np.array([[order.load[part] for part in limited] for order in task.orders])
    groups = np.array([order.group for order in task.orders])
    limits = np.array([task.limits[part] for part in limited])
    waiting: list[tuple[tuple[int, ...], Ints]] = [
        ((order,), limits - loads[order]) for order in range(len(loads))
    ]
    while waiting:
        cart, room = waiting.pop()
        yield cart
        later = cart[-1] + 1
        fits = (loads[later:] <= room).all(axis=1) & (groups[later:] == groups[cart[0]])
        waiting += [
            ((*cart, later + int(more)), room - loads[later + more])
            for more in np.flatnonzero(fits)
        ]


def proven_carts(
    search: Search, carts: Sequence[tuple[int, ...]], known: float, orders: int, seconds: float
) -> list[list[int]] | None:
    """The carts that cost least, of all there are.

    Args:
        search: knows what a cart costs.
        carts: all sets of orders that fit on a cart.
        known: what the best carts known cost; better ones or equal ones are looked for.
        orders: how many there are.
        seconds: time for the proof.

    Returns:
        None if time was too short.
    """
    until = time.monotonic() + seconds
    costs = np.array([search.cost_of(cart) for cart in carts])
    matrix = _matrix(carts, orders)
    gaps = _gaps(matrix, costs, until - time.monotonic())
    left = until - time.monotonic()
    if gaps is None or left <= 0:
        return None
    kept = np.flatnonzero(gaps <= known + 1e-6)
    result = milp(
        costs[kept],
        constraints=LinearConstraint(matrix[:, kept], 1, np.inf),
        integrality=np.ones(len(kept), dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "time_limit": left},
    )
    if result.status != 0:
        return None
    return _each_once([carts[kept[number]] for number in np.flatnonzero(result.x > 0.5)])


def _matrix(carts: Sequence[tuple[int, ...]], orders: int) -> csc_array:
    starts = np.cumsum([0, *map(len, carts)])
    rows = np.concatenate([np.array(cart, dtype=np.int64) for cart in carts])
    return csc_array((np.ones(len(rows)), rows, starts), shape=(orders, len(carts)))


def _gaps(matrix: csc_array, costs: Floats, seconds: float) -> Floats | None:
    """What carts must cost together at least if this one is among them, by cart; None if late."""
    relaxed = linprog(  # type: ignore[call-overload]  # sparse matrices are unknown to the stubs
        costs,
        A_ub=-matrix,
        b_ub=-np.ones(matrix.shape[0]),
        method="highs",
        options={"time_limit": max(seconds, 0.01)},
    )
    if relaxed.status != 0:
        return None
    prices = -relaxed.ineqlin.marginals
    gaps: Floats = relaxed.fun + costs - matrix.T @ prices
    return gaps


def _each_once(carts: Sequence[tuple[int, ...]]) -> list[list[int]]:
    """The same carts with each order only on the first that has it; tours get no longer by that."""
    seen: set[int] = set()
    found = []
    for cart in carts:
        left = [order for order in cart if order not in seen]
        seen.update(left)
        if left:
            found.append(left)
    return found
