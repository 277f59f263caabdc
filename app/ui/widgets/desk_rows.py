"""What a desk's table shows: rows with a key, and cells of words, a state and a share."""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.tokens import State


@dataclass(frozen=True)
class Column:
    """A column of a desk's table.

    Attributes:
        title: Its heading, translated.
        weight: Its share of the width.
        is_number: Whether its words are figures, which stand at the trailing edge.
        gives_way: Whether it is left out, the last such column first, where the words of all
            columns have no room.
    """

    title: str
    weight: float = 1.0
    is_number: bool = False
    gives_way: bool = False


@dataclass(frozen=True)
class Cell:
    """What stands in one row of a column.

    Attributes:
        text: The words, or a figure with its unit.
        detail: A second, quieter line.
        state: What it means; OK, LOOK and STOP are drawn with their own shape. None for plain text.
        share: How much is done, 0 to 1, drawn as a bar below the words; None for no bar.
    """

    text: str
    detail: str = ""
    state: State | None = None
    share: float | None = None


@dataclass(frozen=True)
class DeskRow:
    """A row: what it is about, and its cells, one a column.

    Attributes:
        key: Tells the row from all others, e.g. a wave's code.
        cells: One a column.
        is_fixed: Whether it cannot be dragged away.
    """

    key: str
    cells: tuple[Cell, ...]
    is_fixed: bool = True

    @property
    def words(self) -> str:
        """The whole row in words, for screen readers and tests."""
        parts = (part for cell in self.cells for part in (cell.text, cell.detail) if part)
        return " ".join(parts)
