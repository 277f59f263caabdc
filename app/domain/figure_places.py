"""Where on the floor something happened: counts of places as a grid of aisles and bays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

_NUMBER = re.compile(r"\d+")
_PARTS = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True)
class PlaceCount:
    """How often something happened at a location.

    Attributes:
        location: its code.
        zone: of the floor.
        aisle: of the zone; empty where the house names none.
        bay: of the aisle; empty where the house names none.
        count: how often.
    """

    location: str
    zone: str
    aisle: str
    bay: str
    count: int


@dataclass(frozen=True)
class ShortPlace:
    """Where lines lacked units.

    Attributes:
        location: its code.
        sku: of the item.
        name: of the item.
        lines: that lacked units there.
        missing: units of all of them.
        reason: the last one by the alphabet, where there were several.
        is_counted: whether a count of it is under way.
    """

    location: str
    sku: str
    name: str
    lines: int
    missing: int
    reason: str
    is_counted: bool


@dataclass(frozen=True)
class ZoneWork:
    """What is open in a zone, and how many people picked there in the last minutes."""

    zone: str
    lines: int
    people: int

    def minutes(self, seconds_a_line: float | None) -> float | None:
        """Expected minutes until it is done by those who are there, or by one; None without pace.

        Args:
            seconds_a_line: of one person's work.
        """
        if seconds_a_line is None:
            return None
        return self.lines * seconds_a_line / 60 / max(1, self.people)


@dataclass(frozen=True)
class Grid:
    """Counts by aisle, and by bay within it; None where there is no such place.

    Attributes:
        aisles: names of the rows.
        bays: names of the columns: a bay, or from one to another.
        rows: counts, one for each bay.
        left_out: what happened in aisles for which there was no room.
    """

    aisles: tuple[str, ...]
    bays: tuple[str, ...]
    rows: tuple[tuple[int | None, ...], ...]
    left_out: int


def grid_of(places: Iterable[PlaceCount], *, most_aisles: int, most_bays: int) -> Grid:
    """Counts of places as a grid that can be read.

    Neighbouring bays share a column where there are many; aisles in which least happened are left
    out and counted.

    Args:
        places: where it happened, and all places where it could have, with 0.
        most_aisles: rows at the most.
        most_bays: columns at the most.
    """
    known = [replace(place, bay=_bay_of(place)) for place in places if place.aisle]
    totals = Counter[tuple[str, str]]()
    for place in known:
        totals[place.zone, place.aisle] += place.count
    kept = sorted(sorted(totals, key=_aisle_key), key=lambda aisle: -totals[aisle])[:most_aisles]
    bays = sorted({place.bay for place in known}, key=natural)
    share = max(1, -(-len(bays) // most_bays))
    groups = [bays[at : at + share] for at in range(0, len(bays), share)]
    column = {bay: at for at, group in enumerate(groups) for bay in group}
    cells = Counter[tuple[tuple[str, str], int]]()
    there: set[tuple[tuple[str, str], int]] = set()
    for place in known:
        at = (place.zone, place.aisle), column[place.bay]
        there.add(at)
        cells[at] += place.count
    rows = sorted(kept, key=_aisle_key)
    return Grid(
        aisles=tuple(_aisle_name(aisle) for aisle in rows),
        bays=tuple(_span(group) for group in groups),
        rows=tuple(
            tuple(cells[aisle, at] if (aisle, at) in there else None for at in range(len(groups)))
            for aisle in rows
        ),
        left_out=sum(count for aisle, count in totals.items() if aisle not in kept),
    )


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """A key by which 2 comes before 10."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _PARTS.findall(code)
    )


def _bay_of(place: PlaceCount) -> str:
    """The bay of a place; where the house names none, the last number of its code."""
    return place.bay or next(reversed(_NUMBER.findall(place.location)), "")


def _aisle_key(aisle: tuple[str, str]) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    return natural(aisle[0]), natural(aisle[1])


def _aisle_name(aisle: tuple[str, str]) -> str:
    zone, name = aisle
    return name if not zone or name.startswith(zone) else f"{zone} {name}"


def _span(bays: Sequence[str]) -> str:
    return bays[0] if len(bays) == 1 else f"{bays[0]}-{bays[-1]}"
