"""Units counted in hand: by scanning each, by case codes, or by one scan and a number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """What was counted so far, step by step, so that each step can be taken back.

    Attributes:
        steps: units of each step.
        pack: how many units the code counts that was scanned last, more than 1 for a case.
        is_number: whether the last step was a number, which says how many there are.
    """

    steps: tuple[int, ...] = ()
    pack: int = 1
    is_number: bool = False

    @property
    def units(self) -> int:
        """All units counted."""
        return sum(self.steps)

    @classmethod
    def of(cls, units: int) -> Tally:
        """A number that somebody says, whatever was scanned."""
        return cls((units,), is_number=True)

    @property
    def is_proof_only(self) -> bool:
        """Whether one unit was scanned and nothing else, which proves what it is, not how many."""
        return self.steps == (1,) and self.pack == 1 and not self.is_number

    def add(self, units: int) -> Tally:
        """A code was scanned that counts `units`."""
        return Tally((*self.steps, units), units)

    def number(self, number: int) -> Tally:
        """A number was given: so many of the code scanned last, or single units before any scan.

        Counting forty cases takes one scan and a number, not forty scans.
        """
        return Tally((*self.steps[:-1], number * self.pack), self.pack, is_number=True)

    def undone(self) -> Tally:
        """Without the last step."""
        return Tally(self.steps[:-1])
