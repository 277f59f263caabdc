"""The bands that parcel labels are made of, each drawn between two heights.

Bands at the lower edge are placed from the bottom upwards; the address takes all that is left.
"""

from dataclasses import dataclass

from printing import barcodes
from printing.barcodes import QUIET_MODULES, LinearSymbol
from printing.captions import Captions
from printing.documents import PostalAddress, Unprintable, UnprintableDocument
from printing.drawing import Align, Sheet
from printing.layouts.addresses import country_name, one_block, person_and_place
from printing.layouts.fitting import draw_block, fit_block, words_in_full
from printing.layouts.pages import LABEL_MARGIN_MM
from printing.stationery.model import Brand
from printing.text import clean, cut, width, wrap

SSCC_MODULE_MM = 0.495
"""Least module width in general distribution (GS1 General Specifications, symbol table 5)."""

_SSCC_HEIGHT_MM = 32.1
"""A little over the 31.75 mm that GS1 asks for, also on printers with 203.2 dots per inch."""

_SENDER_MM = 18.0
_LOGO_ROOM_MM = 24.0


def require_sscc(number: str) -> None:
    """Refuses what is no SSCC.

    Raises:
        UnprintableDocument: It is missing, not of 18 digits, or its check digit is wrong.
    """
    if not number:
        raise UnprintableDocument("sscc", Unprintable.MISSING)
    if not (len(number) == 18 and number.isascii() and number.isdigit()):
        raise UnprintableDocument("sscc", Unprintable.WRONG_LENGTH, number)
    if not barcodes.is_valid_sscc(number):
        raise UnprintableDocument("sscc", Unprintable.WRONG_CHECK_DIGIT, number)


def code128(field: str, payload: str) -> LinearSymbol:
    """Plain Code 128 of what a field says.

    Raises:
        UnprintableDocument: It holds what Code 128 has not.
    """
    try:
        return barcodes.plain_code128(payload)
    except barcodes.NotEncodable:
        raise UnprintableDocument(field, Unprintable.NOT_IN_BARCODE, payload) from None


