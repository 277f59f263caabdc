"""When a held job goes to the next printer by itself: a table of who is well and for how long."""

import pytest

from printing.fallback import FALL_BACK_AFTER_SECONDS, PASSING, Choice, next_printer
from printing.jobs import HoldReason

LONG, SHORT = FALL_BACK_AFTER_SECONDS, FALL_BACK_AFTER_SECONDS / 2


@pytest.mark.parametrize(
    ("lamps", "current", "goes_to"),
    [
        ("A attention, B ready", "A", "B"),
        ("A attention, B ready, C ready", "A", "B"),
        ("A attention, B offline, C ready", "A", "C"),
        ("A attention, B unknown", "A", None),  # nobody asked it yet
        ("A attention, B attention", "A", None),
        ("A attention", "A", None),
        ("A ready, B attention", "B", "A"),  # the station's own printer is well again
        ("A attention, B attention, C ready", "B", "C"),
        ("A ready, B ready", "Z", None),  # named for this very document
        ("", "A", None),
    ],
)
def test_a_held_job_goes_to_the_first_other_printer_that_is_known_to_be_ready(
    lamps: str, current: str, goes_to: str | None
) -> None:
    pairs = [entry.split() for entry in lamps.split(", ") if entry]
    choices = [Choice(name, lamp) for name, lamp in pairs]
    assert next_printer(current, choices, reason="paper_out", held_seconds=LONG) == goes_to


@pytest.mark.parametrize("reason", HoldReason)
@pytest.mark.parametrize("held", [SHORT, LONG])
def test_a_trouble_that_passes_or_has_just_begun_moves_nothing(
    reason: HoldReason, held: float
) -> None:
    choices = [Choice("A", "attention"), Choice("B", "ready")]
    moves = held >= LONG and reason not in PASSING
    expected = "B" if moves else None
    assert next_printer("A", choices, reason=reason, held_seconds=held) == expected
