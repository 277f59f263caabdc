"""Leads from sign-in and home to the set-up of the station, and from there to its stationery."""

from __future__ import annotations

from collections.abc import Callable

from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.home_screen import HomeScreen
from app.ui.screens.screen_store import ScreenStore
from app.ui.screens.sign_in_screen import SignInScreen
from app.ui.screens.station_setup_screen import StationSetupScreen
from app.ui.screens.stationery_screen import StationeryScreen


def connect_setup(screens: ScreenStore, show_screen: Callable[[FloorScreen], None]) -> None:
    """Let whoever may set the station up get there, signed in or not.

    Args:
        screens: all of the window.
        show_screen: shows another screen.
    """

    def set_up() -> None:
        show_screen(screens.one(StationSetupScreen))

    def write_on_paper() -> None:
        show_screen(screens.one(StationeryScreen))

    screens.when_made(SignInScreen, lambda sign_in: sign_in.setup_asked.connect(set_up))
    screens.when_made(HomeScreen, lambda home: home.setup_asked.connect(set_up))
    screens.when_made(StationSetupScreen, lambda it: it.stationery_asked.connect(write_on_paper))
