"""Plans of counts: value classes, and which places a plan is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.count_plan import CountFilter, ValueClass, value_classes
from app.domain.count_rules import CountedPlace, CountReason, CountRule

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
A, B, C = ValueClass
PLACE = CountedPlace(7, 1, 0, 5, NOW - timedelta(days=40), CountRule(every_days=90), "A", 900)


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        ({}, {}),
        ({1: 0, 2: 0}, {1: C, 2: C}),
        ({1: 100}, {1: A}),
        ({1: 80, 2: 14, 3: 5, 4: 1}, {1: A, 2: B, 3: B, 4: C}),
        ({1: 50, 2: 50, 3: 0}, {1: A, 2: A, 3: C}),
    ],
)
def test_a_few_items_are_most_of_the_value(
    values: dict[int, int], classes: dict[int, ValueClass]
) -> None:
    assert value_classes(values) == classes


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (CountFilter(), None),
        (CountFilter(older_than_days=30), CountReason.PLANNED),
        (CountFilter(older_than_days=41), None),
        (CountFilter(below_units=6), CountReason.THRESHOLD),
        (CountFilter(below_units=5), None),
        (CountFilter("A", B, 30), CountReason.PLANNED),
        (CountFilter("B", B, 30), None),
        (CountFilter("A", A, 30), None),
    ],
)
def test_a_plan_is_about_the_places_that_it_names(
    wanted: CountFilter, reason: CountReason | None
) -> None:
    assert wanted.reason_for(PLACE, B, NOW) is reason


def test_without_an_age_of_its_own_a_plan_goes_by_the_rules_of_the_classes() -> None:
    due = replace(PLACE, last_counted=NOW - timedelta(days=90))
    assert CountFilter("A").reason_for(due, C, NOW) is CountReason.PLANNED
    never = replace(PLACE, last_counted=None)
    assert CountFilter(older_than_days=1).reason_for(never, C, NOW) is CountReason.PLANNED
