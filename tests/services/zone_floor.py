"""A floor of zones with lanes: orders that pass them, or are picked in all of them at once."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.pick_state import PickMethod, PickState
from app.services import zone_setup, zone_work
from app.services.allocating import allocate_waiting_orders
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books
from tests.services.floor_plan import in_zone

CHAIN = "select zone, state from pick_task order by id"


@dataclass(frozen=True)
class ZoneFloor:
    """Goods in the zones C, A and B, which totes pass in this order, and a picker for each."""

    floor: Workplace
    goods: dict[str, Goods]
    places: dict[str, str]
    pickers: dict[str, int]

    @property
    def chain(self) -> list[tuple[str, str]]:
        """Zone and state of each task, as they were made."""
        return [(zone, state) for zone, state in books.rows(self.floor, CHAIN)]

    def release(
        self, *zones: str, units: int = 1, method: PickMethod = PickMethod.ZONE_PASS
    ) -> str:
        """Give the floor an order with a line in each of the zones; returns its number."""
        number = builders.an_order(self.floor, *((self.goods[zone], units) for zone in zones))
        allocate_waiting_orders(self.floor)
        report = release_ready_orders(self.floor, method=method)
        assert number in report.released
        return number

    def bring(self, zone: str, tote: str) -> PickState:
        """The zone's picker scans a tote."""
        return zone_work.bring_in(self.floor, self.pickers[zone], builders.entry(tote))


def a_zone_floor(floor: Workplace, *, scanned: bool = False) -> ZoneFloor:
    """Set the zones up, each with a lane and with somebody who works there."""
    goods, places, pickers = {}, {}, {}
    for turn, zone in enumerate("CAB"):
        goods[zone], places[zone] = in_zone(floor, zone)
        zone_setup.set_zone(floor, zone, turn=turn, lane=f"LANE-{zone}")
        pickers[zone] = builders.an_operator(floor, f"Picker {zone}")
        sign = builders.entry(f"L-LANE-{zone}")
        assert zone_work.choose_zone(floor, pickers[zone], sign) == zone
    zone_setup.set_lanes(floor, scanned=scanned, pack_lane_code="LANE-PACK")
    return ZoneFloor(floor, goods, places, pickers)
