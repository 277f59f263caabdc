from __future__ import annotations

import random
from dataclasses import replace

import pytest

from app.planning.aisle_layout import UnusableLayout
from app.planning.floor_building import build_floor
from app.planning.floor_document import CrossAisle, FloorDocument, read_floor_document
from app.planning.floor_plan import (
    AisleName,
    FloorPlan,
    LocationPoint,
    UnknownPlace,
    UnreachableLocations,
)
from app.planning.layout_entries import UnusableFloor
from app.planning.stop_order import order_stops
from tests.planning.floors import DEMO, aisles, demo_locations, floor_from

TWO_BLOCKS = [2.0, 3.0, 4.0, 5.0, 9.0, 10.0, 11.0, 12.0]


def test_the_demo_warehouse_is_sixteen_aisles_in_two_blocks() -> None:
    plan = build_floor(demo_locations())
    assert plan.grid is not None
    assert plan.grid.layout.aisle_x == tuple(3.5 * number for number in range(16))
    assert plan.grid.layout.cross_y == (0.475, 18.475, 36.475)
    assert len(plan.places) == 3072
    assert [str(aisle.name) for aisle in plan.aisles[:5]] == ["A 1", "A 2", "A 3", "A 4", "B 5"]
    assert [depot.name for depot in plan.depots] == ["depot"]
    assert plan.points[plan.depots[0].point].y == 0.475


def test_the_demo_layout_file_fits_the_demo_locations() -> None:
    plan = build_floor(demo_locations(), read_floor_document(DEMO.with_name("layout.toml")))
    assert plan.grid is not None
    assert plan.grid.layout.cross_y == (0.5, 18.5, 36.5)
    assert [depot.name for depot in plan.depots] == ["packing", "conveyor"]
    first = plan.places[0]
    assert plan.metres_between("packing", first.location_id) == pytest.approx(3.5 + 26.25 + 2.1)
    assert order_stops(plan, [first.location_id]).metres == pytest.approx(2 * (3.5 + 26.25 + 2.1))


def test_the_order_of_the_rows_does_not_matter() -> None:
    locations = demo_locations()
    plan = build_floor(locations)
    random.Random(1).shuffle(locations)  # noqa: S311 - test data
    assert build_floor(locations) == plan


def test_aisles_from_left_to_right_are_recognised() -> None:
    turned = [replace(each, x_m=each.y_m, y_m=each.x_m) for each in aisles([0, 4, 8], TWO_BLOCKS)]
    plan = build_floor(turned)
    assert plan.grid is not None
    assert plan.grid.layout.aisle_x == (0.0, 4.0, 8.0)
    assert plan.grid.layout.cross_y == (0.0, 7.0, 14.0)
    assert {point.x for point in plan.points} >= {0.0, 7.0, 14.0}


def test_both_sides_of_an_aisle_are_reached_from_its_middle() -> None:
    left, right = aisles([3.0], TWO_BLOCKS), aisles([4.6], TWO_BLOCKS, first_id=20)
    plan = build_floor([*left, *(replace(each, code=f"{each.code}R") for each in right)])
    assert plan.grid is not None
    assert plan.grid.layout.aisle_x == (3.8,)
    assert plan.place_of(1).point == plan.place_of(20).point


def test_locations_without_aisle_names_are_sorted_into_lines() -> None:
    plan = build_floor([replace(each, aisle="") for each in aisles([0, 4], TWO_BLOCKS)])
    assert plan.grid is not None
    assert len(plan.aisles) == 2


def test_two_zones_on_one_line_are_two_aisles_of_one_lane() -> None:
    front = aisles([0, 4], [2, 3, 4, 5])
    back = aisles([0, 4], [9, 10, 11, 12], zone="B", first_id=20)
    plan = build_floor([*front, *back])
    assert plan.grid is not None
    assert plan.grid.layout.aisle_x == (0.0, 4.0)
    assert len(plan.aisles) == 4


def test_a_short_aisle_is_no_way_through_the_block_it_does_not_reach() -> None:
    short = [each for each in aisles([0, 4, 8], TWO_BLOCKS) if each.aisle != "2" or each.y_m < 6]  # type: ignore[operator]  # these have coordinates
    plan = build_floor(short)
    assert plan.grid is not None
    (barrier,) = plan.grid.layout.barriers
    assert (barrier.aisle, barrier.low, barrier.high) == (1, 7.0, 14.0)


