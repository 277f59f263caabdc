"""What a lead can be at on the wave board: a page over it, answered by number, arrows and Enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar, TypeVarTuple

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.services.board_forecast import PaceMemory
from app.services.lead_board import LeadBoard
from app.services.reassigning import Given
from app.services.workplace import Workplace
from app.ui.screens.heading import Heading
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.desk_rows import Column
from app.ui.widgets.desk_table import DeskTable
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.note_card import NoteCard

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")


class Host(Protocol):
    """The screen, as far as its pages need it."""

    told: LeadBoard | None
    memory: PaceMemory

    @property
    def desk(self) -> tuple[Workplace, int]:
        """The workplace, and the number of whoever leads."""

    def run(
        self,
        function: Callable[[*Arguments], Result],
        *args: *Arguments,
        done: Callable[[Result], None],
    ) -> None:
        """Run a service beside the window."""

    def look(
        self,
        function: Callable[[*Arguments], Result],
        *args: *Arguments,
        done: Callable[[Result], None],
    ) -> None:
        """Read something that nobody asked for."""

    def refresh(self) -> None:
        """Show anew what the page says."""

    def done(self, words: str) -> None:
        """It was done: say so, and go back to the board."""

    def sent(self, given: tuple[Given, ...], words: str) -> None:
        """Somebody was sent to a wave: as `done`, and UNDO takes it back."""

    def settle(self, order_number: str) -> None:
        """Lead to the exception desk, to the row of an order."""

    def open_task(self, task: BoardTask) -> None:
        """Put another page over the board."""

    def close_task(self) -> None:
        """Go back to the board."""


class BoardTask(QWidget):
    """A page over the board. Subclasses say what Enter and numbers do.

    `keeps_undo`: UNDO means on it what it means on the board.
    """

    keeps_undo = False

    def __init__(self, host: Host, code: str) -> None:
        """Be about a wave.

        Args:
            host: the screen.
            code: the wave's.
        """
        super().__init__()
        self.host, self.code = host, code

    def start(self) -> None:
        """The page is shown now: read what it needs."""

    def heading(self) -> Heading:
        """What the top strip says."""
        raise NotImplementedError

    def instruction(self) -> Instruction:
        """What to do now."""
        raise NotImplementedError

    def keys(self) -> tuple[Action, ...]:
        """What can be done beside leaving and help."""
        raise NotImplementedError

    def why_codes(self) -> tuple[str, ...]:
        """Codes of what is chosen; the wave's where that is all there is."""
        return (self.code,) if self.code else ()

    def choose_number(self, number: int) -> bool:
        """A number was typed; says whether it means anything."""
        raise NotImplementedError

    def most(self) -> int:
        """The highest number that means something."""
        raise NotImplementedError

    def confirm(self) -> None:
        """Enter: do what is shown."""

    def do(self, name: str) -> bool:
        """Do an action of this page; says whether it is one."""
        del name
        return False

    def reload(self) -> None:
        """The board was read anew."""

    def stop(self) -> None:
        """The page goes away."""


class ListTask(BoardTask):
    """A page with a list to choose from, and a card that tells of the chosen row."""

    def __init__(self, host: Host, code: str, columns: tuple[Column, ...], name: str) -> None:
        super().__init__(host, code)
        self.table = DeskTable(columns, name)
        self.table.picked.connect(lambda _: self.row_chosen())
        self.note = NoteCard(largest=TextSize.ITEM)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Theme.current().air(SPACING_MM, SPACING_MM * 0.75))
        row.addWidget(self.table, 3)
        row.addWidget(self.note, 2)

    def row_chosen(self) -> None:
        """Another row is the chosen one: tell of it."""
        self.host.refresh()

    def choose_number(self, number: int) -> bool:
        """Choose the row with a number."""
        return self.table.choose_number(number)

    def most(self) -> int:
        """As many as there are rows."""
        return len(self.table.content.rows)
