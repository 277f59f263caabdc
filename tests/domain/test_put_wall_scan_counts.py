"""How many scans the put wall takes for 10 orders with 25 lines and 40 units of 18 items."""

from itertools import count, islice

import pytest

from app.domain.locations import LocationKind
from app.domain.scanned import ScannedItem, ScannedLocation, ScannedTote
from app.domain.wall_state import WallItem, WallPrompt, WallState
from tests.domain.wall_states import (
    AnOrder,
    a_wall,
    after,
    answer,
    asked_for,
    named,
    order,
    unit,
)

ITEMS = [WallItem(number, f"S-{number}", f"Item {number}", str(number)) for number in range(1, 19)]


def reference_orders() -> list[AnOrder]:
    """Five orders of two lines and five of three; fifteen lines want two units, ten want one."""
    lines = count()
    return [
        order(
            str(place),
            *((ITEMS[line % 18], 2 if line < 15 else 1) for line in islice(lines, size)),
        )
        for place, size in enumerate([2, 3] * 5, start=1)
    ]


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
    [(True, (18, 18, 25)), (False, (1, 40, 25))],
    ids=["a tote an item", "one mixed tote"],
)
def test_the_reference_load_takes_the_scans_the_plan_says(
    is_pure: bool, scans: tuple[int, int, int]
) -> None:
    orders = reference_orders()
    wanted = [line for one in orders for line in one.lines]
    assert (len(orders), len(wanted), sum(units for _, units in wanted)) == (10, 25, 40)
    totes = [[(item, sum(units for other, units in wanted if other == item))] for item in ITEMS]
    state = a_wall(*orders, totes=totes if is_pure else None, rows=2, columns=5)
    assert scans_to_sort(state) == scans
