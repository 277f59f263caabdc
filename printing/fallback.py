"""When a held job goes to the station's next printer by itself, and to which one."""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.jobs import HoldReason
from printing.printers.printer import Lamp

FALL_BACK_AFTER_SECONDS = 3.0
"""How long a printer's trouble has to last. A printer that serves one caller at a time refuses the
next for a moment, and a label that waits for that is out sooner where the packer looks for it."""

PASSING: frozenset[HoldReason] = frozenset({HoldReason.BUSY, HoldReason.BUFFER_FULL})
"""The printer works, only on something else: it will take the job, and nobody has to come."""


@dataclass(frozen=True)
class Choice:
    """A printer on a station's list for a kind of document.

    Attributes:
        name: What the station calls it.
        lamp: What it said of itself when it was last asked: a `Lamp`, or `unknown`.
    """

    name: str
    lamp: str


def next_printer(
    current: str, choices: Sequence[Choice], *, reason: str, held_seconds: float
) -> str | None:
    """The printer that takes over a held job; None if it stays where it is.

    Only a job of which no byte has left is held, so that moving it can make no second paper. It
    goes to the first printer on the list that is known to be ready: one that nobody asked yet, or
    that is in trouble itself, would only hold it again. A printer that is not on the list was
    named for this very document, as a test page is; its jobs stay.

    Args:
        current: Where the job is held.
        choices: The station's list for this kind of document, its own printer first.
        reason: Value of the `HoldReason`.
        held_seconds: How long the job has been held, by the ledger's clock.
    """
    if reason in PASSING or held_seconds < FALL_BACK_AFTER_SECONDS:
        return None
    if current not in {choice.name for choice in choices}:
        return None
    ready = (each.name for each in choices if each.lamp == Lamp.READY and each.name != current)
    return next(ready, None)
