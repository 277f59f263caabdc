"""Scenes of parcels and papers: scale, doubtful and second labels, a parcel opened, the form."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.devices.scale_reading import Load, ScaleReading
from app.devices.serial_scanner import PortState
from app.domain.weigh_steps import WeighRule
from app.services.shipping_setup import read_house_rules, set_house_rules
from app.ui.screens.stationery_screen import StationeryScreen
from printing.jobs import JobState
from tests.gallery.booth import Booth, Scene
from tests.ui.screens_fixture import BLUE, CODES, LAMP
from tests.ui.screens_fixture_station import Station
from tests.ui.test_papers_screen import DONE, DOUBT, a_paper, another_printer
from tests.ui.test_scale_on_screen import KnownScale

ED, MIRA = "Ed Brandt", "Mira Lind"


def say(station: Station, grams: float, load: Load = Load.STABLE) -> None:
    """Let the scale show something."""
    station.context.scale.report_reading(ScaleReading(load, grams, station.clock()))
    QApplication.processEvents()


def a_full_carton(station: Station) -> None:
    """Ed has all units of an order in a carton."""
    tote = station.floor.picked_order((BLUE, 2), (LAMP, 1))
    station.badge(ED)
    station.type("5")
    station.scan(tote, CODES[BLUE.sku], CODES[BLUE.sku], CODES[LAMP.sku])


def weighing(booth: Booth) -> None:
    """Every parcel is weighed: the right weight, one that is too light and what explains it."""
    station = booth.station
    workplace = station.floor.workplace
    set_house_rules(workplace, replace(read_house_rules(workplace), weighing=WeighRule.ALWAYS))
    station.context.scale.attach(KnownScale(), "COM5")
    station.context.scale.report_state(PortState.CONNECTED, "sics")
    a_full_carton(station)
    say(station, 0.0)
    station.scan("XCK")
    booth.take("bench-weigh")
    say(station, 540.0)
    booth.take("bench-too-light")


def labels(booth: Booth) -> None:
    """A label of which nobody knows whether it was printed; why it is printed again; the carton."""
    station = booth.station
    a_full_carton(station)
    station.scan("XCK")
    station.floor.set_print_jobs("shipping_label", JobState.UNCERTAIN, "connection_lost")
    station.window.pack.watch.look()
    booth.take("bench-label-doubt")
    station.type("1")
    station.press(Qt.Key.Key_F9)
    booth.take("bench-reprint")
    station.press(Qt.Key.Key_Escape)
    station.press(Qt.Key.Key_F6)
    booth.take("bench-change")


def paper_list(booth: Booth) -> None:
    """A doubtful paper, one to be printed again, another printer to take over."""
    station = booth.station
    another_printer(station)
    a_paper(station, "0001", *DOUBT)
    a_paper(station, "0002", *DONE)
    station.badge(MIRA)
    station.type("15")
    booth.take("papers-doubt")
    station.press(Qt.Key.Key_F6)
    booth.take("papers-again")


def stationery(booth: Booth) -> None:
    """The form of how paper looks, a tab each; scale and printer in the set-up."""
    station = booth.station
    station.context.scale.attach(KnownScale(), "COM5")
    station.context.scale.report_state(PortState.CONNECTED, "sics")
    station.floor.order((BLUE, 1))
    station.badge(MIRA)
    station.press(Qt.Key.Key_F10)
    say(station, 1842.0)
    booth.take("set-up-scale")
    station.press(Qt.Key.Key_F7)
    form = station.window.one(StationeryScreen)
    for place in range(form.tabs.count()):
        form.tabs.setCurrentIndex(place)
        booth.take(f"stationery-{place + 1}")


SCENES: tuple[Scene, ...] = (weighing, labels, paper_list, stationery)
