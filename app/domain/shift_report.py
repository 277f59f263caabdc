"""What the next lead is told at the end of a shift, and when open orders will be packed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.desk_refusals import NoteEmpty, NoteTooLong
from app.domain.refusals import Refusal

LONGEST_NOTE = 500
"""Characters of a note; a longer one belongs into a talk."""


@dataclass(frozen=True)
class CutOffLoad:
    """Orders with one cut-off that are on the floor.

    Attributes:
        cut_off_at: None where they have none.
        to_pick: orders with open lines.
        to_pack: orders that are picked.
        to_ship: orders that are packed.
        wave_ids: the waves of those that are to be picked or packed; None for orders in no wave.
        packed_at: when the last of them is packed; None where nobody can tell.
    """

    cut_off_at: datetime | None
    to_pick: int
    to_pack: int
    to_ship: int
    wave_ids: frozenset[int | None] = frozenset()
    packed_at: datetime | None = None

    @property
    def orders(self) -> int:
        """All of them."""
        return self.to_pick + self.to_pack + self.to_ship


def finishes(
    loads: Sequence[CutOffLoad], done_at: Mapping[int | None, datetime | None], now: datetime
) -> tuple[datetime | None, ...]:
    """When the last order of each cut-off is packed.

    Args:
        loads: open orders by cut-off.
        done_at: by wave, when its last order is packed, as the board tells it; None for orders in
            no wave, and as a moment where nobody gets to all of it.
        now: when all of an order's work that is done was done at the latest.

    Returns:
        One for each load; None where a wave of it has no such moment, so that nobody can tell.
    """
    found: list[datetime | None] = []
    for load in loads:
        ends = [done_at.get(wave_id) for wave_id in load.wave_ids]
        known = [end for end in ends if end is not None]
        found.append(max(known, default=now) if len(known) == len(ends) else None)
    return tuple(found)


@dataclass(frozen=True)
class OpenCount:
    """So many of something are open, the oldest since a moment."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True)
class LateOrder:
    """An order that is not out though its cut-off is past."""

    number: str
    cut_off_at: datetime
    state: str


@dataclass(frozen=True)
class AtWork:
    """Somebody who scanned in the last minutes: what for, where, and when."""

    name: str
    work: str
    station: str
    at: datetime


@dataclass(frozen=True)
class Trouble:
    """A printer or a station that does not answer, or needs somebody."""

    name: str
    words: str
    since: datetime | None


@dataclass(frozen=True)
class ShiftNote:
    """Words that a lead left."""

    at: datetime
    name: str
    text: str


@dataclass(frozen=True)
class ShiftState:
    """How the floor stands at the end of a shift.

    Attributes:
        loads: open orders by cut-off, the earliest first, those without one last.
        out_an_hour: orders handed over in the last hour.
        late: orders whose cut-off is past.
        holds: orders held, by reason.
        open_work: other work that waits for a person, by name.
        printers: those that are not ready.
        stations: those that were heard in the shift and are not any more.
        people: who scanned in the last minutes.
        notes: of the shift, the oldest first.
    """

    loads: tuple[CutOffLoad, ...]
    out_an_hour: int
    late: tuple[LateOrder, ...]
    holds: Mapping[str, OpenCount]
    open_work: Mapping[str, OpenCount]
    printers: tuple[Trouble, ...]
    stations: tuple[Trouble, ...]
    people: tuple[AtWork, ...]
    notes: tuple[ShiftNote, ...]


def note_problem(text: str) -> Refusal | None:
    """Why words cannot be left as a note; None where they can."""
    if not text.strip():
        return NoteEmpty()
    if len(text.strip()) > LONGEST_NOTE:
        return NoteTooLong(len(text.strip()), LONGEST_NOTE)
    return None
