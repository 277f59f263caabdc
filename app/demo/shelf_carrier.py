"""The demo's way to the consolidation shelf: each part that was just picked into its slot."""

from __future__ import annotations

from app.demo.mistakes import Stops
from app.demo.player import Player, PlayerStuck
from app.domain.own_codes import location_payload
from app.domain.shelving import ShelfPrompt, Shelving
from app.ui.screens.shelf_screen import ShelfScreen


class ShelfCarrier:
    """Brings the parts in a picker's hands to where they meet the others of their orders."""

    def __init__(self, player: Player, stops: Stops) -> None:
        """Carry for a picker."""
        self._player = player
        self._stops = stops
        self._erred = False

    @property
    def is_asked(self) -> bool:
        """Whether the station asks for parts to be brought."""
        return isinstance(self._player.screen, ShelfScreen)

    def bring(self) -> tuple[str, ...]:
        """Put all parts down.

        Returns:
            What to scan at the bench for them: the slot, or the tote where it went to a lane.
        """
        while self._state.prompt is not ShelfPrompt.DONE:
            state = self._state
            self._player.photograph(f"08-shelf-{state.prompt.value}")
            part = state.part
            if part is None:
                raise PlayerStuck(f"no part is in hand at {state.prompt}")
            is_slot = state.prompt is ShelfPrompt.SCAN_SLOT
            if is_slot:
                self._make_mistake(state.pack_lane)
            self._player.scan(location_payload(part.slot if is_slot else state.pack_lane))
            if self._state.placed == state.placed:
                raise PlayerStuck(f"part {part.tote} was not put down")
        self._player.photograph("08-shelf-done")
        return tuple(
            each.tote if each.is_parked else location_payload(each.slot)
            for each in self._state.placed
        )

    @property
    def _state(self) -> Shelving:
        screen = self._player.screen
        if not isinstance(screen, ShelfScreen) or screen.state is None:
            raise PlayerStuck(f"{type(screen).__name__} is shown where the shelf should be")
        return screen.state

    def _make_mistake(self, wrong: str) -> None:
        """Go to a lane instead of the slot, once."""
        if self._erred:
            return
        self._erred = True
        before = self._state.placed
        self._player.scan(location_payload(wrong))
        is_held = self._player.screen.held is not None
        self._stops.note("wrong_slot", is_stopped=is_held and self._state.placed == before)
        self._player.photograph("08-shelf-stop-wrong_slot")
