"""Orders of several zones, passed on or picked side by side, from release to shipped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from app.db.schema import ConsolidationSlot, Location, Tote
from app.domain.orders import OrderState
from app.domain.own_codes import location_payload
from app.domain.pick_state import PickMethod
from app.services.allocating import allocate_waiting_orders
from app.services.releasing import release_ready_orders
from app.services.wall_setup import add_shelf
from app.services.workplace import Workplace
from app.services.zone_setup import set_lanes, set_zone
from tests import builders
from tests.builders import Goods
from tests.floor.station_process import StationProcess
from tests.floor.test_method_stories import HOME, Story
from tests.servers.postgresql import PostgresqlServer
from tests.servers.x_display import XDisplay
from tests.services.floor_plan import in_zone

pytestmark = [pytest.mark.real_window, pytest.mark.postgresql]

LANES = {zone: location_payload(f"LANE-{zone}") for zone in ("C", "A", "PACK")}
SLOT = location_payload("S1-01")


@pytest.fixture(scope="module")
def zone_station(
    postgresql_server: PostgresqlServer,
    migrated_template: str,
    x_display: XDisplay,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Story]:
    """One program for both stories, on a floor of two zones with lanes and a shelf."""
    folder = tmp_path_factory.mktemp("station")
    url = postgresql_server.new_database(template=migrated_template)
    floor = builders.a_workplace(builders.a_database(url))
    builders.a_site(floor)
    builders.a_printer(floor, folder / "prints")
    add_shelf(floor, "S1", slots=2)
    with StationProcess(x_display, floor, folder) as station:
        yield Story(floor, station, x_display, folder / "prints")
    floor.database.close()
    postgresql_server.drop_database(url)


@pytest.fixture
def story(zone_station: Story) -> Iterator[Story]:
    """Signed in, and off again when the story is told."""
    zone_station.begin()
    yield zone_station
    zone_station.end()


def order_of_two_zones(floor: Workplace, method: PickMethod) -> tuple[str, Goods, Goods]:
    """An order released to the zones C and A, and what it wants of each."""
    goods = [in_zone(floor, zone)[0] for zone in "CA"]
    for turn, zone in enumerate("CA"):
        set_zone(floor, zone, turn=turn, lane=f"LANE-{zone}")
    set_lanes(floor, scanned=True, pack_lane_code="LANE-PACK")
    number = builders.an_order(floor, *((one, 1) for one in goods))
    allocate_waiting_orders(floor)
    release_ready_orders(floor, method=method)
    return number, goods[0], goods[1]


def place_of(floor: Workplace, tote: str) -> str | None:
    """The code of the place where a tote was put down."""
    with floor.database.begin() as work:
        totes = select(Tote.place_id).join(Location, Location.id == Tote.location_id)
        place = work.session.scalar(totes.where(Location.code == tote))
        return work.session.scalar(select(Location.code).where(Location.id == place))


def test_a_tote_goes_from_zone_to_zone_by_its_scans_and_is_packed(story: Story) -> None:
    number, mug, lamp = order_of_two_zones(story.floor, PickMethod.ZONE_PASS)
    tote, empty = builders.a_tote(story.floor), builders.a_tote(story.floor)
    story.turn_to(LANES["C"])
    story.scan(tote)
    story.scan(lamp.barcode)
    assert story.refusals_of(lamp.barcode) == ["ItemOfOtherZone"]
    story.scan(mug.barcode)
    story.scan(LANES["C"])
    assert story.refusals_of(LANES["C"])[-1] == "WrongLane"
    story.scan(LANES["A"])
    assert place_of(story.floor, tote) == "LANE-A"
    story.turn_to(HOME)
    story.turn_to(LANES["A"])
    story.scan(empty)
    assert story.refusals_of(empty) == ["NothingBegins"]
    story.scan(tote)
    story.scan(lamp.barcode)
    story.await_orders(OrderState.PICKED, number)
    story.scan(LANES["PACK"])
    story.turn_to(HOME)
    story.pack(tote, mug, lamp)
    story.await_orders(OrderState.SHIPPED, number)


def test_parts_of_two_zones_meet_in_a_slot_and_are_packed_out_of_it(story: Story) -> None:
    number, mug, lamp = order_of_two_zones(story.floor, PickMethod.ZONE_PARALLEL)
    for zone, goods, standing in (("C", mug, 1), ("A", lamp, 2)):
        tote = builders.a_tote(story.floor)
        story.turn_to(LANES[zone])
        story.scan(tote)
        story.scan(goods.barcode)
        put_into_slot(story, tote)
        assert parts_in_slot(story.floor) == standing
        story.turn_to(HOME)
    story.await_orders(OrderState.PICKED, number)
    story.pack(SLOT, mug, lamp)
    story.await_orders(OrderState.SHIPPED, number)
    assert parts_in_slot(story.floor) == 0


def put_into_slot(story: Story, tote: str) -> None:
    """Scan the slot once the shelf is shown."""
    story.insist(SLOT, lambda: place_of(story.floor, tote) == "S1-01", f"{tote} in its slot")


def parts_in_slot(floor: Workplace) -> int:
    """How many totes stand in slots that are bound to an order."""
    with floor.database.begin() as work:
        standing = select(Tote.location_id).join(
            ConsolidationSlot, ConsolidationSlot.location_id == Tote.place_id
        )
        bound = standing.where(ConsolidationSlot.order_id.is_not(None))
        return len(work.session.scalars(bound).all())
