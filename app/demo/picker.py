"""The demo's picker: answers each prompt with the right scan, now and then a wrong one first."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from app.demo.mistakes import Mistake, WrongCodes, wrong_code
from app.demo.player import Player, PlayerStuck
from app.domain.own_codes import badge_payload, location_payload
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.ui.screens.pick_screen import PickScreen

MISTAKES_AT = {
    PickPrompt.SCAN_TOTE: (Mistake.UNKNOWN_CODE, Mistake.GARBAGE),
    PickPrompt.SCAN_LOCATION: (Mistake.WRONG_LOCATION, Mistake.WRONG_ITEM, Mistake.UNKNOWN_CODE),
    PickPrompt.SCAN_ITEM: (
        Mistake.WRONG_ITEM,
        Mistake.WRONG_LOCATION,
        Mistake.WRONG_TOTE,
        Mistake.UNKNOWN_CODE,
        Mistake.RUN_TOGETHER,
        Mistake.GARBAGE,
    ),
    PickPrompt.CONFIRM_QUANTITY: (Mistake.WRONG_TOTE, Mistake.WRONG_ITEM),
}


@dataclass
class Stops:
    """The wrong scans that were made, and how many of them the program stopped."""

    made: int = 0
    stopped: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)


class Picker:
    """Works pick tasks at the station until there are none."""

    def __init__(
        self, player: Player, codes: WrongCodes, totes: list[str], stops: Stops, seed: int
    ) -> None:
        """Take a stack of empty totes along; `seed` decides where mistakes are made."""
        self._player = player
        self._codes = codes
        self._totes = totes
        self._stops = stops
        self._chance = random.Random(seed)  # noqa: S311 - repeatable mistakes, no secret
        self._due = [*MISTAKES_AT[PickPrompt.SCAN_ITEM]]
        self._undone = self._skipped = False

    def work_shift(self, badge: str, tasks: int) -> list[str]:
        """Sign in, work tasks, sign off.

        Returns:
            The totes that are full now, in the order they were filled.
        """
        self._player.photograph("01-sign-in")
        self._player.scan(badge_payload(badge))
        self._player.photograph("02-home")
        self._player.scan(Command.NEXT.value)
        filled: list[str] = []
        for number in range(tasks):
            filled.append(self._work_task())
            self._player.photograph("09-task-done")
            if number < tasks - 1:
                self._player.scan(Command.NEXT.value)
        self._player.scan(Command.SIGN_OFF.value)
        return filled

    def _work_task(self) -> str:
        while self._state.prompt is not PickPrompt.TASK_DONE:
            self._photograph_prompt()
            self._make_mistake()
            self._show_exceptions()
            before = self._state
            self._answer()
            if self._state == before:
                raise PlayerStuck(f"{before.prompt} of task {before.task_id} did not go on")
        return self._state.tote or ""

    @property
    def _screen(self) -> PickScreen:
        screen = self._player.screen
        if not isinstance(screen, PickScreen):
            raise PlayerStuck(f"{type(screen).__name__} is shown where the pick screen should be")
        return screen

    @property
    def _state(self) -> PickState:
        state = self._screen.state
        if state is None:
            raise PlayerStuck("the pick screen shows no task")
        return state

    def _answer(self) -> None:
        state = self._state
        line = state.line
        match state.prompt:
            case PickPrompt.SCAN_TOTE:
                self._player.scan_serially(self._totes.pop(0))
            case PickPrompt.SCAN_LOCATION if line is not None:
                self._player.scan_serially(location_payload(line.location))
            case PickPrompt.SCAN_ITEM if line is not None:
                self._player.scan(as_scanned(line.item.barcode or line.item.sku))
            case PickPrompt.CONFIRM_QUANTITY:
                if self._screen.held is not None:
                    self._player.scan(Command.OK.value)  # the first OK only takes STOP away
                self._player.scan(Command.OK.value)
            case _:
                raise PlayerStuck(f"no right scan is known for {state.prompt}")

    def _photograph_prompt(self) -> None:
        if self._screen.held is None:
            self._player.photograph(f"03-pick-{self._state.prompt.value}")

    def _make_mistake(self) -> None:
        """Sometimes scan something wrong first, each kind at least once in a shift."""
        state = self._state
        kinds = MISTAKES_AT.get(state.prompt, ())
        due = [kind for kind in self._due if kind in kinds]
        if not kinds or (not due and self._chance.random() > 0.08):
            return
        mistake = due[0] if due else self._chance.choice(kinds)
        if due:
            self._due.remove(mistake)
        line = state.line
        right = "" if line is None else as_scanned(line.item.barcode or "")
        code = wrong_code(mistake, self._codes, right, self._chance)
        self._stops.made += 1
        self._player.scan(code)
        if self._is_stopped(state):
            self._stops.stopped += 1
            name = mistake.value
            self._stops.by_kind[name] = self._stops.by_kind.get(name, 0) + 1
            self._player.photograph(f"04-stop-{name}")

    def _is_stopped(self, before: PickState) -> bool:
        """Whether the screen holds STOP and nothing was counted."""
        after = self._state
        return (
            self._screen.held is not None
            and after.lines == before.lines
            and after.counted == before.counted
            and after.prompt is before.prompt
        )

    def _show_exceptions(self) -> None:
        """Once in a shift, open each panel and leave it, skip a line and take one back."""
        state = self._state
        if state.prompt is not PickPrompt.SCAN_ITEM or not state.upcoming:
            return
        if not self._skipped:
            self._skipped = True
            self._player.scan(Command.SHORT.value)
            self._player.photograph("05-short")
            self._player.scan(Command.UNDO.value)
            self._player.scan(Command.SKIP.value)
            self._player.photograph("06-skipped")
        elif not self._undone and state.history:
            self._undone = True
            self._player.scan(Command.UNDO.value)
            self._player.photograph("07-undo")
            line = state.line_with(state.history[-1].parts[0].pick_line_id)
            self._player.scan(location_payload(line.location))


def as_scanned(code: str) -> str:
    """A barcode as scanners send it: EAN-13 with 13 digits, though 14 are kept."""
    return code[1:] if len(code) == 14 and code.startswith("0") else code
