"""The map is painted a piece at a time, and what is shown already is not painted again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.widgets.canvas import Canvas
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.sheet_widget import SheetWidget
from app.ui.widgets.touch_button import ButtonFace, TouchButton

SIZE = QSize(80, 40)
RED, BLUE = "#ff0000", "#0000ff"


class Halves(SheetWidget):
    """A picture of two halves, each a piece."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self.colour, self.painted = colour, 0
        self.resize(SIZE)

    def show_colour(self, colour: str) -> None:
        self.colour = colour
        self.repaint_in_pieces(colour)

    def pieces(self, canvas: Canvas, area: QRect) -> Iterator[None]:
        half = QRect(area.left(), area.top(), area.width() // 2, area.height())
        for place in (half, half.translated(area.width() // 2, 0)):
            canvas.bar(place, self.colour)
            self.painted += 1
            yield

    def turn_until_painted(self, pieces: int) -> None:
        """Let the window turn until so many pieces were painted since the beginning."""
        while self.painted < pieces:
            QApplication.processEvents()
        assert self.painted == pieces, "one piece a turn"

    def colours(self) -> tuple[QColor, QColor]:
        """Left and right of what is on the glass now."""
        picture = self.grab().toImage()
        return picture.pixelColor(10, 20), picture.pixelColor(70, 20)


@pytest.fixture
def halves(qtbot: QtBot) -> Halves:
    widget = Halves(RED)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    qtbot.waitUntil(lambda: widget.painted == 2)
    return widget


def test_the_window_turns_between_two_pieces(halves: Halves) -> None:
    halves.show_colour(BLUE)
    assert halves.painted == 2, "nothing of it is painted by whoever shows it"
    halves.turn_until_painted(3)
    halves.turn_until_painted(4)
    assert halves.colours() == (QColor(BLUE), QColor(BLUE))
    assert halves.painted == 4, "a whole picture is only copied"


def test_whoever_looks_while_it_is_half_painted_sees_the_new_picture_whole(
    halves: Halves,
) -> None:
    halves.show_colour(BLUE)
    halves.turn_until_painted(3)
    assert halves.colours() == (QColor(BLUE), QColor(BLUE))


def test_another_picture_begins_anew(halves: Halves) -> None:
    halves.show_colour(BLUE)
    halves.turn_until_painted(3)
    halves.show_colour(RED)
    halves.turn_until_painted(5)
    assert halves.colours() == (QColor(RED), QColor(RED))


def test_another_size_is_painted_at_once(halves: Halves) -> None:
    halves.colour = BLUE
    halves.resize(SIZE * 2)
    assert halves.grab().toImage().pixelColor(150, 70) == QColor(BLUE)


class Counted(InstructionLine):
    """Counts how often it is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1
        super().paintEvent(event)


def test_what_is_shown_already_is_not_painted_again(qtbot: QtBot) -> None:
    line = Counted()
    qtbot.addWidget(line)
    line.show_instruction(Instruction("Scan a tote"))
    with qtbot.waitExposed(line):
        line.show()
    qtbot.waitUntil(lambda: line.painted == 1)
    line.show_instruction(Instruction("Scan a tote"))
    line.show_instruction(Instruction("Scan a bin"))
    qtbot.waitUntil(lambda: line.painted == 2)
    line.show_instruction(Instruction("Scan a bin"))
    line.repaint()
    assert line.painted == 3, "only the repaint that was asked for"


def test_a_button_without_words_still_says_new_ones(qtbot: QtBot) -> None:
    button = TouchButton(ButtonFace(""))
    qtbot.addWidget(button)
    button.show_face(ButtonFace("Rush", "F4"))
    assert (button.text(), button.accessibleName()) == ("Rush", "F4 Rush")
