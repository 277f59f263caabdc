"""Which half of a task a second person takes over: what lies furthest ahead and nobody touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.pick_state import PickMethod

BY_LINE = frozenset({PickMethod.SINGLE})
"""Methods by which the lines of one order may be shared: its parts meet at the bench."""

BY_ORDER = frozenset({PickMethod.CLUSTER, PickMethod.BATCH, PickMethod.ZONE_PARALLEL})
"""Methods by which whole orders change the cart; an order whose goods lie on it stays."""


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An open line of a task, as the walk passes it.

    Attributes:
        line_id: the line.
        order_id: whose it is.
        stop: location, item and lot; lines with the same are one stop.
        is_touched: a unit of it was picked or found short.
    """

    line_id: int
    order_id: int
    stop: tuple[int, int, int]
    is_touched: bool = False


def can_be_shared(method: PickMethod, *, into_carton: bool) -> bool:
    """Whether parts of such a task can be picked by two people at once."""
    return not into_carton and (method in BY_LINE or method in BY_ORDER)


def half_of(
    method: PickMethod, lines: Sequence[OpenLine], begun_orders: frozenset[int] = frozenset()
) -> tuple[int, ...]:
    """The lines that a second person takes: half of the stops that are left, or a little less.

    Args:
        method: how the task is picked.
        lines: its open lines in the order of its walk.
        begun_orders: orders of which goods lie on the cart.

    Returns:
        The lines' numbers; none where there is nothing that could be shared.
    """
    if method in BY_LINE:
        return _later_lines(lines)
    return _later_orders(lines, begun_orders)


def _later_lines(lines: Sequence[OpenLine]) -> tuple[int, ...]:
    stops = list(dict.fromkeys(line.stop for line in lines))
    touched = {line.stop for line in lines if line.is_touched}
    given = {stop for stop in stops[len(stops) - len(stops) // 2 :] if stop not in touched}
    return tuple(line.line_id for line in lines if line.stop in given)


def _later_orders(lines: Sequence[OpenLine], begun: frozenset[int]) -> tuple[int, ...]:
    """Whole orders, those first that the walk comes to last."""
    whole = len({line.stop for line in lines})
    first = {line.order_id: at for at, line in reversed(list(enumerate(lines)))}
    touched = begun | {line.order_id for line in lines if line.is_touched}
    given: set[int] = set()
    for order_id in sorted(first, key=lambda each: -first[each]):
        taken = {line.stop for line in lines if line.order_id in given | {order_id}}
        is_last = len(given) + 1 == len(first)
        if order_id in touched or is_last or 2 * len(taken) > whole + 1:
            continue
        given.add(order_id)
    return tuple(line.line_id for line in lines if line.order_id in given)
