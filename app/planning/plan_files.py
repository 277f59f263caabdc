"""Files of planning tasks with one JSON object a line, and the plans that answer them.

The format is described beside the benchmarks, in `resources/benchmarks/routing/README.md`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.planning.aisle_layout import AisleLayout, Spot
from app.planning.aisle_tour import shortest_tour
from app.planning.batches import BatchPlan, BatchTask, CartLimits, CartOrder, Load
from app.planning.cart_floors import AisleFloor, Stop
from app.planning.floor_graph import FloorGraph
from app.planning.graph_tour import short_graph_tour
from app.planning.scattered_tour import Supply, shortest_scattered_tour

Instance = Mapping[str, Any]
"""A line of a file, with its layout filled in."""


class UnreadableTask(ValueError):
    """A file of tasks makes no sense; the message names file, line and what is wrong there."""


@dataclass(frozen=True)
class CellFloor:
    """A layout whose places are numbered cells, the same in each aisle."""

    layout: AisleLayout
    depot: Spot
    cell_y: tuple[float, ...]

    def spot(self, aisle: int, cell: int) -> Spot:
        """Where a cell lies.

        Raises:
            UnreadableTask: there is no such cell.
        """
        if not 0 <= cell < len(self.cell_y):
            raise UnreadableTask(f"aisle {aisle}, cell {cell}: there are {len(self.cell_y)} cells")
        return Spot(aisle, self.cell_y[cell])

    def cells(self, stops: Iterable[Stop]) -> list[list[int]]:
        """The same stops as [aisle, cell]."""
        return [[stop.aisle, self.cell_y.index(stop.y)] for stop in stops if isinstance(stop, Spot)]


def read_tasks(file: Path) -> Iterator[Instance]:
    """The tasks of a file; layouts given by name come from `layouts.json` beside or above it.

    Raises:
        UnreadableTask: a line is no task.
        OSError: the file cannot be read.
    """
    named: Mapping[str, Any] | None = None
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                instance = json.loads(line)
                if not isinstance(instance, dict):
                    raise UnreadableTask(f"{file.name}, line {number}: not a task in braces")
                if isinstance(instance.get("layout"), str):
                    named = named or _named_layouts(file)
                    instance["layout"] = named[instance["layout"]]
            except (json.JSONDecodeError, KeyError) as error:
                raise UnreadableTask(f"{file.name}, line {number}: {error}") from error
            instance.setdefault("id", f"{file.name}:{number}")
            yield instance


def _named_layouts(file: Path) -> Mapping[str, Any]:
    """The layouts which the tasks of a file name."""
    for folder in list(file.resolve().parents)[:2]:
        if (folder / "layouts.json").exists():
            found: Mapping[str, Any] = json.loads((folder / "layouts.json").read_text("utf-8"))
            return found
    raise UnreadableTask(
        f"{file.name}: its layouts have names, but no layouts.json lies beside it; put one there"
    )


def floor_of(instance: Instance) -> CellFloor:
    """The layout of a task with aisles.

    Raises:
        UnreadableTask: a part is missing.
        UnusableLayout: nobody can walk there.
    """
    with _Reading(instance):
        plan = instance["layout"]
        layout = AisleLayout(tuple(plan["aisle_x"]), tuple(plan["cross_y"]))
        return CellFloor(layout, layout.crossing(*instance["depot"]), tuple(plan["cell_y"]))


def batch_task_of(instance: Instance) -> BatchTask:
    """The task of sharing the orders of an instance out to carts.

    Raises:
        UnreadableTask: a part is missing.
        ImpossiblePlan: no plan can be made.
        UnusableLayout: nobody can walk there.
    """
    floor = floor_of(instance)
    with _Reading(instance):
        orders = tuple(
            CartOrder(
                tuple(floor.spot(aisle, cell) for aisle, cell in order["picks"]),
                Load(lines=len(order["picks"]), units=order["load"]),
            )
            for order in instance["orders"]
        )
        limits = CartLimits(units=instance["capacity"])
    return BatchTask(AisleFloor(floor.layout, floor.depot), orders, limits)


def batch_answer(instance: Instance, plan: BatchPlan) -> dict[str, Any]:
    """A plan of carts as a line of an answer file."""
    floor = floor_of(instance)
    batches = [
        {"orders": list(cart.orders), "tour": floor.cells(cart.tour.stops)} for cart in plan.carts
    ]
    return {"id": instance["id"], "metres": plan.metres, "batches": batches}


def is_batch(instance: Instance) -> bool:
    """Whether orders are to be shared out to carts; all other tasks are single tours."""
    return "orders" in instance


def tour_answer(instance: Instance) -> dict[str, Any]:
    """The tour of an instance that is not about carts, as a line of an answer file.

    Raises:
        UnreadableTask: a part is missing or it is of no known kind.
        UnusableLayout: a place cannot be reached.
        NotEnoughStock: an item's places hold too few units.
    """
    kinds: dict[str, Callable[[Instance], dict[str, Any]]] = {
        "arcs": _graph_answer,
        "stock": _scattered_answer,
        "picks": _plain_answer,
    }
    for key, answer in kinds.items():
        if key in instance:
            return {"id": instance["id"], **answer(instance)}
    raise UnreadableTask(f"{instance['id']}: neither picks, stock, arcs nor orders")


def _plain_answer(instance: Instance) -> dict[str, Any]:
    floor = floor_of(instance)
    with _Reading(instance):
        spots = [floor.spot(aisle, cell) for aisle, cell in instance["picks"]]
    tour = shortest_tour(floor.layout, floor.depot, spots)
    return {"metres": tour.metres, "tour": floor.cells(tour.stops)}


def _scattered_answer(instance: Instance) -> dict[str, Any]:
    floor = floor_of(instance)
    with _Reading(instance):
        stock = [
            Supply(item, floor.spot(aisle, cell), units)
            for item, aisle, cell, units in instance["stock"]
        ]
        wanted = {int(item): units for item, units in instance["wanted"].items()}
    found = shortest_scattered_tour(floor.layout, floor.depot, wanted, stock)
    taken = [
        [supply.item, *floor.cells((supply.spot,))[0], supply.quantity] for supply in found.taken
    ]
    return {"metres": found.tour.metres, "tour": floor.cells(found.tour.stops), "taken": taken}


def _graph_answer(instance: Instance) -> dict[str, Any]:
    with _Reading(instance):
        arcs = tuple((start, end, float(metres)) for start, end, metres in instance["arcs"])
        graph = FloorGraph(len(instance["nodes"]), arcs)
        start, end, visit = instance["start"], instance["end"], instance["visit"]
    tour = short_graph_tour(graph, start, end, visit)
    return {"metres": tour.metres, "tour": list(tour.stops)}


class _Reading:
    """Turns what goes wrong while a task's parts are read into words about the task."""

    def __init__(self, instance: Instance) -> None:
        self._name = instance["id"]

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KeyError):
            raise UnreadableTask(f"{self._name}: {error} is missing") from error
        if isinstance(error, TypeError | AttributeError):
            raise UnreadableTask(f"{self._name}: a part has the wrong form ({error})") from error
