"""The exception desk in a window: a lead sees what waits, why, and decides by one number."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.floor_exceptions import ExceptionKind
from app.domain.floor_work import FloorWork
from app.domain.orders import HoldReason, OrderState
from app.domain.readings import Command
from app.services import order_changes, order_holding, picking, short_desk
from app.services.exception_board import floor_exceptions
from app.ui.screens.exception_screen import ExceptionScreen
from tests import builders
from tests.ui.screens_fixture import BLUE, LAMP, RED, SmallFloor
from tests.ui.screens_fixture_station import Station

MIRA = "Mira Lind"


def a_short_order(floor: SmallFloor, tote: str = "T-0001") -> str:
    """An order of which a picker did not find the blue mugs."""
    number = floor.order((BLUE, 2), (RED, 1))
    state = picking.claim_work(floor.workplace, 2)
    for entry in (
        builders.entry(tote),
        builders.entry(Command.SHORT.value),
        builders.typed(0),
        builders.entry(Command.OK.value),
    ):
        state = picking.scan(floor.workplace, 2, state, entry).state
    return number


@pytest.fixture
def screen(station: Station) -> ExceptionScreen:
    """The desk of a lead, with a shortage and a stopped order on it."""
    a_short_order(station.floor)
    stopped = station.floor.order((LAMP, 1))
    order_holding.hold_order(
        station.floor.workplace, stopped, reason=HoldReason.QUALITY, detail="cracked"
    )
    station.badge(MIRA)
    station.type("19")
    return station.window.one(ExceptionScreen)


def waiting(station: Station) -> list[ExceptionKind]:
    return [one.kind for one in floor_exceptions(station.floor.workplace)]


def test_a_lead_is_offered_the_exceptions_with_their_number_and_a_picker_is_not(
    station: Station,
) -> None:
    a_short_order(station.floor)
    station.badge(MIRA)
    tile = station.window.home.choices.buttons[FloorWork.DESK]
    assert (tile.face.text, tile.isVisible()) == ("Issues: 1", True)
    station.badge("Ana Kowalska")
    buttons = station.window.home.choices.buttons
    assert FloorWork.DESK not in buttons or not buttons[FloorWork.DESK].isVisible()


def test_a_row_says_what_where_whose_and_who_and_the_card_what_is_known(
    station: Station, screen: ExceptionScreen
) -> None:
    assert station.window.screen_shown is screen
    short = screen.table.content.rows[0].words
    for words in ("Missing", "2 x Blue Mug", BLUE.location, "10881", "09:30", "open"):
        assert words in short, (words, short)
    assert "free: none in the house" in screen.card.paragraphs
    assert "Proposed: 2. The rest need not wait" in screen.panel.title


def test_a_number_decides_about_the_chosen_row_and_it_is_gone(
    station: Station, screen: ExceptionScreen
) -> None:
    station.press(Qt.Key.Key_F4)
    assert screen.table.chosen.startswith("stopped:")
    station.type("1")
    assert waiting(station) == [ExceptionKind.SHORT]
    assert len(screen.table.content.rows) == 1


def test_the_arrows_choose_a_row_and_others_see_that_somebody_is_at_it(
    station: Station, screen: ExceptionScreen
) -> None:
    station.press(Qt.Key.Key_F4)
    seen = {one.key: one.at_it for one in floor_exceptions(station.floor.workplace)}
    assert seen[screen.table.chosen] == MIRA
    station.press(Qt.Key.Key_F8)
    assert {one.at_it for one in floor_exceptions(station.floor.workplace)} == {""}


def test_enter_takes_what_is_proposed_and_nothing_where_nothing_is(
    station: Station, screen: ExceptionScreen
) -> None:
    station.press(Qt.Key.Key_F4)
    station.press(Qt.Key.Key_Return)
    assert len(waiting(station)) == 2
    station.press(Qt.Key.Key_Escape)
    station.press(Qt.Key.Key_F3)
    station.press(Qt.Key.Key_Return)
    assert waiting(station) == [ExceptionKind.STOPPED]
    assert station.floor.order_state("10881-2") is OrderState.PAID
    assert station.window.screen_shown is screen


def test_undo_says_what_it_takes_back_and_the_row_comes_back(
    station: Station, screen: ExceptionScreen
) -> None:
    (undo,) = [key for key in screen.work_actions() if key.key == "F6"]
    assert not undo.is_enabled
    station.type("3")
    assert waiting(station) == [ExceptionKind.STOPPED]
    (undo,) = [key for key in screen.work_actions() if key.key == "F6"]
    assert (undo.note, undo.is_enabled) == ("10881: Send without it", True)
    station.press(Qt.Key.Key_F6)
    assert set(waiting(station)) == {ExceptionKind.STOPPED, ExceptionKind.SHORT}
    assert len(screen.table.content.rows) == 2
    (undo,) = [key for key in screen.work_actions() if key.key == "F6"]
    assert not undo.is_enabled


def test_undo_is_refused_in_its_own_words_once_the_order_went_on(
    station: Station, screen: ExceptionScreen
) -> None:
    assert station.window.screen_shown is screen
    station.type("2")
    rest = "10881-2"
    assert station.floor.order_state(rest) is OrderState.PAID
    order_changes.cancel_order(station.floor.workplace, rest)
    station.press(Qt.Key.Key_F6)
    assert "TOO LATE TO UNDO" in station.verdict
    assert "Rest now, this later, and it is cancelled now" in station.verdict


def test_what_somebody_else_decided_meanwhile_is_said_and_looked_at_anew(
    station: Station, screen: ExceptionScreen
) -> None:
    short_desk.wait_for_stock(station.floor.workplace, "10881")
    assert screen.case is not None
    station.type("3")
    assert "DECIDED ALREADY" in station.verdict
    assert "Wait for stock" in station.verdict
    station.press(Qt.Key.Key_Return)
    assert not station.verdict
    station.type("3")
    assert waiting(station) == [ExceptionKind.STOPPED]


def test_the_last_one_settled_leaves_an_empty_desk_that_says_so(
    station: Station, screen: ExceptionScreen
) -> None:
    station.type("3")
    station.type("1")
    assert waiting(station) == []
    assert screen.card.paragraphs == ("Nothing waits for you.",)
    assert "NOTHING WAITS" in screen.instruction.instruction.text
    assert not screen.panel.isVisibleTo(screen)


def test_on_a_low_screen_a_row_is_opened_before_its_ways_are_seen(
    station: Station, screen: ExceptionScreen
) -> None:
    station.window.resize(1280, 800)
    QApplication.processEvents()
    screen.refresh()
    assert (screen.table.isVisibleTo(screen), screen.panel.isVisibleTo(screen)) == (True, False)
    station.press(Qt.Key.Key_Return)
    assert (screen.table.isVisibleTo(screen), screen.panel.isVisibleTo(screen)) == (False, True)
    station.press(Qt.Key.Key_Escape)
    assert screen.table.isVisibleTo(screen)
    station.type("2")
    assert screen.table.chosen.startswith("stopped:")
    station.press(Qt.Key.Key_Return)
    station.type("1")
    assert waiting(station) == [ExceptionKind.SHORT]
    assert screen.table.isVisibleTo(screen)
