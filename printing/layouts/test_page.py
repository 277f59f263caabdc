"""The page that shows whether a printer feeds, aligns, and prints bars that scan."""

from printing import barcodes
from printing.barcodes import QUIET_MODULES
from printing.captions import ENGLISH, shown_date
from printing.documents import TestPage
from printing.drawing import Sheet
from printing.text import clean, cut

_SCRIPTS = "Aa Éé Ññ Őő Đđ · Ωω · Яя · \u05d0\u05d1\u05d2 · \u0627\u0628\u062a · 日本 · 한국"
_TESTED = "XCK"
"""The command OK: scanned at a station's set-up it does no harm."""


def lay_out(page: TestPage, dpi: int) -> list[Sheet]:
    """Frame at the margin, who printed where and when, all scripts, and bars of three widths."""
    sheet = Sheet(page.paper, dpi)
    sheet.cut(sheet.mm(80))
    margin = sheet.mm(2.5 if sheet.height < sheet.mm(60) else 4)
    left, room = margin * 2, sheet.width - 4 * margin
    sheet.frame(margin, margin, sheet.width - 2 * margin, sheet.height - 2 * margin, sheet.mm(0.4))
    y = margin + sheet.mm(8)
    sheet.words("Test print", left, y, room, 16, bold=True)
    sheet.words(f"{dpi} dpi", left, y, room, 10, align="right")
    time = clean(page.printed_at)[11:16]
    when = " ".join(filter(None, (shown_date(page.printed_at, ENGLISH), time)))
    for line in (f"{clean(page.printer)} · {clean(page.station)}", when, _SCRIPTS):
        y += sheet.mm(5)
        sheet.words(cut(line, sheet.pt(9), room), left, y, room, 9)
    symbol = barcodes.plain_code128(_TESTED)
    y += sheet.mm(3)
    for millimetres in (0.5, 0.37, 0.25):
        if y + sheet.mm(14) > sheet.height - margin:
            break
        module = sheet.module(millimetres - 0.01)
        x = left + QUIET_MODULES * module
        sheet.bars(symbol, x, y, module, sheet.mm(9))
        width = f"{module * 25.4 / dpi:.2f} mm"
        sheet.words(width, x, y + sheet.mm(12), room - (x - left), 8)
        y += sheet.mm(14)
    return [sheet]
