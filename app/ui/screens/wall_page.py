"""The work area of the put wall: the wall itself, what is in hand, and where it goes."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.wall_state import WallPrompt, WallState
from app.ui.message import translate
from app.ui.screens import wall_view
from app.ui.screens.page_stack import PageStack
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State, TextSize
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.item_card import ItemCard
from app.ui.widgets.last_scan import LastScan
from app.ui.widgets.note_card import NoteCard
from app.ui.widgets.wall_map import WallMap
from app.ui.widgets.work_card import WorkCard, WorkView


class WallPage(QWidget):
    """Shows one `WallState`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wall = WallMap()
        self.target = WorkCard()
        self.target.setEnabled(False)
        self.item = ItemCard()
        self.missing = NoteCard(largest=TextSize.PEEK)
        self.instruction = InstructionLine()
        self.last_scan = LastScan()
        self._instruction = Instruction("")
        self._typed = ""
        self._side = QWidget()
        self._side_box = QVBoxLayout(self._side)
        self._side_box.setContentsMargins(0, 0, 0, 0)
        self._below = PageStack()
        self._below.addWidget(self.item)
        self._below.addWidget(self.missing)
        self._side_box.addWidget(self.target, 1)
        self._side_box.addWidget(self._below, 1)
        self._row = QHBoxLayout()
        self._row.addWidget(self.wall, 5)
        self._row.addWidget(self._side, 3)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.instruction, 1)
        self._foot.addWidget(self.last_scan)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._row, 1)
        self._column.addLayout(self._foot)
        self._space()

    def show_state(self, state: WallState) -> None:
        """Show the wall at its prompt."""
        self.wall.show_view(wall_view.wall_map(state))
        label, words, line = wall_view.target_words(state)
        self.target.show_view(WorkView(label, words, (line,) if line else ()))
        self.item.show_view(wall_view.item(state))
        is_missing = state.prompt is WallPrompt.CONFIRM_MISSING
        heading = translate("wall", "NOT FOUND IN THE TOTE: OFF THE BOOKS")
        self.missing.show_note(heading, wall_view.missing_lines(state), State.LOOK)
        self._below.setCurrentWidget(self.missing if is_missing else self.item)
        self._instruction = wall_view.instruction(state)
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
        gap = theme.air(SPACING_MM, SPACING_MM * 0.75)
        self._below.setVisible(not theme.is_low)
        for layout in (self._side_box, self._row, self._foot, self._column):
            layout.setSpacing(gap)
