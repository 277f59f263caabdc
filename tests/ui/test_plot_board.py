"""Plots on the screen can be read: contrast of all their tones, words for screen readers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.plot_colours import MARKS_ON_GROUND, TEXT_ON, plot_colours
from app.ui.theme import Theme
from app.ui.tokens import DARK, LIGHT, Colours
from app.ui.widgets.plot_board import PlotBoard
from printing.layouts.plot_part import paper_colours
from printing.plots.brush import Tone
from tests.printing.test_plots import COLUMNS
from tests.ui.test_theme_tokens import contrast

GROUNDS = pytest.mark.parametrize(
    "colours",
    [plot_colours(LIGHT), plot_colours(DARK), paper_colours()],
    ids=["light", "dark", "paper"],
)


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(dpi=92)
    theme.apply(qapp)
    yield theme
    qapp.setStyleSheet("")
    Theme._current = None


@GROUNDS
def test_every_word_of_a_plot_has_seven_to_one(colours: dict[Tone, str]) -> None:
    found = {
        (ink.value, ground.value): round(contrast(colours[ink], colours[ground]), 2)
        for ink, ground in TEXT_ON
    }
    assert {pair: ratio for pair, ratio in found.items() if ratio < 7} == {}


@GROUNDS
def test_every_mark_of_a_plot_has_three_to_one(colours: dict[Tone, str]) -> None:
    marks = [tone for tone in MARKS_ON_GROUND if tone is not Tone.GRID]
    faint = [tone.value for tone in marks if contrast(colours[tone], colours[Tone.GROUND]) < 3]
    assert faint == []


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_plot_takes_its_ground_from_the_theme(colours: Colours) -> None:
    assert plot_colours(colours)[Tone.GROUND] == colours.surface


def test_a_board_says_in_words_what_it_shows(qtbot: QtBot) -> None:
    board = PlotBoard()
    qtbot.addWidget(board)
    board.show_plots((COLUMNS,), has_formulas=False)
    words = board.accessibleName()
    assert "Lines an hour. lines. 06:00 - 07:00. 240 lines. usual: 75." in words
    assert "60, -, 80, 100" in words
    assert "lines / hours" not in words
    board.show_plots((COLUMNS,), has_formulas=True)
    assert "lines / hours" in board.accessibleName()


def test_a_board_is_mirrored_for_those_who_read_from_the_right(qtbot: QtBot) -> None:
    board = PlotBoard()
    qtbot.addWidget(board)
    board.resize(700, 400)
    board.show_plots((COLUMNS,), has_formulas=False)
    left = board.grab().toImage()
    board.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    right = board.grab().toImage()
    fill = plot_colours(LIGHT)[Tone.PLAIN].lower()

    def columns_of(image_at: int) -> bool:
        return any(left.pixelColor(image_at, y).name() == fill for y in range(400))

    first = next(x for x in range(700) if columns_of(x))
    assert any(right.pixelColor(699 - first - 2, y).name() == fill for y in range(400))
