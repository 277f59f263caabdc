"""What a lead does to waves, and how the last of it is undone as long as that is possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.waves import UNRELEASED, WaveState


class WaveAct(StrEnum):
    """Something a lead did to a wave."""

    RELEASE = "release"
    HOLD = "hold"
    SPLIT = "split"
    MERGE = "merge"
    MOVE = "move"
    CANCEL = "cancel"


class WayBack(StrEnum):
    """How an act is undone.

    CALL_BACK: the wave comes back to the desk. GO_ON: a held one may be released again.
    RELEASE_AGAIN: a held one goes back to the floor. MERGE_BACK: the parts join it again.
    SPLIT_AGAIN: what was merged gets a wave of its own again. MOVE_BACK: orders go where they were.
    MAKE_AGAIN: a wave like the cancelled one is made with its orders.
    """

    CALL_BACK = "call_back"
    GO_ON = "go_on"
    RELEASE_AGAIN = "release_again"
    MERGE_BACK = "merge_back"
    SPLIT_AGAIN = "split_again"
    MOVE_BACK = "move_back"
    MAKE_AGAIN = "make_again"


@dataclass(frozen=True, slots=True)
class WavePart:
    """Orders that an act took to a wave or from one.

    Attributes:
        code: that other wave; empty for none.
        was: its state before the act.
        order_ids: the orders.
    """

    code: str
    was: str
    order_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DoneAct:
    """An act on record.

    Attributes:
        number: of its event; later acts have higher ones.
        act: what was done.
        code: the wave it was done to.
        was: the wave's state before.
        parts: the orders that changed waves by it.
    """

    number: int
    act: WaveAct
    code: str
    was: WaveState
    parts: tuple[WavePart, ...] = ()

    @property
    def way_back(self) -> WayBack | None:
        """How it is undone; None if it cannot be."""
        return way_back(self.act, self.was)


def way_back(act: WaveAct, was: WaveState) -> WayBack | None:
    """How an act is undone; None if it cannot be.

    Args:
        act: what was done.
        was: the wave's state before.
    """
    at_desk = was in UNRELEASED
    ways = {
        WaveAct.RELEASE: WayBack.CALL_BACK,
        WaveAct.HOLD: WayBack.GO_ON if at_desk else WayBack.RELEASE_AGAIN,
        WaveAct.SPLIT: WayBack.MERGE_BACK,
        WaveAct.MERGE: WayBack.SPLIT_AGAIN,
        WaveAct.MOVE: WayBack.MOVE_BACK,
        # On the floor the work is taken from people's hands; it is released anew, not undone.
        WaveAct.CANCEL: WayBack.MAKE_AGAIN if at_desk else None,
    }
    return ways[act]


def last_act(done: Sequence[DoneAct], undone: frozenset[int]) -> DoneAct | None:
    """The act that UNDO means: the newest that was not undone yet.

    Args:
        done: acts of one lead, in any order.
        undone: numbers of those that were undone.
    """
    standing = [act for act in done if act.number not in undone]
    return max(standing, key=lambda act: act.number, default=None)
