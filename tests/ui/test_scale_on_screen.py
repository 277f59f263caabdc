"""The scale is seen in the top strip and in the set-up, and obeys the keys there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.devices.scale_protocols import CLEAR_TARE, TARE, ZERO, Declined, Done
from app.devices.scale_reading import Load, ScaleReading
from app.devices.serial_scanner import PortState
from app.ui.scale_words import answer_words, reading_words, state_words
from app.ui.screens.setup_scale import ScaleCard
from app.ui.screens.station_setup_screen import StationSetupScreen
from tests.ui.screens_fixture_station import Station


class KnownScale:
    """A scale that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def zero(self) -> None:
        self.told.append(ZERO)

    def tare(self) -> None:
        self.told.append(TARE)

    def clear_tare(self) -> None:
        self.told.append(CLEAR_TARE)


def card(station: Station) -> ScaleCard:
    station.press(Qt.Key.Key_F10)
    return station.window.one(StationSetupScreen).scale


def lamp_words(station: Station) -> dict[str, str]:
    return {lamp.view.name: lamp.view.word for lamp in station.window.top_strip.lamps}


@pytest.fixture
def scale(station: Station) -> KnownScale:
    known = KnownScale()
    station.context.scale.attach(known, "COM5")
    station.context.scale.report_state(PortState.CONNECTED, "sics")
    QApplication.processEvents()
    return known


def test_a_bench_without_a_scale_is_told_how_to_name_one(station: Station) -> None:
    assert "station.toml" in card(station).state.text()
    assert not card(station).zero.isEnabled()
    assert "Scale" not in lamp_words(station)


@pytest.mark.usefixtures("scale")
def test_the_weight_is_shown_as_it_comes(station: Station) -> None:
    shown = card(station)
    assert shown.state.text() == "COM5: connected (sics)"
    station.context.scale.report_reading(ScaleReading(Load.STABLE, 1842.0, 1.0))
    QApplication.processEvents()
    assert shown.weight.text() == "1.842 kg  stable"
    assert station.context.scale.weight_g == 1842.0
    assert lamp_words(station)["Scale"] == "OK"


@pytest.mark.usefixtures("scale")
def test_a_lost_scale_is_seen_and_its_last_weight_forgotten(station: Station) -> None:
    station.context.scale.report_reading(ScaleReading(Load.STABLE, 1842.0, 1.0))
    station.context.scale.report_state(PortState.DISCONNECTED, "no such port")
    QApplication.processEvents()
    assert lamp_words(station)["Scale"] == "UNPLUGGED"
    assert station.context.scale.weight_g is None
    shown = card(station)
    assert "NOT CONNECTED: check power and cable (no such port)" in shown.state.text()
    assert shown.weight.text() == ""
    assert not shown.tare.isEnabled()


def test_the_keys_of_the_card_are_the_scales(station: Station, scale: KnownScale) -> None:
    shown = card(station)
    for button in (shown.zero, shown.tare, shown.clear_tare):
        station.tap(button)
    assert scale.told == [ZERO, TARE, CLEAR_TARE]
    station.context.scale.report_answer(Declined(ZERO, "too much on it"))
    QApplication.processEvents()
    assert shown.told.text() == "Zero: take everything off first"
    assert station.sounds[-1] == "look"
    station.context.scale.report_answer(Done(TARE))
    QApplication.processEvents()
    assert shown.told.text() == "Tare: done"
    assert station.sounds[-1] == "ok"


def test_a_board_without_a_scale_obeys_nothing(station: Station) -> None:
    board = station.context.scale
    board.zero()
    board.tare()
    board.clear_tare()
    assert board.weight_g is None


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (None, "no weight"),
        (ScaleReading(Load.MOVING, None, 0.0), "moving …"),
        (ScaleReading(Load.MOVING, 1842.0, 0.0), "1.842 kg  moving …"),
        (ScaleReading(Load.STABLE, -120.0, 0.0, is_net=True), "-0.120 kg net  stable"),
        (ScaleReading(Load.OVER, None, 0.0), "TOO HEAVY for the scale: take it off"),
        (ScaleReading(Load.UNDER, None, 0.0), "BELOW ZERO: put the plate on, or press Zero"),
    ],
)
def test_a_reading_has_words(reading: ScaleReading | None, words: str) -> None:
    assert reading_words(reading) == words


def test_every_state_and_answer_has_words() -> None:
    assert len({state_words(state, "") for state in PortState}) == len(PortState)
    assert answer_words(Declined(CLEAR_TARE, "not now")).startswith("Tare off: wait")
    assert answer_words(Declined(ZERO, "said in its own way")) == "Zero: said in its own way"