def test_the_file_says_where_cross_aisles_and_depots_are() -> None:
    plan = floor_from(
        aisles([0, 4, 8], TWO_BLOCKS),
        """
        [[cross_aisle]]
        at = 0.5
        [[cross_aisle]]
        at = 13.0
        [[depot]]
        name = "packing"
        x = 6.0
        y = -2.5
        [[depot]]
        name = "conveyor"
        x = 8.0
        y = 13.0
        """,
    )
    assert plan.grid is not None
    assert plan.grid.layout.cross_y == (0.5, 13.0)
    assert [depot.name for depot in plan.depots] == ["packing", "conveyor"]
    assert plan.metres_between("packing", "conveyor") == pytest.approx(3.0 + 2.0 + 12.5)
    assert plan.metres_between("packing", 1) == pytest.approx(3.0 + 6.0 + 1.5)


def test_dead_ends_cross_aisles_that_break_off_and_closed_stretches_stay_parallel_aisles() -> None:
    plan = floor_from(
        aisles([0, 4, 8], TWO_BLOCKS),
        """
        [[cross_aisle]]
        at = 0.0
        [[cross_aisle]]
        at = 7.0
        to = 4.0
        [[aisle]]
        aisle = "1"
        closed = [[2.5, 3.5]]
        """.replace("[[2.5, 3.5]]", "[[2.2, 2.8]]"),
    )
    assert plan.grid is not None
    assert plan.grid.layout.cross_y == (0.0, 7.0, 12.0)
    assert plan.metres_between(1, 2) == pytest.approx(2 + 4 + 7 + 4 + 4)
    assert plan.metres_between(8, 16) == pytest.approx(5 + 4 + 5)
    assert plan.metres_between(8, 24) == pytest.approx(5 + 4 + 7 + 4 + 12)


def test_a_one_way_aisle_is_walked_one_way() -> None:
    plan = floor_from(aisles([0, 4], TWO_BLOCKS), '[[aisle]]\naisle = "1"\none_way = "up"')
    assert plan.grid is None
    assert plan.metres_between(1, 2) == 1.0
    assert plan.metres_between(2, 1) == pytest.approx(4 + 4 + 7 + 4 + 2)


def test_storeys_are_joined_by_ways() -> None:
    plan = floor_from(
        [
            *aisles([0, 4], TWO_BLOCKS),
            *aisles([0, 4], TWO_BLOCKS, zone="M", first_id=20),
        ],
        """
        [[storey]]
        name = "mezzanine"
        zones = ["M"]
        [[point]]
        name = "stairs below"
        x = 4.0
        y = 14.0
        [[point]]
        name = "stairs above"
        x = 4.0
        y = 14.0
        storey = "mezzanine"
        [[way]]
        from = "stairs below"
        to = "stairs above"
        metres = 12.0
        [[cross_aisle]]
        at = 0.0
        [[cross_aisle]]
        at = 14.0
        [[cross_aisle]]
        at = 14.0
        storey = "mezzanine"
        """,
    )
    assert plan.grid is None
    assert plan.metres_between(16, 35) == pytest.approx(2 + 12 + 2)
    assert {plan.points[plan.place_of(35).point].storey} == {"mezzanine"}


L_SHAPE = """
[[depot]]
name = "door"
x = 0.0
y = 0.0
[[point]]
name = "corner"
x = 0.0
y = 10.0
[[point]]
name = "end"
x = 10.0
y = 10.0
[[way]]
from = "door"
to = "corner"
[[way]]
from = "corner"
to = "end"
one_way = true
[[way]]
from = "end"
to = "door"
metres = 30.0
"""
ODD = [
    LocationPoint(1, "K-1", 0.8, 4.0, "K", "1"),
    LocationPoint(2, "K-2", 6.0, 11.0, "K", "2"),
]


def test_an_odd_shape_is_points_and_ways() -> None:
    plan = floor_from(ODD, L_SHAPE)
    assert plan.grid is None
    assert plan.metres_between("door", 1) == pytest.approx(4.0)
    assert plan.metres_between(1, 2) == pytest.approx(6.0 + 6.0)
    assert plan.metres_between(2, 1) == pytest.approx(4.0 + 30.0 + 4.0)
    assert [str(aisle.name) for aisle in plan.aisles] == ["K 1", "K 2"]
    assert [(p.x, p.y) for p in plan.way_between(1, 2)] == [(0.0, 4.0), (0.0, 10.0), (6.0, 10.0)]


