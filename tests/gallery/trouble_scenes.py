"""Scenes of trouble: the database away, work to settle, notices over the work, work left behind."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import timedelta
from unittest.mock import PropertyMock, patch

from app.db.schema import Discrepancy
from app.db.unit_of_work import UnitOfWork
from app.domain.discrepancies import Deed, DiscrepancyFacts, DiscrepancyKind
from app.domain.floor_work import FloorWork
from app.domain.leases import OFFLINE_GRACE
from app.domain.own_codes import quantity_payload
from app.services import leases
from app.services.line_watch import LineStatus
from app.ui.line_board import LineBoard
from app.ui.widgets.last_scan import LastScanView
from tests.gallery.booth import Booth, Scene
from tests.services.silence import go_silent, lapsed_long_ago
from tests.ui.screens_fixture import BLUE, CABLE, CODES, LAMP
from tests.ui.test_taking_over_at_home import eds_pick

ANA, MIRA = "Ana Kowalska", "Mira Lind"
AWAY = LineStatus(offline_for=timedelta(minutes=14), unsent=14, next_try_in=8.0)


def off_line(booth: Booth) -> None:
    """A pick goes on while the database is away; a scan is kept at the station."""
    station = booth.station
    station.floor.order((BLUE, 3), (CABLE, 1))
    station.badge(ANA)
    station.scan("XCNXT", "T-0042")
    with (
        patch.object(LineBoard, "status", PropertyMock(return_value=AWAY)),
        patch.object(LineBoard, "is_away", PropertyMock(return_value=True)),
        patch.object(LineBoard, "can_go_on", return_value=True),
    ):
        station.context.line.changed.emit()
        stored = LastScanView("..0015", "1/3", is_stored=True)
        station.window.pick.page.last_scan.show_view(stored)
        booth.take("off-line-pick")
        station.scan(CODES[LAMP.sku])
        booth.take("off-line-stop")


def settling(booth: Booth) -> None:
    """What a station did off line and the books did not take: a question about the goods."""
    station = booth.station
    station.floor.order((BLUE, 3))
    facts = DiscrepancyFacts(
        Deed.PUT, "10881", LAMP.name, LAMP.sku, 2, LAMP.location, "T-0042", 1, "OrderStopped"
    )

    def verb(work: UnitOfWork) -> None:
        for leg, kind in enumerate((DiscrepancyKind.ORDER_STOPPED, DiscrepancyKind.STOCK_MISSING)):
            row = Discrepancy(
                scan_id=uuid.UUID(int=leg + 1),
                leg=leg,
                kind=kind,
                work="pick",
                quantity=2,
                facts=asdict(facts),
                station="P-03",
                operator_id=1,
                raised_at=work.now,
            )
            work.session.add(row)

    station.floor.database.run(verb)
    station.badge(MIRA)
    booth.take("home-to-settle")
    station.scan(quantity_payload(FloorWork.SETTLE))
    booth.take("settle")


def notices(booth: Booth) -> None:
    """What concerns the station is said over the work, and the work goes on."""
    station = booth.station
    station.floor.order((BLUE, 3), (CABLE, 1))
    station.badge(ANA)
    station.scan("XCNXT", "T-0042")
    station.window.note_copies("the disk is full")
    booth.take("notice-copies")
    station.window.note_second_run(is_doubled=True)
    booth.take("notice-second-run")


def left_behind(booth: Booth) -> None:
    """Work of somebody whose station fell silent waits on the start screen."""
    station = booth.station
    there = eds_pick(station.floor)
    go_silent(there, "P-09")
    leases.reap(there)
    lapsed_long_ago(there, OFFLINE_GRACE + timedelta(minutes=2))
    station.badge(ANA)
    booth.take("home-left-behind")


SCENES: tuple[Scene, ...] = (off_line, settling, notices, left_behind)
