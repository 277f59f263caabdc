from __future__ import annotations

import json
import random
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from app.planning.aisle_layout import AisleLayout, Barrier, Spot, UnusableLayout
from app.planning.aisle_tour import shortest_tour
from app.planning.tour_states import tour_moves
from tests.planning.walks import shortest, walked

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


@pytest.mark.parametrize("name", ["tours_sprp.jsonl", "tours_multiblock.jsonl"])
def test_tours_are_as_short_as_the_published_optimum(name: str) -> None:
    for instance in instances(name)[::4]:
        layout, depot, spots = read(instance)
        tour = shortest_tour(layout, depot, spots)
        assert sorted(tour.stops, key=repr) == sorted(set(spots), key=repr), instance["id"]
        assert walked(layout, (depot, *tour.stops, depot)) == pytest.approx(instance["best_known"])
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
        best = shortest(layout, (depot, depot), permutations(spots))
        assert walked(layout, (depot, *tour.stops, depot)) == pytest.approx(best)


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
    assert walked(SMALL, (depot, *tour.stops, depot)) == tour.metres


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


def a_spot(chance: random.Random, layout: AisleLayout) -> Spot:
    """A place anywhere in the aisles, now and then on a crossing."""
    low, high = layout.cross_y[0], layout.cross_y[-1]
    y = chance.choice([chance.choice(layout.cross_y), chance.uniform(low, high)])
    return Spot(chance.randrange(len(layout.aisle_x)), y)


def a_layout_with_holes(chance: random.Random, cross_aisles: int) -> AisleLayout:
    """Aisles with closed stretches, some pieces missing, some cross aisles broken off."""
    aisle_x = tuple(float(x) for x in sorted(chance.sample(range(40), chance.randint(1, 5))))
    cross_y = tuple(float(y) for y in sorted(chance.sample(range(60), cross_aisles)))
    barriers = []
    for _ in range(chance.randint(0, 3)):
        piece = chance.randrange(cross_aisles - 1)
        low, high = sorted(chance.uniform(cross_y[0], cross_y[-1]) for _ in range(2))
        if chance.random() < 0.4:
            low, high = cross_y[piece], cross_y[piece + 1]
        barriers.append(Barrier(chance.randrange(len(aisle_x)), low, high))
    gaps = {
        (chance.randrange(len(aisle_x) - 1), chance.randrange(cross_aisles))
        for _ in range(chance.randint(0, 2) if len(aisle_x) > 1 else 0)
    }
    return AisleLayout(aisle_x, cross_y, tuple(barriers), frozenset(gaps))


def test_no_order_is_shorter_from_anywhere_to_anywhere_even_with_holes_in_the_floor() -> None:
    chance = random.Random(9)  # noqa: S311 - test data
    planned = refused = 0
    while planned < 400:
        layout = a_layout_with_holes(chance, chance.randint(2, 4))
        start, end, *spots = (a_spot(chance, layout) for _ in range(chance.randint(3, 7)))
        end = chance.choice([start, end])
        try:
            tour = shortest_tour(layout, start, spots, end)
        except UnusableLayout:
            assert is_unreachable(layout, [start, end, *spots])
            refused += 1
            continue
        best = shortest(layout, (start, end), permutations(set(spots)))
        assert tour.metres == pytest.approx(best)
        assert walked(layout, (start, *tour.stops, end)) == pytest.approx(best)
        planned += 1
    assert refused > 50


def is_unreachable(layout: AisleLayout, spots: list[Spot]) -> bool:
    try:
        for spot in spots:
            layout.check(spot)
    except UnusableLayout:
        return True
    return any(walked(layout, (spots[0], spot)) == float("inf") for spot in spots)


def test_a_walk_may_end_elsewhere_than_it_starts() -> None:
    tour = shortest_tour(SMALL, Spot(0, 4.0), [Spot(0, 8.0), Spot(2, 2.0)], Spot(2, 0.0))
    assert tour.stops == (Spot(0, 8.0), Spot(2, 2.0))
    assert tour.metres == 6.0 + 9.0 + 10.0


def test_a_walk_without_stops_leads_straight_to_its_end() -> None:
    assert shortest_tour(SMALL, Spot(0, 4.0), [], Spot(2, 2.0)).metres == 15.0


def test_a_closed_aisle_is_walked_round() -> None:
    closed = AisleLayout(SMALL.aisle_x, SMALL.cross_y, (Barrier(1, 3.0, 6.0),))
    tour = shortest_tour(closed, Spot(1, 2.0), [Spot(1, 7.0)])
    assert tour.metres == 2 * (2.0 + 4.0 + 10.0 + 4.0 + 3.0)


@pytest.mark.parametrize(
    ("barriers", "words"),
    [
        ((Barrier(1, 3.0, 6.0),), "aisle 1 at 5 m cannot be reached: the aisle is closed from 3"),
        ((Barrier(1, 1.0, 2.0), Barrier(1, 7.0, 8.0)), "closed from 1 to 8 m"),
    ],
)
def test_a_place_in_a_closed_stretch_is_refused(barriers: tuple[Barrier, ...], words: str) -> None:
    closed = AisleLayout(SMALL.aisle_x, SMALL.cross_y, barriers)
    with pytest.raises(UnusableLayout, match=words):
        shortest_tour(closed, Spot(0, 0.0), [Spot(1, 5.0)])


def test_a_place_cut_off_by_holes_is_refused() -> None:
    cut_off = AisleLayout((0.0, 4.0), (0.0, 9.0), gaps=frozenset({(0, 0), (0, 1)}))
    with pytest.raises(UnusableLayout, match="no way leads through all places"):
        shortest_tour(cut_off, Spot(0, 0.0), [Spot(1, 5.0)])


@pytest.mark.parametrize("barrier", [Barrier(3, 1.0, 2.0), Barrier(0, 2.0, 1.0)])
def test_a_senseless_barrier_is_refused(barrier: Barrier) -> None:
    with pytest.raises(UnusableLayout, match="a barrier in aisle"):
        AisleLayout(SMALL.aisle_x, SMALL.cross_y, (barrier,))
