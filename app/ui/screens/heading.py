"""What a screen tells the top strip of its work, and the words for a cut-off time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.ui.message import translate
from app.ui.widgets.top_strip import CutOff

LATE_BEFORE = timedelta(minutes=15)
"""So little time before the cut-off, the work will probably miss it."""


@dataclass(frozen=True)
class Heading:
    """The work of a screen.

    Attributes:
        task: Its name, e.g. "Order 10881".
        detail: A second line.
        due_at: When it must be done.
    """

    task: str = ""
    detail: str = ""
    due_at: datetime | None = None


def cut_off(due_at: datetime | None, now: datetime) -> CutOff | None:
    """The cut-off as the top strip shows it, in the station's own time zone."""
    if due_at is None:
        return None
    local = due_at.astimezone()
    name = translate("heading", "due {0}").format(local.strftime("%H:%M"))
    left = due_at - now
    if abs(left) >= timedelta(days=1):
        name = translate("heading", "due {0}").format(local.strftime("%d.%m. %H:%M"))
    return CutOff(name, _remaining(left), is_late=left < LATE_BEFORE)


def _remaining(left: timedelta) -> str:
    minutes = int(abs(left).total_seconds()) // 60
    if minutes >= 24 * 60:
        words = translate("heading", "{0} days").format(minutes // (24 * 60))
    elif minutes >= 60:
        words = translate("heading", "{0} h {1:02}").format(minutes // 60, minutes % 60)
    else:
        words = translate("heading", "{0} min").format(minutes)
    if left < timedelta():
        return translate("heading", "{0} over").format(words)
    return translate("heading", "in {0}").format(words)
