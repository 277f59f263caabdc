"""Help without leaving the work: where it is on the floor, or the last messages; all keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.asking_why import WhyTold
from app.ui.message import translate
from app.ui.screens.why_page import why_heading, why_lines
from app.ui.theme import Theme
from app.ui.tokens import OUTER_MARGIN_MM, SPACING_MM, TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.floor_picture import FloorPicture, FloorPictureView
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.key_list import KeyList
from app.ui.widgets.message_log import MessageLog
from app.ui.widgets.note_card import NoteCard


class HelpPage(QWidget):
    """Stands in place of the screen until something is scanned or pressed; the work goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.log = MessageLog()
        self.keys = KeyList(translate("help", "KEYS AND CARDS"))
        self.instruction = InstructionLine()
        words = translate("help", "SCAN OR PRESS ANYTHING TO GO ON")
        self.instruction.show_instruction(Instruction(words))
        self.map = FloorPicture()
        self.map.hide()
        self.why = NoteCard(largest=TextSize.PEEK)
        self.why.hide()
        self._has_map = self._has_why = False
        self._left = QVBoxLayout()
        self._left.addWidget(self.why, 3)
        self._left.addWidget(self.map, 3)
        self._left.addWidget(self.log, 2)
        self._row = QHBoxLayout()
        self._row.addLayout(self._left, 1)
        self._row.addWidget(self.keys, 1)
        self._outer = QVBoxLayout(self)
        self._outer.addLayout(self._row, 1)
        self._outer.addWidget(self.instruction)
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        """Take distances from a new theme."""
        if event.type() == QEvent.Type.StyleChange:
            self._space()
            self._arrange()
        super().changeEvent(event)

    def _space(self) -> None:
        theme = Theme.current()
        side, edge = theme.mm(OUTER_MARGIN_MM), theme.air(OUTER_MARGIN_MM, SPACING_MM)
        self._outer.setContentsMargins(side, edge, side, edge)
        for part in (self._left, self._row, self._outer):
            part.setSpacing(theme.air(SPACING_MM, SPACING_MM * 0.75))

    def show_map(self, view: FloorPictureView | None) -> None:
        """Show where the work is on the floor, or no map."""
        self._has_map = view is not None
        if view is not None:
            self.map.show_view(view)
        self._arrange()

    def show_why(self, told: tuple[WhyTold, ...]) -> None:
        """Show why the work is as it is, or nothing."""
        self._has_why = bool(told)
        if told:
            self.why.show_note(why_heading(told), why_lines(told))
        self._arrange()

    def _arrange(self) -> None:
        """The reasons first, then the map; the last messages give way on a low window."""
        is_low = Theme.current().is_low
        self.why.setVisible(self._has_why)
        self.map.setVisible(self._has_map)
        self.log.setVisible(not (is_low and (self._has_map or self._has_why)))

    def show_actions(self, actions: tuple[Action, ...]) -> None:
        """Show the keys of the screen below, and those that work everywhere."""
        known = {"ENTER": translate("help", "Enter")}
        keys = [(known.get(action.key, action.key), _words(action)) for action in actions]
        keys += [
            ("0-9", translate("help", "choose, or a quantity with Enter")),
            ("Esc", translate("help", "one step back, loses no work")),
            ("F10", translate("help", "your numbers; at home: set-up")),
            ("F11", translate("help", "full screen")),
            ("F12", translate("help", "the sheet of cards to scan")),
        ]
        self.keys.show_keys(tuple(keys))


def _words(action: Action) -> str:
    return f"{action.text}: {action.note}" if action.note else action.text
