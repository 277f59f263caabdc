"""The lead's live map: layers by number, people by their last scan, aisles closed, the past."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from uuid_utils.compat import uuid7

from app.domain.floor_heat import HeatLayer
from app.services import picking
from app.services.floor_setup import aisles_closed
from app.services.identifying import Entry
from app.services.signing_in import sign_in_by_badge
from app.ui.screens.map_lists import MapList
from app.ui.screens.map_screen import MapScreen
from app.ui.screens.people_screen import PeopleScreen
from tests.ui.screens_fixture import BLUE, CABLE, CREAM, LAMP, SmallFloor
from tests.ui.screens_fixture_station import Station
from tests.ui.test_floor_map import MARA, lead
from tests.ui.test_walk_on_screen import put_on_the_floor

ANA, MIRA = 1, 3
"""Their numbers."""


def works(floor: SmallFloor, operator: int, *scans: str) -> None:
    """Somebody claims a task at another station and scans."""
    there = floor.at("P-04")
    state = picking.claim_work(there, operator)
    for scan in scans:
        answer = picking.scan(there, operator, state, Entry(scan, uuid7()))
        assert answer.refusal is None
        state = answer.state


@pytest.fixture
def screen(station: Station) -> MapScreen:
    """The map of a lead, after Ana has begun three stops and scanned the first place."""
    floor = station.floor
    put_on_the_floor(floor)
    lead(floor)
    floor.order((BLUE, 1), (CABLE, 1), (LAMP, 1))
    floor.order((CREAM, 1))
    works(floor, ANA, "T-0001", f"L-{BLUE.location}")
    station.badge(MARA)
    station.type("18")
    return station.window.one(MapScreen)


def told(screen: MapScreen) -> str:
    return screen.instruction.accessibleName()


def shown(screen: MapScreen) -> MapList:
    return screen.side.shown


def test_a_number_chooses_what_colours_the_map(station: Station, screen: MapScreen) -> None:
    assert "0 .. 4 open lines" in screen.legend.accessibleName()
    assert "A 1 2, A 2 2" in screen.picture.accessibleName()
    station.type("4")
    assert "people, by their last scan" in screen.legend.accessibleName()
    assert "People: A" in screen.picture.accessibleName()
    station.tap(screen.side.layers[HeatLayer.SHORTS])
    assert "times short in 2 hours" in screen.legend.accessibleName()
    station.type("9")
    assert "9" in station.verdict


def test_somebody_is_found_by_name_with_their_last_place(
    station: Station, screen: MapScreen
) -> None:
    (tag,) = (each for each in screen.picture.view.tags if each.text == "Ana")
    assert not tag.is_chosen
    station.type("ana")
    assert "GIVE WORK OF Ana" in told(screen)
    assert "A01-02L-1, 0:0" in told(screen)
    assert "last scan 0:0" in told(screen)
    (tag,) = (each for each in screen.picture.view.tags if each.text == "Ana")
    assert tag.is_chosen
    station.press(Qt.Key.Key_Escape)
    assert screen.person is None


def test_a_key_leads_from_somebody_to_giving_their_work_away(
    station: Station, screen: MapScreen
) -> None:
    floor = station.floor
    sign_in_by_badge(floor.at("P-04"), floor.badges["Ana Kowalska"])
    station.type("ana")
    assert screen.person is not None
    station.press(Qt.Key.Key_F7)
    people = station.window.one(PeopleScreen)
    assert station.shows(people)
    assert people.chosen is not None
    assert people.chosen.operator_id == ANA


def test_an_aisle_is_found_by_name_by_its_places_and_by_a_press(
    station: Station, screen: MapScreen
) -> None:
    station.type("a 2")
    assert "ENTER: LINES OF A 2" in told(screen)
    assert "2 open lines" in told(screen)
    station.scan("L-A01-02L-1")
    assert "ENTER: LINES OF A 1" in told(screen)
    QApplication.processEvents()
    screen.picture.grab()
    cell = next(each for each in screen.picture.view.heat if each.start[0] == 4.0)
    x, y = screen.picture._scales[0].at(cell.end)
    QTest.mouseClick(screen.picture, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert "ENTER: LINES OF A 2" in told(screen)
    station.type("zzz9")
    assert "zzz9" in station.verdict


def test_enter_lists_the_lines_of_an_aisle_with_whose_they_are(
    station: Station, screen: MapScreen
) -> None:
    station.type("a 2")
    station.press(Qt.Key.Key_Return)
    assert shown(screen) is MapList.LINES
    lines = {row.words for row in screen.side.table.content.rows}
    assert any("1 x 40-501 Ana Kowalska" in words for words in lines)
    assert any("1 x 61-007 nobody yet" in words for words in lines)
    station.press(Qt.Key.Key_Escape)
    assert shown(screen) is MapList.AISLES


def test_an_aisle_is_closed_by_keys_and_opened_again(station: Station, screen: MapScreen) -> None:
    station.type("a 2")
    station.press(Qt.Key.Key_F6)
    assert "SAY WHY AND UNTIL WHEN A 2 IS CLOSED" in told(screen)
    station.type("2")
    station.type("1")
    (closed,) = aisles_closed(station.context.workplace)
    assert (closed.aisle, closed.reason) == ("2", "forklift at work")
    assert closed.until is not None
    assert closed.until - closed.closed_at <= timedelta(minutes=15)
    assert "A 2 is closed: 1 person's walk changes, 2 lines come last" in told(screen)
    assert screen.heading().detail == "closed: A 2"
    assert "closed: forklift at work" in screen.side.table.content.rows[1].words
    station.press(Qt.Key.Key_F6)
    assert aisles_closed(station.context.workplace) == ()
    assert "A 2 is open again" in told(screen)


def test_escape_closes_nothing(station: Station, screen: MapScreen) -> None:
    station.type("a 1")
    station.press(Qt.Key.Key_F6)
    station.type("1")
    station.press(Qt.Key.Key_Escape)
    assert not screen.is_closing
    assert aisles_closed(station.context.workplace) == ()


def test_the_past_is_named_within_a_border_and_one_key_is_live_again(
    station: Station, screen: MapScreen
) -> None:
    assert screen.time.sign.view.word == "LIVE"
    station.press(Qt.Key.Key_F3)
    assert screen.time.minutes_ago == 10
    assert screen.time.sign.view.word == "PAST"
    assert "10 min ago" in screen.time.sign.view.detail
    assert screen.picture.view.banner.startswith("PAST")
    assert screen.picture.view.tags == (), "nobody had scanned by then"
    assert "Lines: 0" in screen.picture.accessibleName()
    station.type("a 2")
    assert screen.action_row.button("F6") is None, "nothing is closed in the past"
    station.press(Qt.Key.Key_F5)
    assert (screen.time.sign.view.word, screen.picture.view.banner) == ("LIVE", "")
    assert "A 1 2, A 2 2" in screen.picture.accessibleName()


def test_the_slider_goes_through_time_and_takes_no_keys(
    station: Station, screen: MapScreen
) -> None:
    screen.time.slider.setValue(screen.time.slider.minimum())
    assert screen.time.minutes_ago == 240
    assert screen.time.sign.view.is_past
    assert not screen.time.slider.hasFocus()
    earlier = screen.action_row.button("F3")
    assert earlier is not None
    assert not earlier.isEnabled()
    station.press(Qt.Key.Key_F4)
    assert screen.time.minutes_ago == 230


def test_people_are_listed_those_silent_longest_first_and_arrows_choose(
    station: Station, screen: MapScreen
) -> None:
    works(station.floor, MIRA, "T-0002")
    screen.reload()
    station.press(Qt.Key.Key_F2)
    assert shown(screen) is MapList.PEOPLE
    rows = screen.side.table.content.rows
    assert [row.cells[0].text for row in rows] == ["Ana", "Mira"]
    station.press(Qt.Key.Key_Down)
    assert "GIVE WORK OF Mira" in told(screen)
    assert "no place scanned yet" in told(screen)
