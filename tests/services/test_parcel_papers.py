"""Papers of parcels: gifts without prices, shops' own looks, labels, customs and manifests."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from app.db.schema import Carton, Manifest, ManifestParcel
from app.db.unit_of_work import UnitOfWork
from app.domain.bench_refusals import CustomsDataMissing
from app.domain.manifests import LoadState, ManifestState
from app.domain.pack_state import PackPrompt, PackState
from app.exchange.model import ImportedAddress
from app.services import packing, station_setup, stationery, transports
from app.services.floor_labels import floor_labels
from app.services.label_requests import LabelRequest, UnknownLabelSubject, WhatToPrint
from app.services.workplace import Workplace
from printing.documents import (
    CarrierManifest,
    CartonLabel,
    CommercialInvoice,
    CustomsDeclaration,
    Document,
    Money,
    PackingSlip,
    PalletLabel,
    ReturnLabel,
    ShippingLabel,
    Unprintable,
    UnprintableDocument,
    from_record,
)
from printing.paper import Format
from printing.rendering import render
from printing.stationery.checking import BadStationery
from printing.stationery.model import PLAIN, Brand, SlipColumn, Stationery
from tests import builders
from tests.printing.decoding import page_texts
from tests.services import books, shift

What = WhatToPrint
BERN = ImportedAddress("Rolf Muster", "", ("Bahnhofstr. 1",), "Bern", "", "3011", "CH", "", "")
SHOP = Stationery(
    brand=Brand(name="Mug Shop", colour="#0b5a4a"),
    packing_slip=replace(
        PLAIN.packing_slip,
        columns=(SlipColumn.DESCRIPTION, SlipColumn.SHIPPED, SlipColumn.UNIT_PRICE),
    ),
)


def closed(floor: Workplace, **order: object) -> PackState:
    """A closed carton at the bench, with two mugs of 400 g at 2.50 each."""
    goods, _ = builders.some_stock(floor, weight_g=400)
    builders.a_released_order(floor, (goods, 2), **order)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    return shift.pack_until(floor, ana, state, PackPrompt.SCAN_LABEL)


def queued(floor: Workplace, kind: str) -> Document:
    """The last document of a kind that was queued."""
    sql = "select document from print_job where document_kind = :kind order by id desc limit 1"
    record = books.value(floor, sql, kind=kind)
    return from_record(json.loads(record) if isinstance(record, str) else record)


def made(floor: Workplace, what: WhatToPrint, *codes: str) -> list[Document]:
    return [label.document for label in floor_labels(floor, LabelRequest(what, codes)).labels]


def test_slip_of_a_gift_names_no_price_and_any_other_may(floor: Workplace) -> None:
    stationery.save_stationery(floor, "shopify", SHOP)
    closed(floor)
    slip = queued(floor, "packing_slip")
    assert isinstance(slip, PackingSlip)
    assert not slip.is_gift
    assert slip.lines[0].unit_price == Money(250, "EUR")
    assert "2,50 EUR" in "".join(page_texts(render(slip, Format.PDF, 300)))
    closed(floor, gift_message="All the best")
    gift = queued(floor, "packing_slip")
    assert isinstance(gift, PackingSlip)
    assert gift.is_gift
    words = "".join(page_texts(render(gift, Format.PDF, 300)))
    assert "EUR" not in words
    assert "All the best" in words


def test_papers_look_as_their_shop_wants_or_else_the_house(floor: Workplace) -> None:
    closed(floor)
    assert queued(floor, "shipping_label").brand == PLAIN.brand  # type: ignore[union-attr]  # a label
    house = Stationery(brand=Brand(name="The House"))
    stationery.save_stationery(floor, stationery.ALL_SHOPS, house)
    closed(floor)
    assert queued(floor, "packing_slip").brand.name == "The House"  # type: ignore[union-attr]  # a slip
    stationery.save_stationery(floor, "shopify", SHOP)
    closed(floor)
    slip, label = queued(floor, "packing_slip"), queued(floor, "shipping_label")
    assert isinstance(slip, PackingSlip)
    assert isinstance(label, ShippingLabel)
    assert (slip.brand, slip.template, label.template) == (
        SHOP.brand,
        SHOP.packing_slip,
        SHOP.label,
    )


def test_stationery_is_kept_changed_and_forgotten(floor: Workplace) -> None:
    stationery.save_stationery(floor, "shopify", SHOP)
    changed = replace(SHOP, brand=replace(SHOP.brand, contact=("www.example.com",)))
    stationery.save_stationery(floor, "shopify", changed)
    (view,) = stationery.stationery_views(floor)
    assert (view.shop, view.stationery) == ("shopify", changed)
    assert stationery.drop_stationery(floor, "shopify")
    assert not stationery.drop_stationery(floor, "shopify")
    assert stationery.stationery_views(floor) == ()


def test_stationery_beyond_its_limits_changes_nothing(floor: Workplace) -> None:
    pale = replace(SHOP, brand=replace(SHOP.brand, colour="#ffff00"))
    before = books.everything(floor)
    with pytest.raises(BadStationery):
        stationery.save_stationery(floor, "shopify", pale)
    assert books.everything(floor) == before


def test_carton_label_is_found_by_sscc_tracking_number_and_order(floor: Workplace) -> None:
    state = closed(floor)
    tracking = books.value(floor, "select tracking_number from carton")
    for code in (state.sscc or "", tracking, state.order_number, f"O-{state.order_number}"):
        (label,) = made(floor, What.CARTON_LABELS, code)
        assert isinstance(label, CartonLabel)
        assert (label.sscc, label.gross_weight_g) == (state.sscc, 860)
        assert (label.number, label.count, label.carrier) == (1, 1, "Harbour Goods")
    assert render(label, Format.ZPL, 203)
    with pytest.raises(UnknownLabelSubject):
        made(floor, What.CARTON_LABELS, "000000000000000000")


def test_what_is_packed_onto_a_pallet_gets_its_label_with_the_same_number(
    floor: Workplace,
) -> None:
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update packaging set max_weight_g = 600000")
    assert isinstance(made(floor, What.CARTON_LABELS, closed(floor).sscc or "")[0], PalletLabel)
    kinds = "select count(*) from print_job where document_kind = 'pallet_label'"
    assert books.value(floor, kinds) == 0  # no printer here for it
    station_setup.route_document(floor, "pallet_label", "F")
    state = closed(floor)
    label = queued(floor, "pallet_label")
    assert isinstance(label, PalletLabel)
    assert (label.sscc, label.number, label.count) == (state.sscc, 1, 1)
    assert label.order_number == state.order_number
    assert (label.ship_to.city, label.gross_weight_g) == ("Kiel", 860)
    for form, dpi in ((Format.ZPL, 203), (Format.PDF, 300)):
        assert render(label, form, dpi)
    transports.replace_transport(floor, None, state.sscc or "")
    copies = "select version, state from print_job where document_kind = 'pallet_label' order by id"
    assert [tuple(row) for row in books.rows(floor, copies)] == [
        (1, "superseded"),
        (2, "queued"),
    ]  # the new transport's papers, and none beside them


def test_open_carton_has_no_papers_yet(floor: Workplace) -> None:
    goods, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (goods, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    shift.open_bench(floor, ana, tote)
    with pytest.raises(UnknownLabelSubject):
        made(floor, What.CARTON_LABELS, number)


def test_return_label_needs_its_transport_and_then_swaps_the_ends(floor: Workplace) -> None:
    state = closed(floor)
    with pytest.raises(UnprintableDocument) as refused:
        made(floor, What.RETURN_LABELS, state.sscc or "")
    assert refused.value.reason is Unprintable.MISSING
    ana = builders.an_operator(floor)
    transports.want_return_label(floor, ana, state.sscc or "")
    (label,) = made(floor, What.RETURN_LABELS, state.sscc or "")
    assert isinstance(label, ReturnLabel)
    assert (label.customer.city, label.return_to.city) == ("Kiel", "Bristol")
    assert label.payload == f"O-{state.order_number}"
    assert label.tracking_number
    assert render(label, Format.ZPL, 203)


def test_customs_papers_say_what_is_in_the_parcel_and_what_it_is_worth(floor: Workplace) -> None:
    for kind in ("customs_declaration", "commercial_invoice"):
        station_setup.route_document(floor, kind, "F")
    state = closed(floor, ship_to=BERN)
    kinds = "select document_kind from print_job order by id"
    assert [str(kind) for (kind,) in books.rows(floor, kinds)] == [
        "packing_slip",
        "shipping_label",
        "customs_declaration",
        "commercial_invoice",
    ]
    (declaration,) = made(floor, What.CUSTOMS, state.sscc or "")
    (invoice,) = made(floor, What.INVOICES, state.sscc or "")
    assert isinstance(declaration, CustomsDeclaration)
    assert isinstance(invoice, CommercialInvoice)
    for document in (declaration, invoice):
        (line,) = document.lines
        assert (line.quantity, line.net_weight_g, line.value) == (2, 800, Money(500, "EUR"))
        assert (line.description, line.tariff_number, line.origin) == (
            "Stoneware mug",
            "691200",
            "PT",
        )
        assert document.gross_weight_g == 860
        assert document.recipient.country_code == "CH"
        assert render(document, Format.PDF, 300)


LACKING = {
    "customs_description": "update item set customs_description = ''",
    "tariff_number": "update item set tariff_number = ''",
    "origin_country": "update item set origin_country = ''",
    "customs_value": "update order_line set unit_price_cents = null",
    "weight_g": "update item set weight_g = null",
}


def test_what_customs_want_is_refused_by_field_before_anything_is_packed(floor: Workplace) -> None:
    goods, _ = builders.some_stock(floor, weight_g=400)
    number = builders.a_released_order(floor, (goods, 2), ship_to=BERN)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    for field, statement in LACKING.items():
        with floor.database.engine.connect() as connection:
            before = connection.exec_driver_sql(
                "select customs_description, tariff_number, origin_country, weight_g from item"
            ).one()
        with floor.database.engine.begin() as connection:
            connection.execute(text(statement))
        refused = packing.open_order(floor, ana, builders.entry(tote))
        assert refused.refusal == CustomsDataMissing(number, "CH", goods.sku, field)
        with floor.database.engine.begin() as connection:
            connection.execute(
                text(
                    "update item set customs_description = :d, tariff_number = :t, "
                    "origin_country = :o, weight_g = :w"
                ),
                dict(zip("dtow", before, strict=True)),
            )
            connection.execute(text("update order_line set unit_price_cents = 250"))
    assert books.value(floor, "select count(*) from carton") == 0
    opened = shift.open_bench(floor, ana, tote)
    assert shift.pack_until(floor, ana, opened, PackPrompt.SCAN_LABEL).sscc


def test_the_carrier_is_told_what_customs_want_and_nothing_inside_a_customs_area(
    floor: Workplace,
) -> None:
    with floor.database.engine.begin() as connection:
        connection.execute(text("update item set customs_value_cents = 300"))
    closed(floor, ship_to=BERN)
    asked = "select request from carrier_purchase order by id desc limit 1"
    record = books.value(floor, asked)
    (told,) = (json.loads(record) if isinstance(record, str) else record)["goods"]
    assert (told["tariff_number"], told["origin_country"], told["quantity"]) == ("691200", "PT", 2)
    closed(floor, ship_to=replace(BERN, country_code="GB", postcode="YO9 1FH", city="York"))
    record = books.value(floor, asked)
    assert (json.loads(record) if isinstance(record, str) else record)["goods"] == []


def test_manifest_lists_what_was_loaded_and_waits_for_its_driver(floor: Workplace) -> None:
    state = closed(floor)
    ana = builders.an_operator(floor, "Ana Kovac")
    at = datetime(2026, 11, 23, 16, 40, tzinfo=UTC)

    def load(work: UnitOfWork) -> None:
        carton = work.session.query(Carton).one()
        manifest = Manifest(
            number="M-000117",
            carrier="house",
            state=ManifestState.CLOSED,
            opened_at=at,
            closed_at=at,
            closed_by=ana,
        )
        work.session.add(manifest)
        work.session.flush()
        parcel = ManifestParcel(
            manifest_id=manifest.id, carton_id=carton.id, state=LoadState.LOADED, at=at
        )
        work.session.add(parcel)

    floor.database.run(load)
    for codes in ((), ("m-000117",)):
        (document,) = made(floor, What.MANIFESTS, *codes)
        assert isinstance(document, CarrierManifest)
        assert (document.number, document.payload) == ("M-000117", "M-000117")
        assert (document.carrier, document.closed_by) == ("Harbour Goods", "Ana Kovac")
        (parcel,) = document.parcels
        assert (parcel.sscc, parcel.order_number) == (state.sscc, state.order_number)
        assert (parcel.postcode, parcel.country_code, parcel.weight_g) == ("24103", "DE", 860)
    assert render(document, Format.PDF, 300)
    with pytest.raises(UnknownLabelSubject):
        made(floor, What.MANIFESTS, "M-9")
