"""Scenes of the desk and the set-up: map, printers, stationery."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.gallery.booth import Booth, Scene
from tests.ui.screens_fixture import BLUE, CABLE, LAMP
from tests.ui.test_walk_on_screen import put_on_the_floor

MIRA = "Mira Lind"


def floor_map(booth: Booth) -> None:
    """The floor and the walk of a task."""
    station = booth.station
    put_on_the_floor(station.floor)
    station.floor.order((BLUE, 1), (CABLE, 1), (LAMP, 1))
    station.badge(MIRA)
    station.type("18")
    booth.take("map")


def set_up(booth: Booth) -> None:
    """Scanners, printers and scale of the station."""
    booth.station.badge(MIRA)
    booth.station.press(Qt.Key.Key_F10)
    booth.take("set-up")


SCENES: tuple[Scene, ...] = (floor_map, set_up)
