"""Scenes of stock work: counts, refills, put-away, approvals, look-up."""

from __future__ import annotations

from app.domain.floor_work import FloorWork
from app.domain.own_codes import quantity_payload
from app.services.count_desk import ask_for_counts
from tests.gallery.booth import Booth, Scene
from tests.ui.screens_fixture import BLUE, CABLE, CODES
from tests.ui.test_stock_screens import COUNT

ANA, MIRA = "Ana Kowalska", "Mira Lind"


def counts(booth: Booth) -> None:
    """A blind count, and a large difference that a lead decides about."""
    station = booth.station
    ask_for_counts(station.floor.workplace, [BLUE.location, CABLE.location])
    station.badge(ANA)
    station.scan(COUNT)
    booth.take("count-place")
    station.scan(f"L-{BLUE.location}", CODES[BLUE.sku])
    booth.take("count-units")
    station.scan(f"L-{CABLE.location}")
    booth.take("count-refused")


def look_up(booth: Booth) -> None:
    """Anything scanned: an item, a place, a tote, an order."""
    station = booth.station
    tote = station.floor.picked_order((BLUE, 2))
    station.badge(MIRA)
    station.scan(quantity_payload(FloorWork.LOOK_UP))
    booth.take("look-up")
    station.scan(CODES[BLUE.sku])
    booth.take("look-up-item")
    station.scan(tote)
    booth.take("look-up-tote")
    station.scan(f"L-{CABLE.location}")
    booth.take("look-up-place")


SCENES: tuple[Scene, ...] = (counts, look_up)
