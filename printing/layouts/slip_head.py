"""What stands on the pages of a packing slip around its lines: head, addresses and foot."""

from printing import barcodes
from printing.captions import Captions, shown_date
from printing.documents import PackingSlip, PostalAddress
from printing.drawing import Sheet
from printing.layouts.addresses import one_block
from printing.layouts.fitting import draw_block, fit_block
from printing.layouts.pages import PAGE_MARGIN_MM, margin
from printing.stationery.model import NO_BRAND
from printing.text import clean, cut, largest_size, width

FOOT_MM = 16.0
_BARCODE_ROOM_MM = 85.0
_LOGO_ROOM_MM = 36.0


def colour_of(slip: PackingSlip) -> str:
    """The brand's colour, or nothing where it is plain black."""
    return "" if slip.brand.colour == NO_BRAND.colour else slip.brand.colour


def draw_head(sheet: Sheet, slip: PackingSlip, words: Captions) -> int:
    """Seller, title and the order's number in letters and bars; the same on every page.

    Returns:
        Where the head ends.
    """
    left, top = margin(sheet), sheet.mm(12)
    room = sheet.width - 2 * left
    side = sheet.mm(_BARCODE_ROOM_MM)
    _draw_seller(sheet, slip, left, room - side - sheet.mm(5))
    _draw_order(sheet, slip, words, left + room - side)
    rule = colour_of(slip)
    sheet.rectangle(left, top + sheet.mm(28), room, sheet.mm(0.4), colour=rule)
    return top + sheet.mm(30)


def _draw_seller(sheet: Sheet, slip: PackingSlip, x: int, room: int) -> None:
    top, brand = sheet.mm(12), slip.brand
    if brand.logo is not None:
        logo_room, logo_height = sheet.mm(_LOGO_ROOM_MM), sheet.mm(brand.logo_height_mm)
        used = sheet.image(brand.logo, x, top + sheet.mm(1), logo_room, logo_height)
        x, room = x + used + sheet.mm(3), room - used - sheet.mm(3)
    shop = clean(brand.name) or clean(slip.shop_name)
    size = largest_size(shop, room / sheet.pt(1), (17, 10), bold=True) or 10
    shown = cut(shop, sheet.pt(size), room, bold=True)
    sheet.coloured(shown, (x, top + sheet.mm(6), room), size, colour=colour_of(slip), bold=True)
    address = one_block(slip.ship_from, "ship_from")
    lines = [line for line in address if line != shop]
    lines += [line for line in map(clean, brand.contact) if line]
    block = fit_block(sheet, lines, room, sheet.mm(19.5), (8.5, 6.5))
    draw_block(sheet, block, x, top + sheet.mm(8), room)


def _draw_order(sheet: Sheet, slip: PackingSlip, words: Captions, x: int) -> None:
    top, room = sheet.mm(12), sheet.mm(_BARCODE_ROOM_MM)
    title = clean(slip.template.title)
    title = title or (words.gift_slip if slip.is_gift else words.packing_slip)
    points = largest_size(title, room / sheet.pt(1), (17, 9), bold=True) or 9
    place = (x, top + sheet.mm(6), room)
    title = cut(title, sheet.pt(points), room, bold=True)
    sheet.coloured(title, place, points, colour=colour_of(slip), align="right", bold=True)
    number = f"{words.order} {clean(slip.order_number)}"
    shown = cut(number, sheet.pt(11), room, bold=True)
    sheet.words(shown, x, top + sheet.mm(12), room, 11, bold=True, align="right")
    try:
        symbol = barcodes.plain_code128(f"O-{slip.order_number}")
    except barcodes.NotEncodable:
        return  # the number stays readable in letters, and the parcel has its SSCC
    module = sheet.widest_module(symbol, room + sheet.mm(PAGE_MARGIN_MM), 0.33)
    if module is not None:
        bars_x = x + room - symbol.width * module
        sheet.bars(symbol, bars_x, top + sheet.mm(15), module, sheet.mm(11))


