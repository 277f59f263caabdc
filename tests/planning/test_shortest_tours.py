from __future__ import annotations

import json
import random
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from app.planning.aisle_layout import AisleLayout, Spot, UnusableLayout
from app.planning.aisle_tour import shortest_tour
from app.planning.tour_states import tour_moves

ROUTING = Path(__file__).parents[2] / "resources" / "benchmarks" / "routing"
LAYOUTS = json.loads((ROUTING / "layouts.json").read_text())
SMALL = AisleLayout((0.0, 4.0, 9.0), (0.0, 10.0, 25.0))


def instances(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ROUTING / name).read_text().splitlines()]


def read(instance: dict[str, Any]) -> tuple[AisleLayout, Spot, list[Spot]]:
    named = instance["layout"]
    plan = LAYOUTS[named] if isinstance(named, str) else named
    layout = AisleLayout(tuple(plan["aisle_x"]), tuple(plan["cross_y"]))
    spots = [Spot(aisle, plan["cell_y"][cell]) for aisle, cell in instance["picks"]]
    return layout, layout.crossing(*instance["depot"]), spots


def walked(layout: AisleLayout, depot: Spot, stops: tuple[Spot, ...]) -> float:
    return layout.walk_length((depot, *stops, depot))


@pytest.mark.parametrize("name", ["tours_sprp.jsonl", "tours_multiblock.jsonl"])
def test_tours_are_as_short_as_the_published_optimum(name: str) -> None:
    for instance in instances(name)[::4]:
        layout, depot, spots = read(instance)
        tour = shortest_tour(layout, depot, spots)
        assert sorted(tour.stops, key=repr) == sorted(set(spots), key=repr), instance["id"]
        assert walked(layout, depot, tour.stops) == pytest.approx(instance["best_known"])
        assert tour.metres == pytest.approx(instance["best_known"])


def test_no_order_of_the_stops_is_shorter_than_the_tour() -> None:
    chance = random.Random(5)  # noqa: S311 - test data
    for _ in range(60):
        layout = AisleLayout(
            tuple(sorted(chance.sample(range(40), chance.randint(1, 5)))),
            tuple(sorted(chance.sample(range(60), chance.randint(2, 4)))),
        )
        low, high = layout.cross_y[0], layout.cross_y[-1]
        spots = {
            Spot(chance.randrange(len(layout.aisle_x)), chance.uniform(low, high))
            for _ in range(chance.randint(1, 6))
        }
        depot = layout.crossing(
            chance.randrange(len(layout.aisle_x)), chance.randrange(len(layout.cross_y))
        )
        tour = shortest_tour(layout, depot, spots)
        best = min(walked(layout, depot, order) for order in permutations(spots))
        assert walked(layout, depot, tour.stops) == pytest.approx(best)


def test_the_same_places_in_any_order_give_the_same_tour() -> None:
    spots = [Spot(0, 3.0), Spot(2, 24.0), Spot(1, 11.0), Spot(2, 2.0)]
    first = shortest_tour(SMALL, SMALL.crossing(0, 0), spots)
    assert shortest_tour(SMALL, SMALL.crossing(0, 0), [*spots[::-1], spots[0]]) == first


def test_nothing_to_visit_is_no_walk() -> None:
    tour = shortest_tour(SMALL, SMALL.crossing(1, 1), [])
    assert (tour.metres, tour.stops) == (0.0, ())


def test_places_at_the_depot_and_on_cross_aisles_are_met() -> None:
    depot = SMALL.crossing(1, 1)
    tour = shortest_tour(SMALL, depot, [depot, Spot(2, 25.0), Spot(0, 0.0)])
    assert walked(SMALL, depot, tour.stops) == tour.metres


@pytest.mark.parametrize(("cross_aisles", "states"), [(2, 6), (3, 24), (4, 112)])
def test_the_states_are_as_many_as_the_literature_counts(cross_aisles: int, states: int) -> None:
    assert len(tour_moves(cross_aisles).states) == states


@pytest.mark.parametrize(
    ("aisle_x", "cross_y", "words"),
    [
        ((), (0.0, 1.0), "no aisle"),
        ((0.0,), (0.0,), "front and a back"),
        ((0.0, 4.0, 4.0), (0.0, 1.0), "aisle_x: 4 follows 4"),
        ((0.0,), (5.0, 1.0), "cross_y: 1 follows 5"),
    ],
)
def test_a_layout_nobody_can_walk_in_is_refused(
    aisle_x: tuple[float, ...], cross_y: tuple[float, ...], words: str
) -> None:
    with pytest.raises(UnusableLayout, match=words):
        AisleLayout(aisle_x, cross_y)


@pytest.mark.parametrize("spot", [Spot(3, 1.0), Spot(-1, 1.0), Spot(0, 25.5), Spot(0, -0.5)])
def test_a_place_outside_the_aisles_is_refused(spot: Spot) -> None:
    with pytest.raises(UnusableLayout):
        shortest_tour(SMALL, SMALL.crossing(0, 0), [spot])


def test_a_depot_off_the_cross_aisles_is_refused() -> None:
    with pytest.raises(UnusableLayout, match="no cross aisle"):
        shortest_tour(SMALL, Spot(0, 3.0), [Spot(1, 1.0)])
