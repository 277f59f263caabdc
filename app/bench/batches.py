"""Orders shared out to carts: our plans beside the best known and beside what others do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from statistics import fmean

from app.bench.plan_measures import PlanFigures, measured
from app.bench.tours import ROUTING
from app.planning.plan_files import Instance, read_tasks
from app.planning.plan_progress import Budget

LIMITS = {5.0: 1.5, 30.0: 0.8}
"""Mean gap to the best known plans of 100 orders, in per cent, after so many seconds."""

WORST = 4.0
"""And the largest, after any of these."""

MEASURED = 100
"""The limits are for instances with so many orders."""


def bench_batches(
    *, seconds: Sequence[float], folder: Path | None, processor: bool, as_json: bool
) -> int:
    """Plan carts for all instances of 60 orders and more, and print the figures.

    Args:
        seconds: how long each plan may take; two processes search that long.
        folder: where more instances lie, in files named `batching_*.jsonl`.
        processor: count seconds of the processor, for a machine that does other things too.
        as_json: print for machines.

    Returns:
        0 if all limits are kept for which there are figures, otherwise 1.

    Raises:
        WrongPlan: a plan leaves something out.
    """
    budgets = [Budget(seconds=each, processor=processor) for each in seconds]
    found = []
    for instance in _instances(folder):
        figures = measured(instance, budgets)
        found.append(figures)
        print(json.dumps(figures.as_json()) if as_json else _line(figures), flush=True)
    if not as_json:
        print("\n".join(_summary(found)))
    return 0 if all(is_kept for _, is_kept in _verdicts(found)) else 1


def _instances(folder: Path | None) -> Iterator[Instance]:
    for place in (ROUTING, folder):
        for file in sorted(place.glob("batching_*.jsonl")) if place else ():
            yield from (each for each in read_tasks(file) if len(each["orders"]) >= 60)


def _line(figures: PlanFigures) -> str:
    gaps = "  ".join(f"{method} {figures.gap(method):+.2f}" for method in figures.metres)
    proven = "  proven" if figures.proven else ""
    return f"{figures.name:28} {gaps}  first after {figures.first_after:.2f} s{proven}"


def _summary(found: Sequence[PlanFigures]) -> Iterator[str]:
    """Mean and worst gap by number of orders, and what share of the usual walk is left."""
    yield ""
    by_size = sorted(found, key=lambda figures: figures.orders)
    for orders, group in groupby(by_size, key=lambda figures: figures.orders):
        members = list(group)
        yield f"{orders} orders, {len(members)} instances: gap to the best known, % (worst)"
        for method in members[0].metres:
            gaps = [figures.gap(method) for figures in members]
            share = fmean(figures.share(method) for figures in members)
            yield (
                f"  {method:12} {fmean(gaps):7.2f} ({max(gaps):.2f})  {share:.1f} % of name order"
            )
    yield from (words for words, _ in _verdicts(found))


def _verdicts(found: Sequence[PlanFigures]) -> Iterator[tuple[str, bool]]:
    """Each limit for which there are figures, and whether it is kept."""
    for seconds, limit in LIMITS.items():
        method = f"{seconds:g} s"
        gaps = [
            each.gap(method) for each in found if each.orders == MEASURED and method in each.metres
        ]
        if gaps:
            is_kept = fmean(gaps) <= limit and max(gaps) <= WORST
            yield (
                (
                    f"after {method}: mean {fmean(gaps):.2f} % (limit {limit:g}), worst "
                    f"{max(gaps):.2f} % (limit {WORST:g}): {'kept' if is_kept else 'MISSED'}"
                ),
                is_kept,
            )
