"""Makes the waves of small orders that `waves.json` names, the same for the same seed.

24 aisles in two blocks, orders of 2.2 lines on average, some cells wanted far more often than
others and scattered over the floor, twelve orders a cart.
"""

from __future__ import annotations

import random
from typing import Any

AISLES, CELLS, BLOCKS = 24, 60, 2
ORDERS_A_CART = 12
MOST_LINES = 12
ONE_MORE_LINE = 0.55
"""With this chance an order has another line."""


def wave(orders: int, seed: int) -> dict[str, Any]:
    """A wave as an instance of the benchmark files."""
    chance = random.Random(f"wave/{orders}/{seed}")  # noqa: S311 - a benchmark, no secret
    cells = [(aisle, cell) for aisle in range(AISLES) for cell in range(CELLS)]
    chance.shuffle(cells)
    popularity = [1.0 / (rank + 10) ** 0.8 for rank in range(len(cells))]
    made = []
    for _ in range(orders):
        lines = 1
        while lines < MOST_LINES and chance.random() < ONE_MORE_LINE:
            lines += 1
        picks = sorted(set(chance.choices(cells, popularity, k=lines)))
        made.append({"load": 1, "picks": [list(pick) for pick in picks]})
    return {
        "id": f"wave-n{orders}-s{seed}",
        "layout": floor(),
        "depot": [0, 0],
        "capacity": ORDERS_A_CART,
        "orders": made,
    }


def floor() -> dict[str, list[float]]:
    """Aisles 5 m apart, cells 1 m apart, 1.5 m from a block's outer cells to a cross aisle."""
    cross_y, cell_y = [0.0], list[float]()
    for _ in range(BLOCKS):
        cell_y += [cross_y[-1] + 1.5 + number for number in range(CELLS // BLOCKS)]
        cross_y.append(cell_y[-1] + 1.5)
    return {
        "aisle_x": [5.0 * number for number in range(AISLES)],
        "cross_y": cross_y,
        "cell_y": cell_y,
    }
