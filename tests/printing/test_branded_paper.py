from dataclasses import replace

import pytest
from PIL import Image

from printing.documents import PackingSlip, SlipLine, Unprintable, UnprintableDocument
from printing.documents.amounts import Money
from printing.paper import Format
from printing.rendering import render
from printing.stationery.model import PLAIN_GIFT_SLIP, SlipBlock, SlipColumn
from tests.printing.decoding import is_read, page_texts, pages, printed_zpl, read
from tests.printing.more_samples import RETURN
from tests.printing.paper_samples import JAPANESE, LABEL, SLIP, SSCC
from tests.printing.stationery_samples import BRAND, SHOP, SLIP_TEMPLATE

GREEN = (11, 90, 74)
PRICED = SlipLine(1, "22001", "Frying Pan", 3, 2, 1, unit_price=Money(1299, "EUR"))
BRANDED = replace(SLIP, lines=(PRICED,), brand=BRAND, template=SLIP_TEMPLATE)
GIFT = replace(BRANDED, is_gift=True, bill_to=JAPANESE, gift_message="All the best\nBob")


def words_of(slip: PackingSlip) -> str:
    return "".join(page_texts(render(slip, Format.PDF, 300)))


def colours(image: Image.Image) -> set[tuple[int, ...]]:
    found = image.convert("RGB").getcolors(image.width * image.height)
    assert found is not None
    return {colour for count, colour in found if count > 200 and isinstance(colour, tuple)}


def coloured_page(slip: PackingSlip) -> Image.Image:
    import pypdfium2

    document = pypdfium2.PdfDocument(render(slip, Format.PDF, 300))
    picture: Image.Image = document[0].render(scale=100 / 72).to_pil()
    return picture


def test_slip_bears_the_shops_name_texts_and_small_print() -> None:
    words = words_of(BRANDED)
    for expected in (
        *("Haus & Hof Leipzig", "www.example.com", "Your parcel", "Leaflet: caring for enamel"),
        *("Dear Mijo Oestrovsky B.Sc.,", "thank you for order #564856.", "Your Haus & Hof Leipzig"),
        *("Haus & Hof Versand GmbH, Leipzig", "12.99 EUR", "25.98 EUR"),
    ):
        assert expected in words


def test_logo_and_colour_are_printed() -> None:
    assert GREEN in colours(coloured_page(BRANDED))
    assert GREEN not in colours(coloured_page(SLIP))


def test_blocks_come_in_the_order_chosen_and_no_others() -> None:
    blocks = (SlipBlock.CLOSING, SlipBlock.LINES, SlipBlock.GREETING, SlipBlock.ADDRESSES)
    words = words_of(replace(BRANDED, template=replace(SLIP_TEMPLATE, blocks=blocks)))
    order = ["Your Haus & Hof Leipzig", "Frying Pan", "thank you for order", "Ship to"]
    places = [words.find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)
    assert "Leaflet" not in words
    assert "Picked by" not in words


def test_columns_come_in_the_order_chosen() -> None:
    columns = (SlipColumn.SHIPPED, SlipColumn.DESCRIPTION)
    words = words_of(replace(BRANDED, template=replace(SLIP_TEMPLATE, columns=columns)))
    assert words.index("Shipped") < words.index("Description")
    assert "SKU" not in words
    assert "EUR" not in words


def test_explanation_of_units_to_follow_needs_its_column() -> None:
    columns = (SlipColumn.DESCRIPTION, SlipColumn.SHIPPED)
    template = replace(SLIP_TEMPLATE, columns=columns)
    assert "Units listed under" in words_of(BRANDED)
    assert "Units listed under" not in words_of(replace(BRANDED, template=template))


def test_returns_link_is_a_qr_code_with_the_order() -> None:
    (image,) = pages(render(BRANDED, Format.PDF, 300), 300)
    found = {content for _, content in read(image)}
    assert b"https://example.com/returns?order=%23564856" in found


def test_returns_link_stands_in_for_missing_instructions() -> None:
    words = words_of(replace(BRANDED, return_instructions=""))
    assert "https://example.com/returns" in words


