"""Leads a picker who stops to where the cart is parked, and a colleague into work taken over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.pack_state import PackState
from app.domain.pick_state import PickState
from app.ui.context import StationContext
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.pack_screen import PackScreen
from app.ui.screens.park_screen import ParkScreen
from app.ui.screens.pick_screen import PickScreen


def park_screen(context: StationContext) -> FloorScreen:
    """The screen that asks where put-aside work stands."""
    return ParkScreen(context)


def connect_hand_overs(
    pick: PickScreen, screens: Sequence[FloorScreen], show_screen: Callable[[FloorScreen], None]
) -> None:
    """Let the screen of parking places follow put-aside work, and packing go on with a colleague.

    Args:
        pick: the picker's screen, which tells that its work was put aside.
        screens: all of the window; `park_screen` made one of them.
        show_screen: shows another screen.
    """
    park = next(screen for screen in screens if isinstance(screen, ParkScreen))

    def ask(state: PickState) -> None:
        show_screen(park)
        park.open(state)

    pack = next(screen for screen in screens if isinstance(screen, PackScreen))

    def go_on(state: PackState) -> None:
        show_screen(pack)
        pack.go_on(state)

    pick.put_aside.connect(ask)
    pack.handed_over.connect(go_on)
