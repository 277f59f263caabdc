"""Decides whether a weight stands still, for scales that do not say so themselves."""

from __future__ import annotations

from collections import deque

from app.devices.scale_reading import Load

WINDOW_SECONDS = 0.7
"""How long a weight has to stand still. A box that was just put down swings for about half."""

FEWEST = 3
"""Readings within the window; fewer say nothing about what happened between them."""

LEAST_STEP_G = 2.0
RELATIVE_STEP = 0.001
"""By how much readings of a weight that stands still may differ: one division of the scale."""


class Settling:
    """Remembers the last readings of one scale."""

    def __init__(self) -> None:
        self._last: deque[tuple[float, float]] = deque()
        self._began = float("inf")

    def judge(self, grams: float, at: float) -> Load:
        """Whether the scale stands still, now that it shows this.

        Args:
            grams: What it shows.
            at: When, in seconds of a clock that never goes back.
        """
        if not self._last or self._differs(grams):
            self._began = at
            self._last.clear()
        self._last.append((at, grams))
        while len(self._last) > FEWEST and at - self._last[0][0] > WINDOW_SECONDS:
            self._last.popleft()
        stands = at - self._began >= WINDOW_SECONDS and len(self._last) >= FEWEST
        return Load.STABLE if stands else Load.MOVING

    def forget(self) -> None:
        """Begin anew, as after an overload or a pulled cable."""
        self._last.clear()
        self._began = float("inf")

    def _differs(self, grams: float) -> bool:
        step = max(LEAST_STEP_G, RELATIVE_STEP * abs(grams))
        return any(abs(grams - before) > step for _, before in self._last)
