"""The page of the stock desk by which the books are corrected: where, what, why, how many."""

from __future__ import annotations

from app.domain.adjustments import TAKES_AWAY, AdjustReason
from app.domain.readings import Command, CommandCode, PlainCode, QuantityCode, Reading
from app.domain.refusals import CommandNotPossible, NoSuchChoice
from app.services.adjusting import Adjusted, AdjustmentWanted, adjust
from app.services.identifying import Entry
from app.ui.message import translate
from app.ui.screens.desk_screen import DeskScreen
from app.ui.screens.stock_desk_page import PageKey, Question
from app.ui.screens.stock_place_page import GoodsAtPlace
from app.ui.stock_words import adjust_reason_words
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.instruction_line import Instruction

REASONS = tuple(AdjustReason)


class AdjustPage(GoodsAtPlace):
    """A place, an item there, the reason by its number, and how many."""

    name = "adjust"
    key = "F4"

    def __init__(self, screen: DeskScreen) -> None:
        super().__init__(screen)
        self.reason: AdjustReason | None = None

    def word(self) -> str:
        """Its name."""
        return translate("stock_desk", "Adjust")

    def icon(self) -> str:
        """Something is not as it should be."""
        return "damaged"

    def begin(self) -> None:
        """Forget what was being adjusted."""
        super().begin()
        self.reason = None

    def instruction(self) -> Instruction:
        """One question after the other."""
        if self.place is None:
            return Instruction(translate("stock_desk", "SCAN THE PLACE THAT IS WRONG"))
        if self.item is None:
            detail = translate("stock_desk", "or type the number of its row")
            return Instruction(translate("stock_desk", "SCAN THE ITEM"), detail=detail)
        if self.reason is None:
            return Instruction(translate("stock_desk", "CHOOSE THE REASON"))
        if self.reason is AdjustReason.CORRECTION:
            return Instruction(translate("stock_desk", "TYPE HOW MANY LIE THERE NOW"))
        if self.reason is AdjustReason.FOUND:
            return Instruction(translate("stock_desk", "TYPE HOW MANY MORE THERE ARE"))
        return Instruction(translate("stock_desk", "TYPE HOW MANY ARE GONE"))

    def question(self) -> Question | None:
        """The reasons, once the item is known."""
        if self.item is None or self.reason is not None:
            return None
        choices = tuple(
            Choice(str(number), number, adjust_reason_words(reason.value))
            for number, reason in enumerate(REASONS, start=1)
        )
        title = translate("stock_desk", "WHY ARE THE BOOKS WRONG IN {0}?").format(self.place_code)
        return title, (ChoiceGroup("why", translate("stock_desk", "WHY"), choices),)

    def default(self) -> PageKey | None:
        """The chosen row."""
        if self.place is not None and self.item is None and self.stock:
            return PageKey(translate("stock_desk", "This row"), "enter", self.table.chosen)
        return None

    def start_lines(self) -> tuple[str, ...]:
        """What adjusting does."""
        return (
            translate("stock_desk", "Small differences are written at once."),
            translate("stock_desk", "Another lead decides about large ones, as about counts."),
            translate("stock_desk", "Each one is in the ledger with its reason."),
        )

    def answer(self, entry: Entry, reading: Reading) -> None:
        """The answer to what is asked."""
        if self.place is None:
            if isinstance(reading, CommandCode):
                self.screen.refuse(CommandNotPossible(reading.command))
            else:
                self.take_place(entry)
        elif self.item is None:
            self.take_item(entry, reading)
        elif self.reason is None:
            self._why(entry, reading)
        else:
            self._number(reading, self.reason)

    def _why(self, entry: Entry, reading: Reading) -> None:
        match reading:
            case QuantityCode(quantity=number) if 1 <= number <= len(REASONS):
                self.reason = REASONS[number - 1]
                self.accepted(entry, adjust_reason_words(self.reason.value))
            case QuantityCode(quantity=number):
                self.screen.refuse(NoSuchChoice(number, len(REASONS)))
            case PlainCode(text=text):
                self.lot = text
                self.accepted(entry, text)
            case CommandCode(command=command):
                self.screen.refuse(CommandNotPossible(command))
            case _:
                self.item = entry  # the same item by the label that names its lot
                self.accepted(entry)

    def _number(self, reading: Reading, reason: AdjustReason) -> None:
        match reading:
            case QuantityCode(quantity=number) if self.place and self.item:
                by = number
                if reason in TAKES_AWAY:
                    by = -number
                elif reason is AdjustReason.CORRECTION:
                    by = number - (0 if self.meant is None else self.meant.units)
                wanted = AdjustmentWanted(self.place, self.item, by, reason, self.lot)
                screen = self.screen
                screen.run(
                    adjust, screen.context.workplace, self.operator_id, wanted, done=self._adjusted
                )
            case CommandCode(command=command):
                self.screen.refuse(CommandNotPossible(command))
            case _:
                self.screen.refuse(CommandNotPossible(Command.OK))

    def _adjusted(self, told: Adjusted) -> None:
        if told.waits:
            words = translate("stock_desk", "{0} in {1}: {2} waits for another lead")
            said = words.format(told.sku, told.place, f"{told.by:+}")
        else:
            words = translate("stock_desk", "{0} in {1}: {2}, {3} units now")
            said = words.format(told.sku, told.place, f"{told.by:+}", told.on_hand)
        self.forget_item()
        self.reason = None
        self.done(said)
        self.read_place()

    def back(self) -> bool:
        """One answer back."""
        if self.reason is not None:
            self.reason = None
        elif self.item is not None:
            self.forget_item()
        elif self.place is not None:
            self.begin()
        else:
            return False
        return True
