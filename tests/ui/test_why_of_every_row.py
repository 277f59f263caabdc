"""On every screen that has rows, help says of each row why it is as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from app.domain.floor_heat import HeatLayer
from app.services import count_desk, floor_setup, receiving, refill_planning
from app.services.late_list import late_list
from app.services.receiving import AnnouncedLine
from app.ui.screens.exception_screen import ExceptionScreen
from app.ui.screens.figures_screen import FiguresScreen
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.map_lists import MapList, key_of_aisle
from app.ui.screens.map_screen import MapScreen
from app.ui.screens.papers_screen import PapersScreen
from app.ui.screens.people_screen import PeopleScreen
from app.ui.screens.ship_screen import ShipScreen
from app.ui.screens.stock_desk_screen import StockDeskScreen
from app.ui.screens.wave_board_screen import WaveBoardScreen
from app.ui.screens.wave_late_task import LateTask
from app.ui.screens.wave_orders_task import OrdersTask
from app.ui.screens.wave_send_task import SendTask
from app.ui.screens.wave_tasks import MergeTask, SplitTask
from app.ui.widgets.desk_table import DeskTable
from tests.ui.screens_fixture import BLUE, CABLE, CODES, LAMP, RED
from tests.ui.screens_fixture_station import Station
from tests.ui.test_exception_screen import a_short_order
from tests.ui.test_live_map_screen import works
from tests.ui.test_ship_screen import Dock
from tests.ui.test_walk_on_screen import put_on_the_floor
from tests.ui.test_why_on_screens import reasons
from tests.ui.wave_board_floor import MIRA, a_busy_board, a_late_board

ANA = "Ana Kowalska"


def answers(station: Station, table: DeskTable, least: int = 1) -> list[str]:
    """What help says of each row of a table; every row has to have an answer."""
    keys = [row.key for row in table.content.rows]
    assert len(keys) >= least
    said = []
    for key in keys:
        table.choose(key)
        told = reasons(station)
        assert told, f"no answer about {key}"
        said.append(told)
        station.press(Qt.Key.Key_F1)
    return said


def lead_opens(station: Station, number: int) -> FloorScreen:
    """A screen of the lead's, by its number."""
    station.badge(MIRA)
    station.type(str(number))
    screen = station.window.screen_shown
    assert isinstance(screen, FloorScreen)
    return screen


def test_the_wave_board_answers_about_each_wave_and_each_row_of_its_pages(
    station: Station,
) -> None:
    late, _, _ = a_busy_board(station.floor)
    station.badge(ANA)
    screen = lead_opens(station, 4)
    assert isinstance(screen, WaveBoardScreen)
    answers(station, screen.view.waves, 3)
    screen.view.waves.choose(late)
    for key, kind in (
        (Qt.Key.Key_F3, SplitTask),
        (Qt.Key.Key_F5, MergeTask),
        (Qt.Key.Key_F7, SendTask),
        (Qt.Key.Key_F9, OrdersTask),
    ):
        station.press(key)
        assert isinstance(screen.task, kind)
        answers(station, screen.task.table)
        station.press(Qt.Key.Key_Escape)


def test_the_late_list_answers_about_each_order(station: Station) -> None:
    a_late_board(station.floor)
    screen = lead_opens(station, 4)
    assert isinstance(screen, WaveBoardScreen)
    station.press(Qt.Key.Key_F4)
    assert isinstance(screen.task, LateTask)
    late = late_list(station.floor.workplace).orders
    said = answers(station, screen.task.table, 2)
    assert len(said) == len(late)
    assert all(order.number in told for order, told in zip(late, said, strict=True))


def test_the_exception_desk_answers_about_each_row(station: Station) -> None:
    a_short_order(station.floor)
    screen = lead_opens(station, 19)
    assert isinstance(screen, ExceptionScreen)
    answers(station, screen.table)


def test_the_live_map_answers_about_aisles_people_walks_and_lines(station: Station) -> None:
    floor = station.floor
    put_on_the_floor(floor)
    floor.order((BLUE, 1), (CABLE, 1), (LAMP, 1))
    floor.order((RED, 1))
    works(floor, 1, "T-0001", f"L-{BLUE.location}")
    screen = lead_opens(station, 18)
    assert isinstance(screen, MapScreen)
    station.type(str(HeatLayer.LATE.value))
    said = answers(station, screen.side.tables[MapList.AISLES], 2)
    assert any("open lines" in told for told in said)
    for listed in (MapList.PEOPLE, MapList.WALKS):
        screen.side.show_list(listed)
        screen.reload()
        answers(station, screen.side.tables[listed])
    screen.side.show_list(MapList.AISLES)
    with_lines = next(one for one in screen.side.table.content.rows if "1" in one.words)
    screen.look_at_aisle(key_of_aisle(with_lines.key))
    station.press(Qt.Key.Key_Return)
    assert screen.side.shown is MapList.LINES
    answers(station, screen.side.tables[MapList.LINES])


