"""Leads from the last line of a zone's part to the shelf where its order meets, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.pick_screen import PickScreen
from app.ui.screens.shelf_screen import ShelfScreen


def connect_shelf(
    pick: PickScreen, screens: Iterable[FloorScreen], show_screen: Callable[[FloorScreen], None]
) -> None:
    """Let the shelf's screen take over what was picked, and UNDO there lead back.

    Args:
        pick: the picker's screen, which tells that a part is picked.
        screens: all of the window.
        show_screen: shows another screen.
    """
    shelf = next(screen for screen in screens if isinstance(screen, ShelfScreen))

    def bring() -> None:
        show_screen(shelf)
        shelf.begin_after_pick()

    pick.shelf_asked.connect(bring)
    shelf.pick_asked.connect(lambda: show_screen(pick))
