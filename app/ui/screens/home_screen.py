"""The station's home: the next work in one tap, what to resume, and the other choices."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.readings import (
    Command,
    CommandCode,
    OrderCode,
    QuantityCode,
    Reading,
    SsccCode,
    ToteCode,
)
from app.services import picking
from app.services.identifying import Entry
from app.services.picking import OfferedWork
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import Asked, translate
from app.ui.screens import home_view
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.heading import Heading
from app.ui.screens.pick_work import ClaimedWork, claim
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import InstructionLine
from app.ui.widgets.touch_button import ButtonFace, TouchButton
from app.ui.widgets.work_card import WorkCard

PICK, PACK = 1, 5
"""Numbers of the choices; those of work that is not built yet stay free."""


class HomeScreen(FloorScreen):
    """What an operator sees between two pieces of work.

    Signals:
        pick_claimed(ClaimedWork): A pick task is the operator's now.
        pack_asked(Entry): The operator packs; with the tote or order that was scanned, or None.
        setup_asked: The station is to be set up.
        look_asked: Light is to become dark, or dark light.
    """

    pick_claimed = Signal(object)
    pack_asked = Signal(object)
    setup_asked = Signal()
    look_asked = Signal()

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.offered: OfferedWork | None = None
        self.next_work = WorkCard()
        self.next_work.clicked.connect(lambda: self.do(Command.NEXT.value))
        self.then_work = WorkCard()
        self.then_work.setEnabled(False)
        self.pick_choice = TouchButton(home_view.choice_face(PICK))
        self.pick_choice.clicked.connect(lambda: self.type_quantity(PICK))
        self.pack_choice = TouchButton(home_view.choice_face(PACK))
        self.pack_choice.clicked.connect(lambda: self.type_quantity(PACK))
        self.setup_button = TouchButton(home_view.setup_face())
        self.setup_button.clicked.connect(self.setup_asked)
        self.look_button = TouchButton(ButtonFace(""))
        self.look_button.clicked.connect(self.look_asked)
        self.instruction = InstructionLine()
        self._arrange()

    def _arrange(self) -> None:
        self._choices = QHBoxLayout()
        for button, share in (
            (self.pick_choice, 3),
            (self.pack_choice, 3),
            (self.look_button, 2),
            (self.setup_button, 2),
        ):
            self._choices.addWidget(button, share)
        grid = QGridLayout()
        grid.addWidget(self.next_work, 0, 0)
        grid.addWidget(self.then_work, 0, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        layout = QVBoxLayout(self.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(grid, 1)
        layout.addLayout(self._choices)
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
            picking.offered_work,
            self.context.workplace,
            self.operator.operator_id,
            done=self._found_work,
        )

    def _found_work(self, offered: OfferedWork) -> None:
        self.offered = offered
        self.refresh()

    def heading(self) -> Heading:
        """Nothing is under way here."""
        return Heading(translate("home", "Start"), translate("home", "choose work"))

    def work_actions(self) -> tuple[Action, ...]:
        """Sign off, help, and the work on offer as default."""
        sign_off = Action(Command.SIGN_OFF.value, "F8", translate("home", "Sign off"), "sign_out")
        help_key = Action(Command.HELP.value, "F1", translate("home", "Help"), "help")
        text, note = home_view.default_words(self.offered)
        take = Action(Command.NEXT.value, "ENTER", text, "enter", note)
        return sign_off, help_key, take

    def asked(self) -> Asked:
        """What can be scanned here."""
        return home_view.asked()

    def refresh(self) -> None:
        """Show what is on offer."""
        main, then = home_view.work_cards(self.offered, self.context.now())
        self.next_work.show_view(main)
        self.then_work.show_view(then)
        self.instruction.show_instruction(home_view.instruction(self.offered))
        self.look_button.show_face(home_view.look_face(self.context.look.name))
        super().refresh()

    def press_function(self, number: int) -> None:
        """F10 is the set-up, all others are printed in the action row."""
        if number == home_view.SETUP_KEY:
            self.setup_asked.emit()
        else:
            super().press_function(number)

    def answer(self, entry: Entry, reading: Reading) -> None:
        """NEXT takes work, a choice's number opens it, a tote or order goes to the pack bench."""
        match reading:
            case CommandCode(command=Command.NEXT | Command.START | Command.OK):
                self._take_work()
            case QuantityCode(quantity=number) if number == PICK:
                self._take_work()
            case QuantityCode(quantity=number) if number == PACK:
                self.pack_asked.emit(None)
            case ToteCode() | OrderCode() | SsccCode():
                self.pack_asked.emit(entry)
            case _:
                self.refuse(home_view.not_here(entry, reading))

    def _take_work(self) -> None:
        if self.operator is not None:
            self.run(claim, self.context.workplace, self.operator.operator_id, done=self._claimed)

    def _claimed(self, claimed: ClaimedWork) -> None:
        self.held = None
        self.context.feedback.give(FeedbackEvent.OK)
        self.pick_claimed.emit(claimed)

    def cleared(self) -> None:
        """OK on a held message: look again, work may have come."""
        self.look_for_work()
