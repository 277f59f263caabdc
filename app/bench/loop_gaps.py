"""How long a window's event loop stood still: the time in which nobody's key or scan is heard."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

TICK_MS = 2
"""A gap is told to this many milliseconds."""


class LoopGaps(QObject):
    """Ticks in the thread's event loop and keeps the times between two ticks.

    Whatever keeps the loop from turning shows: painting, a slot that takes long, or another thread
    that holds the interpreter.
    """

    def __init__(
        self, parent: QObject | None = None, now: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._ticked_at = 0.0
        self._gaps: list[float] = []
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin to measure, and forget what was measured before."""
        self._gaps.clear()
        self._ticked_at = self._now()
        self._timer.start()

    def stop(self) -> None:
        """Measure no more; what lies since the last tick counts."""
        self._tick()
        self._timer.stop()

    @property
    def longest_ms(self) -> float:
        """The longest time between two ticks, less the tick itself; 0 while nothing is known."""
        return max([0.0, *(1000 * gap - TICK_MS for gap in self._gaps)])

    def above(self, milliseconds: float) -> int:
        """How many gaps were longer than so many milliseconds."""
        return sum(1000 * gap - TICK_MS > milliseconds for gap in self._gaps)

    def _tick(self) -> None:
        now = self._now()
        self._gaps.append(now - self._ticked_at)
        self._ticked_at = now