@dataclass(frozen=True)
class Bands:
    """Draws bands; each method returns the edge where the next one goes on."""

    sheet: Sheet
    words: Captions

    @property
    def left(self) -> int:
        """Left edge of what is printed."""
        return self.sheet.mm(LABEL_MARGIN_MM)

    @property
    def room(self) -> int:
        """Width of what is printed."""
        return self.sheet.width - 2 * self.left

    @property
    def top(self) -> int:
        """Upper edge of what is printed."""
        return self.sheet.mm(LABEL_MARGIN_MM)

    @property
    def bottom(self) -> int:
        """Lower edge of what is printed."""
        return self.sheet.height - self.sheet.mm(LABEL_MARGIN_MM)

    def line(self, y: int) -> None:
        """Draws a rule across the label."""
        self.sheet.rectangle(self.left, y, self.room, self.sheet.mm(0.4))

    def sender(
        self, address: PostalAddress, field: str, facts: list[str], mark: str, brand: Brand | None
    ) -> int:
        """Where it comes from on the left, facts on the right.

        Args:
            address: Of who sends.
            field: What the document calls it.
            facts: The first in larger type, at most three.
            mark: Which print this is, small and lowest.
            brand: Whose logo and name it bears; None for neither.
        """
        sheet, top = self.sheet, self.top
        height = sheet.mm(_SENDER_MM)
        x, left_room = self.left, self.room * 60 // 100
        facts_x = x + left_room
        if brand is not None and brand.logo is not None:
            logo_height = sheet.mm(min(brand.logo_height_mm, _SENDER_MM - 4))
            logo_room = sheet.mm(_LOGO_ROOM_MM)
            used = sheet.image(brand.logo, x, top + sheet.mm(1), logo_room, logo_height)
            x, left_room = x + used + sheet.mm(2), left_room - used - sheet.mm(2)
        sheet.words(self.words.sender, x, top + sheet.mm(2.2), left_room, 6.5)
        lines = one_block(address, field)
        name = clean(brand.name) if brand is not None else ""
        if name and name != lines[0]:
            lines.insert(0, name)
        block = fit_block(sheet, lines, left_room, height - sheet.mm(3), (8.5, 6.5), bold_lines=1)
        draw_block(sheet, block, x, top + sheet.mm(2.9), left_room)
        self._facts_at_right(facts, mark, facts_x)
        self.line(top + height)
        return top + height + sheet.mm(0.4)

    def _facts_at_right(self, facts: list[str], mark: str, x: int) -> None:
        sheet, top = self.sheet, self.top
        room = self.left + self.room - x
        first, *others = facts
        place = (x, top + sheet.mm(4), room)
        words_in_full(sheet, "parcel_number", first, place, (11, 7), align="right")
        baseline = top + sheet.mm(8.4)
        for fact in filter(None, others):
            sheet.words(fact, x, baseline, room, 9, align="right")
            baseline += sheet.mm(4)
        if mark := clean(mark):
            words_in_full(sheet, "mark", mark, (x, top + sheet.mm(17), room), (8, 6), align="right")

    def sscc(self, number: str, bottom: int) -> int:
        """The SSCC in bars, and below them in digits."""
        sheet = self.sheet
        symbol = barcodes.sscc(number)
        module = sheet.module(SSCC_MODULE_MM)
        if (symbol.width + 2 * QUIET_MODULES) * module > sheet.width:
            raise UnprintableDocument("sscc", Unprintable.COARSE_PRINTER, str(sheet.dpi))
        height = sheet.mm(_SSCC_HEIGHT_MM)
        top = bottom - sheet.mm(5.6) - height
        sheet.bars(symbol, (sheet.width - symbol.width * module) // 2, top, module, height)
        place = (self.left, bottom - sheet.mm(0.6), self.room)
        words_in_full(sheet, "sscc", symbol.text, place, (15, 12), align="center")
        return top - sheet.mm(2)

    def symbol(
        self,
        field: str,
        symbol: LinearSymbol,
        title: str,
        bottom: int,
        *,
        height_mm: float = 12.0,
        title_field: str = "",
    ) -> int:
        """Bars with what they mean below them, above a rule.

        Args:
            field: What the document calls it, for a refusal.
            symbol: The bars.
            title: What stands below them.
            bottom: Lower edge of the band.
            height_mm: Of the bars.
            title_field: What the document calls the title, where that is another field.

        Raises:
            UnprintableDocument: Bars or title are too wide.
        """
        sheet = self.sheet
        module = sheet.widest_module(symbol, self.room, SSCC_MODULE_MM)
        if module is None:
            raise UnprintableDocument(field, Unprintable.DOES_NOT_FIT, symbol.text)
        x = self.left + QUIET_MODULES * module
        place = (x, bottom - sheet.mm(1.5), self.room - QUIET_MODULES * module)
        words_in_full(sheet, title_field or field, title, place, (9, 6.5))
        height = sheet.mm(height_mm)
        top = bottom - sheet.mm(5) - height
        sheet.bars(symbol, x, top, module, height)
        self.line(bottom)
        return top - sheet.mm(1.6)

    def references(self, rows: list[list[tuple[str, str]]], bottom: int) -> int:
        """Rows of one or two facts side by side, the first row uppermost; empty ones left out."""
        sheet = self.sheet
        top = bottom
        for row in reversed(rows):
            facts = [(caption, clean(value)) for caption, value in row if clean(value)]
            if not facts:
                continue
            top -= sheet.mm(4.3)
            room = (self.room - sheet.mm(3) * (len(facts) - 1)) // len(facts)
            for place, (caption, value) in enumerate(facts):
                x = self.left + self.room - room if place else self.left
                self._fact(caption, value, x, top, room)
        return top - sheet.mm(0.8)

    def _fact(self, caption: str, value: str, x: int, top: int, room: int) -> None:
        """Small caption and its value on one line."""
        sheet = self.sheet
        baseline = top + sheet.mm(3.4)
        if caption:
            used = round(width(caption, sheet.pt(7))) + 1
            sheet.words(caption, x, baseline, used, 7)
            x, room = x + used + sheet.mm(1.5), room - used - sheet.mm(1.5)
        sheet.words(cut(value, sheet.pt(9.5), room, bold=True), x, baseline, room, 9.5, bold=True)

    def framed(self, field: str, line: str, bottom: int) -> int:
        """A line in a frame across the label, or a rule where there is none.

        Raises:
            UnprintableDocument: The line does not fit.
        """
        sheet = self.sheet
        if not line:
            self.line(bottom - sheet.mm(0.6))
            return bottom - sheet.mm(0.6)
        height = sheet.mm(7)
        top = bottom - height - sheet.mm(1)
        sheet.frame(self.left, top, self.room, height, sheet.mm(0.6))
        inset = sheet.mm(2)
        place = (self.left + inset, top + sheet.mm(5.2), self.room - 2 * inset)
        words_in_full(sheet, field, line, place, (13, 8), align="center")
        return top

    def service(self, carrier: str, service: str, bottom: int) -> int:
        """The service in big letters below the carrier's name.

        Raises:
            UnprintableDocument: The service fits neither on one line nor on two.
        """
        sheet = self.sheet
        top = bottom - sheet.mm(13.5)
        shown = cut(clean(carrier), sheet.pt(9), self.room)
        sheet.words(shown, self.left, top + sheet.mm(4.2), self.room, 9)
        service = clean(service)
        halves = wrap(service, sheet.pt(11), self.room, bold=True)
        if width(service, sheet.pt(12), bold=True) > self.room and len(halves) == 2:
            for half, up_mm in zip(halves, (5.6, 1.4), strict=True):
                baseline = bottom - sheet.mm(up_mm)
                sheet.words(half, self.left, baseline, self.room, 11, bold=True)
        else:
            place = (self.left, bottom - sheet.mm(2.2), self.room)
            words_in_full(sheet, "service", service, place, (21, 12))
        self.line(top)
        return top

    def ship_to(
        self, address: PostalAddress, field: str, caption: str, edges: tuple[int, int], phone: str
    ) -> None:
        """The largest block: person, street and town, then postcode and country in full.

        Args:
            address: Where it goes.
            field: What the document calls it.
            caption: The word above it.
            edges: Upper and lower edge of the block.
            phone: Left out where the rest would become too small.
        """
        sheet = self.sheet
        top, bottom = edges
        sheet.words(caption, self.left, top + sheet.mm(3.2), self.room, 7)
        block_bottom = self._postcode_and_country(address, field, bottom - sheet.mm(3))
        start = top + sheet.mm(4)
        height = block_bottom - sheet.mm(1) - start
        lines = person_and_place(address)
        more = list(filter(None, [clean(phone)]))
        block = fit_block(sheet, lines + more, self.room, height, (15, 9), bold_lines=1)
        if more and block.points < 11:
            block = fit_block(sheet, lines, self.room, height, (15, 9), bold_lines=1)
        draw_block(sheet, block, self.left, start, self.room)

    def _postcode_and_country(self, address: PostalAddress, field: str, baseline: int) -> int:
        """Writes both on one line where they fit beside each other, else on two."""
        sheet = self.sheet
        postcode = clean(address.postcode)
        name = country_name(address, field).upper()
        place = (self.left, baseline, self.room)
        for big, less in ((22.0, 17.0), (20.0, 14.0), (18.0, 12.0), (16.0, 11.0)):
            wanted = width(postcode, sheet.pt(big), bold=True)
            wanted += width(name, sheet.pt(less), bold=True) + sheet.mm(5)
            if wanted <= self.room:
                sheet.words(postcode, *place, big, bold=True)
                align: Align = "right" if postcode else "left"
                sheet.words(name, *place, less, bold=True, align=align)
                return baseline - round(sheet.pt(big) * 0.8)
        words_in_full(sheet, f"{field}.country_code", name, place, (17, 9))
        if not postcode:
            return baseline - sheet.mm(6)
        upper = (self.left, baseline - sheet.mm(6.5), self.room)
        words_in_full(sheet, f"{field}.postcode", postcode, upper, (20, 14))
        return baseline - sheet.mm(13)
