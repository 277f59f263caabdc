from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace

import pytest

from app.planning.floor_building import build_floor
from app.planning.floor_plan import AisleName, UnknownPlace, UnreachableLocations
from app.planning.stop_order import order_stops
from tests.planning.floors import aisles, demo_locations, floor_from

BAYS = [2.0, 3.0, 4.0, 5.0, 9.0, 10.0, 11.0, 12.0]
FLOOR = build_floor(aisles([0, 4, 8], BAYS))
DEMO = build_floor(demo_locations())
MIDDLE = AisleName("A", "2")


def test_stops_are_ordered_along_the_shortest_round() -> None:
    order = order_stops(FLOOR, [17, 1, 8, 24])
    assert order.stops in ((1, 8, 24, 17), (17, 24, 8, 1))
    assert order.metres == 2 * 14 + 2 * 8
    assert order.exact


def test_a_picker_goes_on_from_where_he_stands() -> None:
    assert order_stops(FLOOR, [8, 2], start=3).stops == (8, 2)
    assert order_stops(FLOOR, [8, 2], start=1).metres == pytest.approx(1 + 9 + 12)


def test_the_walk_may_end_at_a_location_or_at_another_depot() -> None:
    assert order_stops(FLOOR, [2], start=1, end=8).metres == pytest.approx(10)
    assert order_stops(FLOOR, [], start=1, end="depot").metres == pytest.approx(2)
    assert order_stops(FLOOR, []).metres == 0.0


def test_locations_above_each_other_are_one_stop_after_the_other() -> None:
    shelves = [replace(each, location_id=each.location_id + 100, code=f"{each.code}-2")
               for each in aisles([0, 4, 8], BAYS)]  # fmt: skip
    floor = build_floor([*aisles([0, 4, 8], BAYS), *shelves])
    assert order_stops(floor, [101, 2, 1, 102]).stops in ((1, 101, 2, 102), (2, 102, 1, 101))


def test_the_same_question_gets_the_same_answer_however_it_is_put() -> None:
    chance = random.Random(2)  # noqa: S311 - test data
    stops = chance.sample(sorted(DEMO.by_location), 25)
    first = order_stops(DEMO, stops)
    for _ in range(3):
        chance.shuffle(stops)
        assert order_stops(DEMO, [*stops, stops[0]]) == first


def test_a_closed_aisle_is_walked_round() -> None:
    order = order_stops(FLOOR, [8, 1], start=8, end=1, closed=[AisleName("A", "3")])
    assert order.metres == pytest.approx(10)
    round_it = order_stops(FLOOR, [17], start=4, closed=[MIDDLE])
    assert round_it.metres == pytest.approx(5 + 8 + 2 + 2 + 8)


def test_stops_in_a_closed_aisle_are_named() -> None:
    with pytest.raises(UnreachableLocations, match="their aisle is closed") as refused:
        order_stops(FLOOR, [1, 9, 10, 17], closed=[MIDDLE])
    assert refused.value.codes == ("A2-01", "A2-02")


def test_somebody_in_an_aisle_that_is_closed_may_walk_out() -> None:
    order = order_stops(FLOOR, [10, 17], start=10, closed=[MIDDLE])
    assert order.stops == (10, 17)
    assert order.metres == pytest.approx(3 + 4 + 2 + 2 + 8)
    graph = replace(FLOOR, grid=None)
    assert order_stops(graph, [10, 17], start=10, closed=[MIDDLE]).metres == order.metres


def test_stops_behind_closed_aisles_are_named() -> None:
    locations = [*aisles([0, 4], BAYS), *aisles([8], [20.0, 21.0, 22.0], zone="B", first_id=50)]
    floor = floor_from(
        locations,
        "[[cross_aisle]]\nat = 0.0\nto = 4.0\n[[cross_aisle]]\nat = 14.0\n"
        "[[aisle]]\nzone = 'A'\naisle = '1'\nclosed = [[5.5, 8.5]]",
    )
    with pytest.raises(UnreachableLocations, match="the aisles that lead there are closed") as no:
        order_stops(floor, [1, 50, 51], closed=[MIDDLE])
    assert no.value.codes == ("B1-01", "B1-02")


@pytest.mark.parametrize(
    ("stops", "start", "closed", "words"),
    [
        ([99], None, (), "location 99 is not on the floor plan"),
        ([1], "ramp", (), "depot ramp is not on the floor plan; it has depot"),
        ([1], None, (AisleName("Z", "9"),), "aisle Z 9 is not on the floor plan"),
    ],
)
def test_what_the_floor_does_not_have_is_refused(
    stops: list[int], start: str | None, closed: tuple[AisleName, ...], words: str
) -> None:
    with pytest.raises(UnknownPlace, match=words):
        order_stops(FLOOR, stops, start=start, closed=closed)


def test_a_floor_that_is_no_parallel_aisles_gets_a_search_or_a_quick_answer() -> None:
    stops = random.Random(3).sample(sorted(DEMO.by_location), 20)  # noqa: S311 - test data
    exact = order_stops(DEMO, stops)
    odd = replace(DEMO, grid=None)
    searched, quick = order_stops(odd, stops), order_stops(odd, stops, steps=0)
    assert sorted(searched.stops) == sorted(quick.stops) == sorted(stops)
    assert not searched.exact
    assert exact.metres - 1e-6 <= searched.metres <= quick.metres < 1.15 * exact.metres


def test_ordering_stops_in_aisles_loads_no_library() -> None:
    program = (
        "import sys\n"
        "from tests.planning.floors import aisles\n"
        "from app.planning.floor_building import build_floor\n"
        "from app.planning.stop_order import order_stops\n"
        "floor = build_floor(aisles([0, 4], [1.0, 2.0, 3.0, 4.0]))\n"
        "assert order_stops(floor, [1, 8, 3]).exact\n"
        "assert not {'numpy', 'numba', 'scipy', 'pyvrp'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
