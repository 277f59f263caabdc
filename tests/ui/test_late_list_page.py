"""The late list on the wave board: seen by F4, a move made by Enter and taken back by Undo."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.db.queries.planning_rows import OpenTask, open_tasks
from app.services import picking
from app.services.reassigning import rush_task
from app.services.wave_board import wave_detail
from app.services.wave_release import release_wave
from app.ui.screens.exception_screen import ExceptionScreen
from app.ui.screens.wave_late_task import LateTask
from tests.ui.screens_fixture import RED, SmallFloor
from tests.ui.screens_fixture_station import Station
from tests.ui.test_wave_board_screen import board_of, page
from tests.ui.wave_board_floor import a_late_board, a_wave, paid_orders


def test_late_orders_are_listed_and_the_suggested_move_is_made_and_undone(
    station: Station,
) -> None:
    floor = station.floor
    gone, soon, later = a_late_board(floor)
    picking.claim_work(floor.workplace, 1)
    screen = board_of(station)
    assert ", F4" in screen.view.strip.accessibleName()
    station.press(Qt.Key.Key_F4)
    over = page(screen, LateTask)
    rows = [row.words for row in over.table.content.rows]
    assert len(rows) == 7
    assert gone in rows[0]
    assert f"Next truck, with {later}" in rows[0]
    assert all(soon in row for row in rows[1:])
    assert f"Next truck, with {later}" in screen.instruction.accessibleName()
    station.press(Qt.Key.Key_Return)
    assert wave_detail(floor.workplace, later).wave.figures.orders == 2
    assert len(page(screen, LateTask).table.content.rows) == 6
    station.press(Qt.Key.Key_F6)
    assert wave_detail(floor.workplace, later).wave.figures.orders == 1


def test_a_number_chooses_a_late_order_and_what_no_key_does_is_off(station: Station) -> None:
    floor = station.floor
    code = a_wave(floor, *paid_orders(floor, 2), minutes=-1)
    screen = board_of(station)
    station.press(Qt.Key.Key_F4)
    over = page(screen, LateTask)
    station.type("2")
    assert over.chosen is not None
    assert over.table.chosen == over.table.content.rows[1].key
    assert "Tell the customer" in screen.instruction.accessibleName()
    station.press(Qt.Key.Key_Return)
    assert wave_detail(floor.workplace, code).wave.figures.orders == 2
    station.press(Qt.Key.Key_Escape)
    assert screen.task is None


def test_what_was_put_first_is_named_on_undo_and_gets_its_turn_back(station: Station) -> None:
    floor = station.floor
    number = floor.order((RED, 1))
    (task,) = [row.task_id for row in open_tasks_of(floor)]
    screen = board_of(station)
    rush_task(floor.workplace, screen.desk[1], task)
    screen.reload()
    (undo,) = [key for key in screen.work_actions() if key.key == "F6"]
    assert (undo.note, undo.is_enabled) == (f"{number} first", True)
    station.press(Qt.Key.Key_F6)
    (undo,) = [key for key in screen.work_actions() if key.key == "F6"]
    assert not undo.is_enabled
    assert screen.told is not None
    assert screen.told.undoable is None


def open_tasks_of(floor: SmallFloor) -> list[OpenTask]:
    with floor.workplace.database.begin() as work:
        return list(open_tasks(work.session))


def test_what_a_person_decides_about_is_led_to_its_row_at_the_exception_desk(
    station: Station,
) -> None:
    floor = station.floor
    numbers = paid_orders(floor, 2, RED)
    code = a_wave(floor, *numbers, minutes=2)
    release_wave(floor.workplace, code)
    for number in numbers:
        floor.hold(number)
    screen = board_of(station)
    station.press(Qt.Key.Key_F4)
    over = page(screen, LateTask)
    row = next(at for at, one in enumerate(over.table.content.rows, 1) if numbers[1] in one.words)
    station.type(str(row))
    (enter,) = [key for key in screen.work_actions() if key.key == "ENTER"]
    assert (enter.text, enter.note, enter.is_enabled) == ("Go there", numbers[1], True)
    station.press(Qt.Key.Key_Return)
    desk = station.window.screen_shown
    assert isinstance(desk, ExceptionScreen)
    assert desk.case is not None
    assert desk.case.exception.order_number == numbers[1]
