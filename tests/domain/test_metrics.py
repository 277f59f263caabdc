"""How a shift went, by formulas that can be told to those whose work it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.metrics import (
    OnTime,
    OrderLife,
    Pace,
    PaceSum,
    Shorts,
    Spread,
    Stage,
    an_hour,
    on_time,
    spread_of,
    stage_times,
    sum_of,
    sums_by,
)

EIGHT = datetime(2026, 5, 4, 8, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


def minutes(*values: float) -> list[timedelta]:
    return [timedelta(minutes=value) for value in values]


def spread(median: float, ninth_tenth: float, n: int) -> Spread:
    return Spread(timedelta(minutes=median), timedelta(minutes=ninth_tenth), n)


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


def test_paces_sum_by_whatever_is_asked_for() -> None:
    paces = [
        Pace(0, "single", "A", lines=6, units=9, worked_s=360, scans=18),
        Pace(0, "batch", "B", lines=2, units=8, worked_s=120, scans=4, stops=1),
        Pace(3, "batch", "B", lines=1, units=1, short=1, worked_s=59, scans=3),
    ]
    by_method = sums_by(paces, lambda pace: pace.method)
    assert by_method == {
        "batch": PaceSum(lines=3, units=9, short=1, worked_s=179, scans=7, stops=1),
        "single": PaceSum(lines=6, units=9, worked_s=360, scans=18),
    }
    assert by_method["single"].lines_an_hour == pytest.approx(60)
    assert by_method["batch"].touches == pytest.approx(7 / 9)
    by_slot = sums_by(paces, lambda pace: pace.slot)
    assert [each.lines_an_hour for each in by_slot.values()] == [pytest.approx(60), None]
    assert (sum_of(paces).lines, sum_of([]), PaceSum().touches) == (9, PaceSum(), None)


def test_the_short_rate_needs_lines() -> None:
    assert (Shorts(4, 3, {}).rate, Shorts(0, 0, {}).rate) == (0.75, None)
