"""Orders of one line skip the put wall: at the bench, the unit out of the bulk tote chooses one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

_NO_DUE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class SingleLineOrder:
    """An order of one line whose units lie in a bulk tote.

    Attributes:
        order_id: the order.
        priority: higher goes first.
        due_at: the cut-off it must make, if any.
        task_id: the batch it was picked in.
        units: how many it lacks.
        is_begun: a bench has begun with it.
    """

    order_id: int
    priority: int
    due_at: datetime | None
    task_id: int
    units: int
    is_begun: bool = False


def choose_order(orders: Collection[SingleLineOrder]) -> SingleLineOrder:
    """The order that the next unit of an item is for: priority, then cut-off, then age.

    What somebody has begun and left goes on before another one is begun.

    Args:
        orders: those that lack such a unit; at least one.
    """
    return min(
        orders,
        key=lambda order: (
            not order.is_begun,
            -order.priority,
            order.due_at or _NO_DUE,
            order.order_id,
        ),
    )
