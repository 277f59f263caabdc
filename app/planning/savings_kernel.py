"""Carts by savings: again and again the two carts are joined that save the most metres together.

Clarke and Wright's method with all savings of a joined cart worked out anew. Like
`app.planning.cart_kernel` it runs as it stands and compiled.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planning.annealing_kernel import urgency
from app.planning.cart_arrays import INFINITE, CartArrays, Floats, Ints, Workspace
from app.planning.cart_kernel import cart_length

Saving = tuple[float, int, int]
"""Metres saved, negative so that the most comes first, and the two carts."""


class Joined(NamedTuple):
    """Carts so far, as chains of orders; changed in place. A joined cart gets a new number."""

    heads: Ints  # by cart: its first order
    tails: Ints
    after: Ints  # by order: the next one on its cart, or -1
    cart_of: Ints
    alive: NDArray[np.bool_]
    loads: Ints
    costs: Floats
    members: Ints
    seen: Ints  # by cart: for which cart it was last looked at


def list_members(j: Joined, cart: int, size: int) -> int:
    """Write the orders of a cart behind the first `size` members; returns how many then are."""
    order = j.heads[cart]
    while order >= 0:
        j.members[size] = order
        size += 1
        order = j.after[order]
    return size


def saving_of(a: CartArrays, j: Joined, one: int, other: int, work: Workspace) -> float:
    """Metres saved by joining two carts, negative; infinite if they may not share one.

    Each cart is looked at only once while `one` stays the same.
    """
    if other == one or j.seen[other] == one or not j.alive[other]:
        return INFINITE
    j.seen[other] = one
    if a.groups[j.heads[one]] != a.groups[j.heads[other]]:
        return INFINITE
    for part in range(len(a.limits)):
        if j.loads[one, part] + j.loads[other, part] > a.limits[part]:
            return INFINITE
    size = list_members(j, other, list_members(j, one, 0))
    cost = cart_length(a, j.members, size, work) * urgency(a, j.members, size)
    return float(cost - j.costs[one] - j.costs[other])


def join(a: CartArrays, j: Joined, one: int, other: int, made: int, saved: float) -> None:
    """Make one cart out of two."""
    j.alive[one] = j.alive[other] = False
    j.alive[made] = True
    j.heads[made] = j.heads[one]
    j.after[j.tails[one]] = j.heads[other]
    j.tails[made] = j.tails[other]
    j.costs[made] = saved + j.costs[one] + j.costs[other]
    for part in range(len(a.limits)):
        j.loads[made, part] = j.loads[one, part] + j.loads[other, part]
    order = j.heads[made]
    while order >= 0:
        j.cart_of[order] = made
        order = j.after[order]


def add_savings(
    a: CartArrays,
    j: Joined,
    cart: int,
    neighbours: Ints,
    savings: list[Saving],
    everybody: bool,
    work: Workspace,
) -> None:
    """Note what joining a cart with those of its orders' neighbours, or with any, would save."""
    if everybody:
        for other in range(cart):
            saved = saving_of(a, j, cart, other, work)
            if saved <= 0.0:
                heappush(savings, (saved, cart, other))
        return
    order = j.heads[cart]
    while order >= 0:
        for near in range(neighbours.shape[1]):
            other = j.cart_of[neighbours[order, near]]
            saved = saving_of(a, j, cart, other, work)
            if saved <= 0.0:
                heappush(savings, (saved, cart, other))
        order = j.after[order]


def join_best(
    a: CartArrays, j: Joined, neighbours: Ints, made: int, everybody: bool, work: Workspace
) -> int:
    """Join carts, the best two first, until nothing is saved; returns the next free number."""
    savings = [(0.0, 0, 0)]
    for cart in range(made):
        if j.alive[cart]:
            add_savings(a, j, cart, neighbours, savings, everybody, work)
    while len(savings) > 0:
        saved, one, other = heappop(savings)
        if one != other and j.alive[one] and j.alive[other]:
            join(a, j, one, other, made, saved)
            add_savings(a, j, made, neighbours, savings, everybody, work)
            made += 1
    return made


def join_by_savings(a: CartArrays, neighbours: Ints, every_pair: int, work: Workspace) -> Ints:
    """The number of each order's cart.

    Args:
        a: the task.
        neighbours: by order, with which orders' carts it may be joined at first.
        every_pair: when no neighbours can be joined any more, all pairs of carts are tried if no
            more carts than this are left.
        work: room for a tour.
    """
    count = len(a.groups)
    j = Joined(
        np.full(2 * count, -1),
        np.arange(2 * count),
        np.full(count, -1),
        np.arange(count),
        np.arange(2 * count) < count,
        np.zeros((2 * count, len(a.limits)), dtype=np.int64),
        np.zeros(2 * count),
        np.zeros(count, dtype=np.int64),
        np.full(2 * count, -1),
    )
    j.heads[:count] = np.arange(count)
    j.loads[:count] = a.loads
    for cart in range(count):
        j.members[0] = cart
        j.costs[cart] = cart_length(a, j.members, 1, work) * urgency(a, j.members, 1)
    made = join_best(a, j, neighbours, count, False, work)
    if np.sum(j.alive) <= every_pair:
        join_best(a, j, neighbours, made, True, work)
    return j.cart_of