def receipts(station: Station) -> None:
    """An announced delivery of two items."""
    workplace = station.floor.workplace
    lines = (AnnouncedLine(BLUE.sku, 5), AnnouncedLine(RED.sku, 3))
    receiving.announce(workplace, None, "PO-7", lines, supplier="Potter")


def counts(station: Station) -> None:
    """Two places that wait for a count."""
    count_desk.ask_for_counts(station.floor.workplace, [BLUE.location, RED.location])


def bounds(station: Station) -> None:
    """A face that is kept filled."""
    workplace = station.floor.workplace
    refill_planning.set_bounds(workplace, sku=BLUE.sku, location=BLUE.location, bounds=(5, 20))


def nothing(station: Station) -> None:
    """The floor as it is."""
    del station


@pytest.mark.parametrize(
    ("name", "set_up", "scans"),
    [
        ("history", nothing, (CODES[BLUE.sku],)),
        ("move", nothing, (f"L-{BLUE.location}",)),
        ("adjust", nothing, (f"L-{BLUE.location}",)),
        ("receive", receipts, ()),
        ("receive", receipts, ("PO-7",)),
        ("counts", counts, ()),
        ("bounds", bounds, ()),
    ],
)
def test_each_page_of_the_stock_desk_answers_about_each_row(
    station: Station, name: str, set_up: Callable[[Station], None], scans: tuple[str, ...]
) -> None:
    set_up(station)
    screen = lead_opens(station, 20)
    assert isinstance(screen, StockDeskScreen)
    screen.turn_to(name)
    for code in scans:
        station.scan(code)
    answers(station, screen.page.table)


def test_the_people_screen_answers_about_each_person(station: Station) -> None:
    station.floor.order((BLUE, 1))
    for name in (ANA, "Ed Brandt"):
        station.badge(name)
    screen = lead_opens(station, 22)
    assert isinstance(screen, PeopleScreen)
    answers(station, screen.table, 3)


def test_the_list_of_figures_answers_about_each_row_of_each_page(station: Station) -> None:
    a_short_order(station.floor)
    station.floor.order((LAMP, 1))
    station.badge(ANA)
    screen = lead_opens(station, 21)
    assert isinstance(screen, FiguresScreen)
    answered = 0
    for page in range(1, len(screen.names) + 1):
        station.type(str(page))
        screen.pages.setCurrentWidget(screen.list)
        if screen.list.content.rows:
            answered += len(answers(station, screen.list))
    assert answered


def test_the_papers_answer_about_each_that_is_of_an_order(station: Station) -> None:
    dock = Dock(station)
    dock.parcel()
    station.scan("XCPSE")
    station.type("15")
    screen = station.window.screen_shown
    assert isinstance(screen, PapersScreen)
    assert screen.papers.jobs
    assert reasons(station)


def test_the_dock_answers_about_parcels_that_are_missing_and_lists_that_wait(
    station: Station,
) -> None:
    dock = Dock(station)
    first, missing = dock.parcel(), dock.parcel()
    dock.go()
    station.scan(first, "L-DE-N4")
    screen = station.window.screen_shown
    assert isinstance(screen, ShipScreen)
    told = reasons(station)
    assert f"..{missing[-6:]}" in told
    assert f"..{first[-6:]}" in told


def test_no_screen_that_has_rows_leaves_the_question_to_the_frame(station: Station) -> None:
    with_rows = [one for one in station.every_screen() if one.findChildren(DeskTable)]
    assert len(with_rows) >= 6
    silent = [type(one).__name__ for one in with_rows if _is_silent(one)]
    assert silent == []


def _is_silent(screen: FloorScreen) -> bool:
    return type(screen).why_codes is FloorScreen.why_codes


def test_an_aisle_that_is_closed_says_so_first(station: Station) -> None:
    floor = station.floor
    put_on_the_floor(floor)
    floor.order((BLUE, 1))
    floor_setup.close_aisle(floor.workplace, "1", "spill")
    screen = lead_opens(station, 18)
    assert isinstance(screen, MapScreen)
    said = answers(station, screen.side.tables[MapList.AISLES])
    assert any("is closed (spill)" in told for told in said)
