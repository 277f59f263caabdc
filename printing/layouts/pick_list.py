"""The pick list: a task on paper, in walking order, for when a scanner's battery is dead."""

from functools import partial

from printing.captions import Captions, captions, shown_time
from printing.documents import PickList, PickMethod, Unprintable, UnprintableDocument
from printing.drawing import Sheet
from printing.layouts.list_head import ListHead, Remark, Signatures, draw_list_foot, foot_mm
from printing.layouts.pages import Pages, Part
from printing.layouts.pick_carriers import Carriers
from printing.layouts.pick_rows import PickRow, pick_head
from printing.layouts.pick_strips import PickStrip
from printing.text import clean


def lay_out(document: PickList, dpi: int) -> list[Sheet]:
    """The list's pages; on label stock its lines are stacked in place of side by side.

    Raises:
        UnprintableDocument: It has no name or no lines, or a line has no location or units.
    """
    _require_complete(document)
    words = captions(document.language)
    head = _head(document, words)
    pages = Pages(document.paper, dpi, head.draw, foot_mm(document.paper))
    for part in _before(document, pages.sheet, words):
        pages.place(part)
    if document.paper.is_label:
        for line in document.lines:
            pages.place(PickStrip(pages.sheet, line, document))
    else:
        rows: list[Part] = [PickRow(pages.sheet, line, document) for line in document.lines]
        pages.place_table(pick_head(pages.sheet, document, words), rows)
    for part in _after(document, pages.sheet, words):
        pages.place(part)
    foot = f"{words.task} {clean(document.task)}"
    return pages.finish(partial(draw_list_foot, foot, words.page))


def _require_complete(document: PickList) -> None:
    if not clean(document.task):
        raise UnprintableDocument("task", Unprintable.MISSING)
    if not document.lines:
        raise UnprintableDocument("lines", Unprintable.EMPTY)
    for place, line in enumerate(document.lines):
        if not clean(line.location):
            raise UnprintableDocument(f"lines[{place}].location", Unprintable.MISSING)
        if not (clean(line.sku) or clean(line.description)):
            raise UnprintableDocument(f"lines[{place}].sku", Unprintable.MISSING)
        given = sum(target.quantity for target in line.targets)
        if line.quantity < 1 or (line.targets and given != line.quantity):
            field = f"lines[{place}].quantity"
            shown = f"{line.quantity}, into totes {given}" if line.targets else str(line.quantity)
            raise UnprintableDocument(field, Unprintable.OUT_OF_RANGE, shown)


def _head(document: PickList, words: Captions) -> ListHead:
    methods = {
        PickMethod.SINGLE: words.method_single,
        PickMethod.BATCH: words.method_batch,
        PickMethod.CLUSTER: words.method_cluster,
        PickMethod.ZONE: f"{words.method_zone} {clean(document.zone)}".strip(),
    }
    is_zone = document.method is PickMethod.ZONE
    facts = (
        (words.wave, document.wave),
        (words.zone, "" if is_zone else document.zone),
        (words.next_zone, document.next_zone),
        (words.sort_at, document.sort_at),
        (words.picker, document.picker),
        (words.ship_by, shown_time(document.ship_by, words) if document.ship_by else ""),
        (words.printed, shown_time(document.printed_at, words) if document.printed_at else ""),
    )
    number = f"{words.task} {clean(document.task)}"
    return ListHead(words.pick_list, methods[document.method], number, document.payload, facts)


def _before(document: PickList, sheet: Sheet, words: Captions) -> list[Part]:
    parts: list[Part] = []
    if document.totes:
        parts.append(Carriers(sheet, document, words))
    if note := clean(document.template.note):
        parts.append(Remark(sheet, note, 10, bold=True))
    return parts


def _after(document: PickList, sheet: Sheet, words: Captions) -> list[Part]:
    units = sum(line.quantity for line in document.lines)
    totals = words.pick_totals.format(lines=len(document.lines), units=units)
    return [
        Remark(sheet, totals, 10, bold=True),
        Remark(sheet, words.pick_hint),
        Signatures(sheet, (words.picked_by, words.finished_at), names=(document.picker,)),
    ]
