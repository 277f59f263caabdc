"""Turns the time stamps of key events into the station's monotonic seconds.

The time a key was pressed, not the time the program got round to it, tells a scanner from a
person and a hardware repeat from a second unit: a busy program reads late, but never wrong.
"""

import time
from collections.abc import Callable

_WRAP_MS = 2**32
"""X11 and Windows count milliseconds in 32 bits and begin again after 49.7 days."""

_LATEST_MS = 60_000
_EARLIEST_MS = -600_000


class EventClock:
    """Maps event time stamps so that their differences are kept to the millisecond.

    X servers, Wayland compositors, Windows and macOS on the same machine stamp events with the
    clock that `time.monotonic` reads. A stamp far from it comes from another clock (a remote
    display): that clock is tied to ours at its first event and stays tied.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._foreign_lag_ms: float | None = None

    def seconds(self, stamp_ms: int) -> float:
        """When an event happened.

        Args:
            stamp_ms: The event's own time stamp in milliseconds; 0 says it has none.

        Returns:
            Monotonic seconds; for an event without a stamp, the present.
        """
        now = self._now()
        if stamp_ms <= 0:
            return now
        lag = (now * 1000 - stamp_ms + _WRAP_MS / 2) % _WRAP_MS - _WRAP_MS / 2
        if _EARLIEST_MS <= lag <= _LATEST_MS:
            return now - lag / 1000
        if self._foreign_lag_ms is None or abs(lag - self._foreign_lag_ms) > _LATEST_MS:
            self._foreign_lag_ms = lag
        return now - (lag - self._foreign_lag_ms) / 1000
