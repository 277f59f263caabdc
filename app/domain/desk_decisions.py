"""What a lead decided about exceptions, and how the last of it is undone while that is possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.floor_exceptions import Remedy, Way
from app.domain.orders import ENDED, OrderState
from app.domain.short_ways import WayOut


class DecisionBack(StrEnum):
    """How a decision is undone.

    LACK_AGAIN: what it promised is free again, what it gave up is wanted again, and what it lifted
    holds the order again. HOLD_AGAIN: the order is held as it was. CALL_AGAIN: the call for a lead
    stands again. NO_COUNT: the counts it asked for are dropped. COUNT_AGAIN: the count it dropped
    is open again.
    """

    LACK_AGAIN = "lack_again"
    HOLD_AGAIN = "hold_again"
    CALL_AGAIN = "call_again"
    NO_COUNT = "no_count"
    COUNT_AGAIN = "count_again"


@dataclass(frozen=True, slots=True)
class LineChange:
    """What a decision did to an order line.

    Attributes:
        order_line_id: the line.
        promised: units that stock was promised to by it.
        given_up: units that are not sent any more since then.
        is_new: the line came with the decision: it stands in for units of another one.
    """

    order_line_id: int
    promised: int = 0
    given_up: int = 0
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class LiftedHold:
    """What held an order until the decision: the reason, and what was said of it."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Reversal:
    """What it takes to undo a decision.

    Attributes:
        order_id: the order it was about; 0 for none.
        row_ids: the calls or counts it was about.
        lines: what it did to the order's lines.
        holds: what it lifted.
        giver_ids: orders whose promises it took.
        rest_id: the order in which the rest follows; 0 for none.
    """

    order_id: int = 0
    row_ids: tuple[int, ...] = ()
    lines: tuple[LineChange, ...] = ()
    holds: tuple[LiftedHold, ...] = ()
    giver_ids: tuple[int, ...] = ()
    rest_id: int = 0


@dataclass(frozen=True, slots=True)
class DoneDecision:
    """A decision on record.

    Attributes:
        number: of its event; later ones have higher ones.
        way: what was chosen.
        subject: the order or place it was about, in people's words.
        reversal: what undoes it.
    """

    number: int
    way: Way
    subject: str
    reversal: Reversal

    @property
    def way_back(self) -> DecisionBack | None:
        """How it is undone; None if it cannot be."""
        return decision_back(self.way)


_BACK: Mapping[Way, DecisionBack] = {
    WayOut.FIND_STOCK: DecisionBack.LACK_AGAIN,
    WayOut.TAKE_PROMISE: DecisionBack.LACK_AGAIN,
    WayOut.SUBSTITUTE: DecisionBack.LACK_AGAIN,
    WayOut.WAIT: DecisionBack.LACK_AGAIN,
    WayOut.PART_SHIP: DecisionBack.LACK_AGAIN,
    WayOut.GIVE_UP: DecisionBack.LACK_AGAIN,
    WayOut.FOUND: DecisionBack.LACK_AGAIN,
    Remedy.LET_GO_ON: DecisionBack.HOLD_AGAIN,
    Remedy.ATTENDED: DecisionBack.CALL_AGAIN,
    Remedy.COUNT_IT: DecisionBack.NO_COUNT,
    Remedy.BOOKS_STAND: DecisionBack.COUNT_AGAIN,
}


def decision_back(way: Way) -> DecisionBack | None:
    """How a decision is undone; None if it cannot be.

    Goods that were called back or written off, cancelled orders, and what was written into the
    books or sent to a printer or carrier: the world has changed by it, and no key changes it back.
    """
    return _BACK.get(way)


PAST_UNDOING = ENDED | {OrderState.PACKED}
"""All that an order of these states is sent with is in closed cartons: it lacks nothing again."""


def line_can_go_back(change: LineChange, *, promised: int, picked: int, short: int) -> bool:
    """Whether a line still has all that a decision gave it.

    Args:
        change: what the decision did to it.
        promised: units of it that stock is promised to, picked ones included.
        picked: of these, units that were picked.
        short: units of it that were given up.
    """
    if change.is_new and picked:
        return False
    return promised - picked >= change.promised and short >= change.given_up


def last_decision(done: Sequence[DoneDecision], undone: frozenset[int]) -> DoneDecision | None:
    """The decision that UNDO means: the newest that was not undone yet.

    Args:
        done: decisions of one lead, in any order.
        undone: numbers of those that were undone.
    """
    standing = [one for one in done if one.number not in undone]
    return max(standing, key=lambda one: one.number, default=None)
