"""Inspecting through the window, by scans: what waits, the blind count, and each finding."""

from PySide6.QtCore import Qt

from app.db.schema import Location
from app.domain.floor_work import FloorWork
from app.domain.locations import LocationKind
from app.domain.own_codes import quantity_payload
from app.domain.readings import Command
from app.services.order_changes import cancel_order
from app.services.raising_inspections import demand_inspection
from app.ui.screens.inspect_screen import InspectScreen
from tests.ui.screens_fixture import BLUE, CABLE, CASES, CODES
from tests.ui.screens_fixture_station import Station

ANA = "Ana Kowalska"
OK, PAUSE, DAMAGED = Command.OK.value, Command.PAUSE.value, Command.DAMAGED.value
INSPECT = quantity_payload(FloorWork.INSPECT)


def an_order_to_inspect(station: Station) -> str:
    """Three mugs and a cable in a tote, which a lead wants to be inspected; and a quarantine."""
    tote = station.floor.picked_order((BLUE, 3), (CABLE, 1))
    demand_inspection(station.floor.workplace, "10881")
    with station.floor.database.begin() as work:
        work.session.add(Location(code="Q01", kind=LocationKind.QUARANTINE, zone="A"))
    return tote


def test_an_order_is_kept_from_the_bench_and_inspected_by_a_scan_of_its_tote(
    station: Station,
) -> None:
    tote = an_order_to_inspect(station)
    station.badge(ANA)
    home = station.window.home
    assert "QC: 1" in home.choices.buttons[FloorWork.INSPECT].accessibleName()
    station.scan(tote)
    assert "INSPECT FIRST" in station.verdict
    station.scan(OK, PAUSE, INSPECT)
    screen = station.window.one(InspectScreen)
    assert station.shows(screen)
    assert "10881: a lead asked for it" in screen.why.accessibleName()
    station.scan(OK)
    assert "10881" in screen.page.location.accessibleName()
    station.scan(OK)
    assert "COUNT FIRST" in station.verdict
    station.scan(CODES[BLUE.sku], CODES[CABLE.sku], CODES[BLUE.sku])
    assert screen.page.quantity.view.quantity == 3
    assert "4" not in screen.page.note.accessibleName()
    station.press(Qt.Key.Key_F6)
    station.scan(CODES[BLUE.sku], CODES[BLUE.sku], OK)
    assert station.shows(screen.card)
    assert screen.waiting == ()
    station.scan(PAUSE, tote)
    assert station.shows(station.window.pack)


def test_each_finding_is_shown_with_both_numbers_and_seen_to_by_a_number(
    station: Station,
) -> None:
    tote = an_order_to_inspect(station)
    station.badge(ANA)
    station.scan(INSPECT, tote, CODES[BLUE.sku], DAMAGED, CODES[BLUE.sku])
    screen = station.window.one(InspectScreen)
    assert "IS DAMAGED" in screen.page.panel.accessibleName()
    station.type("2")
    station.scan(CASES[BLUE.sku], OK)
    assert "MISSING 1 x" in screen.page.panel.accessibleName()
    assert "0 there, 1 expected" in screen.page.panel.accessibleName()
    station.type("4")
    assert "NO CHOICE 4" in station.verdict
    station.type("3")
    assert CABLE.location in screen.page.location.accessibleName()
    station.scan(CODES[BLUE.sku])
    assert "NOT THE MISSING ONE" in station.verdict
    station.scan(CODES[CABLE.sku])
    assert "TOO MANY" in screen.page.panel.accessibleName()
    station.tap(screen.page.panel.tile("way", "fix_here"))
    station.scan(f"L-{BLUE.location}")
    assert "NOT QUARANTINE" in station.verdict
    station.scan("L-Q01")
    assert station.shows(screen.card)


def test_what_leads_to_no_inspection_is_refused_and_ok_clears_it(station: Station) -> None:
    tote = an_order_to_inspect(station)
    station.badge(ANA)
    station.scan(INSPECT, f"L-{BLUE.location}")
    assert "NOT TO INSPECT" in station.verdict
    station.scan(OK, tote, CODES[BLUE.sku])
    cancel_order(station.floor.workplace, "10881")
    station.scan(CODES[BLUE.sku])
    assert "cancelled" in station.verdict.lower()
    station.scan(OK)
    screen = station.window.one(InspectScreen)
    assert station.shows(screen.card)
    station.scan(PAUSE)
    assert station.shows(station.window.home)
