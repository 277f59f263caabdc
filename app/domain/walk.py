"""The order in which a picker passes the locations, until the planner finds a shorter way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where a location is in the building, by its name plates."""

    code: str
    zone: str
    aisle: str
    bay: str
    side: str
    level: str


def walk_order(places: Iterable[Place]) -> dict[str, int]:
    """Number locations as a picker passes them: up one aisle, down the next.

    Both sides of an aisle are served in one pass, lower levels first. Numeric names count as
    numbers, so bay 10 comes after bay 9.

    Returns:
        Each code's place on the walk, from 1.
    """
    everything = list(places)
    aisles = sorted({(_natural(place.zone), _natural(place.aisle)) for place in everything})
    turn = {aisle: index % 2 == 1 for index, aisle in enumerate(aisles)}
    bays = sorted({_natural(place.bay) for place in everything})
    rank = {bay: index for index, bay in enumerate(bays)}

    def key(place: Place) -> tuple[object, ...]:
        aisle = (_natural(place.zone), _natural(place.aisle))
        bay = rank[_natural(place.bay)]
        down = turn[aisle]
        return (aisle, -bay if down else bay, place.side, _natural(place.level), place.code)

    ordered = sorted(everything, key=key)
    return {place.code: number for number, place in enumerate(ordered, start=1)}


def _natural(name: str) -> tuple[int, int, str]:
    """Sort key that puts numbers in numeric order and before words."""
    return (0, int(name), "") if name.isdecimal() else (1, 0, name)
