"""The people of the shift as a lead sees them: who does what, and work given with one number."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.custody_events import TaskGiven
from app.domain.events import (
    LinePicked,
    OperatorSignedIn,
    OrdersReleased,
    TaskClaimed,
    TaskFinished,
    TaskLapsed,
    TaskPaused,
    TaskTakenOver,
)
from app.domain.people_events import BreakBegan, HalfJoined, PersonSent, WorkShared
from app.domain.people_state import LeadMessage
from app.domain.readings import Command, CommandCode, QuantityCode, Reading
from app.domain.refusals import NoSuchChoice
from app.domain.shelf_events import LeadCalled
from app.services.board_forecast import PaceMemory
from app.services.identifying import Entry
from app.services.people_effects import HALF, WHOLE, Taker, WaveOffer, takers, wave_offers
from app.services.people_now import PersonNow, people_now, say_break, send_message
from app.services.reassigning import Given, give_back, give_task, share_task
from app.services.sending_people import send_to_wave
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import Asked, Thing, translate
from app.ui.people_words import message_words
from app.ui.screens import home_view, people_view
from app.ui.screens.desk_screen import Asking as Ask
from app.ui.screens.desk_screen import DeskScreen
from app.ui.screens.heading import Heading
from app.ui.screens.people_view import Asking
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State, TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import ChoiceGroup, ChoicePanel
from app.ui.widgets.desk_table import DeskTable
from app.ui.widgets.instruction_line import InstructionLine
from app.ui.widgets.note_card import NoteCard


class PeopleScreen(DeskScreen):
    """Everybody on the floor; the chosen one's work is given away, or they are sent or told."""

    looks_after = (
        OperatorSignedIn,
        OrdersReleased,
        TaskClaimed,
        TaskFinished,
        TaskLapsed,
        TaskPaused,
        TaskTakenOver,
        TaskGiven,
        WorkShared,
        HalfJoined,
        PersonSent,
        BreakBegan,
        LeadCalled,
        LinePicked,
    )

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.people: tuple[PersonNow, ...] = ()
        self.asking = Asking.NOTHING
        self.given: Given | None = None
        self._about: PersonNow | None = None
        self._wanted = ""
        self._memory = PaceMemory()
        self.table = DeskTable(people_view.columns(), "people")
        self.table.picked.connect(lambda _: self._stop_asking())
        self.card = NoteCard(largest=TextSize.ITEM)
        self.panel = ChoicePanel()
        self.panel.chosen.connect(lambda _, name: self._choose(name))
        self.instruction = InstructionLine()
        self._body = QGridLayout()
        self._body.addWidget(self.table, 0, 0)
        self._body.addWidget(self.card, 0, 1)
        self._body.setColumnStretch(0, 13)
        self._body.setColumnStretch(1, 7)
        self._outer = QVBoxLayout(self.work)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addLayout(self._body, 1)
        self._outer.addWidget(self.instruction)
        self._space_parts()

    # What is read -------------------------------------------------------------------------

    def begin(self, entry: Entry | None) -> None:
        """Look at everybody."""
        del entry
        self.held, self.asking = None, Asking.NOTHING
        self.refresh()

    def look_at(self, operator_id: int) -> None:
        """Choose somebody, at once or when everybody has been read."""
        self._wanted = str(operator_id)
        self.table.choose(self._wanted)
        self.refresh()

    def read_with(self, ask: Ask) -> None:
        """Read who is there and what they do."""
        if self.operator is not None:
            operator_id = self.operator.operator_id
            ask(people_now, self.context.workplace, operator_id, done=self._show)

    def _show(self, people: tuple[PersonNow, ...]) -> None:
        self.people = people
        self.table.show_rows(people_view.rows(people, self.context.now()))
        if self._wanted:
            self.table.choose(self._wanted)
            self._wanted = ""
        self.refresh()

    @property
    def chosen(self) -> PersonNow | None:
        """Whose row is chosen."""
        key = self.table.chosen
        return next((one for one in self.people if str(one.operator_id) == key), None)

    # What the frame asks ------------------------------------------------------------------

    def heading(self) -> Heading:
        """How many are there, and how old the list is."""
        count = translate("people", "{0} here").format(len(self.people))
        return Heading(translate("people", "People"), self.age_words() or count)

    def why_codes(self) -> tuple[str, ...]:
        """Why the chosen one has this work, or none."""
        return () if self.chosen is None else (self.chosen.name,)

    def work_actions(self) -> tuple[Action, ...]:
        """What can be done for the chosen one."""
        person = self.chosen
        is_there, has_task = person is not None, person is not None and person.task is not None
        given = "" if self.given is None else self.given.operator_name
        leave = (
            Action(Command.PAUSE.value, "F8", translate("people", "Leave"), "pause"),
            Action(Command.HELP.value, "F1", translate("people", "Help"), "help"),
        )
        if self.asking is not Asking.NOTHING and Theme.current().is_low:
            return leave  # the answers need the room of a second row of keys
        return (
            Action("half", "F2", translate("people", "Give half"), is_enabled=has_task),
            Action("all", "F3", translate("people", "Give all"), is_enabled=has_task),
            Action("wave", "F4", translate("people", "To a wave"), is_enabled=is_there),
            Action("break", "F5", translate("people", "Break"), is_enabled=is_there),
            Action(
                Command.UNDO.value,
                "F6",
                translate("people", "Give back"),
                "undo",
                given,
                is_enabled=self.given is not None,
            ),
            Action("message", "F7", translate("people", "Tell"), is_enabled=is_there),
            *leave,
        )

    def asked(self) -> Asked:
        """A number."""
        most = len(self._answers) if self.asking is not Asking.NOTHING else len(self.people)
        return Asked(
            Thing(translate("people", "a number from 1 to {0}").format(most)),
            translate("people", "Choose by number, or press Esc."),
            translate("people", "Nothing was changed."),
        )

    def refresh(self) -> None:
        """Say what to do, and show the facts or the question."""
        is_asking = self.asking is not Asking.NOTHING
        self.panel.setVisible(is_asking)
        self.card.setVisible(not is_asking)
        self.table.setVisible(not (is_asking and Theme.current().is_low))
        if not is_asking:
            self.card.show_note(*people_view.note(self.chosen))
        answers = len(self._answers) if is_asking else 0
        self.instruction.show_instruction(
            people_view.instruction(len(self.people), self.asking, answers)
        )
        super().refresh()

    def back(self) -> None:
        """Escape: clear what is held, the question, or leave."""
        if self.held is not None:
            super().back()
        elif self.asking is not Asking.NOTHING:
            self._stop_asking()
        else:
            self.home_asked.emit()

    # Entries ------------------------------------------------------------------------------

    def do(self, name: str) -> None:
        """What has no card of its own."""
        ways: dict[str, Callable[[], None]] = {
            "half": partial(self._ask_whom, Asking.TAKE_HALF),
            "all": partial(self._ask_whom, Asking.GIVE_ALL),
            "wave": self._ask_wave,
            "message": self._ask_message,
            "break": self._say_break,
        }
        if name in ways:
            ways[name]()
        else:
            super().do(name)

    def answer(self, entry: Entry, reading: Reading) -> None:
        """A number answers the question, or chooses a row."""
        match reading:
            case QuantityCode(quantity=number) if self.asking is not Asking.NOTHING:
                if not self.panel.answer_number(number):
                    self.refuse(NoSuchChoice(number, len(self._answers)))
            case QuantityCode(quantity=number):
                if not self.table.choose_number(number):
                    self.refuse(NoSuchChoice(number, len(self.people)))
            case CommandCode(command=Command.SKIP):
                self.table.step(1)
            case CommandCode(command=Command.UNDO) if self.given is not None:
                self._give_back(self.given)
            case CommandCode(command=Command.PAUSE):
                self.home_asked.emit()
            case _:
                self.refuse(home_view.not_here(entry, reading))

    @property
    def _answers(self) -> tuple[object, ...]:
        return self.panel.groups[0].choices if self.panel.groups else ()

    def _stop_asking(self) -> None:
        self.asking = Asking.NOTHING
        self.refresh()

    def _put(self, asking: Asking, question: tuple[str, tuple[ChoiceGroup, ...]]) -> None:
        self.asking = asking
        self.panel.ask(*question)
        self.refresh()

    def _ask_whom(self, asking: Asking) -> None:
        person, operator = self.chosen, self.operator
        if person is None or person.task is None or operator is None:
            return
        self._about = person

        def show(found: tuple[Taker, ...]) -> None:
            self._put(asking, people_view.whom(asking, found))

        share = HALF if asking is Asking.TAKE_HALF else WHOLE
        self.run(
            takers,
            self.context.workplace,
            operator.operator_id,
            person.task.task_id,
            person.operator_id,
            share,
            self._memory,
            done=show,
        )

    def _ask_wave(self) -> None:
        person, operator = self.chosen, self.operator
        if person is None or operator is None:
            return
        self._about = person

        def show(found: tuple[WaveOffer, ...]) -> None:
            self._put(Asking.TO_WAVE, people_view.which_wave(found))

        self.run(
            wave_offers,
            self.context.workplace,
            operator.operator_id,
            person.operator_id,
            self._memory,
            done=show,
        )

    def _ask_message(self) -> None:
        person = self.chosen
        if person is not None:
            self._about = person
            self._put(Asking.MESSAGE, people_view.which_message())

    def _choose(self, name: str) -> None:
        """The question is answered."""
        person, operator = self._about, self.operator
        if person is None or operator is None:
            return
        lead, place = operator.operator_id, self.context.workplace
        if self.asking is Asking.MESSAGE:
            message = LeadMessage(name)
            self.run(
                send_message,
                place,
                lead,
                person.operator_id,
                message,
                done=lambda _: self._done(message_words(message), person.name),
            )
        elif self.asking is Asking.TO_WAVE:
            self.run(send_to_wave, place, lead, person.operator_id, name, done=self._was_given)
        elif person.task is not None:
            give = share_task if self.asking is Asking.TAKE_HALF else give_task
            self.run(give, place, lead, person.task.task_id, int(name), done=self._was_given)

    def _was_given(self, given: Given) -> None:
        self.given = given
        words = translate("people", "{0} lines wait for them; F6 gives them back")
        self._done(words.format(given.lines), given.operator_name)

    def _give_back(self, given: Given) -> None:
        if self.operator is not None:
            self.run(
                give_back,
                self.context.workplace,
                self.operator.operator_id,
                given,
                done=lambda _: self._was_given_back(given),
            )

    def _was_given_back(self, given: Given) -> None:
        self.given = None
        self._done(translate("people", "the work was given back"), given.operator_name)

    def _say_break(self) -> None:
        person, operator = self.chosen, self.operator
        if person is not None and operator is not None:
            self.run(
                say_break,
                self.context.workplace,
                operator.operator_id,
                person.operator_id,
                done=lambda _: self._done(translate("people", "is on a break"), person.name),
            )

    def _done(self, words: str, name: str) -> None:
        self.asking = Asking.NOTHING
        self.context.feedback.give(FeedbackEvent.OK)
        self.log(State.OK, translate("people", "{0}: {1}").format(name, words))
        self.reload()

    def cleared(self) -> None:
        """OK on a refusal: look again, they may have gone on meanwhile."""
        self.asking = Asking.NOTHING
        self.reload()

    # Look ---------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Take distances from a new theme."""
        if event.type() == QEvent.Type.StyleChange:
            self._space_parts()
            self.refresh()
        super().changeEvent(event)

    def _space_parts(self) -> None:
        """The question stands beside the table; on a low screen in its place."""
        is_low = Theme.current().is_low
        self._body.addWidget(self.panel, 0, 0 if is_low else 1, 1, 2 if is_low else 1)
        gap = Theme.current().air(SPACING_MM, SPACING_MM * 0.75)
        for layout in (self._body, self._outer):
            layout.setSpacing(gap)
