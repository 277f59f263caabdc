from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from PIL import Image

from printing.documents import PostalAddress, ShippingLabel, Unprintable, UnprintableDocument
from printing.paper import Format, Paper
from printing.rendering import render
from tests.printing.decoding import (
    bars_of,
    degraded,
    height_of,
    ink_box,
    is_read,
    page_texts,
    pages,
    printed_zpl,
    read,
    symbols,
)
from tests.printing.paper_samples import GERMAN, LABEL, SCRIPTS, SSCC

PAPERS = (Paper.LABEL_4X6_IN, Paper.LABEL_100X150_MM)
SSCC_BYTES = b"00" + SSCC.encode()
LONG = PostalAddress(
    "Maximiliane-Alexandra von und zu Hohenstein-Oberweißenfels",
    "Internationale Handelsgesellschaft für besonders lange Namen mbH & Co. KG",
    (
        "Building 7, Unit 1204",
        "Behind the old railway station",
        "c/o Desk",
        "Gate 14",
        "Road " * 30,
    ),
    "Llanfairpwllgwyngyll",
    "Isle of Anglesey",
    "LL61 5UJ",
    "GB",
    phone="+44 1248 000000",
)


def picture(label: ShippingLabel, output: Format, dpi: int) -> Image.Image:
    data = render(label, output, dpi)
    if output is Format.PDF:
        (image,) = pages(data, dpi)
        return image
    return printed_zpl(data, label.paper.size_dots(dpi), dpi)


@pytest.fixture(
    scope="module",
    params=[(p, o, d) for p in PAPERS for o in Format for d in (203, 300)],
    ids=str,
)
def printed(request: pytest.FixtureRequest) -> tuple[Image.Image, int]:
    paper, output, dpi = request.param
    return picture(replace(LABEL, paper=paper), output, dpi), dpi


def test_sscc_reads_back_as_gs1(printed: tuple[Image.Image, int]) -> None:
    assert is_read(("]C1", SSCC_BYTES), printed[0])


def test_bars_are_whole_dots_with_quiet_zones_and_full_height(
    printed: tuple[Image.Image, int],
) -> None:
    image, dpi = printed
    symbol = symbols(image)[SSCC_BYTES]
    left, widths, right = bars_of(image, symbol)
    module = sum(widths) // 156
    assert sum(widths) == 156 * module
    assert all(width % module == 0 for width in widths)
    assert 0.495 <= module / dpi * 25.4 <= 1.016
    assert min(left, right) >= 10 * module
    assert height_of(image, symbol) / dpi * 25.4 >= 31.75


def test_sscc_is_the_lowest_symbol(printed: tuple[Image.Image, int]) -> None:
    image, _ = printed
    tops = {content: found.position.top_left.y for content, found in symbols(image).items()}
    assert len(tops) == 2
    assert max(tops, key=lambda content: tops[content]) == SSCC_BYTES


def test_nothing_reaches_the_edge(printed: tuple[Image.Image, int]) -> None:
    image, dpi = printed
    left, top, right, bottom = ink_box(image)
    margin = round(2 / 25.4 * dpi)
    assert left >= margin
    assert top >= margin
    assert right <= image.width - margin
    assert bottom <= image.height - margin


def test_sscc_survives_turned_labels_and_thick_print(printed: tuple[Image.Image, int]) -> None:
    image, _ = printed
    unread = [
        place
        for place, version in enumerate(degraded(image))
        if not is_read(("]C1", SSCC_BYTES), version)
    ]
    assert unread == []


def test_postcode_is_there_for_sorting_machines() -> None:
    assert is_read(("]C1", b"42127662500"), picture(LABEL, Format.PDF, 203))


def test_postcode_with_letters_is_written_without_blanks() -> None:
    label = replace(LABEL, ship_to=replace(GERMAN, postcode="SW1A 1AA", country_code="GB"))
    assert is_read(("]C1", b"421826SW1A1AA"), picture(label, Format.ZPL, 203))


