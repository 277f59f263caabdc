"""What is to be done with what was looked up: one answer for each thing in each state."""

from __future__ import annotations

import pytest

from app.domain.locations import LocationKind
from app.domain.look_up import (
    Found,
    ItemFound,
    NextStep,
    OrderFound,
    OrderSeen,
    ParcelFound,
    PersonFound,
    PlaceFound,
    SerialFound,
    Sighting,
    StockSeen,
    ToteFound,
    WorkSeen,
    next_step,
)
from app.domain.operators import OperatorRole
from app.domain.orders import OrderState
from app.domain.pick_lines import PickItem
from app.domain.tasks import CartonState

S, ORDER, C, K = NextStep, OrderState, CartonState, LocationKind
MUG = PickItem(7, "40-118", "Blue Mug", "02000000000018")
SEEN = Sighting("", "", None)
MUGS = (StockSeen("T-0001", K.TOTE, "40-118", "Blue Mug", 2),)


def order(
    state: OrderState, *, to_inspect: bool = False, unsorted: int = 0, unwanted: int = 0
) -> OrderSeen:
    """An order in a state."""
    return OrderSeen("10881", state, (), to_inspect, unsorted, unwanted)


def work(*, held: bool = False, done: bool = False) -> WorkSeen:
    """A pick task."""
    return WorkSeen(1, "Ana", "P-01", is_held=held, is_done=done)


@pytest.mark.parametrize(
    ("found", "step"),
    [
        (ItemFound(MUG, ()), S.NOTHING),
        (ItemFound(MUG, (), counts_waiting=1), S.COUNT_IT),
        (PlaceFound("A01", K.PICK_FACE, "A", ()), S.PICK_FROM_IT),
        (PlaceFound("A01", K.PICK_FACE, "A", (), counts_waiting=1), S.COUNT_IT),
        (PlaceFound("Q01", K.QUARANTINE, "", MUGS), S.PUT_AWAY),
        (PlaceFound("Q01", K.QUARANTINE, "", ()), S.NOTHING),
        (PlaceFound("LANE-1", K.LANE, "", (), parked=(work(),)), S.GO_ON_PICKING),
        (PlaceFound("W1-3B", K.CUBBY, "", MUGS, order=order(ORDER.PICKED)), S.PACK_IT),
        (PlaceFound("W1-3B", K.CUBBY, "", MUGS, order=order(ORDER.PICKED, unsorted=1)), S.SORT_IT),
        (ToteFound("T-0001", (), SEEN), S.USE_IT),
        (ToteFound("T-0001", MUGS, SEEN), S.TO_LEAD),
        (ToteFound("T-0001", MUGS, SEEN, order(ORDER.PICKING), work(held=True)), S.LEAVE_TO_HOLDER),
        (ToteFound("T-0001", MUGS, SEEN, order(ORDER.PICKING), work()), S.GO_ON_PICKING),
        (ToteFound("T-0001", MUGS, SEEN, order(ORDER.PICKED), work(done=True)), S.PACK_IT),
        (ToteFound("T-0001", MUGS, SEEN, None, work(done=True), is_bulk=True), S.SORT_IT),
        (OrderFound(order(ORDER.PAID), ()), S.WAIT_FOR_PICK),
        (OrderFound(order(ORDER.PLACED), ()), S.NOTHING),
        (OrderFound(order(ORDER.RELEASED), (), work()), S.GO_ON_PICKING),
        (OrderFound(order(ORDER.PICKING), MUGS, work(held=True)), S.LEAVE_TO_HOLDER),
        (OrderFound(order(ORDER.PICKED), MUGS, work(done=True)), S.PACK_IT),
        (OrderFound(order(ORDER.PICKED, to_inspect=True), MUGS), S.INSPECT_IT),
        (OrderFound(order(ORDER.PACKING), MUGS), S.GO_ON_PACKING),
        (OrderFound(order(ORDER.PACKED), MUGS), S.SHIP_IT),
        (OrderFound(order(ORDER.SHIPPED), ()), S.NOTHING),
        (OrderFound(order(ORDER.HELD), MUGS), S.TO_LEAD),
        (OrderFound(order(ORDER.CANCELLED, unwanted=2), MUGS), S.PUT_AWAY),
        (ParcelFound("0", C.OPEN, order(ORDER.PACKING), MUGS, SEEN), S.GO_ON_PACKING),
        (ParcelFound("0", C.CLOSED, order(ORDER.PACKED), MUGS, SEEN), S.STICK_LABEL),
        (ParcelFound("0", C.LABELLED, order(ORDER.PACKED), MUGS, SEEN), S.SHIP_IT),
        (ParcelFound("0", C.SHIPPED, order(ORDER.SHIPPED), (), SEEN), S.NOTHING),
        (ParcelFound("0", C.LABELLED, order(ORDER.HELD), MUGS, SEEN), S.TO_LEAD),
        (PersonFound("Ana", OperatorRole.PICKER, SEEN), S.NOTHING),
        (SerialFound("SN-1", MUG, order(ORDER.PICKED), SEEN), S.PACK_IT),
        (SerialFound("SN-1", MUG, None, SEEN), S.NOTHING),
    ],
)
def test_the_next_step_is_told_of_everything_in_every_state(found: Found, step: NextStep) -> None:
    assert next_step(found) is step


def test_free_units_are_those_in_storage_that_nobody_was_promised() -> None:
    shelf = StockSeen("A01", K.PICK_FACE, "40-118", "Blue Mug", 9, promised=4)
    found = ItemFound(MUG, (shelf, *MUGS))
    assert (found.on_hand, found.free) == (11, 5)
