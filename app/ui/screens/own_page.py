"""One's own numbers without leaving the work, as help is: only whoever is signed in sees them."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.services.figure_plots_own import own_plots
from app.services.figures import OwnFigures, midnight_of, own_figures
from app.ui.message import translate
from app.ui.screens.floor_screen import FloorScreen
from app.ui.theme import Theme
from app.ui.tokens import OUTER_MARGIN_MM, SPACING_MM
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.plot_board import PlotBoard

OWN_KEY = 10
"""The function key that opens one's own numbers over any work."""


class OwnPage(QWidget):
    """Stands in place of the screen until something is scanned or pressed; the work goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.board = PlotBoard()
        self.instruction = InstructionLine()
        layout = QVBoxLayout(self)
        layout.addWidget(self.board, 1)
        layout.addWidget(self.instruction)
        edge = theme.mm(OUTER_MARGIN_MM)
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.setSpacing(theme.mm(SPACING_MM))

    def toggle(self, screen: FloorScreen, pages: QStackedWidget) -> None:
        """Show the numbers of whoever works at a screen in its place, or the screen again.

        Args:
            screen: the work, which is left as it stands.
            pages: what shows the one or the other.
        """
        who, is_shown = screen.operator, pages.currentWidget() is self
        screen.context.jobs.drop(self)  # what was asked for whoever was here before
        if who is None or is_shown:
            pages.setCurrentWidget(screen)
            return
        self._show(None, translate("figures", "READING YOUR NUMBERS"))
        pages.setCurrentWidget(self)
        if screen.context.line.is_away:
            self._tell_away()
            return
        midnight = midnight_of(screen.context.workplace.clock.now())
        screen.context.jobs.submit(
            own_figures,
            screen.context.workplace,
            who.operator_id,
            midnight - timedelta(days=midnight.weekday()),
            done=lambda own: self._show(own, translate("figures", "SCAN OR PRESS ANYTHING")),
            failed=lambda _: self._tell_away(),
            owner=self,
        )

    def _tell_away(self) -> None:
        self._show(None, translate("figures", "NOT NOW: THE DATABASE IS AWAY"))

    def _show(self, own: OwnFigures | None, words: str) -> None:
        plots = () if own is None else own_plots(own, translate)
        if Theme.current().is_low:
            plots = plots[:1]  # the others are on the page of figures, one by one
        self.board.show_plots(plots, has_formulas=False)
        only_you = translate("figures", "your numbers, only you see them")
        self.instruction.show_instruction(Instruction(words, detail=only_you))
