"""Scenes of stock work: counts, refills, put-away, approvals, look-up."""

from __future__ import annotations

from app.domain.floor_work import FloorWork
from app.domain.locations import LocationKind
from app.domain.own_codes import quantity_payload
from app.services.count_desk import ask_for_counts
from app.services.order_changes import cancel_order
from app.services.refill_planning import raise_refills, set_bounds
from tests.gallery.booth import Booth, Scene
from tests.services.stock_work import move_in
from tests.ui.screens_fixture import BLUE, CABLE, CASES, CODES
from tests.ui.test_stock_screens import APPROVE, COUNT, PUT_AWAY, REPLENISH, add_place

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


def refill(booth: Booth) -> None:
    """Units from reserve to a pick face."""
    station = booth.station
    add_place(station, "R01-01L-1", LocationKind.RESERVE)
    move_in(station.floor.workplace, BLUE.sku, "R01-01L-1", 60)
    set_bounds(station.floor.workplace, sku=BLUE.sku, location=BLUE.location, bounds=(30, 50))
    raise_refills(station.floor.workplace)
    station.badge(ANA)
    station.scan(REPLENISH)
    booth.take("refill-take")
    station.scan("L-R01-01L-1", CODES[CABLE.sku])
    booth.take("refill-refused")
    station.scan(CASES[BLUE.sku])
    station.type("5")
    booth.take("refill-put")


def put_away(booth: Booth) -> None:
    """Goods of a cancelled order go back, damaged ones are looked at."""
    station = booth.station
    add_place(station, "Q-01", LocationKind.QUARANTINE)
    tote = station.floor.picked_order((BLUE, 3), (CABLE, 1))
    cancel_order(station.floor.workplace, "10881")
    move_in(station.floor.workplace, BLUE.sku, "Q-01", 2)
    station.badge(ANA)
    station.scan(PUT_AWAY)
    booth.take("put-away-tote")
    station.scan(tote, CODES[BLUE.sku])
    booth.take("put-away-place")
    station.scan(f"L-{BLUE.location}", tote, CODES[CABLE.sku], f"L-{CABLE.location}")
    station.scan("L-Q-01", CODES[BLUE.sku], "XCK")
    booth.take("put-away-damaged")


def approve(booth: Booth) -> None:
    """A difference that a lead decides about."""
    station = booth.station
    ask_for_counts(station.floor.workplace, [BLUE.location])
    station.badge(ANA)
    station.scan(COUNT, f"L-{BLUE.location}")
    for _ in range(2):
        station.type("9")
        station.scan("XCK")
    station.badge(MIRA)
    station.scan(APPROVE)
    booth.take("approve")


SCENES: tuple[Scene, ...] = (counts, refill, put_away, approve, look_up)
