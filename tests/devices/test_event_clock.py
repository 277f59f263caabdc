"""Key events are timed by their own stamps, whatever clock made them."""

import pytest

from app.devices.event_clock import EventClock


class Clock:
    """A hand-wound monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds


def test_a_stamp_of_the_same_clock_is_taken_as_it_is() -> None:
    clock = EventClock(Clock(1000.0))
    assert clock.seconds(999_400) == pytest.approx(999.4)


def test_an_event_without_stamp_happened_now() -> None:
    assert EventClock(Clock(1000.0)).seconds(0) == 1000.0


def test_a_32_bit_counter_that_begins_again_goes_on() -> None:
    wrap_seconds = 2**32 / 1000
    now = Clock(wrap_seconds + 0.5)
    clock = EventClock(now)
    assert clock.seconds(2**32 - 200) == pytest.approx(wrap_seconds - 0.2)
    assert clock.seconds(300) == pytest.approx(wrap_seconds + 0.3)


def test_a_foreign_clock_is_tied_to_ours_and_keeps_its_differences() -> None:
    now = Clock(1000.0)
    clock = EventClock(now)
    assert clock.seconds(90_000_000) == pytest.approx(1000.0)
    now.seconds = 1003.0  # read late
    assert clock.seconds(90_000_100) == pytest.approx(1000.1)
    assert clock.seconds(90_000_105) == pytest.approx(1000.105)


def test_a_foreign_clock_that_jumps_is_tied_anew() -> None:
    now = Clock(1000.0)
    clock = EventClock(now)
    clock.seconds(90_000_000)
    now.seconds = 1001.0
    assert clock.seconds(10_000_000) == pytest.approx(1001.0)
