"""Which carrier's service a parcel goes by, by rules, and why that one and none of the others.

Three things are weighed, in this order: what the rules of the house allow for such a parcel, what
the customer paid for, and the day promised to the customer. Among what is left the cheapest is
taken. Where what was paid for isn't offered, or no service is in time, the next best is taken and
said to be it; where the rules allow nothing, nothing is chosen. A house may choose to make up for
its own delay: then a faster service than was paid for is taken where only that keeps the promise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.carriers.interface import Rate
from app.carriers.tariff import EXPRESS, STANDARD
from app.domain.shipping_days import MONDAY_TO_FRIDAY


class ServiceReason(StrEnum):
    """What decided for a service."""

    METHOD_ASKS_FOR_IT = "method_asks_for_it"
    CHEAPEST = "cheapest"
    CHEAPEST_IN_TIME = "cheapest_in_time"
    ASKED_FOR_NOT_OFFERED = "asked_for_not_offered"
    NONE_IN_TIME = "none_in_time"
    MAKES_UP_DELAY = "makes_up_delay"


class RefusalReason(StrEnum):
    """What decided against a service."""

    RULE = "rule"
    NOT_WHAT_WAS_PAID = "not_what_was_paid"
    TOO_LATE = "too_late"
    DEARER = "dearer"
    SLOWER = "slower"


@dataclass(frozen=True, slots=True)
class ServiceRule:
    """Words of a shop's shipping method, and the service they ask for."""

    words: frozenset[str]
    service: str


@dataclass(frozen=True, slots=True)
class RouteRule:
    """Which services parcels of a kind may, or may not, go by.

    A parcel is of the kind if all that is set of it holds.

    Attributes:
        name: What the rule is called, for the "why".
        services: Pairs of carrier and service; an empty carrier or service means any.
        forbids: Whether the services are forbidden; otherwise only they are allowed.
        countries: ISO codes of the recipients; empty means all.
        over_g: Heavier than this.
        up_to_g: At most this heavy.
        longer_than_mm: Longest side above this.
        worth_over_cents: Worth more than this, in the order's currency.
    """

    name: str
    services: frozenset[tuple[str, str]]
    forbids: bool = False
    countries: frozenset[str] = frozenset()
    over_g: int | None = None
    up_to_g: int | None = None
    longer_than_mm: int | None = None
    worth_over_cents: int | None = None

    def concerns(self, facts: ParcelFacts) -> bool:
        """Whether it is about such a parcel."""
        return (
            (not self.countries or facts.country_code in self.countries)
            and (self.over_g is None or facts.weight_g > self.over_g)
            and (self.up_to_g is None or facts.weight_g <= self.up_to_g)
            and (self.longer_than_mm is None or facts.longest_mm > self.longer_than_mm)
            and (self.worth_over_cents is None or facts.value_cents > self.worth_over_cents)
        )

    def stops(self, rate: Rate) -> bool:
        """Whether it keeps a parcel it is about from going by a service."""
        named = any(
            carrier in ("", rate.carrier) and service in ("", rate.service)
            for carrier, service in self.services
        )
        return named if self.forbids else not named


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """What the choice is made by.

    Attributes:
        method: The shop's own words for what the customer paid, such as "Royal Post Tracked 48".
        country_code: Where the parcel goes.
        weight_g: With packaging.
        longest_mm: Longest side.
        value_cents: Worth of the goods; 0 if unknown.
        promised_on: Day of delivery promised to the customer; None if none was.
        ship_by: Day on which it was to go; where no delivery was promised, the service's own days
            from then on are.
    """

    method: str = ""
    country_code: str = ""
    weight_g: int = 0
    longest_mm: int = 0
    value_cents: int = 0
    promised_on: date | None = None
    ship_by: date | None = None


