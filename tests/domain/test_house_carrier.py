from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.carriers.house import DEFAULT_TARIFF, HouseCarrier
from app.carriers.interface import Address, Carrier, Rejected, ShipmentRequest
from app.carriers.service_choice import ServiceReason, choose_service
from app.domain.shipping import sscc

SHOP = Address("", "Harbour Gifts", ("Quay 3",), "Bristol", "", "BS1 4XX", "GB")
CUSTOMER = Address("Mara Lindqvist", "", ("Flat 95", "Stone Course"), "York", "", "YO9 1FH", "GB")
PARCEL = ShipmentRequest(
    reference="#536365",
    sender=SHOP,
    recipient=CUSTOMER,
    weight_g=1800,
    length_mm=305,
    width_mm=220,
    height_mm=150,
    sscc=sscc(0, "200000000", 41),
    ship_date=date(2026, 11, 20),
)


def going_to(country: str, weight_g: int = 1800) -> ShipmentRequest:
    return replace(PARCEL, recipient=replace(CUSTOMER, country_code=country), weight_g=weight_g)


def offered(request: ShipmentRequest) -> dict[str, int]:
    return {rate.service: rate.cost_cents for rate in HouseCarrier().rates(request)}


def test_house_carrier_is_a_carrier() -> None:
    carrier: Carrier = HouseCarrier()
    assert carrier.code == "house"
    assert carrier.capabilities.formats == frozenset()


@pytest.mark.parametrize(
    ("country", "weight_g", "prices"),
    [
        ("GB", 1000, {"standard": 345, "express": 695}),
        ("GB", 1001, {"standard": 495, "express": 895}),
        ("GB", 30_000, {"standard": 1295, "express": 2195}),
        ("GB", 30_001, {"standard": 1330}),
        ("GB", 287_400, {"standard": 1295 + 258 * 35}),
        ("JE", 1000, {"standard": 645, "express": 1295}),
        ("DE", 1000, {"standard": 895, "express": 1995}),
        ("JP", 1000, {"standard": 1495}),
    ],
)
def test_price_follows_from_zone_and_weight(
    country: str, weight_g: int, prices: dict[str, int]
) -> None:
    assert offered(going_to(country, weight_g)) == prices


@given(st.sampled_from(["GB", "IE", "FR", "AU"]), st.integers(1, 100_000), st.integers(1, 100_000))
def test_heavier_parcel_is_never_cheaper(country: str, one: int, other: int) -> None:
    light, heavy = sorted((one, other))
    cheap, dear = offered(going_to(country, light)), offered(going_to(country, heavy))
    assert dear.keys() <= cheap.keys()
    assert all(cheap[service] <= dear[service] for service in dear)


def test_rates_come_cheapest_first_with_currency_and_promise() -> None:
    rates = HouseCarrier().rates(PARCEL)
    assert [(rate.service, rate.service_name, rate.transit_days) for rate in rates] == [
        ("standard", "STANDARD", 2),
        ("express", "EXPRESS", 1),
    ]
    assert {rate.currency for rate in rates} == {"GBP"}


def test_tracking_number_is_the_parcels_own_number() -> None:
    house = HouseCarrier()
    purchase = house.buy(PARCEL, house.rates(PARCEL)[0], "17-1")
    assert purchase.tracking_number == PARCEL.sscc
    assert purchase.label is None


def test_same_key_buys_once_and_gives_the_first_answer() -> None:
    house = HouseCarrier()
    rate = house.rates(PARCEL)[0]
    first = house.buy(PARCEL, rate, "17-1")
    assert house.buy(PARCEL, rate, "17-1") is first
    assert house.find("17-1") is first
    assert house.find("17-2") is None


def test_restarted_program_gets_an_equal_purchase_for_the_same_key() -> None:
    rate = HouseCarrier().rates(PARCEL)[0]
    assert HouseCarrier().buy(PARCEL, rate, "17-1") == HouseCarrier().buy(PARCEL, rate, "17-1")


def test_key_of_another_parcel_is_refused() -> None:
    house = HouseCarrier()
    rate = house.rates(PARCEL)[0]
    house.buy(PARCEL, rate, "17-1")
    with pytest.raises(Rejected) as caught:
        house.buy(replace(PARCEL, sscc=sscc(0, "200000000", 42)), rate, "17-1")
    assert caught.value.field == "idempotency_key"


def test_price_that_was_not_offered_is_refused() -> None:
    house = HouseCarrier()
    with pytest.raises(Rejected) as caught:
        house.buy(PARCEL, replace(house.rates(PARCEL)[0], cost_cents=1), "17-1")
    assert caught.value.field == "service"


def test_voided_purchase_is_gone_and_voiding_twice_is_allowed() -> None:
    house = HouseCarrier()
    purchase = house.buy(PARCEL, house.rates(PARCEL)[0], "17-1")
    house.void(purchase)
    house.void(purchase)
    assert house.find("17-1") is None


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (replace(PARCEL, weight_g=0), "weight_g"),
        (replace(PARCEL, weight_g=DEFAULT_TARIFF.max_weight_g + 1), "weight_g"),
        (replace(PARCEL, sscc="376104250021234560"), "sscc"),
        (replace(PARCEL, recipient=replace(CUSTOMER, city="")), "recipient.city"),
        (replace(PARCEL, recipient=replace(CUSTOMER, street=())), "recipient.street"),
        (replace(PARCEL, recipient=replace(CUSTOMER, postcode=" ")), "recipient.postcode"),
        (replace(PARCEL, recipient=replace(CUSTOMER, name="")), "recipient.name"),
    ],
)
def test_parcel_that_nobody_could_carry_is_refused_by_field(
    request_: ShipmentRequest, field: str
) -> None:
    with pytest.raises(Rejected) as caught:
        HouseCarrier().rates(request_)
    assert caught.value.field == field


def test_company_alone_is_name_enough() -> None:
    recipient = replace(CUSTOMER, name="", company="Lindqvist AB")
    assert offered(replace(PARCEL, recipient=recipient))


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
    choice = choose_service(method, HouseCarrier().rates(PARCEL))
    assert choice is not None
    assert (choice.rate.service, choice.reason, choice.word) == (service, reason, word)


def test_service_that_does_not_go_there_gives_way_to_the_cheapest() -> None:
    choice = choose_service("Express 24", HouseCarrier().rates(going_to("JP")))
    assert choice is not None
    assert choice.reason is ServiceReason.ASKED_FOR_NOT_OFFERED
    assert (choice.rate.service, choice.asked_for) == ("standard", "express")


def test_no_offer_means_no_choice() -> None:
    assert choose_service("Express 24", []) is None
