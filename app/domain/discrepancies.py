"""What can stand between a station's offline work and the books, and how a person settles it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.events import Event
from app.domain.refusals import Refusal


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


class Deed(StrEnum):
    """What was done with the goods at the station.

    PACK and UNPACK move units between tote and carton, CLOSE seals the carton.
    """

    PUT = "put"
    TAKE_BACK = "take_back"
    SHORT = "short"
    PACK = "pack"
    UNPACK = "unpack"
    CLOSE = "close"


@dataclass(frozen=True)
class DiscrepancyFacts:
    """What happened, in the words of codes and names that stay readable when rows are gone.

    Attributes:
        deed: What was done.
        order_number: For which order.
        item_name: With which item.
        sku: Its code.
        quantity: With how many units.
        place: At which location.
        tote: With which tote.
        pick_line_id: For which line.
        refusal: Why the books do not take it, by its name.
        order_state: What became of the order meanwhile, where that is why.
        reason: Why units were missing, for SHORT; whether a slip was printed, for CLOSE.
        order_line_id: For which order line, at the bench.
    """

    deed: Deed
    order_number: str
    item_name: str
    sku: str
    quantity: int
    place: str
    tote: str
    pick_line_id: int
    refusal: str = ""
    order_state: str = ""
    reason: str = ""
    order_line_id: int = 0


@dataclass(frozen=True)
class DiscrepancyRaised(Event):
    """Work done off line could not be written; a person has to look."""

    kind_of: str
    deed: str
    order_number: str
    sku: str
    quantity: int
    place: str
    tote: str


@dataclass(frozen=True)
class DiscrepancySettled(Event):
    """Somebody said what became of the goods."""

    discrepancy_id: int
    resolution: str


@dataclass(frozen=True)
class AlreadySettled(Refusal):
    """Somebody else has said what became of these goods."""


@dataclass(frozen=True)
class CannotBeWritten(Refusal):
    """The books do not allow what was done, not even now."""

    order_number: str
    item_name: str
    place: str
