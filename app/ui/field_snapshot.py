"""Remembers a text field before a possible scan, so that a scan leaves it as it found it."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid


def takes_text(widget: QWidget | None) -> bool:
    """Whether keys typed on a widget become text."""
    if isinstance(widget, QPlainTextEdit):
        return not widget.isReadOnly()
    line = _line_of(widget)
    return line is not None and not line.isReadOnly()


def remember_focused_field() -> Callable[[], None]:
    """Take down text and cursor of the field that has the focus.

    Returns:
        A function that puts the field back; it does nothing if no text field had the focus, or
        if the field is gone by then.
    """
    widget = QApplication.focusWidget()
    if isinstance(widget, QPlainTextEdit):
        return _remember_document(widget)
    line = _line_of(widget)
    return _nothing if line is None else _remember_line(line)


def _line_of(widget: QWidget | None) -> QLineEdit | None:
    """The line edit itself, or the one inside a spin box or an editable combo box."""
    if isinstance(widget, QAbstractSpinBox | QComboBox):
        return widget.findChild(QLineEdit)
    return widget if isinstance(widget, QLineEdit) else None


def _remember_line(line: QLineEdit) -> Callable[[], None]:
    text, cursor, was_modified = line.text(), line.cursorPosition(), line.isModified()
    start, length = line.selectionStart(), line.selectionLength()

    def restore() -> None:
        if not isValid(line):
            return
        line.setText(text)
        line.setModified(was_modified)
        line.setCursorPosition(cursor)
        if length:
            line.setSelection(start, length)

    return restore


def _remember_document(field: QPlainTextEdit) -> Callable[[], None]:
    revision, cursor = field.document().revision(), field.textCursor()
    position, anchor = cursor.position(), cursor.anchor()
    text = field.toPlainText()

    def restore() -> None:
        if not isValid(field) or field.document().revision() == revision:
            return
        field.setPlainText(text)
        back = field.textCursor()
        back.setPosition(anchor)
        back.setPosition(position, back.MoveMode.KeepAnchor)
        field.setTextCursor(back)

    return restore


def _nothing() -> None:
    return
