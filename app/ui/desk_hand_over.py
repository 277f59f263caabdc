"""Leads from one screen of the lead's to another: map, wall, people, board, exception desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.ui.context import StationContext
from app.ui.screens.exception_screen import ExceptionScreen
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.hall_screen import HallScreen
from app.ui.screens.map_screen import MapScreen
from app.ui.screens.people_screen import PeopleScreen
from app.ui.screens.wave_board_screen import WaveBoardScreen


def hall_screen(context: StationContext) -> FloorScreen:
    """The screen on the wall, which needs nobody."""
    return HallScreen(context)


def connect_desks(
    screens: Iterable[FloorScreen], show_screen: Callable[[FloorScreen], None]
) -> None:
    """Let the map fill the screen for a wall and lead to giving work away, the board to a decision.

    Args:
        screens: all of the window; `hall_screen` made one of them.
        show_screen: shows another screen.
    """
    known = tuple(screens)
    hall = next(screen for screen in known if isinstance(screen, HallScreen))
    people = next(screen for screen in known if isinstance(screen, PeopleScreen))

    def reassign(operator_id: int) -> None:
        show_screen(people)
        people.look_at(operator_id)

    desk = next(screen for screen in known if isinstance(screen, ExceptionScreen))

    def settle(order_number: str) -> None:
        show_screen(desk)
        desk.look_at(order_number)

    for screen in known:
        if isinstance(screen, WaveBoardScreen):
            screen.settle_asked.connect(settle)
        if isinstance(screen, MapScreen):
            screen.wall_asked.connect(lambda: show_screen(hall))
            screen.reassign_asked.connect(reassign)
