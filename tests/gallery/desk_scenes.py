"""Scenes of the desk and the set-up: map, printers, stationery."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain.orders import HoldReason
from app.domain.shelf_events import LeadCalled
from app.services import order_holding
from app.ui.screens.hall_screen import FLOOR, HallScreen
from app.ui.theme import Theme
from tests.gallery.booth import Booth, Scene
from tests.ui.screens_fixture import BLUE, CABLE, LAMP
from tests.ui.test_exception_screen import a_short_order
from tests.ui.test_figures_screen import ANA, a_short_line, opened
from tests.ui.test_live_map_screen import works
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
    station.press(Qt.Key.Key_Escape)
    station.press(Qt.Key.Key_F3)
    works(station.floor, 1, "T-0001")
    station.press(Qt.Key.Key_F2)
    booth.take("map-people")
    station.press(Qt.Key.Key_F2)
    station.type("a 2")
    station.press(Qt.Key.Key_Return)
    booth.take("map-lines")


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


def figures(booth: Booth) -> None:
    """A lead's pages of figures, and a picker's own."""
    station = booth.station
    station.floor.picked_order((BLUE, 1), (CABLE, 1))
    a_short_line(station)
    screen = opened(station, MIRA)
    for number in range(1, len(screen.names) + 1):
        station.type(str(number))
        booth.take(f"figures-{number}")
    station.press(Qt.Key.Key_F8)
    opened(station, ANA)
    booth.take("figures-own")


def own_numbers(booth: Booth) -> None:
    """One's own numbers over a pick that goes on, and why of an aisle on the map."""
    station = booth.station
    put_on_the_floor(station.floor)
    station.floor.order((BLUE, 1), (CABLE, 1))
    station.badge(MIRA)
    station.type("18")
    station.press(Qt.Key.Key_Down)
    station.press(Qt.Key.Key_F1)
    booth.take("why-aisle")
    station.press(Qt.Key.Key_F1)
    station.press(Qt.Key.Key_F8)
    station.badge(ANA)
    station.scan("XCNXT", "T-0001")
    station.press(Qt.Key.Key_F10)
    booth.take("own-numbers")


def hall(booth: Booth) -> None:
    """The screen on the wall: the hour, and the floor."""
    station = booth.station
    put_on_the_floor(station.floor)
    station.floor.order((BLUE, 1), (CABLE, 1))
    station.floor.order((LAMP, 1))
    works(station.floor, 1, "T-0001", f"L-{BLUE.location}")
    screen = station.window.one(HallScreen)
    station.window.show_screen(screen)
    booth.take("hall-hour")
    while screen.page != FLOOR:
        screen.turn()
    booth.take("hall-floor")


SCENES: tuple[Scene, ...] = (floor_map, set_up, exceptions, why, figures, own_numbers, hall)
