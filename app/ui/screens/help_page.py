"""Help without leaving the work: where it is on the floor, or the last messages; all keys."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.message import translate
from app.ui.theme import Theme
from app.ui.tokens import OUTER_MARGIN_MM, SPACING_MM
from app.ui.widgets.action_row import Action
from app.ui.widgets.floor_picture import FloorPicture, FloorPictureView
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.key_list import KeyList
from app.ui.widgets.message_log import MessageLog


class HelpPage(QWidget):
    """Stands in place of the screen until something is scanned or pressed; the work goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.log = MessageLog()
        self.keys = KeyList(translate("help", "KEYS AND CARDS"))
        self.instruction = InstructionLine()
        words = translate("help", "SCAN OR PRESS ANYTHING TO GO ON")
        self.instruction.show_instruction(Instruction(words))
        self.map = FloorPicture()
        self.map.hide()
        left = QVBoxLayout()
        left.addWidget(self.map, 3)
        left.addWidget(self.log, 2)
        row = QHBoxLayout()
        row.addLayout(left, 1)
        row.addWidget(self.keys, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(row, 1)
        layout.addWidget(self.instruction)
        edge = theme.mm(OUTER_MARGIN_MM)
        layout.setContentsMargins(edge, edge, edge, edge)
        for part in (left, row, layout):
            part.setSpacing(theme.mm(SPACING_MM))

    def show_map(self, view: FloorPictureView | None) -> None:
        """Show where the work is on the floor, or no map; a low window has no room for both."""
        self.map.setVisible(view is not None)
        self.log.setVisible(view is None or not Theme.current().is_low)
        if view is not None:
            self.map.show_view(view)

    def show_actions(self, actions: tuple[Action, ...]) -> None:
        """Show the keys of the screen below, and those that work everywhere."""
        known = {"ENTER": translate("help", "Enter")}
        keys = [(known.get(action.key, action.key), _words(action)) for action in actions]
        keys += [
            ("0-9", translate("help", "choose, or a quantity with Enter")),
            ("Esc", translate("help", "one step back, loses no work")),
            ("F11", translate("help", "full screen")),
            ("F12", translate("help", "command sheet: a card for each key")),
        ]
        self.keys.show_keys(tuple(keys))


def _words(action: Action) -> str:
    return f"{action.text}: {action.note}" if action.note else action.text
