"""How a station's line to its database is: since when it is silent, and when it is tried again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from app.domain.backoff import Backoff

SLOW_SECONDS = 2.0
"""A request that is under way for so long makes the station off line, whatever becomes of it."""


@dataclass(frozen=True)
class LineStatus:
    """How a station's line to its database is.

    Attributes:
        is_open: Whether the database was opened since the program started.
        offline_for: For how long it has not answered; None while it does.
        unsent: Entries that it has not answered.
        next_try_in: Seconds until the next try; 0 while one is under way.
        problem: Why it cannot be worked on, in words, where that is known.
    """

    is_open: bool = True
    offline_for: timedelta | None = None
    unsent: int = 0
    next_try_in: float = 0.0
    problem: str = ""

    @property
    def is_offline(self) -> bool:
        """Whether the station works from its own copy now."""
        return self.offline_for is not None


class LineWatch:
    """Keeps the times of a line; whoever uses it from several threads holds a lock meanwhile."""

    def __init__(self, clock: Callable[[], float], backoff: Backoff) -> None:
        """Begin with a line that answers.

        Args:
            clock: a monotonic clock in seconds.
            backoff: the pauses between tries.
        """
        self._clock = clock
        self._backoff = backoff
        self._lost_at: float | None = None
        self._lost_before = 0.0
        self._under_way_since: float | None = None
        self._next_try_at = 0.0
        self.problem = ""

    @property
    def is_lost(self) -> bool:
        """Whether a request failed since the last one that was answered."""
        return self._lost_at is not None

    @property
    def rest(self) -> float:
        """Seconds until the next try; 0 while one is under way."""
        wait = max(0.0, self._next_try_at - self._clock())
        return wait if self._under_way_since is None else 0.0

    def lose(self, problem: str = "", *, lost_before: float = 0.0) -> bool:
        """Note that the database is away; whether that is news.

        Args:
            problem: why, in words.
            lost_before: seconds that it was away already when the program started.
        """
        if self._lost_at is not None:
            return False
        self._lost_at, self._lost_before, self.problem = self._clock(), lost_before, problem
        return True

    def begin(self) -> None:
        """Note that a request is under way."""
        self._under_way_since = self._clock()

    def succeed(self) -> None:
        """Note that the database answered."""
        self._under_way_since = self._lost_at = None
        self._lost_before = self._next_try_at = 0.0
        self.problem = ""
        self._backoff.reset()

    def fail(self, problem: str) -> None:
        """Note that a request failed: the line is down since that request began."""
        if self._lost_at is None:
            self._lost_at = self._under_way_since
        self._under_way_since = None
        self.problem = problem
        self._next_try_at = self._clock() + self._backoff.next_pause()

    def is_hopeless(self, patience: float) -> bool:
        """Whether no answer is to be expected within `patience` seconds of asking."""
        since = self._under_way_since
        return self.is_lost or (since is not None and self._clock() - since > patience)

    def patience_left(self, patience: float) -> float:
        """For how long an answer may still be expected, of `patience` seconds for each question.

        Whoever waits for it waits no longer: that a line becomes hopeless wakes nobody up.
        """
        since = self._under_way_since
        return patience if since is None else max(0.0, patience - (self._clock() - since))

    def offline_seconds(self) -> float | None:
        """For how long the line is down; None while it is not, as far as anybody knows."""
        now, since = self._clock(), self._under_way_since
        if self._lost_at is not None:
            return self._lost_before + now - self._lost_at
        if since is not None and now - since > SLOW_SECONDS:
            return now - since
        return None
