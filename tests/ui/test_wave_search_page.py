"""F5 on a wave before its release looks for shorter walks, or the page says why it cannot."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.pick_state import PickMethod
from app.domain.waves import WaveState
from app.services.wave_board import wave_detail
from app.ui.screens.wave_preview_task import PreviewTask
from tests.ui.screens_fixture import BLUE, CABLE, LAMP, RED
from tests.ui.screens_fixture_station import Station
from tests.ui.test_walk_on_screen import put_on_the_floor
from tests.ui.test_wave_board_screen import board_of, page
from tests.ui.wave_board_floor import a_wave, paid_orders

PATIENCE_MS = 120_000
"""A search begins in processes of its own, which a busy machine starts slowly."""


def a_wave_of(station: Station, method: PickMethod, orders: int = 3) -> str:
    """A wave at the desk, on a floor whose walks are known."""
    put_on_the_floor(station.floor)
    goods = (BLUE, RED, CABLE, LAMP)
    numbers = [number for one in goods for number in paid_orders(station.floor, orders, one)]
    return a_wave(station.floor, *numbers[: orders * 4], minutes=90, method=method)


def keys(station: Station) -> dict[str, str]:
    """What stands on the keys of the screen, by key."""
    return {key.key: key.text for key in station.window.screen_shown.work_actions()}


def test_better_carts_are_looked_for_beside_the_window_and_the_best_so_far_is_taken(
    station: Station, qtbot: QtBot
) -> None:
    code = a_wave_of(station, PickMethod.CLUSTER)
    screen = board_of(station)
    station.press(Qt.Key.Key_Return)
    over = page(screen, PreviewTask)
    assert keys(station)["F5"] == "Look longer"
    station.press(Qt.Key.Key_F5)
    search = over.search
    assert search is not None
    assert "LOOKING FOR SHORTER WALKS" in screen.instruction.accessibleName()
    assert keys(station)["F5"] == "Take the best"
    station.press(Qt.Key.Key_Return)
    assert screen.task is over, "nothing is released while carts are looked for"
    station.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: over.search is None, timeout=PATIENCE_MS)
    assert search.metres <= search.metres_before
    assert "PRESS ENTER TO RELEASE" in screen.instruction.accessibleName()
    station.press(Qt.Key.Key_Return)
    assert wave_detail(station.floor.workplace, code).wave.state is WaveState.RELEASED


def test_leaving_the_page_ends_the_search(station: Station, qtbot: QtBot) -> None:
    a_wave_of(station, PickMethod.CLUSTER)
    screen = board_of(station)
    station.press(Qt.Key.Key_Return)
    station.press(Qt.Key.Key_F5)
    search = page(screen, PreviewTask).search
    assert search is not None
    station.press(Qt.Key.Key_Escape)
    assert screen.task is None
    qtbot.waitUntil(lambda: search.ended, timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("method", "orders", "words"),
    [
        (PickMethod.MIXED, 3, "A mixed wave is not searched: each method shares its own out."),
        (PickMethod.SINGLE, 3, "Nothing to search: no two orders share a walk."),
    ],
)
def test_where_nothing_is_searched_the_page_says_why(
    station: Station, method: PickMethod, orders: int, words: str
) -> None:
    a_wave_of(station, method, orders)
    screen = board_of(station)
    station.press(Qt.Key.Key_Return)
    over = page(screen, PreviewTask)
    assert words in over.note.accessibleName()
    assert "F5" not in keys(station)
    station.press(Qt.Key.Key_F5)
    assert over.search is None


def test_one_order_is_not_searched(station: Station) -> None:
    put_on_the_floor(station.floor)
    a_wave(station.floor, *paid_orders(station.floor, 1), minutes=90, method=PickMethod.CLUSTER)
    screen = board_of(station)
    station.press(Qt.Key.Key_Return)
    told = page(screen, PreviewTask).note.accessibleName()
    assert "Nothing to search: fewer than two orders can go." in told
