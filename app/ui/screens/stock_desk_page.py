"""What the pages of the stock desk share: a table, a card beside it, one question at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.readings import Reading
from app.domain.refusals import Refused
from app.services.identifying import Entry
from app.ui.feedback import FeedbackEvent
from app.ui.message import code_end, translate
from app.ui.screens.desk_screen import Asking, DeskScreen
from app.ui.tokens import State
from app.ui.widgets.choice_panel import ChoiceGroup
from app.ui.widgets.desk_rows import Cell, Column, DeskRow
from app.ui.widgets.desk_table import DeskTable
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.last_scan import LastScanView

Question = tuple[str, tuple[ChoiceGroup, ...]]
"""Title and numbered answers of a panel."""


@dataclass(frozen=True)
class PageKey:
    """A key of the action row that a page has for itself."""

    text: str
    icon: str
    note: str = ""
    is_enabled: bool = True


@dataclass(frozen=True)
class Card:
    """The card beside the table."""

    heading: str
    lines: tuple[str, ...]
    state: State | None = None


class StockDeskPage:
    """One page: reads its rows, answers entries, and says what to do next."""

    name: str
    key: str
    is_numbered = True

    def __init__(self, screen: DeskScreen) -> None:
        self.screen = screen
        self.table = DeskTable(self._shown_columns(), self.name)
        self.table.picked.connect(lambda _: self.row_chosen())
        self.last_scan: LastScanView | None = None

    # What a page says -----------------------------------------------------------------------

    def word(self) -> str:
        """Its name, in a word or two."""
        raise NotImplementedError

    def icon(self) -> str:
        """Name of its drawing."""
        raise NotImplementedError

    def columns(self) -> tuple[Column, ...]:
        """Headings of its table."""
        raise NotImplementedError

    def rows(self) -> tuple[DeskRow, ...]:
        """What its table shows now."""
        raise NotImplementedError

    def instruction(self) -> Instruction:
        """The one line that says what to do now."""
        raise NotImplementedError

    def card(self) -> Card:
        """What is known beside the rows."""
        raise NotImplementedError

    def answer(self, entry: Entry, reading: Reading) -> None:
        """Answer an entry."""
        raise NotImplementedError

    def begin(self) -> None:
        """Begin anew: somebody came to this page."""
        raise NotImplementedError

    def read(self, ask: Asking) -> None:
        """Read what the page shows; nothing where it shows only what was scanned."""

    def brief(self) -> str:
        """What the card says, in the few words for which a low screen has room."""
        return self.word()

    def question(self) -> Question | None:
        """Numbered answers, where the page asks for one."""
        return None

    def own_key(self) -> PageKey | None:
        """What F6 does here."""
        return None

    def press_own(self) -> None:
        """F6 was pressed."""

    def default(self) -> PageKey | None:
        """What OK does here."""
        return None

    def why_codes(self) -> tuple[str, ...]:
        """Codes of the chosen row, or of what was scanned; none where neither is known."""
        return ()

    def row_chosen(self) -> None:
        """Another row was chosen."""

    def failed(self, problem: Refused) -> bool:
        """A service refused something; says whether the page asks on instead of telling it."""
        del problem
        return False

    def back(self) -> bool:
        """One step back; says whether there was one."""
        return False

    def shown_rows(self) -> tuple[DeskRow, ...]:
        """The rows with their numbers before them, which choose them."""
        if not self.is_numbered:
            return self.rows()
        return tuple(
            replace(row, cells=(Cell(str(number)), *row.cells))
            for number, row in enumerate(self.rows(), start=1)
        )

    def _shown_columns(self) -> tuple[Column, ...]:
        if not self.is_numbered:
            return self.columns()
        number = Column(translate("stock_desk", "NO."), 0.5, is_number=True)
        return (number, *self.columns())

    # What pages do ----------------------------------------------------------------------------

    @property
    def operator_id(self) -> int:
        """Who works here."""
        operator = self.screen.operator
        return 0 if operator is None else operator.operator_id

    def accepted(self, entry: Entry, name: str = "", count: str = "") -> None:
        """Something was understood: tell it by sound and beside the instruction."""
        self.screen.held = None
        self.last_scan = LastScanView(name or code_end(entry.raw.upper()), count)
        self.screen.context.feedback.give(FeedbackEvent.OK)
        self.screen.refresh()

    def done(self, words: str) -> None:
        """Something was written: keep it among the last messages."""
        self.screen.context.feedback.give(FeedbackEvent.OK)
        self.screen.log(State.OK, words)
        if self.last_scan is not None:
            self.last_scan = replace(self.last_scan, count="")
        self.screen.reload()
