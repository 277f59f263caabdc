"""What waves were planned to be beside what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class WaveCame:
    """A wave as planned and as it came.

    Attributes:
        code: the wave.
        planned_lines: order lines that its plan told; None where it was never planned.
        planned_orders: orders that its plan told.
        lines: pick lines of it that were made.
        picked: those of them that are picked.
        short: those of them that lacked units.
        orders: that are in it.
        shipped: those of them that were handed over.
        late: those of these that were handed over after the cut-off.
        cut_off_at: when it had to be done.
        ended_at: when its last line was.
    """

    code: str
    planned_lines: int | None
    planned_orders: int | None
    lines: int
    picked: int
    short: int
    orders: int
    shipped: int
    late: int
    cut_off_at: datetime | None
    ended_at: datetime | None
