from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.carriers.house import HouseCarrier
from app.carriers.interface import (
    Address,
    Carrier,
    HandOver,
    Rejected,
    ShipmentRequest,
    Surcharge,
)
from app.carriers.tariff import DEFAULT_TARIFF
from app.domain.shipping import sscc
from app.domain.shipping_tracking import ParcelStatus

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
    ("postcode", "prices", "days"),
    [
        ("YO9 1FH", {"standard": 495, "express": 895}, {"standard": 2, "express": 1}),
        ("KW17 2AB", {"standard": 845, "express": 1245}, {"standard": 4, "express": 3}),
        ("iv3 8nb", {"standard": 845, "express": 1245}, {"standard": 4, "express": 3}),
        ("BT1 5GS", {"standard": 895, "express": 1795}, {"standard": 4, "express": 2}),
    ],
)
def test_postcode_decides_where_the_country_does_not(
    postcode: str, prices: dict[str, int], days: dict[str, int]
) -> None:
    rates = HouseCarrier().rates(replace(PARCEL, recipient=replace(CUSTOMER, postcode=postcode)))
    assert {rate.service: rate.cost_cents for rate in rates} == prices
    assert {rate.service: rate.transit_days for rate in rates} == days


def test_surcharges_are_named_and_part_of_the_price() -> None:
    request = replace(PARCEL, recipient=replace(CUSTOMER, postcode="ZE1 0AA"), length_mm=1_200)
    standard = HouseCarrier().rates(request)[0]
    assert standard.surcharges == (Surcharge("highlands and islands", 350), Surcharge("bulky", 600))
    assert standard.cost_cents == 495 + 350 + 600


@pytest.mark.parametrize(
    ("ready_at", "collected", "delivered"),
    [
        (datetime(2026, 11, 20, 15, 0, tzinfo=UTC), date(2026, 11, 20), date(2026, 11, 23)),
        (datetime(2026, 11, 20, 15, 0, 1, tzinfo=UTC), date(2026, 11, 23), date(2026, 11, 24)),
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), date(2026, 11, 23), date(2026, 11, 24)),
        (datetime(2026, 11, 19, 23, 30, tzinfo=UTC), date(2026, 11, 20), date(2026, 11, 23)),
        (None, date(2026, 11, 20), date(2026, 11, 23)),
    ],
)
def test_cut_off_and_week_end_decide_when_an_express_parcel_arrives(
    ready_at: datetime | None, collected: date, delivered: date
) -> None:
    rates = HouseCarrier().rates(replace(PARCEL, ready_at=ready_at))
    express = next(rate for rate in rates if rate.service == "express")
    assert (express.collected_on, express.delivered_on) == (collected, delivered)


def test_way_back_costs_what_the_way_out_costs_and_is_bought_once() -> None:
    house = HouseCarrier()
    back = house.return_label(PARCEL, "17-back")
    assert (back.rate.service, back.rate.service_name) == ("return", "RETURN")
    assert back.rate.cost_cents == 495
    assert house.return_label(PARCEL, "17-back") is back
    assert house.find("17-back") is back
    with pytest.raises(Rejected) as caught:
        house.return_label(replace(PARCEL, weight_g=1), "17-back")
    assert caught.value.field == "idempotency_key"


def test_no_parcel_comes_back_from_where_none_goes() -> None:
    nowhere = HouseCarrier(replace(DEFAULT_TARIFF, prices={}))
    with pytest.raises(Rejected) as caught:
        nowhere.return_label(PARCEL, "17-back")
    assert caught.value.field == "service"


def test_house_announces_what_it_sold_and_takes_over_what_lies_there() -> None:
    house = HouseCarrier()
    purchase = house.buy(PARCEL, house.rates(PARCEL)[0], "17-1")
    (event,) = house.track(purchase.tracking_number)
    assert event.status is ParcelStatus.ANNOUNCED
    assert house.track("376104250021234561") == []
    assert house.manifest("M-1", SHOP, [purchase]) == HandOver("M-1", "M-1", None)
