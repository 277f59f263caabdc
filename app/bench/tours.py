"""Tours on all benchmark files: their lengths beside the known ones, and the time they took."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from app.bench.own_floors import OwnFigures, measure_own_floors
from app.bench.walk_check import checked_length
from app.planning.plan_files import Instance, read_tasks, tour_answer

FILES = ("tours_sprp", "tours_multiblock", "tours_graph", "tours_scattered")

GRAPH_GAP, GRAPH_SECONDS = 0.1, 0.5
"""Tours on a graph: per cent of the known length in the mean, seconds each."""

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

    Times are seconds of the processor.

    Returns:
        0 if no tour of the parallel aisles is longer than known, those of graphs are hardly longer,
        and tours on the product's own floors are as quick as they have to be; otherwise 1.

    Raises:
        WrongPlan: a tour leaves something out.
    """
    groups = [figures for name in FILES for figures in _measure(ROUTING / f"{name}.jsonl")]
    own = list(measure_own_floors())
    if as_json:
        print(
            json.dumps([each.as_json() for each in groups] + [_own_as_json(each) for each in own])
        )
    else:
        print("\n".join((*_in_words(groups), "", *_own_in_words(own))))
    graph = [figures for figures in groups if figures.name.startswith("tours_graph")]
    exact = [figures for figures in groups if figures not in graph]
    is_good = (
        all(max(figures.gaps) < 1e-6 for figures in exact)
        and all(fmean(figures.gaps) <= GRAPH_GAP for figures in graph)
        and all(max(figures.seconds) <= GRAPH_SECONDS for figures in graph)
        and all(figures.is_kept for figures in own)
    )
    return 0 if is_good else 1


def _measure(file: Path) -> Iterator[TourFigures]:
    gaps: dict[str, list[float]] = {}
    seconds: dict[str, list[float]] = {}
    unreached: dict[str, int] = {}
    reachable = _reachable()
    for instance in read_tasks(file):
        group = f"{file.stem}, {_floor(instance)}"
        started = time.process_time()
        answer = tour_answer(instance)
        seconds.setdefault(group, []).append(time.process_time() - started)
        known = float(reachable.get(instance["id"]) or instance["best_known"])
        unreached[group] = unreached.get(group, 0) + (instance["id"] in reachable)
        gaps.setdefault(group, []).append(100 * (checked_length(instance, answer) / known - 1))
    for group, found in gaps.items():
        yield TourFigures(group, tuple(found), tuple(seconds[group]), unreached[group])


def _reachable() -> dict[str, float]:
    """The shortest lengths there are where the published ones are shorter than any tour."""
    text = (ROUTING / "tours_scattered_reachable.jsonl").read_text(encoding="utf-8")
    return {row["id"]: row["reachable"] for row in map(json.loads, text.splitlines())}


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
            f"{missed} lengths published for tours_scattered are shorter than any tour and are "
            "replaced; see the README beside the files"
        )


def _own_in_words(own: list[OwnFigures]) -> Iterator[str]:
    yield f"{'own floors, from 1 to 60 stops':56} tours  ms mean      max    limit"
    for figures in own:
        limit = "" if figures.limit is None else f"{1000 * figures.limit:8.0f}"
        yield (
            f"{figures.name:56} {len(figures.seconds):5} {1000 * fmean(figures.seconds):8.2f} "
            f"{1000 * max(figures.seconds):8.1f} {limit}{'' if figures.is_kept else '  TOO LONG'}"
        )


def _own_as_json(figures: OwnFigures) -> dict[str, object]:
    return {
        "group": figures.name,
        "tours": len(figures.seconds),
        "seconds_mean": round(fmean(figures.seconds), 5),
        "seconds_max": round(max(figures.seconds), 4),
        "limit": figures.limit,
    }
