"""Which decisions of a lead can be undone, and which one UNDO means."""

from __future__ import annotations

import pytest

from app.domain.desk_decisions import (
    PAST_UNDOING,
    DecisionBack,
    DoneDecision,
    LineChange,
    Reversal,
    decision_back,
    last_decision,
    line_can_go_back,
)
from app.domain.floor_exceptions import Remedy, Way
from app.domain.orders import OrderState
from app.domain.short_ways import WayOut

WAYS: list[Way] = [*WayOut, *Remedy]

LACK_AGAIN = {
    WayOut.FIND_STOCK,
    WayOut.TAKE_PROMISE,
    WayOut.SUBSTITUTE,
    WayOut.WAIT,
    WayOut.PART_SHIP,
    WayOut.GIVE_UP,
    WayOut.FOUND,
}
OTHERWISE: dict[Way, DecisionBack] = {
    Remedy.LET_GO_ON: DecisionBack.HOLD_AGAIN,
    Remedy.ATTENDED: DecisionBack.CALL_AGAIN,
    Remedy.COUNT_IT: DecisionBack.NO_COUNT,
    Remedy.BOOKS_STAND: DecisionBack.COUNT_AGAIN,
}


@pytest.mark.parametrize("way", WAYS)
def test_each_decision_has_its_way_back_or_stands(way: Way) -> None:
    if way in LACK_AGAIN:
        assert decision_back(way) is DecisionBack.LACK_AGAIN
    else:
        assert decision_back(way) is OTHERWISE.get(way)


@pytest.mark.parametrize(
    ("change", "promised", "picked", "short", "can"),
    [
        (LineChange(1, promised=2), 2, 0, 0, True),
        (LineChange(1, promised=2), 5, 3, 0, True),
        (LineChange(1, promised=2), 5, 4, 0, False),
        (LineChange(1, given_up=2), 1, 1, 2, True),
        (LineChange(1, given_up=2), 1, 1, 1, False),
        (LineChange(1, promised=1, is_new=True), 1, 0, 0, True),
        (LineChange(1, is_new=True), 2, 1, 0, False),
    ],
)
def test_a_line_goes_back_while_it_has_all_that_the_decision_gave_it(
    change: LineChange, promised: int, picked: int, short: int, can: bool
) -> None:
    assert line_can_go_back(change, promised=promised, picked=picked, short=short) is can


def test_an_order_lacks_nothing_again_once_all_of_it_is_in_cartons_or_it_ended() -> None:
    assert OrderState.PACKED in PAST_UNDOING
    assert OrderState.SHIPPED in PAST_UNDOING
    assert OrderState.PACKING not in PAST_UNDOING
    assert OrderState.HELD not in PAST_UNDOING


def test_undo_means_the_newest_decision_that_was_not_undone() -> None:
    done = [DoneDecision(number, WayOut.WAIT, "#1", Reversal(1)) for number in (3, 9, 5)]
    assert last_decision(done, frozenset()) == done[1]
    assert last_decision(done, frozenset({9})) == done[2]
    assert last_decision(done, frozenset({3, 5, 9})) is None
