"""Leads from one screen of the lead's to another: map, wall, people, board, exception desk."""

from __future__ import annotations

from collections.abc import Callable

from app.ui.screens.exception_screen import ExceptionScreen
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.hall_screen import HallScreen
from app.ui.screens.map_screen import MapScreen
from app.ui.screens.people_screen import PeopleScreen
from app.ui.screens.screen_store import ScreenStore
from app.ui.screens.wave_board_screen import WaveBoardScreen


def connect_desks(screens: ScreenStore, show_screen: Callable[[FloorScreen], None]) -> None:
    """Let the map fill the screen for a wall and lead to giving work away, the board to a decision.

    Args:
        screens: all of the window.
        show_screen: shows another screen.
    """

    def reassign(operator_id: int) -> None:
        people = screens.one(PeopleScreen)
        show_screen(people)
        people.look_at(operator_id)

    def settle(order_number: str) -> None:
        desk = screens.one(ExceptionScreen)
        show_screen(desk)
        desk.look_at(order_number)

    def lead_from_map(floor_map: MapScreen) -> None:
        floor_map.wall_asked.connect(lambda: show_screen(screens.one(HallScreen)))
        floor_map.reassign_asked.connect(reassign)

    screens.when_made(MapScreen, lead_from_map)
    screens.when_made(WaveBoardScreen, lambda board: board.settle_asked.connect(settle))
