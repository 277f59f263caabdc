"""What concerns all screens: help, keys, lost scans, faults, small windows, real lanes."""

import logging
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.devices.scan import WEDGE, Scan
from app.devices.wedge import Discarded, DiscardReason
from app.domain.operators import OperatorRole
from app.ui.application import catch_unexpected, has_display
from app.ui.jobs import Jobs
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.home_choices import screens_for
from app.ui.screens.home_screen import HomeScreen
from app.ui.screens.map_screen import MapScreen
from app.ui.theme import Theme
from app.ui.tokens import State
from tests.ui.screens_fixture import BLUE, CABLE, CODES, SmallFloor
from tests.ui.screens_fixture_station import Station, close_station, make_station

ANA = "Ana Kowalska"


def test_help_shows_the_last_five_messages_and_the_keys_and_a_scan_goes_on(
    station: Station,
) -> None:
    station.floor.order((BLUE, 2))
    station.badge(ANA)
    station.scan("XCNXT", "T-0042", *["4006381333931"] * 6)
    station.press(Qt.Key.Key_F1)
    help_page = station.window.help
    assert station.shows(station.window.help)
    assert len(help_page.log.messages) == 5
    assert help_page.log.messages[0].state is State.STOP
    assert ("F2", "Short") in help_page.keys.keys
    station.scan(CODES[BLUE.sku])
    assert not station.shows(station.window.help)
    assert station.window.pick.state is not None
    assert station.window.pick.state.counted == 1


def test_help_opens_by_card_and_closes_by_escape(station: Station) -> None:
    station.scan("XCHELP")
    assert station.shows(station.window.help)
    station.press(Qt.Key.Key_Escape)
    assert not station.shows(station.window.help)


def test_a_screen_is_made_when_it_is_wanted_and_once(station: Station) -> None:
    def made() -> list[str]:
        return [type(screen).__name__ for screen in station.window.findChildren(FloorScreen)]

    assert made() == ["SignInScreen"]
    station.badge(ANA)
    assert made() == ["SignInScreen", "HomeScreen"]
    station.press(Qt.Key.Key_F8)
    assert station.shows(station.window.sign_in)
    station.badge(ANA)
    assert station.window.home is station.window.one(HomeScreen)
    assert made() == ["SignInScreen", "HomeScreen"]


