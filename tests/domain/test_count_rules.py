"""What a count means, who gives way where units are missing, and when a place is counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.count_rules import (
    MOST_ROUNDS,
    CountedPlace,
    CountReason,
    CountRule,
    CountVerdict,
    PromiseAtRisk,
    promises_given_up,
    reason_to_count,
    verdict,
)

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
RULE = CountRule(tolerance_units=2, tolerance_cents=2_000)


@pytest.mark.parametrize(
    ("expected", "rounds", "price", "meaning"),
    [
        (12, (12,), 500, CountVerdict.RIGHT),
        (0, (0,), 500, CountVerdict.RIGHT),
        (12, (11,), 500, CountVerdict.ADJUST),
        (12, (14,), 1_000, CountVerdict.ADJUST),
        (12, (10,), None, CountVerdict.ADJUST),
        (12, (10,), 1_001, CountVerdict.COUNT_AGAIN),
        (12, (9,), 1, CountVerdict.COUNT_AGAIN),
        (12, (9, 12), 1, CountVerdict.RIGHT),
        (12, (9, 11), 1, CountVerdict.ADJUST),
        (12, (9, 9), 1, CountVerdict.APPROVE),
        (12, (9, 8), 1, CountVerdict.COUNT_AGAIN),
        (12, (9, 8, 7), 1, CountVerdict.APPROVE),
        (12, (9, 8, 9), 1, CountVerdict.APPROVE),
    ],
)
def test_a_difference_is_believed_within_the_tolerance_or_when_two_rounds_agree(
    expected: int, rounds: tuple[int, ...], price: int | None, meaning: CountVerdict
) -> None:
    assert verdict(expected, rounds, rule=RULE, price_cents=price) is meaning


@given(
    expected=st.integers(0, 50),
    counted=st.lists(st.integers(0, 50), min_size=MOST_ROUNDS, max_size=MOST_ROUNDS),
    price=st.one_of(st.none(), st.integers(0, 5_000)),
)
def test_every_count_ends_after_the_last_round_at_the_latest(
    expected: int, counted: list[int], price: int | None
) -> None:
    last = verdict(expected, counted, rule=RULE, price_cents=price)
    assert last is not CountVerdict.COUNT_AGAIN
    if last in (CountVerdict.ADJUST, CountVerdict.RIGHT):
        assert RULE.is_within(counted[-1] - expected, price)


def promise(
    number: int, units: int, priority: int = 0, due: int | None = None, *, released: bool = True
) -> PromiseAtRisk:
    due_at = None if due is None else NOW + timedelta(hours=due)
    return PromiseAtRisk(number, units, priority, due_at, released)


@pytest.mark.parametrize(
    ("promises", "missing", "given_up"),
    [
        ([promise(1, 3), promise(2, 3)], 0, ()),
        ([promise(1, 3, 5), promise(2, 3, 1)], 2, ((2, 2),)),
        ([promise(1, 3, due=1), promise(2, 3, due=5)], 4, ((2, 3), (1, 1))),
        ([promise(1, 3, due=1), promise(2, 3)], 3, ((2, 3),)),
        ([promise(1, 3), promise(2, 3, released=False)], 3, ((2, 3),)),
        ([promise(1, 3, 5, released=False), promise(2, 3, 1)], 3, ((2, 3),)),
        ([promise(1, 2), promise(2, 2)], 9, ((2, 2), (1, 2))),
    ],
)
def test_the_least_urgent_order_gives_way(
    promises: list[PromiseAtRisk], missing: int, given_up: tuple[tuple[int, int], ...]
) -> None:
    assert promises_given_up(promises, missing) == given_up


@given(
    units=st.lists(st.integers(0, 9), max_size=6),
    missing=st.integers(0, 40),
)
def test_as_much_is_given_up_as_is_missing_or_all_there_is(units: list[int], missing: int) -> None:
    promises = [promise(number, part) for number, part in enumerate(units)]
    given = promises_given_up(promises, missing)
    assert sum(part for _, part in given) == min(missing, sum(units))
    assert all(0 < part <= units[number] for number, part in given)


def place(on_hand: int, last_days: int | None, rule: CountRule) -> CountedPlace:
    last = None if last_days is None else NOW - timedelta(days=last_days)
    return CountedPlace(1, 2, 0, on_hand, last, rule)


MONTHLY = CountRule(every_days=30, below_units=5)


@pytest.mark.parametrize(
    ("counted", "reason"),
    [
        (place(40, 10, CountRule()), None),
        (place(40, None, CountRule()), None),
        (place(40, 10, MONTHLY), None),
        (place(40, 30, MONTHLY), CountReason.PLANNED),
        (place(40, None, MONTHLY), CountReason.PLANNED),
        (place(4, 10, MONTHLY), CountReason.THRESHOLD),
        (place(5, 10, MONTHLY), None),
        (place(4, 0, MONTHLY), None),
    ],
)
def test_a_place_is_counted_when_its_time_has_come_or_little_is_left(
    counted: CountedPlace, reason: CountReason | None
) -> None:
    assert reason_to_count(counted, NOW) is reason
