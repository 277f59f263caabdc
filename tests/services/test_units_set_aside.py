"""Units that a customer does not want any more leave a cart, and the books say where they are."""

from __future__ import annotations

import pytest

from app.domain.locations import LocationKind
from app.domain.pick_refusals import OrderOffCart
from app.domain.pick_state import PickPrompt
from app.domain.readings import Command
from app.services import picking
from app.services.checking import check_database
from app.services.order_changes import cancel_order
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, line_books, shift


@pytest.mark.parametrize("kind", [LocationKind.STAGING, LocationKind.QUARANTINE])
def test_units_nobody_wants_any_more_are_set_aside_and_the_books_follow(
    floor: Workplace, kind: LocationKind
) -> None:
    mug, _ = builders.some_stock(floor, 20)
    cancelled, _ = builders.a_cart_of_orders(floor, [(mug, 2)], [(mug, 1)])
    ana, place = builders.an_operator(floor), builders.a_location(floor, kind=kind)
    first, second = builders.a_tote(floor), builders.a_tote(floor)
    state = picking.claim_work(floor, ana)
    state = shift.pick(floor, ana, state, first, second, mug.barcode, first).state
    cancel_order(floor, cancelled)
    stopped = shift.pick(floor, ana, state, second).state
    assert stopped.refusal == OrderOffCart(cancelled, "cancelled")
    assert stopped.prompt is PickPrompt.TAKE_OUT
    out = shift.pick(floor, ana, stopped, Command.OK.value, f"L-{place}").state
    assert books.on_hand(floor, place) == 2
    shift.pick_to_end(floor, ana, out)
    assert books.on_hand(floor, second) == 1
    books.audit(floor.database)
    line_books.audit(floor.database)
    assert check_database(floor).is_sound
