"""When a location is counted, what a count means, and whose promise goes where units are missing.

Blind counts and a second count before anything large is believed are common practice in stock
control; the tolerance is a matter of the house, by item class.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class CountReason(StrEnum):
    """Why somebody has to count.

    The first four are what a picker says of a short pick. ZERO_CHECK: a location that should be
    empty is not. ANOTHER_ITEM: something lies there that the books do not know. MISSING: units were
    not where work on them sought them. SURPLUS, EXPIRED, UNWANTED, UNKNOWN: such goods turned up
    that came from there. INSPECTION: an order lacked units that were picked there, or had too many.
    LOST, FOUND, SAMPLE, CORRECTION: a lead said so at the desk, as DAMAGED and EXPIRED may be too.
    PLANNED, THRESHOLD, SPOT: nobody doubts anything, it is the location's turn, little is left
    there, or somebody wants to know.
    """

    EMPTY = "empty"
    DAMAGED = "damaged"
    OTHER_ITEM = "other_item"
    UNREACHABLE = "unreachable"
    ZERO_CHECK = "zero_check"
    ANOTHER_ITEM = "another_item"
    MISSING = "missing"
    SURPLUS = "surplus"
    EXPIRED = "expired"
    UNWANTED = "unwanted"
    UNKNOWN = "unknown"
    INSPECTION = "inspection"
    LOST = "lost"
    FOUND = "found"
    SAMPLE = "sample"
    CORRECTION = "correction"
    PLANNED = "planned"
    THRESHOLD = "threshold"
    SPOT = "spot"


QUIET_REASONS = frozenset(
    {CountReason.INSPECTION, CountReason.PLANNED, CountReason.THRESHOLD, CountReason.SPOT}
)
"""Counts that express no doubt: the location goes on being promised from meanwhile."""


@dataclass(frozen=True)
class CountRule:
    """How a class of items is counted; the class "" is all others.

    Attributes:
        tolerance_units: a difference of so many units at the most is believed at once,
        tolerance_cents: if it is worth no more than this; larger ones wait for a lead.
        every_days: each location is counted after so many days; None for never by itself.
        below_units: it is counted when fewer are left, since few are quickly counted; 0 for never.
    """

    tolerance_units: int = 2
    tolerance_cents: int = 2_000
    every_days: int | None = None
    below_units: int = 0

    def is_within(self, difference: int, price_cents: int | None) -> bool:
        """Whether a difference may be written without a lead; without a price the units decide."""
        units = abs(difference)
        return units <= self.tolerance_units and units * (price_cents or 0) <= self.tolerance_cents


class CountVerdict(StrEnum):
    """What a finished round of counting means."""

    RIGHT = "right"
    ADJUST = "adjust"
    COUNT_AGAIN = "count_again"
    APPROVE = "approve"


MOST_ROUNDS = 3
"""After so many rounds a lead looks, whether two of them agree or not."""


def verdict(
    expected: int, rounds: Sequence[int], *, rule: CountRule, price_cents: int | None
) -> CountVerdict:
    """What follows from a count.

    A difference beyond the tolerance is counted again, blind, until two rounds agree; then a lead
    decides. So no slip of one finger rewrites the books, and no lead is asked because of one.

    Args:
        expected: units by the books.
        rounds: units counted, one number a round, the last one last; at least one.
        rule: the tolerance.
        price_cents: price of a unit, if it is known.
    """
    last = rounds[-1]
    if last == expected:
        return CountVerdict.RIGHT
    if rule.is_within(last - expected, price_cents):
        return CountVerdict.ADJUST
    if last in rounds[:-1] or len(rounds) >= MOST_ROUNDS:
        return CountVerdict.APPROVE
    return CountVerdict.COUNT_AGAIN


@dataclass(frozen=True)
class PromiseAtRisk:
    """A promise at a location where fewer units lie than were promised there.

    Attributes:
        allocation_id: the promise.
        units: how many of it are still to be picked.
        priority: of its order; higher is more urgent.
        due_at: when its order has to leave, if anybody said so.
        is_released: whether a picker has it on a task.
    """

    allocation_id: int
    units: int
    priority: int
    due_at: datetime | None
    is_released: bool


def promises_given_up(
    promises: Iterable[PromiseAtRisk], missing: int
) -> tuple[tuple[int, int], ...]:
    """Which promises are given up, and how many units of each, where units are missing.

    The least urgent order gives way first; among equals one that nobody picks yet, then the one
    that leaves last.

    Returns:
        Allocations with units, `missing` in sum, or all there are.
    """
    given: list[tuple[int, int]] = []
    for promise in sorted(promises, key=_gives_way):
        if missing <= 0:
            break
        units = min(promise.units, missing)
        if units > 0:
            given.append((promise.allocation_id, units))
            missing -= units
    return tuple(given)


def _gives_way(promise: PromiseAtRisk) -> tuple[int, bool, float, int]:
    due = promise.due_at.timestamp() if promise.due_at is not None else float("inf")
    return promise.priority, promise.is_released, -due, -promise.allocation_id


@dataclass(frozen=True)
class CountedPlace:
    """An item at a storage location, for the plan of counts.

    Attributes:
        item_id: the item.
        location_id: where it lies.
        lot_id: which lot.
        on_hand: units by the books.
        last_counted: when it was counted there last; None for never.
        rule: of the item's class.
        zone: of the place.
        value_cents: what the units there are worth; 0 where nobody knows the price.
    """

    item_id: int
    location_id: int
    lot_id: int
    on_hand: int
    last_counted: datetime | None
    rule: CountRule
    zone: str = ""
    value_cents: int = 0


def reason_to_count(place: CountedPlace, now: datetime) -> CountReason | None:
    """Why a place should be counted now though nobody doubts it; None if it need not be.

    A place that was counted today is left alone: its number has not had time to go wrong.
    """
    rule, last = place.rule, place.last_counted
    if last is not None and now - last < timedelta(days=1):
        return None
    if rule.every_days is not None and (
        last is None or now - last >= timedelta(days=rule.every_days)
    ):
        return CountReason.PLANNED
    if 0 < place.on_hand < rule.below_units:
        return CountReason.THRESHOLD
    return None
