"""Lets a lead decide about counts that differ much from the books: one by one, by scans only."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.readings import Command, CommandCode, QuantityCode, Reading
from app.services import count_desk
from app.services.count_desk import CountView
from app.services.identifying import Entry
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import Asked, Thing, translate
from app.ui.screens import home_view
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.heading import Heading
from app.ui.stock_words import count_reason_words
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State
from app.ui.why_codes import codes_of
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import Choice, ChoiceGroup, ChoicePanel
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.work_card import WorkCard, WorkView

APPROVE, AGAIN = 1, 2


class ApproveScreen(FloorScreen):
    """The counts that wait for a lead, the largest value first."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.rows: tuple[CountView, ...] = ()
        self._at = 0
        self.card = WorkCard()
        self.card.setEnabled(False)
        self.panel = ChoicePanel()
        self.panel.chosen.connect(lambda _, name: self.type_quantity(int(name)))
        self.instruction = InstructionLine()
        layout = QVBoxLayout(self.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Theme.current().mm(SPACING_MM))
        layout.addWidget(self.card, 1)
        layout.addWidget(self.panel)
        layout.addWidget(self.instruction)

    @property
    def row(self) -> CountView | None:
        """The one that is asked about."""
        return self.rows[self._at % len(self.rows)] if self.rows else None

    def begin(self, entry: Entry | None) -> None:
        """Look what waits."""
        del entry
        self.held, self._at = None, 0
        self.refresh()
        self.reload()

    def reload(self) -> None:
        """Read anew what waits."""
        if self.operator is not None:
            operator_id = self.operator.operator_id
            self.run(
                count_desk.counts_to_approve,
                self.context.workplace,
                operator_id,
                done=self._found,
            )

    def _found(self, rows: tuple[CountView, ...]) -> None:
        self.rows = rows
        if rows:
            self._ask()
            self.refresh()
        else:
            self.log(State.OK, translate("approve", "No count waits for you"))
            self.home_asked.emit()

    def _ask(self) -> None:
        row = self.row
        if row is None:
            return
        words = translate("approve", "Write {0} into the books").format(f"{row.difference:+}")
        choices = (
            Choice(str(APPROVE), APPROVE, words),
            Choice(str(AGAIN), AGAIN, translate("approve", "Have it counted again")),
        )
        group = ChoiceGroup("what", translate("approve", "DECIDE"), choices)
        self.panel.ask(_title(row), (group,))

    # What the frame asks ------------------------------------------------------------------

    def heading(self) -> Heading:
        """How many there are."""
        detail = translate("approve", "{0} wait").format(len(self.rows))
        if Theme.current().is_low and self.row is not None:
            detail = self.row.name
        return Heading(translate("approve", "Approve counts"), detail)

    def why_codes(self) -> tuple[str, ...]:
        """The place and the item of the count that is asked about."""
        return () if self.row is None else (*codes_of("", self.row.location), self.row.sku)

    def work_actions(self) -> tuple[Action, ...]:
        """The next one, help, and the way back."""
        skip = Action(
            Command.SKIP.value,
            "F4",
            translate("approve", "Next one"),
            "skip",
            is_enabled=len(self.rows) > 1,
        )
        leave = Action(Command.PAUSE.value, "F8", translate("approve", "Leave"), "pause")
        help_key = Action(Command.HELP.value, "F1", translate("approve", "Help"), "help")
        return skip, leave, help_key

    def asked(self) -> Asked:
        """A number."""
        return Asked(
            Thing(translate("approve", "1 or 2")),
            translate("approve", "Choose 1 to write it, 2 to have it counted again."),
            translate("approve", "Nothing was written."),
        )

    def refresh(self) -> None:
        """Show the one that is asked about."""
        row = self.row
        self.card.setVisible(row is None or not Theme.current().is_low)
        if row is None:
            self.card.show_view(WorkView(translate("approve", "APPROVE"), "…"))
        else:
            self.card.show_view(_view(row))
        self.instruction.show_instruction(
            Instruction(translate("approve", "CHOOSE 1 OR 2, F4 FOR THE NEXT ONE"))
        )
        super().refresh()

    def back(self) -> None:
        """Escape: back to the start screen; nothing is decided by that."""
        if self.held is not None:
            super().back()
        else:
            self.home_asked.emit()

    # Entries ------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """A number decides; nothing is decided by OK alone."""
        match reading:
            case CommandCode(command=Command.SKIP):
                self._at += 1
                self._ask()
                self.refresh()
            case CommandCode(command=Command.PAUSE):
                self.home_asked.emit()
            case QuantityCode(quantity=number) if number in (APPROVE, AGAIN):
                self._decide(number)
            case _:
                self.refuse(home_view.not_here(entry, reading))

    def _decide(self, number: int) -> None:
        row, operator = self.row, self.operator
        if row is None or operator is None:
            return
        verb = count_desk.approve_count if number == APPROVE else count_desk.count_once_more
        self.run(
            verb,
            self.context.workplace,
            operator.operator_id,
            row.count_id,
            done=lambda _: self._decided(row, number),
        )

    def _decided(self, row: CountView, number: int) -> None:
        self.held = None
        self.context.feedback.give(FeedbackEvent.OK)
        words = translate("approve", "{0}: {1} written").format(row.location, f"{row.difference:+}")
        if number == AGAIN:
            words = translate("approve", "{0}: counted again").format(row.location)
        self.log(State.OK, words)
        self.reload()

    def cleared(self) -> None:
        """OK on a refusal: look again, somebody else may have decided."""
        self.reload()


def _title(row: CountView) -> str:
    if Theme.current().is_low:  # there the card that names the item has no room
        words = translate("approve", "{0} by the books, {1} counted: {2} in {3}")
        return words.format(row.expected, row.counted, row.sku, row.location)
    words = translate("approve", "{0}: {1} by the books, {2} counted")
    return words.format(row.location, row.expected, row.counted)


def _view(row: CountView) -> WorkView:
    rounds = ", ".join(str(units) for units in row.rounds)
    facts = [
        translate("approve", "{0} counted {1}, the books say {2}").format(
            row.operator, rounds, row.expected
        ),
        translate("approve", "why: {0}").format(count_reason_words(row.reason)),
    ]
    if row.value_cents is not None:
        facts.append(translate("approve", "worth {0}").format(f"{row.value_cents / 100:+.2f}"))
    label = translate("approve", "{0} IN {1}").format(row.sku, row.location)
    return WorkView(label, row.name, tuple(facts), icon="count")
