"""Two real stations on one PostgreSQL: a short at one is decided at the other, and is picked."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.floor_work import FloorWork
from app.services.allocating import allocate_waiting_orders
from app.services.checking import check_database
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.floor.station_process import StationProcess, until
from tests.floor.test_reassigning_live import CEILING_SECONDS, WORK, shown
from tests.floor.test_two_stations_live import happened
from tests.floor.test_wave_board_live import (
    a_lead,
    open_by_card,
    press_until,
    seconds_since,
)
from tests.servers.x_display import XDisplay
from tests.services import books

pytestmark = [
    pytest.mark.real_window,
    pytest.mark.parametrize(
        "migrated_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
    ),
]

OK, SHORT, NONE_FOUND = "XCK", "XCSHRT", "XCNB"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals of the tests' own: a station keeps one in its user's home."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def promised_to_a_later_order(floor: Workplace, mug: Goods) -> tuple[str, str]:
    """Two mugs elsewhere, promised to an order that nobody works on: its number and the place."""
    elsewhere = builders.a_location(floor)
    builders.stock(floor, mug, elsewhere, 2)
    later = builders.an_order(floor, (mug, 2))
    allocate_waiting_orders(floor)
    return later, elsewhere


def scan_accepted(station: StationProcess, code: str) -> None:
    """Scan a code until one scan of it is accepted."""
    before = station.refusals_of(code).count(None)
    station.insist(
        code, lambda: station.refusals_of(code).count(None) > before, f"{code} to be accepted"
    )


def test_a_short_is_seen_at_once_at_the_desk_and_its_decision_at_once_by_the_picker(
    floor: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2), (tea, 1), shipping_method="Express")
    later, elsewhere = promised_to_a_later_order(floor, mug)
    ana, lea = builders.an_operator(floor), a_lead(floor)
    tote, picker = builders.a_tote(floor), builders.a_workplace(floor.database, "P-02")
    with (
        XDisplay() as desk,
        StationProcess(desk, floor, tmp_path / "desk") as lead,
        StationProcess(x_display, picker, tmp_path / "picker") as there,
    ):
        x_display.type_scan(f"B-{builders.badge_of(ana)}")
        there.insist("XCNXT", lambda: happened(floor, "TaskClaimed") == 1, "Ana to take the work")
        there.scan(tote)
        desk.type_scan(f"B-{builders.badge_of(lea)}")
        until(lambda: happened(floor, "OperatorSignedIn") == 2, "Lea to sign in")
        open_by_card(desk, lead, FloorWork.DESK, "the exception desk")
        nothing = shown(desk)

        for code in (SHORT, NONE_FOUND, OK):
            there.scan(code)
        until(lambda: happened(floor, "OrderHeld") == 1, "the short to be on record")
        until(lambda: desk.picture().crop(WORK) != nothing, "the short on the lead's screen")
        seen_after = seconds_since(floor, "OrderHeld")
        reported, picking_on = shown(desk), shown(x_display)
        desk.screenshot(tmp_path / "reported.png")

        press_until(
            desk, lead, "Return", lambda: happened(floor, "ShortDecided") == 1, "the decision"
        )
        until(lambda: x_display.picture().crop(WORK) != picking_on, "the result at Ana's screen")
        told_after = seconds_since(floor, "ShortDecided")
        until(lambda: desk.picture().crop(WORK) != reported, "the row to go")
        desk.screenshot(tmp_path / "decided.png")
        x_display.screenshot(tmp_path / "told.png")
        print(  # noqa: T201
            f"lead {seen_after:.2f} s after the short, picker {told_after:.2f} s after the decision"
        )
        assert max(seen_after, told_after) < CEILING_SECONDS
        assert (books.order_state(floor, later), books.holds(floor, number)) == ("paid", set())

        for code in (tea.barcode, f"L-{elsewhere}", mug.barcode, OK):
            scan_accepted(there, code)
        until(lambda: books.order_state(floor, number) == "picked", "all to be picked")
        x_display.screenshot(tmp_path / "picked.png")
    assert (books.on_hand(floor, elsewhere), books.on_hand(floor, tote)) == (0, 3)
    books.audit(floor.database)
    assert check_database(floor).is_sound
