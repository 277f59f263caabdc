"""The lines of a packing slip in the columns that the shop chose."""

from dataclasses import dataclass

from printing.captions import Captions, shown_amount, shown_date
from printing.documents import Money, PackingSlip, SlipLine
from printing.drawing import Sheet
from printing.layouts.slip_head import colour_of
from printing.layouts.table import Cell, Column, Row, Table
from printing.stationery.model import PRICES, SlipColumn
from printing.text import clean

_MOST_LINES = 6
"""A description that needs more is cut: no row may outgrow a page."""


@dataclass(frozen=True)
class SlipTable:
    """A slip's lines laid out as a table."""

    table: Table
    rows: tuple[Row, ...]


def slip_table(sheet: Sheet, slip: PackingSlip, words: Captions) -> SlipTable:
    """The slip's lines; a gift's slip leaves out the columns of prices, whatever was chosen."""
    chosen = [c for c in slip.template.columns if not (slip.is_gift and c in PRICES)]
    columns = tuple(_column(column, words, is_gift=slip.is_gift) for column in chosen)
    points = slip.template.text_points
    table = Table(sheet, columns, points, colour=colour_of(slip))
    cells = (tuple(_cell(column, line, words) for column in chosen) for line in slip.lines)
    return SlipTable(table, tuple(table.row(row) for row in cells))


def _column(column: SlipColumn, words: Captions, *, is_gift: bool) -> Column:
    shipped = words.quantity if is_gift else words.shipped
    return {
        SlipColumn.NUMBER: Column("#", 9, "right"),
        SlipColumn.SKU: Column(words.sku, 28, most_lines=3),
        SlipColumn.DESCRIPTION: Column(words.description, None, most_lines=_MOST_LINES),
        SlipColumn.ORDERED: Column(words.ordered, 15, "right"),
        SlipColumn.SHIPPED: Column(shipped, 15, "right", bold=True),
        SlipColumn.TO_FOLLOW: Column(words.to_follow, 15, "right"),
        SlipColumn.UNIT_PRICE: Column(words.unit_price, 21, "right"),
        SlipColumn.AMOUNT: Column(words.amount, 23, "right"),
    }[column]


def _cell(column: SlipColumn, line: SlipLine, words: Captions) -> Cell:
    match column:
        case SlipColumn.NUMBER:
            return Cell(str(line.number))
        case SlipColumn.SKU:
            return Cell(clean(line.sku))
        case SlipColumn.DESCRIPTION:
            return Cell(clean(line.description), _details(line, words))
        case SlipColumn.ORDERED:
            return Cell(str(line.ordered))
        case SlipColumn.SHIPPED:
            return Cell(str(line.shipped))
        case SlipColumn.TO_FOLLOW:
            return Cell(str(line.back_ordered))
        case SlipColumn.UNIT_PRICE:
            return Cell(_shown(line.unit_price, 1, words))
        case SlipColumn.AMOUNT:
            return Cell(_shown(line.unit_price, line.shipped, words))


def _details(line: SlipLine, words: Captions) -> tuple[str, ...]:
    details = []
    if line.instead_of:
        details.append(f"{words.instead_of}: {clean(line.instead_of)}")
    if line.lot:
        details.append(f"{words.lot}: {clean(line.lot)}")
    if line.expiry:
        details.append(f"{words.expiry}: {shown_date(line.expiry, words)}")
    details += [f"{words.serial}: {clean(serial)}" for serial in line.serials]
    return tuple(details)


def _shown(price: Money | None, units: int, words: Captions) -> str:
    if price is None:
        return ""
    return shown_amount(price.hundredths * units, price.currency, words)
