"""The screen on the wall: read by nobody in particular, turned by itself, loud when it is old."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from app.ui.screens.hall_screen import CUT_OFFS, FLOOR, HOUR, QUEUES, HallScreen
from app.ui.screens.hall_view import countdown
from app.ui.screens.map_screen import MapScreen
from tests.ui.screens_fixture import BLUE, CABLE, LAMP
from tests.ui.screens_fixture_station import NOW, Station
from tests.ui.test_floor_map import MARA, lead
from tests.ui.test_live_map_screen import ANA, works
from tests.ui.test_walk_on_screen import put_on_the_floor


@pytest.fixture
def hall(station: Station) -> HallScreen:
    """The wall, with nobody signed in, while Ana picks."""
    put_on_the_floor(station.floor)
    station.floor.order((BLUE, 1), (CABLE, 1))
    station.floor.order((LAMP, 1))
    works(station.floor, ANA, "T-0001", f"L-{BLUE.location}")
    screen = station.window.one(HallScreen)
    station.window.show_screen(screen)
    return screen


def words(screen: HallScreen) -> str:
    return screen.tiles.accessibleName()


def test_the_wall_needs_nobody_and_turns_by_itself(station: Station, hall: HallScreen) -> None:
    assert station.window.operator is None
    assert not station.window.top_strip.isVisible()
    assert "ON TIME" in words(hall)
    assert "AT RISK" in words(hall)
    hall.turn()
    assert hall.page == CUT_OFFS
    hall.turn()
    assert hall.page == FLOOR
    assert hall.picture.isVisible()
    assert "Lines: A 1 2, A 2 1" in hall.picture.accessibleName()
    assert "A 3" in hall.zones.accessibleName()
    hall.turn()
    assert hall.page == QUEUES
    assert "PACK 0 min 0 totes" in words(hall)
    hall.turn()
    assert hall.page == HOUR


def test_nobodys_name_is_on_the_wall(hall: HallScreen) -> None:
    hall.page = FLOOR
    hall.refresh()
    assert hall.board is not None
    assert [person.short for person in hall.board.live.people] == ["Ana"]
    assert hall.picture.view.tags == ()
    assert "Ana" not in hall.picture.accessibleName()


def test_a_database_that_is_away_leaves_the_figures_and_says_how_old_they_are(
    station: Station, hall: HallScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.jobs.cut = "before"
    later = replace(station.context, now=lambda: NOW + timedelta(minutes=8))
    monkeypatch.setattr(hall, "context", later)
    hall.reload()
    hall.refresh()
    assert hall.held is None
    assert "ON TIME" in words(hall)
    assert "8 min old: the database does not answer" in hall.foot.accessibleName()
    station.jobs.cut = ""
    hall.reload()
    assert "old" not in hall.foot.accessibleName()


def test_a_lead_fills_the_screen_by_a_key_and_any_key_leads_back(
    station: Station, hall: HallScreen
) -> None:
    station.press(Qt.Key.Key_Escape)
    assert station.shows(station.window.sign_in)
    lead(station.floor)
    station.badge(MARA)
    station.type("18")
    map_screen = station.window.one(MapScreen)
    assert "PACK 0 totes" in map_screen.queues.accessibleName()
    station.press(Qt.Key.Key_F9)
    assert station.shows(hall)
    station.press(Qt.Key.Key_F2)
    assert station.shows(station.window.home)
    assert station.window.top_strip.isVisible()


def test_a_badge_at_the_wall_signs_in(station: Station, hall: HallScreen) -> None:
    del hall
    station.badge(MARA)
    assert station.shows(station.window.home)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(-5, "00:00 min"), (0, "00:00 min"), (61, "01:01 min"), (3599, "59:59 min"), (3661, "1:01 h")],
)
def test_a_countdown_is_minutes_and_seconds(seconds: int, told: str) -> None:
    assert countdown(timedelta(seconds=seconds)).startswith(told.partition(" ")[0])
