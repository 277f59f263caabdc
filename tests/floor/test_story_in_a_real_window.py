"""Stories in the real program on a virtual screen: scans typed by an X client, kill -9 included."""

from __future__ import annotations

import os
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.db.schema import Carton, Order, OrderLine, PickTask
from app.domain.orders import OrderState
from app.domain.tasks import PickTaskState
from app.services.checking import check_database
from app.services.inquiry import house_report
from app.services.workplace import Workplace
from tests import builders
from tests.floor.station_process import StationProcess, until
from tests.servers.x_display import XDisplay

pytestmark = pytest.mark.real_window


@pytest.fixture
def serial_line() -> Iterator[tuple[int, str]]:
    """A pseudo-terminal: the scanner's end and the name of the station's port."""
    scanner, station = os.openpty()
    tty.setraw(station)
    yield scanner, os.ttyname(station)
    os.close(scanner)
    os.close(station)


def sscc_of(floor: Workplace) -> str:
    """The number of the newest closed carton."""
    with floor.database.begin() as work:
        return work.session.scalar(select(Carton.sscc).order_by(Carton.id.desc())) or ""


def order_state(floor: Workplace) -> OrderState:
    """The state of the only order."""
    with floor.database.begin() as work:
        return work.session.scalars(select(Order.state)).one()


def test_order_goes_from_tote_to_carrier_by_typed_and_serial_scans(
    floor: Workplace, x_display: XDisplay, tmp_path: Path, serial_line: tuple[int, str]
) -> None:
    mug, _ = builders.some_stock(floor)
    lamp, _ = builders.some_stock(floor)
    tote = builders.a_tote(floor)
    operator = builders.an_operator(floor)
    builders.a_released_order(floor, (mug, 2), (lamp, 1))
    scanner, port = serial_line

    with StationProcess(x_display, floor, tmp_path, serial_port=port, afresh=True) as station:
        x_display.type_scan(f"B-{builders.badge_of(operator)}")
        station.insist(
            "XCNXT", lambda: task_state(floor) is PickTaskState.IN_PROGRESS, "a task to be claimed"
        )
        station.scan(tote)
        station.scan(lamp.barcode)
        assert station.refusals_of(lamp.barcode) == ["WrongItem"]
        assert station.picked() == [0, 0]
        station.scan(mug.barcode)
        station.scan("XCK")
        assert station.picked() == [2, 0]
        os.write(scanner, f"{lamp.barcode}\r".encode())
        until(lambda: station.picked() == [2, 1], "the serial scan to be counted")
        until(lambda: order_state(floor) is OrderState.PICKED, "the order to be picked")

        x_display.type_scan("XCPSE")
        station.scan(tote)
        for code in (mug.barcode, mug.barcode, lamp.barcode):
            station.scan(code)
        station.scan("XCK")
        until(lambda: bool(list((tmp_path / "prints").glob("shipping_label*"))), "the label")
        station.scan(f"]C100{sscc_of(floor)}")
        until(lambda: order_state(floor) is OrderState.SHIPPED, "the order to be shipped")
        x_display.screenshot(tmp_path / "shipped.png")

    report = house_report(floor)
    assert report.units_received == report.units_on_hand + report.units_shipped
    assert report.units_shipped == 3
    assert check_database(floor).is_sound
    assert len(list((tmp_path / "prints").glob("packing_slip*"))) == 1


def test_line_goes_on_after_the_program_is_killed_in_the_middle_of_a_pick(
    floor: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    first, _ = builders.some_stock(floor)
    second, _ = builders.some_stock(floor)
    tote = builders.a_tote(floor)
    operator = builders.an_operator(floor)
    builders.a_released_order(floor, (first, 1), (second, 3))

    with StationProcess(x_display, floor, tmp_path) as station:
        x_display.type_scan(f"B-{builders.badge_of(operator)}")
        station.insist(
            "XCNXT", lambda: task_state(floor) is PickTaskState.IN_PROGRESS, "a task to be claimed"
        )
        station.scan(tote)
        station.scan(first.barcode)
        station.scan(second.barcode)
        assert station.picked() == [1, 0], "one unit of three is in hand, not in the tote"
        station.kill()

    with StationProcess(x_display, floor, tmp_path) as station:
        x_display.type_scan(f"B-{builders.badge_of(operator)}")
        station.insist("XCNXT", lambda: task_epoch(floor) == 2, "the task to be resumed")
        assert station.picked() == [1, 0]
        station.scan(second.barcode)
        station.scan("XCK")
        assert station.picked() == [1, 3]
        until(lambda: order_state(floor) is OrderState.PICKED, "the order to be picked")

    with floor.database.begin() as work:
        assert list(work.session.scalars(select(OrderLine.picked).order_by(OrderLine.id))) == [1, 3]
    assert check_database(floor).is_sound


def task_state(floor: Workplace) -> PickTaskState:
    """The state of the only pick task."""
    with floor.database.begin() as work:
        return work.session.scalars(select(PickTask.state)).one()


def task_epoch(floor: Workplace) -> int:
    """How often the only pick task was claimed."""
    with floor.database.begin() as work:
        return work.session.scalars(select(PickTask.epoch)).one()
