"""Figures of single people: their own past beside their present, and never one beside another.

Nobody is ranked: rows are in the order of names, every figure says of how many cases it is, and
time between scans that is longer than a pause is left out, not held against anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from app.domain.metrics import an_hour

LONGEST_LOOK_BACK = timedelta(days=91)
"""Nobody's figures are shown for longer than that: three months."""

LEAST_WORK = timedelta(minutes=5)
"""In a slot with less work than this, lines an hour would say nothing."""


@dataclass(frozen=True)
class PersonSlot:
    """What somebody did in a slot of time.

    Attributes:
        operator_id: who.
        name: of them.
        slot: its number, from 0.
        lines: picked.
        worked_s: seconds at work, by the scans.
        scans: made.
        stops: those of them that were stopped.
    """

    operator_id: int
    name: str
    slot: int
    lines: int
    worked_s: float
    scans: int
    stops: int

    @property
    def lines_an_hour(self) -> float | None:
        """Lines for each hour of work; None where there was too little of it to tell."""
        work = timedelta(seconds=self.worked_s)
        return None if work < LEAST_WORK else an_hour(self.lines, work)


@dataclass(frozen=True)
class PersonDots:
    """Somebody's lines an hour, slot by slot."""

    operator_id: int
    name: str
    values: tuple[float, ...]


def dots_of(slots: Iterable[PersonSlot]) -> tuple[PersonDots, ...]:
    """Lines an hour by person, by name; nobody without a slot that says something."""
    found: dict[tuple[str, int], list[float]] = {}
    for each in sorted(slots, key=lambda slot: slot.slot):
        if (rate := each.lines_an_hour) is not None:
            found.setdefault((each.name, each.operator_id), []).append(rate)
    return tuple(
        PersonDots(operator_id, name, tuple(values))
        for (name, operator_id), values in sorted(found.items())
    )


@dataclass(frozen=True)
class OwnWeek:
    """A week of one's own work.

    Attributes:
        begins: when.
        lines: picked.
        worked_s: seconds at work, by the scans.
        scans: made.
        stops: those of them that were stopped.
        shorts: lines that lacked units.
        errors: found by inspections in what one had picked.
    """

    begins: datetime
    lines: int = 0
    worked_s: float = 0.0
    scans: int = 0
    stops: int = 0
    shorts: int = 0
    errors: int = 0

    @property
    def lines_an_hour(self) -> float | None:
        """Lines for each hour of work; None where there was too little of it to tell."""
        work = timedelta(seconds=self.worked_s)
        return None if work < LEAST_WORK else an_hour(self.lines, work)


def own_usual(weeks: Sequence[OwnWeek]) -> float | None:
    """One's own usual lines an hour: the middle one of the four weeks before this one.

    Args:
        weeks: the oldest first; the last one is this week.

    Returns:
        None without any such week: then there is nothing to compare with.
    """
    past = [rate for week in weeks[-5:-1] if (rate := week.lines_an_hour) is not None]
    return median(past) if past else None
