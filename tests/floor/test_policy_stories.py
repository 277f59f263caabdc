"""Stories in a real window: straight into the carton, serial numbers, other and expired lots."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.db.schema import Lot
from app.db.unit_of_work import UnitOfWork
from app.services.checking import check_database
from app.services.workplace import Workplace
from tests import builders
from tests.floor.station_process import StationProcess, until
from tests.servers.x_display import XDisplay
from tests.services import books

pytestmark = pytest.mark.real_window

SPRING, SUMMER, LONG_AGO = date(2027, 3, 1), date(2027, 7, 1), date(2020, 1, 1)
PROMISED = "select min(lot.code) from allocation join lot on lot.id = lot_id where quantity > 0"


def claimed(floor: Workplace) -> bool:
    """Whether a task is in progress."""
    return bool(books.value(floor, "select count(*) from pick_task where state = 'in_progress'"))


@pytest.mark.parametrize(
    "migrated_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_from_release_to_shipped_straight_into_the_carton_with_serial_numbers(
    floor: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    camera, _ = builders.some_stock(floor, name="Camera", serial_tracked=True)
    mug, _ = builders.some_stock(floor)
    operator = builders.an_operator(floor)
    number = builders.a_released_order(floor, (camera, 2), (mug, 1), into_carton=True)

    with StationProcess(x_display, floor, tmp_path) as station:
        x_display.type_scan(f"B-{builders.badge_of(operator)}")
        station.insist("XCNXT", lambda: claimed(floor), "a task to be claimed")
        station.scan("K-S")
        station.scan(camera.barcode)
        x_display.screenshot(tmp_path / "serial.png")
        station.scan("SN-0001")
        station.scan(f"01{camera.barcode.zfill(14)}21SN-0001")
        assert station.refusals_of(f"01{camera.barcode.zfill(14)}21SN-0001") == ["SerialTwice"]
        station.scan(f"01{camera.barcode.zfill(14)}21SN-0002")
        station.scan(mug.barcode)
        until(lambda: bool(list((tmp_path / "prints").glob("shipping_label*"))), "the label")
        sscc = books.value(floor, "select sscc from carton")
        station.scan(f"]C100{sscc}")
        until(lambda: books.order_state(floor, number) == "shipped", "the order to be shipped")

    serials = books.rows(floor, "select serial from serial_number order by serial")
    assert serials == [("SN-0001",), ("SN-0002",)]
    assert books.value(floor, "select count(*) from carton") == 1
    assert check_database(floor).is_sound


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
def test_another_lot_is_taken_by_the_same_scan_and_an_expired_one_never(
    floor: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    tea = builders.an_item(floor, name="Tea", lot_tracked=True)
    at, elsewhere = builders.a_location(floor), builders.a_location(floor)
    builders.stock(floor, tea, at, 5, lot="A", expiry=SPRING)
    builders.stock(floor, tea, at, 5, lot="B", expiry=SPRING)
    builders.stock(floor, tea, elsewhere, 5, lot="Z", expiry=SUMMER)
    tote, second = builders.a_tote(floor), builders.a_tote(floor)
    operator = builders.an_operator(floor)
    builders.a_released_order(floor, (tea, 2))
    builders.a_released_order(floor, (tea, 3))
    promised = str(books.value(floor, PROMISED))
    other = "B" if promised == "A" else "A"

    with StationProcess(x_display, floor, tmp_path) as station:
        x_display.type_scan(f"B-{builders.badge_of(operator)}")
        station.insist("XCNXT", lambda: claimed(floor), "a task to be claimed")
        station.scan(tote)
        station.scan(f"L-{at}")
        code = f"]C101{tea.barcode.zfill(14)}10{other}"
        station.scan(code)
        station.scan(code)
        assert station.refusals_of(code) == ["LotOffered", None]
        station.scan(f"L-{at}")
        station.scan(code)
        station.scan("XCK")
        until(lambda: station.picked()[0] == 2, "two units of the other lot")

        floor.database.run(lambda work: let_it_be_over(work, promised))
        station.insist("XCNXT", lambda: claimed(floor), "the second task to be claimed")
        station.scan(second)
        station.scan(f"L-{at}")
        over = f"]C101{tea.barcode.zfill(14)}10{promised}"
        station.scan(over)
        assert station.refusals_of(over) == ["ExpiredLot"]
        station.scan("XCK")
        station.scan(f"L-{elsewhere}")
        station.scan(f"]C101{tea.barcode.zfill(14)}10Z")
        station.scan("XCK")
        until(lambda: sum(station.picked()) == 5, "three units of the fresh lot")

    assert books.value(floor, "select reason from count_task") == "expired"
    assert books.on_hand(floor, elsewhere) == 2
    assert check_database(floor).is_sound


def let_it_be_over(work: UnitOfWork, code: str) -> None:
    """A lot that was fresh when it was promised is past its last day."""
    work.session.query(Lot).filter_by(code=code).one().expiry = LONG_AGO
