"""A forecast made at a release is held against what came of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.figure_waves import forecast_error

EIGHT = datetime(2026, 5, 4, 8, tzinfo=UTC)


def at(minutes: float | None) -> datetime | None:
    return None if minutes is None else EIGHT + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("told", "came", "late", "share"),
    [
        (60, 60, 0, 1.0),
        (60, 90, 30, 1.5),
        (60, 45, -15, 0.75),
        (60, 0, -60, 0.0),
        (0.5, 60, 59.5, 120.0),
    ],
    ids=["as told", "later", "earlier", "over at once", "told in no time"],
)
def test_an_error_is_told_in_time_and_as_a_share(
    told: float, came: float, late: float, share: float
) -> None:
    error = forecast_error(at(0), at(told), at(came))
    assert error is not None
    assert error.late == timedelta(minutes=late)
    assert error.share == pytest.approx(share)


@pytest.mark.parametrize(
    ("released", "told", "came"),
    [(None, 60, 70), (0, None, 70), (0, 60, None), (0, 0, 70), (0, -5, 70)],
    ids=["not released", "nothing forecast", "not over", "told for its release", "told before it"],
)
def test_where_nothing_was_told_or_nothing_came_there_is_no_error(
    released: float | None, told: float | None, came: float | None
) -> None:
    assert forecast_error(at(released), at(told), at(came)) is None
