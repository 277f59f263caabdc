"""Which orders of a wave leave it when it is split: by a trait of theirs, by half, or by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SplitBy(StrEnum):
    """What tells the parts of a wave apart; HALF halves its lines, ORDERS are named ones."""

    CARRIER = "carrier"
    DESTINATION = "destination"
    PRIORITY = "priority"
    CUT_OFF = "cut_off"
    ZONE = "zone"
    HALF = "half"
    ORDERS = "orders"


REST = ""
"""The name of a group of orders that lack the trait, and of the half that stays."""

OTHER_HALF = "half"
"""The name of the half that leaves."""


@dataclass(frozen=True, slots=True)
class SplitOrder:
    """An order of a wave that may leave it.

    Attributes:
        order_id: its number in the database.
        lines: order lines that have to be picked.
        carrier: the service the shop names.
        country: where it goes; empty if that is unknown.
        priority: the higher the more urgent.
        due_at: when it has to leave.
        zones: the parts of the floor where its units lie.
    """

    order_id: int
    lines: int
    carrier: str = ""
    country: str = ""
    priority: int = 0
    due_at: datetime | None = None
    zones: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SplitGroup:
    """Orders of a wave that have something in common.

    Attributes:
        name: what they have in common, as data: a carrier, a country, a moment in ISO form.
        order_ids: the orders, as the wave has them.
        lines: their lines together.
    """

    name: str
    order_ids: tuple[int, ...]
    lines: int


def groups_of(orders: Sequence[SplitOrder], by: SplitBy) -> tuple[SplitGroup, ...]:
    """The groups a wave falls into, the one with most lines first.

    Args:
        orders: those that may leave, the most urgent first.
        by: what tells them apart; named orders make no groups.
    """
    if by is SplitBy.ORDERS:
        return ()
    if by is SplitBy.HALF:
        return _halves(orders)
    members: dict[str, list[SplitOrder]] = defaultdict(list)
    for order in orders:
        members[_trait(order, by)].append(order)
    made = [_group(name, some) for name, some in members.items()]
    return tuple(sorted(made, key=lambda group: (-group.lines, group.name)))


def leaving(
    groups: Sequence[SplitGroup], wanted: Collection[str] | None = None
) -> tuple[SplitGroup, ...]:
    """The groups that leave; one at least stays, so that a split never only renames a wave.

    Args:
        groups: of `groups_of`.
        wanted: their names, whatever their case; all but the largest if None.
    """
    if wanted is None:
        return tuple(groups[1:])
    names = {name.casefold() for name in wanted}
    found = tuple(group for group in groups if group.name.casefold() in names)
    return found if len(found) < len(groups) else ()


def _halves(orders: Sequence[SplitOrder]) -> tuple[SplitGroup, ...]:
    """The most urgent orders stay until half of the lines is reached; at least one leaves."""
    half = sum(order.lines for order in orders) / 2
    staying: list[SplitOrder] = []
    lines = 0
    for order in orders[:-1]:
        if staying and lines + order.lines / 2 > half:
            break
        staying.append(order)
        lines += order.lines
    going = orders[len(staying) :]
    halves = ((REST, staying), (OTHER_HALF, list(going)))
    return tuple(_group(name, some) for name, some in halves if some)


def _trait(order: SplitOrder, by: SplitBy) -> str:
    match by:
        case SplitBy.CARRIER:
            return order.carrier
        case SplitBy.DESTINATION:
            return order.country
        case SplitBy.PRIORITY:
            return str(order.priority)
        case SplitBy.CUT_OFF:
            return REST if order.due_at is None else order.due_at.isoformat()
        case _:
            return "+".join(sorted(order.zones))


def _group(name: str, orders: Sequence[SplitOrder]) -> SplitGroup:
    ids = tuple(order.order_id for order in orders)
    return SplitGroup(name, ids, sum(order.lines for order in orders))
