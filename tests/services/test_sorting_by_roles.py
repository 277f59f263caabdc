"""A station whose database login is for picking sorts, and does all that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.db.engine import make_engine
from app.db.unit_of_work import Database
from app.domain.permissions import Group, Verb
from app.domain.pick_state import PickMethod
from app.domain.refusals import NotAtThisStation, Refused
from app.services import shelving, sorting, zone_work
from app.services.checking import check_database
from app.services.wall_setup import add_shelf
from app.services.workplace import Workplace
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.servers.station_logins import a_login, give_roles, take_roles_away
from tests.services import books, shift
from tests.services.wall_floor import DAMAGED, OK, SHORT, UNDO, a_batch, a_wall, sort, sorted_by
from tests.services.zone_floor import a_zone_floor

pytestmark = pytest.mark.postgresql

STATIONS = {"P-01": (Group.PICKER,), "P-02": (Group.PACKER,)}


@dataclass(frozen=True)
class House:
    """The owner of the tables, a picking station and a bench, and somebody who works there."""

    owner: Workplace
    picking: Workplace
    bench: Workplace
    sorter: int


@pytest.fixture
def house(postgresql_server: PostgresqlServer) -> Iterator[House]:
    url = postgresql_server.new_database()
    owner = builders.a_workplace(builders.a_database(url), "D-01")
    give_roles(url)
    stations = {}
    for code, groups in STATIONS.items():
        database = Database(make_engine(a_login(url, code, groups), station=code))
        stations[code] = builders.a_workplace(database, code)
    sorter = builders.an_operator(owner, "Bo Sorter")
    yield House(owner, stations["P-01"], stations["P-02"], sorter)
    for workplace in (owner, *stations.values()):
        workplace.database.close()
    take_roles_away(url, STATIONS)
    postgresql_server.drop_database(url)


def test_a_picking_station_sorts_with_all_that_can_happen(house: House) -> None:
    builders.a_site(house.owner)
    (mug, at), (lamp, _) = (builders.some_stock(house.owner, name=name) for name in ("mug", "lamp"))
    builders.stock(house.owner, mug, builders.a_location(house.owner), 5)
    a_wall(house.owner)
    orders = {"A": [(mug, 2), (lamp, 1)], "B": [(mug, 1), (lamp, 1)]}
    batch = a_batch(house.owner, house.sorter, orders, urgent=["A"])
    state = sorting.open_wall(house.picking, house.sorter)
    state = sorted_by(house.picking, house.sorter, state, *batch.totes)
    state = sorted_by(house.picking, house.sorter, state, mug.barcode, "L-W1-1A", UNDO, OK)
    state = sorted_by(house.picking, house.sorter, state, mug.barcode, "L-W1-1A")
    state = sorted_by(house.picking, house.sorter, state, DAMAGED, lamp.barcode, "L-W1-Q")
    state = sorted_by(house.picking, house.sorter, state, mug.barcode, "L-W1-1A")
    state = sorted_by(house.picking, house.sorter, state, lamp.barcode, "L-W1-1A")
    answer = sort(house.picking, house.sorter, state, SHORT, OK)
    assert answer.refusal is None
    tasks = "select method, state from pick_task where method = 'single'"
    assert books.rows(house.owner, tasks) == [("single", "ready")] * 2
    counted = "select count(*) from count_task join location on location.id = location_id "
    assert books.value(house.owner, counted + "where code = :at", at=at) == 1
    report = check_database(house.owner)
    assert not [checked for checked in report.invariants if not checked.holds]


def test_a_bench_does_not_sort(house: House) -> None:
    a_wall(house.owner)
    with pytest.raises(Refused) as refused:
        sorting.open_wall(house.bench, house.sorter)
    assert refused.value.refusal == NotAtThisStation(Verb.SORT)


def test_a_picking_station_passes_totes_and_brings_parts(house: House) -> None:
    builders.a_site(house.owner)
    add_shelf(house.owner, "C1", slots=2)
    zones = a_zone_floor(house.owner, scanned=True)
    for method in (PickMethod.ZONE_PASS, PickMethod.ZONE_PARALLEL):
        number = zones.release("C", "A", method=method)
        tote = builders.a_tote(house.owner)
        for zone in "CA":
            picker = zones.pickers[zone]
            sign = builders.entry(f"L-LANE-{zone}")
            assert zone_work.choose_zone(house.picking, picker, sign) == zone
            state = zone_work.bring_in(house.picking, picker, builders.entry(tote))
            state = shift.pick_to_end(house.picking, picker, state)
            if method is PickMethod.ZONE_PARALLEL:
                shelf = shelving.open_shelf(house.picking, picker)
                told = shelving.scan(house.picking, picker, shelf, builders.entry("L-C1-01"))
                assert told.refusal is None
                tote = builders.a_tote(house.owner)
        assert books.order_state(house.owner, number) == "picked"
    assert check_database(house.owner).is_sound
