"""Scenes of picking: sign-in, home, every method's prompts, its exceptions and its refusals."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.db.schema import Location
from app.domain.locations import LocationKind
from app.domain.pick_state import PickMethod
from app.domain.readings import Command
from app.services.skills import change_skills
from app.services.wall_setup import add_shelf
from app.services.zone_setup import set_zone
from tests.gallery.booth import Booth, Scene
from tests.ui.screens_fixture import BLUE, CABLE, CODES, CREAM, LAMP, RED
from tests.ui.test_shelf_screen import PARALLEL
from tests.ui.test_stock_screens import add_place
from tests.ui.test_walk_on_screen import put_on_the_floor
from tests.ui.test_zone_screen import PASS, ZONE, lay_out

ANA, ED, MIRA = "Ana Kowalska", "Ed Brandt", "Mira Lind"
TOTES = ("T-0041", "T-0042", "T-0043")


def sign_in(booth: Booth) -> None:
    """Who are you, by badge or by number and PIN; and a badge nobody knows."""
    booth.take("sign-in")
    booth.station.scan("B-NOBODY1234")
    booth.take("sign-in-refused")


def home(booth: Booth) -> None:
    """A picker's and a lead's start, and what others left."""
    station = booth.station
    station.floor.order((BLUE, 3))
    station.floor.order((RED, 1))
    station.badge(ANA)
    booth.take("home-picker")
    station.badge(MIRA)
    booth.take("home-lead")
    station.press(Qt.Key.Key_F1)
    booth.take("help")


def equipment(booth: Booth) -> None:
    """All work waits for a forklift: told who may not operate it, and taken by who may."""
    station = booth.station
    with station.floor.database.begin() as work:
        work.session.query(Location).filter_by(code=BLUE.location).one().equipment = "forklift"
    station.floor.order((BLUE, 3))
    change_skills(station.floor.workplace, "1001", more=["forklift"])
    station.badge(ANA)
    booth.take("home-out-of-reach")
    station.scan("XCNXT")
    booth.take("home-needs-equipment")
    station.badge(MIRA)
    booth.take("home-equipment")
    station.scan("XCNXT", "T-0042")
    booth.take("pick-equipment")


def single(booth: Booth) -> None:
    """A single order: location, unit, quantity, mis-scan, short, undo, done."""
    station = booth.station
    put_on_the_floor(station.floor)
    add_place(station, "QUAR-1", LocationKind.QUARANTINE)
    station.floor.order((BLUE, 3), (CABLE, 1), (LAMP, 2), note="Fragile, please")
    station.badge(ANA)
    station.scan("XCNXT")
    booth.take("pick-tote")
    station.scan("T-0042")
    booth.take("pick-line")
    station.scan(CODES[RED.sku])
    booth.take("pick-wrong-item")
    station.scan(CODES[BLUE.sku])
    booth.take("pick-put")
    station.scan("T-0007")
    booth.take("pick-wrong-tote")
    station.press(Qt.Key.Key_Escape)
    station.press(Qt.Key.Key_F2)
    booth.take("pick-short")
    station.press(Qt.Key.Key_Escape)
    station.press(Qt.Key.Key_F3)
    booth.take("pick-damaged")
    station.press(Qt.Key.Key_Escape)
    station.scan(CODES[BLUE.sku])
    station.press(Qt.Key.Key_Return)
    station.scan(CODES[CABLE.sku], CODES[LAMP.sku])
    station.press(Qt.Key.Key_F1)
    booth.take("pick-help-map")
    station.press(Qt.Key.Key_F1)
    station.press(Qt.Key.Key_Return)
    booth.take("pick-done")


def cluster(booth: Booth) -> None:
    """A cart of three orders: set-up, puts by position, the wrong position."""
    station = booth.station
    station.floor.cart([(BLUE, 2), (LAMP, 1)], [(BLUE, 1)], [(BLUE, 3), (CABLE, 2)])
    station.badge(ANA)
    station.scan("XCNXT", TOTES[0])
    booth.take("cart-set-up")
    station.scan(*TOTES[1:])
    booth.take("cart-line")
    station.scan(CODES[BLUE.sku])
    booth.take("cart-put")
    station.scan("T-0099")
    booth.take("cart-wrong-tote")


def batch(booth: Booth) -> None:
    """Summed lines into a bulk tote."""
    station = booth.station
    orders = [[(BLUE, 2), (LAMP, 1)], [(BLUE, 1), (CABLE, 1)]]
    station.floor.cart(*orders, method=PickMethod.BATCH)
    station.badge(ANA)
    station.scan("XCNXT", "T-0041")
    booth.take("batch-line")


def carton(booth: Booth) -> None:
    """Straight into the shipping carton."""
    station = booth.station
    station.floor.order((BLUE, 2), into_carton=True)
    station.badge(ANA)
    station.scan("XCNXT")
    booth.take("carton-open")
    station.scan("K-S", CODES[BLUE.sku])
    booth.take("carton-fill")
    station.scan(CODES[BLUE.sku])
    booth.take("carton-label")


def zones(booth: Booth) -> None:
    """Pick-and-pass: which zone, its inbox, the tote handed on."""
    station = booth.station
    lay_out(station.floor)
    station.floor.cart([(BLUE, 2), (CABLE, 1)], [(LAMP, 1)], method=PASS)
    station.badge(ANA)
    station.scan(ZONE)
    booth.take("zone-which")
    station.type("1")
    booth.take("zone-inbox")
    station.scan("T-0001", CODES[BLUE.sku])
    station.press(Qt.Key.Key_Return)
    booth.take("zone-pass-on")
    station.scan("L-LANE-A")
    booth.take("zone-wrong-lane")


def shelf(booth: Booth) -> None:
    """Parts side by side meet on the consolidation shelf."""
    station = booth.station
    lay_out(station.floor)
    add_shelf(station.floor.workplace, "C1", slots=4)
    station.floor.cart([(BLUE, 2), (CABLE, 1)], method=PARALLEL)
    station.badge(ANA)
    station.scan(ZONE, "L-LANE-A", "T-0001", CODES[BLUE.sku])
    station.press(Qt.Key.Key_Return)
    booth.take("shelf-bring")
    station.scan("L-C1-01")
    booth.take("shelf-brought")


def parking(booth: Booth) -> None:
    """Work put aside: parked, or given to a colleague."""
    station = booth.station
    add_place(station, "LANE-9", LocationKind.LANE)
    set_zone(station.floor.workplace, "A", turn=1, lane="LANE-A")
    station.floor.order((BLUE, 1), (CREAM, 1))
    station.badge(ANA)
    station.scan(Command.NEXT.value, "T-0001", CODES[BLUE.sku])
    station.press(Qt.Key.Key_F8)
    booth.take("park")


SCENES: tuple[Scene, ...] = (
    sign_in, home, equipment, single, cluster, batch, carton, zones, shelf, parking,
)  # fmt: skip
