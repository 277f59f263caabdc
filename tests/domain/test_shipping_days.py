from datetime import UTC, date, datetime, time

import pytest

from app.domain.shipping_days import MONDAY_TO_FRIDAY, CutOff, WorkingDays, soonest

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
BERLIN = CutOff(time(16, 0), "Europe/Berlin")


@pytest.mark.parametrize(
    ("day", "days", "after"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, MONDAY),
        (FRIDAY, 2, TUESDAY),
        (date(2026, 11, 21), 1, MONDAY),
        (MONDAY, 5, date(2026, 11, 30)),
    ],
)
def test_week_ends_are_no_working_days(day: date, days: int, after: date) -> None:
    assert MONDAY_TO_FRIDAY.after(day, days) == after


def test_holidays_are_passed_over() -> None:
    days = WorkingDays(holidays=frozenset({MONDAY}))
    assert days.from_day(MONDAY) == TUESDAY
    assert days.after(FRIDAY, 1) == TUESDAY
    assert days.between(FRIDAY, TUESDAY) == 1
    assert MONDAY_TO_FRIDAY.between(FRIDAY, TUESDAY) == 2
    assert MONDAY_TO_FRIDAY.between(TUESDAY, FRIDAY) == 0


def test_calendar_without_working_days_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no working day"):
        WorkingDays(weekdays=frozenset()).from_day(MONDAY)


@pytest.mark.parametrize(
    ("ready_at", "day"),
    [
        (datetime(2026, 11, 20, 15, 0, tzinfo=UTC), FRIDAY),  # 16:00 in winter
        (datetime(2026, 11, 20, 15, 0, 1, tzinfo=UTC), MONDAY),
        (datetime(2026, 7, 17, 14, 0, tzinfo=UTC), date(2026, 7, 17)),  # 16:00 in summer
        (datetime(2026, 7, 17, 15, 0, tzinfo=UTC), date(2026, 7, 20)),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), MONDAY),  # Monday there already
    ],
)
def test_cut_off_is_a_time_of_the_warehouse(ready_at: datetime, day: date) -> None:
    assert BERLIN.collected_on(ready_at, MONDAY_TO_FRIDAY) == day


def test_next_cut_off_follows_the_working_days() -> None:
    late = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert BERLIN.next_at(late, MONDAY_TO_FRIDAY) == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def test_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        BERLIN.collected_on(datetime(2026, 11, 20, 15, 0), MONDAY_TO_FRIDAY)  # noqa: DTZ001 - what is refused


def test_soonest_passes_over_days_nobody_knows() -> None:
    assert soonest([None, TUESDAY, MONDAY]) == MONDAY
    assert soonest([None]) is None