def test_postcode_beyond_gs1_letters_has_no_symbol_but_is_printed() -> None:
    label = replace(
        LABEL, ship_to=replace(GERMAN, postcode="\u03a4\u039a 18225", country_code="CY")
    )
    data = render(label, Format.PDF, 203)
    assert read(pages(data, 203)[0]) == {("]C1", SSCC_BYTES)}
    assert "\u03a4\u039a 18225" in page_texts(data)[0]


@pytest.mark.parametrize("output", Format)
def test_carriers_own_number_gets_its_own_symbol(output: Format) -> None:
    label = replace(LABEL, tracking_number="HC-00012345-de^~>_")
    found = read(picture(label, output, 203))
    assert ("]C0", b"HC-00012345-de^~>_") in found
    assert ("]C1", SSCC_BYTES) in found


def test_all_that_a_carrier_needs_is_written() -> None:
    label = replace(LABEL, marks=("FRAGILE", "THIS SIDE UP"), mark="COPY 2")
    (words,) = page_texts(render(label, Format.PDF, 203))
    for expected in (
        *("Haus & Hof Versand GmbH", "04109 Leipzig", "Mijo Oestrovsky B.Sc.", "62500"),
        *("Schönlandring 2/9", "Rothenburg ob der Tauber", "GERMANY", "EXPRESS 24"),
        *("House carrier", "#564856", "PO 4500017", "Parcel 1 of 2", "1.24 kg", "23 Nov 2026"),
        *("Household goods", "FRAGILE", "THIS SIDE UP", "COPY 2", f"(00) {SSCC}"),
    ):
        assert expected in words.replace("  ", " ")


def test_label_speaks_the_customers_language() -> None:
    (words,) = page_texts(render(replace(LABEL, language="de-AT"), Format.PDF, 203))
    assert "Paket 1 von 2" in words
    assert "1,24 kg" in words
    assert "23.11.2026" in words


def test_unknown_language_falls_back_to_english() -> None:
    (words,) = page_texts(render(replace(LABEL, language="tlh"), Format.PDF, 203))
    assert "Parcel 1 of 2" in words


@pytest.mark.parametrize("address", SCRIPTS, ids=lambda address: address.country_code)
@pytest.mark.parametrize("output", Format)
def test_every_script_prints_and_the_sscc_still_reads(
    address: PostalAddress, output: Format
) -> None:
    image = picture(replace(LABEL, ship_to=address), output, 203)
    assert is_read(("]C1", SSCC_BYTES), image)


def test_long_address_is_cut_with_a_mark_but_keeps_town_postcode_and_country() -> None:
    label = replace(LABEL, ship_to=LONG, marks=("FRAGILE",), tracking_number="HC-00012345-DE")
    (words,) = page_texts(render(label, Format.PDF, 203))
    assert "...>>" in words
    assert "Maximiliane-Alexandra" in words
    assert "Llanfairpwllgwyngyll, Isle of Anglesey" in words
    assert "LL61 5UJ" in words
    assert "UNITED KINGDOM" in words


def test_longest_texts_touch_neither_symbols_nor_edges() -> None:
    label = replace(
        LABEL,
        ship_to=LONG,
        ship_from=LONG,
        marks=("FRAGILE", "THIS SIDE UP"),
        service="International Tracked & Signed Economy, duties paid",
        order_number="9" * 80,
        customer_reference="x" * 400,
        contents="goods " * 90,
        carrier="c" * 300,
        mark="COPY 2",
    )
    image = picture(label, Format.PDF, 203)
    assert is_read(("]C1", SSCC_BYTES), image)
    assert ink_box(image)[2] <= image.width - 16


def test_country_without_postcodes_needs_none() -> None:
    label = replace(LABEL, ship_to=replace(GERMAN, postcode="", country_code="HK"))
    (words,) = page_texts(render(label, Format.PDF, 203))
    assert "HONG KONG" in words


