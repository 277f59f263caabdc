"""The demo's loader at the dock: each parcel into its cage, the list closed and signed."""

from __future__ import annotations

from app.demo.mistakes import Stops
from app.demo.player import Player, PlayerStuck
from app.domain.floor_work import FloorWork
from app.domain.lanes import cage_for
from app.domain.own_codes import badge_payload, location_payload, quantity_payload
from app.domain.readings import Command
from app.domain.shipping_state import DockPrompt, DockState
from app.ui.screens.ship_screen import ShipScreen

DRIVER = "R. Okafor"


class Loader:
    """Loads parcels until the driver has taken them over."""

    def __init__(self, player: Player, stops: Stops) -> None:
        """Stand at the dock."""
        self._player = player
        self._stops = stops
        self._erred = False

    def work_shift(self, badge: str, parcels: list[str]) -> None:
        """Sign in, load all parcels, close the list, let the driver sign it, sign off."""
        self._player.scan(badge_payload(badge))
        self._player.scan(quantity_payload(FloorWork.SHIP))
        for sscc in parcels:
            self._load(sscc)
        self._player.photograph("16-ship-loaded")
        self._player.scan(Command.FULL.value)
        self._expect(DockPrompt.DRIVER)
        self._player.photograph("16-ship-driver")
        self._player.type(DRIVER)
        self._expect(DockPrompt.SIGNED)
        self._player.photograph("16-ship-signed")
        self._player.scan(Command.PAUSE.value)
        self._player.scan(Command.SIGN_OFF.value)

    @property
    def _state(self) -> DockState:
        screen = self._player.screen
        if not isinstance(screen, ShipScreen) or screen.state is None:
            raise PlayerStuck(f"{type(screen).__name__} is shown where the dock should be")
        return screen.state

    def _expect(self, prompt: DockPrompt) -> None:
        if self._state.prompt is not prompt:
            raise PlayerStuck(f"the dock asks for {self._state.prompt} instead of {prompt}")

    def _load(self, sscc: str) -> None:
        self._player.scan_serially(f"]C100{sscc}")
        self._expect(DockPrompt.SCAN_CAGE)
        self._player.photograph("16-ship-scan_cage")
        parcel = self._state.parcel
        cage = None if parcel is None else cage_for(parcel.destination, self._state.cages)
        if cage is None:
            raise PlayerStuck(f"no cage takes parcel {sscc}")
        self._make_mistake(cage.code)
        self._player.scan(location_payload(cage.code))
        self._expect(DockPrompt.SCAN_PARCEL)

    def _make_mistake(self, right: str) -> None:
        """Go to the wrong cage, once."""
        wrong = next((cage.code for cage in self._state.cages if cage.code != right), None)
        if self._erred or wrong is None:
            return
        self._erred = True
        self._player.scan(location_payload(wrong))
        is_held = self._player.screen.held is not None
        self._stops.note(
            "wrong_cage", is_stopped=is_held and self._state.prompt is DockPrompt.SCAN_CAGE
        )
        self._player.photograph("16-ship-stop-wrong_cage")
        self._player.scan(Command.OK.value)  # so grave a STOP is taken away by hand
