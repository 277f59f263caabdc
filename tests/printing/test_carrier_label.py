"""A carrier's own label comes out of our printers as it was made, and still reads."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from printing.documents import (
    PostalAddress,
    ShippingLabel,
    Unprintable,
    UnprintableDocument,
    from_record,
    to_record,
)
from printing.paper import Format, Paper
from printing.rendering import render
from tests.printing.decoding import pages, read

SHOP = PostalAddress("", "Harbour Gifts", ("Quay 3",), "Bristol", "", "BS1 4XX", "GB")
CUSTOMER = PostalAddress("Mara Lindqvist", "", ("Stone Course 1",), "York", "", "YO9 1FH", "GB")
OURS = ShippingLabel(
    ship_from=SHOP,
    ship_to=CUSTOMER,
    carrier="FAR",
    service="PARCEL",
    tracking_number="FAR00000001",
    sscc="376104250021234569",
    order_number="1001",
)
GRAPHIC = re.compile(rb"\^GFA,(\d+),\1,(\d+),:Z64:([A-Za-z0-9+/=]+):[0-9A-Fa-f]{4}\^FS")


def made_by_carrier(content: bytes, form: str, dpi: int = 0) -> ShippingLabel:
    """A label whose picture came from elsewhere; ours stands in for a carrier's."""
    encoded = base64.b64encode(content).decode("ascii")
    return replace(OURS, carrier_label=encoded, carrier_format=form, carrier_dpi=dpi)


def graphic_in(zpl: bytes) -> Image.Image:
    """The one picture in a label, as a printer unpacks it (ZPL's :Z64: is zlib in base64)."""
    (found,) = GRAPHIC.findall(zpl)
    total, row, packed = int(found[0]), int(found[1]), zlib.decompress(base64.b64decode(found[2]))
    assert len(packed) == total
    ink = Image.frombytes("1", (row * 8, total // row), packed)
    return ink.point(lambda dot: 0 if dot else 255).convert("L")


@pytest.fixture(scope="module")
def sscc() -> bytes:
    return b"00" + OURS.sscc.encode()


@pytest.mark.parametrize("dpi", [203, 300])
def test_pdf_is_drawn_in_the_printer_s_dots_and_its_bars_read(dpi: int, sscc: bytes) -> None:
    label = made_by_carrier(render(OURS, Format.PDF, dpi), "pdf")
    printed = graphic_in(render(label, Format.ZPL, dpi))
    assert sscc in {content for _, content in read(printed)}
    (page,) = pages(render(label, Format.PDF, dpi), dpi)
    assert sscc in {content for _, content in read(page)}


def test_picture_is_taken_dot_by_dot(sscc: bytes) -> None:
    (page,) = pages(render(OURS, Format.PDF, 203), 203)
    png = BytesIO()
    page.save(png, format="PNG")
    label = made_by_carrier(png.getvalue(), "png", 203)
    printed = graphic_in(render(label, Format.ZPL, 203))
    assert sscc in {content for _, content in read(printed)}


def test_dots_for_a_label_printer_go_through_untouched() -> None:
    dots = b"^XA^FO10,10^FDhello^FS^PQ1^XZ"
    label = made_by_carrier(dots, "zpl", 203)
    assert render(label, Format.ZPL, 203) == dots
    with pytest.raises(UnprintableDocument) as caught:
        render(label, Format.PDF, 203)
    assert caught.value.reason is Unprintable.NEEDS_LABEL_PRINTER


@pytest.mark.parametrize("form", ["pdf", "png"])
def test_file_that_is_none_is_named(form: str) -> None:
    with pytest.raises(UnprintableDocument) as caught:
        render(made_by_carrier(b"nothing", form), Format.ZPL, 203)
    assert (caught.value.field, caught.value.reason) == (
        "carrier_label",
        Unprintable.UNREADABLE_FILE,
    )


def test_larger_page_is_made_to_fit(sscc: bytes) -> None:
    small = replace(OURS, paper=Paper.LABEL_100X150_MM)
    label = replace(made_by_carrier(render(OURS, Format.PDF, 300), "pdf"), paper=small.paper)
    (page,) = pages(render(label, Format.PDF, 300), 300)
    assert sscc in {content for _, content in read(page)}


def test_spool_keeps_it_whole() -> None:
    label = made_by_carrier(b"\x00\xff", "pdf")
    assert from_record(to_record(label)) == label
