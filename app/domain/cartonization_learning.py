"""What the packing proposals learn from packers: how far a packaging is really filled.

Packers take a larger packaging than proposed when the goods would not go in, and a smaller one when
they would. Both are counted by packaging, kind of contents and fullness of the packaging, in bands
of five per cent. Two rules follow:

- A packaging's limit sinks to the lower edge of a band from which on up packers mostly took a
  larger one, and rises to the upper edge of one that they filled time and again.
- Just the same goods, put twice running into another packaging than the arithmetic says, are
  proposed that packaging.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.packaging import UnitSize, units_in

DEFAULT_LIMIT = 0.9
"""Share of a packaging that units with their padding may take before anything was learnt.

Units are no perfect boxes and hands no perfect packers, so an arrangement that leaves nothing over
exists on paper only.
"""

BAND_PERCENT = 5
LOWEST_LIMIT_PERCENT = 50
"""No packaging's limit sinks further; a shelf on which it would needs a person."""

ENOUGH_OVERRULES = 5
"""So many overrules in a band, and more than half of its verdicts, lower a limit."""

ENOUGH_FILLED = 3
"""So many parcels closed that full, and none overruled, raise it."""

TIMES_RUNNING = 2
"""So often the same goods must have gone into the same packaging to be proposed it."""


class Contents(StrEnum):
    """Kinds of contents, which fill a packaging differently well."""

    ALIKE = "alike"
    MIXED = "mixed"
    FRAGILE = "fragile"


def contents_of(units: Sequence[UnitSize]) -> Contents:
    """The kind of contents that units are."""
    going = [unit for unit in units if unit.quantity > 0]
    if any(unit.fragile for unit in going):
        return Contents.FRAGILE
    return Contents.MIXED if len(going) > 1 else Contents.ALIKE


def contents_key(quantities: Mapping[int, int]) -> str:
    """A fingerprint of just these goods: units by item."""
    text = ",".join(f"{item}x{units}" for item, units in sorted(quantities.items()) if units > 0)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def band_of(filling: float) -> int:
    """The lower edge of a fullness' band, in per cent; an overfull packaging counts as full."""
    percent = min(100 - BAND_PERCENT, int(100 * filling + 1e-9))
    return percent - percent % BAND_PERCENT


@dataclass(frozen=True, slots=True)
class Tally:
    """What packers did where a packaging would have been full to a band.

    Attributes:
        packaging: Its code.
        contents: What went in.
        band: Lower edge of the band, in per cent.
        filled: Parcels closed in it.
        overruled: Parcels for which it was proposed and a larger one taken.
    """

    packaging: str
    contents: Contents
    band: int
    filled: int
    overruled: int


@dataclass(frozen=True, slots=True)
class FillLimits:
    """How far each packaging may be filled: learnt limits, and `DEFAULT_LIMIT` for all others."""

    learnt: tuple[tuple[str, Contents, int], ...] = ()

    def limit(self, packaging: str, units: Sequence[UnitSize]) -> float:
        """The share of a packaging that units may take; a single one may take it all."""
        if units_in(units) <= 1:
            return 1.0
        contents = contents_of(units)
        for code, kind, percent in self.learnt:
            if (code, kind) == (packaging, contents):
                return percent / 100
        return DEFAULT_LIMIT


NOTHING_LEARNT = FillLimits()


def learnt_limits(tallies: Iterable[Tally]) -> FillLimits:
    """The limits that follow from what packers did."""
    by_kind: dict[tuple[str, Contents], list[Tally]] = {}
    for tally in tallies:
        by_kind.setdefault((tally.packaging, tally.contents), []).append(tally)
    learnt: list[tuple[str, Contents, int]] = []
    for (packaging, contents), bands in sorted(by_kind.items()):
        percent = _learnt_percent(bands)
        if percent is not None:
            learnt.append((packaging, contents, percent))
    return FillLimits(tuple(learnt))


def _learnt_percent(bands: Sequence[Tally]) -> int | None:
    """The limit that bands of one packaging and kind of contents lead to; None if to none."""
    too_full = [
        each.band
        for each in bands
        if each.overruled >= ENOUGH_OVERRULES and each.overruled > each.filled
    ]
    if too_full:
        return max(LOWEST_LIMIT_PERCENT, min(too_full))
    filled = [
        each.band + BAND_PERCENT
        for each in bands
        if each.filled >= ENOUGH_FILLED
        and each.overruled == 0
        and each.band >= round(100 * DEFAULT_LIMIT)
    ]
    return max(filled, default=None)


@dataclass(frozen=True, slots=True)
class Habit:
    """The packaging that just the same goods went into last, and how often running."""

    packaging: str
    times_running: int


def habit_after(habit: Habit | None, packaging: str) -> Habit:
    """The habit once the goods went into a packaging again."""
    if habit is not None and habit.packaging == packaging:
        return Habit(packaging, habit.times_running + 1)
    return Habit(packaging, 1)


def packed_before(habit: Habit | None) -> str | None:
    """The packaging that a habit proposes; None while there is none."""
    if habit is None or habit.times_running < TIMES_RUNNING:
        return None
    return habit.packaging
