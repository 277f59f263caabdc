"""How the wave board looks: the strip of the hour, the waves, who picks, and what is late."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.lead_board import LeadBoard
from app.ui.screens import wave_rows
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State, TextSize
from app.ui.widgets.desk_table import DeskTable
from app.ui.widgets.fact_strip import FactStrip
from app.ui.widgets.note_card import NoteCard

WAVES, PEOPLE = "waves", "people"
"""Names of the two tables, for what is dragged from one onto the other."""


class WaveBoardView(QWidget):
    """The board itself; what is chosen and dropped is the screen's affair."""

    def __init__(self) -> None:
        super().__init__()
        self.strip = FactStrip()
        self.waves = DeskTable(wave_rows.wave_columns(), WAVES)
        self.people = DeskTable(wave_rows.people_columns(), PEOPLE)
        self.note = NoteCard(largest=TextSize.ITEM)
        self._side = QVBoxLayout()
        self._side.addWidget(self.people, 3)
        self._side.addWidget(self.note, 2)
        self._body = QHBoxLayout()
        self._body.addWidget(self.waves, 13)
        self._body.addLayout(self._side, 4)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addWidget(self.strip)
        self._outer.addLayout(self._body, 1)
        self._space()

    def show_board(self, told: LeadBoard) -> None:
        """Show the board as it was read."""
        self.strip.show_facts(wave_rows.strip_facts(told.strip))
        self.waves.show_rows(wave_rows.wave_rows(told.board))
        self.people.show_rows(wave_rows.people_rows(told.board))
        self.people.clearSelection()  # keys are about the chosen wave, and about nobody

    def show_note(
        self, heading: str, paragraphs: tuple[str, ...], state: State | None = None
    ) -> None:
        """Say what is to be known of the chosen wave."""
        shown = (self.note.heading, self.note.paragraphs, self.note.state)
        if shown != (heading, paragraphs, state):
            self.note.show_note(heading, paragraphs, state)

    def changeEvent(self, event: QEvent) -> None:
        """Take distances from a new theme."""
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        theme = Theme.current()
        gap = theme.air(SPACING_MM, SPACING_MM * 0.75)
        # On low screens people are on the page that F7 opens, and the waves get their room.
        for part in (self.people, self.note):
            part.setVisible(not theme.is_low)
        self._body.setStretch(1, 0 if theme.is_low else 4)
        for layout in (self._side, self._body, self._outer):
            layout.setSpacing(gap)
