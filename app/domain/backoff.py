"""How long to wait before the next try, so that many stations do not knock at the same moment."""

from __future__ import annotations

import random
from collections.abc import Callable


class Backoff:
    """Pauses that double with each failure up to a longest one, each shortened at random.

    Pure: it neither waits nor knows the time; whoever tries again does.
    """

    def __init__(
        self,
        *,
        first: float = 0.2,
        longest: float = 5.0,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Begin with nothing failed.

        Args:
            first: seconds of the first pause, at most.
            longest: seconds that no pause exceeds.
            chance: a number from 0 to below 1, another one each time.
        """
        self._first = first
        self._longest = longest
        self._chance = chance
        self._failures = 0

    @property
    def failures(self) -> int:
        """How many pauses were asked for since the last success."""
        return self._failures

    def next_pause(self) -> float:
        """Seconds to wait now, after one more failure: from half of the step up to all of it."""
        doubled = self._first * 2.0 ** min(self._failures, 32)
        self._failures += 1
        return min(doubled, self._longest) * (0.5 + self._chance() / 2)

    def reset(self) -> None:
        """Note a success: the next pause is the first one again."""
        self._failures = 0
