from dataclasses import replace

import pytest

from printing.documents import (
    CarrierManifest,
    CommercialInvoice,
    CustomsCategory,
    CustomsDeclaration,
    Document,
    Money,
    PlaceKind,
    PlaceLabel,
    Unprintable,
    UnprintableDocument,
)
from printing.paper import Format, Paper
from printing.rendering import render
from tests.printing.decoding import ink_box, is_read, page_texts, pages, read
from tests.printing.more_samples import DECLARATION, GOODS, INVOICE, MANIFEST, PLACES, manifest_of
from tests.printing.paper_samples import GERMAN, JAPANESE, SCRIPTS

PARCEL = MANIFEST.parcels[0]


def texts_of(document: Document) -> list[str]:
    return page_texts(render(document, Format.PDF, 300))


@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
def test_manifest_lists_every_parcel_and_sums_them_up(paper: Paper) -> None:
    texts = texts_of(replace(manifest_of(200), paper=paper))
    words = "".join(texts)
    assert all(f"HC{number:09}DE" in words for number in range(1, 201))
    assert "Parcels: 200 Weight: 240.00 kg" in words
    for number, page in enumerate(texts, start=1):
        assert "M-2026-0117" in page
        assert f"Page {number} of {len(texts)}" in page


def test_manifest_counts_by_country_and_service_and_what_was_not_weighed() -> None:
    swiss = replace(PARCEL, country_code="CH", service="ECONOMY", weight_g=None)
    (words,) = texts_of(replace(MANIFEST, parcels=(PARCEL, PARCEL, swiss)))
    for expected in (
        *("CH 1 · DE 2", "ECONOMY 1 · EXPRESS 24 2", "Parcels without weight: 1"),
        *("Weight: 2.40 kg", "Driver's copy", "4711", "PU 88", "23 Nov 2026 16:40"),
        *("Handed over", "Taken over", "Parcels counted", "Ana"),
    ):
        assert expected in words


def test_totals_and_signatures_of_a_manifest_stand_below_its_last_parcel() -> None:
    for count in range(30, 48):
        texts = texts_of(manifest_of(count))
        (page,) = [page for page in texts if "Taken over" in page]
        assert "Handed over" in page
        (totals,) = [page for page in texts if f"Parcels: {count}" in page]
        assert f"HC{count:09}DE" in totals


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"number": ""}, "number", Unprintable.MISSING),
        ({"payload": ""}, "payload", Unprintable.MISSING),
        ({"carrier": " "}, "carrier", Unprintable.MISSING),
        ({"parcels": ()}, "parcels", Unprintable.EMPTY),
        (
            {"parcels": (PARCEL, replace(PARCEL, tracking_number="", sscc=""))},
            "parcels[1].tracking_number",
            Unprintable.MISSING,
        ),
    ],
)
def test_manifest_that_proves_nothing_is_refused(
    changes: dict[str, object], field: str, reason: Unprintable
) -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(replace(MANIFEST, **changes), Format.PDF, 300)  # type: ignore[arg-type]  # fields by name
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_declaration_says_what_customs_ask_for() -> None:
    (words,) = texts_of(DECLARATION)
    for expected in (
        *("Customs declaration", "May be opened officially", "HC000000117DE", "Rolf Muster"),
        *("Sale of goods", "Frying pan, steel", "HS code 732393 · Origin DE", "2.40 kg"),
        *("49.98 EUR", "Net weight: 3.20 kg", "Gross weight: 3.60 kg", "Value: 69.97 EUR"),
        *("Postage: 12.90 EUR", "I certify", "Ana Lind", "EORI DE000000000000000", "Switzerland"),
    ):
        assert expected in words


@pytest.mark.parametrize("category", CustomsCategory)
def test_declaration_crosses_one_category(category: CustomsCategory) -> None:
    document = replace(DECLARATION, category=category, category_words="Repair")
    (image,) = pages(render(document, Format.PDF, 300), 300)
    filled = 0
    (words,) = texts_of(document)
    assert ("Other: Repair" in words) is (category is CustomsCategory.OTHER)
    mm = 300 / 25.4
    for row in range(2):
        for column in range(3):
            x = (3 + column * 95.6 / 3 + 1.5) * mm
            y = (12.5 + 14 + 24 + 1 + row * 4.4 + 1.5) * mm
            spot = image.crop((round(x) - 3, round(y) - 3, round(x) + 3, round(y) + 3))
            filled += max(spot.tobytes()) < 128
    assert filled == 1


