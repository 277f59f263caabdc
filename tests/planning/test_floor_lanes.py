"""Metres by lanes and crossings are those of a search through the whole floor."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest

from app.planning.aisle_layout import UnusableLayout
from app.planning.floor_graph import FloorGraph

Arcs = tuple[tuple[int, int, float], ...]

ONE_WAY_ROUND: Arcs = ((0, 1, 2.0), (1, 2, 2.0), (2, 3, 2.0), (3, 0, 2.0))
TWO_WAY_ROUND: Arcs = (
    *ONE_WAY_ROUND,
    *((end, start, metres) for start, end, metres in ONE_WAY_ROUND),
)
LANE_BACK_TO_ITS_CROSSING: Arcs = (
    *((0, 1, 1.0), (1, 0, 1.0), (1, 2, 1.0), (2, 1, 1.0)),
    *((2, 3, 4.0), (3, 2, 4.0), (3, 1, 1.0), (1, 3, 1.0)),
)
SHORT_BESIDE_LONG: Arcs = ((0, 1, 9.0), (0, 1, 3.0), (1, 0, 5.0), (1, 2, 1.0), (2, 1, 1.0))
NO_WAY_BACK: Arcs = ((0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0))


def aisles(seed: int) -> tuple[int, Arcs]:
    """Lanes of some places each between a few crossings, some of them one-way or cut off."""
    chance = random.Random(seed)  # noqa: S311 - test data
    places = chance.randint(2, 6)
    crossings, arcs = places, list[tuple[int, int, float]]()
    for _ in range(chance.randint(1, 8)):
        lane = [chance.randrange(crossings)]
        for _ in range(chance.randint(0, 6)):
            lane.append(places)
            places += 1
        lane.append(chance.randrange(crossings))
        is_one_way = chance.random() < 0.2
        for start, end in pairwise(lane):
            metres = chance.uniform(0.2, 9.0)
            if start == end or chance.random() < 0.05:
                continue
            arcs.append((start, end, metres))
            if not is_one_way:
                arcs.append((end, start, metres if chance.random() < 0.9 else 2 * metres))
    return places, tuple(arcs)


def same_as_a_search(places: int, arcs: Arcs) -> None:
    by_lanes, by_search = FloorGraph(places, arcs), FloorGraph(places, arcs)
    for start in range(places):
        for end in range(places):
            metres = by_search.metres_from(start)[end]
            assert by_lanes.metres(start, end) == pytest.approx(metres) or (
                math.isinf(metres) and math.isinf(by_lanes.metres(start, end))
            )


@pytest.mark.parametrize(
    ("places", "arcs"),
    [
        (4, ONE_WAY_ROUND),
        (4, TWO_WAY_ROUND),
        (4, LANE_BACK_TO_ITS_CROSSING),
        (3, SHORT_BESIDE_LONG),
        (4, NO_WAY_BACK),
        (2, ()),
    ],
)
def test_odd_floors_are_measured_as_a_search_does(places: int, arcs: Arcs) -> None:
    same_as_a_search(places, arcs)


@pytest.mark.parametrize("seed", range(60))
def test_lanes_with_one_way_pieces_are_measured_as_a_search_does(seed: int) -> None:
    same_as_a_search(*aisles(seed))


def test_a_place_that_is_not_on_the_floor_is_refused() -> None:
    with pytest.raises(UnusableLayout, match="place 4"):
        FloorGraph(4, TWO_WAY_ROUND).metres(0, 4)
