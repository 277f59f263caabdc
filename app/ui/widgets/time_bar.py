"""Chooses the moment a board tells of: now, or one of the last hours, said in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, TARGET_MM
from app.ui.widgets.moment_sign import MomentSign, MomentView

STEP_MINUTES = 5
"""How far the slider goes at a time."""


class TimeBar(QWidget):
    """A slider over the last hours, with a sign that says LIVE or PAST.

    Signals:
        moved(int): So many minutes ago; 0 is now.
    """

    moved = Signal(int)

    def __init__(self, most_minutes: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        # The right end is now, in every language: it is a picture of time as the map is of space.
        self.slider.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider.setTracking(False)  # one moment is read, not each that is passed
        self.slider.setRange(-most_minutes // STEP_MINUTES, 0)
        self.slider.setPageStep(12 // (STEP_MINUTES // 5))
        self.slider.valueChanged.connect(lambda at: self.moved.emit(-at * STEP_MINUTES))
        self.sign = MomentSign()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Theme.current().mm(SPACING_MM))
        row.addWidget(self.sign, 2)
        row.addWidget(self.slider, 3)
        self.slider.setMinimumHeight(Theme.current().mm(TARGET_MM))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def minutes_ago(self) -> int:
        """How long ago the chosen moment is; 0 is now."""
        return -self.slider.value() * STEP_MINUTES

    def go(self, minutes_ago: int) -> None:
        """Choose another moment, as keys do."""
        self.slider.setValue(-(minutes_ago // STEP_MINUTES))

    def show_moment(self, view: MomentView) -> None:
        """Say which moment is told of."""
        self.sign.show_view(view)
