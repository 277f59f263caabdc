"""The demo's sorter: puts a batch into the cubbies of a wall, now and then at a wrong one first."""

from __future__ import annotations

import random

from app.demo.mistakes import Stops
from app.demo.picker import as_scanned
from app.demo.player import Player, PlayerStuck
from app.domain.own_codes import badge_payload, location_payload
from app.domain.readings import Command
from app.domain.wall_state import WallPrompt, WallState, WallTote
from app.ui.screens.wall_screen import WallScreen


class Sorter:
    """Sorts bulk totes at the put wall until their orders are complete."""

    def __init__(self, player: Player, wall: str, stops: Stops, seed: int) -> None:
        """Stand at the wall whose sign says `wall`."""
        self._player = player
        self._wall = wall
        self._stops = stops
        self._chance = random.Random(seed)  # noqa: S311 - repeatable mistakes, no secret
        self._erred = False

    def work_shift(self, badge: str, totes: list[str]) -> list[str]:
        """Sign in, sort all totes, sign off.

        Returns:
            What to scan at the bench: the signs of the cubbies whose orders are complete.
        """
        self._player.scan(badge_payload(badge))
        self._player.scan(location_payload(self._wall))
        self._player.photograph("08-wall-scan_tote")
        for tote in totes:
            self._player.scan_serially(tote)
            self._sort(tote)
        self._player.photograph("08-wall-sorted")
        complete = [location_payload(cubby.code) for cubby in self._state.ready_cubbies]
        self._player.scan(Command.PAUSE.value)
        self._player.scan(Command.SIGN_OFF.value)
        return complete

    @property
    def _screen(self) -> WallScreen:
        screen = self._player.screen
        if not isinstance(screen, WallScreen):
            raise PlayerStuck(f"{type(screen).__name__} is shown where the put wall should be")
        return screen

    @property
    def _state(self) -> WallState:
        state = self._screen.state
        if state is None:
            raise PlayerStuck("the wall screen shows no wall")
        return state

    def _sort(self, tote: str) -> None:
        while (opened := self._tote(tote)) is not None and opened.units:
            if self._screen.held is None:
                self._player.photograph(f"08-wall-{self._state.prompt.value}")
            self._make_mistake()
            before = self._state
            self._player.scan(self._right_code(opened))
            if self._state == before:
                raise PlayerStuck(f"{before.prompt} of {tote} at the wall did not go on")

    def _tote(self, code: str) -> WallTote | None:
        return next((tote for tote in self._state.totes if tote.code == code), None)

    def _right_code(self, tote: WallTote) -> str:
        state = self._state
        hand = state.in_hand
        if state.prompt is WallPrompt.SCAN_CUBBY and hand is not None:
            return location_payload(state.cubby(hand.cubby_id).code)
        item = next(row.item for row in tote.contents if row.units)
        return as_scanned(item.barcode or item.sku)

    def _make_mistake(self) -> None:
        """Sometimes go to the wrong cubby, the first time for certain."""
        state = self._state
        hand = state.in_hand
        if state.prompt is not WallPrompt.SCAN_CUBBY or hand is None:
            return
        if self._erred and self._chance.random() > 0.08:
            return
        self._erred = True
        wrong = [cubby.code for cubby in state.cubbies if cubby.cubby_id != hand.cubby_id]
        self._player.scan(location_payload(self._chance.choice(wrong)))
        is_stopped = self._screen.held is not None and self._state.in_hand == hand
        self._stops.note("wrong_cubby", is_stopped=is_stopped)
        self._player.photograph("08-wall-stop-wrong_cubby")
