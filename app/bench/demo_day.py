"""The demo's day of 1,500 orders: metres by method and wave size, on its own floor and stock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from app.bootstrap.workplace import open_workplace
from app.db.engine import Patience
from app.domain.walk import Place, walk_order
from app.exchange.model import Kind
from app.planning.floor_plan import FloorPlan, Stand
from app.planning.plan_progress import Budget, Start
from app.planning.shift import ShiftOrder
from app.planning.stop_order import order_stops
from app.services.allocating import allocate_waiting_orders
from app.services.importing import ImportRequest, import_file
from app.services.simulating import waiting_shift
from app.settings import StationSettings

FILES = (
    (Kind.ITEMS, "items.csv"),
    (Kind.LOCATIONS, "locations.csv"),
    (Kind.STOCK, "stock.csv"),
    (Kind.ORDERS, "shopify_orders_export.csv"),
)
ORDERS_A_CART = 12
WAVES = (24, 60, 120, 250, 500)
STEPS_AN_ORDER = 2000
"""Exchanges tried for each order of a wave."""


@dataclass(frozen=True)
class DayFigures:
    """Metres of the day by one method, and its share of carts in name order, in per cent."""

    name: str
    metres: float
    share: float

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        return {"method": self.name, "metres": round(self.metres, 1), "share": round(self.share, 2)}


def measure_demo_day() -> Iterator[DayFigures]:
    """Walk the day in all ways. Walks are added up stop by stop on the floor's graph."""
    floor, orders = _demo_day()
    single = [[order] for order in orders]
    arrival = [orders[at : at + ORDERS_A_CART] for at in range(0, len(orders), ORDERS_A_CART)]
    by_name, by_serpentine = _ranks(floor)
    base = _walked(floor, arrival, by_name)

    def figures(name: str, metres: float) -> DayFigures:
        return DayFigures(f"{len(orders)} orders, {name}", metres, 100 * metres / base)

    carts = f"carts of {ORDERS_A_CART}"
    yield figures("one by one, name order", _walked(floor, single, by_name))
    yield figures("one by one, serpentine (as before)", _walked(floor, single, by_serpentine))
    yield figures("one by one, exact", _walked(floor, single, None))
    yield figures(f"first-come {carts}, name order", base)
    yield figures(f"first-come {carts}, serpentine", _walked(floor, arrival, by_serpentine))
    yield figures(f"first-come {carts}, exact", _walked(floor, arrival, None))
    for size in (*WAVES, len(orders)):
        planned = [
            cart
            for at in range(0, len(orders), size)
            for cart in _planned(floor, orders[at : at + size])
        ]
        yield figures(f"{carts} planned in waves of {size}", _walked(floor, planned, None))


def _demo_day() -> tuple[FloorPlan, list[ShiftOrder]]:
    """The demo's floor, and the orders of its day for which there is stock."""
    with TemporaryDirectory() as folder:
        settings = StationSettings(database=f"sqlite:///{Path(folder) / 'day.sqlite3'}")
        workplace = open_workplace(settings, patience=Patience.DESK)
        try:
            for kind, name in FILES:
                with as_file(files("resources") / "demo" / name) as path:
                    import_file(workplace, ImportRequest(path, kind))
            allocate_waiting_orders(workplace)
            shift = waiting_shift(workplace, datetime.now(UTC))
        finally:
            workplace.database.close()
    return shift.floor, list(shift.orders)


def _ranks(floor: FloorPlan) -> tuple[dict[int, int], dict[int, int]]:
    """Each location's place in the order of names, and on the serpentine."""
    names = {place.code: place.location_id for place in floor.places}
    places = []
    for place in floor.places:
        aisle = floor.aisles[place.aisle].name if place.aisle is not None else None
        _, bay, level = place.code.split("-")
        zone, number = (aisle.zone, aisle.aisle) if aisle else ("", "")
        places.append(Place(place.code, zone, number, bay[:-1], bay[-1], level))
    serpentine = {names[code]: number for code, number in walk_order(places).items()}
    return {names[code]: number for number, code in enumerate(sorted(names))}, serpentine


def _walked(
    floor: FloorPlan, carts: Sequence[Sequence[ShiftOrder]], ranks: dict[int, int] | None
) -> float:
    """Metres of all carts, each walked by rank, or exactly."""
    metres = 0.0
    for cart in carts:
        stops = {stop for order in cart for stop, _ in order.picks}
        if ranks is None:
            walk = list(order_stops(floor, stops).stops)
        else:
            walk = sorted(stops, key=lambda stop: ranks[stop])
        stands: list[Stand] = [floor.first_depot, *walk, floor.first_depot]
        metres += sum(floor.metres_between(here, there) for here, there in pairwise(stands))
    return metres


def _planned(floor: FloorPlan, orders: Sequence[ShiftOrder]) -> Iterator[list[ShiftOrder]]:
    """Carts chosen from a wave."""
    from app.planning.annealing import Search
    from app.planning.batches import CartLimits
    from app.planning.cart_plans import PickOrder, task_of

    wanted = [PickOrder(each.order_id, tuple(stop for stop, _ in each.picks)) for each in orders]
    limits = CartLimits(positions=ORDERS_A_CART)
    task = task_of(floor, wanted, limits, depot=floor.first_depot)
    budget = Budget(steps=STEPS_AN_ORDER * len(orders))
    *_, best = Search(task).improve(Start.SAVINGS, budget)
    for cart in best.carts:
        yield [orders[number] for number in cart]
