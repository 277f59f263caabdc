"""The pick screen with several orders: cart set-up, puts by position, stopped orders."""

import pytest
from PySide6.QtCore import Qt

from app.db.schema import Location
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.ui.screens.pick_page import PickPage
from tests.ui.screens_fixture import BLUE, CABLE, CODES, LAMP
from tests.ui.screens_fixture_station import Station

ANA = "Ana Kowalska"
TOTES = ("T-0041", "T-0042", "T-0043")


def state_of(station: Station) -> PickState:
    state = station.window.pick.state
    assert state is not None
    return state


def page_of(station: Station) -> PickPage:
    return station.window.pick.page


def a_lane(work: UnitOfWork) -> None:
    work.session.add(Location(code="LANE-1", kind=LocationKind.LANE))


@pytest.fixture
def set_up(station: Station) -> Station:
    """Ana at a cart of three orders, no tote on it yet."""
    station.floor.database.run(a_lane)
    station.floor.cart([(BLUE, 2), (LAMP, 1)], [(BLUE, 1)], [(BLUE, 3), (CABLE, 2)])
    station.badge(ANA)
    station.scan("XCNXT")
    return station


@pytest.fixture
def cart(set_up: Station) -> Station:
    """The same cart with its totes."""
    set_up.scan(*TOTES)
    return set_up


def test_the_set_up_names_the_position_and_what_is_on_the_cart(set_up: Station) -> None:
    page = page_of(set_up)
    assert page.location.view.code == "S1"
    assert "SCAN A TOTE FOR S1" in page.instruction.instruction.text
    set_up.scan(TOTES[0])
    assert page.location.view.code == "S2"
    assert page.notes.paragraphs == ("S1  T-0041  order 10881",)
    assert page.tote.view.target == "S2"
    assert page.instruction.instruction.detail == "START (F9) = go with fewer"


def test_start_goes_with_the_totes_there_are_and_enter_does_not(set_up: Station) -> None:
    set_up.scan(TOTES[0])
    set_up.press(Qt.Key.Key_Return)
    assert "NOT POSSIBLE" in set_up.verdict
    set_up.press(Qt.Key.Key_Return)
    assert state_of(set_up).prompt is PickPrompt.SCAN_TOTE
    set_up.press(Qt.Key.Key_F9)
    assert state_of(set_up).prompt is not PickPrompt.SCAN_TOTE
    assert len(state_of(set_up).orders) == 1


def test_the_cart_shows_which_position_gets_how_many(cart: Station) -> None:
    page = page_of(cart)
    assert page.quantity.view.into == "S1 x2, S2 x1, S3 x3"
    cart.scan(CODES[BLUE.sku])
    assert "PUT 2 INTO S1" in page.instruction.instruction.text
    assert page.instruction.instruction.detail == "then 1 into S2"
    assert (page.tote.view.target, page.tote.view.quantity) == ("S1", "x2")
    cart.scan(TOTES[0])
    assert page.tote.view.target == "S2"
    assert cart.floor.picked_units() == 2


def test_a_wrong_tote_says_where_the_units_belong(cart: Station) -> None:
    cart.scan(CODES[BLUE.sku], TOTES[2])
    assert "WRONG TOTE" in cart.verdict
    assert "Take 2 out of S3, put into S1, scan S1." in cart.verdict
    assert cart.floor.picked_units() == 0
    cart.scan(TOTES[0])
    assert not cart.verdict
    assert cart.floor.picked_units() == 2


def test_an_undo_on_the_cart_names_the_tote_first(cart: Station) -> None:
    cart.scan(CODES[BLUE.sku], TOTES[0])
    cart.press(Qt.Key.Key_F6)
    cart.press(Qt.Key.Key_F6)
    page = page_of(cart)
    assert "TAKE 2 OUT OF S1" in page.instruction.instruction.text
    assert page.tote.view.title == "OUT OF"
    cart.scan(TOTES[0])
    assert "PUT 2 BACK" in page.instruction.instruction.text
    cart.press(Qt.Key.Key_Return)
    assert cart.floor.picked_units() == 0


def test_a_full_tote_is_answered_by_the_next_one(cart: Station) -> None:
    cart.scan(CODES[BLUE.sku])
    cart.press(Qt.Key.Key_F9)
    page = page_of(cart)
    assert "S1 FULL" in page.instruction.instruction.text
    cart.scan("L-" + BLUE.location)
    assert "NO PLACE FOR TOTES" in cart.verdict
    cart.scan("T-0055")
    assert "PUT 2 INTO S1" in page.instruction.instruction.text
    assert page.instruction.instruction.code == "T-0055"


def test_escape_leaves_the_panel_of_a_full_tote(cart: Station) -> None:
    cart.press(Qt.Key.Key_F9)
    cart.press(Qt.Key.Key_Escape)
    assert state_of(cart).prompt is not PickPrompt.NEXT_TOTE


def test_the_end_says_what_becomes_of_the_totes(cart: Station) -> None:
    cart.scan(CODES[BLUE.sku], *TOTES)
    cart.scan(CODES[CABLE.sku], TOTES[2], CODES[LAMP.sku], TOTES[0])
    assert state_of(cart).prompt is PickPrompt.TASK_DONE
    done = page_of(cart).done.accessibleName()
    assert "3 ORDERS" in done
    assert "Put the 3 totes on the pack lane" in done


def test_a_batch_goes_to_the_wall(station: Station) -> None:
    station.floor.cart([(BLUE, 2)], [(BLUE, 1)], method=PickMethod.BATCH)
    station.badge(ANA)
    station.scan("XCNXT", TOTES[0], CODES[BLUE.sku])
    page = page_of(station)
    assert "PUT 3 INTO TOTE" in page.instruction.instruction.text
    station.scan(TOTES[0])
    assert "put wall" in page.done.accessibleName()


def test_the_empty_tote_of_a_held_order_is_taken_off_by_its_scan(cart: Station) -> None:
    cart.floor.hold("10882")
    cart.scan(CODES[BLUE.sku])
    assert "ORDER OFF THE CART" in cart.verdict
    cart.press(Qt.Key.Key_Return)
    page = page_of(cart)
    assert "TAKE TOTE OFF S2, SCAN IT" in page.instruction.instruction.text
    assert page.tote.view.target == "S2"
    cart.scan(CODES[BLUE.sku])
    assert "EMPTY TOTE FIRST" in cart.verdict
    cart.scan(TOTES[1])
    assert not cart.verdict
    assert cart.shows(cart.window.pick)
    assert [order.number for order in state_of(cart).orders] == ["10881", "10883"]


def test_a_held_order_s_tote_is_taken_off_the_cart(cart: Station) -> None:
    cart.scan(CODES[BLUE.sku], TOTES[0])
    cart.floor.hold("10881")
    cart.scan(TOTES[1])
    cart.press(Qt.Key.Key_Return)
    page = page_of(cart)
    assert "TAKE S1 AWAY, SCAN THE LANE" in page.instruction.instruction.text
    assert page.location.view.label == "LEAVES THE CART"
    cart.scan("L-LANE-1")
    assert "SCAN ITEM" in page.instruction.instruction.text
    assert state_of(cart).positions[0].tote is None
