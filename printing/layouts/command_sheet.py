"""The sheet of command codes that pickers and packers scan instead of touching a screen."""

from printing import barcodes
from printing.captions import captions
from printing.documents import CommandCard, CommandSheet, Unprintable, UnprintableDocument
from printing.drawing import Sheet
from printing.layouts.fitting import words_in_full
from printing.text import clean

_COLUMNS, _ROWS = 2, 6
_MARGIN_MM = 12.0
_HEAD_MM = 20.0
_BARS_MM = 13.0
"""Rows are at least 40 mm apart, so that 25 mm lie between the bars of any two commands."""


def lay_out(document: CommandSheet, dpi: int) -> list[Sheet]:
    """The commands in rows of two, twelve a page.

    Raises:
        UnprintableDocument: A command cannot be written as bars or its title does not fit.
    """
    words = captions(document.language)
    per_page = _COLUMNS * _ROWS
    starts = range(0, max(1, len(document.commands)), per_page)
    sheets = []
    for number, start in enumerate(starts, start=1):
        sheet = Sheet(document.paper, dpi)
        left, room = sheet.mm(_MARGIN_MM), sheet.width - 2 * sheet.mm(_MARGIN_MM)
        sheet.words(words.command_sheet, left, sheet.mm(14), room, 18, bold=True)
        sheet.words(words.command_hint, left, sheet.mm(19.5), room, 9)
        page = words.page.format(number=number, count=len(starts))
        sheet.words(page, left, sheet.mm(14), room, 9, align="right")
        for place, card in enumerate(document.commands[start : start + per_page]):
            _card(sheet, card, place)
        sheets.append(sheet)
    return sheets


def _card(sheet: Sheet, card: CommandCard, place: int) -> None:
    row, column = divmod(place, _COLUMNS)
    left, head = sheet.mm(_MARGIN_MM), sheet.mm(_HEAD_MM)
    cell_width = (sheet.width - 2 * left) // _COLUMNS
    cell_height = (sheet.height - head - sheet.mm(6)) // _ROWS
    x, y = left + column * cell_width, head + row * cell_height
    room = cell_width - 2 * sheet.mm(6)
    sheet.frame(x, y + sheet.mm(2), cell_width, cell_height - sheet.mm(2), sheet.mm(0.2))
    place_of_title = (x + sheet.mm(6), y + sheet.mm(15), room)
    title = clean(card.title)
    words_in_full(sheet, "commands.title", title, place_of_title, (24, 11), align="center")
    try:
        symbol = barcodes.plain_code128(card.payload)
    except barcodes.NotEncodable:
        reason = Unprintable.NOT_IN_BARCODE
        raise UnprintableDocument("commands.payload", reason, card.payload) from None
    module = sheet.widest_module(symbol, room, 0.5)
    if module is None:
        raise UnprintableDocument("commands.payload", Unprintable.DOES_NOT_FIT, card.payload)
    top = y + sheet.mm(20)
    bars_x = x + (cell_width - symbol.width * module) // 2
    sheet.bars(symbol, bars_x, top, module, sheet.mm(_BARS_MM))
