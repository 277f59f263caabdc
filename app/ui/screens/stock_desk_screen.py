"""The stock desk of a lead: histories, transfers, adjustments, receiving, counts, refill bounds."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.events import CountRaised
from app.domain.readings import Command, CommandCode, Reading
from app.domain.refusals import CommandNotPossible, Refused
from app.domain.stock_events import (
    AdjustmentAsked,
    CountDecided,
    CountDone,
    FaceFilled,
    GoodsMoved,
    GoodsPutAway,
    GoodsReceived,
    ReceiptChanged,
    RefillRaised,
    StockAdjusted,
)
from app.services.identifying import Entry
from app.ui.context import StationContext
from app.ui.message import Asked, Thing, translate
from app.ui.screens.desk_screen import Asking, DeskScreen
from app.ui.screens.heading import Heading
from app.ui.screens.page_stack import PageStack
from app.ui.screens.stock_adjust_page import AdjustPage
from app.ui.screens.stock_bounds_page import BoundsPage
from app.ui.screens.stock_counts_page import CountsPage
from app.ui.screens.stock_desk_page import StockDeskPage
from app.ui.screens.stock_history_page import HistoryPageOfDesk
from app.ui.screens.stock_move_page import MovePage
from app.ui.screens.stock_receive_page import ReceivePage
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import ChoicePanel
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.last_scan import LastScan
from app.ui.widgets.note_card import NoteCard

OWN = "own"
"""The name of the action at F6, which each page has for itself."""


class StockDeskScreen(DeskScreen):
    """Six pages with one frame; each is reached by its key from any other."""

    looks_after = (
        CountRaised,
        AdjustmentAsked,
        CountDone,
        CountDecided,
        FaceFilled,
        GoodsMoved,
        GoodsPutAway,
        GoodsReceived,
        ReceiptChanged,
        RefillRaised,
        StockAdjusted,
    )

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        kinds = (HistoryPageOfDesk, MovePage, AdjustPage, ReceivePage, CountsPage, BoundsPage)
        self.pages: dict[str, StockDeskPage] = {kind.name: kind(self) for kind in kinds}
        self.page: StockDeskPage = self.pages[HistoryPageOfDesk.name]
        self.card = NoteCard(largest=TextSize.ITEM)
        self.panel = ChoicePanel()
        self.panel.chosen.connect(lambda _, name: self.type_quantity(int(name)))
        self.instruction = InstructionLine()
        self.last_scan = LastScan()
        self._said = Instruction("")
        self._asked: object = None
        self._arrange()

    def _arrange(self) -> None:
        self._tables = PageStack()
        for page in self.pages.values():
            self._tables.addWidget(page.table)
        self._body = QHBoxLayout()
        self._body.addWidget(self._tables, 7)
        self._body.addWidget(self.card, 3)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.instruction, 1)
        self._foot.addWidget(self.last_scan)
        self._outer = QVBoxLayout(self.work)
        self._outer.addLayout(self._body, 1)
        self._outer.addWidget(self.panel)
        self._outer.addLayout(self._foot)
        for layout in (self._body, self._foot, self._outer):
            layout.setContentsMargins(0, 0, 0, 0)
        self._space_page()

    # What the frame asks ------------------------------------------------------------------

    def begin(self, entry: Entry | None) -> None:
        """Begin with histories: whatever is scanned is told first."""
        self.held = None
        self.turn_to(HistoryPageOfDesk.name)
        if entry is not None:
            self.page.answer(entry, entry.reading or CommandCode(Command.OK))

    def turn_to(self, name: str) -> None:
        """Show another page, from its beginning."""
        self.held, self.page = None, self.pages[name]
        self.page.last_scan = None
        self.page.begin()
        self.refresh()
        self.reload()

    def read_with(self, ask: Asking) -> None:
        """Read what the page shows."""
        self.page.read(ask)

    def heading(self) -> Heading:
        """Which page it is; on a low screen, what its card would say."""
        page = self.page
        detail = page.brief() if Theme.current().is_low else page.word()
        return Heading(translate("stock_desk", "Stock desk"), self.age_words() or detail)

    def why_codes(self) -> tuple[str, ...]:
        """Why what the page shows is as it is: its chosen row, or what was scanned."""
        return self.page.why_codes()

    def work_actions(self) -> tuple[Action, ...]:
        """A key for each page, what this page does itself, help and the way back."""
        is_asking = Theme.current().is_low and self.page.question() is not None
        pages = () if is_asking else tuple(self.pages.values())  # the question needs the room
        actions = [
            Action(
                page.name,
                page.key,
                page.word(),
                page.icon(),
                translate("stock_desk", "shown now") if page is self.page else "",
            )
            for page in pages
        ]
        own, default = self.page.own_key(), self.page.default()
        if own is not None and not is_asking:
            actions.append(
                Action(OWN, "F6", own.text, own.icon, own.note, is_enabled=own.is_enabled)
            )
        actions.append(Action(Command.PAUSE.value, "F8", translate("stock_desk", "Leave"), "pause"))
        actions.append(Action(Command.HELP.value, "F1", translate("stock_desk", "Help"), "help"))
        if default is not None:
            actions.append(
                Action(
                    Command.OK.value,
                    "ENTER",
                    default.text,
                    default.icon,
                    default.note,
                    is_enabled=default.is_enabled,
                )
            )
        return tuple(actions)

    def do(self, name: str) -> None:
        """Keys of pages have no card of their own."""
        if name in self.pages:
            self.turn_to(name)
        elif name == OWN:
            self.held = None
            self.page.press_own()
            self.refresh()
        else:
            super().do(name)

    def asked(self) -> Asked:
        """What the page asks for."""
        said = self.page.instruction()
        words = translate("stock_desk", "Look at the line below: {0}.").format(
            said.text.capitalize()
        )
        return Asked(
            Thing(said.text.capitalize()),
            words,
            translate("stock_desk", "Nothing was changed in the books."),
        )

    def answer(self, entry: Entry, reading: Reading) -> None:
        """F8 leaves; all else is the page's."""
        match reading:
            case CommandCode(command=Command.PAUSE):
                self.home_asked.emit()
            case CommandCode(command=Command.UNDO):
                self.back()
            case CommandCode(command=command) if command is not Command.OK:
                self.refuse(CommandNotPossible(command))
            case _:
                self.page.answer(entry, reading)

    def failed(self, problem: Exception) -> None:
        """Let the page ask on where it can; else tell it."""
        if isinstance(problem, Refused) and self.page.failed(problem):
            self.connection_told.emit(True)
            self.refresh()
        else:
            super().failed(problem)

    def back(self) -> None:
        """Escape: clear what is held, one step back, or leave."""
        if self.held is not None:
            super().back()
        elif self.page.back():
            self.refresh()
        else:
            self.home_asked.emit()

    # What is shown ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the page as it stands."""
        page = self.page
        self._tables.setCurrentWidget(page.table)
        page.table.show_rows(page.shown_rows())
        card = page.card()
        self.card.show_note(card.heading, card.lines, card.state)
        question = page.question()
        is_low, has_rows = Theme.current().is_low, bool(page.table.content.rows)
        self.panel.setVisible(question is not None)
        self._tables.setVisible(not is_low or (question is None and has_rows))
        self.card.setVisible(not is_low or (question is None and not has_rows))
        if question is not None and question != self._asked:
            self.panel.ask(*question)
        self._asked = question
        self.last_scan.show_view(page.last_scan)
        self._said = page.instruction()
        self.show_working(is_working=False)
        super().refresh()

    def show_working(self, *, is_working: bool) -> None:
        """Show beside the instruction that the service takes its time."""
        said = self._said
        self.instruction.show_instruction(
            Instruction(said.text, said.code, said.detail, said.lead, is_working)
        )

    def show_entry(self, typed: str) -> None:
        """Show what has been typed by hand so far."""
        said = self._said
        detail = f"{typed}_" if typed else said.detail
        self.instruction.show_instruction(Instruction(said.text, said.code, detail, said.lead))

    def changeEvent(self, event: QEvent) -> None:
        """Take distances from a new theme."""
        if event.type() == QEvent.Type.StyleChange:
            self._space_page()
        super().changeEvent(event)

    def _space_page(self) -> None:
        gap = Theme.current().air(SPACING_MM, SPACING_MM * 0.75)
        for layout in (self._body, self._foot, self._outer):
            layout.setSpacing(gap)
