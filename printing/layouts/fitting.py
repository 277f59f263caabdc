"""Makes people's text fit its place: smaller first, then broken, and cut with a mark at last."""

from dataclasses import dataclass

from printing import text
from printing.documents import Unprintable, UnprintableDocument
from printing.drawing import Align, Sheet


@dataclass(frozen=True)
class Block:
    """Lines that fit their place, the first `bold_lines` of them bold, at one type size."""

    points: float
    lines: tuple[str, ...]
    bold_lines: int


def fit_block(
    sheet: Sheet,
    lines: list[str],
    room: int,
    height: int,
    sizes: tuple[float, float],
    *,
    bold_lines: int = 0,
) -> Block:
    """Lines at the largest size at which all of them fit, broken and cut only at the smallest.

    Where even that is too much, the first and the last line stay, and what stands between them is
    run together and cut: in an address those are the person and the town.

    Args:
        sheet: Where they will stand.
        lines: Cleaned lines.
        room: Width in dots.
        height: Height in dots.
        sizes: Largest and smallest size in points; tried in steps of half a point.
        bold_lines: How many of the first lines are bold.
    """
    for most in (1, 2):
        points = sizes[0] if most == 1 else (sizes[0] + sizes[1]) / 2
        while points >= sizes[1]:
            block = _broken(sheet, lines, room, points, most, bold_lines)
            if block and len(block.lines) <= _capacity(sheet, height, points, lines):
                return block
            points -= 0.5
    return _cut(sheet, lines, room, height, sizes[1], bold_lines)


def draw_block(sheet: Sheet, block: Block, x: int, top: int, room: int) -> int:
    """Writes a block from `top` downwards and returns where it ends."""
    step = sheet.pt(block.points) * text.leading(block.lines)
    alike = not all(line.isascii() for line in block.lines)
    for place, line in enumerate(block.lines):
        bold = place < block.bold_lines
        baseline = round(top + step * place + sheet.pt(block.points))
        sheet.words(line, x, baseline, room, block.points, bold=bold, as_picture=alike)
    return round(top + step * len(block.lines))


def words_in_full(
    sheet: Sheet,
    field: str,
    line: str,
    place: tuple[int, int, int],
    sizes: tuple[float, float],
    *,
    align: Align = "left",
) -> float:
    """Writes a bold line that must not be cut, and returns its size in points.

    Args:
        sheet: Where to write.
        field: The document's field, for the refusal.
        line: A cleaned line.
        place: Left edge, baseline and room in dots.
        sizes: Largest and smallest size in points.
        align: Where in the room the line stands.

    Raises:
        UnprintableDocument: The line does not fit at the smallest size.
    """
    points = text.largest_size(line, place[2] / sheet.pt(1), sizes, bold=True)
    if points is None:
        raise UnprintableDocument(field, Unprintable.DOES_NOT_FIT, line)
    sheet.words(line, *place, points, bold=True, align=align)
    return points


def _capacity(sheet: Sheet, height: int, points: float, lines: list[str]) -> int:
    return int(height / (sheet.pt(points) * text.leading(lines)) + 0.05)


def _broken(
    sheet: Sheet, lines: list[str], room: int, points: float, most: int, bold_lines: int
) -> Block | None:
    result: list[str] = []
    bold_count = 0
    for place, line in enumerate(lines):
        bold = place < bold_lines
        broken = text.wrap(line, sheet.pt(points), room, bold=bold)
        if len(broken) > most:
            return None
        result += broken
        bold_count += len(broken) if bold else 0
    return Block(points, tuple(result), bold_count)


def _cut(
    sheet: Sheet, lines: list[str], room: int, height: int, points: float, bold_lines: int
) -> Block:
    size = sheet.pt(points)
    capacity = max(3, _capacity(sheet, height, points, lines))
    first = text.wrap_to(lines[0], size, room, 2 if capacity > 5 else 1, bold=bold_lines > 0)
    last = text.wrap_to(lines[-1], size, room, 2 if capacity > 4 else 1) if lines[1:] else []
    left = capacity - len(first) - len(last)
    between = text.wrap_to(", ".join(lines[1:-1]), size, room, left) if lines[2:] else []
    return Block(points, (*first, *between, *last), len(first) if bold_lines else 0)