@pytest.mark.parametrize(
    ("layout", "entry", "problem"),
    [
        ("[[depot]\n", "the file", "no TOML"),
        ("[ramp]", "[ramp]", "no such entry"),
        ("[floor]\naisles_along = 'z'", "[floor]", "aisles_along = 'z'"),
        ("[cross_aisle]\nat = 1", "[cross_aisle]", "there may be several"),
        ("[[cross_aisle]]", "[[cross_aisle]] 1", "at is missing"),
        ("[[cross_aisle]]\nat = 'x'", "[[cross_aisle]] 1", "at = 'x'"),
        ("[[cross_aisle]]\nat = nan", "[[cross_aisle]] 1", "at = nan"),
        ("[[cross_aisle]]\nat = 1\nfrom = 5\nto = 4", "[[cross_aisle]] 1", "from 5 to 4"),
        ("[[cross_aisle]]\nat = 1\ny = 2", "[[cross_aisle]] 1", "y means nothing here"),
        ("[[cross_aisle]]\nat = 1\nstorey = 'x'", "cross aisle at 1", 'storey "x" is unknown'),
        ("[[depot]]\nname = 'a'\nx = 1", "[[depot]] 1", "y is missing"),
        ("[[depot]]\nx = 1\ny = 1", "[[depot]] 1", "name is missing"),
        ("[[depot]]\nname='a'\nx=1\ny=1\n" * 2, "[[depot]] 2", "a is there already"),
        ("[[aisle]]\naisle = '9'", "aisle 9", "no location is in this aisle"),
        ("[[aisle]]\naisle = '1'\n" * 2, "aisle 1", "it comes twice"),
        ("[[aisle]]\naisle = '1'\none_way = 'left'", "[[aisle]] 1", "one_way = 'left'"),
        ("[[aisle]]\naisle = '1'\nclosed = [[5, 4]]", "[[aisle]] 1", "closed = [[5, 4]]"),
        ("[[storey]]\nname = 'x'\nzones = 'A'", "[[storey]] 1", "zones = 'A'"),
        ("[[way]]\nfrom = 'a'\nto = 'b'", "way from a to b", "a is no point and no depot"),
        ("[[way]]\nfrom='a'\nto='b'\nmetres=-1", "[[way]] 1", "metres = -1"),
        ("[[way]]\nfrom='a'\nto='b'\none_way='yes'", "[[way]] 1", "one_way = 'yes'"),
        ("depot = [3]", "[[depot]] 1", "this is no table"),
    ],
)
def test_a_wrong_layout_file_is_refused_with_its_name_and_the_entry(
    layout: str, entry: str, problem: str
) -> None:
    with pytest.raises(UnusableFloor) as refused:
        floor_from(aisles([0, 4], TWO_BLOCKS), layout)
    assert refused.value.file == "hall.toml"
    first = refused.value.problems[0]
    assert first.entry == entry
    assert problem in first.problem
    assert first.remedy
    assert str(refused.value).startswith(f"hall.toml: {entry}: ")


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(UnusableFloor) as refused:
        floor_from(aisles([0], TWO_BLOCKS), "[[depot]]\n[[way]]\nfrom = 3")
    assert len(refused.value.problems) == 5


@pytest.mark.parametrize(
    ("locations", "entry", "problem"),
    [
        ([], "locations", "there is none"),
        ([LocationPoint(1, "A1", None, 3.0)], "location A1", "nobody knows where it is"),
        ([LocationPoint(1, "A1", 1.0, float("nan"))], "location A1", "nobody knows where it is"),
        ([LocationPoint(1, "A1", 1.0, 3.0)] * 2, "location A1", "it is named twice"),
        (
            [LocationPoint(1, "A1", 1.0, 3.0, "A", "1"), LocationPoint(2, "A2", 9.0, 7.0, "A", "1"),
             LocationPoint(3, "A3", 9.0, 20.0, "A", "1")],
            "aisle A 1",
            "lie 8 m apart",
        ),
    ],
)  # fmt: skip
def test_locations_that_make_no_floor_are_refused(
    locations: list[LocationPoint], entry: str, problem: str
) -> None:
    with pytest.raises(UnusableFloor) as refused:
        build_floor(locations)
    assert refused.value.problems[0].entry == entry
    assert problem in refused.value.problems[0].problem


