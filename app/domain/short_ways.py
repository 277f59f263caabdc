"""The ways out of a shortage, the kindest to the customer first, and the one to propose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SOON_MINUTES = 60
"""With less time than this before the truck, nobody waits for goods that may come."""


class WayOut(StrEnum):
    """What can be done about units of a line that no stock is promised to.

    FIND_STOCK: there are free units now, at another location. TAKE_PROMISE: a less urgent order
    that nobody works on has units. TAKE_FROM_TOTE: units that were picked for a less urgent order
    go back, for this one. SUBSTITUTE: the customer takes another item, and there is some. WAIT:
    until stock comes. PART_SHIP: what is there goes now, the rest is an order of its own and
    follows. GIVE_UP: the rest of the order is sent without them, for good. CANCEL: nothing else is
    left of the order. WRITE_OFF: units that were picked are nowhere, and others are looked for.
    FOUND: they turned up, and the order goes on.
    """

    FIND_STOCK = "find_stock"
    TAKE_PROMISE = "take_promise"
    TAKE_FROM_TOTE = "take_from_tote"
    SUBSTITUTE = "substitute"
    WAIT = "wait"
    PART_SHIP = "part_ship"
    GIVE_UP = "give_up"
    CANCEL = "cancel"
    WRITE_OFF = "write_off"
    FOUND = "found"


class WhyWay(StrEnum):
    """Why a way out is the one to propose."""

    ALL_FREE = "all_free"
    LATER_CAN_WAIT = "later_can_wait"
    COMING = "coming"
    ANNOUNCED = "announced"
    CUSTOMER_AGREED = "customer_agreed"
    IN_A_TOTE = "in_a_tote"
    SOME_FREE = "some_free"
    REST_IN_TIME = "rest_in_time"
    TIME_LEFT = "time_left"
    NOTHING_ELSE = "nothing_else"


@dataclass(frozen=True, slots=True)
class ShortFacts:
    """What is known about the missing units of one line.

    Attributes:
        missing: how many.
        free: units of the item that nobody was promised.
        promised_to_others: units promised to less urgent orders that are not on the floor.
        in_totes: units that were picked for less urgent orders and are not packed.
        coming: units in the house that wait to be put away, and are free then.
        announced: units that suppliers send before the order is due.
        substitutes_free: free units of items that may stand in.
        allows_substitutes: the customer agreed to them.
        rest_of_order: units of the order that are there.
        minutes_left: until the order has to be sent; None where nobody said when.
    """

    missing: int
    free: int = 0
    promised_to_others: int = 0
    in_totes: int = 0
    coming: int = 0
    announced: int = 0
    substitutes_free: int = 0
    allows_substitutes: bool = False
    rest_of_order: int = 0
    minutes_left: int | None = None

    @property
    def is_urgent(self) -> bool:
        """Whether the truck leaves so soon that nobody waits for goods any more."""
        return self.minutes_left is not None and self.minutes_left < SOON_MINUTES


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The way out to propose, and why."""

    way: WayOut
    why: WhyWay


def ways_out(facts: ShortFacts) -> tuple[WayOut, ...]:
    """The ways open for a line, the kindest first; none where nothing lacks."""
    if facts.missing <= 0:
        return ()
    ways: list[WayOut] = []
    if facts.free:
        ways.append(WayOut.FIND_STOCK)
    if facts.promised_to_others:
        ways.append(WayOut.TAKE_PROMISE)
    if facts.in_totes:
        ways.append(WayOut.TAKE_FROM_TOTE)
    if facts.allows_substitutes and facts.substitutes_free:
        ways.append(WayOut.SUBSTITUTE)
    ways.append(WayOut.WAIT)
    ways += (WayOut.PART_SHIP, WayOut.GIVE_UP) if facts.rest_of_order else (WayOut.CANCEL,)
    return tuple(ways)


def recommended(facts: ShortFacts) -> Recommendation | None:
    """The way out to propose for a line; None where nothing lacks.

    All the customer ordered, in time, goes before anything else; another customer's goods before
    another item only where that customer can wait; a part in time before all of it too late.
    Nothing is ever given up by a proposal: that is a person's to say.
    """
    if facts.missing <= 0:
        return None
    if facts.free >= facts.missing:
        return Recommendation(WayOut.FIND_STOCK, WhyWay.ALL_FREE)
    if facts.promised_to_others >= facts.missing:
        return Recommendation(WayOut.TAKE_PROMISE, WhyWay.LATER_CAN_WAIT)
    if facts.coming >= facts.missing and not facts.is_urgent:
        return Recommendation(WayOut.WAIT, WhyWay.COMING)
    if facts.announced >= facts.missing and not facts.is_urgent:
        return Recommendation(WayOut.WAIT, WhyWay.ANNOUNCED)
    if facts.allows_substitutes and facts.substitutes_free >= facts.missing:
        return Recommendation(WayOut.SUBSTITUTE, WhyWay.CUSTOMER_AGREED)
    if facts.in_totes >= facts.missing:
        return Recommendation(WayOut.TAKE_FROM_TOTE, WhyWay.IN_A_TOTE)
    if facts.free:
        return Recommendation(WayOut.FIND_STOCK, WhyWay.SOME_FREE)
    if facts.is_urgent and facts.rest_of_order:
        return Recommendation(WayOut.PART_SHIP, WhyWay.REST_IN_TIME)
    why = WhyWay.NOTHING_ELSE if facts.is_urgent else WhyWay.TIME_LEFT
    return Recommendation(WayOut.WAIT, why)
