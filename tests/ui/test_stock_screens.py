"""Counting, refilling, putting away and approving through the window, by scans."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.db.schema import Location, Stock
from app.domain.floor_work import FloorWork
from app.domain.locations import LocationKind
from app.domain.own_codes import quantity_payload
from app.domain.readings import Command
from app.services.count_desk import ask_for_counts
from app.services.order_changes import cancel_order
from app.services.refill_planning import raise_refills, set_bounds
from app.ui.screens.approve_screen import ApproveScreen
from app.ui.screens.count_screen import CountScreen
from app.ui.screens.put_away_screen import PutAwayScreen
from app.ui.screens.refill_screen import RefillScreen
from tests.services import books, stock_work
from tests.services.stock_work import move_in
from tests.ui.screens_fixture import BLUE, CABLE, CASES, CODES
from tests.ui.screens_fixture_station import Station

ANA, MIRA = "Ana Kowalska", "Mira Lind"
OK, SKIP, PAUSE = Command.OK.value, Command.SKIP.value, Command.PAUSE.value
COUNT, REPLENISH, PUT_AWAY, APPROVE = (
    quantity_payload(work)
    for work in (FloorWork.COUNT, FloorWork.REPLENISH, FloorWork.PUT_AWAY, FloorWork.APPROVE)
)


def add_place(station: Station, code: str, kind: LocationKind) -> None:
    """Add a location that the small floor does not have."""
    with station.floor.database.begin() as work:
        work.session.add(Location(code=code, kind=kind, zone="A", pick_sequence=90))


def at(station: Station, code: str) -> int:
    """Units at a location."""
    with station.floor.database.begin() as work:
        rows = work.session.query(Stock).join(Location, Location.id == Stock.location_id)
        return sum(row.on_hand for row in rows.filter(Location.code == code))


def test_a_place_is_counted_blind_and_the_next_one_follows(station: Station) -> None:
    ask_for_counts(station.floor.workplace, [BLUE.location, CABLE.location])
    station.badge(ANA)
    home = station.window.home
    assert "Count: 2" in home.choices.buttons[FloorWork.COUNT].accessibleName()
    station.scan(COUNT)
    screen = station.window.one(CountScreen)
    assert station.shows(screen)
    assert BLUE.location in screen.page.location.accessibleName()
    station.scan(f"L-{BLUE.location}", CODES[BLUE.sku])
    assert screen.page.quantity.view.quantity == 1
    assert "20" not in screen.page.quantity.accessibleName()
    station.scan(CASES[BLUE.sku])
    station.type("3")
    station.type("1")
    station.press(Qt.Key.Key_F6)
    station.type("19")
    assert screen.page.quantity.view.quantity == 19
    station.scan(OK)
    assert CABLE.location in screen.page.location.accessibleName()
    station.scan(f"L-{CABLE.location}")
    station.type("20")
    station.scan(OK)
    assert station.shows(station.window.home)
    assert at(station, BLUE.location) == 19


def test_what_is_wrong_is_refused_in_its_own_words(station: Station) -> None:
    ask_for_counts(station.floor.workplace, [BLUE.location])
    station.badge(ANA)
    station.scan(COUNT, f"L-{CABLE.location}")
    assert "WRONG LOCATION" in station.verdict
    station.scan(f"L-{BLUE.location}")
    assert not station.verdict
    station.scan(OK)
    assert "COUNT FIRST" in station.verdict
    station.scan(CODES[CABLE.sku])
    assert "ANOTHER ITEM" in station.verdict
    station.scan(CODES[BLUE.sku], PAUSE)
    assert station.shows(station.window.home)


def test_nothing_to_do_is_told_and_ok_leads_home(station: Station) -> None:
    station.badge(ANA)
    for code, words in (
        (COUNT, "NOTHING TO COUNT"),
        (REPLENISH, "NOTHING TO REFILL"),
        (PUT_AWAY, "NOTHING TO PUT AWAY"),
    ):
        station.scan(code)
        assert words in station.verdict
        station.scan(OK)
        assert station.shows(station.window.home)


def test_a_pick_face_is_refilled_from_reserve(station: Station) -> None:
    add_place(station, "R01-01L-1", LocationKind.RESERVE)
    move_in(station.floor.workplace, BLUE.sku, "R01-01L-1", 60)
    set_bounds(station.floor.workplace, sku=BLUE.sku, location=BLUE.location, bounds=(30, 50))
    raise_refills(station.floor.workplace)
    station.badge(ANA)
    station.scan(REPLENISH)
    screen = station.window.one(RefillScreen)
    assert "R01-01L-1" in screen.page.location.accessibleName()
    assert screen.page.quantity.view.quantity == 30
    station.scan("L-R01-01L-1", CODES[CABLE.sku])
    assert "WRONG ITEM" in station.verdict
    station.scan(CASES[BLUE.sku])
    station.type("5")
    assert BLUE.location in screen.page.location.accessibleName()
    station.scan(f"L-{BLUE.location}")
    assert station.shows(station.window.home)
    assert (at(station, BLUE.location), at(station, "R01-01L-1")) == (50, 30)


def test_goods_of_a_cancelled_order_go_back_to_their_shelf(station: Station) -> None:
    tote = station.floor.picked_order((BLUE, 3), (CABLE, 1))
    cancel_order(station.floor.workplace, "10881")
    station.badge(ANA)
    station.scan(PUT_AWAY)
    screen = station.window.one(PutAwayScreen)
    assert tote in screen.page.location.accessibleName()
    station.scan(tote, CODES[BLUE.sku], f"L-{BLUE.location}")
    station.scan(tote, CODES[CABLE.sku], f"L-{CABLE.location}")
    assert station.shows(station.window.home)
    assert (at(station, BLUE.location), at(station, CABLE.location)) == (20, 20)


def test_damaged_goods_are_looked_at_and_written_off(station: Station) -> None:
    add_place(station, "Q-01", LocationKind.QUARANTINE)
    move_in(station.floor.workplace, BLUE.sku, "Q-01", 2)
    station.badge(ANA)
    station.scan(PUT_AWAY, "L-Q-01", CODES[BLUE.sku], OK)
    screen = station.window.one(PutAwayScreen)
    assert "CAN THEY BE SOLD" in screen.page.panel.title
    station.tap(screen.page.panel.tile("why", "2"))
    station.scan(OK)
    assert "NOT POSSIBLE NOW" in station.verdict
    station.type("1")
    assert at(station, "Q-01") == 0
    assert station.shows(station.window.home)


def test_a_lead_approves_what_a_picker_counted(station: Station) -> None:
    ask_for_counts(station.floor.workplace, [BLUE.location])
    station.badge(ANA)
    station.scan(COUNT, f"L-{BLUE.location}")
    for _ in range(2):
        station.type("9")
        station.scan(OK)
    assert at(station, BLUE.location) == 20
    assert not station.window.home.choices.buttons[FloorWork.APPROVE].isVisible()
    station.badge(MIRA)
    assert station.window.home.choices.buttons[FloorWork.APPROVE].isVisible()
    station.scan(APPROVE)
    screen = station.window.one(ApproveScreen)
    assert "20 by the books, 9 counted" in screen.panel.title
    station.scan(OK)
    assert "NOT POSSIBLE NOW" in station.verdict
    station.scan(OK)
    station.type("1")
    assert at(station, BLUE.location) == 9
    assert station.shows(station.window.home)
    assert books.value(station.floor.workplace, "select state from count_task") == "done"


def test_what_a_lead_decides_is_whole_on_a_small_screen(station: Station) -> None:
    ask_for_counts(station.floor.workplace, [BLUE.location])
    station.badge(ANA)
    station.scan(COUNT, f"L-{BLUE.location}")
    for _ in range(2):
        station.type("9")
        station.scan(OK)
    station.window.resize(1280, 800)
    for _ in range(3):
        QApplication.processEvents()
    station.badge(MIRA)
    station.scan(APPROVE)
    screen = station.window.one(ApproveScreen)
    for _ in range(3):
        QApplication.processEvents()
    assert f"20 by the books, 9 counted: {BLUE.sku} in {BLUE.location}" in screen.panel.title
    assert screen.heading().detail == BLUE.name
    for name in ("1", "2"):
        assert screen.panel.rect().contains(screen.panel.tile("what", name).geometry())


def test_a_count_in_others_hands_is_left_to_them(station: Station) -> None:
    ask_for_counts(station.floor.workplace, [BLUE.location])
    station.badge(ANA)
    station.scan(COUNT)
    stock_work.hold_count(station.floor.workplace, "Ed Brandt")
    station.scan(f"L-{BLUE.location}")
    assert "WORKED ON NOW" in station.verdict
    assert "Ed Brandt" in station.verdict
