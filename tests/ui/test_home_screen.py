"""The next work is one scan, key or tap away; what does not exist is not offered."""

from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.floor_work import VERBS, FloorWork, is_for
from app.domain.operators import OperatorRole
from app.domain.own_codes import quantity_payload
from app.domain.shelf_events import LeadCalled
from app.services.floor_labels import WORK_TITLES
from app.services.live import StoredEvent
from app.ui.screens.home_choices import CHOICES, choice_of
from app.ui.theme import Theme, ThemeName
from app.ui.tokens import TARGET_MM
from tests.ui.screens_fixture import BLUE, CODES, RED
from tests.ui.screens_fixture_station import Station

ANA = "Ana Kowalska"


def test_the_most_urgent_order_is_on_offer_with_its_due_time(station: Station) -> None:
    station.floor.order((BLUE, 3))
    station.floor.order((RED, 1))
    station.badge(ANA)
    home = station.window.home
    assert home.next_work.view.title == "Order 10881"
    assert home.next_work.view.facts[0] == "1 line, 3 units"
    assert "in 1 h 12" in home.next_work.view.facts[1]
    assert home.then_work.view.title == "2"


def test_next_by_card_by_enter_and_by_tap(station: Station) -> None:
    for _ in range(3):
        station.floor.order((BLUE, 1))
    station.badge(ANA)
    station.scan("XCNXT", "XCPSE")
    station.press(Qt.Key.Key_Return)
    assert station.shows(station.window.pick)
    station.scan("XCPSE")
    station.tap(station.window.home.next_work)
    assert station.shows(station.window.pick)


def test_the_numbers_of_the_choices_work_as_well(station: Station) -> None:
    station.floor.order((BLUE, 1))
    station.badge(ANA)
    station.type("5")
    assert station.shows(station.window.pack)
    station.press(Qt.Key.Key_Escape)
    station.scan("XCNC")
    assert station.shows(station.window.pick)


def test_no_work_is_told_and_ok_looks_again(station: Station) -> None:
    station.badge(ANA)
    assert station.window.home.next_work.view.title == "No work now"
    station.scan("XCNXT")
    assert "NO WORK NOW" in station.verdict
    station.floor.order((BLUE, 1))
    station.scan("XCK")
    assert station.window.home.next_work.view.title == "Order 10881"


def test_goods_and_unknown_codes_are_refused(station: Station) -> None:
    station.badge(ANA)
    station.scan(CODES[BLUE.sku])
    assert "NOT NEEDED NOW" in station.verdict
    station.scan("hello world")
    assert "UNKNOWN CODE" in station.verdict
    station.scan("XCSKP")
    assert "NOT POSSIBLE NOW" in station.verdict


def test_the_look_changes_by_tap(station: Station) -> None:
    station.badge(ANA)
    station.tap(station.window.home.look_button)
    assert Theme.current().name is ThemeName.DARK
    station.tap(station.window.home.look_button)
    assert Theme.current().name is ThemeName.LIGHT


@pytest.mark.parametrize("role", list(OperatorRole))
def test_every_choice_that_a_role_sees_opens_by_its_card(
    station: Station, role: OperatorRole
) -> None:
    names = {OperatorRole.PICKER: ANA, OperatorRole.PACKER: "Ed Brandt"}
    station.badge(names.get(role, "Mira Lind"))
    for choice in CHOICES:
        if choice.screen is None or not is_for(role, choice.work):
            continue
        assert choice_of(choice.work, role) is choice
        station.scan(quantity_payload(choice.work))
        assert type(station.window.screen_shown) is choice.screen or (
            choice.is_exception and station.window.screen_shown is station.window.home
        )
        station.window.show_screen(station.window.home)


def test_every_choice_above_nine_has_a_card_of_its_own() -> None:
    assert {work for work in VERBS if work > 9} == WORK_TITLES.keys()


def test_a_number_without_work_is_refused(station: Station) -> None:
    station.badge(ANA)
    station.type("99")
    assert "NOT NEEDED NOW" in station.verdict


def test_all_choices_fit_on_a_small_screen(station: Station) -> None:
    station.window.resize(1280, 800)
    station.badge(ANA)
    home = station.window.home
    home.choices.show_choices(OperatorRole.LEAD, dict.fromkeys(FloorWork, 3))
    QApplication.processEvents()
    assert home.minimumSizeHint().height() <= home.height()
    for button in home.choices.buttons.values():
        assert button.height() >= Theme.current().mm(TARGET_MM)


@pytest.mark.parametrize(("name", "is_told"), [("Mira Lind", True), (ANA, False)])
def test_a_lead_at_home_is_told_who_needs_one(station: Station, name: str, is_told: bool) -> None:
    station.badge(name)
    home = station.window.home
    called = LeadCalled(7, "WrongItem", CODES[BLUE.sku], BLUE.location)
    at = datetime(2026, 5, 4, 8, 18, tzinfo=UTC)
    home.happened((StoredEvent(1, called.kind, asdict(called), "P-04", 2, at, is_own=False),))
    assert (home.announced is not None) is is_told
    if home.announced is not None:
        assert home.announced.title == "STATION P-04 NEEDS YOU"
