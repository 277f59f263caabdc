"""Zones through the window: the zone chosen, its inbox, a tote fetched, picked and passed on."""

from PySide6.QtCore import Qt

from app.db.schema import Location
from app.domain.floor_work import FloorWork
from app.domain.own_codes import quantity_payload
from app.domain.pick_state import PickMethod, PickPrompt
from app.domain.readings import Command
from app.services.zone_setup import set_lanes, set_zone
from app.ui.screens.zone_screen import ZoneScreen
from tests.ui.screens_fixture import BLUE, CABLE, CODES, LAMP, SmallFloor
from tests.ui.screens_fixture_station import Station

ANA, MIRA = "Ana Kowalska", "Mira Lind"
ZONE = quantity_payload(FloorWork.ZONE)
PASS = PickMethod.ZONE_PASS


def lay_out(floor: SmallFloor, *, scanned: bool = False) -> None:
    """Cables lie in zone B, all else in zone A; each zone has its lane."""
    with floor.database.begin() as work:
        work.session.query(Location).filter_by(code=CABLE.location).update({"zone": "B"})
        work.session.commit()
    set_zone(floor.workplace, "A", turn=1, lane="LANE-A")
    set_zone(floor.workplace, "B", turn=2, lane="LANE-B")
    set_lanes(floor.workplace, scanned=scanned, pack_lane_code="LANE-PACK")


def test_a_tote_goes_through_two_zones_and_each_screen_says_where_to(station: Station) -> None:
    floor, window = station.floor, station.window
    lay_out(floor)
    floor.cart([(BLUE, 2), (CABLE, 1)], [(LAMP, 1)], method=PASS)
    station.badge(ANA)
    station.scan(ZONE)
    screen = window.one(ZoneScreen)
    assert station.shows(screen)
    assert "IN WHICH ZONE" in screen.panel.accessibleName()
    station.type("1")
    assert screen.heading().task == "Zone A"
    assert "EMPTY TOTE" in screen.queue.accessibleName()
    assert "EMPTY TOTE" in screen.instruction.accessibleName()
    station.scan("T-0001")
    assert station.shows(window.pick)
    station.scan(CODES[BLUE.sku])
    station.press(Qt.Key.Key_Return)
    done = window.pick.page.done.accessibleName()
    assert "Put T-0001 on LANE-B for zone B" in done
    station.scan("L-LANE-A")
    assert "WRONG LANE" in station.verdict
    station.scan("L-LANE-B")
    assert "T-0001 is on LANE-B" in window.pick.page.done.accessibleName()
    station.scan("T-0002")  # the next order of the zone begins with another empty tote
    assert window.pick.state is not None
    assert window.pick.state.tote == "T-0002"
    station.scan(CODES[LAMP.sku])
    assert "LANE-PACK" in window.pick.page.done.accessibleName()
    station.badge(MIRA)
    station.scan(ZONE, f"L-{CABLE.location}")
    assert screen.heading().task == "Zone B"
    assert "T-0001" in screen.queue.accessibleName()
    station.scan("T-0002")
    assert "ALL ZONES DONE" in station.verdict
    station.scan("T-0001")
    assert station.shows(window.pick)
    station.scan(f"L-{BLUE.location}")
    assert "THAT IS ZONE A" in station.verdict
    station.scan(CODES[BLUE.sku])
    assert "ITEM OF ZONE A" in station.verdict
    station.scan(CODES[CABLE.sku])
    assert "LANE-PACK" in window.pick.page.done.accessibleName()


def test_the_tote_is_fetched_by_its_code_and_its_scan_at_home_begins_the_zone(
    station: Station,
) -> None:
    floor, window = station.floor, station.window
    lay_out(floor, scanned=True)
    floor.cart([(BLUE, 1), (CABLE, 1)], [(BLUE, 1), (CABLE, 2)], method=PASS)
    station.badge(ANA)
    station.scan(ZONE, "L-LANE-A")
    for tote in ("T-0001", "T-0002"):
        station.scan(tote, CODES[BLUE.sku])
        assert window.pick.state is not None
        assert window.pick.state.prompt is PickPrompt.SCAN_LANE
        assert "LANE-B" in window.pick.page.location.accessibleName()
        station.scan("L-LANE-B")
        assert "LANE-B" in window.pick.page.done.accessibleName()
    station.badge(MIRA)
    station.scan(ZONE, "L-LANE-B", Command.NEXT.value)
    assert "FETCH" in window.pick.page.instruction.accessibleName()
    assert "LANE-B" in window.pick.page.location.accessibleName()
    station.scan("T-0002")  # the other one is taken instead
    assert window.pick.state is not None
    assert window.pick.state.tote == "T-0002"
    station.press(Qt.Key.Key_F8)
    station.scan(Command.OK.value)
    assert station.shows(window.home)
    station.scan("T-0001")
    assert station.shows(window.pick)
    station.scan(CODES[CABLE.sku])
    assert window.pick.state.prompt is PickPrompt.SCAN_LANE


def test_an_empty_tote_where_nothing_begins_and_a_place_of_no_zone_are_refused(
    station: Station,
) -> None:
    lay_out(station.floor)
    station.badge(ANA)
    station.scan(ZONE, "L-LANE-PACK")
    assert "PLACE OF NO ZONE" in station.verdict
    station.scan("L-LANE-B", "T-0001")
    assert "NO ORDER BEGINS HERE" in station.verdict
    station.scan(Command.OK.value, Command.SKIP.value)
    station.type("7")
    assert station.verdict
    station.type("0")
    assert station.shows(station.window.home)
