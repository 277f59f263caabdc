from dataclasses import replace

import pytest

from printing.documents import CartonLabel, PalletLabel, Unprintable, UnprintableDocument
from printing.paper import Format, Paper
from printing.rendering import render
from tests.printing.decoding import (
    height_of,
    is_read,
    page_texts,
    pages,
    printed_zpl,
    read,
    symbols,
)
from tests.printing.more_samples import CARTON, CONTENTS, PALLET
from tests.printing.paper_samples import GERMAN, SCRIPTS, SSCC

PAPERS = (Paper.LABEL_4X6_IN, Paper.LABEL_100X150_MM)
SSCC_BYTES = b"00" + SSCC.encode()


def words_of(label: CartonLabel | PalletLabel) -> str:
    (words,) = page_texts(render(label, Format.PDF, 203))
    return words


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("label", [CARTON, PALLET], ids=["carton", "pallet"])
def test_symbols_are_as_high_and_wide_as_gs1_asks_and_the_sscc_is_lowest(
    label: CartonLabel | PalletLabel, dpi: int, paper: Paper
) -> None:
    data = render(replace(label, paper=paper), Format.ZPL, dpi)
    image = printed_zpl(data, paper.size_dots(dpi), dpi)
    found = {s.bytes: s for s in symbols(image).values() if s.symbology_identifier == "]C1"}
    assert len(found) == 2
    lowest = max(found, key=lambda content: found[content].position.top_left.y)
    assert lowest == SSCC_BYTES
    for symbol in found.values():
        assert height_of(image, symbol) / dpi * 25.4 >= 31.75
    place = found[SSCC_BYTES].position
    assert (place.top_right.x - place.top_left.x) / 156 / dpi * 25.4 >= 0.495


def test_data_stands_in_words_under_gs1_titles() -> None:
    words = words_of(CARTON)
    for expected in (
        *("CONTENT", "BATCH/LOT", "L2026-11", "BEST BEFORE", "31 Mar 2027", "GROSS WEIGHT"),
        *("12.40 kg", "ORDER NUMBER", "PO 4500017", "(02) 09521101530018 (37) 24"),
        *(f"(00) {SSCC}", "CARTON 2 of 8", "62500", "GERMANY"),
    ):
        assert expected in words


def test_pallet_says_how_many_cartons_and_that_items_differ() -> None:
    words = words_of(PALLET)
    for expected in ("PALLET", "Cartons: 40", "Different items", "312.00 kg", "(421) 276 62500"):
        assert expected in words


def test_odd_counts_are_written_in_pairs_of_digits() -> None:
    label = replace(CARTON, contents=replace(CONTENTS, count=7))
    found = read(pages(render(label, Format.PDF, 203), 203)[0])
    assert ("]C1", b"020952110153001837" + b"07") in found


def test_contents_without_lot_and_date_leave_no_traces() -> None:
    label = replace(CARTON, contents=replace(CONTENTS, lot="", best_before=""))
    words = words_of(label)
    assert "BATCH/LOT" not in words
    assert "BEST BEFORE" not in words
    found = read(pages(render(label, Format.PDF, 203), 203)[0])
    assert ("]d2", SSCC_BYTES + b"02095211015300183724") in found


def test_country_without_number_leaves_the_upper_symbol_out() -> None:
    label = replace(PALLET, ship_to=replace(GERMAN, country_code="XK", postcode="10000"))
    found = read(pages(render(label, Format.PDF, 203), 203)[0])
    assert found == {("]C1", SSCC_BYTES), ("]d2", SSCC_BYTES)}


@pytest.mark.parametrize("address", SCRIPTS, ids=lambda address: address.country_code)
@pytest.mark.parametrize("output", Format)
def test_every_script_goes_on_a_carton(address: object, output: Format) -> None:
    data = render(replace(CARTON, ship_to=address), output, 203)  # type: ignore[arg-type]  # ids need the loose type
    image = pages(data, 203)[0] if output is Format.PDF else printed_zpl(data, (812, 1218), 203)
    assert is_read(("]C1", SSCC_BYTES), image)


@pytest.mark.parametrize(
    ("label", "field", "reason"),
    [
        (replace(CARTON, sscc="1"), "sscc", Unprintable.WRONG_LENGTH),
        (replace(CARTON, sscc=""), "sscc", Unprintable.MISSING),
        (replace(PALLET, sscc="395211230000000018"), "sscc", Unprintable.WRONG_CHECK_DIGIT),
        (
            replace(CARTON, contents=replace(CONTENTS, gtin="4012345")),
            "contents.gtin",
            Unprintable.WRONG_LENGTH,
        ),
        (
            replace(CARTON, contents=replace(CONTENTS, gtin="09521101530019")),
            "contents.gtin",
            Unprintable.WRONG_CHECK_DIGIT,
        ),
        (
            replace(CARTON, contents=replace(CONTENTS, count=0)),
            "contents.count",
            Unprintable.OUT_OF_RANGE,
        ),
        (
            replace(CARTON, contents=replace(CONTENTS, lot="L" * 21)),
            "contents.lot",
            Unprintable.DOES_NOT_FIT,
        ),
        (
            replace(CARTON, contents=replace(CONTENTS, lot="Ü")),
            "contents.lot",
            Unprintable.NOT_IN_BARCODE,
        ),
        (
            replace(CARTON, contents=replace(CONTENTS, best_before="soon")),
            "contents.best_before",
            Unprintable.NO_DATE,
        ),
        (replace(CARTON, ship_to=replace(GERMAN, city="")), "ship_to.city", Unprintable.MISSING),
        (replace(CARTON, paper=Paper.LABEL_100X50_MM), "paper", Unprintable.WRONG_PAPER),
    ],
)
def test_unit_label_that_would_lie_is_refused(
    label: CartonLabel, field: str, reason: Unprintable
) -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(label, Format.ZPL, 203)
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_printer_too_coarse_for_gs1_bars_is_refused() -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(replace(CARTON, paper=Paper.LABEL_100X150_MM), Format.ZPL, 160)
    assert refused.value.reason is Unprintable.COARSE_PRINTER
