"""The lead's wave board: the next hour at a glance, and what can be done about it by one key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.events import OrdersReleased, TaskClaimed, TaskFinished, TaskPaused, TaskTakenOver
from app.domain.readings import Command, CommandCode, QuantityCode, Reading
from app.domain.refusals import CommandNotPossible, NoSuchChoice, NotAskedForHere
from app.domain.wave_events import (
    ChannelChanged,
    WaveAborted,
    WaveOrdersChanged,
    WaveStateChanged,
)
from app.domain.waves import UNRELEASED, WaveState
from app.services.board_forecast import BoardWave, PaceMemory
from app.services.forecasting import Verdict
from app.services.identifying import Entry
from app.services.late_undo import LateActDone, undo_on_board
from app.services.lead_board import LeadBoard, lead_board
from app.services.reassigning import Given, give_back
from app.services.wave_release import hold_wave, plan_wave
from app.services.wave_sharing import WaveDeed, merge_waves
from app.services.workplace import Workplace
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import Asked, Thing, translate
from app.ui.messages_waves import wave_act_words
from app.ui.screens import wave_rows, wave_words
from app.ui.screens.board_task import BoardTask
from app.ui.screens.desk_screen import Asking, DeskScreen
from app.ui.screens.heading import Heading
from app.ui.screens.page_stack import PageStack
from app.ui.screens.wave_board_view import PEOPLE, WAVES, WaveBoardView
from app.ui.screens.wave_late_task import LateTask
from app.ui.screens.wave_orders_task import OrdersTask
from app.ui.screens.wave_preview_task import PreviewTask
from app.ui.screens.wave_send_task import SendTask
from app.ui.screens.wave_tasks import MergeTask, SplitTask, merged_words
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import InstructionLine


class WaveBoardScreen(DeskScreen):
    """Waves and channels as rows, and pages over them for whatever a lead does to one.

    Signals:
        settle_asked(str): The order with this number is to be decided about at the exception desk.
    """

    settle_asked = Signal(str)

    looks_after = (
        WaveStateChanged,
        WaveOrdersChanged,
        WaveAborted,
        ChannelChanged,
        OrdersReleased,
        TaskClaimed,
        TaskFinished,
        TaskPaused,
        TaskTakenOver,
    )

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.told: LeadBoard | None = None
        self.memory = PaceMemory()
        self.task: BoardTask | None = None
        self.given: tuple[Given, ...] = ()
        self.view = WaveBoardView()
        self.view.waves.picked.connect(lambda _: self.refresh())
        self.view.waves.dropped.connect(self._dropped)
        self.pages = PageStack()
        self.pages.addWidget(self.view)
        self.instruction = InstructionLine()
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().mm(SPACING_MM))
        column.addWidget(self.pages, 1)
        column.addWidget(self.instruction)

    # What is read -------------------------------------------------------------------------

    def begin(self, entry: Entry | None) -> None:
        """Look at the whole board."""
        del entry
        self.held = None
        self._drop_task()
        self.refresh()

    def read_with(self, ask: Asking) -> None:
        """Read the board."""
        if self.operator is not None:
            workplace, lead = self.desk
            ask(lead_board, workplace, lead, self.memory, done=self._show)

    def _show(self, told: LeadBoard) -> None:
        self.told = told
        self.view.show_board(told)
        if self.task is not None:
            self.task.reload()
        self.refresh()

    @property
    def desk(self) -> tuple[Workplace, int]:
        """The workplace, and who leads."""
        number = 0 if self.operator is None else self.operator.operator_id
        return self.context.workplace, number

    @property
    def chosen(self) -> BoardWave | None:
        """The wave that keys are about."""
        return None if self.told is None else self.told.wave(self.view.waves.chosen)

    # What the frame asks ------------------------------------------------------------------

    def heading(self) -> Heading:
        """How many waves are open, or what the page over them is about."""
        if self.task is not None:
            return self.task.heading()
        if self.told is None:
            return Heading(translate("board", "Wave board"))
        waves = self.told.board.waves
        late = sum(wave.verdict is Verdict.LATE for wave in waves)
        words = translate("board", "{0} open, {1} late").format(len(waves), late)
        return Heading(translate("board", "Wave board"), self.age_words() or words)

    def why_codes(self) -> tuple[str, ...]:
        """Why the chosen wave is late, or waits; what is chosen on the page over the board."""
        if self.task is not None:
            return self.task.why_codes()
        return () if self.chosen is None else (self.chosen.view.code,)

    def work_actions(self) -> tuple[Action, ...]:
        """What can be done with the chosen wave."""
        leave = Action(Command.PAUSE.value, "F8", translate("board", "Leave"), "pause")
        help_key = Action(Command.HELP.value, "F1", translate("board", "Help"), "help")
        if self.task is not None:
            back = Action(Command.PAUSE.value, "F8", translate("board", "Back"), "pause")
            undo = (self._undo_key(),) if self.task.keeps_undo else ()
            return (*self.task.keys(), *undo, back, help_key)
        return (*wave_words.keys(self.chosen), self._undo_key(), leave, help_key)

    def _undo_key(self) -> Action:
        return Action(
            Command.UNDO.value,
            "F6",
            translate("board", "Undo"),
            "undo",
            self._undo_words(),
            is_enabled=bool(self._undo_words()),
        )

    def _undo_words(self) -> str:
        """What UNDO would take back: somebody who was sent, or the last act on a wave."""
        if self.given:
            return translate("board", "{0} was sent").format(self._given_words())
        return "" if self.told is None else wave_rows.undo_words(self.told.undoable)

    def asked(self) -> Asked:
        """A row by its number."""
        most = len(self.view.waves.content.rows) if self.task is None else self.task.most()
        needed = (
            translate("board", "a number from 1 to {0}").format(most)
            if most
            else translate("board", "one of the keys below")
        )
        return Asked(
            Thing(needed),
            translate("board", "Choose a row by its number or the arrows, then press a key."),
            translate("board", "Nothing was changed."),
        )

    def _given_words(self) -> str:
        return ", ".join(given.operator_name for given in self.given)

    def refresh(self) -> None:
        """Say what to do, and what is known of the chosen wave."""
        if self.task is not None:
            self.instruction.show_instruction(self.task.instruction())
        else:
            self.instruction.show_instruction(wave_words.instruction(self.chosen))
            self.view.show_note(*wave_words.note(self.chosen))
        super().refresh()

    # Pages --------------------------------------------------------------------------------

    def open_task(self, task: BoardTask) -> None:
        """Put a page over the board."""
        self._drop_task()
        self.task = task
        self.pages.addWidget(task)
        self.pages.setCurrentWidget(task)
        self.refresh()
        task.start()

    def settle(self, order_number: str) -> None:
        """Lead to the exception desk, to the row of an order."""
        self.settle_asked.emit(order_number)

    def close_task(self) -> None:
        """Back to the board."""
        self._drop_task()
        self.view.waves.setFocus()
        self.refresh()

    def sent(self, given: tuple[Given, ...], words: str) -> None:
        """Somebody was sent to a wave: UNDO takes that back first."""
        self.done(words)
        self.given = given
        self.refresh()

    def done(self, words: str) -> None:
        """It was done: say so, look anew."""
        self.given = ()
        self.context.feedback.give(FeedbackEvent.OK)
        self.log(State.OK, words)
        self.held = None
        self._drop_task()
        self.refresh()
        self.reload()

    def _drop_task(self) -> None:
        if self.task is None:
            return
        self.task.stop()
        self.pages.removeWidget(self.task)
        self.task.deleteLater()
        self.task = None

    def cleared(self) -> None:
        """OK on a refusal: somebody else may have been quicker, so look again."""
        self.reload()

    def leave(self) -> None:
        """Nobody looks at it any more."""
        self._drop_task()
        super().leave()

    # Entries ------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """A number chooses; Enter does what is shown."""
        match reading:
            case QuantityCode(quantity=number):
                self._choose_number(number)
            case CommandCode(command=Command.OK):
                self._confirm()
            case CommandCode(command=Command.PAUSE):
                self.back()
            case CommandCode(command=Command.UNDO) if self.task is None or self.task.keeps_undo:
                self._undo()
            case CommandCode(command=command):
                self.refuse(CommandNotPossible(command))
            case _:
                self.refuse(NotAskedForHere(entry.raw))

    def back(self) -> None:
        """Escape: clear what is held, close the page, or leave."""
        if self.held is not None:
            super().back()
        elif self.task is not None:
            self.close_task()
        else:
            self.home_asked.emit()

    def do(self, name: str) -> None:
        """Keys of the board have no card of their own."""
        if self.task is not None and self.task.do(name):
            return
        wave = self.chosen
        if self.task is None and name == "late":
            self.open_task(LateTask(self))
            return
        if self.task is not None or wave is None:
            super().do(name)
            return
        code = wave.view.code
        match name:
            case "hold":
                self._hold(wave)
            case "split":
                self.open_task(SplitTask(self, code))
            case "merge":
                self.open_task(MergeTask(self, code))
            case "send":
                self.open_task(SendTask(self, code))
            case "orders":
                self.open_task(OrdersTask(self, code))
            case _:
                super().do(name)

    def _choose_number(self, number: int) -> None:
        if self.held is not None:
            self.held = None
        if self.task is not None:
            is_known, most = self.task.choose_number(number), self.task.most()
        else:
            most = len(self.view.waves.content.rows)
            is_known = self.view.waves.choose_number(number)
        if not is_known:
            self.refuse(NoSuchChoice(number, most))

    def _confirm(self) -> None:
        wave = self.chosen
        if self.task is not None:
            self.task.confirm()
        elif wave is None:
            self.refuse(CommandNotPossible(Command.OK))
        elif wave.view.state in UNRELEASED:
            self.open_task(PreviewTask(self, wave.view.code))
        else:
            self.open_task(OrdersTask(self, wave.view.code))

    def _hold(self, wave: BoardWave) -> None:
        workplace, lead = self.desk
        code = wave.view.code
        if wave.view.state is WaveState.HELD:
            words = translate("board", "{0} may be released again").format(code)
            verb = partial(plan_wave, workplace, code, operator_id=lead)
        else:
            words = translate("board", "{0} is held").format(code)
            verb = partial(hold_wave, workplace, code, operator_id=lead)
        self.run(verb, done=lambda _: self.done(words))

    def _undo(self) -> None:
        workplace, lead = self.desk
        if self.given:
            words = translate("board", "{0} was not sent").format(self._given_words())
            self.run(give_back, workplace, lead, *self.given, done=lambda _: self.done(words))
        else:
            self.run(undo_on_board, workplace, lead, done=self._undone)

    def _undone(self, deed: WaveDeed | LateActDone) -> None:
        if isinstance(deed, LateActDone):
            self.done(wave_rows.late_undone_words(deed))
            return
        words = translate("board", "{0} of {1} is undone: {2} orders changed")
        act = wave_act_words(deed.act.value)
        self.done(words.format(act, deed.code, len(deed.orders)))

    def _dropped(self, table: str, key: str, target: str) -> None:
        """A wave onto a wave merges them; a person onto a wave shows what that would change."""
        workplace, lead = self.desk
        if table == PEOPLE:
            self.open_task(SendTask(self, target, key))
        elif table == WAVES and key != target:
            self.run(
                partial(merge_waves, workplace, target, [key], operator_id=lead),
                done=lambda deed: self.done(merged_words(deed)),
            )
