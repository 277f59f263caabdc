"""Leads from the last line of a zone's part to the shelf where its order meets, and back."""

from __future__ import annotations

from collections.abc import Callable

from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.pick_screen import PickScreen
from app.ui.screens.screen_store import ScreenStore
from app.ui.screens.shelf_screen import ShelfScreen


def connect_shelf(screens: ScreenStore, show_screen: Callable[[FloorScreen], None]) -> None:
    """Let the shelf's screen take over what was picked, and UNDO there lead back.

    Args:
        screens: all of the window.
        show_screen: shows another screen.
    """

    def bring() -> None:
        shelf = screens.one(ShelfScreen)
        show_screen(shelf)
        shelf.begin_after_pick()

    def go_back() -> None:
        show_screen(screens.one(PickScreen))

    screens.when_made(PickScreen, lambda pick: pick.shelf_asked.connect(bring))
    screens.when_made(ShelfScreen, lambda shelf: shelf.pick_asked.connect(go_back))
