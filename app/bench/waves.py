"""Waves of small orders, 500 to 10,000: how far is walked as a wave grows, and as time passes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.bench.demo_day import DayFigures, measure_demo_day
from app.bench.plan_measures import NAME_ORDER, PlanFigures, checked, measured
from app.bench.tours import ROUTING
from app.bench.wave_orders import wave
from app.planning.plan_files import Instance, batch_task_of
from app.planning.plan_progress import Budget, Start

SIZES = (500, 2000, 5000, 10_000)
CUTS = (24, 60, 120, 250, 500, 1000, 2000)
"""Sizes of waves into which the same 2,000 orders are cut."""

MEASURED, SECONDS = 2000, 30.0
"""The limits are for a wave of so many orders after so many seconds."""

MOST_OF_KNOWN, MOST_OF_NAME_ORDER = 1.06, 45.0
"""Times the best known plan; per cent of first-come carts in name order."""

_CUT_SECONDS = 20.0


def bench_waves(*, seconds: Sequence[float], processor: bool, as_json: bool) -> int:
    """Plan the waves and the demo's day, and print the figures.

    Args:
        seconds: how long each plan may take; two processes search that long.
        processor: count seconds of the processor, for a machine that does other things too.
        as_json: print for machines.

    Returns:
        0 if the limits are kept, or were not measured; otherwise 1.

    Raises:
        WrongPlan: a plan leaves something out.
    """
    budgets = [Budget(seconds=each, processor=processor) for each in seconds]
    found = []
    for size in SIZES:
        figures = measured(_instance(size), budgets)
        found.append(figures)
        print(json.dumps(figures.as_json()) if as_json else "\n".join(_lines(figures)), flush=True)
    kept = list(_verdicts(found))
    if not as_json:
        print("\n".join(words for words, _ in kept))
        print(f"\nthe same {MEASURED} orders in waves of one size, {_CUT_SECONDS:g} s for all")
    for size, metres in _cut_waves(processor=processor):
        share = 100 * metres / found[SIZES.index(MEASURED)].metres[NAME_ORDER]
        figures_of_cut = {"orders_a_wave": size, "metres": metres, "share": round(share, 2)}
        print(
            json.dumps(figures_of_cut)
            if as_json
            else f"  {size:6} orders a wave {metres:10.0f} m  {share:5.1f} % of name order",
            flush=True,
        )
    if not as_json:
        print("\nthe demo's day")
    for day in measure_demo_day():
        print(json.dumps(day.as_json()) if as_json else _day_line(day), flush=True)
    return 0 if all(is_kept for _, is_kept in kept) else 1


def _instance(orders: int) -> Instance:
    known = json.loads((ROUTING / "waves.json").read_text(encoding="utf-8"))
    best = {each["id"]: each["best_known"] for each in known}
    made = wave(orders, 1)
    return {**made, "best_known": best.get(made["id"])}


def _lines(figures: PlanFigures) -> Iterator[str]:
    yield f"{figures.orders} orders, first plan after {figures.first_after:.2f} s"
    for method, metres in figures.metres.items():
        line = f"  {method:12} {metres:10.0f} m  {figures.share(method):5.1f} % of name order"
        if figures.best_known is not None:
            line += f"  {figures.gap(method):+6.2f} % to the best known"
        yield line


def _verdicts(found: Sequence[PlanFigures]) -> Iterator[tuple[str, bool]]:
    method = f"{SECONDS:g} s"
    for figures in found:
        if figures.orders == MEASURED and method in figures.metres and figures.best_known:
            times, share = figures.metres[method] / figures.best_known, figures.share(method)
            is_kept = times <= MOST_OF_KNOWN and share <= MOST_OF_NAME_ORDER
            yield (
                (
                    f"{MEASURED} orders after {method}: {times:.3f} times the best known (limit "
                    f"{MOST_OF_KNOWN:g}), {share:.1f} % of name order (limit "
                    f"{MOST_OF_NAME_ORDER:g}): {'kept' if is_kept else 'MISSED'}"
                ),
                is_kept,
            )


def _cut_waves(*, processor: bool) -> Iterator[tuple[int, float]]:
    """Metres if the orders are released in waves of each size, each planned on its own."""
    from app.planning.annealing import Search

    instance = _instance(MEASURED)
    whole = batch_task_of(instance)
    for size in CUTS:
        metres = 0.0
        for at in range(0, MEASURED, size):
            task = replace(whole, orders=whole.orders[at : at + size])
            share = len(task.orders) / MEASURED
            budget = Budget(seconds=_CUT_SECONDS * share, processor=processor)
            *_, best = Search(task).improve(Start.SAVINGS, budget)
            part = {**instance, "orders": instance["orders"][at : at + size]}
            metres += checked(part, task, best.carts)
        yield size, metres


def _day_line(day: DayFigures) -> str:
    return f"  {day.name:44} {day.metres:10.0f} m  {day.share:5.1f} %"
