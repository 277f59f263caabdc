"""Parts of orders through the window: picked side by side, brought to the slot where they meet."""

from PySide6.QtCore import Qt

from app.domain.floor_work import FloorWork
from app.domain.own_codes import quantity_payload
from app.domain.pick_state import PickMethod
from app.domain.readings import Command
from app.services.wall_setup import add_shelf
from app.ui.screens.pack_screen import PackScreen
from app.ui.screens.shelf_screen import ShelfScreen
from app.ui.screens.zone_screen import ZoneScreen
from tests.ui.screens_fixture import BLUE, CABLE, CODES, LAMP
from tests.ui.screens_fixture_station import Station
from tests.ui.test_zone_screen import ANA, MIRA, ZONE, lay_out

PARALLEL = PickMethod.ZONE_PARALLEL


def test_two_pickers_bring_their_parts_and_the_bench_opens_the_slot(station: Station) -> None:
    floor, window = station.floor, station.window
    lay_out(floor)
    add_shelf(floor.workplace, "C1", slots=4)
    (number,) = floor.cart([(BLUE, 2), (CABLE, 1)], method=PARALLEL)
    station.badge(ANA)
    station.scan(ZONE, "L-LANE-A", "T-0001", CODES[BLUE.sku])
    station.press(Qt.Key.Key_Return)
    screen = window.one(ShelfScreen)
    assert station.shows(screen)
    assert "C1-01" in screen.location.accessibleName()
    assert "ALSO WAITS FOR ZONE B" in screen.queue.accessibleName()
    station.press(Qt.Key.Key_F6)  # nothing was put down: the last put is taken back
    assert station.shows(window.pick)
    station.scan(Command.NEXT.value)
    assert station.shows(screen)
    station.scan("L-LANE-A")
    assert "WRONG SLOT" in station.verdict
    station.scan("L-C1-01")
    assert "T-0001 > C1-01" in screen.queue.accessibleName()
    assert "ALL BROUGHT" in screen.instruction.accessibleName()
    station.badge(MIRA)
    station.scan("L-C1-01")
    assert station.shows(window.one(PackScreen))
    assert "B" in station.verdict
    station.window.show_screen(window.home)
    station.scan(ZONE, "L-LANE-B", "T-0002", CODES[CABLE.sku])
    assert station.shows(screen)
    assert "THIS IS THE LAST PART" in screen.queue.accessibleName()
    station.scan("L-C1-01", Command.UNDO.value)
    assert "TAKE THE TOTE OUT" in screen.instruction.accessibleName()
    station.scan("T-0001")
    assert "ANOTHER PART" in station.verdict
    station.scan("T-0002", "L-C1-01")
    assert "order_done" in station.sounds
    station.window.show_screen(window.home)
    station.scan("L-C1-01")
    assert station.shows(window.one(PackScreen))
    assert number in window.one(PackScreen).heading().task


def test_parts_left_in_hand_are_told_at_home_and_the_next_cart_follows(station: Station) -> None:
    floor, window = station.floor, station.window
    lay_out(floor)
    add_shelf(floor.workplace, "C1", slots=4)
    floor.cart([(BLUE, 1), (CABLE, 1)], [(BLUE, 1)], method=PARALLEL)
    floor.cart([(LAMP, 1), (CABLE, 1)], method=PARALLEL)
    station.badge(ANA)
    station.scan(ZONE, "L-LANE-A", "T-0001", "T-0002", CODES[BLUE.sku], "T-0001", "T-0002")
    screen = window.one(ShelfScreen)
    assert station.shows(screen)
    station.press(Qt.Key.Key_F8)
    button = window.home.choices.buttons[FloorWork.SHELF]
    assert "Shelf: 2" in button.accessibleName()
    station.scan(quantity_payload(FloorWork.SHELF), Command.PAUSE.value, "T-0001")
    assert station.shows(screen)
    assert "C1-01" in screen.location.accessibleName()
    station.scan("T-0002")
    assert "LANE-PACK" in screen.location.accessibleName()
    station.scan("L-C1-01")
    assert "NOT INTO THE SHELF" in station.verdict
    station.scan("L-LANE-PACK", "L-C1-02", Command.NEXT.value)
    assert station.shows(window.pick)
    station.press(Qt.Key.Key_F8)
    station.scan("L-LANE-B")
    assert window.one(ZoneScreen).heading().task == "Zone B"
