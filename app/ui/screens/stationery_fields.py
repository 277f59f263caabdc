"""The editors of the stationery's form: one for each way in which a field is edited."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.services.stationery_form import Control, FormField
from app.ui.message import translate
from app.ui.screens.setup_cards import key_button, label
from app.ui.stationery_words import choice_words
from app.ui.theme import Theme
from app.ui.tokens import TARGET_GAP_MM, TextSize

TEXT_LINES = 3
"""Lines of a text that are seen at once."""


class FieldEditor(QObject):
    """Edits one field.

    Signals:
        entered(str, object): The path of the field, and what was entered.
    """

    entered = Signal(str, object)

    def __init__(self, field: FormField, parent: QWidget) -> None:
        super().__init__(parent)
        self.path = field.path
        self.widget = QWidget(parent)
        self._is_showing = False

    def show_value(self, value: object) -> None:
        """Show a value without reporting it as entered."""
        self._is_showing = True
        try:
            self._show(value)
        finally:
            self._is_showing = False

    def _show(self, value: object) -> None:
        raise NotImplementedError

    def _enter(self, value: object) -> None:
        if not self._is_showing:
            self.entered.emit(self.path, value)


class LineEditor(FieldEditor):
    """A text of one line: a name, a link, a colour."""

    def __init__(self, field: FormField, parent: QWidget) -> None:
        super().__init__(field, parent)
        self.line = QLineEdit(parent)
        self.widget = self.line
        self.line.textEdited.connect(lambda text: self._enter(text.strip()))

    def _show(self, value: object) -> None:
        if self.line.text() != str(value):
            self.line.setText(str(value))


class TextEditor(FieldEditor):
    """A text with line ends, or a few lines."""

    def __init__(self, field: FormField, parent: QWidget) -> None:
        super().__init__(field, parent)
        self._is_lines = field.control is Control.LINES
        self.text = QPlainTextEdit(parent)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(
            TEXT_LINES * round(Theme.current().px(TextSize.LABEL) * 1.4) + Theme.current().mm(4)
        )
        self.widget = self.text
        self.text.textChanged.connect(self._changed)

    def _changed(self) -> None:
        text = self.text.toPlainText()
        if self._is_lines:
            self._enter(tuple(line.strip() for line in text.splitlines() if line.strip()))
        else:
            self._enter(text)

    def _show(self, value: object) -> None:
        shown = "\n".join(value) if isinstance(value, tuple) else str(value)
        if self.text.toPlainText() != shown:
            self.text.setPlainText(shown)


class SwitchEditor(FieldEditor):
    """Yes or no."""

    def __init__(self, field: FormField, parent: QWidget) -> None:
        super().__init__(field, parent)
        self.box = QCheckBox(translate("stationery", "is printed"), parent)
        self.widget = self.box
        self.box.toggled.connect(self._enter)

    def _show(self, value: object) -> None:
        self.box.setChecked(bool(value))


class NumberEditor(FieldEditor):
    """A number between two."""

    def __init__(self, field: FormField, parent: QWidget) -> None:
        super().__init__(field, parent)
        self.number = QDoubleSpinBox(parent)
        self.number.setRange(field.limits.least, field.limits.most)
        self.number.setSingleStep(field.limits.step)
        self.number.setDecimals(1)
        self.widget = self.number
        self.number.valueChanged.connect(self._enter)

    def _show(self, value: object) -> None:
        if isinstance(value, int | float):
            self.number.setValue(float(value))


class ChoicesEditor(FieldEditor):
    """Some of a few choices, in an order: ticked ones are printed, from top to bottom."""

    def __init__(self, field: FormField, parent: QWidget) -> None:
        super().__init__(field, parent)
        self._all, self._needed = field.limits.choices, field.limits.needed
        self.list = QListWidget(parent)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.itemChanged.connect(lambda _: self._enter(self.chosen))
        row_height = round(Theme.current().px(TextSize.LABEL) * 1.6)
        self.list.setFixedHeight(row_height * len(self._all) + Theme.current().mm(2))
        self.up = key_button(translate("stationery", "Up"))
        self.down = key_button(translate("stationery", "Down"))
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        keys = QVBoxLayout()
        for button in (self.up, self.down):
            keys.addWidget(button)
        keys.addStretch(1)
        row = QHBoxLayout(self.widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list, 1)
        row.addLayout(keys)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ticked choices from top to bottom."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    def _show(self, value: object) -> None:
        chosen = value if isinstance(value, tuple) else ()
        if self.list.count() and self.chosen == chosen:
            return
        current = self.list.currentRow()
        self.list.clear()
        for choice in (*chosen, *(one for one in self._all if one not in chosen)):
            item = QListWidgetItem(choice_words(choice))
            item.setData(Qt.ItemDataRole.UserRole, choice)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if choice not in self._needed:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags)
            ticked = Qt.CheckState.Checked if choice in chosen else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
            self.list.addItem(item)
        self.list.setCurrentRow(max(0, current))

    def _move(self, by: int) -> None:
        """Move the chosen row; its place among the ticked ones is what counts."""
        place = self.list.currentRow()
        target = place + by
        if not 0 <= place < self.list.count() or not 0 <= target < self.list.count():
            return
        self._is_showing = True
        try:
            item = self.list.takeItem(place)
            self.list.insertItem(target, item)
            self.list.setCurrentRow(target)
        finally:
            self._is_showing = False
        self._enter(self.chosen)


class PictureEditor(FieldEditor):
    """A picture from a file that is named; there is no dialog that could swallow a scan.

    Signals:
        file_named(str): Take the picture of this file.
        removed: Print no picture.
    """

    file_named = Signal(str)
    removed = Signal()

    def __init__(self, field: FormField, parent: QWidget) -> None:
        super().__init__(field, parent)
        self.file = QLineEdit(parent)
        self.file.setPlaceholderText(translate("stationery", "a file, then Take"))
        self.take = key_button(translate("stationery", "Take"))
        self.remove = key_button(translate("stationery", "Remove"))
        self.told = label("", "quiet")
        self.take.clicked.connect(self._take)
        self.file.returnPressed.connect(self._take)
        self.remove.clicked.connect(self.removed)
        row = QHBoxLayout()
        row.addWidget(self.file, 1)
        row.addWidget(self.take)
        row.addWidget(self.remove)
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().mm(TARGET_GAP_MM))
        column.addLayout(row)
        column.addWidget(self.told)

    def _take(self) -> None:
        if self.file.text().strip():
            self.file_named.emit(self.file.text().strip())

    def _show(self, value: object) -> None:
        size = str(value)
        words = translate("stationery", "a picture of {0} dots is printed").format(size)
        self.told.setText(words if size else translate("stationery", "no picture"))
        self.remove.setEnabled(bool(size))


_EDITORS: dict[Control, type[FieldEditor]] = {
    Control.TEXT: LineEditor,
    Control.LINK: LineEditor,
    Control.COLOUR: LineEditor,
    Control.PARAGRAPH: TextEditor,
    Control.LINES: TextEditor,
    Control.SWITCH: SwitchEditor,
    Control.NUMBER: NumberEditor,
    Control.CHOICES: ChoicesEditor,
    Control.PICTURE: PictureEditor,
}


def editor_of(field: FormField, parent: QWidget) -> FieldEditor:
    """The editor for a field, with its present value."""
    editor = _EDITORS[field.control](field, parent)
    editor.show_value(field.value)
    return editor
