"""A packer sees what the scale says, what explains a difference, and a closed parcel's ways."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.devices.scale_reading import Load, ScaleReading
from app.devices.serial_scanner import PortState
from app.domain.pack_state import PackPrompt, PackState
from app.domain.weigh_steps import WeighRule
from app.services.shipping_setup import read_house_rules, set_house_rules
from app.services.stationery import ALL_SHOPS, save_stationery
from printing.stationery.model import PLAIN
from tests.ui.screens_fixture import BLUE, CODES, LAMP
from tests.ui.screens_fixture_station import Station
from tests.ui.test_scale_on_screen import KnownScale

ED, LEAD = "Ed Brandt", "Mira Lind"
RIGHT, WITHOUT_LAMP = 940.0, 540.0
"""Two mugs and a lamp in a small carton of 60 g; the same without the lamp."""


@pytest.fixture
def packer(station: Station) -> Station:
    """Ed at a house that weighs every parcel, with two mugs and a lamp to pack."""
    workplace = station.floor.workplace
    set_house_rules(workplace, replace(read_house_rules(workplace), weighing=WeighRule.ALWAYS))
    tote = station.floor.picked_order((BLUE, 2), (LAMP, 1))
    station.badge(ED)
    station.type("5")
    station.scan(tote)
    return station


@pytest.fixture
def scale(packer: Station) -> KnownScale:
    """The bench's scale, connected."""
    known = KnownScale()
    packer.context.scale.attach(known, "COM5")
    packer.context.scale.report_state(PortState.CONNECTED, "sics")
    say(packer, 0.0)
    return known


def say(station: Station, grams: float | None, load: Load = Load.STABLE) -> None:
    """Let the scale show something."""
    station.context.scale.report_reading(ScaleReading(load, grams, station.clock()))
    QApplication.processEvents()


def state_of(station: Station) -> PackState:
    state = station.window.pack.state
    assert state is not None
    return state


def words(station: Station) -> str:
    return station.window.pack.pages.instruction.accessibleName()


def all_in(station: Station) -> None:
    station.scan(CODES[BLUE.sku], CODES[BLUE.sku], CODES[LAMP.sku], "K-S")


@pytest.mark.usefixtures("scale")
def test_a_parcel_put_on_the_scale_goes_on_by_itself(packer: Station) -> None:
    all_in(packer)
    assert "PUT THE PARCEL ON THE SCALE" in words(packer)
    assert "expected" in packer.window.pack.pages.scale_card.accessibleName()
    say(packer, 700.0, Load.MOVING)
    assert "HANDS OFF" in words(packer)
    assert state_of(packer).prompt is PackPrompt.WEIGH
    say(packer, RIGHT)
    assert state_of(packer).prompt is PackPrompt.SCAN_LABEL
    assert packer.sounds[-1] == "ok"


def test_the_scale_says_what_is_wrong_with_it(packer: Station, scale: KnownScale) -> None:
    all_in(packer)
    for grams, load, said in (
        (None, Load.OVER, "TOO HEAVY FOR THE SCALE"),
        (None, Load.UNDER, "BELOW ZERO"),
        (12.0, Load.STABLE, "NOT AT ZERO"),
    ):
        say(packer, grams, load)
        assert said in words(packer)
        assert state_of(packer).weighings == ()
    packer.scan("XCSTRT")
    assert scale.told == ["zero"]
    packer.context.scale.report_state(PortState.DISCONNECTED, "unplugged")
    QApplication.processEvents()
    assert "TYPE GRAMS" in words(packer)
    packer.type("940")
    assert "940 g" in packer.window.pack.pages.scale_card.accessibleName()
    packer.scan("XCK")
    assert state_of(packer).prompt is PackPrompt.SCAN_LABEL


@pytest.mark.usefixtures("scale")
def test_a_light_parcel_names_the_unit_and_is_put_right_on_the_scale(packer: Station) -> None:
    all_in(packer)
    say(packer, WITHOUT_LAMP)
    pages = packer.window.pack.pages
    assert "0.400 kg TOO LIGHT" in pages.panel.title
    assert f"1 x {LAMP.name} missing" in pages.weight.accessibleName()
    assert packer.sounds[-1] == "look"
    say(packer, 700.0, Load.MOVING)
    say(packer, RIGHT)
    assert state_of(packer).prompt is PackPrompt.SCAN_LABEL


@pytest.mark.usefixtures("scale")
def test_the_same_wrong_weight_again_asks_a_lead_whose_badge_signs_nobody_in(
    packer: Station,
) -> None:
    all_in(packer)
    for _ in range(2):
        say(packer, WITHOUT_LAMP)
        say(packer, 0.0)
    packer.tap(packer.window.pack.pages.panel.tile("ways", "lead"))
    packer.type("1")
    assert "SCAN YOUR BADGE" in words(packer)
    packer.scan(CODES[BLUE.sku])
    assert "A LEAD HAS TO SAY THIS" in packer.verdict
    packer.badge(ED)
    assert "NOT ALLOWED" in packer.verdict
    packer.badge(LEAD)
    assert state_of(packer).prompt is PackPrompt.SCAN_LABEL
    assert packer.window.operator is not None
    assert packer.window.operator.name == ED


def test_what_lies_beside_the_goods_is_asked_of_the_packer(station: Station) -> None:
    slip = replace(PLAIN.packing_slip, inserts=("Spring catalogue", "Sticker sheet"))
    save_stationery(station.floor.workplace, ALL_SHOPS, replace(PLAIN, packing_slip=slip))
    tote = station.floor.picked_order((LAMP, 1))
    station.badge(ED)
    station.scan(tote, CODES[LAMP.sku])
    assert "PUT THIS IN AS WELL" in words(station)
    assert station.window.pack.pages.read_first.paragraphs == slip.inserts
    station.scan(CODES[BLUE.sku])
    assert "NOT IN THIS ORDER" in station.verdict
    station.scan("XCK", "XCK")
    assert state_of(station).prompt is PackPrompt.CHOOSE_PACKAGING


def test_a_closed_parcel_is_opened_or_voided_from_its_label(station: Station) -> None:
    tote = station.floor.picked_order((BLUE, 2), (LAMP, 1))
    station.badge(ED)
    station.scan(tote, CODES[BLUE.sku], CODES[BLUE.sku], CODES[LAMP.sku], "K-S")
    old = state_of(station).sscc
    station.press(Qt.Key.Key_F6)
    pages = station.window.pack.pages
    assert "CHOOSE WHAT IS DONE" in words(station)
    assert "OF ORDER 10881" in pages.panel.title
    station.tap(pages.panel.tile("way", "other_packaging"))
    assert state_of(station).prompt is PackPrompt.CHOOSE_PACKAGING
    station.scan("K-M2")
    new = state_of(station).sscc
    assert new not in (None, old)
    station.press(Qt.Key.Key_F6)
    station.type("3")
    station.press(Qt.Key.Key_Escape)
    assert state_of(station).prompt is PackPrompt.PARCEL
    station.type("3")
    station.badge(LEAD)
    assert state_of(station).sscc not in (old, new)
    assert station.woken
    station.scan("XCUND", "1")
    assert state_of(station).prompt is PackPrompt.PARCEL
