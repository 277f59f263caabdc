"""Why a location or an item gives goods or none, and why orders are sent to just that place."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.locations import STORAGE_KINDS, LocationKind
from app.domain.why import Why, WhyReason


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """What is known of a location, or of an item at it.

    Attributes:
        code: the location.
        kind: what it is for.
        units: on hand.
        promised: of these.
        expired: of these, past their last day.
        count: why somebody has to count there; empty where nobody has.
        closed: why its aisle is closed; empty where it is open.
        refill_from: from where a refill is on its way; empty where none is.
        refill_units: of that refill.
        chosen: the rules by which promises were made here, each with how many units.
    """

    code: str
    kind: LocationKind
    units: int = 0
    promised: int = 0
    expired: int = 0
    count: str = ""
    closed: str = ""
    refill_from: str = ""
    refill_units: int = 0
    chosen: tuple[tuple[str, int], ...] = ()

    @property
    def free(self) -> int:
        """Units nobody was promised and anybody may have."""
        return max(0, self.units - self.promised - self.expired)


def why_place(place: PlaceSeen) -> tuple[Why, ...]:
    """Why goods are taken from a location or not, the gravest first; never none."""
    reasons: list[Why] = []
    if place.kind not in STORAGE_KINDS:
        reasons.append(Why(WhyReason.NOT_FOR_ORDERS, place.code, place.kind.value))
    if place.closed:
        reasons.append(Why(WhyReason.AISLE_CLOSED, place.code, place.closed))
    if place.count:
        reasons.append(Why(WhyReason.COUNT_WAITS, place.code, place.count))
    if not place.units:
        reasons.append(Why(WhyReason.NOTHING_THERE, place.code))
    if place.refill_from:
        reasons.append(
            Why(WhyReason.REFILL_COMING, place.code, place.refill_from, place.refill_units)
        )
    if place.expired:
        reasons.append(Why(WhyReason.EXPIRED_THERE, place.code, units=place.expired))
    reasons += [Why(WhyReason.CHOSEN, place.code, rule, units) for rule, units in place.chosen]
    if place.kind in STORAGE_KINDS and place.units:
        if place.free and not place.count:
            reasons.append(Why(WhyReason.FREE_THERE, place.code, units=place.free))
        elif place.promised and not place.free:
            reasons.append(Why(WhyReason.ALL_PROMISED, place.code, units=place.promised))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class AisleSeen:
    """What is known of an aisle.

    Attributes:
        name: as people say it.
        closed: why nobody is sent there; empty where it is open.
        lines: pick lines that wait there.
        people: how many people have some of them.
        places: its locations at which somebody has to count, or to which a refill comes.
    """

    name: str
    closed: str = ""
    lines: int = 0
    people: int = 0
    places: tuple[PlaceSeen, ...] = ()


def why_aisle(aisle: AisleSeen) -> tuple[Why, ...]:
    """Why people go into an aisle or not, the gravest first; never none."""
    reasons: list[Why] = []
    if aisle.closed:
        reasons.append(Why(WhyReason.AISLE_IS_CLOSED, aisle.name, aisle.closed))
    if aisle.lines:
        people = str(aisle.people)
        reasons.append(Why(WhyReason.AISLE_WORK, aisle.name, people, aisle.lines))
    told = (WhyReason.COUNT_WAITS, WhyReason.REFILL_COMING)
    for place in aisle.places:
        reasons += [why for why in why_place(place) if why.reason in told]
    return tuple(reasons) or (Why(WhyReason.AISLE_QUIET, aisle.name),)


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """What is known of an item over the whole house: its places, and units outside of storage."""

    sku: str
    places: tuple[PlaceSeen, ...] = ()
    to_put_away: int = 0


def why_item(item: ItemSeen) -> tuple[Why, ...]:
    """Why an item can be picked or not, the gravest first; never none."""
    stored = [place for place in item.places if place.kind in STORAGE_KINDS and place.units]
    reasons: list[Why] = []
    if not stored:
        reasons.append(Why(WhyReason.NOTHING_THERE, item.sku))
    for place in stored:
        if place.count:
            reasons.append(Why(WhyReason.COUNT_WAITS, place.code, place.count))
        if place.closed:
            reasons.append(Why(WhyReason.AISLE_CLOSED, place.code, place.closed))
        if place.expired:
            reasons.append(Why(WhyReason.EXPIRED_THERE, place.code, units=place.expired))
    free = sum(place.free for place in stored if not place.count)
    promised = sum(place.promised for place in stored)
    if stored and all(place.kind is LocationKind.RESERVE for place in stored):
        reasons.append(Why(WhyReason.ONLY_IN_RESERVE, item.sku, stored[0].code))
    if item.to_put_away:
        reasons.append(Why(WhyReason.TO_BE_PUT_AWAY, item.sku, units=item.to_put_away))
    if free:
        reasons.append(Why(WhyReason.FREE_THERE, item.sku, units=free))
    elif promised:
        reasons.append(Why(WhyReason.ALL_PROMISED, item.sku, units=promised))
    return tuple(reasons)
