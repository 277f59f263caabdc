"""Who tries again waits longer each time, and not as long as everybody else."""

from __future__ import annotations

from app.domain.backoff import Backoff


def test_pauses_double_up_to_the_longest() -> None:
    backoff = Backoff(first=0.2, longest=5.0, chance=lambda: 1.0)
    assert [backoff.next_pause() for _ in range(7)] == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


def test_chance_shortens_a_pause_by_half_at_most() -> None:
    assert Backoff(first=0.2, chance=lambda: 0.0).next_pause() == 0.1
    assert Backoff(first=0.2, chance=lambda: 0.5).next_pause() == 0.2 * 0.75


def test_two_stations_that_failed_at_once_do_not_knock_at_once() -> None:
    assert Backoff().next_pause() != Backoff().next_pause()


def test_success_begins_anew() -> None:
    backoff = Backoff(first=0.2, chance=lambda: 1.0)
    for _ in range(4):
        backoff.next_pause()
    assert backoff.failures == 4
    backoff.reset()
    assert (backoff.failures, backoff.next_pause()) == (0, 0.2)


def test_a_night_of_failures_overflows_nothing() -> None:
    backoff = Backoff(longest=5.0)
    assert all(0 < backoff.next_pause() <= 5.0 for _ in range(5000))
