"""How a shift went, by formulas that can be told to those whose work it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.metrics import (
    DoneLine,
    OnTime,
    OrderLife,
    Shorts,
    Spread,
    Stage,
    an_hour,
    on_time,
    shorts_of,
    spread_of,
    stage_times,
    time_at_work,
)

EIGHT = datetime(2026, 5, 4, 8, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


def minutes(*values: float) -> list[timedelta]:
    return [timedelta(minutes=value) for value in values]


def spread(median: float, ninth_tenth: float, n: int) -> Spread:
    return Spread(timedelta(minutes=median), timedelta(minutes=ninth_tenth), n)


@pytest.mark.parametrize(
    ("scans", "worked"),
    [
        ((), 0),
        (((1, 0),), 0),
        (((1, 0), (1, 4), (1, 9)), 9),
        (((1, 9), (1, 0), (1, 4)), 9),
        (((1, 0), (1, 10), (1, 21)), 10),
        (((1, 0), (2, 1), (1, 5), (2, 4)), 8),
    ],
    ids=["nobody", "once", "one person", "any order", "a break is no work", "two people"],
)
def test_time_at_work_is_told_by_scans(scans: tuple[tuple[int, float], ...], worked: float) -> None:
    told = time_at_work((person, at(minute)) for person, minute in scans)
    assert told == timedelta(minutes=worked)


def test_figures_for_an_hour_need_a_minute_of_work() -> None:
    assert an_hour(90, timedelta(minutes=90)) == pytest.approx(60)
    assert an_hour(3, timedelta(seconds=59)) is None


@pytest.mark.parametrize(
    ("values", "median", "ninth"),
    [((5,), 5, 5), ((1, 2), 1, 2), (tuple(range(1, 11)), 5, 9), (tuple(range(1, 21)), 10, 18)],
)
def test_spread_names_values_that_really_came(
    values: tuple[float, ...], median: float, ninth: float
) -> None:
    assert spread_of(minutes(*reversed(values))) == spread(median, ninth, len(values))


def test_of_nothing_there_is_no_spread() -> None:
    with pytest.raises(ValueError, match="no median"):
        spread_of(())


def test_each_stage_counts_the_orders_that_have_it_behind_them() -> None:
    done = OrderLife(at(0), at(10), at(30), at(35), at(60))
    packed = OrderLife(at(0), at(20), at(50), at(60))
    told = stage_times([done, packed, OrderLife(at(5))])
    assert told == {
        Stage.RELEASE: spread(10, 20, 2),
        Stage.PICK: spread(20, 30, 2),
        Stage.PACK: spread(5, 10, 2),
        Stage.SHIP: spread(25, 25, 1),
    }
    assert stage_times([]) == {}


def test_a_unit_put_back_after_packing_makes_no_stage_negative() -> None:
    told = stage_times([OrderLife(at(0), at(1), at(9), at(5))])
    assert told[Stage.PACK].median == timedelta()


def test_orders_are_on_time_by_their_own_cut_off() -> None:
    first, second = at(60), at(120)
    lives = [
        OrderLife(at(0), shipped_at=at(60), ship_by=first),
        OrderLife(at(0), shipped_at=at(61), ship_by=first),
        OrderLife(at(0), ship_by=first),
        OrderLife(at(0), shipped_at=at(61), ship_by=second),
        OrderLife(at(0), shipped_at=at(61)),
    ]
    told = on_time(reversed(lives))
    assert told == (OnTime(first, 1, 1, 1), OnTime(second, 1, 0, 0))
    assert [each.share(at(90)) for each in told] == [pytest.approx(1 / 3), None]


def test_shorts_are_lines_that_lacked_units_whatever_was_picked_of_them() -> None:
    lines = [
        DoneLine("single", "A", 3, 0, ""),
        DoneLine("single", "A", 1, 2, "empty"),
        DoneLine("batch", "B", 0, 2, "empty"),
        DoneLine("batch", "B", 0, 1, "damaged"),
    ]
    told = shorts_of(lines)
    assert told == Shorts(4, 3, {"empty": 2, "damaged": 1})
    assert (told.rate, list(told.reasons)) == (0.75, ["empty", "damaged"])
    assert shorts_of([]).rate is None
