"""Every event is read once, in whatever order transactions commit the ids they took."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.event_cursor import PATIENCE, EventCursor, Gap

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SOON = NOW + timedelta(seconds=1)
AFTER = NOW + PATIENCE


@pytest.mark.parametrize(
    ("cursor", "read", "highest", "gaps"),
    [
        (EventCursor(), [1, 2, 3], 3, []),
        (EventCursor(), [], 0, []),
        (EventCursor(7), [], 7, []),
        (EventCursor(7), [8, 10], 10, [(9, 9)]),
        (EventCursor(7), [12], 12, [(8, 11)]),
        (EventCursor(7), [9, 14, 15], 15, [(8, 8), (10, 13)]),
        (EventCursor(9, (Gap(8, 8, NOW),)), [8], 9, []),
        (EventCursor(20, (Gap(8, 12, NOW),)), [10], 20, [(8, 9), (11, 12)]),
        (EventCursor(20, (Gap(8, 12, NOW),)), [8, 12, 21], 21, [(9, 11)]),
        (EventCursor(20, (Gap(8, 9, NOW), Gap(15, 15, NOW))), [15], 20, [(8, 9)]),
    ],
)
def test_what_was_not_read_below_the_highest_id_stays_awaited(
    cursor: EventCursor, read: list[int], highest: int, gaps: list[tuple[int, int]]
) -> None:
    after = cursor.advance(read, SOON)
    assert after.highest == highest
    assert [(gap.first, gap.last) for gap in after.gaps] == gaps


def test_a_gap_is_given_up_a_minute_after_it_was_first_seen() -> None:
    cursor = EventCursor(7).advance([9], NOW)
    just_before = AFTER - timedelta(microseconds=1)
    assert cursor.advance([], just_before).awaits(8)
    assert not cursor.advance([], AFTER).awaits(8)


def test_a_rest_of_a_gap_is_as_old_as_the_gap_was() -> None:
    cursor = EventCursor(7).advance([12], NOW).advance([10], SOON)
    assert cursor.advance([], AFTER).gaps == ()


def test_an_event_that_appears_late_is_read_even_when_its_time_is_up() -> None:
    cursor = EventCursor(7).advance([9], NOW)
    assert cursor.awaits(8)
    assert cursor.advance([8], AFTER) == EventCursor(9)


@pytest.mark.parametrize(("is_all", "below"), [(False, []), (True, [38, 39, 40])])
def test_a_cursor_set_at_the_end_awaits_what_was_under_way_there(
    is_all: bool, below: list[int]
) -> None:
    cursor = EventCursor.at_end([41, 44, 45], NOW, is_all=is_all)
    awaited = [event_id for event_id in range(38, 50) if cursor.awaits(event_id)]
    assert awaited == [*below, 42, 43, 46, 47, 48, 49]


def test_a_cursor_at_the_end_of_an_empty_log_awaits_everything() -> None:
    assert EventCursor.at_end([], NOW, is_all=True) == EventCursor()


def test_a_leap_of_the_sequence_is_one_gap_however_wide() -> None:
    assert EventCursor(7).advance([10**12], NOW).gaps == (Gap(8, 10**12 - 1, NOW),)


@st.composite
def histories(draw: st.DrawFn) -> list[list[int]]:
    """Ids committed between two readings; some were taken and are never committed."""
    ids = draw(st.sets(st.integers(1, 60), max_size=40))
    order = draw(st.permutations(sorted(ids)))
    cuts = sorted(draw(st.lists(st.integers(0, len(order)), max_size=8)))
    return [
        list(order[start:end]) for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True)
    ]


@given(history=histories(), limit=st.integers(1, 5))
def test_each_event_is_read_exactly_once_in_any_order_of_commits(
    history: list[list[int]], limit: int
) -> None:
    cursor, committed, read = EventCursor(), set[int](), list[int]()
    for commits in [*history, *([] for _ in range(60))]:
        committed |= set(commits)
        found = sorted(event_id for event_id in committed if cursor.awaits(event_id))[:limit]
        read += found
        cursor = cursor.advance(found, NOW)
    assert sorted(read) == sorted(committed)


@given(history=histories())
def test_only_missing_ids_below_the_highest_are_gaps(history: list[list[int]]) -> None:
    cursor, committed = EventCursor(), set[int]()
    for commits in history:
        committed |= set(commits)
        cursor = cursor.advance([i for i in committed if cursor.awaits(i)], NOW)
        missing = [i for gap in cursor.gaps for i in range(gap.first, gap.last + 1)]
        assert missing == sorted(set(range(1, cursor.highest)) - committed)


@given(
    newest=st.sets(st.integers(1, 40), min_size=1), late=st.sets(st.integers(1, 60), max_size=20)
)
def test_from_the_end_on_each_later_event_is_read_once(newest: set[int], late: set[int]) -> None:
    cursor = EventCursor.at_end(newest, NOW, is_all=False)
    awaited = {event_id for event_id in late if cursor.awaits(event_id)}
    assert awaited == {event_id for event_id in late - newest if event_id > min(newest)}
    after = cursor.advance(awaited, SOON)
    assert not any(after.awaits(event_id) for event_id in awaited | newest)
