"""Scenes of the desk and the set-up: map, printers, stationery."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain.orders import HoldReason
from app.domain.shelf_events import LeadCalled
from app.services import order_holding
from app.ui.theme import Theme
from tests.gallery.booth import Booth, Scene
from tests.ui.screens_fixture import BLUE, CABLE, LAMP
from tests.ui.test_exception_screen import a_short_order
from tests.ui.test_walk_on_screen import put_on_the_floor

MIRA = "Mira Lind"


def floor_map(booth: Booth) -> None:
    """The floor as it is, in the past, and an aisle that is to be closed."""
    station = booth.station
    put_on_the_floor(station.floor)
    station.floor.order((BLUE, 1), (CABLE, 1), (LAMP, 1))
    station.badge(MIRA)
    station.type("18")
    booth.take("map")
    station.press(Qt.Key.Key_F3)
    booth.take("map-past")
    station.press(Qt.Key.Key_F5)
    station.type("a 2")
    station.press(Qt.Key.Key_F6)
    booth.take("map-close")


def set_up(booth: Booth) -> None:
    """Scanners, printers and scale of the station."""
    booth.station.badge(MIRA)
    booth.station.press(Qt.Key.Key_F10)
    booth.take("set-up")


def exceptions(booth: Booth) -> None:
    """What waits for a lead: a shortage, a stopped order, a call."""
    station = booth.station
    a_short_order(station.floor)
    stopped = station.floor.order((LAMP, 1), (CABLE, 2))
    workplace = station.floor.workplace
    order_holding.hold_order(workplace, stopped, reason=HoldReason.QUALITY, detail="cracked")
    called = LeadCalled(1, "WrongItem", "4006381333931", BLUE.location)
    workplace.database.run(lambda work: work.record(called), workplace.actor(1))
    station.badge(MIRA)
    station.type("19")
    booth.take("exceptions-call")
    station.press(Qt.Key.Key_F4)
    booth.take("exceptions-short")
    if Theme.current().is_low:
        station.press(Qt.Key.Key_Return)
        booth.take("exceptions-open")
        station.press(Qt.Key.Key_Escape)
    order_holding.lift_holds(workplace, stopped)
    station.press(Qt.Key.Key_F4)
    station.type("1")
    booth.take("exceptions-refused")


def why(booth: Booth) -> None:
    """Help with the reasons: at a pick, at the exception desk, on a look-up."""
    station = booth.station
    number = a_short_order(station.floor)
    station.badge(MIRA)
    station.type("19")
    station.press(Qt.Key.Key_F1)
    booth.take("why-exception")
    station.press(Qt.Key.Key_F1)
    station.press(Qt.Key.Key_F8)
    station.type("0")
    station.type(number)
    booth.take("why-look-up")


SCENES: tuple[Scene, ...] = (floor_map, set_up, exceptions, why)
