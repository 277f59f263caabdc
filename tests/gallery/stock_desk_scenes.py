"""Scenes of the stock desk: histories, transfers, adjustments, receiving, counts, refill bounds."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from app.db.schema import Location, Operator
from app.domain.adjustments import AdjustReason
from app.domain.locations import LocationKind
from app.domain.operators import OperatorRole
from app.domain.readings import Command
from app.services import count_desk, receiving, refill_planning
from app.services.adjusting import AdjustmentWanted, adjust
from app.services.receiving import AnnouncedLine
from tests import builders
from tests.gallery.booth import Booth, Scene
from tests.ui.screens_fixture import BLUE, CABLE, CODES, CREAM, LAMP, RED, SmallFloor

MIRA = "Mira Lind"
DOCK, SHELF = "D-01", "A09-01L-5"


def a_desk_to_work_at(floor: SmallFloor) -> None:
    """A dock, a reserve shelf, announced goods, bounds, and differences to decide."""
    with floor.database.begin() as work:
        for code, kind in ((DOCK, LocationKind.STAGING), (SHELF, LocationKind.RESERVE)):
            work.session.add(Location(code=code, kind=kind, zone="A"))
    workplace = floor.workplace
    receiving.announce(
        workplace,
        None,
        "PO-4471",
        [AnnouncedLine(BLUE.sku, 24), AnnouncedLine(LAMP.sku, 12), AnnouncedLine(CABLE.sku, 40)],
        supplier="Kitchen & Light Ltd",
        expected_on=date(2026, 5, 4),
    )
    receiving.announce(
        workplace,
        None,
        "PO-4480",
        [AnnouncedLine(RED.sku, 60)],
        supplier="Potteries Stoke",
        expected_on=date(2026, 5, 6),
    )
    for goods, bounds in ((BLUE, (24, 48)), (RED, (6, 40)), (CABLE, (10, 60))):
        refill_planning.set_bounds(workplace, sku=goods.sku, location=goods.location, bounds=bounds)
    for goods, by, reason in ((BLUE, -1, "damaged"), (BLUE, 2, "found"), (LAMP, -1, "sample")):
        place, item = builders.entry(f"L-{goods.location}"), builders.entry(goods.sku)
        adjust(workplace, None, AdjustmentWanted(place, item, by, AdjustReason(reason)))
    place, item = builders.entry(f"L-{RED.location}"), builders.entry(RED.sku)
    with floor.database.begin() as work:
        row = Operator(staff_number="1090", name="Nils Berg", role=OperatorRole.LEAD)
        work.session.add(row)
        work.session.flush()
        nils = row.id
    adjust(workplace, nils, AdjustmentWanted(place, item, -7, AdjustReason.LOST))
    count_desk.ask_for_counts(workplace, [CABLE.location, CREAM.location])


def stock_history(booth: Booth) -> None:
    """What happened to an item; at one place, with balances."""
    a_desk_to_work_at(booth.station.floor)
    booth.station.floor.order((BLUE, 2), (RED, 1))
    booth.station.badge(MIRA)
    booth.station.type("20")
    booth.take("stock-start")
    booth.station.scan(CODES[BLUE.sku])
    booth.take("stock-history")
    booth.station.scan(f"L-{BLUE.location}")
    booth.take("stock-balances")


def stock_move(booth: Booth) -> None:
    """Goods go from a pick face to reserve; a refusal of it."""
    a_desk_to_work_at(booth.station.floor)
    booth.station.badge(MIRA)
    booth.station.type("20")
    booth.station.press(Qt.Key.Key_F3)
    booth.station.scan(f"L-{BLUE.location}")
    booth.take("stock-move-item")
    booth.station.scan(CODES[BLUE.sku])
    booth.station.type("8")
    booth.take("stock-move-to")
    booth.station.scan(f"L-{BLUE.location}")
    booth.take("stock-move-refused")


def stock_adjust(booth: Booth) -> None:
    """The reasons for which books are changed."""
    a_desk_to_work_at(booth.station.floor)
    booth.station.badge(MIRA)
    booth.station.type("20")
    booth.station.press(Qt.Key.Key_F4)
    booth.station.scan(f"L-{LAMP.location}", CODES[LAMP.sku])
    booth.take("stock-adjust")


def stock_receive(booth: Booth) -> None:
    """What is expected; what came of a receipt; a difference that needs a reason."""
    a_desk_to_work_at(booth.station.floor)
    booth.station.badge(MIRA)
    booth.station.type("20")
    booth.station.press(Qt.Key.Key_F5)
    booth.take("stock-receipts")
    booth.station.type("1")
    booth.station.scan(CODES[BLUE.sku])
    booth.station.type("24")
    booth.station.scan(CODES[LAMP.sku])
    booth.station.type("10")
    booth.take("stock-receive")
    booth.station.scan(Command.OK.value)
    booth.take("stock-receive-reason")


def stock_counts(booth: Booth) -> None:
    """Differences and counts that wait; what can be planned."""
    a_desk_to_work_at(booth.station.floor)
    booth.station.badge(MIRA)
    booth.station.type("20")
    booth.station.press(Qt.Key.Key_F7)
    booth.take("stock-counts")
    booth.station.press(Qt.Key.Key_F6)
    booth.take("stock-count-plans")


def stock_rules(booth: Booth) -> None:
    """The bounds of pick faces, and how each face stands."""
    a_desk_to_work_at(booth.station.floor)
    booth.station.badge(MIRA)
    booth.station.type("20")
    booth.station.press(Qt.Key.Key_F9)
    booth.take("stock-rules")


SCENES: tuple[Scene, ...] = (
    stock_history,
    stock_move,
    stock_adjust,
    stock_receive,
    stock_counts,
    stock_rules,
)
