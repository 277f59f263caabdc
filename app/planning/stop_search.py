"""Orders of stops between two ends when only distances are known; plain Python, at once.

Held and Karp's method for few stops, which is exact; cheapest insertion, then moving runs of stops,
for more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

Metres = Sequence[Sequence[float]]
"""From each stop (row) to each other (column); the first two are start and end of the walk."""

MOST_EXACT = 9
"""Up to so many stops every order is as good as tried; each one more doubles the time."""

_LONGEST_RUN = 4


def walk_metres(metres: Metres, order: Sequence[int]) -> float:
    """Metres from the start (0) through stops to the end (1)."""
    return sum(metres[here][there] for here, there in pairwise((0, *order, 1)))


def exact_order(metres: Metres) -> list[int]:
    """The stops, 2 and up, in the order of the shortest walk from 0 to 1."""
    stops = range(2, len(metres))
    best: dict[tuple[int, int], float] = {(1 << stop, stop): metres[0][stop] for stop in stops}
    before: dict[tuple[int, int], int] = {}
    for _ in stops[1:]:
        longer: dict[tuple[int, int], float] = {}
        for (seen, here), walked in best.items():
            for there in stops:
                state = (seen | 1 << there, there)
                if not seen >> there & 1 and walked + metres[here][there] < longer.get(
                    state, math.inf
                ):
                    longer[state] = walked + metres[here][there]
                    before[state] = here
        best = longer
    if not best:
        return []
    seen, last = min(best, key=lambda state: (best[state] + metres[state[1]][1], state))
    order = [last]
    while len(order) < len(stops):
        seen, last = seen & ~(1 << last), before[seen, last]
        order.append(last)
    return order[::-1]


def quick_order(metres: Metres) -> list[int]:
    """The stops in an order that no single insertion or moved run of stops makes shorter."""
    order: list[int] = []
    for stop in sorted(range(2, len(metres)), key=lambda stop: (-metres[0][stop], stop)):
        order.insert(_cheapest_gap(metres, order, [stop])[1], stop)
    while _move_a_run(metres, order):
        pass
    return order


def _cheapest_gap(metres: Metres, order: Sequence[int], run: Sequence[int]) -> tuple[float, int]:
    """How much longer the walk gets at least by inserting a run of stops, and where."""
    path = [0, *order, 1]
    first, last = run[0], run[-1]
    return min(
        (metres[here][first] + metres[last][there] - metres[here][there], number)
        for number, (here, there) in enumerate(pairwise(path))
    )


def _move_a_run(metres: Metres, order: list[int]) -> bool:
    """Move the first run of stops that shortens the walk elsewhere; False if none does."""
    for length in range(1, min(_LONGEST_RUN, len(order) - 1) + 1):
        for start in range(len(order) - length + 1):
            path = [0, *order, 1]
            run = order[start : start + length]
            before, after = path[start], path[start + length + 1]
            saved = metres[before][run[0]] + metres[run[-1]][after] - metres[before][after]
            rest = order[:start] + order[start + length :]
            for turned in (run, run[::-1]):
                inside = sum(metres[a][b] for a, b in pairwise(turned))
                inside -= sum(metres[a][b] for a, b in pairwise(run))
                longer, gap = _cheapest_gap(metres, rest, turned)
                if longer + inside < saved - 1e-9:
                    order[:] = [*rest[:gap], *turned, *rest[gap:]]
                    return True
    return False
