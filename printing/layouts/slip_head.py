"""What stands on the pages of a packing slip around its lines: head, addresses and foot."""

from printing import barcodes
from printing.captions import Captions, shown_date
from printing.documents import PackingSlip, PostalAddress
from printing.drawing import Sheet
from printing.layouts.addresses import one_block
from printing.layouts.fitting import draw_block, fit_block
from printing.text import clean, cut, largest_size, width

MARGIN_MM = 15.0
FOOT_MM = 16.0
_BARCODE_ROOM_MM = 85.0


def draw_head(sheet: Sheet, slip: PackingSlip, words: Captions) -> int:
    """Seller, title and the order's number in letters and bars; the same on every page.

    Returns:
        Where the head ends.
    """
    left, top = sheet.mm(MARGIN_MM), sheet.mm(12)
    room = sheet.width - 2 * left
    side = sheet.mm(_BARCODE_ROOM_MM)
    seller_room = room - side - sheet.mm(5)
    shop = clean(slip.shop_name)
    size = largest_size(shop, seller_room / sheet.pt(1), (17, 10), bold=True) or 10
    shop = cut(shop, sheet.pt(size), seller_room, bold=True)
    sheet.words(shop, left, top + sheet.mm(6), seller_room, size, bold=True)
    address = one_block(slip.ship_from, "ship_from")
    lines = [line for line in address if line != clean(slip.shop_name)]
    block = fit_block(sheet, lines, seller_room, sheet.mm(19), (8.5, 6.5))
    draw_block(sheet, block, left, top + sheet.mm(8), seller_room)
    _draw_order(sheet, slip, words, left + room - side)
    sheet.rectangle(left, top + sheet.mm(28), room, sheet.mm(0.4))
    return top + sheet.mm(30)


def _draw_order(sheet: Sheet, slip: PackingSlip, words: Captions, x: int) -> None:
    top, room = sheet.mm(12), sheet.mm(_BARCODE_ROOM_MM)
    baseline = top + sheet.mm(6)
    sheet.words(words.packing_slip, x, baseline, room, 17, bold=True, align="right")
    number = f"{words.order} {clean(slip.order_number)}"
    shown = cut(number, sheet.pt(11), room, bold=True)
    sheet.words(shown, x, top + sheet.mm(12), room, 11, bold=True, align="right")
    try:
        symbol = barcodes.plain_code128(f"O-{slip.order_number}")
    except barcodes.NotEncodable:
        return  # the number stays readable in letters, and the parcel has its SSCC
    module = sheet.widest_module(symbol, room + sheet.mm(MARGIN_MM), 0.33)
    if module is not None:
        bars_x = x + room - symbol.width * module
        sheet.bars(symbol, bars_x, top + sheet.mm(15), module, sheet.mm(11))


def draw_parties(sheet: Sheet, slip: PackingSlip, words: Captions, top: int) -> int:
    """Ship-to, bill-to and the order's facts side by side; returns where they end."""
    left = sheet.mm(MARGIN_MM)
    room = sheet.width - 2 * left
    gap = sheet.mm(6)
    column = (room - 2 * gap) * 31 // 100
    ends = [_draw_address(sheet, words.ship_to, slip.ship_to, "ship_to", left, top, column)]
    facts_x = left + column + gap
    if slip.bill_to and slip.bill_to != slip.ship_to:
        ends.append(
            _draw_address(sheet, words.bill_to, slip.bill_to, "bill_to", facts_x, top, column)
        )
        facts_x += column + gap
    ends.append(_draw_facts(sheet, slip, words, facts_x, top, left + room - facts_x))
    return max(ends) + sheet.mm(5)


def _draw_address(
    sheet: Sheet, caption: str, address: PostalAddress, field: str, x: int, top: int, room: int
) -> int:
    sheet.words(caption, x, top + sheet.mm(4), room, 7.5)
    lines = one_block(address, field)
    block = fit_block(sheet, lines, room, sheet.mm(34), (10, 8), bold_lines=1)
    return draw_block(sheet, block, x, top + sheet.mm(5), room)


def _draw_facts(
    sheet: Sheet, slip: PackingSlip, words: Captions, x: int, top: int, room: int
) -> int:
    parcel = words.parcel.format(number=slip.parcel_number, count=slip.parcel_count)
    facts = [
        (words.order_date, shown_date(slip.order_date, words) if slip.order_date else ""),
        (words.reference, clean(slip.customer_reference)),
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


def draw_foot(sheet: Sheet, slip: PackingSlip, words: Captions, number: int, count: int) -> None:
    """Order and page number at the lower edge."""
    left = sheet.mm(MARGIN_MM)
    room = sheet.width - 2 * left
    baseline = sheet.height - sheet.mm(9)
    sheet.rectangle(left, baseline - sheet.mm(4.5), room, sheet.mm(0.2), 0.4)
    line = f"{clean(slip.shop_name)} · {words.order} {clean(slip.order_number)}"
    page = words.page.format(number=number, count=count)
    sheet.words(cut(line, sheet.pt(8), room * 3 // 4), left, baseline, room, 8)
    sheet.words(page, left, baseline, room, 8, align="right")
