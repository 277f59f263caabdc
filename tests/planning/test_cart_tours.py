from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from app.planning import compiled
from app.planning.aisle_layout import AisleLayout, Barrier, Spot, UnusableLayout
from app.planning.annealing import Search
from app.planning.batches import BatchTask, CartLimits, CartOrder
from app.planning.cart_arrays import INFINITE, arrays_of, workspace_of
from app.planning.cart_floors import AisleFloor, CartFloor, GraphFloor, Stop
from app.planning.compiled import Kernels, kernel_source, kernels_for, plain_kernels_for
from app.planning.floor_graph import FloorGraph
from app.planning.graph_arrays import graph_arrays_of, graph_workspace_of
from app.planning.graph_tour import STEPS


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
    return BatchTask(AisleFloor(layout, depot), orders, CartLimits(positions=12))


def gap_to_the_oracle(loops: Kernels, task: BatchTask, carts: list[list[int]]) -> float:
    """By how much the loops' lengths differ from exact tours; an impossible tour is infinite."""
    assert isinstance(task.floor, AisleFloor)
    arrays = arrays_of(task, task.floor)
    work = workspace_of(arrays)
    gap = 0.0
    for cart in carts:
        places = [place for order in cart for place in task.orders[order].places]
        ours = loops.cart_length(arrays, np.array(cart, dtype=np.int64), len(cart), work)
        try:
            exact = task.floor.tour(places).metres
        except UnusableLayout:
            assert ours >= INFINITE
        else:
            gap = max(gap, abs(ours - exact))
    return gap


def some_carts(chance: random.Random, count: int) -> list[list[int]]:
    return [chance.sample(range(12), chance.randint(1, 12)) for _ in range(count)]


@pytest.mark.parametrize(("cross_aisles", "floors"), [(2, 120), (3, 60), (4, 8)])
def test_compiled_tours_are_as_long_as_the_exact_ones(cross_aisles: int, floors: int) -> None:
    chance = random.Random(cross_aisles)  # noqa: S311 - test data
    for _ in range(floors):
        task = a_task(chance, cross_aisles)
        assert gap_to_the_oracle(kernels_for(task.floor), task, some_carts(chance, 12)) < 1e-9


@pytest.mark.parametrize(("cross_aisles", "floors"), [(2, 60), (3, 60), (4, 8)])
def test_compiled_tours_go_round_closed_stretches_and_holes(cross_aisles: int, floors: int) -> None:
    chance = random.Random(cross_aisles)  # noqa: S311 - test data
    for _ in range(floors):
        task = with_holes(chance, a_task(chance, cross_aisles))
        assert gap_to_the_oracle(kernels_for(task.floor), task, some_carts(chance, 12)) < 1e-9


def with_holes(chance: random.Random, task: BatchTask) -> BatchTask:
    """The same orders, without places that are closed now."""
    assert isinstance(task.floor, AisleFloor)
    layout = task.floor.layout
    barriers, gaps = [], set()
    for _ in range(chance.randint(1, 3)):
        piece = chance.randrange(len(layout.cross_y) - 1)
        low, high = layout.cross_y[piece : piece + 2]
        if chance.random() < 0.6:
            low, high = sorted((chance.uniform(low, high), chance.uniform(low, high)))
        barriers.append(Barrier(chance.randrange(len(layout.aisle_x)), low, high))
        if len(layout.aisle_x) > 1 and chance.random() < 0.3:
            gaps.add((chance.randrange(len(layout.aisle_x) - 1), chance.randrange(piece + 2)))
    holed = replace(layout, barriers=tuple(barriers), gaps=frozenset(gaps))
    orders = tuple(
        replace(order, places=tuple(place for place in order.places if is_open(holed, place)))
        for order in task.orders
    )
    return BatchTask(replace(task.floor, layout=holed, away=2.5), orders, task.limits)


def is_open(layout: AisleLayout, place: Stop) -> bool:
    assert isinstance(place, Spot)
    barred = layout.barrier_in(place.aisle, layout.piece_of(place))
    return barred is None or not barred[0] < place.y < barred[1]


