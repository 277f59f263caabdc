import binascii
import re
import subprocess
import sys
import zlib
from base64 import b64decode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from printing.documents import Document, document_kind, to_record
from printing.paper import Format
from printing.rendering import render
from printing.zpl import escape, picture
from tests.printing.decoding import is_read, printed_zpl
from tests.printing.paper_samples import ARABIC, GERMAN, LABEL, SLIP, SSCC

INJECTION = "x^FS^XZ^XA^FO9,9^GB700,700,700^FS~JA~HS_5E^FD"


@given(st.text(max_size=60))
def test_no_field_data_can_hold_a_command(text: str) -> None:
    data = escape(text)
    assert data.isascii()
    assert not set(data) & set("^~\r\n\x00\x1b")
    plain = re.sub(r"_([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), data)
    if not re.search("[\ud800-\udfff]", text):
        assert plain.encode("latin-1").decode() == text


def test_address_with_commands_starts_no_second_label() -> None:
    address = replace(GERMAN, name=INJECTION, street=(INJECTION, INJECTION + "ü"))
    label = replace(LABEL, ship_to=address, order_number=INJECTION, contents=INJECTION, mark="^XZ")
    data = render(label, Format.ZPL, 203)
    assert data.count(b"^XA") == data.count(b"^XZ") == 1
    assert data.count(b"~") == 0
    assert is_read(("]C1", b"00" + SSCC.encode()), printed_zpl(data, (812, 1218), 203))


def test_label_sets_up_the_printer_and_asks_for_one_copy() -> None:
    data = render(LABEL, Format.ZPL, 203)
    assert data.startswith(b"^XA^CI28^LH0,0")
    assert b"^PW812^LL1218" in data
    assert data.endswith(b"^PQ1^XZ\n")


def test_barcodes_are_the_printers_own() -> None:
    data = render(LABEL, Format.ZPL, 203)
    assert f"^BY4^BCN,257,N,N,N,N^FH^FD>;>800{SSCC}^FS".encode() in data


def test_bars_wider_than_the_printer_knows_are_drawn_as_rectangles() -> None:
    data = render(LABEL, Format.ZPL, 600)
    assert b"^BC" not in data
    image = printed_zpl(data, (2400, 3600), 600)
    assert is_read(("]C1", b"00" + SSCC.encode()), image)


def test_lines_beyond_ascii_go_as_pictures_together_with_their_block() -> None:
    data = render(replace(LABEL, ship_to=ARABIC), Format.ZPL, 203).decode()
    pictures = re.findall(r"\^GFA,(\d+),\1,(\d+),:Z64:([^:]+):([0-9a-f]{4})\^FS", data)
    assert len(pictures) >= 4
    for size, row, packed, check in pictures:
        assert binascii.crc_hqx(packed.encode(), 0) == int(check, 16)
        bitmap = zlib.decompress(b64decode(packed))
        assert len(bitmap) == int(size)
        assert len(bitmap) % int(row) == 0
    assert "^FDEXPRESS 24^FS" in data


def test_picture_keeps_its_dots() -> None:
    image = Image.new("1", (11, 2), 0)
    image.putpixel((0, 0), 1)
    image.putpixel((10, 1), 1)
    command = picture(image)
    assert command.startswith("^GFA,4,4,2,:Z64:")
    packed = command.split(":")[2]
    assert zlib.decompress(b64decode(packed)) == b"\x80\x00\x00\x20"


@pytest.mark.parametrize(
    ("document", "output"),
    [(LABEL, Format.PDF), (replace(LABEL, ship_to=ARABIC), Format.ZPL), (SLIP, Format.PDF)],
    ids=lambda value: value if isinstance(value, Format) else document_kind(value),
)
def test_same_document_gives_the_same_bytes_in_every_process(
    document: Document, output: Format
) -> None:
    ours = render(document, output, 203)
    assert render(document, output, 203) == ours
    program = (
        "import sys, ast, hashlib\n"
        "from printing.documents import from_record\n"
        "from printing.paper import Format\n"
        "from printing.rendering import render\n"
        "record = ast.literal_eval(sys.stdin.read())\n"
        f"data = render(from_record(record), Format({output.value!r}), 203)\n"
        "sys.stdout.buffer.write(data)\n"
    )
    theirs = subprocess.run(
        [sys.executable, "-c", program],
        input=repr(to_record(document)).encode(),
        capture_output=True,
        check=True,
    ).stdout
    assert theirs == ours
