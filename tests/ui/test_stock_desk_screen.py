"""The stock desk in a window: a lead scans, types and chooses on six pages; pickers have none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.db.schema import Location
from app.domain.floor_work import FloorWork
from app.domain.locations import LocationKind
from app.domain.readings import Command
from app.services import count_desk, receiving, refill_planning
from app.services.receiving import AnnouncedLine
from app.ui.screens.stock_desk_screen import StockDeskScreen
from tests.ui.screens_fixture import BLUE, CODES, LAMP, SmallFloor
from tests.ui.screens_fixture_station import Station

MIRA = "Mira Lind"
DOCK, SHELF = "D-01", "A09-01L-5"


def places(floor: SmallFloor) -> None:
    """A dock and a reserve shelf."""
    with floor.database.begin() as work:
        for code, kind in ((DOCK, LocationKind.STAGING), (SHELF, LocationKind.RESERVE)):
            work.session.add(Location(code=code, kind=kind, zone="A"))


@pytest.fixture
def desk(station: Station) -> StockDeskScreen:
    """A lead's stock desk."""
    places(station.floor)
    station.badge(MIRA)
    station.type("20")
    return station.window.one(StockDeskScreen)


def shown(desk: StockDeskScreen) -> list[str]:
    """The rows of the page in words."""
    return [row.words for row in desk.page.table.content.rows]


def said(desk: StockDeskScreen) -> str:
    return desk.instruction.instruction.text


def test_a_lead_is_offered_the_desk_and_a_picker_is_not(station: Station) -> None:
    station.badge(MIRA)
    assert station.window.home.choices.buttons[FloorWork.STOCK].isVisible()
    station.badge("Ana Kowalska")
    buttons = station.window.home.choices.buttons
    assert FloorWork.STOCK not in buttons or not buttons[FloorWork.STOCK].isVisible()


def test_an_item_and_then_a_place_tell_the_balance_there(
    station: Station, desk: StockDeskScreen
) -> None:
    assert said(desk) == "SCAN ANYTHING"
    station.scan(CODES[BLUE.sku])
    assert desk.card.heading == f"ITEM {BLUE.sku}"
    station.scan(f"L-{BLUE.location}")
    (received,) = shown(desk)
    for words in ("received", "+20", "0 → 20", "the supplier", f"to {BLUE.location}"):
        assert words in received, (words, received)
    assert f"20 units lie in {BLUE.location} now" in desk.card.paragraphs
    station.press(Qt.Key.Key_Escape)
    assert desk.page.table.content.rows
    assert not any(f"in {BLUE.location} now" in line for line in desk.card.paragraphs)


def test_goods_are_moved_by_scans_and_the_next_item_of_the_place_is_asked_for(
    station: Station, desk: StockDeskScreen
) -> None:
    station.press(Qt.Key.Key_F3)
    station.scan(f"L-{BLUE.location}")
    assert said(desk) == "SCAN THE ITEM"
    station.type("1")
    station.type("8")
    assert said(desk) == "SCAN WHERE 8 UNITS GO"
    station.scan(f"L-{BLUE.location}")
    assert "SAME PLACE" in station.verdict
    station.scan(f"L-{SHELF}")
    assert station.verdict == ""
    assert said(desk) == "SCAN THE ITEM"
    assert "12 units" in shown(desk)[0]


def test_a_reason_is_chosen_by_number_and_a_correction_says_what_lies_there(
    station: Station, desk: StockDeskScreen
) -> None:
    station.press(Qt.Key.Key_F4)
    station.scan(f"L-{LAMP.location}", CODES[LAMP.sku])
    assert desk.panel.isVisible()
    assert "WHY ARE THE BOOKS WRONG" in desk.panel.title
    station.type("6")
    assert said(desk) == "TYPE HOW MANY LIE THERE NOW"
    station.type("19")
    assert "19 units" in shown(desk)[0]
    station.scan(CODES[LAMP.sku])
    station.type("2")
    station.type("9")
    assert "19 units" in shown(desk)[0]  # so many lost units another lead decides about
    assert len(count_desk.counts_to_approve(station.floor.workplace)) == 1


def test_goods_are_received_and_a_difference_is_asked_about_before_the_receipt_is_closed(
    station: Station, desk: StockDeskScreen
) -> None:
    floor = station.floor.workplace
    receiving.announce(floor, None, "PO-7", [AnnouncedLine(BLUE.sku, 24)])
    station.press(Qt.Key.Key_F5)
    assert "PO-7" in shown(desk)[0]
    station.type("1")
    station.scan(CODES[BLUE.sku])
    station.type("20")
    assert any(line.startswith("put it away in ") for line in desk.card.paragraphs)
    assert "4 to come" in shown(desk)[0]
    station.scan(Command.OK.value)
    assert said(desk) == "SAY WHY IT DIFFERS"
    station.type("1")
    assert said(desk) == "CHOOSE A RECEIPT"
    assert receiving.receipt(floor, None, "PO-7").lines[0].line.reason == "supplier"
    station.type("PO-99")
    assert desk.card.heading == "RECEIPT PO-99"


def test_counts_are_asked_for_taken_back_and_planned(
    station: Station, desk: StockDeskScreen
) -> None:
    station.press(Qt.Key.Key_F7)
    assert "No count waits." in desk.card.paragraphs
    station.scan(f"L-{BLUE.location}")
    assert BLUE.location in shown(desk)[0]
    station.type("1")
    assert shown(desk) == []
    station.press(Qt.Key.Key_F6)
    station.type("5")
    assert len(shown(desk)) == 5


def test_bounds_are_set_by_two_numbers_and_what_is_due_is_raised(
    station: Station, desk: StockDeskScreen
) -> None:
    station.press(Qt.Key.Key_F9)
    station.scan(CODES[BLUE.sku], f"L-{BLUE.location}")
    station.type("30")
    station.type("60")
    (row,) = shown(desk)
    assert "30 - 60" in row
    assert "low, nothing in reserve" in row
    (kept,) = refill_planning.bounds_kept(station.floor.workplace)
    assert (kept.minimum, kept.maximum) == (30, 60)
    station.press(Qt.Key.Key_F6)
    assert station.verdict == ""
