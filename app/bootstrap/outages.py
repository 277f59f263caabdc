"""Two lines in the log for each outage of the database, however often it is tried meanwhile."""

from __future__ import annotations

import logging
import threading


class OutageLog:
    """Says once that the database is away and once that it is back; open to all threads."""

    def __init__(self, log: logging.Logger, who: str) -> None:
        """Begin with a database that answers.

        Args:
            log: where the lines go.
            who: who waits for the database, as the lines call them.
        """
        self._log = log
        self._who = who
        self._lock = threading.Lock()
        self._is_away = False

    def note_lost(self, error: Exception) -> None:
        """The database did not answer; the first line of why is enough for a log."""
        with self._lock:
            is_news, self._is_away = not self._is_away, True
        if is_news:
            why = (str(error).splitlines() or [type(error).__name__])[0]
            self._log.warning("%s waits for the database: %s", self._who, why)

    def note_back(self) -> None:
        """The database answered."""
        with self._lock:
            was_away, self._is_away = self._is_away, False
        if was_away:
            self._log.warning("%s has its database back", self._who)
