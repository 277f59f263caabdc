"""Where a lead writes what the next one should know, beside the report as it would come out now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.ui.message import translate
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, TextSize
from app.ui.widgets.note_card import NoteCard


class HandOverPanel(QWidget):
    """A field for words, the words left so far, and pictures of the report's pages."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(translate("figures", "Note for the next lead"))
        self.notes = NoteCard(largest=TextSize.ITEM)
        self.paper = QLabel()
        self.paper.setTextFormat(Qt.TextFormat.PlainText)
        self.paper.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.paper.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._pictures: tuple[QPixmap, ...] = ()
        gap = Theme.current().mm(SPACING_MM)
        words = QVBoxLayout()
        words.addWidget(self.field, 2)
        words.addWidget(self.notes, 3)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(self.paper, 1)
        for layout in (words, row):
            layout.setSpacing(gap)
        self.show_pictures(())

    def show_notes(self, notes: tuple[str, ...]) -> None:
        """Show the words left so far."""
        nothing = (translate("figures", "none yet: write above, then press F6"),)
        self.notes.show_note(translate("figures", "NOTES OF THIS SHIFT"), notes or nothing)

    def show_pictures(self, pages: Sequence[bytes]) -> None:
        """Show the first page as it would come out; say that it is made while there is none."""
        pictures = []
        for page in pages:
            picture = QPixmap()
            picture.loadFromData(page)
            pictures.append(picture)
        self._pictures = tuple(pictures)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the page as large as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._pictures:
            self.paper.setText(translate("figures", "The report is being put together."))
            return
        room: QSize = self.paper.size()
        self.paper.setPixmap(
            self._pictures[0].scaled(
                room,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
