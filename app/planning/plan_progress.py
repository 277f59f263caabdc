"""How long a plan of carts is looked for, and what has been found so far."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

Carts = tuple[tuple[int, ...], ...]
"""The numbers of the orders on each cart."""


class Start(Enum):
    """Where a search starts."""

    SAVINGS = "savings"
    FEWEST_CARTS = "fewest carts"


@dataclass(frozen=True)
class Budget:
    """How long is searched: seconds, or so many tried exchanges, which every machine repeats.

    `processor` counts the seconds this process was given by the processor, not those on the wall.
    """

    seconds: float = math.inf
    steps: int | None = None
    processor: bool = False


@dataclass(frozen=True)
class Progress:
    """The best carts so far.

    Attributes:
        seconds: since the search began.
        steps: exchanges tried; 0 for what is there before any search.
        cost: metres, weighed by urgency where the task has haste, and what carts cost besides.
        carts: the orders of each cart.
        proven: no carts cost less.
    """

    seconds: float
    steps: int
    cost: float
    carts: Carts
    proven: bool = False


def carts_by_number(cart_of: Iterable[int]) -> list[list[int]]:
    """The orders of each cart, from the number of each order's cart."""
    carts: dict[int, list[int]] = defaultdict(list)
    for order, cart in enumerate(cart_of):
        carts[int(cart)].append(order)
    return list(carts.values())


def frozen(carts: Iterable[Sequence[int]]) -> Carts:
    """The same carts, unchangeable and in one order."""
    return tuple(sorted(tuple(sorted(map(int, cart))) for cart in carts))
