"""The live floor map of whoever leads the shift: heat, people, walks, closed aisles, the past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.floor_heat import HeatLayer
from app.domain.readings import Command, CommandCode, LocationCode, QuantityCode, Reading
from app.domain.refusals import CommandNotPossible, NoSuchChoice, NotAskedForHere
from app.services.floor_setup import AisleView
from app.services.identifying import Entry
from app.services.lead_map import aisle_of
from app.services.live_map import LOOK_BACK
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import Asked, Thing, translate
from app.ui.screens import aisle_closing, map_view
from app.ui.screens.map_actions import MapAction, MapKeys, actions_of, prompt
from app.ui.screens.map_board import MapBoard
from app.ui.screens.map_lists import (
    FIRST_TASK,
    MapList,
    aisle_key,
    key_of_aisle,
    walk_codes,
)
from app.ui.tokens import State
from app.ui.why_codes import aisle_code, codes_of
from app.ui.widgets.action_row import Action

STEP = timedelta(minutes=10)
"""How far a key goes back or forth in time."""

REACH_M = 2.0
"""A press so near to somebody's flag means them, else the aisle."""

LISTS = (MapList.AISLES, MapList.PEOPLE, MapList.WALKS)


class MapScreen(MapBoard):
    """The floor, and beside it its aisles, its people and its walks.

    Signals:
        reassign_asked(int): The work of the person with this number is to be given to others.
        wall_asked: The map is to fill the screen, for a wall.
    """

    reassign_asked = Signal(int)
    wall_asked = Signal()

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.can_reassign = False
        self.picture.pressed.connect(self._press)
        self.side.layer_asked.connect(self.type_quantity)
        self.side.picked.connect(self._pick)
        self.panel.completed.connect(self._close)
        self.time.moved.connect(lambda _: self._travel())

    def begin(self, entry: Entry | None) -> None:
        """Show the floor as it is now, and nothing chosen."""
        del entry
        self.held, self._told = None, ""
        self.aisle_key = self.person_id = self.task_id = None
        self.is_closing = False
        self.time.go(0)
        self._list(MapList.AISLES)
        self.reload()

    # What is looked at --------------------------------------------------------------------

    def look_at_aisle(self, key: tuple[str, str]) -> None:
        """Look at an aisle: it is marked, and its lines are one key away."""
        self.aisle_key, self._told = key, ""
        if self.side.shown is not MapList.LINES:
            self.person_id = None
            self._list(MapList.AISLES)
        self.side.tables[MapList.AISLES].choose(aisle_key(key))
        self.refresh()
        if self.side.shown is MapList.LINES:
            self.reload()

    def look_at_person(self, operator_id: int) -> None:
        """Look at somebody: their flag is marked, and the walk of their task drawn."""
        self.person_id, self.aisle_key, self._told = operator_id, None, ""
        self._list(MapList.PEOPLE)
        self.side.tables[MapList.PEOPLE].choose(str(operator_id))
        person = self.person
        self._walk(None if person is None else person.task_id)

    def _walk(self, task_id: int | None) -> None:
        self.task_id = task_id
        self.refresh()
        self.reload()

    def _pick(self, key: str) -> None:
        """A row was chosen by arrow, page or click."""
        match self.side.shown:
            case MapList.AISLES:
                self.look_at_aisle(key_of_aisle(key))
            case MapList.PEOPLE:
                self.look_at_person(int(key))
            case MapList.WALKS:
                self.person_id = self.aisle_key = None
                self._walk(int(key))

    def _press(self, storey: str, x: float, y: float) -> None:
        """A spot of the floor was pressed: somebody's flag, else the nearest aisle."""
        if self.shown is None:
            return
        live = self.shown.live
        operator_id = map_view.person_near(live, storey, (x, y), REACH_M)
        key = map_view.aisle_near(live, storey, (x, y))
        if operator_id is not None:
            self.look_at_person(operator_id)
        elif key is not None:
            self.look_at_aisle(key)

    # What the frame asks ------------------------------------------------------------------

    def why_codes(self) -> tuple[str, ...]:
        """Why the chosen row of the list beside the map is as it is, or what is looked at."""
        key = self.side.table.chosen
        match self.side.shown:
            case MapList.PEOPLE:
                people = () if self.shown is None else self.shown.live.people
                found = [one for one in people if str(one.operator_id) == key]
                return tuple(code for one in found for code in (one.name, one.place) if code)
            case MapList.WALKS:
                found_tasks = [one for one in self.tasks if str(one.task_id) == key]
                return tuple(code for one in found_tasks for code in walk_codes(one))
            case MapList.LINES if self.shown is not None and key.isdigit():
                lines = self.shown.lines[int(key) - 1 : int(key)]
                return tuple(
                    code for one in lines for code in codes_of(one.order_number, one.place)
                )
        return aisle_code(*key_of_aisle(key)) if key else ()

    def work_actions(self) -> tuple[Action, ...]:
        """Lists, the way through time, aisles, people, the wall, and the way back."""
        return actions_of(self._keys)

    @property
    def _keys(self) -> MapKeys:
        """On what keys and words depend now."""
        at = timedelta(minutes=self.time.minutes_ago)
        return MapKeys(
            listed=self.side.shown,
            next_list=self._next_list,
            is_past=at > timedelta(),
            is_oldest=at >= LOOK_BACK,
            is_closing=self.is_closing,
            aisle=self.aisle,
            person=self.person,
            can_reassign=self.can_reassign,
        )

    def asked(self) -> Asked:
        """A layer, an aisle, a person or a walk."""
        needed = translate("map", "1 to {0}, or {1} and more for a walk")
        return Asked(
            Thing(needed.format(len(HeatLayer), FIRST_TASK)),
            translate("map", "Type a layer's number, or scan or type a place, aisle or name."),
            translate("map", "Nothing was changed."),
        )

    def refresh(self) -> None:
        """Show the floor, and say what to do."""
        live = None if self.shown is None else self.shown.live
        self.instruction.show_instruction(prompt(self._keys, live, self.layer, self._told))
        super().refresh()

    # Entries ------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """Numbers choose layers and walks, places and names what is looked at."""
        self.held = None
        match reading:
            case QuantityCode(quantity=number) if self.is_closing:
                if not self.panel.answer_number(number):
                    self.refuse(NoSuchChoice(number, len(aisle_closing.reason_words())))
            case QuantityCode(quantity=number):
                self._number(number)
            case CommandCode(command=Command.NEXT | Command.OK):
                self._go_on()
            case CommandCode(command=Command.PAUSE):
                self.home_asked.emit()
            case CommandCode(command=command):
                self.refuse(CommandNotPossible(command))
            case LocationCode(code=code) if key := aisle_of(self.context.workplace, code):
                self._heard(lambda: self.look_at_aisle(key))
            case _:
                self._name(entry)

    def _number(self, number: int) -> None:
        if number in tuple(HeatLayer):
            self.layer, self._told = HeatLayer(number), ""
            self._heard(self.refresh)
        elif FIRST_TASK <= number < FIRST_TASK + len(self.tasks):
            self.person_id = self.aisle_key = None
            self._list(MapList.WALKS)
            task = self.tasks[number - FIRST_TASK]
            self.side.tables[MapList.WALKS].choose(str(task.task_id))
            self._heard(lambda: self._walk(task.task_id))
        else:
            self.refuse(NoSuchChoice(number, len(HeatLayer)))

    def _name(self, entry: Entry) -> None:
        """An aisle or a person was typed, or an aisle's place scanned by its bare code."""
        live = None if self.shown is None else self.shown.live
        key = aisle_of(self.context.workplace, entry.raw.strip())
        if live is not None:
            key = key or map_view.aisle_named(live, entry.raw)
        operator_id = None if live is None else map_view.person_named(live, entry.raw)
        if key is not None:
            self._heard(lambda: self.look_at_aisle(key))
        elif operator_id is not None:
            self._heard(lambda: self.look_at_person(operator_id))
        else:
            self.refuse(NotAskedForHere(entry.raw))

    def _heard(self, act: Callable[[], None]) -> None:
        self.context.feedback.give(FeedbackEvent.OK)
        act()

    def _go_on(self) -> None:
        """Enter: the answer that is proposed, the lines of the aisle, the next walk."""
        chosen = self.side.table.chosen
        if self.is_closing:
            self.panel.confirm()
        elif self.side.shown is MapList.LINES:
            self._list(MapList.AISLES)
            self.refresh()
        elif self.side.shown is MapList.AISLES and self.aisle is not None:
            self._list(MapList.LINES)
            self.reload()
        elif self.side.shown is MapList.WALKS and self.tasks:
            self.side.table.step(0 if self.task is None else 1)
        elif chosen:
            self._pick(chosen)

    def back(self) -> None:
        """Escape: out of the question, then of the lines, then of what is looked at."""
        if self.held is not None:
            super().back()
        elif self.is_closing or self.side.shown is MapList.LINES:
            self.is_closing = False
            self._list(MapList.AISLES)
            self.refresh()
        else:
            self.aisle_key = self.person_id = None
            self._walk(None)

    def do(self, name: str) -> None:
        """The map's own keys; all others go the way of scanned cards."""
        minutes, step = self.time.minutes_ago, int(STEP.total_seconds()) // 60
        match name:
            case MapAction.LIST:
                self._list(self._next_list)
                self.refresh()
            case MapAction.EARLIER:
                self.time.go(minutes + step)
            case MapAction.LATER:
                self.time.go(max(0, minutes - step))
            case MapAction.LIVE:
                self.time.go(0)
            case MapAction.CLOSE:
                self._close_or_open()
            case MapAction.REASSIGN if self.person_id is not None:
                self.reassign_asked.emit(self.person_id)
            case MapAction.WALL:
                self.wall_asked.emit()
            case _:
                super().do(name)

    def _list(self, listed: MapList) -> None:
        self.is_closing = False
        self.side.show_list(listed)
        if self.shown is not None:
            self._show_list(self.shown)

    @property
    def _next_list(self) -> MapList:
        if self.side.shown not in LISTS:
            return MapList.AISLES
        return LISTS[(LISTS.index(self.side.shown) + 1) % len(LISTS)]

    def _travel(self) -> None:
        """Another moment is chosen: what was read is of another one until the answer comes."""
        self._told = ""
        self.refresh()
        self.reload()

    # Aisles -------------------------------------------------------------------------------

    def _close_or_open(self) -> None:
        aisle = self.aisle
        if aisle is None or self.operator is None:
            return
        if aisle.closed is None:
            self.is_closing = True
            self.panel.ask(
                translate("map", "CLOSE AISLE {0}").format(aisle), aisle_closing.questions()
            )
            self.refresh()
            return
        verb = aisle_closing.opening(aisle, self.operator.operator_id)
        self.run(verb, self.context.workplace, done=partial(self._changed, is_closed=False))

    def _close(self, answers: dict[str, str]) -> None:
        aisle = self.aisle
        self._list(MapList.AISLES)
        if aisle is None or self.operator is None:
            return
        now = self.context.workplace.clock.now()
        verb = aisle_closing.closing(aisle, answers, now, self.operator.operator_id)
        self.run(verb, self.context.workplace, done=partial(self._changed, is_closed=True))

    def _changed(self, view: AisleView, *, is_closed: bool) -> None:
        """An aisle was closed or opened: say whose walks that changes."""
        self._told = aisle_closing.effect_words(view, is_closed=is_closed)
        self.context.feedback.give(FeedbackEvent.OK)
        self.log(State.OK, self._told)
        self.refresh()
        self.reload()
