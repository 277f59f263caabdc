"""The labels of carts, walls, lanes, cages and stations: a name to be read from afar, and bars.

On label stock of 50 mm they are stuck on; on larger stock, or a page, they hang as signs.
"""

from printing import barcodes
from printing.barcodes import QUIET_MODULES
from printing.captions import Captions, captions
from printing.documents import PlaceKind, PlaceLabel, Unprintable, UnprintableDocument
from printing.drawing import Sheet
from printing.layouts.fitting import words_in_full
from printing.layouts.pages import margin
from printing.text import clean, cut, largest_size

_SMALL_MM = 50.0
"""Height of what is drawn on small stock, and on a tape."""

_CAPITAL_EMS = 0.73
"""Height of capital letters and digits."""

_SIGN_MM = 100.0
"""Stock at least as high as this is filled as a sign."""


def lay_out(label: PlaceLabel, dpi: int) -> list[Sheet]:
    """The label as one sheet.

    Raises:
        UnprintableDocument: Name or payload is missing, cannot be written as bars, or does not fit.
    """
    has_bars = bool(label.payload) or label.place is not PlaceKind.CART_POSITION
    for field in ("name", "payload") if has_bars else ("name",):
        if not clean(getattr(label, field)):
            raise UnprintableDocument(field, Unprintable.MISSING)
    sheet = Sheet(label.paper, dpi)
    height = sheet.mm(_SMALL_MM)
    if not label.paper.is_continuous and label.paper.size_mm[1] >= _SIGN_MM:
        height = sheet.height
    sheet.cut(height)
    height = min(height, sheet.height)
    words = captions(label.language)
    # Fractions of the height: kind 12 %, name 38 %, note 12 %, bars the rest.
    above = " · ".join(filter(None, (_kind_word(label.place, words), clean(label.belongs_to))))
    _line(sheet, above, round(height * 0.135), height * 0.075)
    note_baseline = round(height * (0.585 if has_bars else 0.93))
    _line(sheet, clean(label.note), note_baseline, height * 0.07)
    middle = 0.36 if has_bars else 0.55
    if clean(label.note):
        middle -= 0.035
    _name(sheet, label, height, middle, share=0.32 if has_bars else 0.58)
    if has_bars:
        _bars(sheet, label.payload, round(height * 0.63), height)
    return [sheet]


def _name(sheet: Sheet, label: PlaceLabel, height: int, middle: float, *, share: float) -> None:
    """The name about a middle, its capitals at most a share of the height."""
    left = margin(sheet)
    room = sheet.width - 2 * left
    name = clean(label.name)
    largest = round(height * share / _CAPITAL_EMS / sheet.pt(1) * 2) / 2
    points = largest_size(name, room / sheet.pt(1), (largest, 14), bold=True) or 14
    place = (left, round(height * middle + sheet.pt(points) * _CAPITAL_EMS / 2), room)
    words_in_full(sheet, "name", name, place, (points, points), align="center")


def _line(sheet: Sheet, line: str, baseline: int, size: float) -> None:
    left = margin(sheet)
    room = sheet.width - 2 * left
    points = size / sheet.pt(1)
    fitting = largest_size(line, room / sheet.pt(1), (points, points * 0.6)) or points * 0.6
    shown = cut(line, sheet.pt(fitting), room)
    sheet.words(shown, left, baseline, room, fitting, align="center")


def _bars(sheet: Sheet, payload: str, top: int, height: int) -> None:
    try:
        symbol = barcodes.plain_code128(payload)
    except barcodes.NotEncodable:
        raise UnprintableDocument("payload", Unprintable.NOT_IN_BARCODE, payload) from None
    # The larger the sign, the farther away it is scanned.
    module = sheet.widest_module(symbol, sheet.width, height / sheet.mm(_SMALL_MM) * 0.495)
    if module is None:
        raise UnprintableDocument("payload", Unprintable.DOES_NOT_FIT, payload)
    text_points = max(9.0, height * 0.045 / sheet.pt(1))
    bottom = height - sheet.mm(3)
    x = max((sheet.width - symbol.width * module) // 2, QUIET_MODULES * module)
    bars_height = bottom - round(sheet.pt(text_points) * 1.15) - top
    sheet.bars(symbol, x, top, module, bars_height)
    left = margin(sheet)
    room = sheet.width - 2 * left
    place = (left, bottom, room)
    words_in_full(sheet, "payload", payload, place, (text_points, 6), align="center")


def _kind_word(kind: PlaceKind, words: Captions) -> str:
    return {
        PlaceKind.CART: words.place_cart,
        PlaceKind.CART_POSITION: words.place_cart_position,
        PlaceKind.PUT_WALL: words.place_put_wall,
        PlaceKind.CUBBY: words.place_cubby,
        PlaceKind.CONSOLIDATION_SLOT: words.place_consolidation_slot,
        PlaceKind.LANE: words.place_lane,
        PlaceKind.CAGE: words.place_cage,
        PlaceKind.STATION: words.place_station,
        PlaceKind.CARTON: words.place_carton,
    }[kind]
