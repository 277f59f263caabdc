"""Plans of carts measured beside what others do; lengths are added up without the planner."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.bench.walk_check import Cell, checked_length, walk_length
from app.planning.batches import BatchTask, first_come_carts, plan_of
from app.planning.plan_files import Instance, batch_answer, batch_task_of
from app.planning.plan_progress import Budget
from app.planning.plan_run import PlanRun
from app.planning.quick_carts import quick_carts

NAME_ORDER, SERPENTINE, EXACT = "name order", "serpentine", "exact tours"
"""First-come carts, walked by location names, by serpentine numbers, or exactly."""

AT_ONCE, SAVINGS = "at once", "savings"
"""The plan that is there at once, and savings carts with exact tours."""


@dataclass(frozen=True)
class PlanFigures:
    """Metres of one instance by method; the last methods are ours after so many seconds.

    Attributes:
        name: the instance.
        orders: how many.
        best_known: metres; None where nobody knows.
        metres: by method.
        first_after: seconds of the processor until the first plan was there.
        proven: the last plan is proven the best.
    """

    name: str
    orders: int
    best_known: float | None
    metres: dict[str, float]
    first_after: float
    proven: bool = field(default=False)

    def gap(self, method: str) -> float:
        """By how many per cent a method walks more than the best known plan."""
        return 0.0 if self.best_known is None else 100 * (self.metres[method] / self.best_known - 1)

    def share(self, method: str) -> float:
        """What a method walks, in per cent of first-come carts in name order."""
        return 100 * self.metres[method] / self.metres[NAME_ORDER]

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        return {
            "id": self.name,
            "orders": self.orders,
            "best_known": self.best_known,
            "metres": self.metres,
            "gaps": {method: round(self.gap(method), 3) for method in self.metres}
            if self.best_known
            else {},
            "shares": {method: round(self.share(method), 2) for method in self.metres},
            "first_after": round(self.first_after, 2),
            "proven": self.proven,
        }


def measured(instance: Instance, budgets: Sequence[Budget]) -> PlanFigures:
    """Plan an instance with each budget, and beside it as others do.

    Raises:
        WrongPlan: a plan leaves something out.
        RuntimeError: no plan was found, or a process failed.
    """
    from app.planning.annealing import Search

    task = batch_task_of(instance)
    arrival = first_come_carts(task)
    metres = {
        NAME_ORDER: by_sequence(instance, arrival, serpentine=False),
        SERPENTINE: by_sequence(instance, arrival, serpentine=True),
        EXACT: checked(instance, task, arrival),
        SAVINGS: checked(instance, task, Search(task).savings_carts()),
    }
    began = time.process_time()
    quick = quick_carts(task)
    first_after = time.process_time() - began
    metres[AT_ONCE] = checked(instance, task, quick)
    proven = False
    for budget in budgets:
        with PlanRun(task, budget) as run:
            run.wait()
            if run.best is None or run.failure:
                raise RuntimeError(f"{instance['id']}: no plan: {run.failure}")
            proven = run.best.proven
            metres[f"{budget.seconds:g} s"] = checked(instance, task, run.best.carts)
    known = instance.get("best_known")
    return PlanFigures(instance["id"], len(task.orders), known, metres, first_after, proven)


def checked(instance: Instance, task: BatchTask, carts: Sequence[Sequence[int]]) -> float:
    """Metres of exact tours of these carts, added up without the planner's code.

    Raises:
        WrongPlan: something is left out, split or overfull.
    """
    return checked_length(instance, batch_answer(instance, plan_of(task, carts)))


def by_sequence(instance: Instance, carts: Sequence[Sequence[int]], *, serpentine: bool) -> float:
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
