"""The demo's day of 1,500 orders: metres by method and wave size, on its own floor and stock."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from app.bootstrap.workplace import open_workplace
from app.db.engine import Patience
from app.db.queries.planning_rows import open_tasks
from app.demo.warehouse import LAYOUT_FILE
from app.domain.pick_state import PickMethod
from app.domain.walk import Place, walk_order
from app.domain.waves import UNRELEASED
from app.exchange.model import Kind
from app.planning.batches import BatchTask
from app.planning.floor_plan import FloorPlan, Stand
from app.planning.forecast import USUAL_PACE
from app.planning.plan_progress import Budget, Start
from app.planning.shift import Method, ShiftOrder, Way
from app.planning.shift_tours import TourMaker
from app.planning.stop_order import order_stops
from app.services.allocating import allocate_waiting_orders
from app.services.floor_setup import import_layout
from app.services.importing import ImportRequest, import_file
from app.services.releasing import release_chosen_orders
from app.services.searching_ahead import run_with_search
from app.services.simulating import waiting_shift
from app.services.wave_board import waves_now
from app.services.wave_release import release_wave
from app.services.wave_templates import TemplateSettings, save_template
from app.services.workplace import Workplace
from app.settings import StationSettings

FILES = (
    (Kind.ITEMS, "items.csv"),
    (Kind.LOCATIONS, "locations.csv"),
    (Kind.STOCK, "stock.csv"),
    (Kind.ORDERS, "shopify_orders_export.csv"),
)
ORDERS_A_CART = 12
WAVES = (24, 60, 120, 250, 500)
RELEASED_WAVES = (120, 500)
SORTED_LATER = (
    Way(Method.BATCH, 24, 24),
    Way(Method.WAVE, 24, 120),
    Way(Method.WAVE, 24, 480),
    Way(Method.ZONE, 24, 24, zones=2),
    Way(Method.ZONE, 24, 24, zones=4),
)
"""Ways in which goods are summed, and sorted at the wall."""

STEPS_AN_ORDER = 2000
"""Exchanges tried for each order of a wave."""

_SEARCH_SECONDS = 2.0


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
    """Walk the day in all ways, before and after. Walks are added up stop by stop on the graph.

    Those whose goods are sorted at the wall are walked by the simulation: a zone's tour begins and
    ends at the depot next to it. The last ways are the product's own: orders are released, and what
    its pick lines say is walked.
    """
    with TemporaryDirectory() as folder:
        day = Path(folder) / "day.sqlite3"
        floor, orders = _demo_day(day)
        yield from _planned_ways(floor, orders, day)


def _planned_ways(
    floor: FloorPlan, orders: Sequence[ShiftOrder], day: Path
) -> Iterator[DayFigures]:
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
    for way in SORTED_LATER:
        words = f"{way.method}, {way.orders_a_tour} orders chosen from {way.planned_together}"
        words += f", {way.zones} zones at once" if way.zones > 1 else ""
        yield figures(words, _sorted_later(floor, orders, way))
    ids = [order.order_id for order in orders]
    yield figures("released one by one", _released(floor, day, ids, None))
    for size in RELEASED_WAVES:
        metres = _released(floor, day, ids, size)
        yield figures(f"released in {carts}, waves of {size}", metres)
    for size in RELEASED_WAVES:
        metres = _released_by_itself(floor, day, size)
        yield figures(f"the same, by a template after {_SEARCH_SECONDS:g} s a wave", metres)


def _released(floor: FloorPlan, day: Path, ids: Sequence[int], wave: int | None) -> float:
    """Metres of the product's own tasks: all orders one by one, or in carts, wave after wave."""
    with _copy_of(day) as workplace:
        for at in range(0, len(ids), wave or len(ids)):
            release_chosen_orders(
                workplace,
                ids[at : at + (wave or len(ids))],
                method=PickMethod.SINGLE if wave is None else PickMethod.CLUSTER,
                positions=None if wave is None else ORDERS_A_CART,
            )
        return _metres_on_the_floor(floor, workplace)


def _released_by_itself(floor: FloorPlan, day: Path, wave: int) -> float:
    """Metres of tasks of waves that a template fills; the last one is let go when it has all."""
    settings = TemplateSettings(
        "DAY",
        method=PickMethod.CLUSTER,
        positions=ORDERS_A_CART,
        orders_per_wave=wave,
        auto_release=True,
    )
    with _copy_of(day) as workplace:
        save_template(workplace, settings)
        run_with_search(workplace, _SEARCH_SECONDS)
        for left in waves_now(workplace):
            if left.state in UNRELEASED:
                release_wave(workplace, left.code, leave_out_bad=True)
        return _metres_on_the_floor(floor, workplace)


@contextmanager
def _copy_of(day: Path) -> Iterator[Workplace]:
    copy = day.with_name("released.sqlite3")
    shutil.copy(day, copy)
    workplace = _opened(copy)
    try:
        yield workplace
    finally:
        workplace.database.close()


def _metres_on_the_floor(floor: FloorPlan, workplace: Workplace) -> float:
    """What pickers will walk for all tasks there are, stop by stop."""
    with workplace.database.begin() as work:
        tasks = open_tasks(work.session)
    metres = 0.0
    for task in tasks:
        stands: list[Stand] = [floor.first_depot, *task.stops, floor.first_depot]
        metres += sum(floor.metres_between(here, there) for here, there in pairwise(stands))
    return metres


def _opened(file: Path) -> Workplace:
    return open_workplace(StationSettings(database=f"sqlite:///{file}"), patience=Patience.DESK)


def _demo_day(file: Path) -> tuple[FloorPlan, list[ShiftOrder]]:
    """The demo's floor, and the orders of its day for which there is stock; kept in a database."""
    workplace = _opened(file)
    try:
        for kind, name in FILES:
            with as_file(files("resources") / "demo" / name) as path:
                import_file(workplace, ImportRequest(path, kind))
        layout = (files("resources") / "demo" / LAYOUT_FILE).read_text("utf-8")
        import_layout(workplace, layout, LAYOUT_FILE)
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


def _sorted_later(floor: FloorPlan, orders: Sequence[ShiftOrder], way: Way) -> float:
    """Metres of tours whose goods are sorted at the wall, as the simulation tells them."""
    from app.planning.annealing import searched_carts

    def search(task: BatchTask) -> list[list[int]]:
        return searched_carts(task, STEPS_AN_ORDER * len(task.orders))

    batches = TourMaker(floor, USUAL_PACE, search).batches(orders, way)
    return sum(tour.work.metres for batch in batches for tour in batch.tours)


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
