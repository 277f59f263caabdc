"""The work area of whoever counts, refills or puts away: where, how many, what, and why."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.screens.page_stack import PageStack
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, TextSize
from app.ui.widgets.choice_panel import ChoiceGroup, ChoicePanel
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.item_card import ItemCard, ItemView
from app.ui.widgets.last_scan import LastScan
from app.ui.widgets.location_sign import LocationSign, LocationView
from app.ui.widgets.note_card import NoteCard
from app.ui.widgets.quantity_sign import QuantitySign, QuantityView


@dataclass(frozen=True)
class Question:
    """A question in place of the place: its title and its numbered answers."""

    title: str
    groups: tuple[ChoiceGroup, ...]


@dataclass(frozen=True)
class StockPageView:
    """What a page shows.

    Attributes:
        location: where to go, or where one stands.
        quantity: how many.
        item: what the right item looks like.
        note: small words and lines beside it: why, what comes after.
        instruction: the one line that says what to do.
        question: numbered choices in place of the place and the quantity.
    """

    location: LocationView
    quantity: QuantityView
    item: ItemView
    note: tuple[str, tuple[str, ...]]
    instruction: Instruction
    question: Question | None = None


class StockPage(QWidget):
    """Shows one `StockPageView`.

    Signals:
        chosen(str, str): A tile of the question was tapped: its group and choice.
    """

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.location = LocationSign()
        self.quantity = QuantitySign()
        self.item = ItemCard()
        self.note = NoteCard(largest=TextSize.PEEK)
        self.panel = ChoicePanel()
        self.panel.chosen.connect(self.chosen)
        self.panel_item = ItemCard()
        self.instruction = InstructionLine()
        self.last_scan = LastScan()
        self._instruction = Instruction("")
        self._typed = ""
        self._signs = QWidget()
        self._grid = QGridLayout(self._signs)
        self._question = QWidget()
        self._panel_box = QVBoxLayout(self._question)
        self._panel_box.addWidget(self.panel)
        self._panel_box.addWidget(self.panel_item, 1)
        self._body = PageStack()
        for page in (self._signs, self._question):
            self._body.addWidget(page)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.instruction, 1)
        self._foot.addWidget(self.last_scan)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._body, 1)
        self._column.addLayout(self._foot)
        for layout in (self._grid, self._panel_box, self._column):
            layout.setContentsMargins(0, 0, 0, 0)
        self._space()

    def show_view(self, view: StockPageView) -> None:
        """Show other work, or another step of it."""
        question = view.question
        if question is not None:
            self.panel.ask(question.title, question.groups)
        self._body.setCurrentWidget(self._signs if question is None else self._question)
        self.location.show_view(view.location)
        self.quantity.show_view(view.quantity)
        for card in (self.item, self.panel_item):
            card.show_view(view.item)
        self.note.show_note(*view.note)
        self._instruction = view.instruction
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

    def changeEvent(self, event: QEvent) -> None:
        """Take distances from a new theme."""
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        theme = Theme.current()
        self.note.setVisible(not theme.is_low)
        self.panel_item.setVisible(not theme.is_low)
        self._grid.addWidget(self.location, 0, 0)
        self._grid.addWidget(self.quantity, 0, 1)
        self._grid.addWidget(self.item, 1, 0, 1, 2 if theme.is_low else 1)
        if not theme.is_low:
            self._grid.addWidget(self.note, 1, 1)
        for column, share in enumerate((1, 0) if theme.is_low else (5, 4)):
            self._grid.setColumnStretch(column, share)
        for row in (0, 1):
            self._grid.setRowStretch(row, 0 if theme.is_low and row else 1)
        gap = theme.air(SPACING_MM, SPACING_MM * 0.75)
        for layout in (self._grid, self._foot, self._column, self._panel_box):
            layout.setSpacing(gap)
