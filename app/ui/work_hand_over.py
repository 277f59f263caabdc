"""Leads a picker who stops to where the cart is parked, and a colleague into work taken over."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.pack_state import PackState
from app.domain.pick_state import PickState
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.pack_screen import PackScreen
from app.ui.screens.park_screen import ParkScreen
from app.ui.screens.pick_screen import PickScreen
from app.ui.screens.screen_store import ScreenStore


def connect_hand_overs(screens: ScreenStore, show_screen: Callable[[FloorScreen], None]) -> None:
    """Let the screen of parking places follow put-aside work, and packing go on with a colleague.

    Args:
        screens: all of the window.
        show_screen: shows another screen.
    """

    def ask(state: PickState) -> None:
        park = screens.one(ParkScreen)
        show_screen(park)
        park.open(state)

    def go_on(state: PackState) -> None:
        pack = screens.one(PackScreen)
        show_screen(pack)
        pack.go_on(state)

    screens.when_made(PickScreen, lambda pick: pick.put_aside.connect(ask))
    screens.when_made(PackScreen, lambda pack: pack.handed_over.connect(go_on))
