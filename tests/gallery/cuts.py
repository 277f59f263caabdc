"""Finds words that a window shows cut off, and parts of it that stand in each other's room."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Self
from unittest.mock import patch

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QToolButton,
    QWidget,
)

from app.ui.theme import Theme
from app.ui.tokens import TextSize
from app.ui.widgets.canvas import START, Canvas, Run, text_width

_ELIDED = Qt.TextElideMode.ElideRight
_SLACK = 2
"""Pixels that a slanting letter may stand over its room."""


@dataclass(frozen=True, order=True)
class Cut:
    """Something that cannot be read or reached whole.

    Attributes:
        where: The class of the widget.
        words: What it would say.
        lacks: By how many pixels its room is too small.
    """

    where: str
    words: str
    lacks: int

    def __str__(self) -> str:
        return f"{self.where}: {self.words!r} lacks {self.lacks} px"


class Watch:
    """Notes, while it is open, what hand-painted widgets write into too little room."""

    def __init__(self) -> None:
        self.cuts: set[Cut] = set()
        self._owners: dict[int, str] = {}
        self._bounds: dict[int, QRect] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        for name, watched in (
            ("__init__", self._watched_init(Canvas.__init__)),
            ("text", self._watched_text(Canvas.text)),
            ("runs", self._watched_runs(Canvas.runs)),
        ):
            self._stack.enter_context(patch.object(Canvas, name, watched))
        return self

    def _watched_init(self, made: Callable[..., None]) -> Callable[..., None]:
        def init(canvas: Canvas, widget: QWidget, painter: QPainter | None = None) -> None:
            made(canvas, widget, painter)
            self._owners[id(canvas)] = type(widget).__name__
            self._bounds.pop(id(canvas), None)
            if painter is None:
                self._bounds[id(canvas)] = widget.rect()

        return init

    def _watched_text(self, written: Callable[..., None]) -> Callable[..., None]:
        def text(
            canvas: Canvas,
            area: QRect,
            words: str,
            size: TextSize,
            colour: str,
            *,
            bold: bool = False,
            align: Qt.AlignmentFlag = START,
            wrap: bool = False,
        ) -> None:
            written(canvas, area, words, size, colour, bold=bold, align=align, wrap=wrap)
            font = Theme.current().font(size, bold=bold)
            metrics = QFontMetrics(font)
            if wrap:
                flags = align.value | Qt.TextFlag.TextWordWrap.value
                needed = metrics.boundingRect(area, flags, words)
                lacks = max(needed.width() - area.width(), needed.height() - area.height())
                self._note(canvas, words, lacks)
                return
            if metrics.elidedText(words, _ELIDED, area.width()) != words:
                lacks = text_width(font, words) - area.width()
                self._note(canvas, words, max(lacks, _SLACK + 1))
            self._note(canvas, words, self._height_lacking(canvas, area, font))

        return text

    def _watched_runs(self, written: Callable[..., int]) -> Callable[..., int]:
        def runs(
            canvas: Canvas,
            area: QRect,
            parts: Iterable[Run],
            size: TextSize,
            colour: str,
            *,
            gap: int = 0,
        ) -> int:
            told = list(parts)
            used = written(canvas, area, told, size, colour, gap=gap)
            words = " ".join(words for words, _ in told)
            self._note(canvas, words, used - area.width())
            font = Theme.current().font(size)
            self._note(canvas, words, self._height_lacking(canvas, area, font))
            return used

        return runs

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _height_lacking(self, canvas: Canvas, area: QRect, font: QFont) -> int:
        """Pixels of capitals, centred in an area, that stand out of the widget."""
        capitals = QFontMetrics(font).capHeight()
        top = area.center().y() - capitals // 2
        whole = self._bounds.get(id(canvas), QRect(area))
        return max(whole.top() - top, top + capitals - whole.bottom())

    def _note(self, canvas: Canvas, words: str, lacks: int) -> None:
        if words.strip() and lacks > _SLACK:
            self.cuts.add(Cut(self._owners[id(canvas)], words, lacks))


def cuts_of(window: QWidget) -> list[Cut]:
    """Everything in a shown window that is cut, squeezed or pushed out, in order."""
    with Watch() as watch:
        window.grab()
    found = watch.cuts
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and not _is_scrolled(widget, window):
            found |= set(_of_widget(widget))
    return sorted(found)


def _is_scrolled(widget: QWidget, window: QWidget) -> bool:
    """Whether it lies in something that can be scrolled to show it."""
    above = widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QAbstractScrollArea) and not isinstance(widget, QLabel | QLineEdit):
            return True
        above = above.parentWidget()
    return False


def _of_widget(widget: QWidget) -> Iterable[Cut]:
    if isinstance(widget, QLabel):
        yield from _of_label(widget)
    elif isinstance(widget, QLineEdit):
        words = widget.text() or widget.placeholderText()
        room = widget.width() - 2 * Theme.current().mm(3)
        yield from _cut(widget, words, QFontMetrics(widget.font()).horizontalAdvance(words) - room)
    elif isinstance(widget, QComboBox):
        lacks = widget.minimumSizeHint().width() - widget.width()
        yield from _cut(widget, widget.currentText(), lacks)
    elif isinstance(widget, QTableView):
        yield from _of_headings(widget)
    yield from _squeezed(widget)


def _of_label(label: QLabel) -> Iterable[Cut]:
    if not label.text() or label.textFormat() is Qt.TextFormat.RichText:
        return
    needed = label.sizeHint().width() - label.width()
    if label.wordWrap():
        needed = label.heightForWidth(label.width()) - label.height()
    yield from _cut(label, label.text(), needed)


def _of_headings(table: QTableView) -> Iterable[Cut]:
    head = table.horizontalHeader()
    if not head.isVisible():
        return
    model = table.model()
    for at in range(head.count()):
        words = str(model.headerData(at, Qt.Orientation.Horizontal) or "")
        lacks = head.sectionSizeHint(at) - head.sectionSize(at)
        yield from _cut(table, words, lacks)


def _squeezed(widget: QWidget) -> Iterable[Cut]:
    """A widget smaller than it can be, or one that stands out of its frame."""
    if widget.layout() is not None or isinstance(widget, QToolButton):
        return  # its parts tell it; with hidden pages it would ask for more than it shows
    least = widget.minimumSizeHint().expandedTo(widget.minimumSize())
    lacks = max(least.width() - widget.width(), least.height() - widget.height())
    yield from _cut(widget, "(squeezed)", lacks)
    above = widget.parentWidget()
    if above is not None and not isinstance(above.parentWidget(), QAbstractScrollArea):
        place = QRect(widget.mapTo(above, QPoint(0, 0)), widget.size())
        out = place.united(above.rect())
        beyond = max(out.width() - above.width(), out.height() - above.height())
        yield from _cut(widget, f"(out of {type(above).__name__})", beyond)


def _cut(widget: QWidget, words: str, lacks: int) -> Iterable[Cut]:
    if words.strip() and lacks > _SLACK:
        yield Cut(type(widget).__name__, words, lacks)
