"""The lead's wave board: seen, chosen, previewed and released, split, merged, undone, cancelled."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt

from app.db.schema import Operator
from app.domain.waves import WaveState
from app.services import picking
from app.services.wave_board import wave_detail
from app.services.wave_release import abort_wave
from app.ui.screens.board_task import BoardTask
from app.ui.screens.wave_board_screen import WaveBoardScreen
from app.ui.screens.wave_orders_task import OrdersTask
from app.ui.screens.wave_preview_task import PreviewTask
from app.ui.screens.wave_send_task import SendTask, SendZoneTask
from app.ui.screens.wave_tasks import CancelTask, MergeTask, SplitTask
from tests.ui.screens_fixture_station import Station
from tests.ui.wave_board_floor import MIRA, a_busy_board, a_wave, paid_orders

S = WaveState
ZONE_PEOPLE = ("Ana Kowalska", "Ed Brandt")


def board_of(station: Station) -> WaveBoardScreen:
    """The board, opened by the lead."""
    station.badge(MIRA)
    station.type("4")
    screen = station.window.screen_shown
    assert isinstance(screen, WaveBoardScreen)
    return screen


Page = TypeVar("Page", bound=BoardTask)


def page(screen: WaveBoardScreen, kind: type[Page]) -> Page:
    """The page over the board."""
    assert isinstance(screen.task, kind)
    return screen.task


def state_of(station: Station, code: str) -> WaveState:
    return wave_detail(station.floor.workplace, code).wave.state


def test_the_board_shows_waves_by_cut_off_and_the_hour_above_them(station: Station) -> None:
    late, early, desk = a_busy_board(station.floor)
    screen = board_of(station)
    rows = screen.view.waves.content.rows
    assert [row.key for row in rows] == [late, early, desk]
    assert "UPS" in rows[0].words
    assert "AT RISK 4 orders" in screen.view.strip.accessibleName()
    assert screen.heading().detail == "3 open, 1 late"
    assert "IS IN DANGER" in screen.instruction.accessibleName()


def test_a_wave_is_looked_at_and_released_by_enter(station: Station) -> None:
    code = a_wave(station.floor, *paid_orders(station.floor, 3), minutes=90)
    screen = board_of(station)
    assert "PRESS ENTER TO LOOK AT" in screen.instruction.accessibleName()
    station.press(Qt.Key.Key_Return)
    over = page(screen, PreviewTask)
    told = over.sheet.accessibleName()
    assert "Orders, lines, units 3 / 6 / 6" in told
    assert over.preview is not None
    assert len(over.preview.sides) == 2
    station.press(Qt.Key.Key_Return)
    assert screen.task is None
    assert state_of(station, code) is S.RELEASED
    assert screen.told is not None
    assert screen.told.undoable is not None


def test_the_second_plan_is_taken_by_its_number_and_released(station: Station) -> None:
    code = a_wave(station.floor, *paid_orders(station.floor, 4), minutes=90)
    screen = board_of(station)
    station.press(Qt.Key.Key_Return)
    over = page(screen, PreviewTask)
    assert over.preview is not None
    other = over.preview.sides[1].way
    station.type("2")
    assert over.preview.own.way == other
    station.press(Qt.Key.Key_Return)
    assert wave_detail(station.floor.workplace, code).wave.method is other.method


def test_orders_that_cannot_go_are_named_before_the_others_are_released(station: Station) -> None:
    floor = station.floor
    good = paid_orders(floor, 2)
    held = paid_orders(floor, 1)
    code = a_wave(floor, *good, *held)
    floor.hold(held[0])
    screen = board_of(station)
    station.press(Qt.Key.Key_Return)
    over = page(screen, PreviewTask)
    assert f"Cannot be released: 1 order ({held[0]})" in over.note.accessibleName()
    station.press(Qt.Key.Key_Return)
    assert wave_detail(floor.workplace, code).wave.figures.orders == 2


def test_a_wave_is_held_and_goes_on_and_undo_takes_that_back(station: Station) -> None:
    code = a_wave(station.floor, *paid_orders(station.floor, 1))
    board_of(station)
    station.press(Qt.Key.Key_F2)
    assert state_of(station, code) is S.HELD
    station.press(Qt.Key.Key_F2)
    assert state_of(station, code) is S.PLANNED
    station.press(Qt.Key.Key_F2)
    station.press(Qt.Key.Key_F6)
    assert state_of(station, code) is S.PLANNED


def test_half_of_a_wave_is_split_off_and_merged_again_by_key_drag_and_undo(
    station: Station,
) -> None:
    a_wave(station.floor, *paid_orders(station.floor, 4))
    screen = board_of(station)
    station.press(Qt.Key.Key_F3)
    page(screen, SplitTask)
    station.press(Qt.Key.Key_Return)
    codes = [row.key for row in screen.view.waves.content.rows]
    assert len(codes) == 2
    screen.view.waves.dropped.emit("waves", codes[1], codes[0])
    assert [row.key for row in screen.view.waves.content.rows] == codes[:1]
    station.press(Qt.Key.Key_F6)
    assert len(screen.view.waves.content.rows) == 2
    station.press(Qt.Key.Key_F5)
    page(screen, MergeTask)
    station.press(Qt.Key.Key_Return)
    assert len(screen.view.waves.content.rows) == 1


def test_marked_orders_are_moved_into_another_wave(station: Station) -> None:
    floor = station.floor
    first = a_wave(floor, *paid_orders(floor, 3), minutes=60)
    second = a_wave(floor, *paid_orders(floor, 1), minutes=90)
    screen = board_of(station)
    station.press(Qt.Key.Key_F9)
    over = page(screen, OrdersTask)
    station.type("2")
    assert len(over.marked) == 1
    station.press(Qt.Key.Key_F4)
    page(screen, MergeTask)
    station.press(Qt.Key.Key_Return)
    assert wave_detail(floor.workplace, first).wave.figures.orders == 2
    assert wave_detail(floor.workplace, second).wave.figures.orders == 2


def test_only_cancelling_asks_for_a_second_word(station: Station) -> None:
    code = a_wave(station.floor, *paid_orders(station.floor, 1))
    screen = board_of(station)
    station.press(Qt.Key.Key_F9)
    station.press(Qt.Key.Key_F2)
    page(screen, CancelTask)
    station.press(Qt.Key.Key_Return)
    assert state_of(station, code) is S.CREATED
    station.press(Qt.Key.Key_F9)
    station.press(Qt.Key.Key_F2)
    station.type("2")
    station.press(Qt.Key.Key_Return)
    assert state_of(station, code) is S.CANCELLED
    assert screen.view.waves.content.rows == ()


def test_what_others_did_meanwhile_is_refused_in_words_and_seen(station: Station) -> None:
    code = a_wave(station.floor, *paid_orders(station.floor, 1))
    screen = board_of(station)
    station.press(Qt.Key.Key_F6)
    assert screen.held is None  # nothing to undo: the key is off
    abort_wave(station.floor.workplace, code)
    station.press(Qt.Key.Key_F2)
    assert "NOT POSSIBLE NOW" in station.verdict
    station.press(Qt.Key.Key_Return)
    assert screen.held is None
    assert screen.view.waves.content.rows == ()
    station.type("7")
    assert "7" in station.verdict


def test_escape_closes_the_page_before_it_leaves_the_board(station: Station) -> None:
    a_wave(station.floor, *paid_orders(station.floor, 1))
    screen = board_of(station)
    station.press(Qt.Key.Key_F3)
    station.press(Qt.Key.Key_Escape)
    assert screen.task is None
    assert station.shows(screen)
    station.press(Qt.Key.Key_Escape)
    assert not station.shows(screen)


def test_somebody_is_sent_to_a_wave_after_its_effect_was_shown_and_undo_takes_it_back(
    station: Station,
) -> None:
    floor = station.floor
    late, _, _ = a_busy_board(floor)
    station.badge("Ana Kowalska")
    screen = board_of(station)
    picking.claim_work(floor.workplace, 1)
    screen.reload()
    ana = screen.view.people.content.rows[0]
    screen.view.waves.dropped.emit("people", ana.key, late)
    over = page(screen, SendTask)
    assert over.table.chosen == ana.key
    assert over.note.heading == f"Ana Kowalska TO {late}"
    assert over.note.paragraphs
    station.press(Qt.Key.Key_Return)
    assert screen.task is None
    assert screen.given
    assert "Ana Kowalska was sent" in [action.note for action in screen.work_actions()]
    station.press(Qt.Key.Key_F6)
    assert not screen.given


def test_who_is_free_stands_first_on_the_list_of_whom_to_send(station: Station) -> None:
    floor = station.floor
    late, _, _ = a_busy_board(floor)
    for name in ("Ana Kowalska", "Ed Brandt"):
        station.badge(name)
    screen = board_of(station)
    picking.claim_work(floor.workplace, 1)
    station.press(Qt.Key.Key_F7)
    over = page(screen, SendTask)
    rows = [row.words for row in over.table.content.rows]
    assert "Ed Brandt" in rows[0]
    assert "nothing" in rows[0]
    assert "Ana Kowalska" in rows[-1]
    assert over.note.heading == f"Ed Brandt TO {late}"
    station.press(Qt.Key.Key_Return)
    assert screen.task is None
    assert "Ed Brandt was sent" in [action.note for action in screen.work_actions()]


def test_the_people_of_a_zone_are_sent_by_one_key_and_brought_back_by_one(
    station: Station,
) -> None:
    floor = station.floor
    late, _, _ = a_busy_board(floor)
    for name in ("Ana Kowalska", "Ed Brandt"):
        station.badge(name)
    with floor.workplace.database.begin() as work:
        for person in work.session.query(Operator).filter(Operator.name.in_(ZONE_PEOPLE)):
            person.zone = "A"
    screen = board_of(station)
    station.press(Qt.Key.Key_F7)
    station.press(Qt.Key.Key_F2)
    over = page(screen, SendZoneTask)
    (row,) = over.table.content.rows
    assert "Ana Kowalska, Ed Brandt" in row.words
    assert over.note.heading == f"zone A TO {late}"
    assert over.note.paragraphs
    station.press(Qt.Key.Key_F2)
    page(screen, SendTask)
    station.press(Qt.Key.Key_F2)
    station.press(Qt.Key.Key_Return)
    assert screen.task is None
    assert len(screen.given) == 2
    station.press(Qt.Key.Key_F6)
    assert not screen.given
