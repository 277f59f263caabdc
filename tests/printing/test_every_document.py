"""What holds for all that is printed: scans back, whole dots, quiet zones, inside the edges."""

import json
from dataclasses import replace
from io import BytesIO
from typing import get_args

import pytest
import zxingcpp
from PIL import Image

from printing.documents import (
    Document,
    PickList,
    PlaceLabel,
    TestPage,
    Unprintable,
    UnprintableDocument,
    document_kind,
    from_record,
    to_record,
)
from printing.paper import Format, Paper
from printing.preview import preview
from printing.rendering import papers_of, render
from tests.printing.decoding import (
    around,
    bars_of,
    degraded,
    ink_box,
    is_read,
    pages,
    plainly_read,
    printed_zpl,
    read,
)
from tests.printing.more_samples import EVERY_DOCUMENT
from tests.printing.paper_samples import SSCC

SSCC_BYTES = b"00" + SSCC.encode()
CONTENT_BYTES = b"02095211015300183724"
ALL_BYTES = b"00" + SSCC.encode() + b"020952110153001815270331" + b"3724\x1d10L2026-11"


def name_of(document: object) -> str:
    if isinstance(document, PickList | PlaceLabel):
        kind = document.method if isinstance(document, PickList) else document.place
        return f"{document_kind(document)}-{kind.value}"
    return document_kind(document) if isinstance(document, get_args(Document)) else str(document)


def expected_codes(document: Document) -> set[tuple[str, bytes]]:
    """All that a scanner must find on the first page of one of the samples."""
    record = to_record(document)
    match record["kind"]:
        case "packing_slip":
            return {("]C0", f"O-{record['order_number']}".encode())}
        case "shipping_label":
            return {("]C1", SSCC_BYTES), ("]C1", b"42127662500")}
        case "carton_label":
            return {("]C1", SSCC_BYTES), ("]C1", CONTENT_BYTES), ("]d2", ALL_BYTES)}
        case "pallet_label":
            return {("]C1", SSCC_BYTES), ("]C1", b"42127662500"), ("]d2", SSCC_BYTES)}
        case "location_label":
            payload = f"L-{record['code']}".encode()
            return {("]C0", payload), ("]d1", payload)}
        case "tote_label" | "packaging_label" | "badge_label":
            prefix = {"tote_label": "T", "packaging_label": "K", "badge_label": "B"}
            text = record.get("code") or record.get("token")
            return {("]C0", f"{prefix[str(record['kind'])]}-{text}".encode())}
        case "command_sheet":
            return {("]C0", b"XCK"), ("]C0", b"XCUND")}
        case "test_page":
            return {("]C0", b"XCK")}
        case "report":
            return set()
    # On label stock the number of a list is a matrix.
    is_strip = record["kind"] == "pick_list" and document.paper.is_label
    return {("]d1" if is_strip else "]C0", str(record["payload"]).encode())}


def contents_of(document: Document) -> set[bytes]:
    """What the lines of lists have to scan, in whatever symbol."""
    lines = getattr(document, "lines", ())
    payloads = [getattr(line, "location_payload", "") for line in lines]
    payloads += [getattr(line, "item_payload", "") for line in lines]
    payloads += [tote.payload for tote in getattr(document, "totes", ())]
    return {payload.encode() for payload in payloads if payload}


def pictures(document: Document, output: Format, dpi: int) -> list[Image.Image]:
    data = render(document, output, dpi)
    if output is Format.PDF:
        return pages(data, dpi)
    labels = [part + b"^XZ\n" for part in data.split(b"^XZ\n") if part.strip()]
    found = []
    for label in labels:
        width, height = (int(label.split(mark)[1].split(b"^")[0]) for mark in (b"^PW", b"^LL"))
        found.append(printed_zpl(label, (width, height), dpi))
    return found


VARIANTS = [
    pytest.param(
        replace(document, paper=paper),
        output,
        dpi,
        id=f"{name_of(document)}-{paper}-{output}-{dpi}",
    )
    for document in EVERY_DOCUMENT
    for paper in sorted(papers_of(type(document)))
    for output in Format
    for dpi in (203, 300)
    if output is Format.PDF or paper.is_label
]


