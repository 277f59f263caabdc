"""Figures for gloved fingers, where a staff number, a PIN or a quantity must be tapped."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.ui.tokens import PRIMARY_TARGET_MM, TARGET_GAP_MM, TextSize
from app.ui.widgets.floor_widget import FloorWidget
from app.ui.widgets.touch_button import ButtonFace, TouchButton

CLEAR, OK = "clear", "ok"
_ROWS = (("7", "8", "9"), ("4", "5", "6"), ("1", "2", "3"), (CLEAR, "0", OK))


class NumberPad(FloorWidget):
    """Twelve keys of 25 mm; 7 8 9 on top as on a keyboard's number block.

    Signals:
        pressed(str): "0" to "9", `CLEAR` or `OK`.
    """

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.keys: dict[str, TouchButton] = {}
        for row, names in enumerate(_ROWS):
            for column, name in enumerate(names):
                self._add_key(name, row, column)
        self.look_changed()

    def look_changed(self) -> None:
        """Take sizes from a new theme."""
        edge = self.theme.mm(PRIMARY_TARGET_MM)
        self._grid.setSpacing(self.theme.mm(TARGET_GAP_MM))
        for key in self.keys.values():
            key.setFixedSize(edge + edge // 4, edge)
        super().look_changed()

    def _add_key(self, name: str, row: int, column: int) -> None:
        faces = {
            CLEAR: ButtonFace(self.tr("Clear"), size=TextSize.ITEM),
            OK: ButtonFace(self.tr("OK"), size=TextSize.ITEM, is_default=True),
        }
        button = self.keys[name] = TouchButton(
            faces.get(name, ButtonFace(name, size=TextSize.PEEK)), self
        )
        button.clicked.connect(lambda: self.pressed.emit(name))
        self._grid.addWidget(button, row, column)

    def draw(self, *_: object) -> None:
        """Nothing of its own: the keys paint themselves."""
