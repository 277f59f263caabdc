"""The page of the stock desk that tells what happened to anything that is scanned."""

from __future__ import annotations

from app.domain.look_up import Found, MoveSeen
from app.domain.readings import Command, CommandCode, ItemCode, LocationCode, Reading, ToteCode
from app.domain.refusals import CommandNotPossible
from app.domain.stock_history import HistoryPage, HistoryRow, SubjectKind
from app.services.identifying import Entry
from app.services.looking_up import where_is
from app.services.stock_history import history
from app.ui.message import translate
from app.ui.screens import look_up_view
from app.ui.screens.desk_screen import Asking, DeskScreen
from app.ui.screens.stock_desk_page import Card, PageKey, StockDeskPage
from app.ui.stock_desk_words import history_row, subject_words
from app.ui.widgets.desk_rows import Column, DeskRow
from app.ui.widgets.instruction_line import Instruction

_GOODS = (SubjectKind.ITEM, SubjectKind.LOT)


class HistoryPageOfDesk(StockDeskPage):
    """Scan anything; scan a place after an item, and only what happened to it there is told."""

    name = "history"
    key = "F2"
    is_numbered = False

    def __init__(self, screen: DeskScreen) -> None:
        super().__init__(screen)
        self.page: HistoryPage | None = None
        self.told: tuple[HistoryRow, ...] = ()
        self.found: Found | None = None
        self._entry: Entry | None = None
        self._at: Entry | None = None

    def word(self) -> str:
        """Its name."""
        return translate("stock_desk", "History")

    def icon(self) -> str:
        """A clock."""
        return "clock"

    def columns(self) -> tuple[Column, ...]:
        """When, what, how many, from where to where, who."""
        return (
            Column(translate("stock_desk", "WHEN"), 1.3),
            Column(translate("stock_desk", "WHAT"), 2.2),
            Column(translate("stock_desk", "UNITS"), 1.0, is_number=True),
            Column(translate("stock_desk", "FROM, TO"), 1.9),
            Column(translate("stock_desk", "WHO"), 1.4),
        )

    def begin(self) -> None:
        """Forget what was told."""
        self.page, self.told, self.found = None, (), None
        self._entry = self._at = None

    def rows(self) -> tuple[DeskRow, ...]:
        """What happened, newest first."""
        has_balance = self.page is not None and self.page.on_hand is not None
        return tuple(history_row(row, has_balance=has_balance) for row in self.told)

    def instruction(self) -> Instruction:
        """Scan anything."""
        if self.page is not None and self.page.subject.kind in _GOODS and not self.page.place:
            words = translate("stock_desk", "SCAN A PLACE OR ANYTHING")
            detail = translate("stock_desk", "a place: only there")
            return Instruction(words, detail=detail)
        return Instruction(translate("stock_desk", "SCAN ANYTHING"))

    def why_codes(self) -> tuple[str, ...]:
        """What the history is of, and the item of the chosen move."""
        if self.page is None:
            return ()
        moved = (
            row.sku
            for row in self.told
            if isinstance(row, MoveSeen) and f"move {row.move_id}" == self.table.chosen
        )
        return tuple(dict.fromkeys((self.page.subject.name, *moved)))

    def card(self) -> Card:
        """What it is, and where it is now."""
        if self.page is None or self.found is None:
            return Card(*look_up_view.start_note())
        view = look_up_view.view_of(self.found)
        heading = subject_words(self.page)
        lines = [*view.sign.words, *view.whose[1]]
        if self.page.on_hand is not None:
            words = translate("stock_desk", "{0} units lie in {1} now")
            lines.insert(0, words.format(self.page.on_hand, self.page.place))
        return Card(heading, (*lines, f"{view.contents[0]}:", *view.contents[1]))

    def brief(self) -> str:
        """What it is, and how many lie there."""
        page = self.page
        if page is None:
            return self.word()
        if page.on_hand is None:
            return subject_words(page)
        words = translate("stock_desk", "{0}, {1} units")
        return words.format(subject_words(page), page.on_hand)

    def default(self) -> PageKey | None:
        """Older rows, while there are some."""
        if self.page is None or self.page.older is None:
            return None
        return PageKey(translate("stock_desk", "Older"), "enter")

    def answer(self, entry: Entry, reading: Reading) -> None:
        """Anything with a code; OK asks for older rows."""
        match reading:
            case CommandCode(command=Command.OK) if self.default() is not None:
                self._ask_older()
            case CommandCode(command=command):
                self.screen.refuse(CommandNotPossible(command))
            case LocationCode() | ToteCode() if self._may_narrow:
                self._tell(self._entry or entry, entry)
            case ItemCode() if self._is_place and self._entry is not None:
                self._tell(entry, self._entry)
            case _:
                self._tell(entry, None)

    @property
    def _may_narrow(self) -> bool:
        page = self.page
        return page is not None and page.subject.kind in _GOODS and not page.place

    @property
    def _is_place(self) -> bool:
        return self.page is not None and self.page.subject.kind is SubjectKind.PLACE

    def _tell(self, entry: Entry, at: Entry | None) -> None:
        screen = self.screen
        workplace, who = screen.context.workplace, self.operator_id

        def both() -> tuple[HistoryPage, Found]:
            return history(workplace, who, entry, at=at), where_is(workplace, who, entry)

        def show(told: tuple[HistoryPage, Found]) -> None:
            self._entry, self._at = entry, at
            self.page, self.found = told
            self.told = self.page.rows
            self.table.choose(self.rows()[0].key if self.told else "")
            self.accepted(entry, self.page.subject.name)

        screen.run(both, done=show)

    def _ask_older(self) -> None:
        page, entry = self.page, self._entry
        if page is None or entry is None:
            return
        workplace, who, at = self.screen.context.workplace, self.operator_id, self._at

        def older() -> HistoryPage:
            return history(workplace, who, entry, at=at, after=page.older)

        def show(more: HistoryPage) -> None:
            before = len(self.told)
            self.page, self.told = more, (*self.told, *more.rows)
            self.screen.refresh()
            self.table.choose_number(before + 1)

        self.screen.run(older, done=show)

    def read(self, ask: Asking) -> None:
        """Read the newest page anew, unless somebody looks at older ones."""
        entry, page = self._entry, self.page
        if entry is None or page is None or len(self.told) > len(page.rows):
            return
        workplace, who, at = self.screen.context.workplace, self.operator_id, self._at

        def newest() -> HistoryPage:
            return history(workplace, who, entry, at=at)

        def show(newer: HistoryPage) -> None:
            if self._entry is entry and len(self.told) == len(page.rows):
                self.page, self.told = newer, newer.rows
                self.screen.refresh()

        ask(newest, done=show)

    def back(self) -> bool:
        """From one place to all, from there to the start."""
        if self._at is not None and self._entry is not None:
            self._tell(self._entry, None)
            return True
        is_told = self.page is not None
        self.begin()
        return is_told