def test_goods_that_do_not_fit_go_on_further_labels_with_numbers() -> None:
    texts = texts_of(replace(DECLARATION, lines=GOODS * 10, gross_weight_g=None))
    assert len(texts) > 1
    assert "".join(texts).count("Frying pan, steel") == 10
    for number, page in enumerate(texts, start=1):
        assert "Customs declaration" in page
        assert f"Page {number} of {len(texts)}" in page


def test_invoice_says_who_sells_what_and_what_it_is_worth() -> None:
    (words,) = texts_of(replace(INVOICE, buyer=JAPANESE, insurance=Money(250, "EUR")))
    for expected in (
        *("Commercial invoice", "CI-2026-0117", "23 Nov 2026", "Exporter", "Recipient", "Buyer"),
        *("DAP Bern", "Sale of goods", "732393", "DE", "SKU 22001", "69.97 EUR", "12.90 EUR"),
        *("2.50 EUR", "85.37 EUR", "Parcels: 1", "Gross weight: 3.60 kg", "I declare", "Ana Lind"),
    ):
        assert expected in words


def test_invoice_without_charges_names_its_total_once() -> None:
    (words,) = texts_of(replace(INVOICE, freight=None))
    assert words.count("69.97 EUR") == 1
    assert "Total" in words


def test_invoice_of_200_lines_numbers_its_pages() -> None:
    texts = texts_of(replace(INVOICE, lines=GOODS * 100, gross_weight_g=None))
    assert "Page 1 of" in texts[0]
    assert "".join(texts).count("Cookbook") == 100


BAD_GOODS: tuple[tuple[dict[str, object], str, Unprintable], ...] = (
    ({"lines": ()}, "lines", Unprintable.EMPTY),
    ({"lines": (replace(GOODS[0], description=""),)}, "lines[0].description", Unprintable.MISSING),
    ({"lines": (replace(GOODS[0], quantity=0),)}, "lines[0].quantity", Unprintable.OUT_OF_RANGE),
    (
        {"lines": (replace(GOODS[0], net_weight_g=0),)},
        "lines[0].net_weight_g",
        Unprintable.OUT_OF_RANGE,
    ),
    (
        {"lines": (replace(GOODS[0], value=Money(-1, "EUR")),)},
        "lines[0].value",
        Unprintable.OUT_OF_RANGE,
    ),
    (
        {"lines": (replace(GOODS[0], value=Money(1, "Euro")),)},
        "lines[0].value",
        Unprintable.NO_CURRENCY,
    ),
    (
        {"lines": (GOODS[0], replace(GOODS[1], value=Money(1, "USD")))},
        "lines[1].value",
        Unprintable.SEVERAL_CURRENCIES,
    ),
    (
        {"lines": (replace(GOODS[0], tariff_number="7323.93"),)},
        "lines[0].tariff_number",
        Unprintable.NO_TARIFF_NUMBER,
    ),
    ({"lines": (replace(GOODS[0], origin="QQ"),)}, "lines[0].origin", Unprintable.UNKNOWN_COUNTRY),
    ({"gross_weight_g": 3000}, "gross_weight_g", Unprintable.OUT_OF_RANGE),
    ({"category": CustomsCategory.OTHER}, "category_words", Unprintable.MISSING),
    ({"signed_by": ""}, "signed_by", Unprintable.MISSING),
    ({"recipient": replace(GERMAN, city="")}, "recipient.city", Unprintable.MISSING),
)


@pytest.mark.parametrize("document", [DECLARATION, INVOICE], ids=["declaration", "invoice"])
@pytest.mark.parametrize(("changes", "field", "reason"), BAD_GOODS)
def test_paper_that_customs_would_send_back_is_refused(
    document: CustomsDeclaration | CommercialInvoice,
    changes: dict[str, object],
    field: str,
    reason: Unprintable,
) -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(replace(document, **changes), Format.PDF, 300)  # type: ignore[arg-type]  # fields by name
    assert (refused.value.field, refused.value.reason) == (field, reason)


