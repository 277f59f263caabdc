from __future__ import annotations

import random
from collections import Counter
from datetime import date
from itertools import product

import pytest

from app.planning.floor_building import build_floor
from app.planning.floor_plan import UnknownPlace
from app.planning.sourcing import (
    SourcingRules,
    StockAt,
    TooFewUnits,
    Want,
    choose_locations,
)
from app.planning.stop_order import order_stops
from tests.planning.floors import aisles

FLOOR = build_floor(aisles([0, 4, 8, 12], [2.0, 3.0, 4.0, 5.0, 9.0, 10.0, 11.0, 12.0]))
NEAR, FAR, FARTHEST = 1, 17, 32
SOON, LATE = date(2026, 12, 1), date(2027, 6, 1)


def taken(*args: object, **given: object) -> dict[int, int]:
    """Units by location."""
    result = choose_locations(FLOOR, *args, **given)  # type: ignore[arg-type]  # as given by a test
    units = Counter[int]()
    for each in result.taken:
        units[each.location_id] += each.units
    return dict(units)


def test_of_two_locations_the_one_on_the_way_is_chosen() -> None:
    stock = [StockAt(7, 12, 5), StockAt(7, 25, 5)]
    assert taken([Want(7, 2)], stock) == {12: 2}
    assert taken([Want(7, 2)], stock, fixed_stops=[26]) == {25: 2}


def test_where_the_picker_stands_decides_too() -> None:
    stock = [StockAt(7, NEAR, 5), StockAt(7, FARTHEST, 5)]
    assert taken([Want(7, 2)], stock, start=FARTHEST, end=FARTHEST) == {FARTHEST: 2}


def test_what_expires_first_goes_first_wherever_it_lies() -> None:
    stock = [
        StockAt(7, NEAR, 9, lot_id=1, expiry=LATE),
        StockAt(7, FARTHEST, 3, lot_id=2, expiry=SOON),
    ]
    rules = SourcingRules(by_expiry=frozenset({7}))
    assert taken([Want(7, 2)], stock, rules) == {FARTHEST: 2}
    assert taken([Want(7, 5)], stock, rules) == {FARTHEST: 3, NEAR: 2}
    assert taken([Want(7, 2)], stock) == {NEAR: 2}


def test_between_lots_of_one_date_the_tour_decides_and_lots_without_date_come_last() -> None:
    rules = SourcingRules(by_expiry=frozenset({7}))
    stock = [
        StockAt(7, NEAR, 2, lot_id=1),
        StockAt(7, FAR, 2, lot_id=2, expiry=SOON),
        StockAt(7, FARTHEST, 2, lot_id=3, expiry=SOON),
    ]
    assert taken([Want(7, 2)], stock, rules) == {FAR: 2}


def test_pick_faces_go_before_reserves() -> None:
    stock = [StockAt(7, NEAR, 9, is_reserve=True), StockAt(7, FARTHEST, 3)]
    assert taken([Want(7, 2)], stock) == {FARTHEST: 2}
    assert taken([Want(7, 5)], stock) == {FARTHEST: 3, NEAR: 2}


def test_small_rests_go_first_where_that_is_the_rule() -> None:
    stock = [StockAt(7, NEAR, 9), StockAt(7, FAR, 2), StockAt(7, FARTHEST, 1)]
    assert taken([Want(7, 4)], stock) == {NEAR: 4}
    rules = SourcingRules(small_first=True)
    assert taken([Want(7, 4)], stock, rules) == {FARTHEST: 1, FAR: 2, NEAR: 1}
    full = [StockAt(7, NEAR, 9), StockAt(7, FARTHEST, 9)]
    assert taken([Want(7, 4)], full, rules) == {NEAR: 4}


def test_another_stop_may_cost_more_than_the_way() -> None:
    stock = [StockAt(7, NEAR, 1), StockAt(7, 2, 1), StockAt(7, FAR, 2)]
    assert taken([Want(7, 2)], stock) == {NEAR: 1, 2: 1}
    assert taken([Want(7, 2)], stock, SourcingRules(stop_metres=40.0)) == {FAR: 2}


def test_small_cases_reach_the_best_choice_there_is() -> None:
    chance = random.Random(5)  # noqa: S311 - test data
    ids = sorted(FLOOR.by_location)
    for _ in range(25):
        places = {item: chance.sample(ids, 3) for item in range(4)}
        stock = [StockAt(item, place, 5) for item, found in places.items() for place in found]
        best = min(order_stops(FLOOR, choice).metres for choice in product(*places.values()))
        result = choose_locations(FLOOR, [Want(item, 2) for item in places], stock)
        assert result.metres == pytest.approx(best)
        assert set(result.stops) == {each.location_id for each in result.taken}


def test_exactly_what_is_wanted_is_taken_from_what_there_is() -> None:
    chance = random.Random(6)  # noqa: S311 - test data
    ids = sorted(FLOOR.by_location)
    for small_first in (False, True):
        stock = [
            StockAt(item, place, chance.randint(1, 4), lot_id=place % 3)
            for item in range(5)
            for place in chance.sample(ids, 6)
        ]
        wants = [Want(item, chance.randint(1, 6)) for item in range(5)]
        rules = SourcingRules(frozenset({1, 2}), small_first)
        result = choose_locations(FLOOR, wants, stock, rules)
        got = Counter[int]()
        for each in result.taken:
            got[each.item_id] += each.units
            (row,) = (s for s in stock if (s.item_id, s.location_id, s.lot_id)
                      == (each.item_id, each.location_id, each.lot_id))  # fmt: skip
            assert 0 < each.units <= row.units
        assert got == {want.item_id: want.units for want in wants}


def test_the_order_of_the_rows_does_not_matter() -> None:
    stock = [StockAt(item, place, 1 + place % 3) for item in (1, 2) for place in (3, 9, 20, 30)]
    wants = [Want(1, 3), Want(2, 4)]
    first = choose_locations(FLOOR, wants, stock)
    assert choose_locations(FLOOR, wants[::-1], stock[::-1]) == first


def test_nothing_wanted_is_nothing_taken() -> None:
    assert choose_locations(FLOOR, [], []).taken == ()


def test_too_few_units_are_told() -> None:
    with pytest.raises(TooFewUnits, match="item 7: 4 wanted, its locations hold 3") as no:
        choose_locations(FLOOR, [Want(7, 1), Want(7, 3)], [StockAt(7, NEAR, 3)])
    assert (no.value.item_id, no.value.wanted, no.value.held) == (7, 4, 3)


def test_stock_at_a_location_the_floor_lacks_is_refused() -> None:
    with pytest.raises(UnknownPlace):
        choose_locations(FLOOR, [Want(7, 1)], [StockAt(7, 999, 3)])
