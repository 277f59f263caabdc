"""Leads a picker whose carton is full to its closing, at the same station, and back to the work."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.domain.pick_state import PickPrompt
from app.domain.refusals import Refusal
from app.ui.context import StationContext
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.pick_screen import PickScreen
from app.ui.screens.picked_carton_screen import PickedCartonScreen


def carton_screen(context: StationContext) -> FloorScreen:
    """The screen at which a picker's cartons are closed and labelled."""
    return PickedCartonScreen(context)


def connect_cartons(
    pick: PickScreen, screens: Iterable[FloorScreen], show_screen: Callable[[FloorScreen], None]
) -> None:
    """Let the bench's screen close what was picked straight into its carton.

    Args:
        pick: the picker's screen, which tells that a carton is filled.
        screens: all of the window; `carton_screen` made one of them.
        show_screen: shows another screen.
    """
    carton = next(screen for screen in screens if isinstance(screen, PickedCartonScreen))

    def close(order_number: str) -> None:
        state = pick.state
        is_last = state is None or state.prompt is PickPrompt.TASK_DONE
        show_screen(carton)
        carton.begin_for_picker(order_number, is_last=is_last)

    def go_on(refusal: Refusal | None) -> None:
        show_screen(pick)
        pick.go_on(refusal)

    pick.carton_filled.connect(close)
    carton.picking_asked.connect(go_on)