def test_postcode_and_country_too_wide_for_one_line_take_two() -> None:
    address = replace(GERMAN, country_name="South Georgia and the South Sandwich Isl.")
    for postcode in ("SIQQ 1ZZ", ""):
        label = replace(LABEL, ship_to=replace(address, postcode=postcode, country_code="HK"))
        (words,) = page_texts(render(label, Format.PDF, 203))
        assert "SOUTH GEORGIA AND THE SOUTH SANDWICH ISL." in words
        assert postcode in words


def test_country_without_iso_number_has_no_routing_symbol() -> None:
    label = replace(LABEL, ship_to=replace(GERMAN, country_code="XK", postcode="10000"))
    assert read(picture(label, Format.PDF, 203)) == {("]C1", SSCC_BYTES)}


def test_letters_that_leave_no_ink_print_nothing() -> None:
    label = replace(LABEL, contents="\u2800", customer_reference="", marks=("\u2800",))
    assert is_read(("]C1", SSCC_BYTES), picture(label, Format.ZPL, 203))


def test_threads_printing_at_once_get_the_same_labels() -> None:
    labels = [replace(LABEL, ship_to=address) for address in SCRIPTS] * 2
    alone = [render(label, Format.PDF, 203) for label in labels]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda label: render(label, Format.PDF, 203), labels))
    assert together == alone


def test_sheet_holds_one_label() -> None:
    assert len(pages(render(LABEL, Format.PDF, 203), 203)) == 1


def with_ship_to(**changes: str) -> ShippingLabel:
    return replace(LABEL, ship_to=replace(GERMAN, **changes))  # type: ignore[arg-type]  # text fields only


@pytest.mark.parametrize(
    ("label", "field", "reason"),
    [
        (with_ship_to(postcode=" "), "ship_to.postcode", Unprintable.MISSING),
        (with_ship_to(city=""), "ship_to.city", Unprintable.MISSING),
        (with_ship_to(name=""), "ship_to.name", Unprintable.MISSING),
        (with_ship_to(country_code=""), "ship_to.country_code", Unprintable.MISSING),
        (with_ship_to(country_code="QQ"), "ship_to.country_code", Unprintable.UNKNOWN_COUNTRY),
        (with_ship_to(postcode="9" * 60), "ship_to.postcode", Unprintable.DOES_NOT_FIT),
        (with_ship_to(country_name="W" * 90), "ship_to.country_code", Unprintable.DOES_NOT_FIT),
        (replace(LABEL, service=""), "service", Unprintable.MISSING),
        (replace(LABEL, service="W" * 200), "service", Unprintable.DOES_NOT_FIT),
        (replace(LABEL, sscc=""), "sscc", Unprintable.MISSING),
        (replace(LABEL, sscc="39521123000000001"), "sscc", Unprintable.WRONG_LENGTH),
        (replace(LABEL, sscc="395211230000000018"), "sscc", Unprintable.WRONG_CHECK_DIGIT),
        (replace(LABEL, marks=("HAZARD " * 40,)), "marks", Unprintable.DOES_NOT_FIT),
        (replace(LABEL, tracking_number="Ü1"), "tracking_number", Unprintable.NOT_IN_BARCODE),
        (replace(LABEL, tracking_number="A" * 60), "tracking_number", Unprintable.DOES_NOT_FIT),
        (replace(LABEL, paper=Paper.A4), "paper", Unprintable.WRONG_PAPER),
    ],
)
def test_label_that_would_mislead_is_refused_with_its_field(
    label: ShippingLabel, field: str, reason: Unprintable
) -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(label, Format.PDF, 203)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert refused.value.remedy in str(refused.value)


def test_printer_too_coarse_for_bars_is_refused() -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(LABEL, Format.PDF, 96)
    assert refused.value.reason is Unprintable.COARSE_PRINTER
