"""The carrier-neutral shipping label, with the SSCC lowest as GS1 asks.

Heights are given from the bottom upwards; the ship-to address takes all that is left.
"""

from dataclasses import dataclass

from printing import barcodes
from printing.barcodes import QUIET_MODULES, LinearSymbol
from printing.captions import Captions, captions, shown_date, shown_weight
from printing.countries import country
from printing.documents import ShippingLabel, Unprintable, UnprintableDocument
from printing.drawing import Align, Sheet
from printing.layouts.addresses import (
    country_name,
    one_block,
    person_and_place,
    require_deliverable,
)
from printing.layouts.fitting import draw_block, fit_block, words_in_full
from printing.paper import Paper
from printing.text import clean, cut, width, wrap

PAPERS = frozenset({Paper.LABEL_4X6_IN, Paper.LABEL_100X150_MM})
_MARGIN_MM = 3.0
_SSCC_MODULE_MM = 0.495
"""Least module width in general distribution (GS1 General Specifications, symbol table 5)."""

_SSCC_HEIGHT_MM = 32.1
"""A little over the 31.75 mm that GS1 asks for, also on printers with 203.2 dots per inch."""


def lay_out(label: ShippingLabel, dpi: int) -> list[Sheet]:
    """The label as one sheet.

    Raises:
        UnprintableDocument: A part is missing, wrong, or does not fit and must not be cut.
    """
    _require_complete(label)
    pen = _Pen(Sheet(label.paper, dpi), label, captions(label.language))
    top = pen.sender(pen.sheet.mm(_MARGIN_MM))
    bottom = pen.sscc(pen.sheet.height - pen.sheet.mm(_MARGIN_MM))
    bottom = pen.second_symbol(bottom)
    bottom = pen.references(bottom)
    bottom = pen.handling_marks(bottom)
    bottom = pen.service(bottom)
    pen.ship_to(top, bottom)
    return [pen.sheet]


def _require_complete(label: ShippingLabel) -> None:
    require_deliverable(label.ship_to, "ship_to")
    if not clean(label.service):
        raise UnprintableDocument("service", Unprintable.MISSING)
    if not label.sscc:
        raise UnprintableDocument("sscc", Unprintable.MISSING)
    if not (len(label.sscc) == 18 and label.sscc.isascii() and label.sscc.isdigit()):
        raise UnprintableDocument("sscc", Unprintable.WRONG_LENGTH, label.sscc)
    if not barcodes.is_valid_sscc(label.sscc):
        raise UnprintableDocument("sscc", Unprintable.WRONG_CHECK_DIGIT, label.sscc)


