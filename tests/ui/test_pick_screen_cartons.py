"""Straight into the shipping carton on the screen: opened, filled, closed, labelled, and on."""

from sqlalchemy import select

from app.db.schema import Carton
from app.domain.orders import OrderState
from app.domain.pick_state import PickPrompt, PickState
from app.ui.screens.picked_carton_screen import PickedCartonScreen
from tests.ui.screens_fixture import BLUE, CABLE, CODES
from tests.ui.screens_fixture_station import Station

ANA = "Ana Kowalska"


def state_of(station: Station) -> PickState:
    state = station.window.pick.state
    assert state is not None
    return state


def carton_screen(station: Station) -> PickedCartonScreen:
    return station.window.one(PickedCartonScreen)


def newest_label(station: Station) -> str:
    with station.floor.database.begin() as work:
        number = work.session.scalar(select(Carton.sscc).order_by(Carton.id.desc()))
    return f"]C100{number}"


def test_the_proposed_carton_is_shown_filled_closed_and_labelled_by_scans_alone(
    station: Station,
) -> None:
    number = station.floor.order((BLUE, 2), into_carton=True)
    station.floor.order((CABLE, 1), into_carton=True)
    station.badge(ANA)
    station.scan("XCNXT")
    page = station.window.pick.page
    assert page.location.view.code == "S"
    assert page.instruction.instruction.text == "TAKE CARTON S, SCAN ITS CARD"
    assert any("Medium" in line for line in page.notes.paragraphs)

    station.scan("T-0041")
    assert "NO TOTE HERE" in station.verdict
    station.scan("K-S")
    assert (page.tote.view.target, page.tote.view.title) == ("S", "INTO CARTON")
    assert "SCAN EVERY UNIT" in page.instruction.instruction.text
    station.scan(CODES[BLUE.sku])
    assert page.quantity.view.quantity == 1
    station.scan(CODES[BLUE.sku])

    assert station.shows(carton_screen(station))
    bench = carton_screen(station).state
    assert bench is not None
    assert bench.order_number == number
    station.scan(newest_label(station))
    assert station.floor.order_state(number) is OrderState.SHIPPED
    assert station.shows(carton_screen(station))
    station.scan("XCNXT")
    assert station.shows(station.window.pick)
    assert state_of(station).prompt is PickPrompt.OPEN_CARTON


def test_a_full_carton_is_labelled_and_the_picker_comes_back_for_the_next(
    station: Station,
) -> None:
    number = station.floor.order((BLUE, 2), into_carton=True)
    station.badge(ANA)
    station.scan("XCNXT", "K-S", CODES[BLUE.sku], "XCFULL")
    assert station.shows(carton_screen(station))
    station.scan(newest_label(station))
    assert station.shows(station.window.pick)
    assert state_of(station).prompt is PickPrompt.OPEN_CARTON
    assert station.floor.order_state(number) is OrderState.PICKING
    station.scan("K-S", CODES[BLUE.sku])
    station.scan(newest_label(station))
    assert station.floor.order_state(number) is OrderState.SHIPPED


def test_an_order_held_on_the_way_stops_before_its_carton_is_closed(
    station: Station,
) -> None:
    station.floor.order((BLUE, 1), into_carton=True)
    station.badge(ANA)
    station.scan("XCNXT", "K-S")
    station.floor.hold(state_of(station).order_number)
    station.scan(CODES[BLUE.sku])
    assert "ORDER STOPPED" in station.verdict
    assert station.floor.picked_units() == 0
    assert not station.shows(carton_screen(station))
