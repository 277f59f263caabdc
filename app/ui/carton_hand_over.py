"""Leads a picker whose carton is full to its closing, at the same station, and back to the work."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.pick_state import PickPrompt
from app.domain.refusals import Refusal
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.pick_screen import PickScreen
from app.ui.screens.picked_carton_screen import PickedCartonScreen
from app.ui.screens.screen_store import ScreenStore


def connect_cartons(screens: ScreenStore, show_screen: Callable[[FloorScreen], None]) -> None:
    """Let the bench's screen close what was picked straight into its carton.

    Args:
        screens: all of the window.
        show_screen: shows another screen.
    """

    def close(order_number: str) -> None:
        state = screens.one(PickScreen).state
        is_last = state is None or state.prompt is PickPrompt.TASK_DONE
        carton = screens.one(PickedCartonScreen)
        show_screen(carton)
        carton.begin_for_picker(order_number, is_last=is_last)

    def go_on(refusal: Refusal | None) -> None:
        pick = screens.one(PickScreen)
        show_screen(pick)
        pick.go_on(refusal)

    screens.when_made(PickScreen, lambda pick: pick.carton_filled.connect(close))
    screens.when_made(PickedCartonScreen, lambda carton: carton.picking_asked.connect(go_on))
