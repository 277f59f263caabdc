"""Says of anything that is scanned what it is, where, whose, and what to do with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.look_up import Found, PersonFound, PlaceFound
from app.domain.offline import Activity, NeedsDatabase
from app.domain.permissions import Verb, may
from app.domain.readings import Command, CommandCode, Reading
from app.domain.refusals import CommandNotPossible
from app.services.asking_why import WhyTold, why_each
from app.services.count_desk import ask_for_counts
from app.services.identifying import Entry
from app.services.looking_up import where_is
from app.services.lost_totes import UnseenTote, lost_totes
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import Asked, Thing, code_end, translate
from app.ui.screens import look_up_view
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.heading import Heading
from app.ui.screens.look_up_view import LookUpView
from app.ui.screens.page_stack import PageStack
from app.ui.screens.why_page import why_lines
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State, TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.last_scan import LastScan, LastScanView
from app.ui.widgets.location_sign import LocationSign
from app.ui.widgets.note_card import NoteCard


class LookUpScreen(FloorScreen):
    """One page for everything; nothing is changed by looking. A badge is somebody to look up."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.found: Found | None = None
        self.lost: tuple[UnseenTote, ...] = ()
        self.why: tuple[str, ...] = ()
        self._asked_for = ""
        self.sign = LocationSign()
        self.contents = NoteCard(largest=TextSize.PEEK)
        self.whose = NoteCard(largest=TextSize.PEEK)
        self.history = NoteCard(largest=TextSize.ITEM)
        self.start = NoteCard(largest=TextSize.PEEK)
        self.lost_card = NoteCard(largest=TextSize.PEEK)
        self.instruction = InstructionLine()
        self.last_scan = LastScan()
        self._said = Instruction("")
        self._arrange()

    def _arrange(self) -> None:
        self._page = QWidget()
        self._grid = QGridLayout(self._page)
        self._grid.addWidget(self.sign, 0, 0)
        self._grid.addWidget(self.contents, 0, 1)
        self._grid.addWidget(self.whose, 1, 0)
        self._grid.addWidget(self.history, 1, 1)
        for row in (0, 1):
            self._grid.setRowStretch(row, 1)
        self._front = QWidget()
        self._column = QVBoxLayout(self._front)
        self._column.addWidget(self.start, 1)
        self._column.addWidget(self.lost_card, 1)
        self._body = PageStack()
        for page in (self._front, self._page):
            self._body.addWidget(page)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.instruction, 1)
        self._foot.addWidget(self.last_scan)
        self._outer = QVBoxLayout(self.work)
        self._outer.addWidget(self._body, 1)
        self._outer.addLayout(self._foot)
        for layout in (self._grid, self._column, self._foot, self._outer):
            layout.setContentsMargins(0, 0, 0, 0)
        self._space_page()

    # What the frame asks ------------------------------------------------------------------

    def begin(self, entry: Entry | None) -> None:
        """Forget what was looked up before; show a lead what nobody has scanned for long."""
        self.found, self.held, self.lost = None, None, ()
        self.last_scan.show_view(None)
        self.refresh()
        operator = self.operator
        if operator is not None and may(operator.role, Verb.REASSIGN):
            self.look(
                lost_totes,
                self.context.workplace,
                operator.operator_id,
                done=self._show_lost,
            )
        if entry is not None:
            self._ask(entry)

    def _show_lost(self, lost: tuple[UnseenTote, ...]) -> None:
        self.lost = lost
        self.refresh()

    def arrived(self) -> None:
        """Show the page."""
        self.held = None
        self.refresh()

    def heading(self) -> Heading:
        """Nothing is worked on here."""
        return Heading(translate("look_up", "Look-up"), translate("look_up", "only look"))

    def why_codes(self) -> tuple[str, ...]:
        """Help tells all reasons; the page has room for the gravest."""
        return () if self.found is None else (self._asked_for,)

    def work_actions(self) -> tuple[Action, ...]:
        """Leave, and help; a place that looks wrong is counted."""
        counts: tuple[Action, ...] = ()
        if self._place is not None:
            text = translate("look_up", "Count it")
            note = translate("look_up", "looks wrong")
            counts = (Action(Command.WRONG_LOCATION.value, "F7", text, "count", note),)
        return (
            *counts,
            Action(Command.PAUSE.value, "F8", translate("look_up", "Leave"), "pause"),
            Action(Command.HELP.value, "F1", translate("look_up", "Help"), "help"),
        )

    def asked(self) -> Asked:
        """What can be scanned here."""
        return Asked(
            Thing(translate("look_up", "anything with a code")),
            translate("look_up", "Scan an item, a place, a tote, a label or a badge."),
            translate("look_up", "Nothing is counted here."),
        )

    # Entries ------------------------------------------------------------------------------

    @property
    def wants_badge(self) -> bool:
        """A badge says who is meant."""
        return True

    def answer(self, entry: Entry, reading: Reading) -> None:
        """F8 leaves, OK does nothing; all else is looked up."""
        match reading:
            case CommandCode(command=Command.PAUSE):
                self.home_asked.emit()
            case CommandCode(command=Command.WRONG_LOCATION) if self._place is not None:
                self._have_counted(self._place)
            case CommandCode(command=command):
                self.refuse(CommandNotPossible(command))
            case _:
                self._ask(entry)

    @property
    def _place(self) -> PlaceFound | None:
        """The place that is looked at, where goods lie at it that can be counted."""
        found = self.found
        return found if isinstance(found, PlaceFound) and found.stock else None

    def _have_counted(self, place: PlaceFound) -> None:
        """Let everything at a place be counted: somebody saw that it is not as the books say."""
        if self.operator is None:
            return
        self.run(
            partial(ask_for_counts, operator_id=self.operator.operator_id),
            self.context.workplace,
            [place.code],
            done=lambda raised: self._counts_raised(place, raised),
        )

    def _counts_raised(self, place: PlaceFound, raised: int) -> None:
        self.context.feedback.give(FeedbackEvent.OK)
        words = translate("look_up", "{0} is on the list of counts: {1} more items")
        self.log(State.OK, words.format(place.code, raised))
        self._ask(Entry(f"L-{place.code}", self.context.new_scan_id()))

    def _ask(self, entry: Entry) -> None:
        if self.operator is None:
            return
        if self.context.line.is_away:
            self.refuse(NeedsDatabase(Activity.LOOK_UP))
            return
        self.run(
            where_is,
            self.context.workplace,
            self.operator.operator_id,
            entry,
            done=lambda found: self._show(entry, found),
        )

    def _show(self, entry: Entry, found: Found) -> None:
        self.found, self.held, self.why = found, None, ()
        self._asked_for = entry.raw
        name = code_end(entry.raw.upper())
        if isinstance(found, PersonFound):  # nothing of a badge is shown to anybody
            name = found.name
        self.last_scan.show_view(LastScanView(name))
        self.context.feedback.give(FeedbackEvent.OK)
        self.log(State.OK, look_up_view.view_of(found).instruction.text)
        self.refresh()
        if self.operator is not None:
            self.look(
                why_each,
                self.context.workplace,
                self.operator.operator_id,
                (entry,),
                done=partial(self._show_why, found),
            )

    def _show_why(self, found: Found, told: tuple[WhyTold, ...]) -> None:
        if found is self.found:
            self.why = why_lines(told)
            self.refresh()

    def back(self) -> None:
        """Escape: clear what is held, forget what was looked up, or leave."""
        if self.held is not None:
            super().back()
        elif self.found is not None:
            self.found = None
            self.refresh()
        else:
            self.home_asked.emit()

    # What is shown ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what was looked up, or what can be."""
        if self.found is None:
            self.start.show_note(*look_up_view.start_note())
            self.lost_card.show_note(*look_up_view.lost_note(self.lost), State.LOOK)
            self.lost_card.setVisible(bool(self.lost))
            self._said = look_up_view.start_view()
            self._body.setCurrentWidget(self._front)
        else:
            why = () if Theme.current().is_low else self.why  # there help has room for them
            self._show_view(look_up_view.view_of(self.found, why))
        self.show_working(is_working=False)
        super().refresh()

    def _show_view(self, view: LookUpView) -> None:
        self.sign.show_view(view.sign)
        # A location in one line is worth more than room beside it.
        is_wide = self.sign.sizeHint().width() > self.width() // 2
        for column, share in enumerate((3, 2) if is_wide else (1, 1)):
            self._grid.setColumnStretch(column, share)
        for card, note in (
            (self.contents, view.contents),
            (self.whose, view.whose),
            (self.history, view.history),
        ):
            card.show_note(*note)
        self._said = view.instruction
        self._body.setCurrentWidget(self._page)

    def show_working(self, *, is_working: bool) -> None:
        """Show beside the instruction that the service takes its time."""
        said = self._said
        self.instruction.show_instruction(
            Instruction(said.text, said.code, said.detail, said.lead, is_working)
        )

    def show_entry(self, typed: str) -> None:
        """Show what has been typed by hand so far."""
        said = self._said
        detail = f"{typed}_" if typed else said.detail
        self.instruction.show_instruction(Instruction(said.text, said.code, detail, said.lead))

    def changeEvent(self, event: QEvent) -> None:
        """Take distances from a new theme."""
        if event.type() == QEvent.Type.StyleChange:
            self._space_page()
        super().changeEvent(event)

    def _space_page(self) -> None:
        gap = Theme.current().air(SPACING_MM, SPACING_MM * 0.75)
        for layout in (self._grid, self._column, self._foot, self._outer):
            layout.setSpacing(gap)