@dataclass(frozen=True, slots=True)
class RefusedRate:
    """A service that was offered and not taken; `rule` names the house's rule, if it was one."""

    carrier: str
    service: str
    why: RefusalReason
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """The rate to buy.

    Attributes:
        rate: The rate.
        reason: What decided.
        word: The method's word that a rule knew; empty if none did.
        asked_for: The service that word asks for; empty if none.
        refused: All other services offered, and what was against each.
    """

    rate: Rate
    reason: ServiceReason
    word: str
    asked_for: str
    refused: tuple[RefusedRate, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """The rules of the house; see the module. `makes_up`: whether it pays for its own delay."""

    methods: tuple[ServiceRule, ...]
    routes: tuple[RouteRule, ...] = ()
    makes_up: bool = False


DEFAULT_RULES = ServiceRules(
    methods=(
        ServiceRule(
            frozenset(
                {"express", "expedited", "nextday", "next", "sameday", "same", "priority", "24"}
            ),
            EXPRESS,
        ),
        ServiceRule(
            frozenset({"standard", "economy", "tracked", "48", "pickup", "free"}), STANDARD
        ),
    )
)
"""Methods are read in order; the first rule that knows a word of the method decides."""


def choose_service(
    facts: ParcelFacts, rates: Sequence[Rate], rules: ServiceRules = DEFAULT_RULES
) -> ServiceChoice | None:
    """Choose among the rates offered for a parcel.

    Args:
        facts: The parcel.
        rates: What carriers offer.
        rules: The rules of the house.

    Returns:
        The choice, or None if nothing is offered that the rules allow.
    """
    word, service = _asked_for(facts.method, rules.methods)
    refused: list[RefusedRate] = []
    allowed = _allowed(facts, rates, rules.routes, refused)
    if not allowed:
        return None
    wanted = [rate for rate in allowed if rate.service == service] if service else []
    promise = _promise(facts, wanted or allowed)
    in_time = [rate for rate in allowed if _keeps(rate, promise)]
    if wanted and rules.makes_up and in_time and not any(rate in in_time for rate in wanted):
        reason, best = ServiceReason.MAKES_UP_DELAY, in_time
    else:
        reason, best = _best(wanted or allowed, promise)
        if service and not wanted:
            reason = ServiceReason.ASKED_FOR_NOT_OFFERED
        elif wanted and reason is not ServiceReason.NONE_IN_TIME:
            reason = ServiceReason.METHOD_ASKS_FOR_IT
    chosen = min(best, key=_soonest_first if reason is ServiceReason.NONE_IN_TIME else _price)
    others = sorted((rate for rate in allowed if rate is not chosen), key=_price)
    refused += [_refuse(rate, _against(rate, reason, wanted, in_time)) for rate in others]
    return ServiceChoice(chosen, reason, word, service, tuple(refused))


def _price(rate: Rate) -> tuple[int, str, str]:
    return rate.cost_cents, rate.carrier, rate.service


def _soonest_first(rate: Rate) -> tuple[date, int, str, str]:
    return rate.delivered_on or date.max, *_price(rate)


def _promise(facts: ParcelFacts, rates: Sequence[Rate]) -> date | None:
    """The day of delivery that was promised, by words or by the day the parcel was to go."""
    if facts.promised_on is not None or facts.ship_by is None:
        return facts.promised_on
    return MONDAY_TO_FRIDAY.after(facts.ship_by, min(rates, key=_price).transit_days)


def _keeps(rate: Rate, promise: date | None) -> bool:
    """Whether a service is in time; one that names no day is not, if a day was promised."""
    return promise is None or (rate.delivered_on is not None and rate.delivered_on <= promise)


def _best(rates: list[Rate], promise: date | None) -> tuple[ServiceReason, list[Rate]]:
    """Those in time, or all where none is; and what that means."""
    in_time = [rate for rate in rates if _keeps(rate, promise)]
    if not in_time:
        return ServiceReason.NONE_IN_TIME, rates
    is_all = len(in_time) == len(rates)
    return (ServiceReason.CHEAPEST if is_all else ServiceReason.CHEAPEST_IN_TIME), in_time


def _against(
    rate: Rate, reason: ServiceReason, wanted: list[Rate], in_time: list[Rate]
) -> RefusalReason:
    """What was against a service that the rules allow."""
    if wanted and rate not in wanted and reason is not ServiceReason.MAKES_UP_DELAY:
        return RefusalReason.NOT_WHAT_WAS_PAID
    if reason is ServiceReason.NONE_IN_TIME:
        return RefusalReason.SLOWER
    return RefusalReason.DEARER if rate in in_time else RefusalReason.TOO_LATE


def _allowed(
    facts: ParcelFacts,
    rates: Sequence[Rate],
    routes: Sequence[RouteRule],
    refused: list[RefusedRate],
) -> list[Rate]:
    """What the rules of the house allow."""
    rules = [rule for rule in routes if rule.concerns(facts)]
    allowed: list[Rate] = []
    for rate in rates:
        rule = next((rule for rule in rules if rule.stops(rate)), None)
        if rule is None:
            allowed.append(rate)
        else:
            refused.append(_refuse(rate, RefusalReason.RULE, rule.name))
    return allowed


def _refuse(rate: Rate, why: RefusalReason, rule: str = "") -> RefusedRate:
    return RefusedRate(rate.carrier, rate.service, why, rule)


def _asked_for(method: str, rules: Sequence[ServiceRule]) -> tuple[str, str]:
    """Find the first rule that knows a word of a method, and that word."""
    words = re.findall(r"[^\W_]+", method.casefold())
    for rule in rules:
        for word in words:
            if word in rule.words:
                return word, rule.service
    return "", ""
