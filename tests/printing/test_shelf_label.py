from dataclasses import replace

import pytest
from PIL import Image

from printing.documents import (
    BadgeLabel,
    Document,
    LocationLabel,
    PackagingLabel,
    TestPage,
    ToteLabel,
    Unprintable,
    UnprintableDocument,
)
from printing.paper import Format, Paper
from printing.rendering import render
from tests.printing.decoding import (
    bars_of,
    degraded,
    ink_box,
    is_read,
    page_texts,
    pages,
    printed_zpl,
    read,
    symbols,
)

LOCATION = LocationLabel("A01-01L-1", "473", "Zone A", 1)
LABELS: tuple[tuple[Document, bytes], ...] = (
    (LOCATION, b"L-A01-01L-1"),
    (ToteLabel("0017"), b"T-0017"),
    (PackagingLabel("M2", "Carton 30 x 20"), b"K-M2"),
    (BadgeLabel("K7Q2MX4T9R", "小林 七夏", "Packer"), b"B-K7Q2MX4T9R"),
    (TestPage("ZD-3", "Bench 1", "2026-11-23T10:15:00"), b"XCK"),
    (TestPage("ZD-3", "Bench 1", "", Paper.LABEL_100X50_MM), b"XCK"),
)


def picture(document: Document, output: Format, dpi: int) -> Image.Image:
    data = render(document, output, dpi)
    if output is Format.PDF:
        (image,) = pages(data, dpi)
        return image
    return printed_zpl(data, document.paper.size_dots(dpi), dpi)


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("output", Format)
@pytest.mark.parametrize(("document", "payload"), LABELS)
def test_label_reads_back_in_whole_dots_with_quiet_zones(
    document: Document, payload: bytes, output: Format, dpi: int
) -> None:
    image = picture(document, output, dpi)
    assert is_read(("]C0", payload), image)
    linear = [s for s in symbols(image).values() if s.symbology_identifier == "]C0"]
    for symbol in linear:
        left, widths, right = bars_of(image, symbol)
        module = min(widths)
        assert all(width % module == 0 for width in widths)
        assert min(left, right) >= 10 * module
    left, top, right_edge, bottom = ink_box(image)
    margin = round(2 / 25.4 * dpi)
    assert min(left, top, image.width - right_edge, image.height - bottom) >= margin


@pytest.mark.parametrize(("document", "payload"), LABELS[:4])
def test_label_survives_turning_and_thick_print(document: Document, payload: bytes) -> None:
    versions = degraded(picture(document, Format.PDF, 203))
    assert [i for i, image in enumerate(versions) if not is_read(("]C0", payload), image)] == []


@pytest.mark.parametrize("output", Format)
def test_location_has_the_same_code_as_matrix(output: Format) -> None:
    contents = read(picture(LOCATION, output, 203))
    assert {identifier for identifier, _ in contents} == {"]C0", "]d1"}
    assert {content for _, content in contents} == {b"L-A01-01L-1"}


@pytest.mark.parametrize("code", ["A1", "A01-01L-1", "RESERVE-0012-LEFT-99"])
def test_short_and_long_location_codes_both_scan(code: str) -> None:
    contents = read(picture(replace(LOCATION, code=code), Format.PDF, 300))
    assert {content for _, content in contents} == {f"L-{code}".encode()}


def test_location_code_can_be_read_from_three_metres() -> None:
    (image,) = pages(render(LOCATION, Format.PDF, 203), 203)
    headline = image.crop((0, 0, image.width, round(16 / 25.4 * 203)))
    _, top, _, bottom = ink_box(headline)
    assert (bottom - top) / 203 * 25.4 >= 10


def test_location_shows_check_digits_zone_and_level() -> None:
    (words,) = page_texts(render(LOCATION, Format.PDF, 203))
    for expected in ("A01-01L-1", "473", "Zone A", "\u25bc 1"):
        assert expected in words
    assert "\u25b2 4" in page_texts(render(replace(LOCATION, level=4), Format.PDF, 203))[0]


def test_location_without_level_and_check_digits_shows_its_zone() -> None:
    label = LocationLabel("A01-01L-1", "", "Zone A")
    (words,) = page_texts(render(label, Format.PDF, 203))
    assert "Zone A" in words
    assert "\u25bc" not in words


def test_badge_never_shows_its_token() -> None:
    badge = BadgeLabel("K7Q2MX4T9R", "Ana", "Picker", Paper.LABEL_86X54_MM)
    (words,) = page_texts(render(badge, Format.PDF, 203))
    assert "K7Q2" not in words
    assert b"FDK7Q2" not in render(badge, Format.ZPL, 203)
    assert is_read(("]C0", b"B-K7Q2MX4T9R"), picture(badge, Format.PDF, 203))


def test_labels_also_fit_larger_stock() -> None:
    label = replace(LOCATION, paper=Paper.LABEL_4X6_IN)
    assert is_read(("]C0", b"L-A01-01L-1"), picture(label, Format.ZPL, 203))


@pytest.mark.parametrize("paper", Paper)
def test_test_page_prints_on_every_paper(paper: Paper) -> None:
    page = TestPage("Office", "Bench 1", "2026-11-23T10:15:00", paper)
    image = picture(page, Format.PDF, 300)
    assert is_read(("]C0", b"XCK"), image)


@pytest.mark.parametrize(
    ("document", "field", "reason"),
    [
        (replace(LOCATION, code=""), "code", Unprintable.MISSING),
        (replace(LOCATION, code="Gang-Ä"), "code", Unprintable.NOT_IN_BARCODE),
        (replace(LOCATION, code="A" * 60), "code", Unprintable.DOES_NOT_FIT),
        (replace(LOCATION, check_digits="1" * 30), "check_digits", Unprintable.DOES_NOT_FIT),
        (replace(LOCATION, paper=Paper.A4), "paper", Unprintable.WRONG_PAPER),
        (BadgeLabel("K" * 60, "Ana"), "token", Unprintable.DOES_NOT_FIT),
        (BadgeLabel("K7Q2MX4T9R", ""), "name", Unprintable.MISSING),
    ],
)
def test_label_that_could_not_be_scanned_is_refused(
    document: Document, field: str, reason: Unprintable
) -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(document, Format.PDF, 203)
    assert (refused.value.field, refused.value.reason) == (field, reason)