@pytest.mark.parametrize("cross_aisles", [2, 3, 4])
def test_the_same_loops_uncompiled_give_the_same_lengths(cross_aisles: int) -> None:
    chance = random.Random(cross_aisles)  # noqa: S311 - test data
    for _ in range(6):
        task = with_holes(chance, a_task(chance, cross_aisles))
        assert gap_to_the_oracle(plain_kernels_for(task.floor), task, some_carts(chance, 2)) < 1e-9


def a_graph_task(chance: random.Random) -> BatchTask:
    """Orders on a floor with one-way rounds."""
    places = 30
    pairs = [(here, (here + 1) % places) for here in range(places)]
    pairs += [(here, chance.randrange(places)) for here in range(places)]
    arcs = tuple((here, there, float(chance.randint(1, 9))) for here, there in pairs)
    orders = tuple(
        CartOrder(tuple(chance.sample(range(places), chance.randint(0, 4)))) for _ in range(12)
    )
    return BatchTask(
        GraphFloor(FloorGraph(places, arcs), 0, STEPS), orders, CartLimits(positions=12)
    )


@cache
def searched_tours() -> list[tuple[BatchTask, list[tuple[list[int], float]]]]:
    """Some floors with carts, and the metres of the best tour that a search finds for each."""
    chance = random.Random(5)  # noqa: S311 - test data
    tours = []
    for _ in range(3):
        task = a_graph_task(chance)
        assert isinstance(task.floor, GraphFloor)
        carts = []
        for cart in some_carts(chance, 10):
            places = [place for order in cart for place in task.orders[order].places]
            carts.append((cart, task.floor.tour(places).metres))
        tours.append((task, carts))
    return tours


@pytest.mark.parametrize("of", [kernels_for, plain_kernels_for])
def test_tours_on_any_floor_are_nearly_as_long_as_the_ones_searched_for(
    of: Callable[[CartFloor], Kernels],
) -> None:
    ours = searched = 0.0
    for task, carts in searched_tours():
        assert isinstance(task.floor, GraphFloor)
        arrays = graph_arrays_of(task, task.floor)
        work = graph_workspace_of(arrays)
        for cart, best in carts:
            orders = np.array(cart, dtype=np.int64)
            found = of(task.floor).cart_length(arrays, orders, len(cart), work)
            assert found >= best - 1e-9
            ours, searched = ours + found, searched + best
    assert ours < 1.06 * searched


def test_what_a_cart_costs_besides_its_tour_is_added() -> None:
    layout = AisleLayout((0.0,), (0.0, 9.0))
    floor = AisleFloor(layout, layout.crossing(0, 0), away=2.0)
    orders = (CartOrder((Spot(0, 5.0),)), CartOrder(()))
    search = Search(BatchTask(floor, orders, CartLimits(), cart_metres=7.0))
    assert search.cost(np.array([0, 1])) == 10.0 + 4.0 + 7.0
    assert search.cost(np.array([1])) == 0.0
    assert floor.tour([Spot(0, 5.0)]).metres == 14.0


def test_pieces_with_more_places_than_a_word_has_bits_are_measured_right() -> None:
    chance = random.Random(8)  # noqa: S311 - test data
    layout = AisleLayout((0.0, 3.0), (0.0, 200.0))
    orders = tuple(
        CartOrder(tuple(Spot(chance.randrange(2), float(y)) for y in range(start, 200, 23)))
        for start in range(1, 23)
    )
    task = BatchTask(AisleFloor(layout, layout.crossing(0, 0)), orders, CartLimits())
    assert isinstance(task.floor, AisleFloor)
    assert arrays_of(task, task.floor).words > 1
    carts = [chance.sample(range(22), chance.randint(1, 22)) for _ in range(40)]
    assert gap_to_the_oracle(kernels_for(task.floor), task, carts) < 1e-9


def test_a_cart_without_places_walks_nothing() -> None:
    layout = AisleLayout((0.0,), (0.0, 9.0))
    task = BatchTask(AisleFloor(layout, layout.crossing(0, 1)), (CartOrder(()),), CartLimits())
    assert gap_to_the_oracle(kernels_for(task.floor), task, [[0]]) == 0.0


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
        "assert not compiled._compiled(2).compiled\n"
        "assert not compiled._compiled(0).compiled\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=os.curdir)


def test_the_window_loads_no_numba() -> None:
    program = "import sys, app.__main__; assert not {'numba', 'scipy', 'pyvrp'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=os.curdir)
