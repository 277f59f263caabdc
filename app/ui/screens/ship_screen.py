"""Guides whoever loads the dock: each parcel into its cage, then the list closed and signed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.operators import OperatorView
from app.domain.readings import Command, CommandCode, Reading
from app.domain.shipping_events import ManifestClosed, ParcelLoaded, ParcelRolledOver
from app.domain.shipping_state import DockPrompt, DockState
from app.services import shipping
from app.services.dialogues import Answer
from app.services.identifying import Entry
from app.services.live import StoredEvent
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.live_kinds import is_kind
from app.ui.message import Asked, translate
from app.ui.screens import ship_view
from app.ui.screens.dialogue_screen import DialogueScreen
from app.ui.screens.heading import Heading
from app.ui.screens.page_stack import PageStack
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State, TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import ChoicePanel
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.last_scan import LastScan
from app.ui.widgets.location_sign import LocationSign
from app.ui.widgets.note_card import NoteCard
from app.ui.widgets.paper_list import PaperList
from app.ui.widgets.progress_bar import ProgressBar
from app.ui.widgets.verdict_band import VerdictBand
from app.ui.widgets.work_card import WorkCard

_CHANGES = (ParcelLoaded, ParcelRolledOver, ManifestClosed)


class ShipScreen(DialogueScreen[DockState]):
    """The dock of this house."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.progress = ProgressBar()
        self.top.addWidget(self.progress)
        self.card = WorkCard()
        self.card.setEnabled(False)
        self.cages = PaperList()
        self.missing = NoteCard(largest=TextSize.PEEK)
        self.sign = LocationSign()
        self.panel = ChoicePanel()
        self.panel.chosen.connect(self._tapped)
        self.still_missing = NoteCard(largest=TextSize.PEEK)
        self.done = VerdictBand()
        self.instruction = InstructionLine()
        self.last_scan = LastScan()
        self._typed = ""
        self._said = Instruction("")
        self._arrange()
        self._space_pages()

    def _arrange(self) -> None:
        self._loading = QWidget()
        self._row = QHBoxLayout(self._loading)
        self._row.addWidget(self.cages, 1)
        self._row.addWidget(self.missing, 1)
        self._question = QWidget()
        self._column = QVBoxLayout(self._question)
        self._column.addWidget(self.panel, 2)
        self._column.addWidget(self.still_missing, 3)
        self._body = PageStack()
        for page in (self.card, self._loading, self.sign, self._question, self.done):
            self._body.addWidget(page)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.instruction, 1)
        self._foot.addWidget(self.last_scan)
        self._outer = QVBoxLayout(self.work)
        self._outer.addWidget(self._body, 1)
        self._outer.addLayout(self._foot)
        for box in (self._row, self._column, self._foot, self._outer):
            box.setContentsMargins(0, 0, 0, 0)

    # What the frame asks ------------------------------------------------------------------

    def arrived(self) -> None:
        """Begin with an empty dock; a list that waits for its driver is found by its parcels."""
        self.held = None
        self.last_scan.show_view(None)
        self.refresh()
        self.reload()

    def reload(self) -> None:
        """Read the dock anew."""
        operator: OperatorView | None = self.operator
        if operator is None:
            return
        if self.state is None or not self.state.carrier:
            self.run(
                shipping.open_dock,
                self.context.workplace,
                operator.operator_id,
                done=self.open_state,
            )
        else:
            self._look(self.state)

    def _look(self, state: DockState) -> None:
        if self.operator is not None:
            self.look(
                shipping.look,
                self.context.workplace,
                self.operator.operator_id,
                state,
                done=lambda fresh: self._looked(state, fresh),
            )

    def _looked(self, before: DockState, fresh: DockState) -> None:
        if self.state is before:  # a scan was answered meanwhile, and knows better
            self.state = fresh
            self.refresh()

    def ask(self, operator_id: int, state: DockState, entry: Entry) -> Answer[DockState]:
        """The service's answer."""
        return shipping.scan(self.context.workplace, operator_id, state, entry)

    def answer(self, entry: Entry, reading: Reading) -> None:
        """PAUSE leads home; all else is the dialogue's."""
        if reading == CommandCode(Command.PAUSE):
            self.home_asked.emit()
            return
        super().answer(entry, reading)

    def answered(self, before: DockState, answer: Answer[DockState], entry: Entry) -> None:
        """Note what was accepted, and let the list's copies be printed."""
        del before
        self.last_scan.accept(ship_view.last_scan(answer.state, entry.raw))
        for event in answer.events:
            if isinstance(event, ManifestClosed):
                self.context.wake_spooler()
                words = translate("ship", "List {0} is closed").format(event.number)
                self.log(State.OK, words)
                if not event.is_printed:
                    words = translate("ship", "No printer for lists: print {0} at the office")
                    self.log(State.LOOK, words.format(event.number))

    def sound_of(self, answer: Answer[DockState]) -> FeedbackEvent:
        """A signed list is the end of a task."""
        is_end = answer.state.prompt is DockPrompt.SIGNED
        return FeedbackEvent.TASK_DONE if is_end else FeedbackEvent.OK

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """Others load the same cages, and benches pack for them."""
        state = self.state
        if state is None or not state.carrier or self.is_looking:
            return
        if any(is_kind(event, *_CHANGES) for event in events):
            self._look(state)

    def heading(self) -> Heading:
        """What is being loaded."""
        return Heading(*ship_view.heading(self.state))

    def why_codes(self) -> tuple[str, ...]:
        """Why parcels are not here, and where the last one goes; else why lists wait."""
        return () if self.state is None else ship_view.why_codes(self.state)

    def work_actions(self) -> tuple[Action, ...]:
        """What can be done now."""
        return ship_view.actions(self.state)

    def asked(self) -> Asked:
        """What the dock asks for now."""
        return ship_view.asked(self.state)

    def back(self) -> None:
        """Escape: clears what is held, takes a step back, or goes home."""
        state = self.state
        if self.held is not None:
            super().back()
        elif state is not None and state.prompt in (DockPrompt.SCAN_CAGE, DockPrompt.MISSING):
            self.do(Command.UNDO.value)
        else:
            self.home_asked.emit()

    def cleared(self) -> None:
        """OK on a refusal: go on with what is in hand."""
        if self.state is not None:
            self.state = replace(self.state, refusal=None, same_refusals=0)

    # Showing --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the state."""
        state = self.state
        has_counts = state is not None and bool(state.carrier)
        self.progress.setVisible(has_counts and not Theme.current().is_low)
        if state is not None:
            self.progress.show_view(ship_view.progress(state))
            self._show(state)
            self._said = ship_view.instruction(state)
            self.show_working(is_working=False)
        super().refresh()

    def _show(self, state: DockState) -> None:
        panel = ship_view.panel(state)
        missing = ship_view.missing_lines(state)
        heading = translate("ship", "{0} NOT SCANNED").format(len(state.missing))
        if state.prompt is DockPrompt.SIGNED:
            self.done.show_verdict(ship_view.signed_verdict(state))
            self._body.setCurrentWidget(self.done)
        elif state.prompt is DockPrompt.SCAN_CAGE:
            self.sign.show_view(ship_view.sign(state))
            self._body.setCurrentWidget(self.sign)
        elif panel is not None:
            self.panel.ask(panel.title, panel.groups)
            self.still_missing.show_note(heading, missing)
            self._body.setCurrentWidget(self._question)
        elif state.prompt is DockPrompt.DRIVER or not state.carrier:
            self.card.show_view(ship_view.card(state))
            self._body.setCurrentWidget(self.card)
        else:
            self.cages.show_rows(ship_view.cage_rows(state), translate("ship", "CAGES"))
            look = State.LOOK if state.missing else None
            nothing = (translate("ship", "everything packed is loaded"),)
            self.missing.show_note(heading, missing or nothing, look)
            self._body.setCurrentWidget(self._loading)

    def show_working(self, *, is_working: bool) -> None:
        """Show beside the instruction that the last scan is being answered, or what is typed."""
        said = self._said
        detail = f"{self._typed}_" if self._typed else said.detail
        self.instruction.show_instruction(
            Instruction(said.text, said.code, detail, said.lead, is_working)
        )

    def show_entry(self, typed: str) -> None:
        """Show what has been typed by hand so far."""
        self._typed = typed
        self.show_working(is_working=False)

    def _tapped(self, _group: str, name: str) -> None:
        """A tile is a number."""
        panel = None if self.state is None else ship_view.panel(self.state)
        if panel is not None:
            choices = panel.groups[0].choices
            self.type_quantity(next(each.number for each in choices if each.name == name))

    def changeEvent(self, event: QEvent) -> None:
        """Take distances from a new theme."""
        if event.type() == QEvent.Type.StyleChange:
            self._space_pages()
        super().changeEvent(event)

    def _space_pages(self) -> None:
        theme = Theme.current()
        for box in (self._row, self._column, self._foot, self._outer):
            box.setSpacing(theme.air(SPACING_MM, SPACING_MM * 0.75))
        self.still_missing.setVisible(not theme.is_low)  # the question names the one it is about
