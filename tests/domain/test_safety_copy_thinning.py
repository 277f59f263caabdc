"""Of many safety copies few are kept, and never is the only good one removed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.safety_copies import SafetyCopy, Thinning, due_in, superfluous

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday
ONLY_LATEST = Thinning(latest=2, days=0, weeks=0)
ONLY_DAYS = Thinning(latest=0, days=3, weeks=0)
ONLY_WEEKS = Thinning(latest=0, days=0, weeks=2)


def copy(hours_ago: float, *, proven: bool = True) -> SafetyCopy:
    mark = "" if proven else "?"
    return SafetyCopy(f"{hours_ago:g}{mark}", NOW - timedelta(hours=hours_ago), proven)


@pytest.mark.parametrize(
    ("rule", "copies", "removed"),
    [
        pytest.param(ONLY_LATEST, [], [], id="nothing to thin"),
        pytest.param(ONLY_LATEST, [copy(3), copy(1), copy(2)], ["3"], id="the latest two stay"),
        pytest.param(
            ONLY_DAYS,
            [copy(1), copy(2), copy(20), copy(22), copy(30)],
            ["30", "22", "2"],
            id="the newest of each day stays",
        ),
        pytest.param(ONLY_DAYS, [copy(1), copy(60), copy(61)], ["61"], id="until its third day"),
        pytest.param(ONLY_DAYS, [copy(1), copy(61)], ["61"], id="a fourth day goes"),
        pytest.param(
            ONLY_WEEKS,
            [copy(1), copy(11), copy(13), copy(100), copy(200)],
            ["200", "100", "11"],
            id="weeks begin on Mondays",
        ),
        pytest.param(
            ONLY_DAYS,
            [copy(1, proven=False), copy(2), copy(3)],
            ["3", "1?"],
            id="a proven copy stands for its day before a newer one that is not",
        ),
        pytest.param(
            ONLY_LATEST,
            [copy(1, proven=False), copy(2, proven=False), copy(900), copy(901)],
            ["901"],
            id="the newest proven copy stays however old it is",
        ),
        pytest.param(
            ONLY_LATEST,
            [copy(-5), copy(-4), copy(1), copy(2), copy(3)],
            ["3"],
            id="copies from the future are neither counted nor removed",
        ),
    ],
)
def test_what_is_kept(rule: Thinning, copies: list[SafetyCopy], removed: list[str]) -> None:
    assert [each.name for each in superfluous(copies, NOW, rule)] == removed


def test_a_hundred_days_leave_hours_days_and_weeks() -> None:
    kept: list[SafetyCopy] = []
    for hour in range(0, 100 * 24, 4):
        now = NOW + timedelta(hours=hour)
        kept.append(SafetyCopy(str(hour), now))
        kept = [each for each in kept if each not in superfluous(kept, now)]

    ages = [(now - each.made_at).total_seconds() / 86400 for each in kept]
    assert len(kept) <= 6 + 14 + 8
    assert sum(age < 1 for age in ages) >= 6
    for day in range(14):
        assert any(day - 1 < age <= day + 1 for age in ages), day
    for week in range(7):
        assert any(7 * week - 7 < age <= 7 * week + 7 for age in ages), week
    assert max(ages) > 42


@pytest.mark.parametrize(
    ("newest", "hours"),
    [(None, 0.0), (-1.0, 3.0), (-9.0, 0.0), (50.0, 4.0)],
    ids=["none yet", "one hour old", "too old", "from the future"],
)
def test_when_the_next_copy_is_due(newest: float | None, hours: float) -> None:
    moment = None if newest is None else NOW + timedelta(hours=newest)
    assert due_in(moment, NOW, timedelta(hours=4)) == timedelta(hours=hours)
