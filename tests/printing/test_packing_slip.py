from dataclasses import replace

import pytest

from printing.documents import SlipLine, Unprintable, UnprintableDocument
from printing.paper import Format, Paper
from printing.rendering import render
from tests.printing.decoding import ink_box, is_read, page_texts, pages, read
from tests.printing.paper_samples import ARABIC, GERMAN, JAPANESE, SCRIPTS, SLIP, slip_of

LINE = SLIP.lines[0]


@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
@pytest.mark.parametrize(("lines", "at_least"), [(1, 1), (40, 2), (200, 8)])
def test_every_page_has_head_order_barcode_and_number(
    paper: Paper, lines: int, at_least: int
) -> None:
    data = render(replace(slip_of(lines), paper=paper), Format.PDF, 300)
    texts = page_texts(data)
    assert len(texts) >= at_least
    for number, (words, image) in enumerate(zip(texts, pages(data, 150), strict=True), start=1):
        assert "Packing slip" in words
        assert "Order #564856" in words
        assert "Shipped" in words
        assert f"Page {number} of {len(texts)}" in words
        assert is_read(("]C0", b"O-#564856"), image)


def test_all_lines_are_there_in_order() -> None:
    words = "".join(page_texts(render(slip_of(200), Format.PDF, 300)))
    places = [words.find(f"{22000 + number}") for number in range(1, 201)]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("lines", range(10, 30))
def test_totals_stay_with_the_last_line(lines: int) -> None:
    texts = page_texts(render(slip_of(lines), Format.PDF, 300))
    (page,) = [words for words in texts if "Units in this parcel" in words]
    assert f"{22000 + lines}" in page
    assert f"Lines: {lines}" in page


def test_slip_tells_parcel_quantities_lot_and_who_worked() -> None:
    line = SlipLine(1, "22000", "Frying Pan", 7, 5, 2, "L-77", "2027-03-31")
    slip = replace(SLIP, lines=(line,), customer_reference="PO 12", bill_to=JAPANESE)
    (words,) = page_texts(render(slip, Format.PDF, 300))
    for expected in (
        *("Haus & Hof", "04109 Leipzig", "Mijo Oestrovsky B.Sc.", "Parcel 1 of 2", "PO 12", "AB"),
        *("20 Nov 2026", "395211230000000019", "Lot: L-77", "Best before: 31 Mar 2027", "小林"),
        *("Units listed under", "Units in this parcel: 5", "Send it back within 30 days."),
    ):
        assert expected in words.replace("  ", " ")


def test_slip_speaks_the_customers_language() -> None:
    for language, title in (("de", "Lieferschein"), ("fr", "Bon de livraison"), ("es", "Albarán")):
        assert title in page_texts(render(replace(SLIP, language=language), Format.PDF, 300))[0]


def test_markup_and_control_characters_are_only_text() -> None:
    nasty = '<b>unclosed <img src="file:///etc/hostname"/> & <para> \x00\x1b ]]> (\\) %s {0}'
    slip = replace(
        SLIP,
        order_number="1<b>",
        shop_name=nasty,
        note=nasty,
        gift_message=nasty,
        ship_to=replace(GERMAN, name=nasty),
        lines=(replace(LINE, description=nasty, sku="<i>"),),
    )
    (words,) = page_texts(render(slip, Format.PDF, 300))
    assert words.count("<b>unclosed") >= 4
    assert "]]> (\\) %s {0}" in words


def test_endless_words_stay_inside_the_page() -> None:
    endless = "x" * 400
    slip = replace(
        SLIP,
        shop_name=endless,
        customer_reference=endless,
        order_number=endless,
        picked_by=endless,
        note=endless,
        ship_to=replace(GERMAN, name=endless, street=(endless,) * 5),
        lines=(replace(LINE, description=endless * 10, sku=endless, lot=endless),),
    )
    data = render(slip, Format.PDF, 300)
    assert "...>>" in page_texts(data)[0]
    for image in pages(data, 100):
        left, top, right, bottom = ink_box(image)
        assert min(left, top, image.width - right, image.height - bottom) >= 25


def test_long_note_is_capped_and_points_to_the_order() -> None:
    (words,) = page_texts(render(replace(SLIP, note="word " * 400), Format.PDF, 300))
    assert words.count("word") <= 101
    assert "(see order)" in words


def test_gift_message_keeps_its_line_breaks() -> None:
    (words,) = page_texts(
        render(replace(SLIP, gift_message="Dear Anna\nfrom Bob"), Format.PDF, 300)
    )
    assert "Dear Anna\r\nfrom Bob" in words


def test_empty_optional_fields_leave_no_traces() -> None:
    slip = replace(
        SLIP,
        order_date="",
        customer_reference="",
        sscc="",
        picked_by="",
        return_instructions="",
        lines=(SlipLine(1, "", "", 1, 1),),
    )
    (words,) = page_texts(render(slip, Format.PDF, 300))
    assert not any(word in words for word in ("SSCC", "Order date", "Note", "Gift", "Lot"))


def test_slip_without_lines_is_still_a_page() -> None:
    assert len(page_texts(render(replace(SLIP, lines=()), Format.PDF, 300))) == 1


@pytest.mark.parametrize("address", SCRIPTS, ids=lambda address: address.country_code)
def test_slip_prints_every_script(address: object) -> None:
    slip = replace(SLIP, ship_to=address, gift_message=ARABIC.company)  # type: ignore[arg-type]  # ids need the loose type
    assert is_read(("]C0", b"O-#564856"), pages(render(slip, Format.PDF, 300), 150)[0])


def test_order_number_beyond_ascii_is_printed_without_bars() -> None:
    data = render(replace(SLIP, order_number="Ä-1"), Format.PDF, 300)
    assert "Ä-1" in page_texts(data)[0]
    assert read(pages(data, 150)[0]) == set()


def test_slip_without_order_number_is_refused() -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(replace(SLIP, order_number=" "), Format.PDF, 300)
    assert (refused.value.field, refused.value.reason) == ("order_number", Unprintable.MISSING)


def test_slip_does_not_go_to_a_label_printer() -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(SLIP, Format.ZPL, 203)
    assert refused.value.reason is Unprintable.NEEDS_PAGE_PRINTER


def test_slip_does_not_go_on_label_stock() -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(replace(SLIP, paper=Paper.LABEL_4X6_IN), Format.PDF, 203)
    assert refused.value.reason is Unprintable.WRONG_PAPER
