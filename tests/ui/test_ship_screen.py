"""Whoever loads the dock sees the cage, is stopped at the wrong one, and leaves nothing unseen."""

import pytest

from app.domain.lanes import CageRule
from app.domain.manifests import HandOver
from app.domain.orders import OrderState
from app.domain.shipping_state import DockPrompt
from app.services.shipping_setup import HouseRules, save_cage, set_house_rules
from app.services.station_setup import route_document
from app.ui.screens.ship_screen import ShipScreen
from tests.ui.screens_fixture import BLUE, CODES
from tests.ui.screens_fixture_station import Station

SHIP = "8"
P = DockPrompt


class Dock:
    """Ed at the dock, with parcels that he packed himself."""

    def __init__(self, station: Station) -> None:
        self.station = station
        workplace = station.floor.workplace
        set_house_rules(workplace, HouseRules(HandOver.MANIFEST))
        save_cage(workplace, CageRule(0, "DE-N4", "house", lane="DE-N", country_code="DE"))
        save_cage(workplace, CageRule(0, "EU-1", "house", cut_off="17:00"))
        save_cage(workplace, CageRule(0, "UPS-1", "ups"))
        route_document(workplace, "carrier_manifest", "A4-2")
        station.badge("Ed Brandt")
        station.type("5")

    def parcel(self, *, proven: bool = True) -> str:
        """A packed parcel's number."""
        tote = self.station.floor.picked_order((BLUE, 1))
        self.station.scan(tote, CODES[BLUE.sku], "XCK")
        state = self.station.window.pack.state
        assert state is not None
        self.station.scan(f"]C100{state.sscc}" if proven else "XCPSE")
        return f"]C100{state.sscc}"

    def go(self) -> None:
        """From the bench to the dock."""
        self.station.scan("XCPSE")
        self.station.type(SHIP)

    @property
    def screen(self) -> ShipScreen:
        screen = self.station.window.screen_shown
        assert isinstance(screen, ShipScreen)
        return screen

    def prompt(self) -> DockPrompt:
        assert self.screen.state is not None
        return self.screen.state.prompt

    @property
    def words(self) -> str:
        return self.screen.instruction.accessibleName()


@pytest.fixture
def dock(station: Station) -> Dock:
    return Dock(station)


def test_a_list_nobody_signed_is_shown_and_signed_later(dock: Dock) -> None:
    parcel = dock.parcel()
    dock.go()
    dock.station.scan(parcel, "L-DE-N4", "XCFULL")
    assert dock.prompt() is P.DRIVER
    state = dock.screen.state
    assert state is not None
    number = state.manifest
    dock.screen.state = None  # as at another station, or after a start
    dock.station.scan("XCPSE")
    dock.station.type(SHIP)
    assert number in dock.screen.card.accessibleName()
    assert f"1 = {number}" in dock.words
    dock.station.scan(number)
    assert dock.prompt() is P.DRIVER
    assert "1 parcel" in dock.screen.card.accessibleName()
    dock.station.scan("JO SMITH")
    assert dock.prompt() is P.SIGNED


def test_ship_is_number_eight_of_the_start_screen(dock: Dock) -> None:
    dock.go()
    assert "SCAN A PARCEL OR A CAGE" in dock.words
    assert dock.screen.heading().task == "Ship"


def test_parcel_is_sent_to_its_cage_in_giant_letters_and_counted_there(dock: Dock) -> None:
    first, second = dock.parcel(), dock.parcel()
    dock.go()
    dock.station.scan(first)
    assert dock.screen.sign.view.code == "DE-N4"
    assert "PUT IT INTO DE-N4" in dock.words
    assert dock.screen.progress.figures == "parcels 0/2"
    dock.station.scan("DE-N4")
    assert "SCAN PARCEL" in dock.words
    assert dock.screen.progress.figures == "parcels 1/2"
    assert "1 NOT SCANNED 10882: packed" in dock.screen.missing.accessibleName()
    assert dock.screen.heading().detail == "collected 17:00"
    dock.station.scan(second, "L-DE-N4")
    assert "everything packed is loaded" in dock.screen.missing.accessibleName()


def test_wrong_cage_stops_until_ok_and_loads_nothing(dock: Dock) -> None:
    first = dock.parcel()
    dock.go()
    dock.station.scan(first, "EU-1")
    assert "STOP: WRONG CAGE" in dock.station.verdict
    dock.station.scan("DE-N4")
    assert "WRONG CAGE" in dock.station.verdict
    dock.station.scan("XCK", "DE-N4")
    assert dock.prompt() is P.SCAN_PARCEL
    assert dock.screen.progress.figures == "parcels 1/1"


def test_unproven_and_unknown_parcels_are_refused_in_their_own_words(dock: Dock) -> None:
    unproven = dock.parcel(proven=False)
    dock.go()
    dock.station.scan(unproven)
    assert "LABEL NOT PROVEN" in dock.station.verdict
    assert "bench P-03" in dock.station.verdict
    dock.station.scan("XCK", "]C100340063810000000011")
    assert dock.screen.held is not None
    dock.station.scan("XCK", "A01-02L-1")
    assert "NOT A CAGE" in dock.station.verdict


def test_missing_parcels_are_asked_about_before_the_list_is_closed_and_signed(dock: Dock) -> None:
    first, second = dock.parcel(), dock.parcel()
    dock.parcel(proven=False)
    dock.go()
    dock.station.scan(first, "DE-N4", "XCFULL")
    assert dock.prompt() is P.MISSING
    assert "order 10882, packed" in dock.screen.panel.title
    dock.station.scan("XCSKP")
    assert "label not scanned at P-03" in dock.screen.panel.title
    dock.station.type("1")
    dock.station.scan(second, "DE-N4", "XCFULL")
    assert dock.prompt() is P.DRIVER
    assert "TYPE THE DRIVER'S NAME" in dock.words
    dock.station.type("7")
    assert "WHO TAKES THEM?" in dock.station.verdict
    dock.station.scan("XCK")
    dock.station.type("Jo Smith")
    assert dock.prompt() is P.SIGNED
    assert "Jo Smith" in dock.screen.done.accessibleName()
    assert dock.station.floor.order_state("10881") is OrderState.SHIPPED
    dock.station.scan("XCK")
    assert "SCAN A PARCEL OR A CAGE" in dock.words
    dock.station.scan(first)
    assert "handed over with manifest M-000001" in dock.station.verdict


def test_cage_first_collects_only_that_one_and_back_leaves_it(dock: Dock) -> None:
    dock.go()
    dock.station.scan("EU-1")
    assert dock.screen.heading().task == "our own van, cage EU-1 only"
    dock.station.scan("XCFULL")
    assert "NOTHING LOADED" in dock.station.verdict
    dock.station.scan("XCK", "XCUND")
    assert "SCAN A PARCEL OR A CAGE" in dock.words
    dock.station.scan("XCPSE")
    assert dock.station.shows(dock.station.window.home)


def test_tile_of_a_reason_is_its_number(dock: Dock) -> None:
    first = dock.parcel()
    dock.parcel()
    dock.go()
    dock.station.scan(first, "DE-N4", "XCFULL")
    dock.screen.panel.chosen.emit("why", "no_room")
    assert dock.prompt() is P.SCAN_PARCEL