@pytest.mark.parametrize(
    ("document", "field", "reason"),
    [
        (replace(DECLARATION, reference=""), "reference", Unprintable.MISSING),
        (replace(DECLARATION, payload="Ü"), "payload", Unprintable.NOT_IN_BARCODE),
        (replace(DECLARATION, payload="H" * 60), "payload", Unprintable.DOES_NOT_FIT),
        (replace(DECLARATION, postage=Money(1, "€")), "postage", Unprintable.NO_CURRENCY),
        (replace(INVOICE, number=""), "number", Unprintable.MISSING),
        (replace(INVOICE, issued_on=""), "issued_on", Unprintable.MISSING),
        (replace(INVOICE, freight=Money(1, "USD")), "freight", Unprintable.SEVERAL_CURRENCIES),
    ],
)
def test_customs_paper_without_its_own_data_is_refused(
    document: Document, field: str, reason: Unprintable
) -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(document, Format.PDF, 300)
    assert (refused.value.field, refused.value.reason) == (field, reason)


@pytest.mark.parametrize("address", SCRIPTS, ids=lambda address: address.country_code)
def test_every_script_goes_on_manifest_declaration_and_invoice(address: object) -> None:
    documents: tuple[Document, ...] = (
        replace(DECLARATION, recipient=address),  # type: ignore[arg-type]  # ids need the loose type
        replace(INVOICE, recipient=address),  # type: ignore[arg-type]  # ids need the loose type
    )
    for document in documents:
        code = ("]C0", document.payload.encode())  # type: ignore[union-attr]  # both have one
        assert is_read(code, pages(render(document, Format.PDF, 300), 300)[0])


def test_empty_optional_data_of_a_manifest_leave_no_traces() -> None:
    plain = CarrierManifest("M-1", "M-1", "House", MANIFEST.sender, (PARCEL,))
    (words,) = texts_of(plain)
    assert not any(part in words for part in ("Account", "Pickup", "Closed", "Vehicle"))


@pytest.mark.parametrize("label", PLACES, ids=lambda label: label.place.value)
@pytest.mark.parametrize("paper", [Paper.LABEL_100X50_MM, Paper.LABEL_4X6_IN, Paper.A4])
def test_name_of_a_place_is_read_from_afar(label: PlaceLabel, paper: Paper) -> None:
    (image,) = pages(render(replace(label, paper=paper), Format.PDF, 203), 203)
    height = image.height if paper is not Paper.LABEL_100X50_MM else round(50 / 25.4 * 203)
    band = image.crop((0, round(height * 0.17), image.width, round(height * 0.5)))
    _, top, _, bottom = ink_box(band)
    least_mm = 9 if paper is Paper.LABEL_100X50_MM else 15
    assert (bottom - top) / 203 * 25.4 >= least_mm


@pytest.mark.parametrize("paper", [Paper.LABEL_100X50_MM, Paper.TAPE_62_MM, Paper.LABEL_4X6_IN])
def test_position_without_a_code_is_a_large_number_and_no_bars(paper: Paper) -> None:
    label = PlaceLabel(PlaceKind.CART_POSITION, "", "12", "Cart 7", "Heavy totes", paper=paper)
    (image,) = pages(render(label, Format.PDF, 203), 203)
    assert read(image) == set()
    band = image.crop((0, round(image.height * 0.18), image.width, round(image.height * 0.84)))
    _, top, _, bottom = ink_box(band)
    assert (bottom - top) / 203 * 25.4 >= 20


def test_place_says_what_it_is_and_whose() -> None:
    label = PlaceLabel(PlaceKind.CUBBY, "W-02-C4", "C4", "WALL 2", "Orders of today", "de")
    (words,) = page_texts(render(label, Format.PDF, 203))
    for expected in ("Fach · WALL 2", "C4", "Orders of today", "W-02-C4"):
        assert expected in words


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"name": ""}, "name", Unprintable.MISSING),
        ({"payload": ""}, "payload", Unprintable.MISSING),
        ({"payload": "Ü"}, "payload", Unprintable.NOT_IN_BARCODE),
        ({"payload": "W" * 60}, "payload", Unprintable.DOES_NOT_FIT),
        ({"name": "W" * 90}, "name", Unprintable.DOES_NOT_FIT),
    ],
)
def test_place_label_that_could_not_be_scanned_is_refused(
    changes: dict[str, object], field: str, reason: Unprintable
) -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(replace(PLACES[0], **changes), Format.PDF, 203)  # type: ignore[arg-type]  # fields by name
    assert (refused.value.field, refused.value.reason) == (field, reason)
