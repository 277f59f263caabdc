"""Cuts orders into waves and says when each has to be released so that every cut-off is kept.

The earliest cut-off goes first: if any order of work keeps all cut-offs, this one does (Jackson
1955, for work that may be shared out freely among people). Waves are as large as the wall allows,
because a larger wave walks less for each order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.planning.forecast import NobodyToWork


class NoRoom(ValueError):
    """A wave would have room for no order; the message says what is missing."""


@dataclass(frozen=True)
class DueOrder:
    """An order with the seconds of work it makes, and in how many seconds it is due.

    `due` is infinite where there is no cut-off.
    """

    order_id: int
    seconds: float
    due: float = math.inf


@dataclass(frozen=True)
class PlannedWave:
    """A wave in its turn; times in seconds from now.

    Attributes:
        order_ids: its orders, those due first leading.
        seconds: of work.
        due: when the first of its orders is due.
        begins: when people are free for it.
        ends: when it is done.
        release_by: the latest begin with which it and all later waves keep their cut-offs;
            before now if one cannot.
    """

    order_ids: tuple[int, ...]
    seconds: float
    due: float
    begins: float
    ends: float
    release_by: float

    @property
    def late_by(self) -> float:
        """Seconds behind its cut-off; 0 if it keeps it."""
        return max(0.0, self.ends - self.due)


@dataclass(frozen=True)
class WavePlan:
    """Waves in the order of release, and how many people would keep every cut-off.

    `people_needed` is None where no number of people would.
    """

    waves: tuple[PlannedWave, ...]
    people_needed: int | None

    @property
    def is_in_time(self) -> bool:
        """Whether every cut-off is kept."""
        return all(wave.late_by == 0.0 for wave in self.waves)


MOST_PEOPLE = 200


def plan_waves(orders: Sequence[DueOrder], people: int, most_orders: int) -> WavePlan:
    """Waves by cut-off, each as large as the wall or cart fleet allows, one after the other.

    Args:
        orders: the orders.
        people: how many work on a wave together.
        most_orders: cubbies of the wall, or whatever a wave has to find room in.

    Raises:
        NobodyToWork: there are orders but nobody to work.
        NoRoom: a wave has room for no order.
    """
    if orders and people < 1:
        raise NobodyToWork(f"{len(orders)} orders and {people} people; name at least one")
    if most_orders < 1:
        raise NoRoom(f"a wave has room for {most_orders} orders; give the wall a cubby")
    members = _joined(_cut(orders, most_orders), people, most_orders)
    needed = next((n for n in range(1, MOST_PEOPLE + 1) if not _lateness(members, n)), None)
    return WavePlan(_timed(members, people), needed)


Members = list[list[DueOrder]]


def _cut(orders: Sequence[DueOrder], most_orders: int) -> Members:
    """Waves of orders that are due at the same time."""
    in_turn = sorted(orders, key=lambda order: (order.due, order.order_id))
    waves: Members = []
    for _, due_together in groupby(in_turn, key=lambda order: order.due):
        members = list(due_together)
        waves += [members[at : at + most_orders] for at in range(0, len(members), most_orders)]
    return waves


def _joined(waves: Members, people: int, most_orders: int) -> Members:
    """The same with neighbours in one wave where that has room and makes nothing later."""
    number = 0
    while number + 1 < len(waves):
        both = [*waves[number], *waves[number + 1]]
        together = [*waves[:number], both, *waves[number + 2 :]]
        if len(both) <= most_orders and _lateness(together, people) <= _lateness(waves, people):
            waves = together
        else:
            number += 1
    return waves


def _lateness(members: Members, people: int) -> float:
    """Seconds by which waves miss their cut-offs, together."""
    return sum(wave.late_by for wave in _timed(members, people))


def _timed(members: Sequence[Sequence[DueOrder]], people: int) -> tuple[PlannedWave, ...]:
    """The waves one after the other, and from the last back to the first the latest begins."""
    lasts = [
        max(sum(o.seconds for o in wave) / people, *(o.seconds for o in wave)) for wave in members
    ]
    latest = [math.inf] * (len(members) + 1)
    for number in range(len(members) - 1, -1, -1):
        due = min(order.due for order in members[number])
        latest[number] = min(due, latest[number + 1]) - lasts[number]
    waves, now = [], 0.0
    for number, wave in enumerate(members):
        waves.append(
            PlannedWave(
                tuple(order.order_id for order in wave),
                sum(order.seconds for order in wave),
                min(order.due for order in wave),
                now,
                now + lasts[number],
                latest[number],
            )
        )
        now += lasts[number]
    return tuple(waves)
