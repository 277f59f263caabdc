"""Parking, handing over and looking up through the window, by scans."""

from PySide6.QtCore import Qt

from app.db.schema import Location
from app.domain.floor_work import FloorWork
from app.domain.locations import LocationKind
from app.domain.own_codes import quantity_payload
from app.domain.pack_state import PackPrompt
from app.domain.pick_state import PickPrompt
from app.domain.readings import Command
from app.services import packing
from app.services.signing_in import sign_in_by_badge
from app.ui.screens.look_up_screen import LookUpScreen
from app.ui.screens.park_screen import ParkScreen
from tests.builders import entry
from tests.services import books
from tests.ui.screens_fixture import BLUE, CABLE, CODES
from tests.ui.screens_fixture_station import Station

ANA, ED, MIRA = "Ana Kowalska", "Ed Brandt", "Mira Lind"
OK, NEXT, PAUSE = Command.OK.value, Command.NEXT.value, Command.PAUSE.value
LOOK_UP = quantity_payload(FloorWork.LOOK_UP)


def a_pick_begun(station: Station) -> str:
    """Ana has picked the mugs of an order into a tote; the cable is still open."""
    tote = "T-0001"
    station.floor.order((BLUE, 1), (CABLE, 1))
    with station.floor.database.begin() as work:
        work.session.add(Location(code="LANE-9", kind=LocationKind.LANE))
    station.badge(ANA)
    station.scan(NEXT, tote, CODES[BLUE.sku])
    return tote


def test_a_cart_is_parked_after_f8_and_found_again_at_home(station: Station) -> None:
    tote = a_pick_begun(station)
    station.press(Qt.Key.Key_F8)
    park = station.window.one(ParkScreen)
    assert station.shows(park)
    assert f"tote {tote}" in park.card.accessibleName()
    station.scan(f"L-{BLUE.location}")
    assert "NOT FOR PARKING" in station.verdict
    station.scan("L-LANE-9")
    assert station.shows(station.window.home)
    assert "stands at LANE-9" in station.window.home.next_work.accessibleName()
    station.badge(ED)
    station.scan("L-LANE-9")
    assert station.shows(station.window.pick)
    state = station.window.pick.state
    assert state is not None
    assert (state.tote, state.lines_done) == (tote, 1)


def test_put_aside_work_is_given_to_a_colleague_or_left_with_any_other_scan(
    station: Station,
) -> None:
    tote = a_pick_begun(station)
    sign_in_by_badge(station.floor.workplace, station.floor.badges[ED])
    station.press(Qt.Key.Key_F8)
    park = station.window.one(ParkScreen)
    assert ED in park.panel.accessibleName()
    station.type("7")
    assert "NOBODY HAS NUMBER 7" in station.verdict
    station.press(Qt.Key.Key_Escape)
    station.badge(ED)
    assert station.shows(station.window.home)
    assert "GO ON WITH YOUR WORK" not in station.window.home.next_work.accessibleName()
    station.scan(tote)  # it waits for Ed, and whoever has its tote in hand may go on
    assert station.shows(station.window.pick)
    station.press(Qt.Key.Key_F8)
    station.scan(tote)
    assert station.shows(station.window.pick), station.verdict
    station.press(Qt.Key.Key_F8)
    station.scan(OK)
    assert station.shows(station.window.home)


def test_a_badge_at_the_pickers_station_takes_the_work_over(station: Station) -> None:
    a_pick_begun(station)
    before = station.window.pick.state
    assert before is not None
    station.badge(ED)
    assert station.shows(station.window.pick)
    operator, state = station.window.operator, station.window.pick.state
    assert operator is not None
    assert state is not None
    assert (operator.name, state.epoch) == (ED, before.epoch + 1)
    station.scan(CODES[CABLE.sku], OK)
    assert station.window.pick.state is not None
    assert station.window.pick.state.prompt is PickPrompt.TASK_DONE
    told = books.rows(
        station.floor.workplace, "select count(*) from event_log where kind = 'TaskTakenOver'"
    )
    assert told == [(1,)]


def test_a_badge_at_the_bench_takes_the_order_over_with_the_units_that_are_in(
    station: Station,
) -> None:
    tote = station.floor.picked_order((BLUE, 2))
    station.badge(ANA)
    station.scan(tote, CODES[BLUE.sku])
    station.badge(ED)
    assert station.shows(station.window.pack), station.verdict
    operator, state = station.window.operator, station.window.pack.state
    assert operator is not None
    assert state is not None
    assert (operator.name, state.verified, state.prompt) == (ED, 1, PackPrompt.SCAN_UNIT)
    station.scan(CODES[BLUE.sku])
    assert station.window.pack.state is not None
    assert station.window.pack.state.prompt is PackPrompt.CHOOSE_PACKAGING
    handed = "select count(*) from event_log where kind = 'BenchTakenOver'"
    assert books.rows(station.floor.workplace, handed) == [(1,)]


def test_a_bench_whose_order_was_packed_on_elsewhere_keeps_its_packer(station: Station) -> None:
    tote = station.floor.picked_order((BLUE, 3))
    station.badge(ANA)
    station.scan(tote, CODES[BLUE.sku])
    there = station.floor.at("P-09")
    ana = books.value(there, "select id from operator where name = :n", n=ANA)
    other = packing.open_order(there, ana, entry(tote)).state
    assert other is not None
    packing.scan(there, ana, other, entry(CODES[BLUE.sku]))
    station.badge(ED)
    operator = station.window.operator
    assert operator is not None
    assert operator.name == ANA
    assert station.verdict
    station.scan(CODES[BLUE.sku])
    assert station.shows(station.window.pack)


def test_anything_is_looked_up_and_nothing_changed(station: Station) -> None:
    tote = a_pick_begun(station)
    station.press(Qt.Key.Key_F8)
    station.scan(OK, LOOK_UP)
    screen = station.window.one(LookUpScreen)
    assert station.shows(screen.start)
    for code, label, words in (
        (CODES[BLUE.sku], "ITEM", f"{tote}: 1"),
        (f"L-{BLUE.location}", "PLACE", BLUE.sku),
        (tote, "TOTE", f"1 x {BLUE.sku}"),
        ("O-10881", "ORDER", f"{tote}: 1 x {BLUE.sku}"),
        (f"B-{station.floor.badges[ANA]}", "COLLEAGUE", "put aside by Ana Kowalska"),
    ):
        station.scan(code)
        assert not station.verdict, code
        assert label in screen.sign.accessibleName()
        assert words in screen.contents.accessibleName()
        if label == "COLLEAGUE":
            assert station.floor.badges[ANA][-4:] not in screen.last_scan.accessibleName()
    station.scan(tote)
    assert "GO ON PICKING" in screen.instruction.accessibleName()
    assert "picked" in screen.history.accessibleName()
    station.scan(f"L-{BLUE.location}")
    station.press(Qt.Key.Key_F7)
    assert "1 counts wait" in screen.whose.accessibleName()
    assert "COUNT IT" in screen.instruction.accessibleName()
    station.scan("NO-SUCH-CODE")
    assert "UNKNOWN" in station.verdict
    station.scan(OK)
    station.press(Qt.Key.Key_Escape)
    assert station.shows(screen.start)
    station.press(Qt.Key.Key_Escape)
    assert station.shows(station.window.home)
