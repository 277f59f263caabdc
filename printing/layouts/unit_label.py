"""The GS1 logistic label of cartons and pallets: who and where, data in words, bars, SSCC lowest.

Source: GS1 Logistic Label Guideline 1.3: data titles, human-readable lines at every symbol, linear
symbols at least 31.75 mm high with the SSCC lowest, and a two-dimensional one beside them.
"""

from datetime import date

from printing import barcodes
from printing.barcodes import Element, LinearSymbol
from printing.captions import captions, shown_date, shown_weight
from printing.documents import (
    CartonLabel,
    PalletLabel,
    UnitContents,
    Unprintable,
    UnprintableDocument,
)
from printing.drawing import Sheet
from printing.layouts.addresses import require_deliverable
from printing.layouts.fitting import words_in_full
from printing.layouts.label_bands import Bands, require_sscc
from printing.layouts.shipping_label import routing_symbol
from printing.text import clean, cut

UnitLabel = CartonLabel | PalletLabel
_SYMBOL_MM = 32.1
_MATRIX_MODULE_MM = 0.743
"""Least module width of GS1 DataMatrix in general distribution (GS1 symbol table 5)."""

_ROW_MM = 7.2
_GAP_MM = 2.0


def lay_out(label: UnitLabel, dpi: int) -> list[Sheet]:
    """The label as one sheet.

    Raises:
        UnprintableDocument: A part is missing, wrong, or does not fit and must not be cut.
    """
    require_deliverable(label.ship_to, "ship_to")
    require_sscc(label.sscc)
    bands = Bands(Sheet(label.paper, dpi), captions(label.language))
    words = bands.words
    is_pallet = isinstance(label, PalletLabel)
    part = words.part.format(number=label.number, count=label.count)
    facts = [f"{words.pallet if is_pallet else words.carton}  {part}", clean(label.carrier)]
    if isinstance(label, PalletLabel) and label.cartons is not None:
        facts.append(words.cartons.format(count=label.cartons))
    top = bands.sender(label.ship_from, "ship_from", facts, label.mark, None)
    bottom = bands.sscc(label.sscc, bands.bottom)
    bottom = _upper_symbol(bands, label, bottom)
    bottom = _data(bands, label, bottom)
    bands.ship_to(label.ship_to, "ship_to", words.ship_to, (top, bottom), "")
    return [bands.sheet]


def _upper_symbol(bands: Bands, label: UnitLabel, bottom: int) -> int:
    """What is in the unit, or for different items the postcode it goes to."""
    symbol: LinearSymbol | None
    if label.contents is not None:
        symbol = barcodes.gs1_128(content_elements(label.contents))
    else:
        symbol = routing_symbol(label.ship_to, bands)
    if symbol is None:
        bands.line(bottom)
        return bottom
    return bands.symbol("contents", symbol, symbol.text, bottom, height_mm=_SYMBOL_MM)


def content_elements(contents: UnitContents) -> tuple[Element, ...]:
    """The trade item and how many of it, AIs (02) and (37), which belong together.

    Raises:
        UnprintableDocument: The GTIN is none, or the count is not positive.
    """
    if not barcodes.is_valid_gtin(contents.gtin):
        is_long = len(contents.gtin) == 14
        reason = Unprintable.WRONG_CHECK_DIGIT if is_long else Unprintable.WRONG_LENGTH
        raise UnprintableDocument("contents.gtin", reason, contents.gtin)
    count = str(contents.count)
    if not 0 < contents.count < 10**8:
        raise UnprintableDocument("contents.count", Unprintable.OUT_OF_RANGE, count)
    # An even number of digits takes half as many bars.
    return Element("02", contents.gtin), Element(
        "37", count.zfill(len(count) + len(count) % 2), True
    )


def all_elements(label: UnitLabel) -> tuple[Element, ...]:
    """Everything a scan of the unit can tell, what has a fixed length first.

    Raises:
        UnprintableDocument: The contents' GTIN, count, date or lot cannot be written.
    """
    elements = [Element("00", label.sscc)]
    contents = label.contents
    if contents is None:
        return tuple(elements)
    item, count = content_elements(contents)
    elements.append(item)
    if contents.best_before:
        elements.append(Element("15", _six_digits(contents.best_before)))
    elements.append(count)
    if lot := clean(contents.lot):
        if len(lot) > 20:
            raise UnprintableDocument("contents.lot", Unprintable.DOES_NOT_FIT, lot)
        elements.append(Element("10", lot, True))
    return tuple(elements)


def _six_digits(iso: str) -> str:
    try:
        return date.fromisoformat(iso[:10]).strftime("%y%m%d")
    except ValueError:
        reason = Unprintable.NO_DATE
        raise UnprintableDocument("contents.best_before", reason, iso) from None


def _data(bands: Bands, label: UnitLabel, bottom: int) -> int:
    """Data in words on the left, all of it in a matrix on the right, above a rule."""
    sheet, words = bands.sheet, bands.words
    try:
        matrix = barcodes.gs1_data_matrix(all_elements(label))
    except barcodes.NotEncodable as error:
        reason = Unprintable.NOT_IN_BARCODE
        raise UnprintableDocument("contents.lot", reason, str(error)) from None
    module = sheet.module(_MATRIX_MODULE_MM)
    side = matrix.width * module
    contents = label.contents
    rows: list[list[tuple[str, str]]] = [
        [("CONTENT", words.mixed if contents is None else contents.description)]
    ]
    if contents is not None:
        expiry = shown_date(contents.best_before, words) if contents.best_before else ""
        rows.append([("BATCH/LOT", contents.lot), ("BEST BEFORE", expiry)])
    weight = shown_weight(label.gross_weight_g, words) if label.gross_weight_g else ""
    order = label.order_number or label.reference
    rows.append([("GROSS WEIGHT", weight), ("ORDER NUMBER", order)])
    shown = [row for row in rows if any(clean(value) for _, value in row)]
    height = max(len(shown) * sheet.mm(_ROW_MM), side + 2 * module) + sheet.mm(_GAP_MM)
    top = bottom - height
    x = bands.left + bands.room - side - module
    sheet.matrix(matrix, x, top + sheet.mm(_GAP_MM) + module, module)
    _rows(bands, shown, top + sheet.mm(_GAP_MM), x - 2 * module - bands.left)
    bands.line(top)
    return top


def _rows(bands: Bands, rows: list[list[tuple[str, str]]], top: int, room: int) -> None:
    """Data titles above values at least 3 mm high, as GS1 asks for."""
    sheet = bands.sheet
    for place, row in enumerate(rows):
        facts = [(title, clean(value)) for title, value in row if clean(value)]
        width = (room - sheet.mm(2) * (len(facts) - 1)) // len(facts)
        y = top + place * sheet.mm(_ROW_MM)
        for column, (title, value) in enumerate(facts):
            x = bands.left + column * (width + sheet.mm(2))
            sheet.words(title, x, y + sheet.mm(2.4), width, 6.5)
            baseline = y + sheet.mm(6.4)
            if title == "CONTENT":
                sheet.words(cut(value, sheet.pt(11.5), width), x, baseline, width, 11.5)
            else:
                field = title.lower().replace("/", "_").replace(" ", "_")
                words_in_full(sheet, field, value, (x, baseline, width), (12, 8))
