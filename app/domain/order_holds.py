"""What stops an order at the door: money, risk, address and items, judged on arrival."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.orders import HoldReason
from app.domain.payment import PaymentState, RiskLevel


class AddressField(StrEnum):
    """The parts of a delivery address without which no parcel arrives."""

    NAME = "name"
    STREET = "street"
    CITY = "city"
    POSTCODE = "postcode"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class ArrivalFacts:
    """What decides about an order the moment it comes in.

    Attributes:
        payment: What the shop says about the money.
        risk: The shop's fraud rating.
        payment_waived: Ships before it is paid, such as cash on delivery.
        missing_address: The fields `missing_address_fields` found empty.
        unknown_skus: SKUs of lines to ship that no item of ours has.
        ended: Cancelled, fulfilled elsewhere or without anything to ship: no hold is of use.
    """

    payment: PaymentState
    risk: RiskLevel
    payment_waived: bool = False
    missing_address: tuple[AddressField, ...] = ()
    unknown_skus: tuple[str, ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason to hold an order, with the values it is about (SKUs, address fields)."""

    reason: HoldReason
    about: tuple[str, ...] = ()


_HOLD_BY_PAYMENT = {
    PaymentState.UNPAID: HoldReason.UNPAID,
    PaymentState.AUTHORISED: HoldReason.AUTHORISED_ONLY,
    PaymentState.FAILED: HoldReason.PAYMENT_FAILED,
}
_HOLD_BY_REFUND = {
    PaymentState.REFUNDED: HoldReason.REFUNDED,
    PaymentState.PARTLY_REFUNDED: HoldReason.PARTLY_REFUNDED,
}


def payment_hold(payment: PaymentState, *, payment_waived: bool) -> HoldReason | None:
    """Name the hold that a payment state asks for, on arrival and at each later change.

    Authorised money is held too: until the shop captures it nobody has paid. A refund is held
    even where payment was waived, for somebody has decided against the sale, and no export says
    which line a part refund was for.

    While the payment gate is shut such a hold is lifted only by money or by a waiver.
    """
    if payment in _HOLD_BY_REFUND:
        return _HOLD_BY_REFUND[payment]
    return None if payment_waived else _HOLD_BY_PAYMENT.get(payment)


def holds_on_arrival(facts: ArrivalFacts) -> tuple[Hold, ...]:
    """List all holds an imported order gets, so that a desk sees every problem at once."""
    if facts.ended:
        return ()
    holds: list[Hold] = []
    if reason := payment_hold(facts.payment, payment_waived=facts.payment_waived):
        holds.append(Hold(reason))
    if facts.risk is RiskLevel.HIGH:
        holds.append(Hold(HoldReason.HIGH_RISK))
    if facts.missing_address:
        holds.append(Hold(HoldReason.ADDRESS_INCOMPLETE, tuple(map(str, facts.missing_address))))
    if facts.unknown_skus:
        holds.append(Hold(HoldReason.UNKNOWN_ITEM, facts.unknown_skus))
    return tuple(holds)


_CODES = (
    "AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM DJ DM ER FJ GA GD GH GM GQ GY HK IE KI KM "
    "KN LY ML MO MR MW NR QA RW SB SC SL SR ST TD TF TG TK TO TV UG VU YE ZW"
)
COUNTRIES_WITHOUT_POSTCODE = frozenset(_CODES.split())
"""ISO 3166 codes of countries where addresses have none, or (IE) where many leave it out."""


def missing_address_fields(
    *, name: str, street: str, city: str, postcode: str, country: str
) -> tuple[AddressField, ...]:
    """List which needed parts of a delivery address are blank.

    Args:
        name: Person or company.
        street: First street line, whatever it holds.
        city: Town.
        postcode: May be blank in `COUNTRIES_WITHOUT_POSTCODE`.
        country: ISO 3166 two-letter code.
    """
    needed = {
        AddressField.NAME: name,
        AddressField.STREET: street,
        AddressField.CITY: city,
        AddressField.POSTCODE: postcode,
        AddressField.COUNTRY: country,
    }
    if country.strip().upper() in COUNTRIES_WITHOUT_POSTCODE:
        del needed[AddressField.POSTCODE]
    return tuple(field for field, value in needed.items() if not value.strip())


_BY_MONEY = frozenset(
    {
        HoldReason.UNPAID,
        HoldReason.AUTHORISED_ONLY,
        HoldReason.PAYMENT_FAILED,
        HoldReason.REFUNDED,
    }
)


@dataclass(frozen=True, slots=True)
class LiftFacts:
    """What decides whether a hold may be lifted by a person.

    Attributes:
        passes_payment_gate: The money is there, or somebody waived it.
        address_complete: No part of the delivery address is missing.
        knows_items: Every line to ship is an item of ours.
        missing: Units that nothing is promised to.
    """

    passes_payment_gate: bool
    address_complete: bool
    knows_items: bool
    missing: int


def may_be_lifted(reason: HoldReason, facts: LiftFacts) -> bool:
    """Say whether what an order is held for is settled, or for a person to judge.

    Money, address, unknown items and missing units are facts: as long as they stand, so does the
    hold. Risk, a customer's word, quality and the like are judged by whoever lifts it.
    """
    if reason in _BY_MONEY:
        return facts.passes_payment_gate
    if reason is HoldReason.ADDRESS_INCOMPLETE:
        return facts.address_complete
    if reason is HoldReason.UNKNOWN_ITEM:
        return facts.knows_items
    return reason is not HoldReason.SHORT or not facts.missing
