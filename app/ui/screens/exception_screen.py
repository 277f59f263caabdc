"""The exception desk: all that waits for a lead, the facts of one, and its ways out by number."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.desk_decisions import DoneDecision
from app.domain.desk_events import HoldLifted
from app.domain.discrepancies import DiscrepancyRaised, DiscrepancySettled
from app.domain.events import (
    CountRaised,
    LineSkipped,
    OrderHeld,
    OrderStateChanged,
    TransportBought,
    TransportRefused,
)
from app.domain.exception_events import (
    DecisionBegun,
    DecisionLeft,
    DecisionUndone,
    LeadCallAnswered,
    ShortDecided,
)
from app.domain.exception_refusals import ExceptionGone
from app.domain.floor_exceptions import FloorException, Way
from app.domain.readings import Command, CommandCode, QuantityCode, Reading
from app.domain.refusals import NoSuchChoice
from app.domain.shelf_events import LeadCalled
from app.domain.stock_events import CountDecided, CountDone, GoodsPutAway, PutAwayRaised
from app.services.exception_board import ExceptionCase, exception_case, floor_exceptions
from app.services.exception_desk import Choice, begin_deciding, decide, leave_undecided
from app.services.exception_undo import last_decided, undo_decision
from app.services.identifying import Entry
from app.ui.context import StationContext
from app.ui.exception_words import kind_words, remedy_words
from app.ui.feedback import FeedbackEvent
from app.ui.message import Asked, Thing, translate
from app.ui.screens import exception_view, home_view
from app.ui.screens.desk_screen import Asking, DeskScreen
from app.ui.screens.heading import Heading
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State, TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import ChoicePanel
from app.ui.widgets.desk_table import DeskTable
from app.ui.widgets.instruction_line import InstructionLine
from app.ui.widgets.note_card import NoteCard


class ExceptionScreen(DeskScreen):
    """Everything reported from the floor, the most urgent first; decided by one number."""

    looks_after = (
        OrderHeld,
        OrderStateChanged,
        HoldLifted,
        ShortDecided,
        DecisionBegun,
        DecisionLeft,
        DecisionUndone,
        LeadCalled,
        LeadCallAnswered,
        LineSkipped,
        CountRaised,
        CountDone,
        CountDecided,
        DiscrepancyRaised,
        DiscrepancySettled,
        PutAwayRaised,
        GoodsPutAway,
        TransportRefused,
        TransportBought,
    )

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.found: tuple[FloorException, ...] = ()
        self.case: ExceptionCase | None = None
        self.undoable: DoneDecision | None = None
        self._opened = ""
        self.table = DeskTable(exception_view.columns(), "exceptions")
        self.table.picked.connect(self._open)
        self.card = NoteCard(largest=TextSize.ITEM)
        self.panel = ChoicePanel()
        self.panel.chosen.connect(lambda _, name: self._choose(name))
        self.instruction = InstructionLine()
        self._is_opened = False
        self._wanted = ""
        self._body = QGridLayout()
        self._outer = QVBoxLayout(self.work)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addLayout(self._body, 1)
        self._outer.addWidget(self.instruction)
        self._arrange()

    def _arrange(self) -> None:
        """Table and facts above the ways out; on a low screen the table, or one row of it."""
        is_low = Theme.current().is_low
        self._body.addWidget(self.table, 0, 0, 1, 2 if is_low else 1)
        self._body.addWidget(self.card, 1 if is_low else 0, 0 if is_low else 1)
        self._body.addWidget(self.panel, 1, 1 if is_low else 0, 1, 1 if is_low else 2)
        self._body.setColumnStretch(0, 2 if is_low else 13)
        self._body.setColumnStretch(1, 3 if is_low else 7)
        gap = Theme.current().air(SPACING_MM, SPACING_MM * 0.75)
        for layout in (self._body, self._outer):
            layout.setSpacing(gap)

    @property
    def _shows_case(self) -> bool:
        """Whether the ways out are seen; on a low screen only once a row was opened."""
        return self._is_opened or not Theme.current().is_low

    def _show_parts(self) -> None:
        is_low = Theme.current().is_low
        has_ways = self.case is not None and bool(self.case.ways)
        self.table.setVisible(not is_low or not self._is_opened)
        self.card.setVisible(self._shows_case)
        self.panel.setVisible(self._shows_case and has_ways)

    # What is read -------------------------------------------------------------------------

    def begin(self, entry: Entry | None) -> None:
        """Look at what waits, from the top."""
        del entry
        self.held = None
        self._is_opened = False
        self._wanted = ""
        self.refresh()

    def look_at(self, order_number: str) -> None:
        """Choose the row of an order once it is read; nothing where none is about it."""
        self._wanted = order_number
        self.reload()

    def read_with(self, ask: Asking) -> None:
        """Read the list; the chosen one's facts after it."""
        if self.operator is not None:
            operator_id = self.operator.operator_id
            ask(floor_exceptions, self.context.workplace, operator_id, done=self._show)

    def _show(self, found: tuple[FloorException, ...]) -> None:
        self.found = found
        self.table.show_rows(exception_view.rows(found, self.context.now()))
        self._choose_wanted()
        self._read_case()
        self._read_undoable()
        self.refresh()

    def _choose_wanted(self) -> None:
        """Choose the row that somebody came here for."""
        wanted, self._wanted = self._wanted, ""
        row = next((one for one in self.found if wanted and one.order_number == wanted), None)
        if row is not None:
            self.table.choose(row.key)
            self._is_opened = True

    def _read_case(self) -> None:
        """Read what is known of the chosen one; beside the window, nobody waits for it."""
        key, operator = self.table.chosen, self.operator
        if not key or operator is None:
            self._show_case(key, None)
            return
        self.look(
            exception_case,
            self.context.workplace,
            key,
            operator.operator_id,
            done=partial(self._show_case, key),
        )

    def _read_undoable(self) -> None:
        """Read what UNDO means now."""
        if self.operator is not None:
            lead = self.operator.operator_id
            self.look(last_decided, self.context.workplace, lead, done=self._show_undoable)

    def _show_undoable(self, done: DoneDecision | None) -> None:
        if done != self.undoable:
            self.undoable = done
            self.refresh()

    def _show_case(self, key: str, case: ExceptionCase | None) -> None:
        if key != self.table.chosen:
            return  # another one was chosen meanwhile, and is read already
        if case != self.case or case is None:
            self.case = case
            are_others = bool(self.found)
            self.card.show_note(*exception_view.note(case, are_others=are_others))
            if case is not None and case.ways:
                self.panel.ask(*exception_view.question(case))
        self.refresh()

    # What the frame asks ------------------------------------------------------------------

    def why_codes(self) -> tuple[str, ...]:
        """Why the order of the chosen row stands still, and what is with the location."""
        return () if self.case is None else exception_view.why_codes(self.case.exception)

    def heading(self) -> Heading:
        """How many wait, and how old the list is."""
        waiting = translate("exceptions", "{0} wait").format(len(self.found))
        return Heading(translate("exceptions", "Exceptions"), self.age_words() or waiting)

    def work_actions(self) -> tuple[Action, ...]:
        """Walk through the rows, undo, help, leave; OK takes what is proposed."""
        rows = exception_view.row_keys(are_many=len(self.found) > 1)
        keys = exception_view.keys(self.undoable)
        if not self._shows_case and self.found:
            return (*rows, *keys, exception_view.open_key())
        proposed = () if self._proposed is None else (exception_view.proposed_key(self._proposed),)
        is_opened = self._shows_case and Theme.current().is_low
        return (*(() if is_opened else rows), *keys, *proposed)

    def do(self, name: str) -> None:
        """One row up has no card of its own."""
        if name == "back":
            self.table.step(-1)
        else:
            super().do(name)

    def asked(self) -> Asked:
        """A number."""
        most = 0 if self.case is None else len(self.case.ways)
        return Asked(
            Thing(
                translate("exceptions", "a number from 1 to {0}").format(most)
                if most
                else translate("exceptions", "another row")
            ),
            translate("exceptions", "Choose a row by the arrows, then a way by its number."),
            translate("exceptions", "Nothing was changed."),
        )

    def refresh(self) -> None:
        """Say what to do."""
        ways = () if self.case is None else self.case.ways
        self.instruction.show_instruction(
            exception_view.instruction(
                len(self.found), len(ways) if self._shows_case else 0, can_open=not self._shows_case
            )
        )
        self._show_parts()
        super().refresh()

    def back(self) -> None:
        """Escape: clear what is held, or leave."""
        if self.held is not None:
            super().back()
        elif self._is_opened and Theme.current().is_low:
            self._is_opened = False
            self.refresh()
        else:
            self.home_asked.emit()

    def leave(self) -> None:
        """Nobody decides here any more."""
        self._close()
        super().leave()

    # Entries ------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """A number decides about the chosen row; OK takes what is proposed."""
        match reading:
            case CommandCode(command=Command.SKIP):
                self.table.step(1)
            case CommandCode(command=Command.UNDO):
                self._undo()
            case CommandCode(command=Command.PAUSE):
                self.home_asked.emit()
            case CommandCode(command=Command.OK) if not self._shows_case and self.found:
                self._is_opened = True
                self.refresh()
            case CommandCode(command=Command.OK) if self._proposed is not None:
                self._decide(self._proposed)
            case QuantityCode(quantity=number):
                self._take_number(number)
            case _:
                self.refuse(home_view.not_here(entry, reading))

    def _take_number(self, number: int) -> None:
        """A way out of the row that is looked at; where only rows are seen, a row."""
        case = self.case
        if not self._shows_case:
            if not self.table.choose_number(number):
                self.refuse(NoSuchChoice(number, len(self.found)))
            return
        if case is None or not case.ways:
            self.refuse(ExceptionGone(self._chosen_words()))
        elif 1 <= number <= len(case.ways):
            self._decide(case.ways[number - 1])
        else:
            self.refuse(NoSuchChoice(number, len(case.ways)))

    def _chosen_words(self) -> str:
        """The chosen row in a few words, as it was read last."""
        one = next((each for each in self.found if each.key == self.table.chosen), None)
        if one is None:
            return translate("exceptions", "this row")
        return f"{kind_words(one.kind)} {one.order_number or one.where or one.what}"

    @property
    def _proposed(self) -> Way | None:
        return None if self.case is None else self.case.proposed

    def _open(self, key: str) -> None:
        """A row was chosen: others see that somebody is at it."""
        self._close()
        self._opened = key
        if self.operator is not None:
            self.look(
                begin_deciding,
                self.context.workplace,
                self.operator.operator_id,
                key,
                done=lambda _: None,
            )
        self._read_case()

    def _close(self) -> None:
        if self._opened and self.operator is not None:
            self.look(
                leave_undecided,
                self.context.workplace,
                self.operator.operator_id,
                self._opened,
                done=lambda _: None,
            )
        self._opened = ""

    def _choose(self, name: str) -> None:
        """A tile was tapped."""
        ways = () if self.case is None else self.case.ways
        way = next((each for each in ways if each.value == name), None)
        if way is not None:
            self.type_quantity(ways.index(way) + 1)

    def _decide(self, way: Way) -> None:
        case, operator = self.case, self.operator
        if case is None or operator is None:
            return
        self.held = None
        self.run(
            decide,
            self.context.workplace,
            operator.operator_id,
            Choice(case.exception, way),
            done=lambda _: self._decided(case.exception, way),
        )

    def _decided(self, one: FloorException, way: Way) -> None:
        self._opened, self._is_opened = "", False
        self.context.feedback.give(FeedbackEvent.OK)
        subject = one.order_number or one.where or one.what
        words = translate("exceptions", "{0} {1}: {2}")
        self.log(State.OK, words.format(kind_words(one.kind), subject, remedy_words(way)))
        self.reload()

    def _undo(self) -> None:
        """Take back what was decided here last."""
        if self.operator is not None:
            self.held = None
            lead = self.operator.operator_id
            self.run(undo_decision, self.context.workplace, lead, done=self._undone)

    def _undone(self, done: DoneDecision) -> None:
        self.context.feedback.give(FeedbackEvent.OK)
        self.log(State.OK, exception_view.undone_words(done))
        self.reload()

    def cleared(self) -> None:
        """OK on a refusal: look again, somebody else may have decided."""
        self.reload()

    # Look ---------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Take distances from a new theme."""
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()
            self._show_parts()
        super().changeEvent(event)
