"""Sign-in by badge, or by staff number and PIN on keys for gloved fingers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.devices.scan import KEYED, Scan
from app.domain.operators import OperatorView
from app.domain.readings import Command, CommandCode, Reading
from app.services import signing_in
from app.services.identifying import Entry
from app.services.live import StoredEvent
from app.ui.context import StationContext
from app.ui.live_kinds import WORK_MOVES, is_kind
from app.ui.message import Asked, Thing, translate
from app.ui.screens import home_view
from app.ui.screens.calm_reload import CalmReload
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.heading import Heading
from app.ui.station_input import COUNTED
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.entry_box import EntryBox
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.note_card import NoteCard
from app.ui.widgets.number_pad import CLEAR, OK, NumberPad
from app.ui.widgets.touch_button import TouchButton
from app.ui.widgets.work_card import WorkCard, WorkView

LONGEST_NUMBER = 12
"""Characters of a staff number or PIN that are taken."""


class SignInScreen(FloorScreen):
    """Waits for somebody.

    Signals:
        signed_in(OperatorView): Somebody proved who they are.
        setup_asked: The station is to be set up.
    """

    signed_in = Signal(object)
    setup_asked = Signal()

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._number = ""
        self._pin = ""
        self._at_pin = False
        self._typed = ""
        self.badge = WorkCard()
        self.badge.setEnabled(False)
        self.paused = NoteCard(largest=TextSize.PEEK)
        self.number_box = EntryBox(translate("sign_in", "STAFF NUMBER"))
        self.number_box.pressed.connect(lambda: self._turn_to(at_pin=False))
        self.pin_box = EntryBox(translate("sign_in", "PIN"), is_secret=True)
        self.pin_box.pressed.connect(lambda: self._turn_to(at_pin=True))
        self.pad = NumberPad()
        self.pad.pressed.connect(self._pad_pressed)
        self.setup_button = TouchButton(home_view.setup_face())
        self.setup_button.clicked.connect(self.setup_asked)
        self.instruction = InstructionLine()
        self._calm = CalmReload(self._look_who_left, self)
        self._arrange()

    def _arrange(self) -> None:
        gap = Theme.current().mm(SPACING_MM)
        left = QVBoxLayout()
        left.addWidget(self.badge, 3)
        left.addWidget(self.paused, 2)
        fields = QVBoxLayout()
        fields.addWidget(self.number_box)
        fields.addWidget(self.pin_box)
        fields.addStretch(1)
        fields.addWidget(self.setup_button)
        right = QHBoxLayout()
        right.addLayout(fields, 1)
        right.addWidget(self.pad)
        body = QHBoxLayout()
        body.addLayout(left, 1)
        body.addLayout(right, 1)
        layout = QVBoxLayout(self.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(body, 1)
        layout.addWidget(self.instruction)
        for part in (left, fields, right, body, layout):
            part.setSpacing(gap)

    def arrived(self) -> None:
        """Forget whoever tried before, and look who left work here."""
        self.held = None
        self._forget()
        if self.context.line.is_away:
            self._show_paused(())
        else:
            self.run(signing_in.paused_work_here, self.context.workplace, done=self._show_paused)
        self.refresh()

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """Somebody began, left or took work: look again who left some here."""
        if not events or any(is_kind(event, *WORK_MOVES) for event in events):
            self._calm.ask()

    def leave(self) -> None:
        """Nobody looks at the names any more."""
        self._calm.forget()
        super().leave()

    def _look_who_left(self) -> None:
        self.look(signing_in.paused_work_here, self.context.workplace, done=self._show_paused)

    def _show_paused(self, names: tuple[str, ...]) -> None:
        self.paused.show_note(translate("sign_in", "LEFT WORK HERE"), names)
        self.paused.setVisible(bool(names))

    def heading(self) -> Heading:
        """Nobody works here."""
        return Heading()

    def work_actions(self) -> tuple[Action, ...]:
        """Help, and OK for what was typed."""
        text = translate("sign_in", "OK")
        note = translate("sign_in", "sign in") if self._at_pin else translate("sign_in", "then PIN")
        return (
            Action(Command.HELP.value, "F1", translate("sign_in", "Help"), "help"),
            Action(Command.OK.value, "ENTER", text, "enter", note),
        )

    def asked(self) -> Asked:
        """A badge, or number and PIN."""
        return Asked(
            Thing(translate("sign_in", "your badge")),
            translate("sign_in", "Scan your badge, or type staff number and PIN."),
        )

    def refresh(self) -> None:
        """Show the station and what has been typed."""
        about = self.context.about
        name = (about.name,) if about.name else ()
        label = translate("sign_in", "STATION")
        self.badge.show_view(WorkView(label, self.context.workplace.station, name, icon="badge"))
        number, pin = (self._number, self._pin + self._typed)
        if not self._at_pin:
            number, pin = self._number + self._typed, self._pin
        self.number_box.show_entry(number, is_active=not self._at_pin)
        self.pin_box.show_entry(pin, is_active=self._at_pin)
        detail = translate("sign_in", "or staff number and PIN")
        words = translate("sign_in", "SCAN YOUR BADGE")
        self.instruction.show_instruction(Instruction(words, detail=detail))
        super().refresh()

    def press_function(self, number: int) -> None:
        """F10 is the set-up, all others are printed in the action row."""
        if number == home_view.SETUP_KEY:
            self.setup_asked.emit()
        else:
            super().press_function(number)

    def back(self) -> None:
        """Escape: clears what was typed."""
        super().back()
        self._forget()
        self.refresh()

    def show_entry(self, typed: str) -> None:
        """Show what is being typed, the PIN as dots."""
        self._typed = typed
        self.refresh()

    def on_scan(self, scan: Scan) -> None:
        """Digits typed by hand are a staff number or a PIN; a badge signs in."""
        is_typed = scan.source in (KEYED, COUNTED)
        if is_typed and scan.raw.isalnum() and len(scan.raw) <= LONGEST_NUMBER:
            self.entry_taken.emit()
            self.held = None
            self._typed = ""
            self._take(scan.raw)
        else:
            super().on_scan(scan)

    def answer(self, entry: Entry, reading: Reading) -> None:
        """OK takes what was tapped; everything else has to wait for a badge."""
        match reading:
            case CommandCode(command=Command.OK | Command.NEXT | Command.START):
                self._confirm()
            case _:
                self.refuse(home_view.not_here(entry, reading))

    def sign_in_by_badge(self, token: str) -> None:
        """Sign in whoever carries this badge."""
        self.run(signing_in.sign_in_by_badge, self.context.workplace, token, done=self._known)

    def _pad_pressed(self, key: str) -> None:
        if self.held is not None:
            self.release()
        if key == CLEAR:
            self._forget()
        elif key == OK:
            self._confirm()
        elif self._at_pin:
            self._pin = (self._pin + key)[:LONGEST_NUMBER]
        else:
            self._number = (self._number + key)[:LONGEST_NUMBER]
        self.refresh()

    def _take(self, text: str) -> None:
        if self._at_pin:
            self._pin += text
        else:
            self._number += text
        self._confirm()

    def _confirm(self) -> None:
        """Go on from the number to the PIN, from the PIN to the sign-in."""
        if not self._at_pin:
            self._turn_to(at_pin=bool(self._number))
            return
        number, pin = self._number, self._pin
        self._pin = ""
        self.refresh()
        if pin:
            self.run(
                signing_in.sign_in_by_pin, self.context.workplace, number, pin, done=self._known
            )

    def _known(self, operator: OperatorView) -> None:
        self._forget()
        self.held = None
        self.signed_in.emit(operator)

    def _turn_to(self, *, at_pin: bool) -> None:
        self._at_pin = at_pin
        self.refresh()

    def _forget(self) -> None:
        self._number = self._pin = self._typed = ""
        self._at_pin = False
