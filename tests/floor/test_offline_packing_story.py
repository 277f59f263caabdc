"""The real program at a bench: packed off line through a power cut, one slip, one label."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app.db.schema import Carton
from app.domain.own_codes import quantity_payload
from app.services.checking import check_database
from app.services.workplace import Workplace
from tests import builders
from tests.floor.station_process import until
from tests.floor.test_offline_story import SerialStation, a_floor
from tests.servers.postgresql import PostgresqlServer
from tests.services import shift

pytestmark = pytest.mark.postgresql

PACK = quantity_payload(5)
"""The bench, by its number on the start screen."""


def cartons(desk: Workplace) -> list[Carton]:
    """The cartons there are."""
    with desk.database.begin() as work:
        return list(work.session.scalars(select(Carton)))


def open_order(station: SerialStation, desk: Workplace, badge: str, order: str) -> None:
    """Badge and order, again and again: nothing tells another process which screen is shown."""

    def is_open() -> bool:
        return any(
            station.is_answered(code, lambda: bool(cartons(desk))) for code in (badge, order)
        )

    until(is_open, "the order to be opened")


def go_on(station: SerialStation, badge: str, code: str) -> None:
    """Badge and bench, again and again, until the next unit is in the journal."""

    def is_counted() -> bool:
        codes = (badge, PACK, code)
        return any(station.is_answered(each, lambda: code in station.done()) for each in codes)

    until(is_counted, f"{code} in the journal")


def test_parcel_packed_off_line_through_a_power_cut_gets_one_slip_and_one_label(
    postgresql_server: PostgresqlServer, tmp_path: Path
) -> None:
    prints = tmp_path / "prints"
    with a_floor(postgresql_server) as (desk, proxy, database):
        goods = [builders.some_stock(desk)[0] for _ in range(3)]
        operator, tote = builders.an_operator(desk), builders.a_tote(desk)
        number = builders.a_released_order(desk, *((item, 1) for item in goods))
        shift.pick_order(desk, operator, tote)
        builders.a_printer(builders.a_workplace(desk.database, "P-01"), prints)
        badge = f"B-{builders.badge_of(operator)}"
        station = SerialStation(database, tmp_path)
        try:
            until(station.journal.exists, "the journal")
            open_order(station, desk, badge, f"O-{number}")
            proxy.refuse()
            proxy.cut()
            station.scan(goods[0].barcode)
            station.scan(goods[1].barcode)
            station.kill()
            station = SerialStation(database, tmp_path)
            go_on(station, badge, goods[2].barcode)
            assert cartons(desk)[0].revision == 0, "the database was away all the time"
            station.send("XCK")
            until(lambda: len(list(prints.glob("packing_slip-*.pdf"))) == 1, "the slip")
            proxy.heal()
            until(lambda: cartons(desk)[0].sscc is not None, "the parcel to be on record")
            until(lambda: len(list(prints.glob("shipping_label-*.pdf"))) == 1, "the label")
        finally:
            station.kill()
        assert len(list(prints.glob("packing_slip-*.pdf"))) == 1
        report = check_database(desk)
        assert report.is_sound, [one for one in report.invariants if not one.holds]
