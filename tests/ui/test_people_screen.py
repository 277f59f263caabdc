"""The people screen in a window: who does what, and work given away by one number."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.domain.floor_work import FloorWork
from app.domain.people_state import LeadMessage
from app.services import picking
from app.services.people_now import messages_for, send_message
from app.ui.screens.people_screen import PeopleScreen
from tests.services import books
from tests.ui.screens_fixture import BLUE, CABLE, LAMP, RED
from tests.ui.screens_fixture_station import Station

ANA, MIRA = "Ana Kowalska", "Mira Lind"


def number_of(station: Station, name: str) -> int:
    """An operator's number."""
    sql = "select id from operator where name = :name"
    return int(books.value(station.floor.workplace, sql, name=name))


def choose(station: Station, screen: PeopleScreen, name: str) -> None:
    """Type the number of somebody's row."""
    rows = screen.table.content.rows
    station.type(str(1 + next(at for at, row in enumerate(rows) if name in row.words)))


@pytest.fixture
def screen(station: Station) -> PeopleScreen:
    """A lead looks at the people; Ana has an order of four lines in her hands."""
    station.floor.order((BLUE, 1), (RED, 1), (CABLE, 1), (LAMP, 1))
    station.badge(ANA)
    station.badge(MIRA)
    picking.claim_work(station.floor.workplace, number_of(station, ANA))
    station.type("22")
    return station.window.one(PeopleScreen)


def test_a_lead_has_the_people_at_the_start_and_a_picker_has_not(station: Station) -> None:
    station.badge(MIRA)
    assert FloorWork.PEOPLE in station.window.home.choices.buttons
    station.badge(ANA)
    buttons = station.window.home.choices.buttons
    assert FloorWork.PEOPLE not in buttons or not buttons[FloorWork.PEOPLE].isVisible()


def test_a_row_says_who_does_what_and_how_far_it_is(station: Station, screen: PeopleScreen) -> None:
    assert station.window.screen_shown is screen
    words = next(row.words for row in screen.table.content.rows if ANA in row.words)
    for part in ("picker", "0/4 lines"):
        assert part in words, (part, words)


def given_lines(screen: PeopleScreen) -> int:
    """How many lines could be given back."""
    return 0 if screen.given is None else screen.given.lines


def test_half_is_given_by_one_number_and_given_back(station: Station, screen: PeopleScreen) -> None:
    choose(station, screen, ANA)
    station.press(Qt.Key.Key_F2)
    assert screen.panel.isVisible()
    assert MIRA in screen.panel.groups[0].choices[0].text
    station.type("1")
    assert given_lines(screen) == 2
    assert "0/2 lines" in next(row.words for row in screen.table.content.rows if ANA in row.words)
    station.press(Qt.Key.Key_F6)
    assert given_lines(screen) == 0
    assert "0/4 lines" in next(row.words for row in screen.table.content.rows if ANA in row.words)


def test_nothing_to_share_is_said_with_what_to_do(station: Station, screen: PeopleScreen) -> None:
    choose(station, screen, ANA)
    for _ in range(3):
        station.press(Qt.Key.Key_F2)
        station.type("1")
    assert "NOTHING TO SHARE" in station.verdict


def test_somebody_is_told_something_and_a_break_is_noted(
    station: Station, screen: PeopleScreen
) -> None:
    choose(station, screen, ANA)
    station.press(Qt.Key.Key_F7)
    station.type("2")
    (told,) = messages_for(station.floor.workplace, number_of(station, ANA))
    assert told.sender == MIRA
    station.press(Qt.Key.Key_F5)
    assert any("on a break" in row.words for row in screen.table.content.rows)


def told(station: Station) -> str:
    """What stands above all screens."""
    notice = station.window.notice.notice
    return "" if notice is None else notice.text


def test_what_a_lead_says_stands_at_the_station_until_it_is_seen(station: Station) -> None:
    station.badge(ANA)
    workplace, ana = station.floor.workplace, number_of(station, ANA)
    send_message(workplace, number_of(station, MIRA), ana, LeadMessage.CALL_ME)
    station.badge(MIRA)
    assert told(station) == ""
    station.badge(ANA)
    assert told(station) == "Mira Lind: Please call me (F1: seen)"
    station.press(Qt.Key.Key_F1)
    assert messages_for(workplace, ana) == ()
