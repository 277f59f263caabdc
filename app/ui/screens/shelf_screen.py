"""Guides whoever brings parts of orders to the slot of the consolidation shelf where they meet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.barcodes import read
from app.domain.readings import Command, CommandCode, Reading
from app.domain.shelving import ShelfPrompt, Shelving
from app.domain.sort_events import SlotReady
from app.services import shelving, station_work
from app.services.dialogues import Answer
from app.services.identifying import Entry
from app.services.station_work import ClaimedWork
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.floor_words import is_card, scanned_word
from app.ui.message import Asked, code_end, translate
from app.ui.screens import shelf_view
from app.ui.screens.dialogue_screen import DialogueScreen
from app.ui.screens.heading import Heading
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.last_scan import LastScan, LastScanView
from app.ui.widgets.location_sign import LocationSign
from app.ui.widgets.progress_bar import ProgressBar
from app.ui.widgets.tote_map import ToteMap
from app.ui.widgets.tote_queue import ToteQueue

_OVER = (ShelfPrompt.DONE, ShelfPrompt.SCAN_TOTE)
"""Prompts at which no part is in hand."""


class ShelfScreen(DialogueScreen[Shelving]):
    """The parts in somebody's hands, one after the other.

    Signals:
        pick_asked: The picker wants to take back what was picked last.
    """

    pick_asked = Signal()

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._first: Entry | None = None
        self.is_after_pick = False
        self.progress = ProgressBar()
        self.top.addWidget(self.progress)
        self.location = LocationSign()
        self.totes = ToteMap()
        self.queue = ToteQueue()
        self.instruction = InstructionLine()
        self.last_scan = LastScan()
        self._instruction = Instruction("")
        grid = QGridLayout()
        grid.addWidget(self.location, 0, 0)
        grid.addWidget(self.queue, 1, 0)
        grid.addWidget(self.totes, 0, 1, 2, 1)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 4)
        grid.setRowStretch(0, 2)
        grid.setRowStretch(1, 3)
        foot = QHBoxLayout()
        foot.addWidget(self.instruction, 1)
        foot.addWidget(self.last_scan)
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid, 1)
        column.addLayout(foot)
        for layout in (grid, foot, column):
            layout.setSpacing(Theme.current().mm(SPACING_MM))

    def begin(self, entry: Entry | None) -> None:
        """Show the parts to bring; a tote that was scanned comes first."""
        self.state, self._first, self.is_after_pick = None, entry, False
        self.last_scan.show_view(None)
        self._open()

    def begin_after_pick(self) -> None:
        """Show the parts that were just picked; UNDO leads back to the pick."""
        self.begin(None)
        self.is_after_pick = True
        self.refresh()

    def _open(self) -> None:
        if self.operator is not None:
            workplace, operator_id = self.context.workplace, self.operator.operator_id
            self.run(shelving.open_shelf, workplace, operator_id, done=self._opened)

    def _opened(self, state: Shelving) -> None:
        self.open_state(state)
        if self._first is not None:
            first, self._first = self._first, None
            today = self.context.now().date()
            self.answer(first, first.reading or read(first.raw, today=today))

    def reload(self) -> None:
        """Read the parts anew."""
        self._open()

    # Entries ------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """F8 leaves; at the end NEXT takes other work; all else is the dialogue's."""
        is_over = self.state is None or self.state.prompt in _OVER
        match reading:
            case CommandCode(command=Command.PAUSE):
                self.home_asked.emit()
            case CommandCode(command=Command.NEXT | Command.OK) if is_over:
                self._take_next()
            case CommandCode(command=Command.UNDO) if self._leads_back:
                self.pick_asked.emit()
            case _:
                super().answer(entry, reading)

    @property
    def _leads_back(self) -> bool:
        return self.is_after_pick and self.state is not None and not self.state.placed

    def ask(self, operator_id: int, state: Shelving, entry: Entry) -> Answer[Shelving]:
        """The service's answer to an entry; runs beside the window."""
        return shelving.scan(self.context.workplace, operator_id, state, entry)

    def answered(self, before: Shelving, answer: Answer[Shelving], entry: Entry) -> None:
        """Show the scan that was accepted, and say which order is complete."""
        del before
        name = scanned_word(entry.raw) if is_card(entry.raw) else code_end(entry.raw.upper())
        self.last_scan.accept(LastScanView(name))
        for event in answer.events:
            if isinstance(event, SlotReady):
                words = translate("shelf", "{0} is complete: order {1} can be packed")
                self.log(State.OK, words.format(event.slot, event.number))

    def sound_of(self, answer: Answer[Shelving]) -> FeedbackEvent:
        """An order whose parts have met sounds so."""
        if any(isinstance(event, SlotReady) for event in answer.events):
            return FeedbackEvent.ORDER_DONE
        return FeedbackEvent.OK

    def _take_next(self) -> None:
        if self.operator is not None:
            workplace, operator_id = self.context.workplace, self.operator.operator_id
            self.run(station_work.claim, workplace, operator_id, done=self._claimed)

    def _claimed(self, claimed: ClaimedWork) -> None:
        self.context.feedback.give(FeedbackEvent.OK)
        self.pick_claimed.emit(claimed)

    def cleared(self) -> None:
        """OK on a refusal: where nothing is open there is nothing to do here."""
        if self.state is None:
            self.home_asked.emit()

    def back(self) -> None:
        """Escape: clears what is held, leaves a question, or goes home; parts stay in hand."""
        if self.held is not None:
            super().back()
        elif self.state is not None and self.state.prompt is ShelfPrompt.TAKE_OUT:
            self.do(Command.UNDO.value)
        else:
            self.home_asked.emit()

    # What the frame asks ------------------------------------------------------------------

    def heading(self) -> Heading:
        """How many parts are to be brought."""
        if self.state is None:
            return Heading(translate("shelf", "Shelf"))
        detail = _parts_words(len(self.state.to_bring))
        return Heading(translate("shelf", "Shelf"), detail)

    def work_actions(self) -> tuple[Action, ...]:
        """What can be done now."""
        leave = Action(Command.PAUSE.value, "F8", translate("shelf", "Leave"), "pause")
        help_key = Action(Command.HELP.value, "F1", translate("shelf", "Help"), "help")
        if self.state is None:
            return leave, help_key
        note = ""
        if self.state.prompt is ShelfPrompt.TAKE_OUT:
            note = translate("shelf", "no change")
        elif self.state.placed:
            last = self.state.placed[-1]
            note = last.tote
        elif self._leads_back:
            note = translate("shelf", "to the pick")
        undo_word = translate("shelf", "Undo")
        undo = Action(Command.UNDO.value, "F6", undo_word, "undo", note, is_enabled=bool(note))
        if self.state.prompt not in _OVER:
            return undo, leave, help_key
        take = Action(Command.NEXT.value, "ENTER", translate("shelf", "Next"), "enter")
        return undo, leave, help_key, take

    def asked(self) -> Asked:
        """What would be right now."""
        return Asked() if self.state is None else shelf_view.asked(self.state)

    def refresh(self) -> None:
        """Show the part that is put down now, and what was put down."""
        state = self.state
        if state is not None:
            self.progress.show_view(shelf_view.progress(state))
            self.location.show_view(shelf_view.location(state))
            self.totes.show_view(shelf_view.tote_map(state))
            heading = shelf_view.rows_heading(state)
            self.queue.show_rows(shelf_view.rows(state), heading, shelf_view.nothing_words())
            self._instruction = shelf_view.instruction(state)
            self.show_working(is_working=False)
        self.queue.setVisible(not Theme.current().is_low)
        self.progress.setVisible(state is not None and not Theme.current().is_low)
        self.work.setVisible(state is not None or self.held is not None)
        super().refresh()

    def show_working(self, *, is_working: bool) -> None:
        """Show beside the instruction that the last scan is being answered."""
        shown = self._instruction
        self.instruction.show_instruction(
            Instruction(shown.text, shown.code, shown.detail, shown.lead, is_working)
        )


def _parts_words(count: int) -> str:
    if count == 1:
        return translate("shelf", "1 part to bring")
    return translate("shelf", "{0} parts to bring").format(count)
