"""Tells the troubles that a run makes on purpose from failures that nobody planned."""

from __future__ import annotations

import traceback

from sqlalchemy.exc import DBAPIError

from app.db.unit_of_work import is_connection_lost, lost_a_race

TOO_MANY_SESSIONS, CANCELLED, LOCK_TIMEOUT = "53300", "57014", "55P03"
DISK_FULL = ("disk is full", "disk I/O error")
"""What SQLite says where the operating system lets it write no more."""

OWN_FRAMES = 9


def is_passing(problem: Exception) -> bool:
    """Whether the same may succeed later: the connection was lost, or a race was."""
    if is_connection_lost(problem):
        return True
    if not isinstance(problem, DBAPIError):
        return False
    if any(sign in str(problem.orig) for sign in DISK_FULL):
        return True
    state = getattr(problem.orig, "sqlstate", None)
    return lost_a_race(problem) or state in (TOO_MANY_SESSIONS, CANCELLED, LOCK_TIMEOUT)


def name_of(problem: Exception) -> str:
    """What a passing trouble is called where they are counted."""
    if is_connection_lost(problem):
        return "connection lost"
    said = str(getattr(problem, "orig", problem))
    return "disk was full" if any(sign in said for sign in DISK_FULL) else "gave up a race"


def told(problem: BaseException) -> str:
    """A failure in few lines: what it is, and where in our own code."""
    frames = traceback.extract_tb(problem.__traceback__)
    own = [frame for frame in frames if "/app/" in frame.filename][-OWN_FRAMES:]
    where = " < ".join(f"{frame.filename.split('/app/')[-1]}:{frame.lineno}" for frame in own[::-1])
    words = " ".join(str(problem).split())[:400]
    return f"{type(problem).__name__}: {words} [{where}]"
