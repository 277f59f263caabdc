"""What waves were planned to be beside what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class ForecastError:
    """A forecast that was made at a release, and what came.

    Attributes:
        released_at: when the work was given to the floor.
        told_at: when it was to be done, as told then.
        came_at: when it was done.
    """

    released_at: datetime
    told_at: datetime
    came_at: datetime

    @property
    def late(self) -> timedelta:
        """How much later than told it was done; negative where it was earlier."""
        return self.came_at - self.told_at

    @property
    def share(self) -> float:
        """The time it took as a share of the time told: 1 where it came as told."""
        return (self.came_at - self.released_at) / (self.told_at - self.released_at)


def forecast_error(
    released_at: datetime | None, told_at: datetime | None, came_at: datetime | None
) -> ForecastError | None:
    """How far a forecast was off that was made at a release.

    Returns:
        None without a release, a forecast or an end, or where the moment told is no later than the
        release, so that nothing was told.
    """
    if released_at is None or told_at is None or came_at is None or told_at <= released_at:
        return None
    return ForecastError(released_at, told_at, came_at)


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
        released_at: when it was given to the floor.
        forecast_end_at: when its last line was to be picked, as told at its release; None where
            nobody could tell.
        forecast_metres: what was to be walked for it, as told then.
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
    released_at: datetime | None = None
    forecast_end_at: datetime | None = None
    forecast_metres: float | None = None

    @property
    def forecast_error(self) -> ForecastError | None:
        """How far the forecast of its release was off; None while that is not known."""
        return forecast_error(self.released_at, self.forecast_end_at, self.ended_at)
