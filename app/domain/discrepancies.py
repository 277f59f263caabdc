"""What can stand between a station's offline work and the books, and how a person settles it."""

from __future__ import annotations

from enum import StrEnum


class DiscrepancyKind(StrEnum):
    """Why work that was done at a station could not be written when it came back."""

    TASK_TAKEN_OVER = "task_taken_over"
    ORDER_STOPPED = "order_stopped"
    LINE_CHANGED = "line_changed"
    TOTE_CHANGED = "tote_changed"
    STOCK_MISSING = "stock_missing"
    CARTON_CHANGED = "carton_changed"
    NOT_ALLOWED = "not_allowed"
    LOST_IN_RESTORE = "lost_in_restore"


class Resolution(StrEnum):
    """What became of the goods, as the person who looked says.

    PUT_BACK: the units lie again where the books say they are. WRITTEN: what was done is true and
    is written now. NOTHING_MOVED: no goods had moved.
    """

    PUT_BACK = "put_back"
    WRITTEN = "written"
    NOTHING_MOVED = "nothing_moved"
