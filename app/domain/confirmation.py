"""How much a picker has to prove by scans, by the class of the item."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ConfirmationPolicy(StrEnum):
    """What is scanned at a stop; see section 1.2 of the notes on screens.

    FAST: the tote alone, where a location holds one item only; the weight tells mistakes. STANDARD:
    the item once a stop. STRICT: every unit, for valuable, look-alike or numbered goods.
    """

    FAST = "fast"
    STANDARD = "standard"
    STRICT = "strict"


@dataclass(frozen=True)
class ItemFacts:
    """What decides how an item is confirmed.

    Attributes:
        class_policy: of the item's class; None where its class has no rule.
        site_policy: of the house.
        lot_tracked: its lots are told apart.
        serial_tracked: each unit has a number of its own.
        shares_location: another item lies at the same location.
        has_barcode: a unit can be scanned at all.
        into_carton: units go straight into the shipping carton.
    """

    class_policy: ConfirmationPolicy | None
    site_policy: ConfirmationPolicy
    lot_tracked: bool = False
    serial_tracked: bool = False
    shares_location: bool = False
    has_barcode: bool = True
    into_carton: bool = False


def policy_for(facts: ItemFacts) -> ConfirmationPolicy:
    """The policy for an item at a location.

    A class's rule goes before the house's. Numbered units are always scanned one by one, and so are
    those that go straight into their carton, since no bench proves them again. FAST proves nothing
    where lots are told apart or the location holds something else as well.
    """
    if facts.serial_tracked:
        return ConfirmationPolicy.STRICT
    wanted = facts.class_policy or facts.site_policy
    if facts.into_carton:
        wanted = ConfirmationPolicy.STRICT
    if wanted is ConfirmationPolicy.FAST and (facts.lot_tracked or facts.shares_location):
        return ConfirmationPolicy.STANDARD
    if wanted is ConfirmationPolicy.STRICT and not facts.has_barcode:
        return ConfirmationPolicy.STANDARD
    return wanted
