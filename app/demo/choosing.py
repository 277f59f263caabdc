"""Which of the day's orders the demo works: a mix that shows what the floor must cope with."""

from __future__ import annotations

import random
from collections.abc import Sequence

from app.db.queries.inquiry import OrderSummary

MOST_UNITS = 20
"""The demo's cart is small: larger orders take long to watch and need several parcels."""

MOST_WEIGHT_G = 12_000


def choose_orders(
    orders: Sequence[OrderSummary], number: int, seed: int
) -> tuple[OrderSummary, ...]:
    """Choose orders for the shift.

    All orders in other writings than Latin come first, then at least half with several lines,
    then what chance gives.

    Args:
        orders: those that can be released.
        number: how many to choose.
        seed: the same seed chooses the same orders.
    """
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    fitting = [
        order for order in orders if order.units <= MOST_UNITS and order.weight_g <= MOST_WEIGHT_G
    ]
    chance.shuffle(fitting)
    foreign = [order for order in fitting if not is_latin(order.recipient)]
    several = [order for order in fitting if order.lines > 1 and order not in foreign]
    chosen = [*foreign, *several[: max(0, number // 2 + 1 - len(foreign) // 2)]][:number]
    rest = [order for order in fitting if order not in chosen]
    return tuple([*chosen, *rest][:number])


def is_latin(text: str) -> bool:
    """Whether all letters of a text are Latin ones."""
    return all(
        not char.isalpha() or ord(char) < 0x250 or 0x1E00 <= ord(char) <= 0x1EFF for char in text
    )
