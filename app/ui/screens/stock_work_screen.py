"""What counting, refilling and putting away share: one piece of work after the other, by scans."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.count_refusals import CountGone, InOthersHands
from app.domain.readings import Command, CommandCode, Reading
from app.domain.refusals import Refused
from app.domain.stock_refusals import WorkGone
from app.services.dialogues import Answer
from app.services.identifying import Entry
from app.ui.context import StationContext
from app.ui.floor_words import is_card, scanned_word
from app.ui.message import code_end, translate
from app.ui.screens.dialogue_screen import DialogueScreen, ShownState
from app.ui.screens.stock_page import StockPage, StockPageView
from app.ui.tokens import State
from app.ui.widgets.action_row import Action
from app.ui.widgets.last_scan import LastScanView

_GONE = (CountGone, WorkGone, InOthersHands)


class StockWorkScreen(DialogueScreen[ShownState]):
    """Works off one kind of stock work: takes a piece, and when it is done the next.

    Subclasses name the services and say what a state looks like.
    """

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.page = StockPage()
        self.page.chosen.connect(lambda _, name: self.type_quantity(int(name)))
        layout = QVBoxLayout(self.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self._is_first = True
        self._is_over = False

    # What subclasses say ------------------------------------------------------------------

    @abstractmethod
    def take(self, operator_id: int, entry: Entry | None) -> ShownState:
        """The service that gives the next piece of work; `entry` names where, if it was scanned."""

    @abstractmethod
    def lay_down(self, operator_id: int, state: ShownState) -> None:
        """The service that offers a piece of work to others again."""

    @abstractmethod
    def is_done(self, state: ShownState) -> bool:
        """Whether a piece of work is at its end."""

    @abstractmethod
    def view(self, state: ShownState) -> StockPageView:
        """What a piece of work looks like."""

    @abstractmethod
    def done_words(self, state: ShownState) -> str:
        """What came of a piece of work, in one line."""

    @abstractmethod
    def nothing_left(self) -> str:
        """That all work of this kind is done, in one line."""

    # The work -----------------------------------------------------------------------------

    def begin(self, entry: Entry | None) -> None:
        """Take the first piece of work."""
        self.state, self.held, self._is_first, self._is_over = None, None, True, False
        self.page.last_scan.show_view(None)
        self._take(entry)

    def _take(self, entry: Entry | None = None) -> None:
        if self.operator is not None:
            self.run(self.take, self.operator.operator_id, entry, done=self._taken)

    def _taken(self, state: ShownState) -> None:
        self._is_first = False
        self.open_state(state)

    def failed(self, problem: Exception) -> None:
        """Where nothing is left after the first piece, all is done; else say why not."""
        is_taking = self.state is None or self.is_done(self.state)
        if isinstance(problem, Refused) and is_taking:
            self._is_over = True
            if not self._is_first:
                self.connection_told.emit(True)
                self.log(State.OK, self.nothing_left())
                self.home_asked.emit()
                return
        super().failed(problem)

    def answer(self, entry: Entry, reading: Reading) -> None:
        """F8 leaves; all else is the dialogue's. With nothing to do, OK and Escape lead home."""
        match reading:
            case CommandCode(command=Command.PAUSE):
                self._leave_work()
            case _ if self.state is None:
                self.home_asked.emit()
            case _ if self.is_done(self.state):
                self._take()
            case _:
                super().answer(entry, reading)

    def answered(self, before: ShownState, answer: Answer[ShownState], entry: Entry) -> None:
        """Show the scan that was accepted; go on with the next piece where this one is done."""
        del before
        raw = entry.raw
        name = scanned_word(raw) if is_card(raw) else code_end(raw.upper())
        self.page.last_scan.show_view(LastScanView(name))
        if self.is_done(answer.state):
            self.log(State.OK, self.done_words(answer.state))
            self._take()

    def cleared(self) -> None:
        """OK on a refusal: go on, take the next piece where this one is gone, or leave."""
        if self.state is None or self._is_over:
            self.home_asked.emit()
        elif isinstance(self.state.refusal, _GONE):
            self.state = None
            self._take()

    def back(self) -> None:
        """Escape: clear what is held, take the last step back, or leave."""
        if self.held is not None:
            super().back()
        else:
            self.do(Command.PAUSE.value)

    def _leave_work(self) -> None:
        state, operator = self.state, self.operator
        if state is None or operator is None or self.is_done(state):
            self.home_asked.emit()
            return
        self.run(self.lay_down, operator.operator_id, state, done=lambda _: self.home_asked.emit())

    # What the frame asks ------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the work."""
        if self.state is not None:
            self.page.show_view(self.view(self.state))
        super().refresh()

    def show_working(self, *, is_working: bool) -> None:
        """Show that a service takes its time."""
        self.page.show_working(is_working=is_working)

    def show_entry(self, typed: str) -> None:
        """Show what has been typed by hand so far."""
        self.page.show_typed(typed)


def keys(
    *more: Action, may_skip: bool = True, undo: str = "", default: str = "", ok_note: str = ""
) -> tuple[Action, ...]:
    """The keys that all stock work shares, at the places they have on every screen.

    Args:
        more: keys of this work.
        may_skip: whether it can be put off.
        undo: what F6 would take back; the key is off where this is empty.
        default: the word on OK; no such key where this is empty.
        ok_note: what OK would do.
    """
    shared = [
        Action(Command.SKIP.value, "F4", translate("stock", "Skip"), "skip", is_enabled=may_skip),
        Action(
            Command.UNDO.value,
            "F6",
            translate("stock", "Undo"),
            "undo",
            undo,
            is_enabled=bool(undo),
        ),
        Action(Command.PAUSE.value, "F8", translate("stock", "Leave"), "pause"),
        Action(Command.HELP.value, "F1", translate("stock", "Help"), "help"),
    ]
    if default:
        shared.append(Action(Command.OK.value, "ENTER", default, "enter", ok_note))
    return (*more, *shared)
