"""Asks where put-aside work stands, or who goes on with it; either is a scan, and OK is neither."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.offline import Activity, NeedsDatabase
from app.domain.pick_state import PickState
from app.domain.readings import (
    BadgeCode,
    Command,
    CommandCode,
    LocationCode,
    PlainCode,
    QuantityCode,
    Reading,
)
from app.services.identifying import Entry
from app.services.parking import Colleague, Left, colleagues, leave_work
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import Asked, Thing, translate
from app.ui.screens import pick_view
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.heading import Heading
from app.ui.screens.page_stack import PageStack
from app.ui.station_input import passed_on
from app.ui.tokens import State, TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import Choice, ChoiceGroup, ChoicePanel
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.note_card import NoteCard
from app.ui.widgets.work_card import WorkCard, WorkView


class ParkScreen(FloorScreen):
    """What comes after F8 in the middle of a pick; the work is put aside already.

    Whatever is scanned that is neither a place, a colleague nor a number belongs to the start
    screen, and goes there.
    """

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.state: PickState | None = None
        self.people: tuple[Colleague, ...] = ()
        self.card = WorkCard()
        self.card.setEnabled(False)
        self.panel = ChoicePanel()
        self.panel.chosen.connect(lambda _, name: self.type_quantity(int(name)))
        self.nobody = NoteCard(largest=TextSize.PEEK)
        self.instruction = InstructionLine()
        self._who = PageStack()
        for page in (self.panel, self.nobody):
            self._who.addWidget(page)
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card, 1)
        column.addWidget(self._who, 1)
        column.addWidget(self.instruction)

    def open(self, state: PickState) -> None:
        """Ask about work that was just put aside."""
        self.state, self.people, self.held = state, (), None
        self.refresh()
        if self.operator is not None:
            self.look(
                colleagues,
                self.context.workplace,
                self.operator.operator_id,
                done=self._found_people,
            )

    def _found_people(self, people: tuple[Colleague, ...]) -> None:
        self.people = people
        self.refresh()

    # What the frame asks ------------------------------------------------------------------

    def heading(self) -> Heading:
        """The work that was put aside."""
        task = "" if self.state is None else pick_view.task_words(self.state)
        return Heading(task, translate("park", "put aside"))

    def work_actions(self) -> tuple[Action, ...]:
        """Leave it at that, and help."""
        note = translate("park", "it stays here")
        return (
            Action(Command.PAUSE.value, "F8", translate("park", "Leave"), "pause"),
            Action(Command.HELP.value, "F1", translate("park", "Help"), "help"),
            Action(Command.OK.value, "ENTER", translate("park", "Done"), "enter", note),
        )

    def asked(self) -> Asked:
        """A place, or a colleague."""
        return Asked(
            Thing(translate("park", "a lane, or a place for goods in between")),
            translate("park", "Scan where the cart stands, or press OK to leave it here."),
            translate("park", "Your work is put aside in any case."),
        )

    def refresh(self) -> None:
        """Show what was put aside, and who could go on with it."""
        if self.state is not None:
            self.card.show_view(_card(self.state))
        words = translate("park", "or scan a colleague's badge")
        if self.people:
            choices = tuple(
                Choice(str(number), number, colleague.name)
                for number, colleague in enumerate(self.people, start=1)
            )
            group = ChoiceGroup("who", translate("park", "FOR"), choices)
            self.panel.ask(translate("park", "SOMEBODY ELSE GOES ON WITH IT?"), (group,))
        title = translate("park", "SOMEBODY ELSE GOES ON WITH IT?")
        self.nobody.show_note(title, (translate("park", "Scan their badge."),))
        self._who.setCurrentWidget(self.panel if self.people else self.nobody)
        told = translate("park", "SCAN WHERE IT STANDS, OR OK")
        self.instruction.show_instruction(Instruction(told, detail=words))
        super().refresh()

    # Entries ------------------------------------------------------------------------------

    @property
    def wants_badge(self) -> bool:
        """A badge says who is meant."""
        return True

    def answer(self, entry: Entry, reading: Reading) -> None:
        """A place, a badge or a number is the screen's; OK and F8 lead home, as all else does."""
        match reading:
            case CommandCode(command=Command.OK | Command.PAUSE):
                self.home_asked.emit()
            case LocationCode() | BadgeCode() | QuantityCode() | PlainCode():
                self._leave(entry)
            case _:
                self.home_asked.emit()
                self.context.router.submit(passed_on(self.context, entry))

    def _leave(self, entry: Entry) -> None:
        if self.state is None or self.operator is None:
            return
        if self.context.line.is_away:
            self.refuse(NeedsDatabase(Activity.HAND_OVER))
            return
        self.run(
            leave_work,
            self.context.workplace,
            self.operator.operator_id,
            self.state.task_id,
            entry,
            done=self._left,
        )

    def _left(self, left: Left) -> None:
        self.held = None
        self.context.feedback.give(FeedbackEvent.OK)
        if left.for_name:
            words = translate("park", "{0} goes on with it").format(left.for_name)
            self.log(State.OK, words)
        if left.place:
            words = translate("park", "It stands at {0}").format(left.place)
            self.log(State.OK, words)
        self.home_asked.emit()

    def back(self) -> None:
        """Escape: clear what is held, or leave the work where it is."""
        if self.held is not None:
            super().back()
        else:
            self.home_asked.emit()


def _card(state: PickState) -> WorkView:
    here = min(state.lines_done + 1, len(state.lines))
    facts = [translate("park", "line {0}/{1}").format(here, len(state.lines))]
    if state.tote:
        facts.append(translate("park", "tote {0}").format(state.tote))
    return WorkView(
        translate("park", "PUT ASIDE"), pick_view.task_words(state), tuple(facts), icon="pause"
    )
