import threading
from collections.abc import Callable

import pytest

from app.domain.pick_state import PickPrompt
from app.domain.refusals import NoWork, Refused
from app.services import picking
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift

OpenStation = Callable[[str], Workplace]


def test_a_picked_order_leaves_the_shelf_and_lies_in_the_tote(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 3))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick_order(floor, ana, tote)
    assert state.prompt is PickPrompt.TASK_DONE
    assert books.on_hand(floor, place) == 7
    assert books.on_hand(floor, tote) == 3
    assert books.promised(floor, place) == 0
    assert books.order_state(floor, number) == "picked"
    books.audit(floor.database)