@pytest.mark.parametrize(("document", "output", "dpi"), VARIANTS)
def test_document_scans_back_in_whole_dots_inside_its_paper(
    document: Document, output: Format, dpi: int
) -> None:
    drawn = pictures(document, output, dpi)
    symbols = [plainly_read(image) for image in drawn]
    first = {(symbol.symbology_identifier, symbol.bytes) for symbol in symbols[0]}
    assert expected_codes(document) <= first
    assert contents_of(document) <= {symbol.bytes for found in symbols for symbol in found}
    margin = round(2 / 25.4 * dpi)
    for image, found in zip(drawn, symbols, strict=True):
        left, top, right, bottom = ink_box(image)
        assert min(left, top, image.width - right, image.height - bottom) >= margin
        for symbol in found:
            # The reader takes a test page's equal codes below each other for one.
            is_one = not isinstance(document, TestPage)
            if is_one and symbol.symbology_identifier.startswith("]C"):
                _assert_whole_dots(image, symbol, dpi)


def _assert_whole_dots(image: Image.Image, symbol: zxingcpp.Barcode, dpi: int) -> None:
    left, widths, right = bars_of(image, symbol)
    module = min(widths)
    assert module / dpi * 25.4 >= 0.24
    assert all(width % module == 0 for width in widths)
    assert min(left, right) >= 10 * module


DEGRADED = [
    pytest.param(document, output, dpi, id=f"{name_of(document)}-{output}-{dpi}")
    for document in EVERY_DOCUMENT
    for output in Format
    for dpi in ((203, 300) if document.paper.is_label else (300,))
    if output is Format.PDF or document.paper.is_label
]


@pytest.mark.parametrize(("document", "output", "dpi"), DEGRADED)
def test_codes_survive_turning_by_three_degrees_and_bars_a_dot_too_thick(
    document: Document, output: Format, dpi: int
) -> None:
    first = pictures(document, output, dpi)[0]
    wanted = expected_codes(document)
    # A test page has the same code in three widths, of which the widest has to survive.
    found = sorted(plainly_read(first), key=lambda symbol: symbol.position.top_left.y)
    codes = {(s.symbology_identifier, s.bytes): s for s in reversed(found)}
    unread = []
    for code in wanted:
        versions = degraded(around(first, codes[code], round(5 / 25.4 * dpi)))
        unread += [(code, at) for at, image in enumerate(versions) if not is_read(code, image)]
    assert unread == []


@pytest.mark.parametrize("document", EVERY_DOCUMENT, ids=name_of)
def test_document_survives_the_spool(document: Document) -> None:
    assert from_record(json.loads(json.dumps(to_record(document)))) == document


@pytest.mark.parametrize("document", EVERY_DOCUMENT, ids=name_of)
def test_equal_documents_are_equal_bytes(document: Document) -> None:
    output = Format.ZPL if document.paper.is_label else Format.PDF
    assert render(document, output, 300) == render(replace(document), output, 300)


@pytest.mark.parametrize("document", EVERY_DOCUMENT, ids=name_of)
def test_preview_shows_what_is_printed_at_any_resolution(document: Document) -> None:
    shown = [Image.open(BytesIO(png)) for png in preview(document, Format.PDF, 150)]
    width, height = document.paper.size_dots(150)
    assert all(abs(image.width - width) <= 1 for image in shown)
    if document.paper.is_label:
        (label, *_) = [Image.open(BytesIO(png)) for png in preview(document, Format.ZPL, 203)]
        assert label.mode == "1"
        assert expected_codes(document) <= read(label.convert("L"))
    else:
        assert all(abs(image.height - height) <= 1 for image in shown)


@pytest.mark.parametrize("document", EVERY_DOCUMENT, ids=name_of)
def test_document_goes_on_no_paper_but_its_own(document: Document) -> None:
    for paper in set(Paper) - papers_of(type(document)):
        with pytest.raises(UnprintableDocument) as refused:
            render(replace(document, paper=paper), Format.PDF, 203)
        assert refused.value.reason is Unprintable.WRONG_PAPER


def test_every_kind_has_a_sample() -> None:
    assert {type(document) for document in EVERY_DOCUMENT} == set(get_args(Document))


def test_every_refusal_says_what_to_do() -> None:
    for reason in Unprintable:
        assert UnprintableDocument("field", reason).remedy
