"""The page of the stock desk by which goods are carried elsewhere: from, what, how many, to."""

from __future__ import annotations

from enum import Enum, auto

from app.domain.readings import Command, CommandCode, PlainCode, QuantityCode, Reading
from app.domain.refusals import CommandNotPossible
from app.services.identifying import Entry
from app.services.transferring import Transferred, TransferWanted, transfer
from app.ui.message import translate
from app.ui.screens.desk_screen import DeskScreen
from app.ui.screens.stock_desk_page import PageKey
from app.ui.screens.stock_place_page import GoodsAtPlace
from app.ui.widgets.instruction_line import Instruction


class _Step(Enum):
    FROM = auto()
    ITEM = auto()
    UNITS = auto()
    TO = auto()


class MovePage(GoodsAtPlace):
    """From, item, how many, to; then the next item of the same place."""

    name = "move"
    key = "F3"

    def __init__(self, screen: DeskScreen) -> None:
        super().__init__(screen)
        self.units: int | None = None

    def word(self) -> str:
        """Its name."""
        return translate("stock_desk", "Move")

    def icon(self) -> str:
        """Goods that are carried."""
        return "put_away"

    def begin(self) -> None:
        """Forget what was being moved."""
        super().begin()
        self.units = None

    @property
    def step(self) -> _Step:
        """What is asked for."""
        if self.place is None:
            return _Step.FROM
        if self.item is None:
            return _Step.ITEM
        return _Step.UNITS if self.units is None else _Step.TO

    def instruction(self) -> Instruction:
        """One question after the other."""
        match self.step:
            case _Step.FROM:
                return Instruction(translate("stock_desk", "SCAN WHERE THE GOODS LIE"))
            case _Step.ITEM:
                words = translate("stock_desk", "SCAN THE ITEM")
                detail = translate("stock_desk", "or type the number of its row")
                return Instruction(words, detail=detail)
            case _Step.UNITS:
                words = translate("stock_desk", "TYPE HOW MANY")
                detail = translate("stock_desk", "or scan the lot")
                return Instruction(words, detail=detail)
        words = translate("stock_desk", "SCAN WHERE {0} UNITS GO").format(self.units)
        detail = translate("stock_desk", "shelf, quarantine, in between")
        return Instruction(words, detail=detail)

    def default(self) -> PageKey | None:
        """All units that lie there."""
        if self.step is _Step.UNITS and self.meant is not None:
            note = translate("stock_desk", "{0} units").format(self.meant.units)
            return PageKey(translate("stock_desk", "All of it"), "enter", note)
        if self.step is _Step.ITEM and self.stock:
            return PageKey(translate("stock_desk", "This row"), "enter", self.table.chosen)
        return None

    def start_lines(self) -> tuple[str, ...]:
        """What moving does."""
        return (
            translate("stock_desk", "Promises go along into storage."),
            translate("stock_desk", "Into quarantine: orders look for other units."),
            translate("stock_desk", "Out of quarantine: orders get them at once."),
        )

    def answer(self, entry: Entry, reading: Reading) -> None:
        """The answer to what is asked."""
        match self.step:
            case _Step.FROM:
                self._from(entry, reading)
            case _Step.ITEM:
                self.take_item(entry, reading)
            case _Step.UNITS:
                self._units(entry, reading)
            case _Step.TO:
                self._to(entry, reading)

    def _from(self, entry: Entry, reading: Reading) -> None:
        if isinstance(reading, CommandCode):
            self.screen.refuse(CommandNotPossible(reading.command))
        else:
            self.take_place(entry)

    def _units(self, entry: Entry, reading: Reading) -> None:
        match reading:
            case QuantityCode(quantity=number):
                self.units = number
                self.accepted(entry, str(number))
            case CommandCode(command=Command.OK) if self.meant is not None:
                self.units = self.meant.units
                self.accepted(entry, str(self.units))
            case CommandCode(command=command):
                self.screen.refuse(CommandNotPossible(command))
            case PlainCode(text=text):
                self.lot = text
                self.accepted(entry, text)
            case _:
                self.item = entry  # the same item by the label that names its lot
                self.accepted(entry)

    def _to(self, entry: Entry, reading: Reading) -> None:
        if isinstance(reading, CommandCode) or self.place is None or self.item is None:
            self.screen.refuse(CommandNotPossible(Command.OK))
            return
        screen = self.screen
        wanted = TransferWanted(self.place, self.item, self.units or 0, entry, self.lot)
        screen.run(transfer, screen.context.workplace, self.operator_id, wanted, done=self._moved)

    def _moved(self, told: Transferred) -> None:
        words = translate("stock_desk", "{0} x {1} went from {2} to {3}").format(
            told.units, told.sku, told.source, told.target
        )
        if told.followed:
            words += translate("stock_desk", "; {0} promised units went along").format(
                told.followed
            )
        if told.given_up:
            words += translate("stock_desk", "; {0} promised units are looked for").format(
                told.given_up
            )
        self.forget_item()
        self.units = None
        self.done(words)
        self.read_place()

    def back(self) -> bool:
        """One answer back."""
        match self.step:
            case _Step.FROM:
                return False
            case _Step.ITEM:
                self.begin()
            case _Step.UNITS:
                self.forget_item()
            case _Step.TO:
                self.units = None
        return True
