"""A put wall as it stands: each cubby with its number, what is in it, and the one to use now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.tokens import PAD_MM, State, TextSize
from app.ui.widgets.canvas import MIDDLE, Canvas, largest_fitting, line_height
from app.ui.widgets.floor_widget import FloorWidget

_GAP_MM = 2.5
_NOTE_MM = 9.0  # a lower cubby shows its number and sign only
_SIGNS = {"ready": "ok_solid", "held": "idle_solid", "clear": "look_solid", "packing": "carton"}


class CellState(StrEnum):
    """What a cubby can be; each has its own fill, sign and words."""

    FREE = "free"
    FILLING = "filling"
    READY = "ready"
    HELD = "held"
    CLEAR = "clear"
    PACKING = "packing"


@dataclass(frozen=True)
class WallCell:
    """One cubby.

    Attributes:
        label: What is written on it, e.g. "3B".
        row: From the top, 0 first.
        column: From the left, 0 first.
        state: What it is.
        note: A short second line, e.g. "2/5".
        done: Share of its order that is in, 0 to 1.
        is_nearest: Whether its order is the nearest to complete.
    """

    label: str
    row: int
    column: int
    state: CellState = CellState.FREE
    note: str = ""
    done: float = 0.0
    is_nearest: bool = False


@dataclass(frozen=True)
class WallMapView:
    """A wall, the label of the cubby to use now, and words for screen readers."""

    cells: tuple[WallCell, ...]
    target: str = ""
    words: str = ""


class WallMap(FloorWidget):
    """Shows one `WallMapView`; the left side of the picture stays left in every language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_view(WallMapView(()))

    def show_view(self, view: WallMapView) -> None:
        """Show another wall, or the same with another target."""
        self.view = view
        self.told(view.words)

    def sizeHint(self) -> QSize:
        """Room for two rows of readable cubbies."""
        return QSize(self.theme.mm(220), self.theme.mm(110))

    def minimumSizeHint(self) -> QSize:
        """A wall is never hidden."""
        return QSize(self.theme.mm(80), self.theme.mm(45))

    def cell_at(self, cell: WallCell) -> QRect:
        """Where a cubby is painted."""
        rows = max(one.row for one in self.view.cells) + 1
        columns = max(one.column for one in self.view.cells) + 1
        pad, gap = self.theme.mm(PAD_MM / 2), self.theme.mm(_GAP_MM)
        area = self.rect().adjusted(pad, pad, -pad, -pad)
        width = (area.width() - gap * (columns - 1)) // columns
        height = (area.height() - gap * (rows - 1)) // rows
        left = area.left() + cell.column * (width + gap)
        return QRect(left, area.top() + cell.row * (height + gap), width, height)

    def draw(self, canvas: Canvas, area: QRect) -> None:
        """Paint the wall's frame and its cubbies."""
        canvas.card(area)
        for cell in self.view.cells:
            self._draw_cell(canvas, canvas.unmirrored(self.cell_at(cell)), cell)

    def _draw_cell(self, canvas: Canvas, place: QRect, cell: WallCell) -> None:
        is_target = cell.label == self.view.target
        ink = self._draw_ground(canvas, place, cell, is_target=is_target)
        label = f">{cell.label}<" if is_target else cell.label
        room = place.adjusted(4, 2, -4, -2)
        is_low = room.height() < line_height(TextSize.ITEM) + canvas.theme.mm(_NOTE_MM)
        if is_low or not (cell.note or cell.state.value in _SIGNS):
            self._draw_label(canvas, room, label, ink, cell)
            return
        head = QRect(room.left(), room.top(), room.width(), round(room.height() * 0.58))
        self._draw_label(canvas, head, label, ink, cell)
        foot = QRect(room.left(), head.bottom(), room.width(), room.bottom() - head.bottom())
        self._draw_note(canvas, foot, cell, ink, is_target=is_target)

    def _draw_ground(self, canvas: Canvas, place: QRect, cell: WallCell, *, is_target: bool) -> str:
        """Paint what a cubby stands on; returns the colour to write on it."""
        colours, theme = canvas.colours, canvas.theme
        if is_target:
            state = theme.state(State.NEXT)
            canvas.card(place, state.fill, state.outline, width=5)
            return state.ink
        match cell.state:
            case CellState.READY:
                state = theme.state(State.OK)
                canvas.card(place, state.fill, state.outline, width=3)
                return state.ink
            case CellState.CLEAR:
                state = theme.state(State.LOOK)
                canvas.card(place, colours.surface, state.outline, width=4)
                return colours.text
            case CellState.FREE:
                canvas.card(place, colours.page, colours.hairline, width=2)
                return colours.quiet
        edge = 5 if cell.is_nearest else 2
        canvas.card(
            place, colours.page, colours.text if cell.is_nearest else colours.line, width=edge
        )
        return colours.text

    def _draw_label(
        self, canvas: Canvas, area: QRect, label: str, ink: str, cell: WallCell
    ) -> None:
        sizes = (TextSize.INSTRUCTION, TextSize.PEEK, TextSize.ITEM, TextSize.LABEL)
        fitting = tuple(size for size in sizes if line_height(size) <= area.height() * 1.2)
        is_bold = cell.state is not CellState.FREE
        size = largest_fitting(label, area.width(), fitting or sizes[-1:], bold=is_bold)
        canvas.text(area, label, size, ink, bold=is_bold, align=MIDDLE)

    def _draw_note(
        self, canvas: Canvas, area: QRect, cell: WallCell, ink: str, *, is_target: bool
    ) -> None:
        """The units, a bar of how much is in, or the sign of a state."""
        sign = _SIGNS.get(cell.state.value, "")
        size = TextSize.ITEM if line_height(TextSize.ITEM) <= area.height() else TextSize.LABEL
        if sign:
            edge = min(area.height(), round(line_height(size) * 0.9))
            width = canvas.theme.mm(1)
            canvas.icon(QRect(area.left() + width, area.top(), edge, area.height()), sign, ink)
            area = area.adjusted(edge, 0, -width, 0)
        elif cell.done and not is_target:
            track = QRect(area.left(), area.bottom() - canvas.theme.mm(2), area.width(), 0)
            track.setHeight(canvas.theme.mm(2))
            canvas.bar(track, canvas.colours.track)
            track.setWidth(round(track.width() * min(1.0, cell.done)))
            canvas.bar(track, canvas.colours.text)
        canvas.text(area, cell.note, size, ink, bold=bool(sign), align=MIDDLE)
