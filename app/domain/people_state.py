"""How somebody on the floor stands: at work, quiet, free, on a break, or in need of help.

A break is said, never guessed, and ends by the next scan. Nobody is ever "off task": who is quiet
may be carrying, waiting or helping, and is asked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from app.domain.pick_state import PickMethod

QUIET_AFTER = timedelta(minutes=5)
"""Without a scan for so long somebody is worth a look: it is about thirty usual stops."""


class PersonState(StrEnum):
    """How somebody stands; the first that holds is told."""

    NEEDS_HELP = "needs_help"
    ON_BREAK = "on_break"
    AT_WORK = "at_work"
    QUIET = "quiet"
    FREE = "free"


class LeadMessage(StrEnum):
    """What a lead can say to somebody at another station; each reads it in their own language."""

    COME_TO_THE_DESK = "come_to_the_desk"
    CALL_ME = "call_me"
    TAKE_YOUR_BREAK = "take_your_break"
    HELP_AT_THE_BENCHES = "help_at_the_benches"
    FINISH_AND_COME = "finish_and_come"
    THANK_YOU = "thank_you"


class PersonTask(NamedTuple):
    """A task that is somebody's: in their hands, or waiting for them."""

    task_id: int
    holder_id: int
    is_in_hands: bool
    wave: str
    method: PickMethod
    zone: str
    lines: int
    lines_left: int


def person_state(
    now: datetime,
    *,
    scanned_at: datetime | None,
    break_at: datetime | None = None,
    called_at: datetime | None = None,
    has_work: bool = False,
) -> PersonState:
    """How somebody stands.

    Args:
        now: by the database's clock.
        scanned_at: their last scan, or when they signed in.
        break_at: when a break was said last; a scan after it ended it.
        called_at: when they needed a lead last; a scan after it says that they were helped.
        has_work: whether they hold a task.
    """
    if called_at is not None and (scanned_at is None or called_at >= scanned_at):
        return PersonState.NEEDS_HELP
    if break_at is not None and (scanned_at is None or break_at >= scanned_at):
        return PersonState.ON_BREAK
    is_quiet = scanned_at is None or now - scanned_at >= QUIET_AFTER
    if has_work:
        return PersonState.QUIET if is_quiet else PersonState.AT_WORK
    return PersonState.FREE if is_quiet else PersonState.AT_WORK
