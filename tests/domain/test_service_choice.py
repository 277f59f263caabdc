"""Which service a parcel goes by, and what was against each of the others."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.carriers.house import HouseCarrier
from app.carriers.interface import Rate
from app.carriers.service_choice import (
    DEFAULT_RULES,
    ParcelFacts,
    RefusalReason,
    RefusedRate,
    RouteRule,
    ServiceReason,
    ServiceRules,
    choose_service,
)
from tests.domain.test_house_carrier import PARCEL

MON, TUE, WED, THU = (date(2026, 11, day) for day in (23, 24, 25, 26))
POST = Rate("house", "standard", "STANDARD", 495, "GBP", 2, delivered_on=WED)
FAST = Rate("house", "express", "EXPRESS", 895, "GBP", 1, delivered_on=TUE)
COURIER = Rate("ups", "saver", "SAVER", 1200, "GBP", 1, delivered_on=MON)
SLOW = Rate("cargo", "freight", "FREIGHT", 300, "GBP", 9)
ALL = (COURIER, FAST, POST, SLOW)
F = RefusalReason


def rules(*routes: RouteRule, makes_up: bool = False) -> ServiceRules:
    return ServiceRules(DEFAULT_RULES.methods, routes, makes_up)


def named(*pairs: tuple[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(pairs)


def chosen(facts: ParcelFacts, *routes: RouteRule, makes_up: bool = False) -> tuple[str, str]:
    choice = choose_service(facts, ALL, rules(*routes, makes_up=makes_up))
    assert choice is not None
    return choice.rate.service, choice.reason.value


@pytest.mark.parametrize(
    ("method", "service", "reason", "word"),
    [
        ("Express 24", "express", ServiceReason.METHOD_ASKS_FOR_IT, "express"),
        ("Expedited", "express", ServiceReason.METHOD_ASKS_FOR_IT, "expedited"),
        ("Next-Day Delivery", "express", ServiceReason.METHOD_ASKS_FOR_IT, "next"),
        ("Royal Post Tracked 48", "standard", ServiceReason.METHOD_ASKS_FOR_IT, "tracked"),
        ("Royal Post Tracked 24", "express", ServiceReason.METHOD_ASKS_FOR_IT, "24"),
        ("International Tracked", "standard", ServiceReason.METHOD_ASKS_FOR_IT, "tracked"),
        ("Carrier Pickup Point", "standard", ServiceReason.METHOD_ASKS_FOR_IT, "pickup"),
        ("Standard", "standard", ServiceReason.METHOD_ASKS_FOR_IT, "standard"),
        ("", "standard", ServiceReason.CHEAPEST, ""),
        ("Dispatch 2400", "standard", ServiceReason.CHEAPEST, ""),
    ],
)
def test_shops_method_chooses_the_service_and_says_why(
    method: str, service: str, reason: ServiceReason, word: str
) -> None:
    choice = choose_service(ParcelFacts(method), HouseCarrier().rates(PARCEL))
    assert choice is not None
    assert (choice.rate.service, choice.reason, choice.word) == (service, reason, word)


def test_service_that_does_not_go_there_gives_way_to_the_cheapest() -> None:
    to_japan = replace(PARCEL, recipient=replace(PARCEL.recipient, country_code="JP"))
    choice = choose_service(ParcelFacts("Express 24"), HouseCarrier().rates(to_japan))
    assert choice is not None
    assert choice.reason is ServiceReason.ASKED_FOR_NOT_OFFERED
    assert (choice.rate.service, choice.asked_for) == ("standard", "express")


def test_no_offer_means_no_choice() -> None:
    assert choose_service(ParcelFacts("Express 24"), []) is None


@pytest.mark.parametrize(
    ("facts", "service", "reason"),
    [
        (ParcelFacts(), "freight", "cheapest"),
        (ParcelFacts(promised_on=WED), "standard", "cheapest_in_time"),
        (ParcelFacts(promised_on=TUE), "express", "cheapest_in_time"),
        (ParcelFacts(promised_on=date(2026, 11, 20)), "saver", "none_in_time"),
        (ParcelFacts("Express", promised_on=WED), "express", "method_asks_for_it"),
        (ParcelFacts("Express", promised_on=MON), "express", "none_in_time"),
        (ParcelFacts("Standard", promised_on=TUE), "standard", "none_in_time"),
        (ParcelFacts("Standard", ship_by=MON), "standard", "method_asks_for_it"),
        (ParcelFacts("Standard", ship_by=date(2026, 11, 20)), "standard", "none_in_time"),
    ],
)
def test_promise_and_price_decide_among_what_was_paid_for(
    facts: ParcelFacts, service: str, reason: str
) -> None:
    assert chosen(facts) == (service, reason)


def test_house_that_makes_up_for_its_delay_sends_faster_than_was_paid() -> None:
    late = ParcelFacts("Standard", ship_by=date(2026, 11, 20))
    assert chosen(late, makes_up=True) == ("express", "makes_up_delay")
    assert chosen(replace(late, ship_by=MON), makes_up=True) == ("standard", "method_asks_for_it")
    hopeless = replace(late, ship_by=date(2026, 11, 2))
    assert chosen(hopeless, makes_up=True) == ("standard", "none_in_time")


ONLY_COURIER_WHEN_DEAR = RouteRule("dear goods", named(("ups", "")), worth_over_cents=10_000)
NO_FREIGHT_TO_JERSEY = RouteRule(
    "no freight to Jersey", named(("cargo", "")), forbids=True, countries=frozenset({"JE"})
)
HEAVY_BY_FREIGHT = RouteRule("heavy", named(("", "freight")), over_g=20_000)
LIGHT_NOT_BY_FREIGHT = RouteRule("light", named(("cargo", "freight")), forbids=True, up_to_g=1_000)
LONG_BY_HOUSE = RouteRule("long", named(("house", "")), longer_than_mm=1_000)


@pytest.mark.parametrize(
    ("rule", "inside", "outside", "service", "otherwise"),
    [
        (
            ONLY_COURIER_WHEN_DEAR,
            ParcelFacts(value_cents=10_001),
            ParcelFacts(value_cents=10_000),
            "saver",
            "freight",
        ),
        (
            NO_FREIGHT_TO_JERSEY,
            ParcelFacts(country_code="JE"),
            ParcelFacts(country_code="GB"),
            "standard",
            "freight",
        ),
        (
            HEAVY_BY_FREIGHT,
            ParcelFacts("Express", weight_g=20_001),
            ParcelFacts("Express", weight_g=20_000),
            "freight",
            "express",
        ),
        (
            LIGHT_NOT_BY_FREIGHT,
            ParcelFacts(weight_g=1_000),
            ParcelFacts(weight_g=1_001),
            "standard",
            "freight",
        ),
        (
            LONG_BY_HOUSE,
            ParcelFacts(longest_mm=1_001),
            ParcelFacts(longest_mm=1_000),
            "standard",
            "freight",
        ),
    ],
)
def test_rule_of_the_house_binds_just_the_parcels_it_is_about(
    rule: RouteRule, inside: ParcelFacts, outside: ParcelFacts, service: str, otherwise: str
) -> None:
    assert chosen(inside, rule)[0] == service
    assert chosen(outside, rule)[0] == otherwise


def test_why_names_what_was_against_each_other_service() -> None:
    facts = ParcelFacts(promised_on=TUE, value_cents=1)
    rule = RouteRule("never by cargo", named(("cargo", "")), forbids=True)
    choice = choose_service(facts, ALL, rules(rule))
    assert choice is not None
    assert (choice.rate, choice.reason) == (FAST, ServiceReason.CHEAPEST_IN_TIME)
    assert choice.refused == (
        RefusedRate("cargo", "freight", F.RULE, "never by cargo"),
        RefusedRate("house", "standard", F.TOO_LATE),
        RefusedRate("ups", "saver", F.DEARER),
    )
    paid = choose_service(ParcelFacts("Express"), ALL)
    assert paid is not None
    assert {each.why for each in paid.refused} == {F.NOT_WHAT_WAS_PAID}
    late = choose_service(ParcelFacts(promised_on=date(2026, 11, 20)), ALL)
    assert late is not None
    assert {each.why for each in late.refused} == {F.SLOWER}


def test_rules_that_allow_nothing_choose_nothing() -> None:
    assert choose_service(ParcelFacts(), ALL, rules(RouteRule("none", named()))) is None


@given(
    st.lists(st.sampled_from(ALL), unique=True),
    st.sampled_from(["", "Express", "Standard", "Drone"]),
    st.sampled_from([None, MON, WED, THU]),
    st.booleans(),
)
def test_every_service_offered_is_chosen_or_refused_once(
    rates: list[Rate], method: str, promised_on: date | None, makes_up: bool
) -> None:
    facts = ParcelFacts(method, promised_on=promised_on)
    choice = choose_service(facts, rates, rules(makes_up=makes_up))
    assert (choice is None) == (not rates)
    if choice is not None:
        told = [(choice.rate.carrier, choice.rate.service)]
        told += [(each.carrier, each.service) for each in choice.refused]
        assert sorted(told) == sorted((rate.carrier, rate.service) for rate in rates)
