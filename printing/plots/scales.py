"""Round numbers for axes, and which labels fit beside each other."""

import math


def ticks(largest: float, most: int) -> list[float]:
    """Round numbers from 0 to the first one that is not below the largest, at most so many + 1.

    Args:
        largest: What has to fit; 0 or less counts as 1.
        most: Steps at the most, at least 1.
    """
    largest = largest if largest > 0 else 1.0
    step = 10.0 ** math.floor(math.log10(largest / max(1, most)))
    while True:
        for times in (1, 2, 5):
            wide = times * step
            count = math.ceil(largest / wide - 1e-9)
            if count <= max(1, most):
                return [wide * number for number in range(count + 1)]
        step *= 10


def every(count: int, each: float, room: float) -> int:
    """Every how many-th label is written, so that labels as wide as `each` fit into the room."""
    fitting = max(1, int(room // each)) if each > 0 else max(1, count)
    return max(1, math.ceil(count / fitting))
