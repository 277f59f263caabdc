"""Tours on all benchmark files: their lengths beside the known ones, and the time they took."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from app.bench.walk_check import checked_length
from app.planning.plan_files import Instance, read_tasks, tour_answer

FILES = ("tours_sprp", "tours_multiblock", "tours_graph", "tours_scattered")

ROUTING = Path(__file__).parents[2] / "resources" / "benchmarks" / "routing"


@dataclass(frozen=True)
class TourFigures:
    """What a group of tours came to; gaps in per cent of the known length, times in seconds."""

    name: str
    gaps: tuple[float, ...]
    seconds: tuple[float, ...]
    out_of_reach: int

    def as_json(self) -> dict[str, object]:
        """The figures as they are printed for machines."""
        return {
            "group": self.name,
            "tours": len(self.gaps),
            "out_of_reach": self.out_of_reach,
            "gap_mean": round(fmean(self.gaps), 4),
            "gap_max": round(max(self.gaps), 4),
            "seconds_mean": round(fmean(self.seconds), 5),
            "seconds_max": round(max(self.seconds), 4),
        }


def bench_tours(*, as_json: bool) -> int:
    """Plan every tour, have its length added up without the planner, and print the figures.

    Returns:
        0 if no tour of the parallel aisles is longer than known, otherwise 1.

    Raises:
        WrongPlan: a tour leaves something out.
    """
    groups = [figures for name in FILES for figures in _measure(ROUTING / f"{name}.jsonl")]
    if as_json:
        print(json.dumps([figures.as_json() for figures in groups]))
    else:
        print("\n".join(_in_words(groups)))
    exact = [figures for figures in groups if not figures.name.startswith("tours_graph")]
    return 0 if all(max(figures.gaps) < 1e-6 for figures in exact) else 1


def _measure(file: Path) -> Iterator[TourFigures]:
    gaps: dict[str, list[float]] = {}
    seconds: dict[str, list[float]] = {}
    unreached: dict[str, int] = {}
    for instance in read_tasks(file):
        group = f"{file.stem}, {_floor(instance)}"
        started = time.perf_counter()
        answer = tour_answer(instance)
        seconds.setdefault(group, []).append(time.perf_counter() - started)
        known = instance.get("reachable", instance["best_known"])
        unreached[group] = unreached.get(group, 0) + (known != instance["best_known"])
        gaps.setdefault(group, []).append(100 * (checked_length(instance, answer) / known - 1))
    for group, found in gaps.items():
        yield TourFigures(group, tuple(found), tuple(seconds[group]), unreached[group])


def _floor(instance: Instance) -> str:
    if "arcs" in instance:
        return str(instance["id"]).split("-")[1]
    blocks = len(instance["layout"]["cross_y"]) - 1
    return f"{blocks} block{'s' if blocks > 1 else ''}"


def _in_words(groups: list[TourFigures]) -> Iterator[str]:
    yield f"{'':34} tours  gap % mean    max   ms mean      max"
    for figures in groups:
        values = figures.as_json()
        yield (
            f"{figures.name:34} {values['tours']:5} {values['gap_mean']:11.3f} "
            f"{values['gap_max']:6.3f} {1000 * fmean(figures.seconds):9.2f} "
            f"{1000 * max(figures.seconds):8.1f}"
        )
    missed = sum(figures.out_of_reach for figures in groups)
    if missed:
        yield (
            f"{missed} published lengths of tours_scattered lie below what any tour can reach and "
            "are replaced; see the README beside the files"
        )
