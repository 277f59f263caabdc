"""Orders shared out to carts: our plans beside the best known and beside what others do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import fmean
from typing import Any

from app.bench.tours import ROUTING
from app.bench.walk_check import Cell, checked_length, walk_length
from app.bench.wave_orders import wave
from app.planning.annealing import Search
from app.planning.batches import BatchTask, first_come_carts, plan_of
from app.planning.plan_files import Instance, batch_answer, batch_task_of, read_tasks
from app.planning.plan_progress import Budget
from app.planning.plan_run import PlanRun


@dataclass(frozen=True)
class BatchFigures:
    """Metres of one instance by method; the last methods are ours after so many seconds."""

    name: str
    orders: int
    best_known: float
    metres: dict[str, float]
    proven: bool

    def gap(self, method: str) -> float:
        """By how many per cent a method walks more than the best known plan."""
        return 100 * (self.metres[method] / self.best_known - 1)

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        return {
            "id": self.name,
            "orders": self.orders,
            "best_known": self.best_known,
            "metres": self.metres,
            "gaps": {method: round(self.gap(method), 3) for method in self.metres},
            "proven": self.proven,
        }


def bench_batches(
    *, seconds: Sequence[float], folder: Path | None, processor: bool, as_json: bool
) -> int:
    """Plan carts for all instances and print the figures.

    Args:
        seconds: how long each plan may take; two processes search that long.
        folder: where more instances lie, in files named `batching_*.jsonl`.
        processor: count seconds of the processor, for a machine that does other things too.
        as_json: print for machines.

    Returns:
        0.

    Raises:
        WrongPlan: a plan leaves something out.
    """
    found = []
    for instance in _instances(folder):
        budgets = [Budget(seconds=each, processor=processor) for each in seconds]
        figures = _measure(instance, budgets)
        found.append(figures)
        print(json.dumps(figures.as_json()) if as_json else _line(figures), flush=True)
    if not as_json:
        print("\n".join(_summary(found)))
    return 0


def _instances(folder: Path | None) -> Iterator[Instance]:
    for place in (ROUTING, folder):
        for file in sorted(place.glob("batching_*.jsonl")) if place else ():
            yield from (each for each in read_tasks(file) if len(each["orders"]) >= 60)
    for known in json.loads((ROUTING / "waves.json").read_text(encoding="utf-8")):
        _, orders, seed = (part.lstrip("ns") for part in known["id"].split("-"))
        yield {**wave(int(orders), int(seed)), "best_known": known["best_known"]}


def _measure(instance: Instance, budgets: Sequence[Budget]) -> BatchFigures:
    task = batch_task_of(instance)
    arrival = first_come_carts(task)
    metres = {
        "name order": _by_sequence(instance, arrival, serpentine=False),
        "serpentine": _by_sequence(instance, arrival, serpentine=True),
        "exact tours": _checked(instance, task, arrival),
        "savings": _checked(instance, task, Search(task).savings_carts()),
    }
    proven = False
    for budget in budgets:
        with PlanRun(task, budget) as run:
            run.wait()
            if run.best is None or run.failure:
                raise RuntimeError(f"{instance['id']}: no plan: {run.failure}")
            proven = run.best.proven
            metres[f"{budget.seconds:g} s"] = _checked(instance, task, run.best.carts)
    return BatchFigures(instance["id"], len(task.orders), instance["best_known"], metres, proven)


def _checked(instance: Instance, task: BatchTask, carts: Sequence[Sequence[int]]) -> float:
    """Metres of exact tours of these carts, added up without the planner's code."""
    return checked_length(instance, batch_answer(instance, plan_of(task, carts)))


def _by_sequence(instance: Instance, carts: Sequence[Sequence[int]], *, serpentine: bool) -> float:
    """Metres if each cart is walked by location names, or with every second aisle reversed."""

    def key(cell: Cell) -> Cell:
        aisle, number = cell
        return aisle, -number if serpentine and aisle % 2 else number

    orders = instance["orders"]
    return sum(
        walk_length(
            instance,
            sorted({(a, c) for order in cart for a, c in orders[order]["picks"]}, key=key),
        )
        for cart in carts
    )


def _line(figures: BatchFigures) -> str:
    gaps = "  ".join(f"{method} {figures.gap(method):+.2f}" for method in figures.metres)
    return f"{figures.name:28} {gaps}{'  proven' if figures.proven else ''}"


def _summary(found: Sequence[BatchFigures]) -> Iterator[str]:
    """Mean and worst gap by number of orders, and what share of the usual walk is left."""
    yield ""
    by_size = sorted(found, key=lambda figures: figures.orders)
    for orders, group in groupby(by_size, key=lambda figures: figures.orders):
        members = list(group)
        yield f"{orders} orders, {len(members)} instances: gap to the best known, % (worst)"
        for method in members[0].metres:
            gaps = [figures.gap(method) for figures in members]
            yield f"  {method:12} {fmean(gaps):7.2f} ({max(gaps):.2f})  {_share(members, method)}"


def _share(members: Sequence[BatchFigures], method: str) -> str:
    walked: Any = [figures.metres[method] / figures.metres["name order"] for figures in members]
    return f"{100 * fmean(walked):.1f} % of name order"
