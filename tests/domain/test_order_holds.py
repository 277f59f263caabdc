from dataclasses import replace

import pytest

from app.domain.order_holds import (
    AddressField,
    ArrivalFacts,
    Hold,
    LiftFacts,
    holds_on_arrival,
    may_be_lifted,
    missing_address_fields,
    payment_hold,
)
from app.domain.orders import HoldReason, passes_payment_gate
from app.domain.payment import PaymentState, RiskLevel


@pytest.mark.parametrize(
    ("payment", "waived", "hold"),
    [
        (PaymentState.PAID, False, None),
        (PaymentState.UNPAID, False, HoldReason.UNPAID),
        (PaymentState.AUTHORISED, False, HoldReason.AUTHORISED_ONLY),
        (PaymentState.FAILED, False, HoldReason.PAYMENT_FAILED),
        (PaymentState.REFUNDED, False, HoldReason.REFUNDED),
        (PaymentState.PARTLY_REFUNDED, False, HoldReason.PARTLY_REFUNDED),
        (PaymentState.UNPAID, True, None),
        (PaymentState.AUTHORISED, True, None),
        (PaymentState.FAILED, True, None),
        (PaymentState.REFUNDED, True, HoldReason.REFUNDED),
        (PaymentState.PARTLY_REFUNDED, True, HoldReason.PARTLY_REFUNDED),
    ],
)
def test_money_decides_whether_an_order_is_held(
    payment: PaymentState, waived: bool, hold: HoldReason | None
) -> None:
    assert payment_hold(payment, payment_waived=waived) is hold


@pytest.mark.parametrize("payment", PaymentState)
def test_what_the_payment_gate_stops_is_also_held(payment: PaymentState) -> None:
    if not passes_payment_gate(payment, payment_waived=False):
        assert payment_hold(payment, payment_waived=False)


@pytest.mark.parametrize(
    ("risk", "holds"),
    [
        (RiskLevel.LOW, ()),
        (RiskLevel.MEDIUM, ()),
        (RiskLevel.UNKNOWN, ()),
        (RiskLevel.HIGH, (Hold(HoldReason.HIGH_RISK),)),
    ],
)
def test_only_high_risk_holds(risk: RiskLevel, holds: tuple[Hold, ...]) -> None:
    assert holds_on_arrival(ArrivalFacts(PaymentState.PAID, risk)) == holds


def test_all_problems_of_an_arriving_order_are_held_at_once_and_named() -> None:
    facts = ArrivalFacts(
        PaymentState.UNPAID,
        RiskLevel.HIGH,
        missing_address=(AddressField.CITY, AddressField.POSTCODE),
        unknown_skus=("NO-SUCH",),
    )
    assert holds_on_arrival(facts) == (
        Hold(HoldReason.UNPAID),
        Hold(HoldReason.HIGH_RISK),
        Hold(HoldReason.ADDRESS_INCOMPLETE, ("city", "postcode")),
        Hold(HoldReason.UNKNOWN_ITEM, ("NO-SUCH",)),
    )


def test_order_that_has_ended_before_it_came_is_not_held() -> None:
    assert holds_on_arrival(ArrivalFacts(PaymentState.REFUNDED, RiskLevel.HIGH, ended=True)) == ()


def test_blank_address_fields_are_missing() -> None:
    missing = missing_address_fields(
        name=" ", street="Flat 95 Stone Course", city="\t", postcode="", country=""
    )
    assert missing == (
        AddressField.NAME,
        AddressField.CITY,
        AddressField.POSTCODE,
        AddressField.COUNTRY,
    )


@pytest.mark.parametrize(("country", "needed"), [("GB", True), ("hk", False), ("AE", False)])
def test_postcode_is_needed_where_the_country_has_them(country: str, needed: bool) -> None:
    missing = missing_address_fields(
        name="Mara Lindqvist", street="Quay 3", city="Harbour", postcode="", country=country
    )
    assert (AddressField.POSTCODE in missing) is needed


SETTLED = LiftFacts(passes_payment_gate=True, address_complete=True, knows_items=True, missing=0)


@pytest.mark.parametrize("reason", HoldReason)
def test_a_person_may_lift_any_hold_once_its_facts_are_settled(reason: HoldReason) -> None:
    assert may_be_lifted(reason, SETTLED)


@pytest.mark.parametrize(
    ("reason", "unsettled"),
    [
        (HoldReason.UNPAID, replace(SETTLED, passes_payment_gate=False)),
        (HoldReason.REFUNDED, replace(SETTLED, passes_payment_gate=False)),
        (HoldReason.ADDRESS_INCOMPLETE, replace(SETTLED, address_complete=False)),
        (HoldReason.UNKNOWN_ITEM, replace(SETTLED, knows_items=False)),
        (HoldReason.SHORT, replace(SETTLED, missing=1)),
    ],
)
def test_a_hold_stays_as_long_as_its_facts_stand(reason: HoldReason, unsettled: LiftFacts) -> None:
    assert not may_be_lifted(reason, unsettled)
    assert may_be_lifted(HoldReason.OPERATOR, unsettled)
