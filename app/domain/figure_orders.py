"""Orders over time: how old the open ones are, what was due against what was done, what queued."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.metrics import OrderLife

AGES = tuple(timedelta(hours=hours) for hours in (1, 2, 4, 8, 24))
"""Upper ends of the classes of age; what is older is in a last one."""


@dataclass(frozen=True)
class Course:
    """Numbers of orders at the end of each slot, cumulative or waiting, by what they were at.

    Attributes:
        ends: of the slots; those that are not over are not told.
        counts: by name, one for each end.
    """

    ends: tuple[datetime, ...]
    counts: dict[str, tuple[int, ...]]


def ages(lives: Iterable[OrderLife], now: datetime) -> tuple[int, ...]:
    """How many open orders are of each class of age since they were placed."""
    found = [0] * (len(AGES) + 1)
    for life in lives:
        age = now - life.placed_at
        found[sum(age >= limit for limit in AGES)] += 1
    return tuple(found)


def slot_ends(begins: datetime, until: datetime, width: timedelta, most: int) -> list[datetime]:
    """Ends of slots from the begin on; wider ones, in whole multiples, where there would be many.

    Args:
        begins: of the first slot.
        until: the last slot is the one that this lies in.
        width: of a slot, if there are not too many.
        most: slots at the most.
    """
    slots = max(1, -(-(until - begins) // width))
    times = -(-slots // most)
    return [begins + number * times * width for number in range(1, -(-slots // times) + 1)]


def need_and_done(
    lives: Sequence[OrderLife], cut_off_at: datetime, ends: Sequence[datetime]
) -> Course:
    """Orders of one cut-off that were on the floor, picked, packed and handed over by then."""
    mine = [life for life in lives if life.ship_by == cut_off_at]
    return Course(
        tuple(ends),
        {
            "released": _by_then(mine, lambda life: life.released_at, ends),
            "picked": _by_then(mine, lambda life: life.picked_at, ends),
            "packed": _by_then(mine, lambda life: life.packed_at, ends),
            "shipped": _by_then(mine, lambda life: life.shipped_at, ends),
        },
    )


def queues(lives: Sequence[OrderLife], ends: Sequence[datetime]) -> Course:
    """Orders that waited to be picked, packed and handed over at the end of each slot."""
    points: tuple[Callable[[OrderLife], datetime | None], ...] = (
        lambda life: life.released_at,
        lambda life: life.picked_at,
        lambda life: life.packed_at,
        lambda life: life.shipped_at,
    )
    reached = [_by_then(lives, point, ends) for point in points]
    names = ("to_pick", "to_pack", "to_ship")
    return Course(
        tuple(ends),
        {
            name: tuple(
                max(0, came - left) for came, left in zip(reached[at], reached[at + 1], strict=True)
            )
            for at, name in enumerate(names)
        },
    )


def cut_off_to_watch(cut_offs: Iterable[datetime], now: datetime) -> datetime | None:
    """The next cut-off, or the last one if all are past."""
    known = sorted(cut_offs)
    return next((each for each in known if each > now), known[-1] if known else None)


def _by_then(
    lives: Iterable[OrderLife],
    point: Callable[[OrderLife], datetime | None],
    ends: Sequence[datetime],
) -> tuple[int, ...]:
    moments = sorted(at for life in lives if (at := point(life)) is not None)
    return tuple(bisect_right(moments, end) for end in ends)
