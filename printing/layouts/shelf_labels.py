"""The labels of the warehouse itself: locations, totes, packaging kinds and operators' badges.

Each is drawn into the upper left 100 x 50 mm of its stock, or all of it where that is smaller:
large words for people, bars as wide as they may be, and a prefix that says what was scanned.
"""

from dataclasses import dataclass

from printing import barcodes
from printing.barcodes import QUIET_MODULES, MatrixSymbol
from printing.documents import (
    BadgeLabel,
    LocationLabel,
    PackagingLabel,
    ToteLabel,
    Unprintable,
    UnprintableDocument,
)
from printing.drawing import Sheet
from printing.layouts.fitting import words_in_full
from printing.text import clean, cut

ShelfLabel = LocationLabel | ToteLabel | PackagingLabel | BadgeLabel
_MARGIN_MM = 3.0
_MODULE_MM = 0.495
"""Wide enough for a scan from two metres; narrower where a long code would not fit otherwise."""


def lay_out(label: ShelfLabel, dpi: int) -> list[Sheet]:
    """The label as one sheet.

    Raises:
        UnprintableDocument: The code is missing, cannot be written as bars, or does not fit.
    """
    pen = _Pen(Sheet(label.paper, dpi))
    pen.sheet.cut(pen.sheet.mm(50))
    match label:
        case LocationLabel():
            _location(pen, label)
        case ToteLabel():
            pen.headline("code", label.code, bottom_mm=23)
            pen.symbol("code", f"T-{label.code}", top_mm=27)
        case PackagingLabel():
            pen.headline("code", label.code, bottom_mm=16)
            pen.caption(label.name, baseline_mm=24)
            pen.symbol("code", f"K-{label.code}", top_mm=27)
        case BadgeLabel():
            pen.headline("name", label.name, bottom_mm=14, largest=26)
            pen.caption(label.role, baseline_mm=22)
            pen.symbol("token", f"B-{label.token}", top_mm=27)
    return [pen.sheet]


def _location(pen: "_Pen", label: LocationLabel) -> None:
    """Code on top; level, zone and check digits in the middle, with a matrix; bars below."""
    sheet = pen.sheet
    pen.headline("code", label.code, bottom_mm=15)
    left, room = pen.left, pen.room
    matrix = pen.matrix_of(f"L-{label.code}")
    module = sheet.mm(12) // (matrix.width + 1)
    matrix_x = left + room - matrix.width * module
    sheet.matrix(matrix, matrix_x, sheet.mm(18), module)
    digits = clean(label.check_digits)
    box_width = sheet.mm(24 if room > sheet.mm(70) else 17)
    box_x = matrix_x - box_width - sheet.mm(4)
    if digits:
        sheet.frame(box_x, sheet.mm(18), box_width, sheet.mm(11), sheet.mm(0.6))
        place = (box_x, sheet.mm(26.6), box_width)
        words_in_full(sheet, "check_digits", digits, place, (28, 14), align="center")
    text_room = box_x - left - sheet.mm(2)
    zone = cut(clean(label.zone), sheet.pt(13), text_room)
    if label.level is None:
        sheet.words(zone, left, sheet.mm(25), text_room, 13)
    else:
        # Pickers look for the arrow first: the lowest level is below the label, the others above.
        arrow = "\u25bc" if label.level <= 1 else "\u25b2"
        sheet.words(f"{arrow} {label.level}", left, sheet.mm(24.5), text_room, 22, bold=True)
        sheet.words(zone, left, sheet.mm(29.5), text_room, 10)
    pen.symbol("code", f"L-{label.code}", top_mm=31.5, with_text=False)


@dataclass
class _Pen:
    """Places the parts that all these labels share."""

    sheet: Sheet

    @property
    def left(self) -> int:
        return self.sheet.mm(_MARGIN_MM)

    @property
    def room(self) -> int:
        return min(self.sheet.width, self.sheet.mm(101.6)) - 2 * self.left

    @property
    def bottom(self) -> int:
        return min(self.sheet.height, self.sheet.mm(50)) - self.sheet.mm(2.5)

    def headline(self, field: str, words: str, bottom_mm: float, largest: float = 72) -> None:
        """What a person reads from afar, as large as the label is wide."""
        line = clean(words)
        if not line:
            raise UnprintableDocument(field, Unprintable.MISSING)
        largest = min(largest, (bottom_mm - 3.2) * 72 / 25.4 / 0.75)
        largest = round(largest * 2) / 2
        place = (self.left, self.sheet.mm(bottom_mm), self.room)
        words_in_full(self.sheet, field, line, place, (largest, 10), align="center")

    def caption(self, words: str, baseline_mm: float) -> None:
        """A second line, which may be cut."""
        line = cut(clean(words), self.sheet.pt(14), self.room)
        baseline = self.sheet.mm(baseline_mm)
        self.sheet.words(line, self.left, baseline, self.room, 14, align="center")

    def matrix_of(self, payload: str) -> MatrixSymbol:
        """Data Matrix symbol for scanners that are held near."""
        try:
            return barcodes.data_matrix(payload)
        except barcodes.NotEncodable:
            raise UnprintableDocument("code", Unprintable.NOT_IN_BARCODE, payload) from None

    def symbol(self, field: str, payload: str, top_mm: float, *, with_text: bool = True) -> None:
        """Bars across the label down to its lower edge, with what they say below them."""
        sheet = self.sheet
        try:
            symbol = barcodes.plain_code128(payload)
        except barcodes.NotEncodable:
            raise UnprintableDocument(field, Unprintable.NOT_IN_BARCODE, payload) from None
        whole = self.room + 2 * self.left
        module = sheet.widest_module(symbol, whole, _MODULE_MM)
        if module is None:
            raise UnprintableDocument(field, Unprintable.DOES_NOT_FIT, payload)
        top = sheet.mm(top_mm)
        # A badge's token is its key: it must not be readable over a shoulder.
        shown = with_text and field != "token"
        height = self.bottom - top - (sheet.mm(4.2) if shown else 0)
        x = (whole - symbol.width * module) // 2
        sheet.bars(symbol, max(x, QUIET_MODULES * module), top, module, height)
        if shown:
            sheet.words(payload, self.left, self.bottom, self.room, 9, align="center")
