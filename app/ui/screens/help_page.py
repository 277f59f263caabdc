"""Help without leaving the work: the last five messages, and what each key does here."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.message import translate
from app.ui.theme import Theme
from app.ui.tokens import OUTER_MARGIN_MM, PAD_MM, SPACING_MM, TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.canvas import Canvas, line_height
from app.ui.widgets.floor_widget import FloorWidget
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.message_log import MessageLog

_KEY_MM = 32.0


class KeyList(FloorWidget):
    """Lists keys and what they do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_keys(())

    def show_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        """Show pairs of key and meaning."""
        self.keys = keys
        self.told("; ".join(f"{key} {words}" for key, words in keys))

    def sizeHint(self) -> QSize:
        """All keys."""
        rows = (len(self.keys) + 1) * self._row_height
        return QSize(self.theme.mm(160), rows + 2 * self.theme.mm(PAD_MM))

    @property
    def _row_height(self) -> int:
        return line_height(TextSize.ITEM) + self.theme.mm(1)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the heading and the keys."""
        canvas.card(area)
        colours, pad = canvas.colours, canvas.theme.mm(PAD_MM)
        inner = area.adjusted(pad, pad, -pad, -pad)
        head = QRect(inner.left(), inner.top(), inner.width(), line_height(TextSize.LABEL))
        title = translate("help", "KEYS AND CARDS")
        canvas.text(head, title, TextSize.LABEL, colours.quiet, bold=True)
        top = head.bottom() + pad // 2
        for key, words in self.keys:
            row = QRect(inner.left(), top, inner.width(), self._row_height)
            canvas.text(row, key, TextSize.ITEM, colours.text, bold=True)
            row.setLeft(row.left() + canvas.theme.mm(_KEY_MM))
            canvas.text(row, words, TextSize.ITEM, colours.text)
            top += self._row_height


class HelpPage(QWidget):
    """Stands in place of the screen until something is scanned or pressed; the work goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.log = MessageLog()
        self.keys = KeyList()
        self.instruction = InstructionLine()
        words = translate("help", "SCAN OR PRESS ANYTHING TO GO ON")
        self.instruction.show_instruction(Instruction(words))
        row = QHBoxLayout()
        row.addWidget(self.log, 1)
        row.addWidget(self.keys, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(row, 1)
        layout.addWidget(self.instruction)
        edge = theme.mm(OUTER_MARGIN_MM)
        layout.setContentsMargins(edge, edge, edge, edge)
        for part in (row, layout):
            part.setSpacing(theme.mm(SPACING_MM))

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
