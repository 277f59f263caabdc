"""One's own numbers over any work, by a key or a card; only whoever is signed in sees theirs."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain.readings import Command
from app.ui.screens.station_setup_screen import StationSetupScreen
from tests.ui.screens_fixture import BLUE, CABLE, CODES
from tests.ui.screens_fixture_station import Station

ANA, ED = "Ana Kowalska", "Ed Brandt"


def is_shown(station: Station) -> bool:
    return station.window.own.isVisible()


def told(station: Station) -> str:
    """What the page says, plots and instruction."""
    page = station.window.own
    return f"{page.board.accessibleName()} {page.instruction.accessibleName()}"


def picking(station: Station) -> None:
    """Ana, in the middle of an order."""
    station.floor.order((BLUE, 2), (CABLE, 1))
    station.badge(ANA)
    station.scan(Command.NEXT.value, "T-0001", CODES[BLUE.sku])


def test_a_picker_sees_them_by_a_key_and_goes_on_with_the_next_scan(station: Station) -> None:
    picking(station)
    before = station.window.pick.state
    station.press(Qt.Key.Key_F10)
    assert is_shown(station)
    assert "only you see them" in told(station)
    assert "Your lines an hour, week by week" in told(station)
    assert station.window.pick.state is before
    station.press(Qt.Key.Key_F10)
    assert not is_shown(station)
    station.press(Qt.Key.Key_F10)
    station.press(Qt.Key.Key_Escape)
    assert not is_shown(station)
    assert station.shows(station.window.pick)
    station.press(Qt.Key.Key_F10)
    station.scan(Command.OK.value)
    assert not is_shown(station)
    assert station.window.pick.state is not before


def test_a_packer_sees_them_by_a_card_and_the_order_stays_open(station: Station) -> None:
    tote = station.floor.picked_order((BLUE, 1), (CABLE, 1))
    station.badge(ED)
    station.scan(tote)
    state = station.window.pack.state
    assert state is not None
    station.scan(Command.OWN_FIGURES.value)
    assert is_shown(station)
    assert station.window.pack.state is state
    station.scan(CODES[BLUE.sku])
    assert not is_shown(station)
    assert station.window.pack.state is not state


def test_everybody_sees_their_own_and_nobody_those_of_whoever_was_here_before(
    station: Station,
) -> None:
    station.scan(Command.OWN_FIGURES.value)
    assert not is_shown(station), "nobody is signed in"
    picking(station)
    station.press(Qt.Key.Key_F10)
    of_ana = told(station)
    station.badge(ED)
    assert not is_shown(station)
    station.scan(Command.OWN_FIGURES.value)
    assert is_shown(station)
    assert told(station) != of_ana


def test_before_any_work_the_key_is_the_set_up_s(station: Station) -> None:
    station.badge(ANA)
    station.press(Qt.Key.Key_F10)
    assert station.shows(station.window.one(StationSetupScreen))
    assert not is_shown(station)


def test_without_the_database_the_page_says_so(station: Station) -> None:
    station.badge(ANA)
    station.jobs.cut = "before"
    station.scan(Command.OWN_FIGURES.value)
    assert "NOT NOW" in told(station)
    station.press(Qt.Key.Key_Escape)
    assert not is_shown(station)
