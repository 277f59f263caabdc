"""What the program asks the machine for, simulated: clocks, waiting, and threads of its own.

The modules of the program are given these in the place of the real ones while a run lasts; nothing
of the program itself is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from types import SimpleNamespace
from typing import Any, Protocol, Self

from app.db import entering, journal, journal_file
from app.domain.pick_request import Applied, PickRequest
from app.services import floor_clock, outbox, pick_applying, replaying, sending
from app.services.workplace import Workplace

BEGINNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""When every simulated day begins, by the database's clock."""


class Host(Protocol):
    """What the stand-ins need of the world they stand in."""

    now: float

    def pause(
        self, at: str, *, until: float | None = None, ready: Callable[[], bool] | None = None
    ) -> None:
        """Let others go on."""

    def breathe(self, at: str) -> None:
        """Let others go on, now and then."""

    def skew(self) -> float:
        """By how many seconds the clock of the machine that runs just now is wrong."""

    def spawn_here(self, name: str, body: Callable[[], None]) -> Any:
        """Begin a strand of the machine that runs just now."""

    def carries(self, workplace: Workplace, request: PickRequest) -> None:
        """A request is about to be sent."""

    def answered(self, request: PickRequest, applied: Applied) -> None:
        """The database gave its word on a request."""


class Condition:
    """A `threading.Condition` among strands: whoever holds it is never interrupted."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._host.breathe("after a lock")

    def notify_all(self) -> None:
        """Those who wait look for themselves."""

    def wait_for(self, predicate: Callable[[], Any], timeout: float | None = None) -> Any:
        """Wait until something is true, or for so long."""
        end = None if timeout is None else self._host.now + timeout
        while not (found := predicate()):
            if end is not None and self._host.now >= end:
                return found
            self._host.pause("waits", until=end, ready=lambda: bool(predicate()))
        return found


class Lock:
    """A `threading.Lock` among strands: what it guards may be interrupted."""

    def __init__(self, host: Host) -> None:
        self._host, self._is_taken = host, False

    def __enter__(self) -> Self:
        while self._is_taken:
            self._host.pause("waits its turn", ready=lambda: not self._is_taken)
        self._is_taken = True
        return self

    def __exit__(self, *_: object) -> None:
        self._is_taken = False


class Thread:
    """A `threading.Thread` as a strand of its machine."""

    def __init__(
        self, host: Host, target: Callable[[], None], name: str = "", daemon: bool = True
    ) -> None:
        self._host, self._target, self._name, self._is_daemon = host, target, name, daemon
        self._strand: Any = None

    def start(self) -> None:
        """Begin."""
        self._strand = self._host.spawn_here(self._name, self._target)

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._strand is not None and not self._strand.is_over

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end."""
        end = None if timeout is None else self._host.now + timeout
        self._host.pause("waits for an end", until=end, ready=lambda: not self.is_alive())


def clock_of(tell: Callable[[], float]) -> type[datetime]:
    """A class that tells the time of a simulated clock where the program asks `datetime`.

    Args:
        tell: seconds since `BEGINNING`.
    """

    class Told(datetime):
        """`datetime`, with another idea of now."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            moment = BEGINNING + timedelta(seconds=tell())
            return cls.fromtimestamp(moment.timestamp(), tz)

    return Told


@contextmanager
def standing_in(host: Host) -> Iterator[None]:
    """Let the program run in a simulated world until the block is left."""
    apply, replay = pick_applying.apply_pick, pick_applying.apply_by_statements

    def told_and_applied(workplace: Workplace, request: PickRequest) -> Applied:
        host.carries(workplace, request)
        applied = apply(workplace, request)
        host.answered(request, applied)
        return applied

    def told_and_replayed(workplace: Workplace, request: PickRequest, *rest: Any) -> Applied:
        applied = replay(workplace, request, *rest)
        host.answered(request, applied)
        return applied

    threads = SimpleNamespace(
        Condition=lambda: Condition(host),
        Lock=lambda: Lock(host),
        Thread=lambda **named: Thread(host, **named),
    )
    here = clock_of(lambda: host.now + host.skew())
    at_the_station: dict[str, Any] = {
        "datetime": here,
        "time": SimpleNamespace(monotonic=lambda: host.now),
        "threading": threads,
        "apply_pick": told_and_applied,
        "apply_by_statements": told_and_replayed,
    }
    at_the_server = {"datetime": clock_of(lambda: host.now)}
    changes = [(entering, at_the_server), (journal, {"datetime": here})]
    changes += [(journal_file, {"datetime": here})]
    changes += [(module, at_the_station) for module in (sending, outbox, replaying, floor_clock)]
    before = [
        (module, name, getattr(module, name), new)
        for module, stand_ins in changes
        for name, new in stand_ins.items()
        if hasattr(module, name)
    ]
    for module, name, _, new in before:
        setattr(module, name, new)
    try:
        yield
    finally:
        for module, name, old, _ in before:
            setattr(module, name, old)
