"""Splits aisles into zones of equal work, and counts the totes each zone needs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.planning.floor_plan import AisleName, FloorPlan
from app.planning.forecast import USUAL_PACE, Pace, Work, seconds_of


class ImpossibleSplit(ValueError):
    """Aisles cannot be split that way; the message says why."""


@dataclass(frozen=True)
class AisleWork:
    """An aisle and the seconds of work in it."""

    aisle: AisleName
    seconds: float


@dataclass(frozen=True)
class ZoneWork:
    """Neighbouring aisles that make a zone, and the seconds of work in it."""

    aisles: tuple[AisleName, ...]
    seconds: float


def work_by_aisle(
    floor: FloorPlan, picks: Iterable[tuple[int, int]], pace: Pace = USUAL_PACE
) -> tuple[AisleWork, ...]:
    """The work in each aisle, in the order of the aisles on the floor: stops and units.

    What is walked depends on the tours and is left out; it grows with the stops.

    Args:
        floor: the floor.
        picks: location ids and units to be taken there, as often as somebody goes there.
        pace: how fast people are.

    Raises:
        UnknownPlace: the floor has no such location.
    """
    work: dict[int, Work] = defaultdict(Work)
    for location_id, units in picks:
        aisle = floor.place_of(location_id).aisle
        if aisle is not None:
            work[aisle] += Work(stops=1, units=units)
    return tuple(
        AisleWork(aisle.name, seconds_of(work[number], pace))
        for number, aisle in enumerate(floor.aisles)
    )


def split_into_zones(aisles: Sequence[AisleWork], zones: int) -> tuple[ZoneWork, ...]:
    """Zones of neighbouring aisles such that the zone with most work has as little as possible.

    Exact, by dynamic programming over where the last zone begins.

    Raises:
        ImpossibleSplit: there are fewer aisles than zones, or less than one zone is wanted.
    """
    if not 1 <= zones <= len(aisles):
        raise ImpossibleSplit(
            f"{zones} zones of {len(aisles)} aisles; a zone has at least one aisle, so name 1 to "
            f"{len(aisles)}"
        )
    until = [0.0, *accumulate(aisle.seconds for aisle in aisles)]
    count = len(aisles)
    best = [0.0] + [float("inf")] * count
    begins: list[list[int]] = []
    for zone in range(1, zones + 1):
        most, begin = [float("inf")] * (count + 1), [0] * (count + 1)
        for end in range(zone, count + 1):
            most[end], begin[end] = min(
                (max(best[start], until[end] - until[start]), start)
                for start in range(zone - 1, end)
            )
        best = most
        begins.append(begin)
    made: list[ZoneWork] = []
    end = count
    for begin in reversed(begins):
        start = begin[end]
        names = tuple(aisle.aisle for aisle in aisles[start:end])
        made.append(ZoneWork(names, until[end] - until[start]))
        end = start
    return tuple(reversed(made))


def totes_by_zone(orders: Iterable[Mapping[str, int]], tote_millilitres: int) -> dict[str, int]:
    """How many totes each zone needs when every order has its own in every zone it visits.

    Args:
        orders: by order and zone, millilitres of goods.
        tote_millilitres: what a tote holds.

    Raises:
        ImpossibleSplit: a tote holds nothing.
    """
    if tote_millilitres <= 0:
        raise ImpossibleSplit(f"a tote holds {tote_millilitres} ml; say how much it holds")
    totes = Counter[str]()
    for order in orders:
        for zone, millilitres in order.items():
            totes[zone] += max(1, -(-millilitres // tote_millilitres))
    return dict(sorted(totes.items()))
