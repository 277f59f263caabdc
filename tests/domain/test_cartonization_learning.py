import pytest

from app.domain.cartonization_learning import (
    DEFAULT_LIMIT,
    Contents,
    FillLimits,
    Habit,
    Tally,
    band_of,
    contents_key,
    contents_of,
    habit_after,
    learnt_limits,
    packed_before,
)
from app.domain.packaging import UnitSize

MUG = UnitSize(80, 80, 100, 300, quantity=2)
VASE = UnitSize(80, 80, 200, 700, fragile=True)


@pytest.mark.parametrize(
    ("units", "contents"),
    [
        ([MUG], Contents.ALIKE),
        ([MUG, UnitSize(1, 1, 1, 1)], Contents.MIXED),
        ([MUG, UnitSize(1, 1, 1, 1, quantity=0)], Contents.ALIKE),
        ([MUG, VASE], Contents.FRAGILE),
    ],
)
def test_contents_are_of_one_kind(units: list[UnitSize], contents: Contents) -> None:
    assert contents_of(units) is contents


@pytest.mark.parametrize(
    ("filling", "band"), [(0.0, 0), (0.549, 50), (0.55, 55), (0.9, 90), (0.95, 95), (1.4, 95)]
)
def test_fullness_falls_into_bands_of_five(filling: float, band: int) -> None:
    assert band_of(filling) == band


@pytest.mark.parametrize(
    ("tallies", "limit"),
    [
        ([], DEFAULT_LIMIT),
        ([(80, 0, 4)], DEFAULT_LIMIT),
        ([(80, 0, 5)], 0.8),
        ([(80, 5, 5)], DEFAULT_LIMIT),
        ([(80, 4, 5)], 0.8),
        ([(75, 0, 6), (85, 0, 9)], 0.75),
        ([(20, 0, 99)], 0.5),
        ([(90, 2, 0)], DEFAULT_LIMIT),
        ([(90, 3, 0)], 0.95),
        ([(95, 3, 0)], 1.0),
        ([(95, 9, 1)], DEFAULT_LIMIT),
        ([(80, 90, 0)], DEFAULT_LIMIT),
        ([(80, 0, 5), (95, 3, 0)], 0.8),
    ],
)
def test_limit_follows_from_what_packers_did(
    tallies: list[tuple[int, int, int]], limit: float
) -> None:
    learnt = learnt_limits(
        Tally("M", Contents.ALIKE, band, filled, overruled) for band, filled, overruled in tallies
    )
    assert learnt.limit("M", [MUG]) == limit
    assert learnt.limit("L", [MUG]) == DEFAULT_LIMIT
    assert learnt.limit("M", [MUG, VASE]) == DEFAULT_LIMIT


def test_single_unit_has_no_limit() -> None:
    assert FillLimits((("M", Contents.FRAGILE, 50),)).limit("M", [VASE]) == 1.0


def test_same_goods_have_the_same_fingerprint_in_any_order() -> None:
    assert contents_key({7: 2, 9: 1}) == contents_key({9: 1, 7: 2, 8: 0})
    assert len({contents_key(each) for each in ({7: 2}, {7: 3}, {72: 1}, {})}) == 4


def test_two_times_running_make_a_habit_and_another_packaging_ends_it() -> None:
    once = habit_after(None, "M")
    twice = habit_after(once, "M")
    assert (packed_before(None), packed_before(once), packed_before(twice)) == (None, None, "M")
    assert habit_after(twice, "L") == Habit("L", 1)