@dataclass
class _Pen:
    """Draws the label's bands; each method returns the edge where the next one goes on."""

    sheet: Sheet
    label: ShippingLabel
    words: Captions

    @property
    def _left(self) -> int:
        return self.sheet.mm(_MARGIN_MM)

    @property
    def _room(self) -> int:
        return self.sheet.width - 2 * self._left

    def _line(self, y: int) -> None:
        self.sheet.rectangle(self._left, y, self._room, self.sheet.mm(0.4))

    def sender(self, top: int) -> int:
        """Return address on the left; which parcel, day and weight on the right."""
        sheet = self.sheet
        height = sheet.mm(18)
        left_room = self._room * 60 // 100
        sheet.words(self.words.sender, self._left, top + sheet.mm(2.2), left_room, 6.5)
        block = fit_block(
            sheet,
            one_block(self.label.ship_from, "ship_from"),
            left_room,
            height - sheet.mm(3),
            (8.5, 6.5),
            bold_lines=1,
        )
        draw_block(sheet, block, self._left, top + sheet.mm(2.9), left_room)
        self._parcel_facts(top, self._left + left_room)
        self._line(top + height)
        return top + height + sheet.mm(0.4)

    def _parcel_facts(self, top: int, x: int) -> None:
        sheet, label = self.sheet, self.label
        room = self._left + self._room - x
        parcel = self.words.parcel.format(number=label.parcel_number, count=label.parcel_count)
        words_in_full(
            sheet, "parcel_number", parcel, (x, top + sheet.mm(4), room), (11, 7), align="right"
        )
        facts = [shown_date(label.ship_date, self.words) if label.ship_date else ""]
        facts.append(shown_weight(label.weight_g, self.words) if label.weight_g else "")
        baseline = top + sheet.mm(8.4)
        for fact in filter(None, facts):
            sheet.words(fact, x, baseline, room, 9, align="right")
            baseline += sheet.mm(4)
        if mark := clean(label.mark):
            words_in_full(sheet, "mark", mark, (x, top + sheet.mm(17), room), (8, 6), align="right")

    def sscc(self, bottom: int) -> int:
        """The SSCC in bars, and below them in digits."""
        sheet = self.sheet
        symbol = barcodes.sscc(self.label.sscc)
        module = sheet.module(_SSCC_MODULE_MM)
        if (symbol.width + 2 * QUIET_MODULES) * module > sheet.width:
            raise UnprintableDocument("sscc", Unprintable.COARSE_PRINTER, str(sheet.dpi))
        height = sheet.mm(_SSCC_HEIGHT_MM)
        top = bottom - sheet.mm(5.6) - height
        sheet.bars(symbol, (sheet.width - symbol.width * module) // 2, top, module, height)
        place = (self._left, bottom - sheet.mm(0.6), self._room)
        words_in_full(sheet, "sscc", symbol.text, place, (15, 12), align="center")
        return top - sheet.mm(2)

    def second_symbol(self, bottom: int) -> int:
        """The carrier's number in bars where it is not the SSCC, else the postcode for sorting."""
        number = clean(self.label.tracking_number)
        if number and number != self.label.sscc:
            symbol = self._tracking_symbol(number)
            title = f"{self.words.tracking}  {number}"
        else:
            found = self._routing_symbol()
            if found is None:
                return bottom
            symbol, title = found, found.text
        sheet = self.sheet
        module = sheet.widest_module(symbol, self._room, _SSCC_MODULE_MM)
        if module is None:
            raise UnprintableDocument("tracking_number", Unprintable.DOES_NOT_FIT, number)
        x = self._left + QUIET_MODULES * module
        place = (x, bottom - sheet.mm(1.5), self._room - QUIET_MODULES * module)
        words_in_full(sheet, "tracking_number", title, place, (9, 6.5))
        height = sheet.mm(12)
        top = bottom - sheet.mm(5) - height
        sheet.bars(symbol, x, top, module, height)
        self._line(bottom)
        return top - sheet.mm(1.6)

    def _tracking_symbol(self, number: str) -> LinearSymbol:
        try:
            return barcodes.plain_code128(number)
        except barcodes.NotEncodable:
            reason = Unprintable.NOT_IN_BARCODE
            raise UnprintableDocument("tracking_number", reason, number) from None

    def _routing_symbol(self) -> LinearSymbol | None:
        """Postcode with country; left out where it cannot be written or is too wide."""
        found = country(self.label.ship_to.country_code)
        if found is None or found.numeric == "000":
            return None
        try:
            symbol = barcodes.routing(found.numeric, clean(self.label.ship_to.postcode))
        except barcodes.NotEncodable:
            return None
        module = self.sheet.module(_SSCC_MODULE_MM)
        fits = (symbol.width + 2 * QUIET_MODULES) * module <= self._room
        return symbol if fits else None

    def references(self, bottom: int) -> int:
        """Order and the customer's reference side by side, and below them what is inside."""
        sheet, label = self.sheet, self.label
        top = bottom
        half = (self._room - sheet.mm(3)) // 2
        if contents := clean(label.contents):
            top -= sheet.mm(4.3)
            self._fact(self.words.contents, contents, self._left, top, self._room)
        order, reference = clean(label.order_number), clean(label.customer_reference)
        top -= sheet.mm(4.3)
        self._fact(self.words.order, order, self._left, top, half if reference else self._room)
        if reference:
            x = self._left + self._room - half
            self._fact(self.words.reference, reference, x, top, half)
        return top - sheet.mm(0.8)

    def _fact(self, caption: str, value: str, x: int, top: int, room: int) -> None:
        """Small caption and its value on one line."""
        sheet = self.sheet
        baseline = top + sheet.mm(3.4)
        used = round(width(caption, sheet.pt(7))) + 1
        sheet.words(caption, x, baseline, used, 7)
        x, room = x + used + sheet.mm(1.5), room - used - sheet.mm(1.5)
        sheet.words(cut(value, sheet.pt(9.5), room, bold=True), x, baseline, room, 9.5, bold=True)

    def handling_marks(self, bottom: int) -> int:
        """Marks such as FRAGILE in a frame across the label."""
        marks = "  ·  ".join(filter(None, map(clean, self.label.marks)))
        if not marks:
            self._line(bottom - self.sheet.mm(0.6))
            return bottom - self.sheet.mm(0.6)
        sheet = self.sheet
        height = sheet.mm(7)
        top = bottom - height - sheet.mm(1)
        sheet.frame(self._left, top, self._room, height, sheet.mm(0.6))
        inset = sheet.mm(2)
        place = (self._left + inset, top + sheet.mm(5.2), self._room - 2 * inset)
        words_in_full(sheet, "marks", marks, place, (13, 8), align="center")
        return top

    def service(self, bottom: int) -> int:
        """The service in big letters below the carrier's name."""
        sheet = self.sheet
        top = bottom - sheet.mm(13.5)
        carrier = cut(clean(self.label.carrier), sheet.pt(9), self._room)
        sheet.words(carrier, self._left, top + sheet.mm(4.2), self._room, 9)
        service = clean(self.label.service)
        halves = wrap(service, sheet.pt(11), self._room, bold=True)
        if width(service, sheet.pt(12), bold=True) > self._room and len(halves) == 2:
            for half, up_mm in zip(halves, (5.6, 1.4), strict=True):
                baseline = bottom - sheet.mm(up_mm)
                sheet.words(half, self._left, baseline, self._room, 11, bold=True)
        else:
            place = (self._left, bottom - sheet.mm(2.2), self._room)
            words_in_full(sheet, "service", service, place, (21, 12))
        self._line(top)
        return top

    def ship_to(self, top: int, bottom: int) -> None:
        """The largest block: person, street and town, then postcode and country in full."""
        sheet, address = self.sheet, self.label.ship_to
        sheet.words(self.words.ship_to, self._left, top + sheet.mm(3.2), self._room, 7)
        baseline = bottom - sheet.mm(3)
        block_bottom = self._postcode_and_country(baseline) - sheet.mm(1)
        start = top + sheet.mm(4)
        height = block_bottom - start
        lines = person_and_place(address)
        phone = list(filter(None, [clean(address.phone)]))
        block = fit_block(sheet, lines + phone, self._room, height, (15, 9), bold_lines=1)
        if phone and block.points < 11:
            block = fit_block(sheet, lines, self._room, height, (15, 9), bold_lines=1)
        draw_block(sheet, block, self._left, start, self._room)

    def _postcode_and_country(self, baseline: int) -> int:
        """Writes both on one line where they fit beside each other, else on two."""
        sheet, address = self.sheet, self.label.ship_to
        postcode = clean(address.postcode)
        name = country_name(address, "ship_to").upper()
        place = (self._left, baseline, self._room)
        for big, less in ((22.0, 17.0), (20.0, 14.0), (18.0, 12.0), (16.0, 11.0)):
            wanted = width(postcode, sheet.pt(big), bold=True)
            wanted += width(name, sheet.pt(less), bold=True) + sheet.mm(5)
            if wanted <= self._room:
                sheet.words(postcode, *place, big, bold=True)
                align: Align = "right" if postcode else "left"
                sheet.words(name, *place, less, bold=True, align=align)
                return baseline - round(sheet.pt(big) * 0.8)
        words_in_full(sheet, "ship_to.country_code", name, place, (17, 9))
        if not postcode:
            return baseline - sheet.mm(6)
        upper = (self._left, baseline - sheet.mm(6.5), self._room)
        words_in_full(sheet, "ship_to.postcode", postcode, upper, (20, 14))
        return baseline - sheet.mm(13)
