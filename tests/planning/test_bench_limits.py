from __future__ import annotations

import json

import pytest

from app.bench import batches, waves
from app.bench.own_floors import OwnFigures
from app.bench.plan_measures import AT_ONCE, EXACT, NAME_ORDER, SAVINGS, PlanFigures, measured
from app.bench.tours import ROUTING
from app.bench.wave_orders import wave
from app.planning.plan_progress import Budget


def figures(orders: int, **metres: float) -> PlanFigures:
    named = {NAME_ORDER: 200.0} | {name.replace("_", " "): each for name, each in metres.items()}
    return PlanFigures("x", orders, 100.0, named, 0.1)


@pytest.mark.parametrize(
    ("five", "thirty", "kept"),
    [
        ([101.0, 101.9], [100.5, 100.9], [True, True]),
        ([101.0, 102.2], [100.5, 100.9], [False, True]),
        ([100.0, 100.0], [100.9, 100.9], [True, False]),
        ([100.0] * 9 + [104.1], [100.0] * 10, [False, True]),
    ],
)
def test_limits_of_carts_are_kept_or_missed(
    five: list[float], thirty: list[float], kept: list[bool]
) -> None:
    found = [figures(100, **{"5_s": a, "30_s": b}) for a, b in zip(five, thirty, strict=True)]
    others = [figures(60, **{"5_s": 190.0, "30_s": 190.0})]
    assert [is_kept for _, is_kept in batches._verdicts([*found, *others])] == kept


def test_limits_without_figures_are_not_told() -> None:
    assert list(batches._verdicts([figures(100, **{"1_s": 150.0})])) == []
    assert list(waves._verdicts([figures(500, **{"30_s": 150.0})])) == []


@pytest.mark.parametrize(("metres", "is_kept"), [(89.0, True), (91.0, False), (106.5, False)])
def test_limits_of_waves_are_kept_or_missed(metres: float, is_kept: bool) -> None:
    ((words, told),) = waves._verdicts([figures(2000, **{"30_s": metres})])
    assert told is is_kept
    assert ("kept" if is_kept else "MISSED") in words


def test_a_tour_over_its_limit_is_noticed() -> None:
    assert OwnFigures("x", (0.01, 0.02), 0.02).is_kept
    assert not OwnFigures("x", (0.01, 0.021), 0.02).is_kept
    assert OwnFigures("x", (9.0,), None).is_kept


def test_every_method_is_measured_and_checked_beside_ours() -> None:
    found = measured(wave(40, 2), [Budget(seconds=0.3)])
    assert set(found.metres) == {NAME_ORDER, "serpentine", EXACT, SAVINGS, AT_ONCE, "0.3 s"}
    assert found.metres["0.3 s"] <= found.metres[AT_ONCE] < found.metres[EXACT]
    assert found.share(NAME_ORDER) == 100.0
    assert json.loads(json.dumps(found.as_json()))["orders"] == 40


def test_reachable_lengths_are_longer_than_the_published_ones_and_all_belong_to_instances() -> None:
    rows = [
        json.loads(line)
        for line in (ROUTING / "tours_scattered_reachable.jsonl").read_text().splitlines()
    ]
    published = {
        instance["id"]: instance["best_known"]
        for instance in map(
            json.loads, (ROUTING / "tours_scattered.jsonl").read_text().splitlines()
        )
    }
    for row in rows:
        assert published[row["id"]] == row["published"] < row["reachable"]
        assert row["proof"] in ("exhaustive", "programme")