@pytest.mark.parametrize("template", [SLIP_TEMPLATE, PLAIN_GIFT_SLIP])
def test_gift_slip_names_neither_price_nor_buyer(template: object) -> None:
    words = words_of(replace(GIFT, template=template))  # type: ignore[arg-type]  # ids need the loose type
    assert "EUR" not in words
    assert "12.99" not in words
    assert JAPANESE.name not in words
    assert "PO 4500017" not in words
    assert "All the best" in words
    assert "Quantity" in words


def test_gift_slip_keeps_the_buyers_note_to_the_shop_to_itself() -> None:
    assert "secret" not in words_of(replace(GIFT, note="secret"))
    assert "secret" in words_of(replace(BRANDED, note="secret"))


def test_gift_slip_of_the_usual_form_has_the_message_above_the_lines() -> None:
    words = words_of(replace(GIFT, template=PLAIN_GIFT_SLIP))
    assert words.index("A gift for you") < words.index("All the best") < words.index("Frying Pan")


def test_yen_have_no_hundredths_and_germans_a_comma() -> None:
    yen = replace(PRICED, unit_price=Money(120000, "JPY"))
    assert "1200 JPY" in words_of(replace(BRANDED, lines=(yen,)))
    assert "12,99 EUR" in words_of(replace(BRANDED, language="de"))


@pytest.mark.parametrize("output", Format)
@pytest.mark.parametrize("dpi", [203, 300])
def test_label_bears_logo_and_note_but_not_what_the_shop_hides(output: Format, dpi: int) -> None:
    label = replace(LABEL, brand=SHOP.brand, template=SHOP.label)
    data = render(label, output, dpi)
    if output is Format.PDF:
        (image,) = pages(data, dpi)
        (words,) = page_texts(data)
        assert "Please leave with neighbours" in words
        assert "Haus & Hof Leipzig" in words
        assert "Household goods" not in words
    else:
        image = printed_zpl(data, label.paper.size_dots(dpi), dpi)
    assert is_read(("]C1", b"00" + SSCC.encode()), image)
    logo = image.crop((0, 0, round(26 / 25.4 * dpi), round(18 / 25.4 * dpi)))
    dark = sum(level < 128 for level in logo.convert("L").tobytes())
    assert dark > 0.05 * logo.width * logo.height


def test_label_without_logo_is_as_before() -> None:
    template = replace(SHOP.label, shows_logo=False)
    words = "".join(
        page_texts(render(replace(LABEL, brand=BRAND, template=template), Format.PDF, 203))
    )
    assert "Haus & Hof Leipzig" not in words


def test_return_label_swaps_the_ends_and_says_so_in_big_letters() -> None:
    (words,) = page_texts(render(RETURN, Format.PDF, 203))
    assert words.count("RETURN") >= 3
    assert words.index("Mijo Oestrovsky") < words.index("Return to")
    for expected in ("Haus & Hof Versand GmbH", "04109", "GERMANY", "R-000123", "#564856"):
        assert expected in words


def test_return_label_has_the_carriers_number_beside_our_own() -> None:
    label = replace(RETURN, tracking_number="HC000000117DE")
    (image,) = pages(render(label, Format.PDF, 203), 203)
    assert {("]C0", b"R-000123"), ("]C0", b"HC000000117DE")} <= read(image)


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"return_number": ""}, "return_number", Unprintable.MISSING),
        ({"payload": ""}, "payload", Unprintable.MISSING),
        ({"service": " "}, "service", Unprintable.MISSING),
        ({"payload": "Ü"}, "payload", Unprintable.NOT_IN_BARCODE),
        ({"payload": "R" * 60}, "payload", Unprintable.DOES_NOT_FIT),
        ({"return_number": "R" * 90}, "return_number", Unprintable.DOES_NOT_FIT),
        ({"tracking_number": "Ü"}, "tracking_number", Unprintable.NOT_IN_BARCODE),
        ({"return_to": replace(RETURN.return_to, city="")}, "return_to.city", Unprintable.MISSING),
    ],
)
def test_return_label_that_would_not_arrive_is_refused(
    changes: dict[str, object], field: str, reason: Unprintable
) -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(replace(RETURN, **changes), Format.PDF, 203)  # type: ignore[arg-type]  # fields by name
    assert (refused.value.field, refused.value.reason) == (field, reason)
