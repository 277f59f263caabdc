"""The station's home: the next work in one tap, what to resume, and the other choices."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.floor_work import FloorWork, is_for
from app.domain.permissions import Verb, may
from app.domain.readings import (
    Command,
    CommandCode,
    LocationCode,
    OrderCode,
    QuantityCode,
    Reading,
    SsccCode,
    ToteCode,
)
from app.domain.refusals import NoWork, Refusal
from app.services.identifying import Entry
from app.services.live import StoredEvent
from app.services.picking import OfferedWork
from app.services.scanned_places import work_at, work_of_tote
from app.services.station_work import ClaimedWork, Offer, claim, lay_down, on_offer, take_over
from app.ui import messages_live
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.live_kinds import OFFER_CHANGES, is_kind
from app.ui.message import Asked, Message, translate
from app.ui.screens import home_view
from app.ui.screens.calm_reload import CalmReload
from app.ui.screens.choice_grid import ChoiceGrid
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.heading import Heading
from app.ui.screens.home_choices import choice_of
from app.ui.theme import Theme
from app.ui.tokens import TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import InstructionLine
from app.ui.widgets.note_card import NoteCard
from app.ui.widgets.touch_button import ButtonFace, TouchButton
from app.ui.widgets.work_card import WorkCard


class HomeScreen(FloorScreen):
    """What an operator sees between two pieces of work.

    Signals:
        chosen(FloorWork, Entry): Another kind of work was chosen; with what was scanned, or None.
        setup_asked: The station is to be set up.
        look_asked: Light is to become dark, or dark light.
    """

    chosen = Signal(object, object)
    setup_asked = Signal()
    look_asked = Signal()

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.offer: Offer | None = None
        self.next_work = WorkCard()
        self.next_work.clicked.connect(lambda: self.do(Command.NEXT.value))
        self.then_work = WorkCard()
        self.then_work.setEnabled(False)
        self.left_work = NoteCard(largest=TextSize.PEEK)
        self.setup_button = TouchButton(home_view.setup_face())
        self.setup_button.clicked.connect(self.setup_asked)
        self.look_button = TouchButton(ButtonFace(""))
        self.look_button.clicked.connect(self.look_asked)
        self.choices = ChoiceGrid(self.look_button, self.setup_button)
        self.choices.chosen.connect(self.type_quantity)
        self.instruction = InstructionLine()
        self._no_work: Message | None = None
        self._leaving: Callable[[], None] | None = None
        self._calm = CalmReload(self._look_quietly, self)
        self._arrange()

    def _arrange(self) -> None:
        self._grid = QGridLayout()
        self._grid.addWidget(self.next_work, 0, 0)
        self._grid.addWidget(self.then_work, 0, 1)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        self._grid.setRowStretch(0, 2)
        layout = QVBoxLayout(self.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._grid, 1)
        layout.addWidget(self.choices)
        layout.addWidget(self.instruction)

    def arrived(self) -> None:
        """Look what there is to do."""
        self.held = None
        self.look_for_work()
        self.refresh()

    def look_for_work(self) -> None:
        """Ask the services what this operator could do next; nothing is claimed."""
        if self.operator is None:
            return
        self.run(
            on_offer,
            self.context.workplace,
            self.operator.operator_id,
            done=self._found_work,
        )

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """Work came or went: look again. A lead is told who needs one."""
        if not events or any(is_kind(event, *OFFER_CHANGES) for event in events):
            self._calm.ask()
        if self.operator is not None and may(self.operator.role, Verb.REASSIGN):
            call = messages_live.for_lead(events)
            if call is not None:
                self.announce(call)

    def leave(self) -> None:
        """Nobody looks at the offer any more."""
        self._calm.forget()
        super().leave()

    def _look_quietly(self) -> None:
        """Look for work while the operator may do something else."""
        if self.operator is not None:
            self.look(
                on_offer,
                self.context.workplace,
                self.operator.operator_id,
                done=self._found_news,
            )

    def _found_news(self, found: Offer) -> None:
        """Show the offer; whoever was told that there is no work need not press OK first."""
        has_work = found.work.resume is not None or found.work.next is not None
        if has_work and self.held is self._no_work:
            self.held = None
        self._found_work(found)

    def refuse(self, refusal: Refusal, times: int = 1) -> None:
        """Hold a refusal in its own words."""
        super().refuse(refusal, times)
        self._no_work = self.held if isinstance(refusal, NoWork) else None

    def _found_work(self, found: Offer) -> None:
        self.offer = found
        self.refresh()

    @property
    def _offered(self) -> OfferedWork | None:
        return None if self.offer is None else self.offer.work

    def why_codes(self) -> tuple[str, ...]:
        """Why this work next, and no other."""
        return () if self.operator is None else (self.operator.staff_number,)

    def heading(self) -> Heading:
        """Nothing is under way here."""
        return Heading(translate("home", "Start"), translate("home", "choose work"))

    def work_actions(self) -> tuple[Action, ...]:
        """Sign off, help, and the work on offer as default."""
        sign_off = Action(Command.SIGN_OFF.value, "F8", translate("home", "Sign off"), "sign_out")
        help_key = Action(Command.HELP.value, "F1", translate("home", "Help"), "help")
        text, note = home_view.default_words(self._offered)
        take = Action(Command.NEXT.value, "ENTER", text, "enter", note)
        return sign_off, help_key, take

    def asked(self) -> Asked:
        """What can be scanned here."""
        return home_view.asked()

    def refresh(self) -> None:
        """Show what is on offer."""
        is_offline = self.offer is not None and self.offer.is_offline
        main, then = home_view.work_cards(self._offered, self.context.now(), is_offline=is_offline)
        self.next_work.show_view(main)
        self.then_work.show_view(then)
        left = self.offer.left if self.offer else ()
        self.left_work.show_note(*home_view.left_words(left))
        self._place_left_work(is_shown=bool(left))
        if self.operator is not None:
            waiting = self.offer.waiting if self.offer else {}
            self.choices.show_choices(self.operator.role, waiting)
        told = home_view.instruction(self._offered, is_offline=is_offline)
        self.instruction.show_instruction(told)
        self.look_button.show_face(home_view.look_face(self.context.look.name))
        self.setup_button.show_face(home_view.setup_face())
        super().refresh()

    def _place_left_work(self, *, is_shown: bool) -> None:
        """Show what was left behind below the offer; in a low window beside it."""
        is_low = Theme.current().is_low
        row, column, span = (0, 1, 1) if is_low else (1, 0, 2)
        self._grid.addWidget(self.left_work, row, column, 1, span)
        self._grid.setRowStretch(1, 1 if is_shown and not is_low else 0)
        self.left_work.setVisible(is_shown)
        self.then_work.setVisible(not (is_shown and is_low))

    def press_function(self, number: int) -> None:
        """F10 is the set-up, all others are printed in the action row."""
        if number == home_view.SETUP_KEY:
            self.setup_asked.emit()
        else:
            super().press_function(number)

    def answer(self, entry: Entry, reading: Reading) -> None:
        """NEXT takes work, a choice's number opens it; a tote is picked into or to be packed."""
        match reading:
            case CommandCode(command=Command.NEXT | Command.START | Command.OK):
                self._take_work()
            case QuantityCode(quantity=number) if self._opens(number):
                pass
            case ToteCode():
                self._go_on_with(entry)
            case OrderCode() | SsccCode():
                self._open(FloorWork.PACK, entry)
            case LocationCode(code=code) if not self.context.line.is_away:
                self._go_to(code, entry, reading)
            case _:
                self.refuse(home_view.not_here(entry, reading))

    def _opens(self, number: int) -> bool:
        """Open the choice with this number; whether there is one."""
        choice = None if self.operator is None else choice_of(number, self.operator.role)
        if choice is None:
            return False
        self._open(choice.work)
        return True

    def _open(self, work: FloorWork, entry: Entry | None = None) -> None:
        if work is FloorWork.SINGLE:
            self._take_work()
        else:
            self.chosen.emit(work, entry)

    def _take_work(self) -> None:
        if self.operator is not None:
            self.run(claim, self.context.workplace, self.operator.operator_id, done=self._claimed)

    def _go_on_with(self, entry: Entry) -> None:
        """Take over the pick work of a tote, or pack what is in it."""
        if self.operator is None:
            return

        if self.context.line.is_away:  # what is on the bench goes on; all else waits, in its words
            self._open(FloorWork.PACK, entry)
            return

        operator_id = self.operator.operator_id

        def lead(kind: FloorWork) -> None:
            self._open(kind, entry)

        def found(claimed: ClaimedWork | None) -> None:
            if claimed is not None:
                self._claimed(claimed)
                return
            workplace = self.context.workplace
            self.run(work_of_tote, workplace, operator_id, entry, done=lead)

        self.run(take_over, self.context.workplace, operator_id, entry, done=found)

    def _go_to(self, code: str, entry: Entry, reading: Reading) -> None:
        """Open the work that a place's label leads to, if it is this operator's."""
        if self.operator is None:
            return
        operator = self.operator

        def found(work: FloorWork | None) -> None:
            if work is None or not is_for(operator.role, work):
                self.refuse(home_view.not_here(entry, reading))
            elif work is FloorWork.SINGLE:
                self._go_on_with(entry)
            else:
                self._open(work, entry)

        self.run(work_at, self.context.workplace, operator.operator_id, code, done=found)

    def _claimed(self, claimed: ClaimedWork) -> None:
        self.held = None
        self.context.feedback.give(FeedbackEvent.OK)
        self.pick_claimed.emit(claimed)

    def cleared(self) -> None:
        """OK on a held message: look again, work may have come."""
        self.look_for_work()

    def set_aside(self, done: Callable[[], None]) -> None:
        """Leave no pick work behind that would stay the operator's for as long as this runs."""
        if self.operator is None:
            done()
            return
        self._leaving = done
        self.run(
            lay_down,
            self.context.workplace,
            self.operator.operator_id,
            done=lambda _: self._left(),
        )

    def failed(self, problem: Exception) -> None:
        """Tell why a service did not do it; whoever wants to go may go in any case."""
        if self._leaving is None:
            super().failed(problem)
        else:
            self._left()

    def _left(self) -> None:
        done, self._leaving = self._leaving, None
        if done is not None:
            done()
