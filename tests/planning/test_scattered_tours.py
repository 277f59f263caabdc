from __future__ import annotations

import json
import random
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from app.planning.aisle_layout import AisleLayout, Spot, UnusableLayout
from app.planning.aisle_tour import shortest_tour
from app.planning.scattered_tour import (
    NotEnoughStock,
    ScatteredTour,
    Supply,
    shortest_scattered_tour,
)

ROUTING = Path(__file__).parents[2] / "resources" / "benchmarks" / "routing"
LAYOUTS = json.loads((ROUTING / "layouts.json").read_text())
SMALL = AisleLayout((0.0, 4.0, 8.0), (0.0, 10.0, 20.0))
DOOR = SMALL.crossing(0, 0)


def tour_of(instance: dict[str, Any]) -> ScatteredTour:
    plan = LAYOUTS[instance["layout"]]
    layout = AisleLayout(tuple(plan["aisle_x"]), tuple(plan["cross_y"]))
    stock = [
        Supply(item, Spot(aisle, plan["cell_y"][cell]), quantity)
        for item, aisle, cell, quantity in instance["stock"]
    ]
    wanted = {int(item): quantity for item, quantity in instance["wanted"].items()}
    return shortest_scattered_tour(layout, layout.crossing(*instance["depot"]), wanted, stock)


def test_choosing_places_reaches_the_published_optimum() -> None:
    lines = (ROUTING / "tours_scattered.jsonl").read_text().splitlines()
    small = [json.loads(line) for line in lines if '"unit_' in line and "_a3_" in line]
    for instance in small[::4]:
        assert tour_of(instance).tour.metres == pytest.approx(instance["best_known"])


def test_no_choice_of_places_gives_a_shorter_tour() -> None:
    chance = random.Random(11)  # noqa: S311 - test data
    for _ in range(15):
        stock = [
            Supply(item, Spot(chance.randrange(3), chance.uniform(0, 20)), chance.randint(1, 3))
            for item in (1, 2, 3)
            for _ in range(3)
        ]
        wanted = {item: chance.randint(1, 3) for item in (1, 2, 3)}
        best = min(
            shortest_tour(SMALL, DOOR, {supply.spot for supply in chosen}).metres
            for size in range(1, len(stock) + 1)
            for chosen in combinations(stock, size)
            if holds(chosen, wanted)
        )
        assert shortest_scattered_tour(SMALL, DOOR, wanted, stock).tour.metres == pytest.approx(
            best
        )


def holds(stock: tuple[Supply, ...], wanted: dict[int, int]) -> bool:
    held = Counter[int]()
    for supply in stock:
        held[supply.item] += supply.quantity
    return all(held[item] >= quantity for item, quantity in wanted.items())


def test_exactly_what_is_wanted_is_taken_at_stops_of_the_tour() -> None:
    stock = [Supply(1, Spot(0, 2.0), 2), Supply(1, Spot(0, 4.0), 5), Supply(2, Spot(1, 3.0), 9)]
    result = shortest_scattered_tour(SMALL, DOOR, {1: 4, 2: 3}, stock)
    taken = Counter[int]()
    for supply in result.taken:
        taken[supply.item] += supply.quantity
        assert supply.spot in result.tour.stops
    assert taken == {1: 4, 2: 3}


def test_of_places_on_the_way_the_small_one_is_emptied_first() -> None:
    stock = [Supply(1, Spot(0, 2.0), 2), Supply(1, Spot(0, 4.0), 5)]
    result = shortest_scattered_tour(SMALL, DOOR, {1: 6}, stock)
    assert [supply.quantity for supply in result.taken] == [2, 4]


def test_nothing_wanted_is_no_walk() -> None:
    assert shortest_scattered_tour(SMALL, DOOR, {}, []).tour.metres == 0.0


def test_too_few_units_are_told() -> None:
    with pytest.raises(NotEnoughStock, match="item 1: 4 wanted, its places hold 3"):
        shortest_scattered_tour(SMALL, DOOR, {1: 4}, [Supply(1, Spot(0, 2.0), 3)])


def test_a_place_that_cannot_be_reached_is_refused() -> None:
    with pytest.raises(UnusableLayout):
        shortest_scattered_tour(SMALL, DOOR, {1: 1}, [Supply(1, Spot(0, 99.0), 3)])
