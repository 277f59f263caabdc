"""Strands: calls that can be stopped in the middle and gone on with, one of them at a time.

The program's code waits deep inside plain calls: a scan for its answer, the sender for the next
try, all of them for the database. To stop it there and let others go on, each strand is carried by
a thread. Only one thread ever runs: whoever pauses hands over to the scheduler and sleeps until it
is its turn. So nothing depends on the system's scheduler, and a run is the same every time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any


class Crashed(BaseException):
    """The power of this strand's machine is gone; nothing of it is caught by the program."""


class Strand:
    """One line of execution of the simulation; pauses wherever the world wants it to."""

    def __init__(self, strands: Strands, name: str, body: Callable[[], None]) -> None:
        """Use `Strands.spawn`."""
        self.name = name
        self.at = "start"
        self.until: float | None = 0.0
        self.ready: Callable[[], bool] | None = None
        self.is_doomed = self.is_over = False
        self.problem: BaseException | None = None
        self.machine: Any = None
        self._strands, self._body = strands, body
        self._turn = threading.Lock()
        self._turn.acquire()
        self._carrier = threading.Thread(target=self._carry, name=name, daemon=True)

    def _carry(self) -> None:
        self._turn.acquire()
        try:
            if not self.is_doomed:
                self._body()
        except Crashed:
            pass
        except BaseException as problem:  # noqa: BLE001 - the scheduler raises it
            self.problem = problem
        self.is_over = True
        self._strands.back.release()

    def go_on(self) -> None:
        """Let it run until it pauses or ends; by the scheduler only."""
        if not self._carrier.is_alive():
            self._carrier.start()
        before, self._strands.current = self._strands.current, self
        self._turn.release()
        self._strands.back.acquire()
        self._strands.current = before
        if self.is_over:
            self._carrier.join()

    def rest(self, at: str, until: float | None, ready: Callable[[], bool] | None) -> None:
        """Hand over to the scheduler; by the strand itself only."""
        if self.is_doomed:
            raise Crashed
        self.at, self.until, self.ready = at, until, ready
        self._strands.back.release()
        self._turn.acquire()
        if self.is_doomed:
            raise Crashed

    def is_runnable(self, now: float) -> bool:
        """Whether what it waits for came about, or its time has come."""
        if self.until is not None and self.until <= now:
            return True
        return self.ready is not None and self.ready()


class Strands:
    """All strands, and which of them runs."""

    def __init__(self) -> None:
        self.current: Strand | None = None
        self.back = threading.Lock()
        self.back.acquire()
        self._all: list[Strand] = []

    def spawn(self, name: str, body: Callable[[], None]) -> Strand:
        """A new strand, which begins when the scheduler first lets it."""
        strand = Strand(self, name, body)
        self._all.append(strand)
        return strand

    def alive(self) -> list[Strand]:
        """The strands that are not over, in the order they began."""
        return self._all

    def forget(self, strand: Strand) -> None:
        """A strand is over."""
        self._all.remove(strand)

    def end(self, strand: Strand) -> None:
        """Unwind a strand where it stands; what is thrown there is never caught by the program."""
        if strand is self.current:
            raise Crashed
        strand.is_doomed = True
        if not strand.is_over:
            strand.go_on()
        if strand in self._all:
            self._all.remove(strand)

    def end_all(self) -> None:
        """Unwind all strands."""
        for strand in list(self._all):
            self.end(strand)
