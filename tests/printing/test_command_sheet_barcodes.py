from itertools import pairwise

import pytest
import zxingcpp

from printing.documents import CommandCard, CommandSheet, Unprintable, UnprintableDocument
from printing.paper import Format, Paper
from printing.rendering import render
from tests.printing.decoding import page_texts, pages

TITLES = {
    "XCK": "OK",
    "XCUND": "UNDO",
    "XCSHRT": "SHORT",
    "XCDG": "DAMAGED",
    "XCVRNG": "WRONG LOCATION",
    "XCSUBST": "SUBSTITUTE",
} | {f"XCN{letter}": f"QTY {digit}" for digit, letter in enumerate("BCDEFGHJKL")}
SHEET = CommandSheet(tuple(CommandCard(*pair) for pair in TITLES.items()))
MM = 150 / 25.4


@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
def test_all_commands_scan_and_lie_25_mm_apart(paper: Paper) -> None:
    data = render(CommandSheet(SHEET.commands, paper=paper), Format.PDF, 300)
    contents = set()
    for image in pages(data, 150):
        found = zxingcpp.read_barcodes(image)
        contents |= {symbol.text for symbol in found}
        left = [s.position for s in found if s.position.top_left.x < image.width / 2]
        right = [s.position for s in found if s.position.top_left.x >= image.width / 2]
        for column in (left, right):
            column.sort(key=lambda place: place.top_left.y)
            for upper, lower in pairwise(column):
                assert lower.top_left.y - upper.bottom_left.y >= 25 * MM
        for a, b in zip(left, right, strict=False):
            assert b.top_left.x - a.top_right.x >= 25 * MM
    assert contents == set(TITLES)


def test_sheet_shows_words_for_people_only() -> None:
    words = "".join(page_texts(render(SHEET, Format.PDF, 300)))
    assert all(title in words for title in TITLES.values())
    assert not any(payload in words for payload in TITLES)


@pytest.mark.parametrize(
    ("card", "field", "reason"),
    [
        (CommandCard("XÄ", "OK"), "commands.payload", Unprintable.NOT_IN_BARCODE),
        (CommandCard("X" * 50, "OK"), "commands.payload", Unprintable.DOES_NOT_FIT),
        (CommandCard("XCK", "W" * 90), "commands.title", Unprintable.DOES_NOT_FIT),
    ],
)
def test_command_that_could_not_be_scanned_or_read_is_refused(
    card: CommandCard, field: str, reason: Unprintable
) -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(CommandSheet((card,)), Format.PDF, 300)
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_command_sheet_needs_a_page_printer() -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(SHEET, Format.ZPL, 203)
    assert refused.value.reason is Unprintable.NEEDS_PAGE_PRINTER
