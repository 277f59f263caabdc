from __future__ import annotations

import json
import random
from itertools import pairwise, permutations
from pathlib import Path

import pytest

from app.planning.aisle_layout import UnusableLayout
from app.planning.floor_graph import FloorGraph
from app.planning.graph_tour import short_graph_tour

GRAPHS = Path(__file__).parents[2] / "resources" / "benchmarks" / "routing" / "tours_graph.jsonl"
ROUND = FloorGraph(4, ((0, 1, 2.0), (1, 2, 2.0), (2, 3, 2.0), (3, 0, 2.0)))
"""A one-way round of four places."""


def test_tours_reach_the_best_known_length() -> None:
    for line in GRAPHS.read_text().splitlines()[::8]:
        instance = json.loads(line)
        graph = FloorGraph(len(instance["nodes"]), tuple(map(tuple, instance["arcs"])))
        tour = short_graph_tour(graph, instance["start"], instance["end"], instance["visit"])
        assert sorted(tour.stops) == instance["visit"]
        assert tour.metres == pytest.approx(instance["best_known"])


def test_no_order_of_the_stops_is_shorter_than_the_tour() -> None:
    chance = random.Random(3)  # noqa: S311 - test data
    for _ in range(12):
        places = 9
        pairs = [(n, (n + 1) % places) for n in range(places)]
        pairs += [(n, (n + chance.randint(1, 8)) % places) for n in range(places)]
        arcs = tuple((start, end, float(chance.randint(1, 20))) for start, end in pairs)
        graph = FloorGraph(places, arcs)
        visit = chance.sample(range(places), 5)
        ways = graph.distances(range(places))
        best = min(
            sum(ways[here][there] for here, there in pairwise((0, *order, 4)))
            for order in permutations(visit)
        )
        assert short_graph_tour(graph, 0, 4, visit).metres == pytest.approx(best)


def test_a_tour_without_search_comes_near_to_the_best_known() -> None:
    for line in GRAPHS.read_text().splitlines()[::8]:
        instance = json.loads(line)
        graph = FloorGraph(len(instance["nodes"]), tuple(map(tuple, instance["arcs"])))
        ends = instance["start"], instance["end"]
        tour = short_graph_tour(graph, *ends, instance["visit"], steps=0)
        assert sorted(tour.stops) == instance["visit"]
        assert instance["best_known"] - 1e-9 <= tour.metres < 1.15 * instance["best_known"]


def test_places_none_of_which_leads_to_the_other_are_refused() -> None:
    fork = FloorGraph(4, ((0, 1, 1.0), (0, 2, 1.0), (1, 3, 1.0), (2, 3, 1.0)))
    with pytest.raises(UnusableLayout, match="no walk leads from place 0 through 2 places"):
        short_graph_tour(fork, 0, 3, [1, 2])


def test_a_way_names_every_place_on_it() -> None:
    assert ROUND.way(1, 0) == [1, 2, 3, 0]
    assert FloorGraph(2, ((0, 1, 1.0),)).way(1, 0) == []


def test_one_way_aisles_are_walked_the_right_way_round() -> None:
    tour = short_graph_tour(ROUND, 0, 0, [3, 1, 2])
    assert (tour.stops, tour.metres) == ((1, 2, 3), 8.0)


def test_the_same_task_gets_the_same_tour() -> None:
    tours = {short_graph_tour(ROUND, 0, 2, visit) for visit in ([3, 1], [1, 3], [1, 3, 3])}
    assert len(tours) == 1


@pytest.mark.parametrize(("visit", "stops", "metres"), [([], (), 4.0), ([3], (3,), 12.0)])
def test_few_stops_need_no_search(visit: list[int], stops: tuple[int, ...], metres: float) -> None:
    tour = short_graph_tour(ROUND, 0, 2, visit)
    assert (tour.stops, tour.metres) == (stops, metres)


def test_of_two_pieces_between_the_same_places_the_shorter_counts() -> None:
    graph = FloorGraph(2, ((0, 1, 5.0), (0, 1, 3.0), (1, 0, 1.0)))
    assert short_graph_tour(graph, 0, 0, [1]).metres == 4.0


@pytest.mark.parametrize(
    ("arcs", "start", "end", "visit", "words"),
    [
        (((0, 1, 1.0),), 0, 0, [2], "place 2 cannot be reached from place 0"),
        (((0, 1, 1.0), (0, 2, 1.0), (2, 0, 1.0)), 0, 0, [1], "place 0 cannot be reached from"),
        (((0, 1, 1.0),), 0, 0, [7], "place 7: the floor has 3"),
        (((0, 1, 0.0),), 0, 0, [1], "0 m long"),
        (((0, 5, 1.0),), 0, 0, [1], "goes from 0 to 5"),
        (((0, 1, float("nan")),), 0, 0, [1], "nan m long"),
    ],
)
def test_floors_that_cannot_be_walked_are_refused(
    arcs: tuple[tuple[int, int, float], ...], start: int, end: int, visit: list[int], words: str
) -> None:
    with pytest.raises(UnusableLayout, match=words):
        short_graph_tour(FloorGraph(3, arcs), start, end, visit)
