"""Figures through the window: a lead's pages, lists, files and report; everybody's own."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from app.db.schema import PrintJob
from app.devices.wedge import CaptureMode
from app.domain.floor_work import FloorWork
from app.domain.own_codes import quantity_payload
from app.domain.readings import Command
from app.services.count_desk import open_counts
from app.services.figures import TimeSpan
from app.services.station_setup import route_document
from app.ui.screens.figures_screen import FiguresScreen
from printing.documents import Report, from_record
from tests.ui.screens_fixture import BLUE, CABLE, SmallFloor
from tests.ui.screens_fixture_station import Station

ANA, MIRA = "Ana Kowalska", "Mira Lind"
FIGURES = quantity_payload(FloorWork.FIGURES)


def opened(station: Station, name: str) -> FiguresScreen:
    """The screen of figures, opened by somebody from the start."""
    station.badge(name)
    station.scan(FIGURES)
    screen = station.window.one(FiguresScreen)
    assert station.shows(screen)
    return screen


def a_short_line(station: Station) -> None:
    """Ana finds a place empty; nobody counts it any more."""
    station.floor.order((BLUE, 2))
    station.badge(ANA)
    station.scan(Command.NEXT.value, "T-0001", Command.SHORT.value)
    station.type("0")
    station.type("1")
    with station.floor.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE count_task SET state = 'cancelled'")
    station.scan(Command.SIGN_OFF.value)


def print_jobs_of(floor: SmallFloor) -> list[Report]:
    """The reports in the spool."""
    with floor.database.engine.connect() as connection:
        wanted = select(PrintJob.document).where(PrintJob.document_kind == "report")
        made = [from_record(record) for record in connection.execute(wanted).scalars()]
    return [document for document in made if isinstance(document, Report)]


def test_a_lead_turns_pages_by_number_and_enter(station: Station) -> None:
    station.floor.picked_order((BLUE, 1), (CABLE, 1))
    screen = opened(station, MIRA)
    assert "Lines an hour by method and zone" in screen.board.accessibleName()
    assert ">1 Pace<" in screen.strip.accessibleName()
    station.type("6")
    assert "Scans and keys for each unit" in screen.board.accessibleName()
    assert "single orders" not in screen.instruction.accessibleName()
    station.press(Qt.Key.Key_Return)
    assert ">7 Plan and result<" in screen.strip.accessibleName()
    station.type("13")
    assert "12" in station.verdict
    station.press(Qt.Key.Key_Return)
    station.scan(Command.PAUSE.value)
    assert station.shows(station.window.home)


def test_a_low_window_shows_one_plot_after_the_other(station: Station) -> None:
    station.window.resize(1280, 800)
    screen = opened(station, MIRA)
    assert [plot.title for plot in screen.board.plots] == ["Lines an hour"]
    station.press(Qt.Key.Key_Return)
    assert [plot.title for plot in screen.board.plots] == ["Lines an hour by method and zone"]
    station.press(Qt.Key.Key_Return)
    assert [plot.title for plot in screen.board.plots] == ["Time of orders by stage"]
    assert screen.board.height() > 200


def test_formulas_and_time_spans_are_one_key_away(station: Station) -> None:
    station.floor.picked_order((BLUE, 1))
    screen = opened(station, MIRA)
    formula = "Lines that ended / hours between two pick scans"
    assert formula not in screen.board.accessibleName()
    station.press(Qt.Key.Key_F2)
    assert formula in screen.board.accessibleName()
    station.press(Qt.Key.Key_F3)
    assert screen.span is TimeSpan.TODAY
    assert "Today" in screen.heading().detail


def test_a_picker_sees_their_own_figures_and_nobody_elses(station: Station) -> None:
    station.floor.picked_order((BLUE, 1), (CABLE, 1))
    screen = opened(station, ANA)
    words = screen.board.accessibleName()
    assert "Your lines an hour, week by week" in words
    assert "Ed Brandt" not in words
    assert screen.names == ("Mine",)
    assert {action.key for action in screen.action_row.actions_shown} == {"F1", "F2", "F8"}
    station.press(Qt.Key.Key_F7)
    assert station.mode() is CaptureMode.FLOOR
    station.press(Qt.Key.Key_F2)
    assert "Only you see this page" in screen.board.accessibleName()


def test_places_that_lacked_goods_are_listed_and_counted_by_one_key(station: Station) -> None:
    a_short_line(station)
    screen = opened(station, MIRA)
    station.type("5")
    assert "places to count: 1" in screen.instruction.accessibleName()
    station.press(Qt.Key.Key_F4)
    assert station.shows(screen.list)
    (row,) = screen.list.content.rows
    assert row.words == f"{BLUE.location} {BLUE.sku} {BLUE.name} 2 missing 1 line not counted"
    station.press(Qt.Key.Key_F5)
    assert [count.location for count in open_counts(station.floor.workplace)] == [BLUE.location]
    assert "Counts raised: 1" in station.window.notice.accessibleName()
    station.press(Qt.Key.Key_Escape)
    assert station.shows(screen.board)


def test_figures_are_saved_as_files(station: Station, tmp_path: Path) -> None:
    station.floor.picked_order((BLUE, 1))
    screen = opened(station, MIRA)
    screen.folder = tmp_path / "figures"
    station.press(Qt.Key.Key_F6)
    table, paper = sorted(screen.folder.iterdir())
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert {"pace", "shorts", "people"} <= {row["page"] for row in rows}
    assert paper.read_bytes().startswith(b"%PDF")
    screen.folder = table
    station.press(Qt.Key.Key_F6)
    assert "NOT SAVED" in station.verdict


def test_a_lead_leaves_a_note_and_prints_the_report(station: Station) -> None:
    route_document(station.floor.workplace, "report", "A4-2")
    station.floor.picked_order((BLUE, 1))
    screen = opened(station, MIRA)
    station.press(Qt.Key.Key_F7)
    assert station.mode() is CaptureMode.DESK
    station.press(Qt.Key.Key_F6)
    assert "NOTE EMPTY" in station.verdict
    screen.report.field.setPlainText("Dock 2 is slow, start with UPS.")
    station.press(Qt.Key.Key_F6)
    QApplication.processEvents()
    assert "Dock 2 is slow" in screen.report.notes.accessibleName()
    assert screen.report.field.toPlainText() == ""
    station.press(Qt.Key.Key_F9)
    (report,) = print_jobs_of(station.floor)
    assert "Mira Lind: Dock 2 is slow, start with UPS." in report.sections[0].lines[0]
    assert len(report.plots) == 5
    station.press(Qt.Key.Key_F8)
    assert station.mode() is CaptureMode.FLOOR
    assert station.shows(screen.board)


def test_a_scan_while_a_note_is_written_writes_nothing_into_it(station: Station) -> None:
    screen = opened(station, MIRA)
    station.press(Qt.Key.Key_F7)
    station.type_as_scanner("L-A01-02L-1")
    assert screen.report.field.toPlainText() == ""
