"""When a tote between two zones is late or old, and which one is taken first."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.zone_way import Age, Onward, WaitingTote, by_turn

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def waiting(
    *,
    minutes: int = 0,
    due: int | None = None,
    tote: str = "T-0001",
    lines: int = 3,
    after: int = 0,
) -> WaitingTote:
    """A tote that came so many minutes ago and is due in so many."""
    return WaitingTote(
        task_id=1,
        order_number="10881",
        tote=tote,
        lines=lines,
        lines_after=after,
        zones_after=1 if after else 0,
        priority=0,
        due_at=None if due is None else NOW + timedelta(minutes=due),
        since=NOW - timedelta(minutes=minutes),
    )


@pytest.mark.parametrize(
    ("one", "age", "is_late"),
    [
        (waiting(), Age.FRESH, False),
        (waiting(minutes=9, due=60), Age.FRESH, False),
        (waiting(minutes=10, due=3), Age.SLOW, False),
        (waiting(minutes=30, due=1), Age.STALE, True),
        (waiting(due=-5), Age.FRESH, True),
        # Three lines here and three in the next zone: 4 minutes of lines, 5 of the way there.
        (waiting(due=10, after=3), Age.FRESH, False),
        (waiting(due=8, after=3), Age.FRESH, True),
        (waiting(minutes=50, tote=""), Age.FRESH, False),
    ],
)
def test_a_tote_ages_and_is_late_by_what_is_still_to_be_done(
    one: WaitingTote, age: Age, *, is_late: bool
) -> None:
    assert (one.ageing(NOW), one.is_late_risk(NOW)) == (age, is_late)


def test_totes_that_are_there_come_before_orders_that_begin_and_old_before_new() -> None:
    begins, young, old = waiting(tote="", minutes=90), waiting(minutes=1), waiting(minutes=5)
    assert sorted([begins, young, old], key=by_turn) == [old, young, begins]


@pytest.mark.parametrize(
    ("onward", "is_asked"),
    [
        (Onward("B", "LANE-B"), False),
        (Onward("B", "LANE-B", is_scanned=True), True),
        (Onward("B", "LANE-B", is_scanned=True, is_there=True), False),
        (Onward("B", "", is_scanned=True), False),
    ],
)
def test_a_lane_is_asked_for_where_the_site_says_so_and_there_is_one(
    onward: Onward, *, is_asked: bool
) -> None:
    assert onward.is_asked is is_asked
