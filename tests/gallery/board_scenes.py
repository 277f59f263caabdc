"""Scenes of the lead's wave board: the board, a wave before its release, its orders, a split."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.db.schema import Operator, OperatorSkill
from app.domain.pick_state import PickMethod
from app.services import picking
from tests.gallery.booth import Booth, Scene
from tests.ui.screens_fixture import BLUE, CABLE, LAMP, RED
from tests.ui.test_walk_on_screen import put_on_the_floor
from tests.ui.wave_board_floor import MIRA, a_busy_board, a_late_board, a_wave, paid_orders


def wave_board(booth: Booth) -> None:
    """Waves in time, in danger and not released; then the pages over them."""
    station = booth.station
    floor = station.floor
    put_on_the_floor(floor)
    a_busy_board(floor)
    a_wave(floor, *paid_orders(floor, 2, CABLE), carrier="DPD", minutes=240)
    picking.claim_work(floor.workplace, 1)
    station.badge(MIRA)
    station.type("4")
    booth.take("wave-board")
    station.type("3")
    station.press(Qt.Key.Key_F3)
    booth.take("wave-board-split")
    station.press(Qt.Key.Key_Escape)
    station.press(Qt.Key.Key_F5)
    booth.take("wave-board-merge")
    station.press(Qt.Key.Key_Escape)
    station.press(Qt.Key.Key_F9)
    station.type("2")
    booth.take("wave-board-orders")
    station.press(Qt.Key.Key_F2)
    booth.take("wave-board-cancel")


def wave_send(booth: Booth) -> None:
    """Whom to send to a wave: a free packer, a picker at work; then the zone they work in."""
    station = booth.station
    floor = station.floor
    put_on_the_floor(floor)
    a_busy_board(floor)
    for name in ("Ed Brandt", "Ana Kowalska"):
        station.badge(name)
    with floor.workplace.database.begin() as work:
        ana, ed = work.session.query(Operator).order_by(Operator.id).limit(2)
        ana.zone = ed.zone = "A"
        work.session.add(OperatorSkill(operator_id=ed.id, skill="forklift"))
    station.badge(MIRA)
    picking.claim_work(floor.workplace, 1)
    station.type("4")
    station.press(Qt.Key.Key_F7)
    booth.take("wave-send")
    station.press(Qt.Key.Key_F2)
    booth.take("wave-send-zone")


def wave_preview(booth: Booth) -> None:
    """A wave before its release: two plans side by side, one order that cannot go."""
    station = booth.station
    floor = station.floor
    put_on_the_floor(floor)
    numbers = [
        number for goods in (BLUE, RED, CABLE, LAMP) for number in paid_orders(floor, 3, goods)
    ]
    a_wave(floor, *numbers, carrier="DHL", minutes=60, method=PickMethod.SINGLE)
    floor.hold(numbers[-1])
    station.badge(MIRA)
    station.type("4")
    station.press(Qt.Key.Key_Return)
    booth.take("wave-preview")


def wave_late(booth: Booth) -> None:
    """Orders that will miss their truck: begun, free for somebody, to be rushed, at the desk."""
    station = booth.station
    floor = station.floor
    put_on_the_floor(floor)
    a_late_board(floor)
    picking.claim_work(floor.workplace, 1)
    station.badge("Ed Brandt")
    station.badge(MIRA)
    station.type("4")
    booth.take("wave-late-board")
    station.press(Qt.Key.Key_F4)
    station.type("2")
    booth.take("wave-late")


SCENES: tuple[Scene, ...] = (wave_board, wave_send, wave_preview, wave_late)