class Parties:
    """Ship-to, bill-to and the order's facts side by side.

    A gift's slip has neither bill-to nor reference: they are the buyer's.
    """

    def __init__(self, sheet: Sheet, slip: PackingSlip, words: Captions) -> None:
        self._slip = slip
        self._words = words
        self.height = self._drawn(Sheet(sheet.paper, sheet.dpi), 0)

    def draw(self, sheet: Sheet, top: int) -> None:
        """Draws them from `top` downwards."""
        self._drawn(sheet, top)

    def _drawn(self, sheet: Sheet, top: int) -> int:
        slip, words = self._slip, self._words
        left = margin(sheet)
        room = sheet.width - 2 * left
        gap = sheet.mm(6)
        column = (room - 2 * gap) * 31 // 100
        ends = [_draw_address(sheet, words.ship_to, slip.ship_to, "ship_to", (left, top, column))]
        x = left + column + gap
        if slip.bill_to and slip.bill_to != slip.ship_to and not slip.is_gift:
            place = (x, top, column)
            ends.append(_draw_address(sheet, words.bill_to, slip.bill_to, "bill_to", place))
            x += column + gap
        ends.append(_draw_facts(sheet, slip, words, (x, top, left + room - x)))
        return max(ends) + sheet.mm(5) - top


def _draw_address(
    sheet: Sheet, caption: str, address: PostalAddress, field: str, place: tuple[int, int, int]
) -> int:
    x, top, room = place
    sheet.words(caption, x, top + sheet.mm(4), room, 7.5)
    lines = one_block(address, field)
    block = fit_block(sheet, lines, room, sheet.mm(34), (10, 8), bold_lines=1)
    return draw_block(sheet, block, x, top + sheet.mm(5), room)


def _draw_facts(
    sheet: Sheet, slip: PackingSlip, words: Captions, place: tuple[int, int, int]
) -> int:
    x, top, room = place
    parcel = words.parcel.format(number=slip.parcel_number, count=slip.parcel_count)
    facts = [
        (words.order_date, shown_date(slip.order_date, words) if slip.order_date else ""),
        (words.reference, "" if slip.is_gift else clean(slip.customer_reference)),
        ("", parcel),
        ("SSCC", clean(slip.sscc)),
    ]
    present = [(caption, value) for caption, value in facts if value]
    indent = round(max(width(caption, sheet.pt(7.5)) for caption, _ in present)) + sheet.mm(2.5)
    baseline = top + sheet.mm(4)
    for caption, value in present:
        sheet.words(caption, x, baseline, indent, 7.5)
        points = largest_size(value, (room - indent) / sheet.pt(1), (9, 7)) or 7
        shown = cut(value, sheet.pt(points), room - indent)
        sheet.words(shown, x + indent, baseline, room - indent, points)
        baseline += sheet.mm(5)
    return baseline


def draw_foot(slip: PackingSlip, words: Captions, sheet: Sheet, number: int, count: int) -> None:
    """Order and page number at the lower edge, and the shop's small print below."""
    left = margin(sheet)
    room = sheet.width - 2 * left
    baseline = sheet.height - sheet.mm(9)
    sheet.rectangle(left, baseline - sheet.mm(4.5), room, sheet.mm(0.2), 0.4)
    shop = clean(slip.brand.name) or clean(slip.shop_name)
    line = f"{shop} · {words.order} {clean(slip.order_number)}"
    page = words.page.format(number=number, count=count)
    sheet.words(cut(line, sheet.pt(8), room * 3 // 4), left, baseline, room, 8)
    sheet.words(page, left, baseline, room, 8, align="right")
    small = clean(slip.brand.small_print)
    sheet.words(cut(small, sheet.pt(6.5), room), left, baseline + sheet.mm(3.5), room, 6.5)
