from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from app.bench.walk_check import WrongPlan, checked_length
from app.bench.wave_orders import wave
from app.planning.aisle_layout import AisleLayout, Spot
from app.planning.batches import BatchTask, CartLimits, CartOrder, first_come_carts, plan_of
from app.planning.cart_floors import AisleFloor
from app.planning.plan_files import batch_answer, batch_task_of
from app.planning.plan_progress import Budget
from app.planning.plan_run import PlanRun

AISLES = AisleLayout((0.0, 4.0, 8.0, 12.0), (0.0, 20.0))
FLOOR = AisleFloor(AISLES, AISLES.crossing(0, 0))
PATIENCE = 900.0


def a_task(count: int, positions: int = 6) -> BatchTask:
    chance = random.Random(2)  # noqa: S311 - test data
    orders = tuple(
        CartOrder(tuple(Spot(chance.randrange(4), float(chance.randint(1, 19))) for _ in range(3)))
        for _ in range(count)
    )
    return BatchTask(FLOOR, orders, CartLimits(positions=positions))


def test_a_run_ends_with_a_better_plan_than_arrival_and_never_holds_its_caller_up() -> None:
    task = a_task(50)
    run = PlanRun(task, Budget(steps=20_000))
    began = time.monotonic()
    run.start()
    assert run.best is None or run.best.cost > 0
    assert time.monotonic() - began < 0.2
    assert run.wait(PATIENCE)
    assert run.ended
    assert not run.failure
    assert run.best is not None
    assert run.best.cost < 0.9 * plan_of(task, first_come_carts(task)).metres
    assert plan_of(task, run.best.carts).metres == pytest.approx(run.best.cost)


def test_a_stopped_run_keeps_its_best_plan_and_leaves_no_thread() -> None:
    with PlanRun(a_task(50), Budget(seconds=3600)) as run:
        while run.best is None and not run.wait(0.02):
            pass
    assert run.ended
    assert run.best is not None
    assert "plan run" not in {thread.name for thread in threading.enumerate()}


def test_small_carts_end_with_a_proof() -> None:
    with PlanRun(a_task(20, positions=2), Budget(seconds=600, steps=2_000)) as run:
        assert run.wait(PATIENCE)
    assert run.best is not None
    assert run.best.proven


def test_the_checker_agrees_with_a_right_plan_and_catches_wrong_ones() -> None:
    instance = wave(30, seed=3)
    task = batch_task_of(instance)
    plan = plan_of(task, first_come_carts(task))
    answer = batch_answer(instance, plan)
    assert checked_length(instance, json.loads(json.dumps(answer))) == pytest.approx(plan.metres)
    spoilers: tuple[Callable[[list[dict[str, Any]]], object], ...] = (
        lambda batches: batches.pop(),
        lambda batches: batches[0]["orders"].append(batches[1]["orders"].pop()),
        lambda batches: batches[0]["tour"].pop(),
    )
    for spoil in spoilers:
        wrong = json.loads(json.dumps(answer))
        spoil(wrong["batches"])
        with pytest.raises(WrongPlan):
            checked_length(instance, wrong)
