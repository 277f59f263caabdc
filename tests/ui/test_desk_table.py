"""A desk's table keeps what is chosen, is worked by keys and numbers, and tells what is dropped."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.theme import Theme
from app.ui.tokens import TARGET_MM, State
from app.ui.widgets.desk_rows import Cell, Column, DeskRow
from app.ui.widgets.desk_table import DeskTable

COLUMNS = (Column("WAVE", 2), Column("LINES", 1, is_number=True), Column("SLACK"))


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(dpi=92)
    theme.apply(qapp)
    yield theme
    qapp.setStyleSheet("")
    Theme._current = None


def row(key: str, lines: int = 10, state: State = State.OK) -> DeskRow:
    cells = (
        Cell(key, "DHL 09:30"),
        Cell(f"{lines}/20", share=lines / 20),
        Cell("+9 min", "", state),
    )
    return DeskRow(key, cells, is_fixed=False)


@pytest.fixture
def table(qtbot: QtBot) -> DeskTable:
    table = DeskTable(COLUMNS, "waves")
    qtbot.addWidget(table)
    table.resize(900, 500)
    table.show_rows((row("W7"), row("W8", 3, State.LOOK), row("W9", 0, State.STOP)))
    table.show()
    return table


def test_the_first_row_is_chosen_until_somebody_chooses_another(table: DeskTable) -> None:
    assert table.chosen == "W7"
    told: list[str] = []
    table.picked.connect(told.append)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert (table.chosen, told) == ("W8", ["W8"])
    assert table.choose_number(3)
    assert (table.chosen, told) == ("W9", ["W8", "W9"])
    assert not table.choose_number(4)
    table.step(1)
    assert table.chosen == "W7"


def test_a_chosen_row_stays_chosen_when_rows_are_read_anew_and_nobody_is_told(
    table: DeskTable,
) -> None:
    told: list[str] = []
    table.choose("W8")
    table.picked.connect(told.append)
    table.show_rows((row("W9"), row("W8", 4), row("W7")))
    assert table.chosen == "W8"
    table.show_rows((row("W9"), row("W8", 5), row("W7")))
    assert (table.chosen, told) == ("W8", [])
    assert table.content.rows[1].words == "W8 DHL 09:30 5/20 +9 min"


def test_where_the_chosen_row_is_gone_the_one_in_its_place_is_chosen(table: DeskTable) -> None:
    table.choose("W8")
    table.show_rows((row("W7"), row("W9")))
    assert table.chosen == "W9"
    table.show_rows(())
    assert table.chosen == ""


def test_a_row_dropped_on_another_is_told_with_both_keys(table: DeskTable, qtbot: QtBot) -> None:
    people = DeskTable((Column("WHO"),), "people")
    qtbot.addWidget(people)
    people.show_rows((DeskRow("1042", (Cell("Cy"),), is_fixed=False),))
    data = people.content.mimeData([people.content.index(0, 0)])
    told: list[tuple[str, str, str]] = []
    table.dropped.connect(lambda *what: told.append(what))
    place = table.visualRect(table.content.index(1, 0)).center()
    event = QDropEvent(
        QPointF(place),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    table.dropEvent(event)
    assert told == [("people", "1042", "W8")]
    assert [each.key for each in table.content.rows] == ["W7", "W8", "W9"]


def test_rows_are_gloved_finger_high_and_words_reach_screen_readers(table: DeskTable) -> None:
    assert table.rowHeight(0) >= Theme.current().mm(TARGET_MM)
    assert table.content.data(table.content.index(1, 1)) == "3/20"
    assert table.content.data(table.content.index(1, 0)) == "W8 DHL 09:30"
