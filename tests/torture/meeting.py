"""Lets two racers stand at the same point at once, so that a missing guard shows every time."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable
from typing import Protocol

PATIENCE = 30.0

IN_DATABASE = (
    "DROP SEQUENCE IF EXISTS torture_arrivals, torture_starts",
    "CREATE SEQUENCE torture_arrivals",
    "CREATE SEQUENCE torture_starts",
    """
    CREATE OR REPLACE FUNCTION torture_meet() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT (SELECT is_called FROM torture_starts) THEN RETURN; END IF;
      PERFORM nextval('torture_arrivals');
      FOR waited IN 1..6000 LOOP
        EXIT WHEN (SELECT last_value FROM torture_arrivals) >= 2;
        PERFORM pg_sleep(0.005);
      END LOOP;
    END $$
    """,
)
"""The same for racers inside the database's functions: sequences are seen across transactions."""

WIDENED_IN_DATABASE = (
    """
    CREATE OR REPLACE FUNCTION torture_meet() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_sleep(0.02 * random()); END $$
    """,
)
"""In a random run nobody waits for anybody: the moment in which others can come is longer."""


TAKEN_DOWN_IN_DATABASE = (
    "DROP SEQUENCE IF EXISTS torture_arrivals, torture_starts",
    "DROP FUNCTION IF EXISTS torture_meet()",
)
"""Leaves the database as it was."""

START_IN_DATABASE = "SELECT nextval('torture_starts')"
"""From now on they meet."""


class Meeting(Protocol):
    """A point that racers pass."""

    def meet(self) -> None:
        """Pass it, together if possible."""

    def wait_for_the_first(self) -> None:
        """Let the one that shall be first end, where this is the one that shall be last."""

    def later(self, act: Callable[[], object]) -> None:
        """Do something after the answer was given."""


class Rendezvous:
    """Two racers pass together, once; one whose partner never comes goes on alone."""

    def __init__(self) -> None:
        self._barrier = threading.Barrier(2)
        self._is_on = False
        self._first_is_done = threading.Event()
        self._ended = threading.Event()
        self._later: list[threading.Thread] = []

    def meet(self) -> None:
        """Wait for the other, once the race is on."""
        if not self._is_on:
            return
        with contextlib.suppress(threading.BrokenBarrierError):
            self._barrier.wait(PATIENCE)
        self._is_on = False

    def start(self) -> None:
        """The race begins."""
        self._is_on = True

    def wait_for_the_first(self) -> None:
        """Only the thread called "last" waits."""
        if threading.current_thread().name == "last":
            self._first_is_done.wait(PATIENCE)

    def first_is_done(self) -> None:
        """Let whoever waits for the first go on."""
        self._first_is_done.set()

    def later(self, act: Callable[[], object]) -> None:
        """Do it when all is over and looked at."""

        def wait_and_act() -> None:
            self._ended.wait()
            act()

        self._later.append(threading.Thread(target=wait_and_act))
        self._later[-1].start()

    def end(self) -> None:
        """It was looked at; whatever waits may go on."""
        self._first_is_done.set()
        self._ended.set()
        for thread in self._later:
            thread.join()


class Widened:
    """A random run: dawdle, so that others overtake."""

    def meet(self) -> None:
        """Dawdle."""
        time.sleep(0.02 * random.random())  # noqa: S311 - no secret

    def wait_for_the_first(self) -> None:
        """Dawdle."""
        self.meet()

    def later(self, act: Callable[[], object]) -> None:
        """Do it a moment later, if this process still lives."""
        threading.Timer(0.05, act).start()
