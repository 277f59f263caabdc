"""The demo's inspector: counts, blind, each unit of the orders that a rule chose."""

from __future__ import annotations

from app.demo.mistakes import Stops
from app.demo.picker import as_scanned
from app.demo.player import Player, PlayerStuck
from app.domain.floor_work import FloorWork
from app.domain.inspection_state import Inspecting
from app.domain.own_codes import badge_payload, quantity_payload
from app.domain.readings import Command
from app.ui.screens.inspect_screen import InspectScreen

UNREADABLE = "ZZ-000000"
"""A code that no goods have."""


class Inspector:
    """Inspects what waits, one order after the other."""

    def __init__(self, player: Player, stops: Stops) -> None:
        """Stand at the inspection's table."""
        self._player = player
        self._stops = stops
        self._erred = False

    def work_shift(self, badge: str, orders: int) -> None:
        """Sign in, inspect so many orders, sign off."""
        self._player.scan(badge_payload(badge))
        self._player.scan(quantity_payload(FloorWork.INSPECT))
        self._player.photograph("07-qc-orders-waiting")
        for _ in range(orders):
            self._player.scan(Command.NEXT.value)
            self._inspect()
        self._player.scan(Command.PAUSE.value)
        self._player.scan(Command.SIGN_OFF.value)

    @property
    def _screen(self) -> InspectScreen:
        screen = self._player.screen
        if not isinstance(screen, InspectScreen):
            raise PlayerStuck(f"{type(screen).__name__} is shown where an inspection should be")
        return screen

    @property
    def _state(self) -> Inspecting:
        state = self._screen.state
        if state is None:
            raise PlayerStuck("no order is open to be inspected")
        return state

    def _inspect(self) -> None:
        self._player.photograph("07-qc-count")
        self._make_mistake()
        for each in self._state.expected:
            for _ in range(each.units):
                self._player.scan(as_scanned(each.item.barcode or each.item.sku))
        self._player.photograph("07-qc-counted")
        self._player.scan(Command.OK.value)
        if self._screen.state is not None:
            raise PlayerStuck(f"the inspection did not end: {self._state.prompt}")

    def _make_mistake(self) -> None:
        """Scan what is no item's code, once."""
        if self._erred:
            return
        self._erred = True
        self._player.scan(UNREADABLE)
        is_held = self._screen.held is not None
        self._stops.note("unknown_code", is_stopped=is_held and not self._state.steps)
        self._player.photograph("07-qc-stop-unknown_code")
