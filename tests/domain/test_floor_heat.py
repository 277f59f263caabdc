"""The scale of the floor's heat, and the rule of crowded aisles, row by row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.floor_heat import (
    IDLE_AFTER,
    STEPS,
    AisleTraffic,
    Crowding,
    crowding,
    is_idle,
    room_for,
    scale_top,
    step_of,
    steps_end_at,
)

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "top"),
    [((), 4), ((0, 2), 4), ((4,), 4), ((7,), 8), ((11,), 20), ((29, 3), 30), ((301,), 400)],
)
def test_a_scale_ends_at_the_next_round_number(values: tuple[int, ...], top: int) -> None:
    assert scale_top(values) == top


@pytest.mark.parametrize(
    ("value", "top", "step"),
    [(0, 8, 0), (1, 8, 1), (2, 8, 1), (3, 8, 2), (5, 8, 3), (7, 8, 4), (8, 8, 4), (9, 8, 4)],
)
def test_a_value_is_on_a_step_of_the_scale(value: int, top: int, step: int) -> None:
    assert step_of(value, top) == step


@pytest.mark.parametrize("top", [4, 5, 6, 10, 30, 50, 400])
def test_the_ends_of_the_steps_are_the_highest_values_on_them(top: int) -> None:
    ends = steps_end_at(top)
    assert [step_of(end, top) for end in ends] == [1, 2, 3, 4]
    assert [step_of(end + 1, top) for end in ends[:-1]] == [2, 3, 4]
    assert ends[-1] == top


def test_one_of_anything_is_never_shown_as_nothing() -> None:
    assert [step_of(1, top) for top in (4, 40, 4000)] == [1, 1, 1]
    assert step_of(4000, 4000) == STEPS


@pytest.mark.parametrize(
    ("metres", "people", "coming", "stops", "told"),
    [
        (20.0, 0, 0, 0, Crowding.FREE),
        (20.0, 0, 1, 9, Crowding.FREE),
        (20.0, 2, 0, 11, Crowding.FREE),  # as many as fit, and soon gone
        (20.0, 2, 0, 12, Crowding.BUSY),  # as many as fit, and they stay
        (20.0, 1, 2, 3, Crowding.BUSY),  # more are coming than fit
        (20.0, 3, 0, 3, Crowding.CROWDED),
        (5.0, 1, 0, 99, Crowding.FREE),  # nobody is in their own way
        (5.0, 1, 1, 2, Crowding.BUSY),
        (5.0, 2, 0, 2, Crowding.CROWDED),
    ],
)
def test_an_aisle_is_crowded_by_its_length_who_is_there_and_who_comes(
    metres: float, people: int, coming: int, stops: int, told: Crowding
) -> None:
    assert crowding(AisleTraffic(metres, people, coming, stops)) is told


def test_the_shortest_aisle_has_room_for_one() -> None:
    assert [room_for(metres) for metres in (0.0, 7.9, 16.0, 41.0)] == [1, 1, 2, 5]


def test_whoever_has_not_scanned_for_a_while_is_worth_a_look() -> None:
    assert is_idle(None, NOW)
    assert is_idle(NOW - IDLE_AFTER, NOW)
    assert not is_idle(NOW - IDLE_AFTER + timedelta(seconds=1), NOW)
