"""The floor map for whoever leads the floor: what is closed, and the walk of any task."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.readings import Command, CommandCode, QuantityCode, Reading
from app.domain.refusals import CommandNotPossible, NoSuchChoice, NotAskedForHere
from app.services.floor_map import NO_FLOOR, FloorMap, MapNow, TaskOnMap, map_now
from app.services.identifying import Entry
from app.services.live import StoredEvent
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.live_kinds import FLOOR_CHANGES, OFFER_CHANGES, is_kind
from app.ui.message import Asked, Thing, translate
from app.ui.screens.calm_reload import CalmReload
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.heading import Heading
from app.ui.screens.pick_view import method_word
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM
from app.ui.widgets.action_row import Action
from app.ui.widgets.floor_picture import FloorPicture, FloorPictureView
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.key_list import KeyList

SHOWN = 8
"""Tasks that are named beside the map; the others are reached by their numbers or one by one."""

NUMBER_MM = 22.0


class MapScreen(FloorScreen):
    """The floor, and beside it the tasks whose walks can be looked at."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.floor: FloorMap = NO_FLOOR
        self.tasks: tuple[TaskOnMap, ...] = ()
        self.chosen: TaskOnMap | None = None
        self.picture = FloorPicture()
        self.list = KeyList(translate("map", "WORK"), key_mm=NUMBER_MM)
        self.instruction = InstructionLine()
        self._calm = CalmReload(self._look_anew, self)
        row = QHBoxLayout()
        row.addWidget(self.picture, 5)
        row.addWidget(self.list, 3)
        layout = QVBoxLayout(self.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row, 1)
        layout.addWidget(self.instruction)
        for part in (row, layout):
            part.setSpacing(Theme.current().mm(SPACING_MM))

    def begin(self, entry: Entry | None) -> None:
        """Show the floor and what is worked on it."""
        del entry
        self.held, self.chosen = None, None
        self.refresh()
        self.reload()

    def reload(self) -> None:
        """Read floor and work anew."""
        if self.operator is not None:
            self.run(
                map_now,
                self.context.workplace,
                self.operator.operator_id,
                None if self.chosen is None else self.chosen.task_id,
                done=self._found,
            )

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """The floor or the work on it changed: look again in a moment."""
        kinds = (*FLOOR_CHANGES, *OFFER_CHANGES)
        if not events or any(is_kind(event, *kinds) for event in events):
            self._calm.ask()

    def leave(self) -> None:
        """Nobody looks at the map any more."""
        self._calm.forget()
        super().leave()

    def _look_anew(self) -> None:
        if self.operator is not None:
            self.look(
                map_now,
                self.context.workplace,
                self.operator.operator_id,
                None if self.chosen is None else self.chosen.task_id,
                done=self._found,
            )

    def _found(self, found: MapNow) -> None:
        self.floor, self.tasks = found.work.floor, found.tasks
        if self.chosen is not None:
            known = {task.task_id: task for task in self.tasks}
            self.chosen = known.get(self.chosen.task_id)
        self.picture.show_view(FloorPictureView(found.work.floor, found.work.walk))
        self.refresh()

    # What the frame asks ------------------------------------------------------------------

    def heading(self) -> Heading:
        """What the map shows."""
        if self.chosen is not None:
            return Heading(translate("map", "Floor map"), task_words(self.chosen))
        return Heading(translate("map", "Floor map"), closed_words(self.floor))

    def work_actions(self) -> tuple[Action, ...]:
        """The next task's walk, help, and the way back."""
        leave = Action(Command.PAUSE.value, "F8", translate("map", "Leave"), "pause")
        help_key = Action(Command.HELP.value, "F1", translate("map", "Help"), "help")
        text = translate("map", "Next walk")
        follow = Action(Command.NEXT.value, "ENTER", text, "enter", is_enabled=len(self.tasks) > 0)
        return leave, help_key, follow

    def asked(self) -> Asked:
        """The number of a task."""
        needed = translate("map", "a number from 1 to {0}").format(len(self.tasks))
        return Asked(
            Thing(needed if self.tasks else translate("map", "nothing: no work is on the floor")),
            translate("map", "Type the number of a task, or press Enter for the next one."),
            translate("map", "Nothing was changed."),
        )

    def refresh(self) -> None:
        """Show the tasks, and which of them is drawn."""
        rows = [
            (
                f">{number}<" if self._is_chosen(task) else str(number),
                task_words(task),
            )
            for number, task in enumerate(self.tasks[:SHOWN], start=1)
        ]
        if len(self.tasks) > SHOWN:
            more = translate("map", "and {0} more").format(len(self.tasks) - SHOWN)
            rows.append((f"{SHOWN + 1}-{len(self.tasks)}", more))
        if not rows:
            rows.append(("", translate("map", "no work is on the floor")))
        self.list.show_keys(tuple(rows))
        words = translate("map", "TYPE A TASK'S NUMBER TO SEE ITS WALK")
        self.instruction.show_instruction(Instruction(words, detail=closed_words(self.floor)))
        super().refresh()

    def _is_chosen(self, task: TaskOnMap) -> bool:
        return self.chosen is not None and self.chosen.task_id == task.task_id

    # Entries ------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """A number, NEXT or OK choose a task; PAUSE leaves."""
        match reading:
            case QuantityCode(quantity=number) if 1 <= number <= len(self.tasks):
                self._show(self.tasks[number - 1])
            case QuantityCode(quantity=number):
                self.refuse(NoSuchChoice(number, len(self.tasks)))
            case CommandCode(command=Command.NEXT | Command.OK) if self.tasks:
                self._show(self.tasks[self._next])
            case CommandCode(command=Command.PAUSE):
                self.home_asked.emit()
            case CommandCode(command=command):
                self.refuse(CommandNotPossible(command))
            case _:
                self.refuse(NotAskedForHere(entry.raw))

    @property
    def _next(self) -> int:
        """Whose walk follows the one that is drawn."""
        at = next((n for n, task in enumerate(self.tasks) if self._is_chosen(task)), -1)
        return (at + 1) % len(self.tasks)

    def _show(self, task: TaskOnMap) -> None:
        self.context.feedback.give(FeedbackEvent.OK)
        self.held, self.chosen = None, task
        self.reload()


def task_words(task: TaskOnMap) -> str:
    """A task in a few words: who walks it, or that it waits, and the stops left."""
    who = task.picker
    if not who:
        who = translate("map", "{0} {1}").format(method_word(task.method), task.task_id)
    words = (
        translate("map", "{0}: 1 stop") if task.stops == 1 else translate("map", "{0}: {1} stops")
    )
    return words.format(who, task.stops)


def closed_words(floor: FloorMap) -> str:
    """Which aisles are closed."""
    if not floor.closed:
        return translate("map", "all aisles are open")
    return translate("map", "closed: {0}").format(", ".join(floor.closed))
