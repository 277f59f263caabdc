"""The page of the stock desk for goods that come in: the receipt, what came, what differs."""

from __future__ import annotations

from app.domain.code_book import printable
from app.domain.readings import Command, CommandCode, PlainCode, QuantityCode, Reading
from app.domain.receiving import DifferenceReason
from app.domain.refusals import CommandNotPossible, NoSuchChoice, Refused
from app.domain.stock_desk_refusals import DifferenceUnexplained, UnknownReceipt
from app.services import receiving
from app.services.desk_goods import item_named
from app.services.identifying import Entry
from app.services.receiving import ReceiptView, Received, ReceiveWanted
from app.ui.message import translate
from app.ui.screens.desk_screen import Asking, DeskScreen
from app.ui.screens.stock_desk_page import Card, PageKey, Question, StockDeskPage
from app.ui.stock_desk_words import difference_words, line_row, put_there_words, receipt_row
from app.ui.tokens import State
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.desk_rows import Column, DeskRow
from app.ui.widgets.instruction_line import Instruction

REASONS = tuple(DifferenceReason)


class ReceivePage(StockDeskPage):
    """What is expected; a receipt's lines once it is opened, and the units that come."""

    name = "receive"
    key = "F5"

    def __init__(self, screen: DeskScreen) -> None:
        super().__init__(screen)
        self.waiting: tuple[receiving.ReceiptSummary, ...] = ()
        self.open: ReceiptView | None = None
        self.item: Entry | None = None
        self.sku, self.lot = "", ""
        self.is_damaged = False
        self.last: Received | None = None
        self.missing: DifferenceUnexplained | None = None
        self.reasons: dict[str, DifferenceReason] = {}

    def word(self) -> str:
        """Its name."""
        return translate("stock_desk", "Receive")

    def icon(self) -> str:
        """A parcel that comes."""
        return "carton"

    def columns(self) -> tuple[Column, ...]:
        """The receipt or item, what was announced, what came."""
        return (
            Column(translate("stock_desk", "RECEIPT, ITEM"), 2.4),
            Column(translate("stock_desk", "EXPECTED"), 1.3, is_number=True),
            Column(translate("stock_desk", "CAME"), 1.3, is_number=True),
            Column(translate("stock_desk", "STATE"), 1.5),
        )

    def begin(self) -> None:
        """Back to the list."""
        self.open, self.last = None, None
        self._forget_item()
        self.is_damaged, self.missing, self.reasons = False, None, {}

    def _forget_item(self) -> None:
        self.item, self.sku, self.lot = None, "", ""

    def rows(self) -> tuple[DeskRow, ...]:
        """Receipts, or the lines of the open one."""
        if self.open is not None:
            return tuple(map(line_row, self.open.lines))
        return tuple(map(receipt_row, self.waiting))

    def read(self, ask: Asking) -> None:
        """Read what is expected, and the open receipt anew."""
        workplace, who = self.screen.context.workplace, self.operator_id
        if self.open is not None:
            ask(receiving.receipt, workplace, who, self.open.number, done=self._show)
        else:
            ask(receiving.receipts, workplace, who, done=self._list)

    def _list(self, waiting: tuple[receiving.ReceiptSummary, ...]) -> None:
        self.waiting = waiting
        self.screen.refresh()

    def _show(self, view: ReceiptView) -> None:
        if self.open is not None and self.open.number == view.number:
            self.open = view
            self.screen.refresh()

    # What it says -----------------------------------------------------------------------------

    def instruction(self) -> Instruction:
        """Choose a receipt, scan an item, type how many."""
        if self.open is None:
            words = translate("stock_desk", "CHOOSE A RECEIPT")
            detail = translate("stock_desk", "type a new number to begin one")
            return Instruction(words, detail=detail)
        if self.missing is not None:
            return Instruction(translate("stock_desk", "SAY WHY IT DIFFERS"))
        if self.item is None:
            words = translate("stock_desk", "SCAN AN ITEM THAT CAME")
            if self.is_damaged:
                words = translate("stock_desk", "SCAN A DAMAGED ITEM")
            return Instruction(words, detail=translate("stock_desk", "OK closes the receipt"))
        words = translate("stock_desk", "TYPE HOW MANY OF {0}").format(self.sku)
        if self.is_damaged:
            words = translate("stock_desk", "TYPE HOW MANY DAMAGED {0}").format(self.sku)
        detail = translate("stock_desk", "a case counts its units")
        return Instruction(words, detail=detail)

    def why_codes(self) -> tuple[str, ...]:
        """The chosen receipt; of an open one the item that is received, or of the chosen line."""
        chosen = self.table.chosen
        if self.open is None:
            return (chosen,) if chosen else ()
        lines = (row.line for row in self.open.lines)
        sku = self.sku or next((one.sku for one in lines if str(one.line_id) == chosen), "")
        return (self.open.number, sku) if sku else (self.open.number,)

    def card(self) -> Card:
        """What came last and where it goes, or what receiving is."""
        if self.open is None:
            return Card(
                translate("stock_desk", "RECEIVE GOODS"),
                (
                    translate("stock_desk", "What came is counted against what was announced."),
                    translate("stock_desk", "It is put away by whoever takes 13 at the start."),
                ),
            )
        head = translate("stock_desk", "RECEIPT {0}").format(self.open.number)
        lines = [self.open.supplier] if self.open.supplier else []
        state = State.LOOK if self.is_damaged else None
        if self.is_damaged:
            lines.append(translate("stock_desk", "DAMAGED UNITS ARE TAKEN IN"))
        if self.lot:
            lines.append(translate("stock_desk", "lot {0}").format(self.lot))
        if self.last is not None:
            came = translate("stock_desk", "{0} x {1} stand in {2}")
            lines.append(came.format(self.last.units, self.last.sku, self.last.place))
            lines.append(put_there_words(self.last.proposal))
            if self.last.unexpected:
                more = translate("stock_desk", "{0} of them nobody announced")
                lines.append(more.format(self.last.unexpected))
        return Card(head, tuple(lines), state)

    def brief(self) -> str:
        """The receipt, or where the last units go."""
        if self.open is None:
            return self.word()
        if self.last is not None and self.last.proposal is not None:
            return translate("stock_desk", "to {0}").format(self.last.proposal.code)
        return self.open.number

    def question(self) -> Question | None:
        """Why another number came, where the receipt cannot be closed without."""
        missing = self.missing
        if missing is None:
            return None
        choices = tuple(
            Choice(str(number), number, difference_words(reason))
            for number, reason in enumerate(REASONS, start=1)
        )
        title = translate("stock_desk", "{0}: {1} EXPECTED, {2} CAME").format(
            missing.sku, missing.expected, missing.came
        )
        return title, (ChoiceGroup("why", translate("stock_desk", "WHY"), choices),)

    def own_key(self) -> PageKey | None:
        """Damaged units, once a receipt is open."""
        if self.open is None:
            return None
        text = translate("stock_desk", "Good ones") if self.is_damaged else ""
        return PageKey(text or translate("stock_desk", "Damaged"), "damaged")

    def press_own(self) -> None:
        """Take in damaged units, or good ones again."""
        self.is_damaged = not self.is_damaged

    def default(self) -> PageKey | None:
        """Open the row, one code, or close the receipt."""
        if self.open is None:
            if not self.table.chosen:
                return None
            return PageKey(translate("stock_desk", "Open it"), "enter", self.table.chosen)
        if self.missing is not None:
            return None
        if self.item is not None:
            return PageKey(translate("stock_desk", "One"), "enter", self.sku)
        return PageKey(translate("stock_desk", "Close it"), "enter", self.open.number)

    # Entries ------------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """The answer to what is asked."""
        if self.open is None:
            self._choose(entry, reading)
        elif self.missing is not None:
            self._why(entry, reading, self.missing)
        elif self.item is None:
            self._item(entry, reading)
        else:
            self._units(entry, reading, self.item)

    def _choose(self, entry: Entry, reading: Reading) -> None:
        match reading:
            case QuantityCode(quantity=number) if 1 <= number <= len(self.waiting):
                self._open(entry, self.waiting[number - 1].number)
            case QuantityCode(quantity=number):
                self.screen.refuse(NoSuchChoice(number, len(self.waiting)))
            case CommandCode(command=Command.OK) if self.table.chosen:
                self._open(entry, self.table.chosen)
            case CommandCode(command=command):
                self.screen.refuse(CommandNotPossible(command))
            case _:
                self._open(entry, printable(entry.raw.strip()))

    def _open(self, entry: Entry, number: str) -> None:
        """Open a receipt; one that nobody knows is begun."""
        workplace, who = self.screen.context.workplace, self.operator_id

        def open_or_begin() -> ReceiptView:
            try:
                return receiving.receipt(workplace, who, number)
            except Refused as refused:
                if not isinstance(refused.refusal, UnknownReceipt):
                    raise
                return receiving.announce(workplace, who, number)

        def show(view: ReceiptView) -> None:
            self.begin()
            self.open = view
            self.accepted(entry, view.number)

        self.screen.run(open_or_begin, done=show)

    def _item(self, entry: Entry, reading: Reading) -> None:
        screen = self.screen
        match reading:
            case CommandCode(command=Command.OK):
                self._close()
            case CommandCode(command=command):
                screen.refuse(CommandNotPossible(command))
            case QuantityCode(quantity=number) if self.open is not None:
                lines = self.open.lines
                if not 1 <= number <= len(lines):
                    screen.refuse(NoSuchChoice(number, len(lines)))
                    return
                sku = lines[number - 1].line.sku
                self._meant(Entry(sku, screen.context.new_scan_id()), sku)
            case _:
                screen.run(
                    item_named,
                    screen.context.workplace,
                    self.operator_id,
                    entry,
                    done=lambda sku: self._meant(entry, sku),
                )

    def _meant(self, entry: Entry, sku: str) -> None:
        self.item, self.sku = entry, sku
        self.accepted(entry, sku)

    def _units(self, entry: Entry, reading: Reading, item: Entry) -> None:
        match reading:
            case QuantityCode(quantity=number):
                self._receive(item, number)
            case CommandCode(command=Command.OK):
                self._receive(item, 1)
            case CommandCode(command=command):
                self.screen.refuse(CommandNotPossible(command))
            case PlainCode(text=text):
                self.lot = text
                self.accepted(entry, text)
            case _:
                self._item(entry, reading)

    def _receive(self, item: Entry, codes: int) -> None:
        if self.open is None:
            return
        wanted = ReceiveWanted(
            self.open.number, item, codes, is_damaged=self.is_damaged, lot=self.lot
        )
        screen = self.screen
        screen.run(
            receiving.receive,
            screen.context.workplace,
            self.operator_id,
            wanted,
            done=self._received,
        )

    def _received(self, told: Received) -> None:
        self.last, self.open = told, told.receipt
        self._forget_item()
        words = translate("stock_desk", "{0} x {1} came in").format(told.units, told.sku)
        self.done(f"{words}; {put_there_words(told.proposal)}")

    # Closing ------------------------------------------------------------------------------------

    def _close(self) -> None:
        if self.open is None:
            return
        screen = self.screen
        screen.run(
            receiving.close_receipt,
            screen.context.workplace,
            self.operator_id,
            self.open.number,
            dict(self.reasons),
            done=self._closed,
        )

    def _closed(self, view: ReceiptView) -> None:
        self.begin()
        self.done(translate("stock_desk", "Receipt {0} is closed").format(view.number))

    def failed(self, problem: Refused) -> bool:
        """A difference without a reason is asked about."""
        if isinstance(problem.refusal, DifferenceUnexplained):
            self.missing = problem.refusal
            return True
        return False

    def _why(self, entry: Entry, reading: Reading, missing: DifferenceUnexplained) -> None:
        match reading:
            case QuantityCode(quantity=number) if 1 <= number <= len(REASONS):
                self.reasons[missing.sku] = REASONS[number - 1]
                self.missing = None
                self.accepted(entry, difference_words(REASONS[number - 1]))
                self._close()
            case QuantityCode(quantity=number):
                self.screen.refuse(NoSuchChoice(number, len(REASONS)))
            case CommandCode(command=command):
                self.screen.refuse(CommandNotPossible(command))
            case _:
                self.screen.refuse(CommandNotPossible(Command.OK))

    def back(self) -> bool:
        """One answer back, from the receipt to the list."""
        if self.missing is not None:
            self.missing = None
        elif self.item is not None:
            self._forget_item()
        elif self.open is not None:
            self.begin()
            self.screen.reload()
        else:
            return False
        return True
