from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.planning import compiled
from app.planning.aisle_layout import AisleLayout, Spot
from app.planning.aisle_tour import shortest_tour
from app.planning.batches import BatchTask, CartLimits, CartOrder
from app.planning.cart_arrays import arrays_of, workspace_of
from app.planning.compiled import PLAIN, Kernels, kernel_source, kernels


def a_task(chance: random.Random, cross_aisles: int, *, places: int = 4) -> BatchTask:
    """Orders on a floor of random measures, some places twice, some on crossings."""
    layout = AisleLayout(
        tuple(float(x) for x in sorted(chance.sample(range(-20, 60), chance.randint(1, 8)))),
        tuple(float(y) for y in sorted(chance.sample(range(-30, 90), cross_aisles))),
    )
    low, high = layout.cross_y[0], layout.cross_y[-1]
    heights = [*layout.cross_y, *(chance.uniform(low, high) for _ in range(20))]
    orders = tuple(
        CartOrder(
            tuple(
                Spot(chance.randrange(len(layout.aisle_x)), chance.choice(heights))
                for _ in range(chance.randint(0, places))
            )
        )
        for _ in range(12)
    )
    depot = layout.crossing(
        chance.randrange(len(layout.aisle_x)), chance.randrange(len(layout.cross_y))
    )
    return BatchTask(layout, depot, orders, CartLimits(positions=12))


def gap_to_the_oracle(loops: Kernels, task: BatchTask, carts: list[list[int]]) -> float:
    arrays = arrays_of(task)
    work = workspace_of(arrays)
    gap = 0.0
    for cart in carts:
        places = [spot for order in cart for spot in task.orders[order].places]
        exact = shortest_tour(task.layout, task.depot, places).metres
        ours = loops.cart_length(arrays, np.array(cart, dtype=np.int64), len(cart), work)
        gap = max(gap, abs(ours - exact))
    return gap


@pytest.mark.parametrize(("cross_aisles", "floors"), [(2, 120), (3, 60), (4, 8)])
def test_compiled_tours_are_as_long_as_the_exact_ones(cross_aisles: int, floors: int) -> None:
    chance = random.Random(cross_aisles)  # noqa: S311 - test data
    for _ in range(floors):
        task = a_task(chance, cross_aisles)
        carts = [chance.sample(range(12), chance.randint(1, 12)) for _ in range(12)]
        assert gap_to_the_oracle(kernels(cross_aisles), task, carts) < 1e-9


@pytest.mark.parametrize("cross_aisles", [2, 3, 4])
def test_the_same_loops_uncompiled_give_the_same_lengths(cross_aisles: int) -> None:
    chance = random.Random(cross_aisles)  # noqa: S311 - test data
    for _ in range(6):
        task = a_task(chance, cross_aisles)
        carts = [chance.sample(range(12), chance.randint(1, 12)) for _ in range(2)]
        assert gap_to_the_oracle(PLAIN, task, carts) < 1e-9


def test_pieces_with_more_places_than_a_word_has_bits_are_measured_right() -> None:
    chance = random.Random(8)  # noqa: S311 - test data
    layout = AisleLayout((0.0, 3.0), (0.0, 200.0))
    orders = tuple(
        CartOrder(tuple(Spot(chance.randrange(2), float(y)) for y in range(start, 200, 23)))
        for start in range(1, 23)
    )
    task = BatchTask(layout, layout.crossing(0, 0), orders, CartLimits())
    assert arrays_of(task).words > 1
    carts = [chance.sample(range(22), chance.randint(1, 22)) for _ in range(40)]
    assert gap_to_the_oracle(kernels(2), task, carts) < 1e-9


def test_a_cart_without_places_walks_nothing() -> None:
    layout = AisleLayout((0.0,), (0.0, 9.0))
    task = BatchTask(layout, layout.crossing(0, 1), (CartOrder(()),), CartLimits())
    assert gap_to_the_oracle(kernels(2), task, [[0]]) == 0.0


def test_machine_code_lies_under_a_name_that_changes_with_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "user_cache_path", lambda _name: tmp_path)
    one = compiled._module_of("one", kernel_source(2, "0"))
    assert one.__file__ == str(tmp_path / "kernels" / "one.py")
    assert kernel_source(2, "0") != kernel_source(3, "0")
    assert kernel_source(2, "0") != kernel_source(2, "1")


def test_without_a_place_to_write_the_code_is_compiled_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(compiled, "user_cache_path", lambda _name: tmp_path / "file")
    module = compiled._module_of("nowhere", kernel_source(2, "0"))
    assert module.__file__ is None
    assert module.bit_number(np.uint64(1 << 40)) == 40
    assert "made anew at each start" in caplog.text


def test_without_numba_the_loops_run_as_they_stand() -> None:
    program = (
        "import sys; sys.modules['numba'] = None\n"
        "from app.planning import compiled\n"
        "def missing(name): raise compiled.PackageNotFoundError(name)\n"
        "compiled.version = missing\n"
        "assert compiled.kernels(2) is compiled.PLAIN\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=os.curdir)


def test_the_window_loads_no_numba() -> None:
    program = "import sys, app.__main__; assert not {'numba', 'scipy', 'pyvrp'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=os.curdir)
