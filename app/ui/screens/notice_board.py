"""What is said over all screens: of the notices that stand, the one to act on first."""

from __future__ import annotations

from enum import Enum

from app.ui.widgets.notice_strip import Notice, NoticeStrip


class NoticeTopic(Enum):
    """What a notice may be about, the most urgent first: there is room for one."""

    SCANNER = "scanner"
    LINE = "line"
    STATION = "station"
    LEAD = "lead"
    WORK = "work"
    COPIES = "copies"


class NoticeBoard:
    """Remembers the notice of each topic and shows one of them."""

    def __init__(self, strip: NoticeStrip) -> None:
        self._strip = strip
        self._notices: dict[NoticeTopic, Notice | None] = {}

    def put_up(self, topic: NoticeTopic, notice: Notice | None) -> None:
        """Show a notice, or another topic's; the first topic in order is the one to act on."""
        self._notices[topic] = notice
        standing = (self._notices.get(topic) for topic in NoticeTopic)
        self._strip.show_notice(next(filter(None, standing), None))
