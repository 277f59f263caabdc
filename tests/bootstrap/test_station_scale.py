"""A station with a scale in its settings shows what lies on it, and loses it when it is closed."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.bootstrap.window import build_station
from app.demo.scale_program import SimulatedScale
from app.devices.serial_scanner import PortState
from app.settings import ScalePort, StationSettings
from tests import builders


def turn_until(application: QApplication, condition: object) -> None:
    """Let the program run until a condition holds."""
    assert callable(condition)
    loops = 0
    while not condition():
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        threading.Event().wait(0.01)
        loops += 1
        assert loops < 10_000, "it never holds"


@pytest.mark.parametrize("speaks", ["sics", "ascii"])
def test_what_lies_on_the_scale_reaches_the_window(
    qapp: QApplication, tmp_path: Path, speaks: str
) -> None:
    url = f"sqlite:///{tmp_path / 'floor.sqlite'}"
    workplace = builders.a_workplace(builders.a_database(url))
    with SimulatedScale(speaks) as simulated:
        settings = StationSettings(database=url, scale=ScalePort(simulated.port))
        station = build_station(qapp, settings, workplace)
        try:
            board = station.context.scale
            simulated.put(1840.0)
            turn_until(qapp, lambda: board.weight_g == 1840.0)
            assert board.words == speaks
            board.tare()
            turn_until(qapp, lambda: board.weight_g == 0.0)
        finally:
            station.close()
        assert station.scale is not None
        assert station.scale.state is PortState.STOPPED
    workplace.database.close()
