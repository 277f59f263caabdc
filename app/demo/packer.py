"""The demo's packer: opens each tote at the bench, proves it unit by unit, and sticks the label."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path

from app.demo.mistakes import Mistake, Stops, WrongCodes, wrong_code
from app.demo.picker import Picked, as_scanned
from app.demo.player import Player, PlayerStuck
from app.domain.own_codes import badge_payload
from app.domain.pack_state import PackPrompt, PackState
from app.domain.readings import Command
from app.ui.screens.pack_screen import PackScreen

MISTAKES_AT = {
    PackPrompt.SCAN_UNIT: (
        Mistake.WRONG_ITEM,
        Mistake.UNKNOWN_CODE,
        Mistake.RUN_TOGETHER,
        Mistake.GARBAGE,
    ),
    PackPrompt.CHOOSE_PACKAGING: (Mistake.WRONG_ITEM,),
}

OTHER_PARCEL = "]C100340123450000000017"
"""The label of somebody else's parcel."""

PRINTED_SSCC = re.compile(rb">;>800(\d{18})\^FS")
"""The SSCC in a label's printer language, as its GS1-128 field holds it."""


class Packer:
    """Packs what was picked, one order after the other."""

    def __init__(
        self, player: Player, codes: WrongCodes, labels: Path, stops: Stops, seed: int
    ) -> None:
        """Stand at the bench; `labels` is the folder the label printer writes into."""
        self._player = player
        self._codes = codes
        self._labels = labels
        self._stops = stops
        self._chance = random.Random(seed)  # noqa: S311 - repeatable mistakes, no secret
        self._due = [*MISTAKES_AT[PackPrompt.SCAN_UNIT]]
        self._label_swapped = False
        self._parcels: list[str] = []

    def work_shift(self, badge: str, places: list[str]) -> list[str]:
        """Sign in, pack what is in these totes and cubbies, sign off.

        Returns:
            The numbers of the parcels.
        """
        return self._shift(badge, [(place, None) for place in places])

    def work_bulk_shift(self, badge: str, picked: Picked) -> list[str]:
        """Sign in, pack a batch of orders of one line out of its totes, sign off.

        Each item out of a tote chooses the order it is for.

        Returns:
            The numbers of the parcels.
        """
        return self._shift(badge, [(tote, picked.goods) for tote in picked.places])

    def close_picked(self) -> str:
        """Label the carton that its picker has filled; returns its number."""
        self._parcels = []
        self._player.photograph("11-pack-picked-carton")
        self._pack()
        self._player.scan(Command.NEXT.value)
        return self._parcels[-1]

    def _shift(self, badge: str, work: list[tuple[str, Mapping[str, str] | None]]) -> list[str]:
        self._parcels = []
        self._player.scan(badge_payload(badge))
        for number, (place, goods) in enumerate(work):
            if number > 0:
                self._player.scan_serially(place)
            else:
                self._player.scan(place)
            if goods is None:
                self._pack()
                self._player.photograph("14-pack-done")
            else:
                self._pack_each(dict(goods))
        self._player.scan(Command.SIGN_OFF.value)
        return self._parcels

    def _pack_each(self, goods: dict[str, str]) -> None:
        """Pack the orders whose goods lie in one bulk tote, as its items choose them."""
        self._player.photograph("10-pack-bulk-tote")
        while goods:
            self._player.scan(next(iter(goods.values())))
            self._pack()
            del goods[self._state.order_number]

    def _pack(self) -> None:
        while self._state.prompt is not PackPrompt.DONE:
            if self._screen.held is None:
                self._player.photograph(f"11-pack-{self._state.prompt.value}")
            self._make_mistake()
            before = self._state
            self._answer()
            if self._state == before:
                raise PlayerStuck(f"{before.prompt} of {before.order_number} did not go on")

    @property
    def _screen(self) -> PackScreen:
        screen = self._player.screen
        if not isinstance(screen, PackScreen):
            raise PlayerStuck(f"{type(screen).__name__} is shown where the pack bench should be")
        return screen

    @property
    def _state(self) -> PackState:
        state = self._screen.state
        if state is None:
            raise PlayerStuck("no order is open on the pack bench")
        return state

    def _answer(self) -> None:
        state = self._state
        match state.prompt:
            case PackPrompt.ACKNOWLEDGE | PackPrompt.CHOOSE_PACKAGING:
                self._choose()
            case PackPrompt.SCAN_UNIT:
                self._player.scan(_wanted(state))
            case PackPrompt.SCAN_LABEL:
                self._match_label(state)
            case _:
                raise PlayerStuck(f"no right scan is known for {state.prompt}")

    def _choose(self) -> None:
        state = self._state
        if self._screen.held is not None:
            self._player.scan(Command.OK.value)  # the first OK only takes STOP away
        if state.prompt is PackPrompt.CHOOSE_PACKAGING and state.suggestion is None:
            self._player.type(str(len(state.packagings)))
        else:
            self._player.scan(Command.OK.value)

    def _match_label(self, state: PackState) -> None:
        printed = self._printed_label(state.sscc or "")
        self._player.photograph("12-pack-papers-out")
        if not self._label_swapped:
            self._label_swapped = True
            self._scan_wrong(OTHER_PARCEL, "wrong_label")
            self._player.scan(Command.OK.value)
        self._player.scan_serially(f"]C100{printed}")
        self._parcels.append(printed)

    def _printed_label(self, sscc: str) -> str:
        """The SSCC read from the label that came out of the printer."""
        found: list[str] = []

        def came_out() -> bool:
            for file in self._labels.glob("*.zpl"):
                match = PRINTED_SSCC.search(file.read_bytes())
                if match is not None and match[1].decode() == sscc:
                    found.append(match[1].decode())
            return bool(found)

        self._player.wait_for(came_out, f"the label {sscc} to be printed")
        return found[0]

    def _make_mistake(self) -> None:
        kinds = MISTAKES_AT.get(self._state.prompt, ())
        due = [kind for kind in self._due if kind in kinds]
        if not kinds or (not due and self._chance.random() > 0.06):
            return
        mistake = due[0] if due else self._chance.choice(kinds)
        if due:
            self._due.remove(mistake)
        own = {as_scanned(line.barcode or "") for line in self._state.lines}
        others = tuple(code for code in self._codes.items if code not in own)
        codes = WrongCodes(others, self._codes.locations, self._codes.totes)
        self._scan_wrong(wrong_code(mistake, codes, "", self._chance), mistake.value)

    def _scan_wrong(self, code: str, name: str) -> None:
        before = self._state
        self._player.scan(code)
        is_stopped = self._screen.held is not None and self._state.lines == before.lines
        self._stops.note(name, is_stopped=is_stopped)
        self._player.photograph(f"13-pack-stop-{name}")


def _wanted(state: PackState) -> str:
    """The next unit, those of the planned carton first; FULL once it holds just these."""
    if state.is_as_planned:
        return Command.FULL.value
    planned = state.plan.quantities if state.plan is not None else ()
    first = [line for line, most in zip(state.lines, planned, strict=False) if line.verified < most]
    line = next(line for line in (*first, *state.lines) if line.open > 0)
    return as_scanned(line.barcode or line.sku)
