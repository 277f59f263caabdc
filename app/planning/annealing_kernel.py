"""Random exchanges of orders between carts that are kept when they shorten the walk, or by chance.

Simulated annealing; like `app.planning.cart_kernel` it runs as it stands and compiled. It throws
its own dice, so that both give the same plan for the same seed.

Exact tours are what costs time, so none is worked out twice: a set of orders is known by the
exclusive or of its orders' random words, and lengths are kept in a table under that word. What an
exchange costs is then mostly a matter of two look-ups.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planning.cart_arrays import INFINITE, CartArrays, Floats, Ints, Masks, Workspace
from app.planning.cart_kernel import cart_length


class Carts(NamedTuple):
    """Who is on which cart, and what the carts come to; changed in place."""

    orders: Ints  # by cart and place on it
    sizes: Ints
    loads: Ints  # by cart and part of the load
    lengths: Floats
    costs: Floats
    names: Masks
    cart_of: Ints  # by order
    best_cart_of: Ints
    totals: Floats  # cost now, share of overload now, cost of the best
    neighbours: Ints  # by order
    rules: Floats  # what a load of twice the limit counts, what share of overload may be
    dice: Masks


class Exchange(NamedTuple):
    """Up to three orders that change carts, and the carts after that; changed in place."""

    orders: Ints
    sources: Ints  # by order: which of the touched carts it leaves
    targets: Ints
    carts: Ints  # the carts touched, two or three
    loads: Ints  # by touched cart, after the exchange
    names: Masks
    lengths: Floats
    costs: Floats
    members: Ints


Memory = NDArray[np.void]
"""Lengths of tours and the names of their sets of orders, at places told by the names."""


def throw(dice: Masks) -> float:
    """A number from 0 up to 1 (Marsaglia's xorshift)."""
    word = dice[0]
    word ^= word << np.uint64(13)
    word ^= word >> np.uint64(7)
    word ^= word << np.uint64(17)
    dice[0] = word
    return float(word >> np.uint64(11)) * 1.1102230246251565e-16


def draw(dice: Masks, count: int) -> int:
    """A whole number below `count`."""
    return int(throw(dice) * count)


def let_go(x: Exchange, number: int, order: int, source: int, target: int) -> None:
    """Note that an order changes from one touched cart to another."""
    x.orders[number] = order
    x.sources[number] = source
    x.targets[number] = target


def propose(a: CartArrays, c: Carts, x: Exchange) -> int:
    """Think of an exchange; returns how many orders it moves, 0 for none.

    An order goes to the cart of a neighbour, or now and then to any cart. Nothing, one or two
    orders come back for it, or one of that cart goes on to a third which gives one back.
    """
    order = draw(c.dice, len(c.cart_of))
    here = c.cart_of[order]
    kind = throw(c.dice)
    if kind < 0.03:
        there = draw(c.dice, len(c.sizes))
    else:
        there = c.cart_of[c.neighbours[order, draw(c.dice, c.neighbours.shape[1])]]
    if there == here:
        return 0
    x.carts[0] = here
    x.carts[1] = there
    let_go(x, 0, order, 0, 1)
    if c.sizes[there] == 0:
        return 1
    member = c.orders[there, draw(c.dice, c.sizes[there])]
    if a.groups[member] != a.groups[order]:
        return 0
    if kind < 0.35:
        return 1
    if kind < 0.8:
        let_go(x, 1, member, 1, 0)
        return 2
    if kind < 0.92:
        other = c.orders[there, draw(c.dice, c.sizes[there])]
        if other == member:
            return 0
        let_go(x, 1, member, 1, 0)
        let_go(x, 2, other, 1, 0)
        return 3
    back = c.neighbours[member, draw(c.dice, c.neighbours.shape[1])]
    third = c.cart_of[back]
    if third in (here, there) or a.groups[back] != a.groups[order]:
        return 0
    x.carts[2] = third
    let_go(x, 1, member, 1, 2)
    let_go(x, 2, c.orders[third, draw(c.dice, c.sizes[third])], 2, 0)
    return 3


def overload(a: CartArrays, loads: Ints) -> float:
    """By what share of its limits a cart is loaded too much."""
    share = 0.0
    for part in range(len(a.limits)):
        if loads[part] > a.limits[part]:
            share += (loads[part] - a.limits[part]) / max(a.limits[part], 1)
    return share


def weigh(a: CartArrays, c: Carts, x: Exchange, moved: int) -> int:
    """Load and name of each cart touched; returns how many there are, 0 if one is too full."""
    touched = 3 if moved == 3 and x.targets[1] == 2 else 2
    for at in range(touched):
        x.names[at] = c.names[x.carts[at]]
        for part in range(len(a.limits)):
            x.loads[at, part] = c.loads[x.carts[at], part]
    for number in range(moved):
        order, source, target = x.orders[number], x.sources[number], x.targets[number]
        x.names[source] ^= a.names[order]
        x.names[target] ^= a.names[order]
        for part in range(len(a.limits)):
            x.loads[source, part] -= a.loads[order, part]
            x.loads[target, part] += a.loads[order, part]
    for at in range(touched):
        if overload(a, x.loads[at]) > c.rules[1]:
            return 0
    return touched


def gather(c: Carts, x: Exchange, moved: int, at: int) -> int:
    """Write the orders of a touched cart after the exchange into `members`; returns how many."""
    cart = x.carts[at]
    size = 0
    for place in range(c.sizes[cart]):
        order = c.orders[cart, place]
        stays = True
        for number in range(moved):
            if x.orders[number] == order:
                stays = False
        if stays:
            x.members[size] = order
            size += 1
    for number in range(moved):
        if x.targets[number] == at:
            x.members[size] = x.orders[number]
            size += 1
    return size


def known_length(
    a: CartArrays, c: Carts, x: Exchange, moved: int, at: int, memory: Memory, work: Workspace
) -> float:
    """The tour of a touched cart after the exchange, out of the memory or worked out for it."""
    name = x.names[at]
    place = int(name & np.uint64(len(memory) - 1))
    if memory[place]["name"] != name:
        size = gather(c, x, moved, at)
        memory[place]["length"] = cart_length(a, x.members, size, work)
        memory[place]["name"] = name
    return float(memory[place]["length"])


def urgency(a: CartArrays, members: Ints, size: int) -> float:
    """What a metre of a cart with these orders counts."""
    most = len(a.factors) - 1
    for number in range(size):
        most = min(most, a.urgencies[members[number]])
    return float(a.factors[most])


def judge(
    a: CartArrays,
    c: Carts,
    x: Exchange,
    moved: int,
    touched: int,
    limit: float,
    memory: Memory,
    work: Workspace,
) -> float:
    """What the touched carts cost after the exchange; anything from `limit` on is too much."""
    cost = 0.0
    if c.rules[0] > 0.0:
        for at in range(touched):
            cost += c.rules[0] * overload(a, x.loads[at])
    for at in range(touched):
        x.lengths[at] = known_length(a, c, x, moved, at, memory, work)
        x.costs[at] = x.lengths[at]
        if len(a.factors) > 1:
            size = gather(c, x, moved, at)
            x.costs[at] *= urgency(a, x.members, size)
        cost += x.costs[at]
        if cost >= limit:
            return INFINITE
    return cost


def carry_out(a: CartArrays, c: Carts, x: Exchange, moved: int, touched: int) -> None:
    """Change the carts as judged."""
    for at in range(touched):
        cart = x.carts[at]
        c.totals[1] += overload(a, x.loads[at]) - overload(a, c.loads[cart])
        size = gather(c, x, moved, at)
        for place in range(size):
            c.orders[cart, place] = x.members[place]
        c.sizes[cart] = size
        c.lengths[cart] = x.lengths[at]
        c.costs[cart] = x.costs[at]
        c.names[cart] = x.names[at]
        for part in range(len(a.limits)):
            c.loads[cart, part] = x.loads[at, part]
    for number in range(moved):
        c.cart_of[x.orders[number]] = x.carts[x.targets[number]]


def keep_best(c: Carts) -> None:
    """Remember the carts if they are the best so far and none is too full."""
    if c.totals[0] < c.totals[2] - 1e-9 and c.totals[1] < 1e-9:
        c.totals[2] = c.totals[0]
        for order in range(len(c.cart_of)):
            c.best_cart_of[order] = c.cart_of[order]


def anneal(
    a: CartArrays,
    c: Carts,
    x: Exchange,
    memory: Memory,
    work: Workspace,
    steps: int,
    hot: float,
    cold: float,
) -> None:
    """Try so many exchanges while the temperature (metres) falls from `hot` to `cold`.

    Args:
        a: the task.
        c: the carts, changed in place.
        x: room for an exchange.
        memory: lengths known.
        work: room for a tour.
        steps: how many exchanges are tried.
        hot: a loss of so many metres is accepted with probability 1/e at first.
        cold: and of so many at last.
    """
    cooling = math.exp(math.log(cold / hot) / max(steps, 1))
    heat = hot
    for _ in range(steps):
        heat *= cooling
        moved = propose(a, c, x)
        if moved == 0:
            continue
        touched = weigh(a, c, x, moved)
        if touched == 0:
            continue
        before = 0.0
        for at in range(touched):
            before += c.costs[x.carts[at]]
            if c.rules[0] > 0.0:
                before += c.rules[0] * overload(a, c.loads[x.carts[at]])
        limit = before - heat * math.log(1.0 - throw(c.dice))
        after = judge(a, c, x, moved, touched, limit, memory, work)
        if after >= limit:
            continue
        if after > before:
            keep_best(c)  # about to be left
        carry_out(a, c, x, moved, touched)
        c.totals[0] += after - before
    keep_best(c)
