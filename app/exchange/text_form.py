"""Finds out how the bytes of a text file are to be read, since exports never say."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.exchange.findings import Unreadable

FILE_BYTES_MAXIMUM = 1 << 30

_BLOCK = 1 << 20
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EXPORT_AGAIN = "Export the data as CSV, TSV, XLSX or (WooCommerce) JSON and read that file."
_OTHER_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (XLS)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"<!doctype", "a web page; perhaps the shop asked to sign in"),
    (b"<html", "a web page; perhaps the shop asked to sign in"),
    (b"<?xml", "an XML file"),
)
_CONTROL_BYTES = frozenset(range(32)) - frozenset(b"\t\n\v\f\r")
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
# Kana, common kanji and punctuation of Shift_JIS begin with 81 to 9F; letters with accents in
# Windows-1252 are C0 to FF, which as Shift_JIS would be half-width kana and rare kanji.
_SHIFT_JIS_PAIR = re.compile(rb"[\x81-\x9f][\x40-\x7e\x80-\xfc]|[\xa1-\xdf]|[\xe0-\xfc][\x40-\xfc]")


@dataclass(frozen=True, slots=True)
class TextForm:
    """How to decode a text file.

    Attributes:
        encoding: Name of a Python codec.
        errors: `strict`, or `surrogateescape` where some bytes are damaged: those then show as
            lone surrogates, which `cells` reports with their row.
        lines: Physical lines in the file.
    """

    encoding: str
    errors: str
    lines: int


def first_bytes(path: Path, count: int = 4096) -> bytes:
    """Read the beginning of a file that is there, readable, not empty and not far too big.

    Raises:
        Unreadable: It is not.
    """
    try:
        if path.is_dir():
            raise Unreadable("This is a folder, not a file.", "Name the file in it.")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(count)
    except OSError as error:
        raise Unreadable(
            f"The file can't be opened: {error.strerror or error}.",
            "Check its name and whether you may read it.",
        ) from error
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("The file is empty.", "Export it again.")
    if size > FILE_BYTES_MAXIMUM:
        raise Unreadable(
            f"The file is larger than {FILE_BYTES_MAXIMUM >> 20} MiB.", "Export a shorter period."
        )
    return head


def text_form(path: Path) -> TextForm:
    """Decide by the bytes how a text file is encoded.

    A byte-order mark decides; then UTF-8 if all bytes, or most bytes beyond ASCII, fit it; then
    Shift_JIS if it reads as Japanese; else Windows-1252. Other single-byte encodings can't be
    told from the last, which is why the answer is kept with the file.

    Raises:
        Unreadable: The file can't be opened, is empty or too big, or isn't text.
    """
    head = first_bytes(path)
    encoding = _encoding_by_head(head)
    if encoding.startswith(("utf-16", "utf-32")):
        lines = _lines_if(path, encoding)
        if lines is None:
            raise Unreadable("The file is cut off or damaged.", "Export it again.", encoding)
        return TextForm(encoding, "strict", lines)
    lines = _lines_if(path, encoding)
    if lines is not None:
        return TextForm(encoding, "strict", lines)
    return _damaged_or_older(path, encoding)


def _encoding_by_head(head: bytes) -> str:
    """Read a byte-order mark, or guess UTF-16 or UTF-8 by where the zero bytes are."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    beginning = head.lstrip().lower()
    for signature, kind in _OTHER_KINDS:
        if beginning.startswith(signature.lower()):
            raise Unreadable(f"This is {kind}, not a table.", _EXPORT_AGAIN)
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 4 and not even:
        return "utf-16-le"
    if even > len(head) // 4 and not odd:
        return "utf-16-be"
    if sum(byte in _CONTROL_BYTES for byte in head) > len(head) // 50:
        raise Unreadable("The file holds binary data, not text.", _EXPORT_AGAIN)
    return "utf-8"


def _blocks(path: Path) -> Iterator[bytes]:
    """Give the file's bytes piece by piece."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _lines_if(path: Path, encoding: str) -> int | None:
    """Count a file's lines, or answer None where it isn't in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    newlines = returns = 0
    text = ""
    try:
        for block in _blocks(path):
            text = decoder.decode(block) or text
            newlines += text.count("\n")
            returns += text.count("\r")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return (newlines or returns) + (not text.endswith(("\n", "\r")))


def _damaged_or_older(path: Path, encoding: str) -> TextForm:
    """Tell UTF-8 with some broken bytes from Shift_JIS and Windows-1252."""
    sequences = sequence_bytes = high = japanese = pairs = 0
    for block in _blocks(path):
        found = _UTF8_SEQUENCE.findall(block)
        sequences += len(found)
        sequence_bytes += sum(map(len, found))
        high += len(_HIGH_BYTE.findall(block))
        found = _SHIFT_JIS_PAIR.findall(block)
        pairs += len(found)
        japanese += sum(pair[0] < 0xA0 for pair in found)
    lines = sum(block.count(b"\n") for block in _blocks(path)) + 1
    if sequences > high - sequence_bytes or encoding == "utf-8-sig":
        return TextForm(encoding, "surrogateescape", lines)
    if japanese * 2 > pairs and (japanese_lines := _lines_if(path, "cp932")) is not None:
        return TextForm("cp932", "strict", japanese_lines)
    return TextForm("cp1252", "surrogateescape", lines)