def test_the_screens_of_whoever_signed_in_are_made_ahead_in_quiet_moments(
    station: Station, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.screens.screen_store.AHEAD_AFTER_MS", 1)
    monkeypatch.setattr("app.ui.screens.screen_store.AHEAD_EVERY_MS", 1)
    station.badge(ANA)
    wanted = set(screens_for(OperatorRole.PICKER))

    def made() -> set[type]:
        return {type(screen) for screen in station.window.findChildren(FloorScreen)}

    qtbot.waitUntil(lambda: wanted <= made())
    assert station.shows(station.window.home)
    assert MapScreen not in made()


def test_f11_fills_the_screen_and_gives_it_back(station: Station) -> None:
    station.press(Qt.Key.Key_F11)
    assert station.window.windowState() & Qt.WindowState.WindowFullScreen
    station.press(Qt.Key.Key_F11)
    assert not station.window.windowState() & Qt.WindowState.WindowFullScreen


def test_a_scan_made_for_the_screen_before_counts_nothing_and_is_told(station: Station) -> None:
    station.floor.order((BLUE, 1))
    station.badge(ANA)
    before = station.clock()
    station.scan("XCNXT")
    station.context.router.submit(Scan("T-0042", WEDGE, before))
    assert "SCANNED TOO EARLY" in station.verdict
    assert station.window.pick.state is not None
    assert station.window.pick.state.tote is None


@pytest.mark.parametrize("why", list(DiscardReason))
def test_keys_that_came_to_nothing_are_told(station: Station, why: DiscardReason) -> None:
    station.context.capture.discarded.emit(Discarded("20000", why))
    assert "NOT A WHOLE CODE" in station.verdict
    assert "Came: 20000" in station.verdict


def test_a_window_without_the_keyboard_says_so(station: Station) -> None:
    station.context.capture.scanner_not_heard.emit(True)
    assert "CLICK HERE" in station.window.notice.accessibleName()
    station.context.capture.scanner_not_heard.emit(False)
    assert station.window.notice.isHidden()


def test_an_unexpected_fault_is_logged_told_and_the_station_goes_on(
    station: Station, caplog: pytest.LogCaptureFixture
) -> None:
    station.floor.order((BLUE, 2))
    station.badge(ANA)
    station.scan("XCNXT", "T-0042")
    restore = catch_unexpected(station.window)
    try:
        with caplog.at_level(logging.CRITICAL):
            sys.excepthook(ValueError, ValueError("broken"), None)
    finally:
        restore()
    assert "broken" in caplog.text
    assert "THIS DID NOT WORK" in station.verdict
    station.scan("XCK", CODES[BLUE.sku])
    assert not station.verdict
    assert station.window.pick.state is not None
    assert station.window.pick.state.counted == 1


def test_the_database_lamp_shows_a_lost_connection_until_it_is_back(station: Station) -> None:
    station.floor.order((BLUE, 2))
    station.badge(ANA)
    station.scan("XCNXT", "T-0042")
    station.jobs.cut = "before"
    station.scan(CODES[BLUE.sku])
    assert station.window.top_strip.lamps[-1].view.word == "LOST"
    assert station.window.top_strip.lamps[-1].view.state is State.IDLE
    station.jobs.cut = ""
    station.scan(CODES[BLUE.sku])
    assert station.window.top_strip.lamps[-1].view.word == "OK"


def test_the_cut_off_is_in_the_top_strip(station: Station) -> None:
    station.floor.order((BLUE, 2))
    station.badge(ANA)
    station.scan("XCNXT")
    cut_off = station.window.top_strip.view.cut_off
    assert cut_off is not None
    assert cut_off.remaining == "in 1 h 12"
    assert not cut_off.is_late


def test_nothing_on_a_floor_screen_takes_the_focus(station: Station) -> None:
    for screen in (
        station.window.sign_in,
        station.window.home,
        station.window.pick,
        station.window.pack,
    ):
        for widget in screen.findChildren(QWidget):
            assert widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not isinstance(
                widget, QPushButton
            )


@pytest.mark.parametrize("height", [800, 1080])
def test_no_screen_is_larger_than_the_window(station: Station, height: int) -> None:
    width = 1280 if height == 800 else 1920
    station.window.resize(width, height)
    for _ in range(3):
        QApplication.processEvents()
    assert Theme.current().is_low is (height == 800)
    station.floor.order((BLUE, 2), (CABLE, 1))
    station.badge(ANA)
    for code in ("XCNXT", "T-0042", CODES[BLUE.sku], CODES[CABLE.sku], "XCK", "XCSHRT"):
        station.scan(code)
        QApplication.processEvents()
        assert station.window.height() == height
        assert station.window.screen_shown.minimumSizeHint().height() <= (
            station.window.screen_shown.height()
        )


def test_a_quick_hand_loses_no_scan_while_the_database_works(
    small_floor: SmallFloor, qapp: QApplication, qtbot: QtBot
) -> None:
    station = make_station(small_floor, qapp, Jobs())
    station.window.show()
    small_floor.order((BLUE, 3), (CABLE, 1))
    station.badge(ANA)
    qtbot.waitUntil(lambda: station.window.screen_shown is station.window.home)
    qtbot.waitUntil(lambda: station.context.jobs.database.pending == 0)
    station.scan("XCNXT")
    qtbot.waitUntil(lambda: station.window.screen_shown is station.window.pick)
    station.scan("T-0042", *[CODES[BLUE.sku]] * 3, CODES[CABLE.sku])
    qtbot.waitUntil(lambda: small_floor.picked_units() == 4)
    close_station(station, qapp)


def test_a_machine_without_a_display_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not has_display()
    monkeypatch.setenv("DISPLAY", ":1")
    assert has_display()
