"""One key on every screen says why: the order at hand, the place, the next work, what was found."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain.readings import Command
from tests.ui.screens_fixture import BLUE, CABLE
from tests.ui.screens_fixture_station import Station
from tests.ui.test_exception_screen import a_short_order
from tests.ui.wave_board_floor import a_wave, paid_orders

ANA, MIRA = "Ana Kowalska", "Mira Lind"


def reasons(station: Station) -> str:
    """What the card in the help says, after its key was pressed."""
    station.press(Qt.Key.Key_F1)
    assert station.window.is_help_open
    card = station.window.help.why
    return " ".join((card.heading, *card.paragraphs)) if not card.isHidden() else ""


def test_a_picker_is_told_why_this_order_and_why_this_place(station: Station) -> None:
    station.floor.order((BLUE, 2), (CABLE, 1))
    station.badge(ANA)
    station.scan(Command.NEXT.value)
    assert not station.window.help.why.paragraphs  # nobody asked yet
    told = reasons(station)
    assert "WHY: 10881, A01-02L-1" in told
    assert "Ana Kowalska is picking it" in told
    assert "Orders take 2 units from A01-02L-1: it lies nowhere else." in told
    station.press(Qt.Key.Key_F1)
    assert not station.window.is_help_open


def test_the_start_screen_tells_why_just_this_work_comes_next(station: Station) -> None:
    station.floor.order((BLUE, 2))
    station.badge(ANA)
    assert "Ana Kowalska gets order 10881 next" in reasons(station)


def test_the_bench_tells_what_its_order_waits_for(station: Station) -> None:
    tote = station.floor.picked_order((BLUE, 1), (CABLE, 1))
    station.badge("Ed Brandt")
    station.scan(tote)
    assert "It is open at bench P-03, 2 units to pack." in reasons(station)


def test_a_look_up_tells_the_gravest_reasons_at_once(station: Station) -> None:
    number = a_short_order(station.floor)
    station.badge(MIRA)
    station.type("0")
    station.type(number)
    page = station.window.screen_shown.findChildren(type(station.window.help.why))
    said = " ".join(words for card in page for words in card.paragraphs)
    assert "held: units missing" in said
    assert "Stock is missing for 2 units (line 1)" in said


def test_the_exception_desk_tells_why_of_the_chosen_row(station: Station) -> None:
    a_short_order(station.floor)
    station.badge(MIRA)
    station.type("19")
    told = reasons(station)
    assert "10881: It is held: units missing" in told
    assert f"{BLUE.location} waits for a count" in told


def test_where_nothing_is_shown_help_gives_no_reasons(station: Station) -> None:
    station.badge(ANA)
    station.type("11")
    assert reasons(station) == ""


def test_the_wave_board_tells_why_of_the_chosen_wave(station: Station) -> None:
    wave = a_wave(station.floor, *paid_orders(station.floor, 2))
    station.badge(MIRA)
    station.type("4")
    assert f"Wave {wave} is not planned yet. Plan it, then release it." in reasons(station)
