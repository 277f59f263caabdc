"""The ways out of a shortage, the kindest to the customer first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class WayOut(StrEnum):
    """What can be done about units of a line that no stock is promised to.

    FIND_STOCK: there are free units now. TAKE_PROMISE: a less urgent order that nobody works on has
    units. SUBSTITUTE: the customer takes another item, and there is some. WAIT: until stock comes.
    GIVE_UP: the rest of the order is sent without them. CANCEL: nothing else is left of the order.
    """

    FIND_STOCK = "find_stock"
    TAKE_PROMISE = "take_promise"
    SUBSTITUTE = "substitute"
    WAIT = "wait"
    GIVE_UP = "give_up"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class ShortFacts:
    """What is known about the missing units of one line.

    Attributes:
        missing: how many.
        free: units of the item that nobody was promised.
        promised_to_others: units promised to less urgent orders that are not on the floor.
        substitutes_free: free units of items that may stand in.
        allows_substitutes: the customer agreed to them.
        rest_of_order: units of the order that are there.
    """

    missing: int
    free: int = 0
    promised_to_others: int = 0
    substitutes_free: int = 0
    allows_substitutes: bool = False
    rest_of_order: int = 0


def ways_out(facts: ShortFacts) -> tuple[WayOut, ...]:
    """The ways open for a line, the first of them the one to propose; none where nothing lacks."""
    if facts.missing <= 0:
        return ()
    ways: list[WayOut] = []
    if facts.free:
        ways.append(WayOut.FIND_STOCK)
    if facts.promised_to_others:
        ways.append(WayOut.TAKE_PROMISE)
    if facts.allows_substitutes and facts.substitutes_free:
        ways.append(WayOut.SUBSTITUTE)
    ways.append(WayOut.WAIT)
    ways.append(WayOut.GIVE_UP if facts.rest_of_order else WayOut.CANCEL)
    return tuple(ways)
