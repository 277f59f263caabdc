"""The numbered choices of the start screen, in rows that a gloved hand can hit."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.domain.floor_work import FloorWork
from app.domain.operators import OperatorRole
from app.ui.screens.home_choices import CHOICES
from app.ui.widgets.touch_button import TouchButton

MOST_IN_A_ROW = 10


class ChoiceGrid(QWidget):
    """A button for each choice of a role, and at the end those that concern the station.

    Signals:
        chosen(int): The number of a choice was tapped.
    """

    chosen = Signal(int)

    def __init__(self, *at_the_end: TouchButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {choice.work: TouchButton(choice.face(0)) for choice in CHOICES}
        for work, button in self.buttons.items():
            button.clicked.connect(lambda _=False, number=work.value: self.chosen.emit(number))
        self._at_the_end = at_the_end
        for button in (*self.buttons.values(), *at_the_end):  # lower where there are many rows
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._shown: tuple[FloorWork, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._place(())

    def show_choices(self, role: OperatorRole, waiting: Mapping[FloorWork, int]) -> None:
        """Show what somebody in this role can choose, with how much of it waits."""
        shown = []
        for choice in CHOICES:
            count = waiting.get(choice.work, 0)
            self.buttons[choice.work].show_face(choice.face(count))
            if choice.is_shown(role, count):
                shown.append(choice.work)
        if tuple(shown) != self._shown:
            self._place(tuple(shown))

    def _place(self, shown: tuple[FloorWork, ...]) -> None:
        """Lay the buttons out in rows of equal length, as few as will do."""
        self._shown = shown
        for work, button in self.buttons.items():
            self._grid.removeWidget(button)
            button.setParent(self)
            button.setVisible(work in shown)
        buttons = [*(self.buttons[work] for work in shown), *self._at_the_end]
        rows = -(-len(buttons) // MOST_IN_A_ROW)
        columns = -(-len(buttons) // rows)
        for column in range(MOST_IN_A_ROW):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for at, button in enumerate(buttons):
            self._grid.addWidget(button, *divmod(at, columns))
