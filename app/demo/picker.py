"""The demo's picker: answers each prompt with the right scan, now and then a wrong one first."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.demo.mistakes import Mistake, Stops, WrongCodes, wrong_code
from app.demo.player import Player, PlayerStuck
from app.demo.shelf_carrier import ShelfCarrier
from app.domain.own_codes import badge_payload, location_payload, packaging_payload
from app.domain.pick_boxing import Boxing
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.domain.readings import Command
from app.ui.screens.pick_screen import PickScreen
from app.ui.screens.picked_carton_screen import PickedCartonScreen

MISTAKES_AT = {
    PickPrompt.SCAN_TOTE: (Mistake.UNKNOWN_CODE, Mistake.GARBAGE),
    PickPrompt.OPEN_CARTON: (Mistake.WRONG_TOTE, Mistake.UNKNOWN_CODE),
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
    PickPrompt.PUT_IN_TOTE: (Mistake.WRONG_TOTE, Mistake.UNKNOWN_CODE),
    PickPrompt.SCAN_LANE: (Mistake.WRONG_LOCATION,),
}

ANOTHER_TOTE_IS_RIGHT = frozenset(
    {PickMethod.BATCH, PickMethod.ZONE_PASS, PickMethod.ZONE_PARALLEL}
)
"""Where an empty tote is no mistake: it takes the place of a full one, or begins an order."""


@dataclass(frozen=True)
class Picked:
    """A pick task that is done.

    Attributes:
        method: how it was picked.
        places: what to scan for its goods at the wall or bench, such as the totes they lie in.
        stops: the locations it was picked at, in the order of the walk.
        goods: a code to scan for each of its orders, by the order's number.
        parcels: the numbers of the cartons it was picked straight into.
    """

    method: PickMethod
    places: tuple[str, ...]
    stops: tuple[str, ...]
    goods: Mapping[str, str]
    parcels: tuple[str, ...] = ()


class Picker:
    """Works pick tasks of any method at the station."""

    def __init__(
        self,
        player: Player,
        codes: WrongCodes,
        totes: list[str],
        close: Callable[[], str],
        stops: Stops,
        seed: int,
    ) -> None:
        """Take a stack of empty totes along.

        Args:
            player: hands and eyes.
            codes: what is scanned by mistake.
            totes: the stack.
            close: labels the carton that was picked into, and returns its number.
            stops: counts the mistakes.
            seed: decides where they are made.
        """
        self._player = player
        self._codes = codes
        self._totes = totes
        self._close = close
        self._stops = stops
        self._chance = random.Random(seed)  # noqa: S311 - repeatable mistakes, no secret
        self._carrier = ShelfCarrier(player, stops)
        self._due = [*MISTAKES_AT[PickPrompt.SCAN_ITEM]]
        self._undone = self._skipped = False

    def work_shift(self, badge: str, tasks: int) -> list[Picked]:
        """Sign in, work so many tasks, sign off; returns them as they were done."""
        self._player.photograph("01-sign-in")
        self._player.scan(badge_payload(badge))
        self._player.photograph("02-home")
        done: list[Picked] = []
        for _ in range(tasks):
            self._player.scan(Command.NEXT.value)
            done.append(self._work_task())
            self._player.photograph("09-task-done")
        self._player.scan(Command.SIGN_OFF.value)
        return done

    def _work_task(self) -> Picked:
        stops: list[str] = []
        totes: list[str] = []
        parcels: list[str] = []
        while True:
            if isinstance(self._player.screen, PickedCartonScreen):
                parcels.append(self._close())
                continue
            if self._carrier.is_asked:
                totes = list(self._carrier.bring())
                break
            if (state := self._state).prompt is PickPrompt.TASK_DONE:
                totes += [tote for position in state.positions for tote in position.totes]
                break
            self._photograph_prompt()
            self._make_mistake()
            self._show_exceptions()
            before = self._state
            self._answer()
            if isinstance(self._player.screen, PickScreen) and self._state == before:
                raise PlayerStuck(f"{before.prompt} of task {before.task_id} did not go on")
            if state.line is not None and state.line.location not in stops[-1:]:
                stops.append(state.line.location)
            totes += [tote for position in state.positions for tote in position.totes]
        goods = {
            order.number: as_scanned(line.item.barcode or line.item.sku)
            for order in state.orders
            for line in state.lines
            if line.order_id == order.order_id
        }
        places = tuple(dict.fromkeys(totes))
        return Picked(state.method, places, tuple(stops), goods, tuple(parcels))

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
                self._scan_tote(state)
            case PickPrompt.SCAN_LOCATION if line is not None:
                self._player.scan_serially(location_payload(line.location))
            case PickPrompt.SCAN_ITEM if line is not None:
                self._player.scan(as_scanned(line.item.barcode or line.item.sku))
            case PickPrompt.CONFIRM_QUANTITY if state.has_one_target:
                if self._screen.held is not None:
                    self._player.scan(Command.OK.value)  # the first OK only takes STOP away
                self._player.scan(Command.OK.value)
            case PickPrompt.CONFIRM_QUANTITY | PickPrompt.PUT_IN_TOTE:
                self._player.scan(state.tote or "")
            case PickPrompt.OPEN_CARTON if state.boxing is not None:
                self._open_carton(state.boxing)
            case PickPrompt.CHECK_EMPTY:
                self._player.scan(Command.OK.value)
            case PickPrompt.SCAN_LANE if state.onward is not None:
                self._player.scan(location_payload(state.onward.place))
            case _:
                raise PlayerStuck(f"no right scan is known for {state.prompt}")

    def _scan_tote(self, state: PickState) -> None:
        """An empty tote from the stack; where another zone handed one over, that one."""
        position = state.to_fill
        if position is not None and not position.is_here:
            self._player.scan_serially(position.tote or "")
        else:
            self._player.scan_serially(self._totes.pop(0))

    def _open_carton(self, boxing: Boxing) -> None:
        """The proposed carton by its card; the largest one where nothing is proposed."""
        largest = max(boxing.packagings, key=lambda one: one.max_weight_g).code
        self._player.scan(packaging_payload(boxing.suggested or largest))

    def _photograph_prompt(self) -> None:
        if self._screen.held is None:
            self._player.photograph(f"03-{self._state.method.value}-{self._state.prompt.value}")

    def _make_mistake(self) -> None:
        """Sometimes scan something wrong first, each kind at least once in a shift."""
        state = self._state
        kinds = [
            kind
            for kind in MISTAKES_AT.get(state.prompt, ())
            if kind is not Mistake.WRONG_TOTE or state.method not in ANOTHER_TOTE_IS_RIGHT
        ]
        due = [kind for kind in self._due if kind in kinds]
        if not kinds or (not due and self._chance.random() > 0.08):
            return
        mistake = due[0] if due else self._chance.choice(kinds)
        if due:
            self._due.remove(mistake)
        line = state.line
        right = "" if line is None else as_scanned(line.item.barcode or "")
        code = wrong_code(mistake, self._codes, right, self._chance)
        self._player.scan(code)
        self._stops.note(mistake.value, is_stopped=self._is_stopped(state))
        self._player.photograph(f"04-stop-{mistake.value}")

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
        is_fit = state.method is PickMethod.SINGLE and state.prompt is PickPrompt.SCAN_ITEM
        if not is_fit or not state.upcoming:
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
