"""How many scans the put wall takes for 10 orders with 25 lines and 40 units of 18 items."""

import pytest

from app.bench.reference_load import ITEMS, ORDERS, units_of
from app.domain.locations import LocationKind
from app.domain.scanned import ScannedItem, ScannedLocation, ScannedTote
from app.domain.wall_state import WallItem, WallPrompt, WallState
from tests.domain.wall_states import (
    a_wall,
    after,
    answer,
    asked_for,
    named,
    order,
    unit,
)

GOODS = {
    name: WallItem(number, name, f"Item {name}", str(number))
    for number, name in enumerate(ITEMS, start=1)
}


def scans_to_sort(state: WallState) -> tuple[int, int, int]:
    """Tote, item and cubby scans of a sorter who scans each further unit before the cubby."""
    totes = items = cubbies = 0
    while any(tote.units for tote in state.totes):
        scanned = asked_for(state)
        hand = state.in_hand
        if state.prompt is WallPrompt.SCAN_CUBBY and hand is not None and not hand.is_run:
            more = answer(state, unit(hand.item))
            if more.refusal is None and named(more.state) != named(state):
                scanned = unit(hand.item)
        totes += isinstance(scanned, ScannedTote)
        items += isinstance(scanned, ScannedItem)
        cubbies += isinstance(scanned, ScannedLocation) and scanned.kind is LocationKind.CUBBY
        state = after(state, scanned)
    return totes, items, cubbies


@pytest.mark.parametrize(
    ("is_pure", "scans"),
    [(True, (18, 18, 25)), (False, (1, 38, 25))],
    ids=["a tote an item", "one mixed tote"],
)
def test_the_reference_load_takes_the_scans_the_plan_says(
    is_pure: bool, scans: tuple[int, int, int]
) -> None:
    # Of the mixed tote the last item is alone in the end: its three units are a run.
    orders = [
        order(str(place), *((GOODS[line.item], line.quantity) for line in lines))
        for place, lines in enumerate(ORDERS, start=1)
    ]
    totes = [[(GOODS[item], units_of(item))] for item in ITEMS]
    state = a_wall(*orders, totes=totes if is_pure else None, rows=2, columns=5)
    assert scans_to_sort(state) == scans
