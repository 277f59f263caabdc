"""Tours on floors of the product's own kind, from anywhere to anywhere, with their times."""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import pairwise

from app.bootstrap.settled_memory import settle_memory
from app.planning.floor_building import build_floor
from app.planning.floor_document import CrossAisle, FloorDocument
from app.planning.floor_plan import AisleName, FloorPlan, LocationPoint, Stand
from app.planning.stop_order import order_stops, warm_up

STOPS = (1, 3, 10, 30, 60)
REPEATS = 12
LIMITS = {1: 0.020, 2: 0.020, 3: 0.020, 4: 0.300}
"""Seconds of the processor a tour may take, by number of blocks."""


@dataclass(frozen=True)
class OwnFigures:
    """Times of tours on one floor, in seconds of the processor, and their limit if there is one."""

    name: str
    seconds: tuple[float, ...]
    limit: float | None

    @property
    def is_kept(self) -> bool:
        """Whether no tour took longer than it may."""
        return self.limit is None or max(self.seconds) <= self.limit


class WrongTour(ValueError):
    """A tour leaves a stop out, or its metres are not those of its stops."""


def own_floors() -> Iterator[tuple[str, FloorPlan, float | None]]:
    """The demo's floor, the same in one to four blocks, and with one-way aisles."""
    rows = demo_locations()
    yield "demo, 2 blocks", build_floor(rows), LIMITS[2]
    for blocks in (1, 2, 3, 4):
        crosses = tuple(CrossAisle(0.5 + 36.0 * number / blocks) for number in range(blocks + 1))
        document = FloorDocument(cross_aisles=crosses)
        yield f"demo, {blocks} blocks laid anew", build_floor(rows, document), LIMITS[blocks]
    plain = build_floor(rows)
    yield "demo, as a graph", replace(plain, grid=None), None


def demo_locations() -> list[LocationPoint]:
    """The demo's locations."""
    text = (files("resources") / "demo" / "locations.csv").read_text(encoding="utf-8")
    return [
        LocationPoint(
            number, row["code"], float(row["x_m"]), float(row["y_m"]), row["zone"], row["aisle"]
        )
        for number, row in enumerate(csv.DictReader(text.splitlines()), start=1)
    ]


def measure_own_floors() -> Iterator[OwnFigures]:
    """Plan rounds, walks from a location and walks round a closed aisle, and check each.

    Raises:
        WrongTour: one is wrong.
    """
    for name, floor, limit in own_floors():
        warm_up(floor)  # once in a process, as a station does at its start
        settle_memory()
        for kind in ("round", "from a location", "round a closed aisle"):
            chance = random.Random(kind)  # noqa: S311 - a benchmark, no secret
            seconds = [
                _measure(floor, chance, stops, kind) for stops in STOPS for _ in range(REPEATS)
            ]
            yield OwnFigures(f"{name}, {kind}", tuple(seconds), limit)


def _measure(floor: FloorPlan, chance: random.Random, count: int, kind: str) -> float:
    """Seconds of the processor for one tour, which is checked."""
    closed = [AisleName("B", "6")] if kind == "round a closed aisle" else []
    ids = [
        place.location_id
        for place in floor.places
        if place.aisle is None or floor.aisles[place.aisle].name not in closed
    ]
    stops = chance.sample(ids, count)
    start = stops[0] if kind == "from a location" else None
    began = time.process_time()
    order = order_stops(floor, stops, start=start, closed=closed)
    taken = time.process_time() - began
    if sorted(order.stops) != sorted(stops):
        raise WrongTour(f"{floor.first_depot}: stops {stops} became {order.stops}")
    stands: list[Stand] = [start or floor.first_depot, *order.stops, floor.first_depot]
    walked = sum(floor.metres_between(here, there) for here, there in pairwise(stands))
    if not closed and abs(walked - order.metres) > 1e-6:
        raise WrongTour(f"{order.metres:g} m were told for {walked:g} m")
    return taken
