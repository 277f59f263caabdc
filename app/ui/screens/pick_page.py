"""The work area of the pick screen: where to go, how many, what, into which tote; or a panel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.pick_state import PickPrompt, PickState
from app.ui.screens import pick_ask_view, pick_cart_view, pick_panels_view, pick_view
from app.ui.screens.page_stack import PageStack
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, TextSize
from app.ui.widgets.choice_panel import ChoicePanel
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.item_card import ItemCard
from app.ui.widgets.last_scan import LastScan
from app.ui.widgets.location_sign import LocationSign
from app.ui.widgets.next_peek import NextPeek
from app.ui.widgets.note_card import NoteCard
from app.ui.widgets.quantity_sign import QuantitySign
from app.ui.widgets.tote_map import ToteMap
from app.ui.widgets.verdict_band import VerdictBand


class PickPage(QWidget):
    """Shows one `PickState`.

    Signals:
        chosen(str, str): A tile of the panel was tapped: its group and choice.
    """

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.location = LocationSign()
        self.quantity = QuantitySign()
        self.item = ItemCard()
        self.notes = NoteCard(largest=TextSize.PEEK)
        self.tote = ToteMap()
        self.panel_item = ItemCard()
        self.panel = ChoicePanel()
        self.panel.chosen.connect(self.chosen)
        self.instruction = InstructionLine()
        self.last_scan = LastScan()
        self.peek = NextPeek()
        self.done = VerdictBand()
        self._instruction = Instruction("")
        self._typed = ""
        self._line = QWidget()
        self._arrange_line()
        self._panel_page = QWidget()
        self._panel_box = QVBoxLayout(self._panel_page)
        self._panel_box.setContentsMargins(0, 0, 0, 0)
        self._panel_box.addWidget(self.panel)
        self._panel_box.addWidget(self.panel_item, 1)
        self._body = PageStack()
        self._body.addWidget(self._line)
        self._body.addWidget(self._panel_page)
        self._work = QWidget()
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.instruction, 1)
        self._foot.addWidget(self.last_scan)
        self._column = QVBoxLayout(self._work)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._body, 1)
        self._column.addLayout(self._foot)
        self._column.addWidget(self.peek)
        self._pages = PageStack()
        self._pages.addWidget(self._work)
        self._pages.addWidget(self.done)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self._space()

    def show_state(self, state: PickState) -> None:
        """Show the line, the panel or the end of a task."""
        if state.prompt is PickPrompt.TASK_DONE:
            self.done.show_verdict(pick_panels_view.done_verdict(state))
            self._pages.setCurrentWidget(self.done)
            return
        self._pages.setCurrentWidget(self._work)
        panel = pick_panels_view.panel(state)
        if panel is not None:
            # A low window has room for one question at a time.
            groups = panel.groups[:1] if Theme.current().is_low else panel.groups
            self.panel.ask(panel.title, groups)
        self._body.setCurrentWidget(self._line if panel is None else self._panel_page)
        self.location.show_view(pick_view.location(state))
        self.quantity.show_view(pick_view.quantity(state))
        for card in (self.item, self.panel_item):
            card.show_view(pick_view.item(state))
        self.tote.show_view(pick_cart_view.tote_map(state))
        notes = pick_cart_view.notes(state)
        if notes is not None:
            self.notes.show_note(*notes)
        self._what.setCurrentWidget(self.item if notes is None else self.notes)
        self.peek.show_lines(*pick_view.peek(state))
        self._instruction = pick_ask_view.instruction(state)
        self.show_working(is_working=False)

    def show_working(self, *, is_working: bool) -> None:
        """Show beside the instruction that the last scan is being answered, or what is typed."""
        shown = self._instruction
        detail = f"{self._typed}_" if self._typed else shown.detail
        self.instruction.show_instruction(
            Instruction(shown.text, shown.code, detail, shown.lead, is_working)
        )

    def show_typed(self, typed: str) -> None:
        """Show what has been typed so far."""
        self._typed = typed
        self.show_working(is_working=False)

    def _arrange_line(self) -> None:
        self._grid = QGridLayout(self._line)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._what = PageStack()
        self._what.addWidget(self.item)
        self._what.addWidget(self.notes)
        self._grid.addWidget(self.location, 0, 0)
        self._grid.addWidget(self.quantity, 0, 1)

    def changeEvent(self, event: QEvent) -> None:
        """Take distances from a new theme."""
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        theme = Theme.current()
        gap = theme.air(SPACING_MM, SPACING_MM * 0.75)
        self.peek.setVisible(not theme.is_low)
        self.panel_item.setVisible(not theme.is_low)
        self._grid.addWidget(self._what, 1, 0, 1, 3 if theme.is_low else 2)
        self._grid.addWidget(self.tote, 0, 2, 1 if theme.is_low else 2, 1)
        # A location in one line is worth more than room beside the quantity.
        for column, share in enumerate((1, 0, 0) if theme.is_low else (5, 3, 3)):
            self._grid.setColumnStretch(column, share)
        for row in (0, 1):
            self._grid.setRowStretch(row, 0 if theme.is_low and row else 1)
        for layout in (self._grid, self._foot, self._column, self._panel_box):
            layout.setSpacing(gap)
