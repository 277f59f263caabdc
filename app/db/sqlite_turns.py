"""Lets programs that share a SQLite file write in turn.

SQLite's own waiting is unfair: whoever waits looks again after up to 100 ms, and a program that
writes without a pause takes the lock again within a fraction of one. A station beside two busy
commands waited for seconds. Here one program at a time stands next in line and looks often;
whoever has just written has to queue behind it.

The place in line is an advisory lock on the folder of the file. It orders the waiting and guards
nothing: SQLite's own lock does that, so whoever cannot have a turn in time goes on without one.
The system gives the place back when its holder dies.
"""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection

if os.name == "posix":
    import fcntl

FIRST_LOOK_SECONDS, LONGEST_LOOK_SECONDS = 0.0003, 0.003
"""How long one waits between two looks: at first a fraction of a scan, in the end of an import."""

QUEUE_SECONDS = 2.0
"""How long a place in line is waited for. A program that is stopped while it stands next must not
hold up all others for ever."""


class Turns:
    """The line before one database file."""

    def __init__(self, file: str | None, patience_seconds: float) -> None:
        """Line up before a file; a lock that does not come within the patience is an error."""
        self._folder = Path(file).absolute().parent if file and file != ":memory:" else None
        self._patience = patience_seconds

    def begin(self, connection: Connection) -> None:
        """Begin a transaction that may write, after those who waited before.

        Raises:
            OperationalError: the database stayed locked, as SQLite says it.
        """
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - the dialect's only driver
        driver.execute("PRAGMA busy_timeout=0")
        try:
            with self._place_in_line(), suppress(sqlite3.Error):
                if _waited(lambda: _begins(driver), self._patience):
                    return
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # for the error it raises
        finally:
            driver.execute(f"PRAGMA busy_timeout={self._patience * 1000:.0f}")

    @contextmanager
    def _place_in_line(self) -> Iterator[None]:
        """Stand next in line, where the system has such a thing and it comes in time."""
        if self._folder is None or os.name != "posix":
            yield
            return
        folder = os.open(self._folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            _waited(lambda: _stands_next(folder), QUEUE_SECONDS)
            yield
        finally:
            os.close(folder)  # gives the place to the next one


def _waited(happens: Callable[[], bool], seconds: float) -> bool:
    """Try until something happens, ever less often; False when the time is over."""
    begun = time.monotonic()
    while not happens():
        waited = time.monotonic() - begun
        if waited > seconds:
            return False
        pause = min(max(FIRST_LOOK_SECONDS, waited / 20), LONGEST_LOOK_SECONDS)
        time.sleep(pause * (0.5 + random.random()))  # noqa: S311 - so that no two keep step
    return True


def _begins(driver: sqlite3.Connection) -> bool:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True


def _stands_next(folder: int) -> bool:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without such locks: nobody can stand before us either
    return True
