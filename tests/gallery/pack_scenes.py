"""Scenes between the shelf and the truck: wall, inspection, bench, papers, dock."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain.readings import Command
from app.services.order_changes import edit_order
from app.services.sorting import open_wall
from app.ui.screens.wall_screen import WallScreen
from tests.gallery.booth import Booth, Scene
from tests.services.wall_floor import (
    a_batch,
    a_wall,
    asked_at_wall,
    cubby_of,
    sort_all,
    sorted_by,
)
from tests.ui.screens_fixture import BLUE, CODES, LAMP, RED
from tests.ui.test_inspect_screen import INSPECT, an_order_to_inspect
from tests.ui.test_papers_screen import HELD, a_paper
from tests.ui.test_ship_screen import Dock
from tests.ui.test_wall_screen import LIGHT, MUG

ANA, ED = "Ana Kowalska", "Ed Brandt"


def wall(booth: Booth) -> None:
    """The put wall: an item's cubby, its confirmation, a wrong cubby."""
    station = booth.station
    a_wall(station.floor.workplace)
    orders = {"A": [(MUG, 1), (LIGHT, 1)], "B": [(MUG, 1), (LIGHT, 1)]}
    batch = a_batch(station.floor.workplace, 1, orders)
    station.badge(ANA)
    station.type("7")
    booth.take("wall-tote")
    station.scan(batch.totes[0])
    booth.take("wall-item")
    screen = station.window.one(WallScreen)
    if screen.state is not None:
        station.scan(asked_at_wall(screen.state))
    booth.take("wall-cubby")
    station.scan("T-0099")
    booth.take("wall-refused")


def inspection(booth: Booth) -> None:
    """Blind count, and what was found."""
    station = booth.station
    tote = an_order_to_inspect(station)
    station.badge(ANA)
    station.scan(INSPECT)
    booth.take("inspect-waiting")
    station.scan(tote, CODES[BLUE.sku])
    booth.take("inspect-count")
    station.scan(Command.OK.value)
    booth.take("inspect-found")


def bench(booth: Booth) -> None:
    """The bench: verify, wrong item, box, label, done."""
    station = booth.station
    tote = station.floor.picked_order((BLUE, 2), (LAMP, 1), note="Ring twice", gift="For Ada")
    station.badge(ED)
    station.type("5")
    booth.take("bench-open")
    station.scan(tote)
    booth.take("bench-note")
    station.scan("XCK")
    booth.take("bench-verify")
    station.scan(CODES[RED.sku])
    booth.take("bench-wrong-item")
    station.scan(CODES[BLUE.sku], CODES[BLUE.sku])
    station.press(Qt.Key.Key_F2)
    booth.take("bench-missing")
    station.press(Qt.Key.Key_Escape)
    station.scan(CODES[LAMP.sku])
    booth.take("bench-box")
    station.scan("XCK")
    booth.take("bench-label")
    state = station.window.pack.state
    if state is not None:
        station.scan(f"]C100{state.sscc}")
    booth.take("bench-done")


def bench_changes(booth: Booth) -> None:
    """A colleague goes on, what is taken back of an edited order, and a cubby the wall proved."""
    station = booth.station
    workplace = station.floor.workplace
    tote = station.floor.picked_order((BLUE, 3), (LAMP, 1))
    station.badge(ANA)
    station.scan(tote, CODES[BLUE.sku])
    station.badge(ED)
    booth.take("bench-taken-over")
    state = station.window.pack.state
    if state is not None:
        edit_order(workplace, state.order_number, {1: 2, 2: 0})
        station.scan(CODES[BLUE.sku])
    booth.take("bench-take-back")
    station.scan("XCK", "XCPSE")
    a_wall(workplace)
    batch = a_batch(workplace, 1, {"A": [(MUG, 1), (LIGHT, 1)], "B": [(MUG, 1), (LIGHT, 1)]})
    wall = sort_all(workplace, 1, sorted_by(workplace, 1, open_wall(workplace, 1), *batch.totes))
    station.scan(f"L-W1-{cubby_of(wall, batch.numbers['A'])}")
    booth.take("bench-proven")


def papers(booth: Booth) -> None:
    """A printer without paper, and what to do about it."""
    station = booth.station
    a_paper(station, "0001", *HELD)
    a_paper(station, "0002")
    station.badge(ED)
    station.type("15")
    booth.take("papers")


def dock(booth: Booth) -> None:
    """The dock: a parcel, its cage, the wrong one, the list, the driver."""
    place = Dock(booth.station)
    parcel = place.parcel()
    other = place.parcel()
    place.go()
    booth.take("dock-parcel")
    booth.station.scan(parcel)
    booth.take("dock-cage")
    booth.station.scan("L-UPS-1")
    booth.take("dock-wrong-cage")
    booth.station.scan("XCK")
    booth.station.scan("L-DE-N4", "XCFULL")
    booth.take("dock-missing")
    booth.station.scan("XCK")
    booth.station.scan(other, "L-DE-N4", "XCFULL")
    booth.take("dock-driver")


SCENES: tuple[Scene, ...] = (wall, inspection, bench, bench_changes, papers, dock)
