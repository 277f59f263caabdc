"""The set-up's card for the scale: how it is, what it shows, and its keys."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.devices.scale_protocols import Declined, Done
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import translate
from app.ui.scale_words import answer_words, reading_words, state_words
from app.ui.screens.setup_cards import SetupCard, key_button, label


class ScaleCard(SetupCard):
    """Shows what the scale says, and lets a person zero and tare it."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(translate("setup", "Scale"), parent)
        self._context = context
        self.state, self.weight, self.told = label(""), label("", "heading"), label("", "quiet")
        for part in (self.state, self.weight):
            self.box.addWidget(part)
        row = QHBoxLayout()
        self.zero = key_button(translate("setup", "Zero"), "scale")
        self.zero.clicked.connect(context.scale.zero)
        self.tare = key_button(translate("setup", "Tare"), "weight")
        self.tare.clicked.connect(context.scale.tare)
        self.clear_tare = key_button(translate("setup", "Tare off"), "clear")
        self.clear_tare.clicked.connect(context.scale.clear_tare)
        for button in (self.zero, self.tare, self.clear_tare):
            row.addWidget(button)
        self.box.addLayout(row)
        self.box.addWidget(self.told)
        context.scale.weighed.connect(self.show_scale)
        context.scale.state_changed.connect(self.show_scale)
        context.scale.answered.connect(self._tell)
        self.show_scale()

    def show_scale(self) -> None:
        """Show how the scale is, and its weight."""
        scale = self._context.scale
        if not scale.is_there:
            words = translate("setup", "No scale: name its port as `scale` in station.toml.")
            self.state.setText(words)
        else:
            said = state_words(scale.state, scale.words)
            self.state.setText(translate("setup", "{0}: {1}").format(scale.port, said))
        self.weight.setText(reading_words(scale.reading) if scale.is_connected else "")
        for button in (self.zero, self.tare, self.clear_tare):
            button.setEnabled(scale.is_connected)

    def _tell(self, answer: Done | Declined) -> None:
        self.told.setText(answer_words(answer))
        is_done = isinstance(answer, Done)
        self._context.feedback.give(FeedbackEvent.OK if is_done else FeedbackEvent.LOOK)
