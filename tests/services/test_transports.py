"""What was bought in the house is on record with its why, can be voided, and tells its way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.carriers.service_choice import DEFAULT_RULES, RouteRule
from app.db.schema import Address, CarrierPurchase, Order
from app.domain.pack_state import PackPrompt, PackState
from app.domain.refusals import NotPrintable, Refused
from app.domain.shipping_purchases import PurchaseState
from app.domain.shipping_refusals import (
    NoSuchParcel,
    TransportKept,
)
from app.domain.shipping_tracking import ParcelStatus, TrackingEvent
from app.services import transports
from app.services.shipping_setup import HouseRules, set_house_rules
from app.services.workplace import Workplace
from tests import builders
from tests.builders import PLACED
from tests.services import books, shift

P = PackPrompt
S = PurchaseState
STATES = "select state from carrier_purchase order by id"
LABELS = (
    "select document_kind, version, state from print_job "
    "where document_kind = 'shipping_label' order by id"
)


def closed(floor: Workplace, **order: object) -> tuple[PackState, int]:
    """A closed carton at the bench, and its packer."""
    goods, _ = builders.some_stock(floor, weight_g=400)
    builders.a_released_order(floor, (goods, 2), **{"shipping_method": "", **order})
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    return shift.pack_until(floor, ana, state, P.SCAN_LABEL), ana


def test_closing_puts_the_bought_transport_and_why_on_record(floor: Workplace) -> None:
    state, _ = closed(floor, shipping_method="Express 24")
    rows = books.rows(
        floor, "select kind, state, carrier, cost_cents, currency from carrier_purchase"
    )
    assert rows == [("outbound", "bought", "house", 1995, "GBP")]
    (row,) = books.rows(floor, "select tracking_number from carrier_purchase")
    assert row == (state.sscc,)
    with floor.database.begin() as work:
        choice = work.session.query(CarrierPurchase).one().choice
    assert choice["reason"] == "method_asks_for_it"
    assert choice["refused"] == [
        {"carrier": "house", "service": "standard", "why": "not_what_was_paid", "rule": ""}
    ]


def test_rule_of_the_house_decides_and_a_parcel_nothing_is_allowed_for_is_not_closed(
    floor: Workplace,
) -> None:
    never = RouteRule("only standard", frozenset({("house", "standard")}))
    set_house_rules(floor, HouseRules(rules=replace(DEFAULT_RULES, routes=(never,))))
    closed(floor, shipping_method="Express 24")
    assert books.rows(floor, "select service from shipment") == [("standard",)]
    set_house_rules(
        floor, HouseRules(rules=replace(DEFAULT_RULES, routes=(RouteRule("no", frozenset()),)))
    )
    goods, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (goods, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    state = shift.pack_until(floor, ana, state, P.CHOOSE_PACKAGING)
    refusal = shift.pack(floor, ana, state, "XCK").refusal
    assert refusal == NotPrintable("shipping_label", "service", "no_service_takes_this_parcel")


def test_replaced_transport_voids_the_label_and_prints_another_for_the_new_address(
    floor: Workplace,
) -> None:
    state, ana = closed(floor)
    with floor.database.begin() as work:
        order = work.session.get_one(Order, state.order_id)
        work.session.get_one(Address, order.ship_to_id).country_code = "JP"
    transports.replace_transport(floor, None, state.sscc or "")
    assert books.rows(floor, STATES) == [("voided",), ("bought",)]
    assert books.rows(floor, LABELS) == [
        ("shipping_label", 1, "superseded"),
        ("shipping_label", 2, "queued"),
    ]
    assert (
        books.value(floor, "select cost_cents from carrier_purchase where state='bought'") == 1495
    )
    fresh = shift.pack(floor, ana, state, f"]C100{state.sscc}")
    assert fresh.refusal is None
    books.audit(floor.database)


def test_transport_of_a_parcel_that_is_gone_stays(floor: Workplace) -> None:
    state, ana = closed(floor)
    shift.pack_until(floor, ana, state, P.DONE)
    with pytest.raises(Refused) as caught:
        transports.replace_transport(floor, None, state.sscc or "")
    assert caught.value.refusal == TransportKept(state.sscc or "", "", "shipped")
    with pytest.raises(Refused) as caught:
        transports.replace_transport(floor, None, "376104250021234561")
    assert caught.value.refusal == NoSuchParcel("376104250021234561")


def test_way_back_is_bought_once_from_the_carrier_that_brings_the_parcel(floor: Workplace) -> None:
    state, _ = closed(floor)
    first = transports.want_return_label(floor, None, state.sscc or "")
    assert transports.want_return_label(floor, None, state.sscc or "") == first
    kinds = "select kind, state, carrier from carrier_purchase order by id"
    assert books.rows(floor, kinds) == [
        ("outbound", "bought", "house"),
        ("return", "bought", "house"),
    ]
    books.audit(floor.database)


def test_tracking_page_tells_the_way_of_a_parcel(floor: Workplace) -> None:
    state, ana = closed(floor)
    number = state.sscc or ""
    page = transports.tracking_page(floor, number)
    assert page is not None
    assert (page.order_number, page.carrier, page.status) == (
        state.order_number,
        "house",
        ParcelStatus.ANNOUNCED,
    )
    assert page.promised_on is not None
    shift.pack_until(floor, ana, state, P.DONE)
    told = [TrackingEvent(PLACED, ParcelStatus.IN_TRANSIT, "Kiel", "sorted")]
    carton_id = state.carton_id
    assert transports.note_tracking(floor, carton_id, told, "house") == 1
    assert transports.note_tracking(floor, carton_id, told, "house") == 0
    after = transports.tracking_page(floor, number)
    assert after is not None
    assert [event.status for event in after.events] == [
        ParcelStatus.IN_TRANSIT,
        ParcelStatus.ANNOUNCED,
        ParcelStatus.HANDED_OVER,
    ]
    assert transports.tracking_page(floor, "nothing") is None
