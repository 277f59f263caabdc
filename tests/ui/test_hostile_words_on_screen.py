"""What strangers wrote is shown as they wrote it: no markup is obeyed, nothing is fetched."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from tests.ui.screens_fixture import BLUE
from tests.ui.screens_fixture_station import Station

ANA = "Ana Kowalska"
HOSTILE = (
    "<img src='http://x/a.png'><b>OK</b>",
    "&lt;b&gt; &amp; {0} %1 %s",
    "^XA^FO9,9^FDpaid^FS^XZ",
    "../../etc/passwd",
    "'; DROP TABLE item; --",
)


def words_of(widget: QWidget) -> str:
    """All that the widgets inside tell, as a screen reader reads it."""
    return " ".join(
        part for one in widget.findChildren(QWidget) for part in (one.accessibleName(),) if part
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_scan_is_held_as_a_refusal_in_its_own_letters(
    station: Station, words: str
) -> None:
    station.floor.order((BLUE, 1))
    station.badge(ANA)
    station.scan("XCNXT", words)
    assert "STOP" in station.verdict
    assert words[:20] in station.verdict
    assert station.shows(station.window.pick)
    station.press(Qt.Key.Key_Return)
    station.press(Qt.Key.Key_F1)
    assert station.window.is_help_open


def test_an_items_name_with_tags_is_shown_with_its_tags(station: Station) -> None:
    with station.floor.workplace.database.engine.begin() as connection:
        connection.exec_driver_sql("update item set name = ?", (HOSTILE[0],))
    station.floor.order((BLUE, 1))
    station.badge(ANA)
    station.scan("XCNXT", "T-0001")
    station.scan(f"L-{BLUE.location}")
    assert HOSTILE[0] in words_of(station.window.pick)


def test_no_label_of_the_window_reads_markup(station: Station) -> None:
    assert station.every_screen()
    labels = station.window.findChildren(QLabel)
    assert labels
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
