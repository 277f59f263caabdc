"""Which carrier service an order's shipping method means, and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.carriers.house import EXPRESS, STANDARD
from app.carriers.interface import Rate


class ServiceReason(StrEnum):
    """What decided for a service."""

    METHOD_ASKS_FOR_IT = "method_asks_for_it"
    CHEAPEST = "cheapest"
    ASKED_FOR_NOT_OFFERED = "asked_for_not_offered"


@dataclass(frozen=True, slots=True)
class ServiceRule:
    """Words of a shop's shipping method, and the service they ask for."""

    words: frozenset[str]
    service: str


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """The rate to buy.

    Attributes:
        rate: The rate.
        reason: What decided.
        word: The method's word that a rule knew; empty if none did.
        asked_for: The service that word asks for; empty if none.
    """

    rate: Rate
    reason: ServiceReason
    word: str
    asked_for: str


DEFAULT_RULES = (
    ServiceRule(
        frozenset({"express", "expedited", "nextday", "next", "sameday", "same", "priority", "24"}),
        EXPRESS,
    ),
    ServiceRule(frozenset({"standard", "economy", "tracked", "48", "pickup", "free"}), STANDARD),
)
"""Read in order; the first rule that knows a word of the method decides."""


def choose_service(
    method: str, rates: Sequence[Rate], rules: Sequence[ServiceRule] = DEFAULT_RULES
) -> ServiceChoice | None:
    """Choose among the rates offered for a parcel.

    The service that the method's words ask for is taken; where it isn't offered, or no word is
    known, the cheapest is.

    Args:
        method: The shop's own words, such as "Royal Post Tracked 48"; may be empty.
        rates: What carriers offer.
        rules: Which words mean which service.

    Returns:
        The choice, or None if nothing is offered.
    """
    if not rates:
        return None
    word, service = _asked_for(method, rules)
    cheapest_first = sorted(rates, key=lambda rate: (rate.cost_cents, rate.carrier, rate.service))
    for rate in cheapest_first:
        if rate.service == service:
            return ServiceChoice(rate, ServiceReason.METHOD_ASKS_FOR_IT, word, service)
    reason = ServiceReason.ASKED_FOR_NOT_OFFERED if service else ServiceReason.CHEAPEST
    return ServiceChoice(cheapest_first[0], reason, word, service)


def _asked_for(method: str, rules: Sequence[ServiceRule]) -> tuple[str, str]:
    """Find the first rule that knows a word of a method, and that word."""
    words = re.findall(r"[^\W_]+", method.casefold())
    for rule in rules:
        for word in words:
            if word in rule.words:
                return word, rule.service
    return "", ""
