"""Guides whoever inspects an order: a blind count, then what is to be done about each finding."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.inspection_refusals import InspectedAlready
from app.domain.inspection_state import Inspecting, InspectPrompt
from app.domain.offline import Activity, NeedsDatabase
from app.domain.readings import Command, CommandCode, Reading
from app.domain.refusals import OrderStopped
from app.services import inspecting
from app.services.dialogues import Answer
from app.services.identifying import Entry
from app.services.inspection_board import WaitingInspection, inspections_open
from app.services.live import StoredEvent
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.floor_words import is_card, scanned_word
from app.ui.live_kinds import OFFER_CHANGES, is_kind
from app.ui.message import Asked, code_end, translate
from app.ui.screens import inspect_view
from app.ui.screens.dialogue_screen import DialogueScreen
from app.ui.screens.heading import Heading
from app.ui.screens.page_stack import PageStack
from app.ui.screens.stock_page import StockPage
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State, TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import InstructionLine
from app.ui.widgets.last_scan import LastScanView
from app.ui.widgets.note_card import NoteCard
from app.ui.widgets.work_card import WorkCard

_GONE = (InspectedAlready, OrderStopped)


class InspectScreen(DialogueScreen[Inspecting]):
    """Inspections, one order after the other, each begun by a scan of what stands there."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.waiting: tuple[WaitingInspection, ...] = ()
        self.card = WorkCard()
        self.card.clicked.connect(lambda: self.do(Command.NEXT.value))
        self.why = NoteCard(largest=TextSize.PEEK)
        self.instruction = InstructionLine()
        self.page = StockPage()
        self.page.chosen.connect(self._tapped)
        self._start = QWidget()
        self._column = QVBoxLayout(self._start)
        self._column.addWidget(self.card, 2)
        self._column.addWidget(self.why, 3)
        self._column.addWidget(self.instruction)
        self._body = PageStack()
        for page in (self._start, self.page):
            self._body.addWidget(page)
        outer = QVBoxLayout(self.work)
        outer.addWidget(self._body)
        for layout in (self._column, outer):
            layout.setContentsMargins(0, 0, 0, 0)
        self._space_start()

    # What the frame asks ------------------------------------------------------------------

    def arrived(self) -> None:
        """Show what waits; an order is opened by a scan."""
        self.held = None
        self.refresh()

    def begin(self, entry: Entry | None) -> None:
        """Look what waits, or open what was scanned at the start screen."""
        self._close()
        if entry is not None:
            self._take(entry)

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """Orders were picked or inspected: look again, unless one is open."""
        is_news = not events or any(is_kind(event, *OFFER_CHANGES) for event in events)
        if is_news and self.state is None and not self.is_looking:
            self._look_for_orders()

    def _close(self) -> None:
        self.state, self.held = None, None
        self.page.last_scan.show_view(None)
        self.refresh()
        self._look_for_orders()

    def _look_for_orders(self) -> None:
        if self.operator is not None:
            self.look(
                inspections_open,
                self.context.workplace,
                self.operator.operator_id,
                done=self._found,
            )

    def _found(self, waiting: tuple[WaitingInspection, ...]) -> None:
        self.waiting = waiting
        self.refresh()

    def ask(self, operator_id: int, state: Inspecting, entry: Entry) -> Answer[Inspecting]:
        """The service's answer to a scan."""
        return inspecting.scan(self.context.workplace, operator_id, state, entry)

    def sound_of(self, answer: Answer[Inspecting]) -> FeedbackEvent:
        """An order that is inspected is a task done; a finding is to be looked at."""
        if answer.state.prompt is InspectPrompt.DONE:
            return FeedbackEvent.TASK_DONE
        return FeedbackEvent.OK

    # Entries ------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """F8 leaves; without an open order a scan opens one; all else is the dialogue's."""
        match reading:
            case CommandCode(command=Command.PAUSE):
                self._leave_order()
            case _ if self.context.line.is_away:
                self.refuse(NeedsDatabase(Activity.INSPECT))
            case CommandCode(command=Command.NEXT | Command.OK) if self.state is None:
                self._take(None)
            case _ if self.state is None:
                self._take(entry)
            case _:
                super().answer(entry, reading)

    def _take(self, entry: Entry | None) -> None:
        if self.operator is not None:
            self.run(
                inspecting.begin_inspection,
                self.context.workplace,
                self.operator.operator_id,
                entry,
                done=self._taken,
            )

    def _taken(self, state: Inspecting) -> None:
        self.context.feedback.give(FeedbackEvent.OK)
        self.open_state(state)

    def answered(self, before: Inspecting, answer: Answer[Inspecting], entry: Entry) -> None:
        """Show the scan that was accepted; close the order when it is inspected."""
        del before
        name = scanned_word(entry.raw) if is_card(entry.raw) else code_end(entry.raw.upper())
        self.page.last_scan.show_view(LastScanView(name))
        if answer.state.prompt is InspectPrompt.DONE:
            words = translate("inspect", "Order {0} is inspected")
            self.log(State.OK, words.format(answer.state.order_number))
            self._close()

    def cleared(self) -> None:
        """OK on a refusal: go on, or close an order that is gone."""
        if self.state is not None and isinstance(self.state.refusal, _GONE):
            self._close()

    def back(self) -> None:
        """Escape: clear what is held, else leave; what was counted stays."""
        if self.held is not None:
            super().back()
        else:
            self.do(Command.PAUSE.value)

    def _leave_order(self) -> None:
        state, operator = self.state, self.operator
        if state is None or operator is None:
            self.home_asked.emit()
            return
        self.run(
            inspecting.lay_down_inspection,
            self.context.workplace,
            operator.operator_id,
            state.inspection_id,
            done=lambda _: self._close(),
        )

    def _tapped(self, _group: str, name: str) -> None:
        question = None if self.state is None else inspect_view.page_view(self.state).question
        choices = () if question is None else question.groups[0].choices
        number = next((choice.number for choice in choices if choice.name == name), None)
        if number is not None:
            self.type_quantity(number)

    # What is shown ------------------------------------------------------------------------

    def heading(self) -> Heading:
        """The order, or what waits."""
        if self.state is None:
            return Heading(translate("inspect", "Quality"), translate("inspect", "scan an order"))
        return Heading(
            translate("inspect", "Order {0}").format(self.state.order_number),
            translate("inspect", "blind count"),
        )

    def work_actions(self) -> tuple[Action, ...]:
        """What can be done now."""
        if self.state is None:
            return inspect_view.start_actions(self.waiting)
        return inspect_view.actions(self.state)

    def asked(self) -> Asked:
        """What would be right now."""
        return inspect_view.asked(self.state)

    def refresh(self) -> None:
        """Show the order, or what waits."""
        if self.state is not None:
            self.page.show_view(inspect_view.page_view(self.state))
            self._body.setCurrentWidget(self.page)
        else:
            self.card.show_view(inspect_view.start_card(self.waiting))
            self.why.show_note(*inspect_view.waiting_lines(self.waiting))
            self.instruction.show_instruction(inspect_view.start_instruction())
            self._body.setCurrentWidget(self._start)
        super().refresh()

    def show_working(self, *, is_working: bool) -> None:
        """Show that a service takes its time."""
        self.page.show_working(is_working=is_working)

    def show_entry(self, typed: str) -> None:
        """Show what has been typed by hand so far."""
        self.page.show_typed(typed)

    def changeEvent(self, event: QEvent) -> None:
        """Take distances from a new theme."""
        if event.type() == QEvent.Type.StyleChange:
            self._space_start()
        super().changeEvent(event)

    def _space_start(self) -> None:
        theme = Theme.current()
        self._column.setSpacing(theme.air(SPACING_MM, SPACING_MM * 0.75))