def test_an_aisle_name_of_two_zones_has_to_be_told_apart() -> None:
    locations = [*aisles([0], TWO_BLOCKS), *aisles([4], TWO_BLOCKS, zone="B", first_id=20)]
    with pytest.raises(UnusableFloor, match="zones A and B have one"):
        floor_from(locations, "[[aisle]]\naisle = '1'\none_way = 'up'")
    assert floor_from(locations, "[[aisle]]\nzone = 'B'\naisle = '1'\none_way = 'up'").grid is None


def test_a_location_far_from_every_way_is_named() -> None:
    with pytest.raises(UnusableFloor, match="location K-2: the nearest way is too far: it is 9"):
        floor_from([ODD[0], replace(ODD[1], y_m=19.0)], L_SHAPE)


def test_locations_no_way_leads_to_are_named() -> None:
    hole = "[[cross_aisle]]\nat = 0.0\nto = 4.0\n[[cross_aisle]]\nat = 14.0\nto = 4.0"
    with pytest.raises(UnreachableLocations) as refused:
        floor_from(aisles([0, 4, 8], TWO_BLOCKS), hole)
    assert refused.value.codes == tuple(f"A3-0{bay}" for bay in range(1, 9))
    assert "A3-05 and 3 more cannot be reached: no way leads there from" in str(refused.value)


def test_a_location_in_a_closed_stretch_is_named() -> None:
    closed = "[[aisle]]\naisle = '2'\nclosed = [[2.5, 4.5]]"
    with pytest.raises(UnreachableLocations) as refused:
        floor_from(aisles([0, 4], TWO_BLOCKS), closed)
    assert refused.value.codes == ("A2-02", "A2-03")


def test_a_one_way_aisle_that_leads_nowhere_back_is_refused() -> None:
    dead_end = "[[cross_aisle]]\nat = 0.0\n[[aisle]]\naisle = '2'\none_way = 'up'"
    with pytest.raises(UnreachableLocations) as refused:
        floor_from(aisles([0, 4], TWO_BLOCKS), dead_end)
    assert refused.value.codes[0] == "A2-01"


def test_a_cross_aisle_that_no_aisle_reaches_is_refused() -> None:
    two_in_front = "[[cross_aisle]]\nat = -5.0\n[[cross_aisle]]\nat = 0.0"
    with pytest.raises(UnusableFloor, match="cross aisle at -5: no aisle reaches it"):
        floor_from(aisles([0, 4], TWO_BLOCKS), two_in_front)


@pytest.mark.parametrize("stand", [99, "ramp"])
def test_unknown_places_are_refused(stand: int | str) -> None:
    plan = build_floor(aisles([0, 4], TWO_BLOCKS))
    with pytest.raises(UnknownPlace, match=str(stand)):
        plan.point_of(stand)


def random_floor(chance: random.Random) -> FloorPlan:
    """Aisles of different lengths with cross aisles that break off here and there."""
    heights = sorted(chance.sample(range(2, 40), 6))
    locations = [
        LocationPoint(10 * x + number, f"{x}-{number}", 4.0 * x, float(y), "A", str(x))
        for x in range(chance.randint(2, 5))
        for number, y in enumerate(chance.sample(heights, chance.randint(2, 6)))
    ]
    crosses = [CrossAisle(float(at)) for at in chance.sample(range(0, 42, 3), chance.randint(1, 3))]
    crosses.append(CrossAisle(-1.0 if chance.random() < 0.5 else 42.0))
    if chance.random() < 0.5:
        crosses.append(CrossAisle(20.5, start=2.0, end=chance.choice([6.0, 30.0])))
    return build_floor(locations, FloorDocument(cross_aisles=tuple(crosses)))


def test_the_parallel_aisles_are_the_same_floor_as_the_graph() -> None:
    chance = random.Random(4)  # noqa: S311 - test data
    compared = 0
    while compared < 60:
        try:
            plan = random_floor(chance)
        except UnusableLayout:
            continue  # chance built walls
        if plan.grid is None:
            continue
        ids = [place.location_id for place in plan.places]
        stops = chance.sample(ids, min(len(ids), 6))
        ends = chance.choice([(None, None), (stops.pop(), None), (stops.pop(), stops.pop())])
        closed = [AisleName("A", "1")] if chance.random() < 0.3 else []
        try:
            exact = order_stops(plan, stops, start=ends[0], end=ends[1], closed=closed)
        except UnreachableLocations:
            continue
        graph = order_stops(
            replace(plan, grid=None), stops, start=ends[0], end=ends[1], closed=closed
        )
        assert exact.exact
        assert graph.exact
        assert exact.metres == pytest.approx(graph.metres)
        compared += 1
