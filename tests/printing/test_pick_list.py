from dataclasses import replace

import pytest

from printing.documents import (
    PickCarrier,
    PickList,
    PickListLine,
    PickTarget,
    Unprintable,
    UnprintableDocument,
)
from printing.paper import Format, Paper
from printing.rendering import render
from printing.stationery.model import PickListTemplate
from tests.printing.decoding import is_read, page_texts, pages, printed_zpl, read
from tests.printing.more_samples import BATCH, CLUSTER, COUNT, SINGLE, ZONE, pick_line, pick_list_of

LINE = pick_line(1)
STRIPS = (Paper.LABEL_4X6_IN, Paper.LABEL_100X150_MM, Paper.TAPE_62_MM)


def words_of(document: object) -> str:
    return "".join(page_texts(render(document, Format.PDF, 300)))  # type: ignore[arg-type]  # a document


@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER, *STRIPS])
@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (SINGLE, ("Single: one order", "T-0012", "#564856", "W 12", "Ana")),
        (BATCH, ("Batch: sort later", "Sort at", "Wall 2")),
        (CLUSTER, ("Cluster: sort while picking", "A1", "B4", "T-0003", "#564802")),
        (ZONE, ("Zone B", "Then to zone", "C")),
    ],
)
def test_list_says_how_it_is_worked_and_what_goes_where(
    document: PickList, expected: tuple[str, ...], paper: Paper
) -> None:
    words = words_of(replace(document, paper=paper))
    assert all(part in words for part in expected)
    for line in document.lines:
        assert line.location in words
        assert line.sku in words
        for target in line.targets:
            assert f"{target.name} \u00d7 {target.quantity}" in words


@pytest.mark.parametrize("paper", [Paper.A4, Paper.TAPE_62_MM])
def test_lines_keep_the_order_of_the_walk(paper: Paper) -> None:
    words = words_of(replace(pick_list_of(200), paper=paper))
    places = [words.find(f"{22000 + number}") for number in range(1, 201)]
    assert -1 not in places
    assert places == sorted(places)


def test_line_shows_check_digits_lot_date_and_note() -> None:
    line = replace(LINE, lot="L-77", expiry="2027-03-31", note="Fragile")
    words = words_of(replace(SINGLE, lines=(line,)))
    for expected in ("473", "Lot: L-77", "Best before: 31 Mar 2027", "! Fragile"):
        assert expected in words


def test_list_ends_with_totals_and_a_place_to_sign() -> None:
    words = words_of(SINGLE)
    units = sum(line.quantity for line in SINGLE.lines)
    for expected in (f"Lines: 6 Units to take: {units}", "Picked by", "Finished at"):
        assert expected in words


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_long_location_codes_become_a_matrix(dpi: int) -> None:
    location = "RESERVE-0012-LEFT-99-BACK"
    line = replace(LINE, location=location, location_payload=f"L-{location}")
    (image,) = pages(render(replace(SINGLE, lines=(line,)), Format.PDF, dpi), max(dpi, 300))
    assert is_read(("]d1", f"L-{location}".encode()), image)


def test_codes_that_no_symbol_carries_are_left_out_and_the_words_stay() -> None:
    line = replace(LINE, location="Gang-Ä", location_payload="L-Gang-Ä", item_payload="Ä")
    data = render(replace(SINGLE, lines=(line,), payload="Ä"), Format.PDF, 300)
    assert "Gang-Ä" in page_texts(data)[0]
    assert {content for _, content in read(pages(data, 300)[0])} == {b"T-0012"}


def test_shop_can_leave_out_codes_and_descriptions() -> None:
    template = PickListTemplate(shows_barcodes=False, shows_descriptions=False, note="Heavy below")
    document = replace(SINGLE, template=template)
    data = render(document, Format.PDF, 300)
    (words,) = page_texts(data)
    assert "Frying Pan" not in words
    assert "Heavy below" in words
    assert read(pages(data, 300)[0]) == {("]C0", b"T-0012")}


def test_list_speaks_the_pickers_language() -> None:
    words = words_of(replace(CLUSTER, language="de"))
    assert "Cluster: beim Picken sortieren" in words
    assert "Pickliste" in words


def test_tape_is_cut_where_the_list_ends() -> None:
    short = replace(pick_list_of(1), paper=Paper.TAPE_62_MM)
    longer = replace(pick_list_of(3), paper=Paper.TAPE_62_MM)
    heights = []
    for document in (short, longer):
        (image,) = pages(render(document, Format.PDF, 203), 203)
        data = render(document, Format.ZPL, 203)
        (length,) = [int(part.split(b"^")[0].split()[0]) for part in data.split(b"^LL")[1:]]
        assert abs(length - image.height) <= 1
        heights.append(length)
        printed = printed_zpl(data, (495, length), 203)
        assert is_read(("]d1", b"T-0012"), printed)
    assert heights[0] < heights[1] < Paper.TAPE_62_MM.size_dots(203)[1]


def test_many_totes_and_targets_stay_on_the_paper() -> None:
    totes = tuple(PickCarrier(f"T-{n:04}", f"T-{n:04}", f"P{n}", "x" * 60) for n in range(40))
    targets = tuple(PickTarget(f"P{n}", 1) for n in range(12))
    line = replace(LINE, quantity=12, targets=targets, sku="S" * 90, description="d " * 400)
    words = words_of(replace(CLUSTER, totes=totes, lines=(line,) * 3))
    assert "P39" in words
    assert "P11 \u00d7 1" in words


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"task": ""}, "task", Unprintable.MISSING),
        ({"lines": ()}, "lines", Unprintable.EMPTY),
        ({"lines": (replace(LINE, location=" "),)}, "lines[0].location", Unprintable.MISSING),
        (
            {"lines": (LINE, replace(LINE, quantity=0))},
            "lines[1].quantity",
            Unprintable.OUT_OF_RANGE,
        ),
        (
            {"lines": (PickListLine(1, "A1", "L-A1", "", "", 1),)},
            "lines[0].sku",
            Unprintable.MISSING,
        ),
        (
            {"lines": (replace(LINE, quantity=3, targets=(PickTarget("A1", 2),)),)},
            "lines[0].quantity",
            Unprintable.OUT_OF_RANGE,
        ),
    ],
)
def test_list_that_would_mislead_a_picker_is_refused(
    changes: dict[str, object], field: str, reason: Unprintable
) -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(replace(SINGLE, **changes), Format.PDF, 300)  # type: ignore[arg-type]  # fields by name
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_count_sheet_is_blind_unless_the_books_are_asked_for() -> None:
    assert "Books" not in words_of(COUNT)
    lines = tuple(replace(line, expected=17) for line in COUNT.lines)
    words = words_of(replace(COUNT, lines=lines))
    assert "Books" in words
    assert words.count("17") >= len(lines)


def test_count_sheet_says_where_why_and_how() -> None:
    words = words_of(COUNT)
    for expected in ("Count sheet", "C-2026-0042", "Short pick", "Write 0 where", "Counted by"):
        assert expected in words


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"title": ""}, "title", Unprintable.MISSING),
        ({"lines": ()}, "lines", Unprintable.EMPTY),
        (
            {"lines": (replace(COUNT.lines[0], location=""),)},
            "lines[0].location",
            Unprintable.MISSING,
        ),
    ],
)
def test_count_sheet_without_places_is_refused(
    changes: dict[str, object], field: str, reason: Unprintable
) -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(replace(COUNT, **changes), Format.PDF, 300)  # type: ignore[arg-type]  # fields by name
    assert (refused.value.field, refused.value.reason) == (field, reason)
