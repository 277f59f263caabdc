"""Scenes of the people of a shift: who does what, and work given away."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.services import picking
from app.ui.screens.people_screen import PeopleScreen
from tests.gallery.booth import Booth, Scene
from tests.ui.screens_fixture import BLUE, CABLE, LAMP
from tests.ui.test_people_screen import ANA, MIRA, choose, number_of


def people(booth: Booth) -> None:
    """Who is there and what they do; who could take half of it, and what that would do."""
    station = booth.station
    station.floor.order((BLUE, 1), (CABLE, 1), (LAMP, 1))
    for name in (ANA, "Ed Brandt", MIRA):
        station.badge(name)
    picking.claim_work(station.floor.workplace, number_of(station, ANA))
    station.type("22")
    choose(station, station.window.one(PeopleScreen), ANA)
    booth.take("people")
    station.press(Qt.Key.Key_F2)
    booth.take("people-half")
    station.type("1")
    booth.take("people-given")
    station.press(Qt.Key.Key_F7)
    booth.take("people-tell")
    station.press(Qt.Key.Key_Escape)
    station.press(Qt.Key.Key_F4)
    booth.take("people-wave")


SCENES: tuple[Scene, ...] = (people,)
