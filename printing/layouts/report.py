"""A report on office paper: head with facts, tables that name what they left out, and plots."""

from functools import partial

from printing.captions import captions
from printing.documents import Report, ReportSection, Unprintable, UnprintableDocument
from printing.drawing import Sheet
from printing.layouts.list_head import ListHead, Remark, Signatures, draw_list_foot, foot_mm
from printing.layouts.pages import Pages, Part, margin
from printing.layouts.plot_part import PlotPart
from printing.layouts.table import Cell, Column, Table
from printing.text import clean, cut

_TITLE_POINTS = 10.5
_POINTS = 8.5
_LINES = 2
"""Lines that a table's open cell may take."""


def lay_out(document: Report, dpi: int) -> list[Sheet]:
    """The report's pages.

    Raises:
        UnprintableDocument: It has no title, or nothing to say.
    """
    if not clean(document.title):
        raise UnprintableDocument("title", Unprintable.MISSING)
    if not document.sections and not document.plots:
        raise UnprintableDocument("sections", Unprintable.EMPTY)
    facts = tuple(zip(document.facts[::2], document.facts[1::2], strict=False))
    title, number = clean(document.title), clean(document.number)
    head = ListHead(title, clean(document.subtitle), number, "", facts)
    pages = Pages(document.paper, dpi, head.draw, foot_mm(document.paper))
    for section in document.sections:
        _place(pages, section)
    for plot in document.plots:
        pages.place(PlotPart(pages.sheet, plot))
    if document.signed_by:
        pages.place(Signatures(pages.sheet, document.signed_by))
    foot = " · ".join(filter(None, (title, number, clean(document.subtitle))))
    words = captions(document.language)
    return pages.finish(partial(draw_list_foot, foot, words.page))


def _place(pages: Pages, section: ReportSection) -> None:
    """A section's title, then its table and words; the title never stands alone."""
    title = _Title(pages.sheet, clean(section.title))
    body: list[Part] = [Remark(pages.sheet, clean(line), _POINTS) for line in section.lines]
    if section.more:
        body.insert(0, Remark(pages.sheet, clean(section.more), _POINTS, bold=True))
    if not section.rows and not section.lines:
        body.append(Remark(pages.sheet, clean(section.nothing), _POINTS))
    if section.rows:
        table = Table(pages.sheet, _columns(section), _POINTS, gap_mm=2)
        rows: list[Part] = [
            table.row(tuple(Cell(clean(cell)) for cell in cells)) for cells in section.rows
        ]
        head = table.head()
        pages.reserve(title.height + head.height + rows[0].height)
        pages.place(title)
        pages.place_table(head, rows)
    else:
        pages.reserve(title.height + (body[0].height if body else 0))
        pages.place(title)
    for part in body:
        pages.place(part)


def _columns(section: ReportSection) -> tuple[Column, ...]:
    return tuple(
        Column(
            clean(column.name),
            column.width_mm,
            "right" if column.is_number else "left",
            most_lines=_LINES if column.width_mm is None else 1,
        )
        for column in section.columns
    )


class _Title:
    """A section's title with a line of air above it."""

    def __init__(self, sheet: Sheet, title: str) -> None:
        self._title = title
        self.height = sheet.mm(8)

    def draw(self, sheet: Sheet, top: int) -> None:
        left = margin(sheet)
        room = sheet.width - 2 * left
        line = cut(self._title, sheet.pt(_TITLE_POINTS), room, bold=True)
        sheet.words(line, left, top + sheet.mm(6), room, _TITLE_POINTS, bold=True)
