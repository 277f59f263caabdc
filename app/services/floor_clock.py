"""The database's clock as a station last heard it: stations' own clocks may be years off."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime


class FloorClock:
    """Tells the database's time between two contacts with it; its own part never jumps.

    Until the first contact it is the station's clock, which nothing depends on by then: work is
    claimed from the database before anything can be scanned for it.
    """

    def __init__(self) -> None:
        """Start with the station's clock."""
        self._ahead = datetime.now(UTC).timestamp() - time.monotonic()

    def learn(self, now: datetime) -> None:
        """Take over the time that the database has just told."""
        self._ahead = now.timestamp() - time.monotonic()

    def now(self) -> datetime:
        """The database's time, as far as it is known."""
        return datetime.fromtimestamp(time.monotonic() + self._ahead, UTC)

    def today(self) -> date:
        """The day by which expiry dates are judged."""
        return self.now().date()
