"""What all screens share: one path for every entry, the held answer, and work beside the window."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.devices.scan import Scan
from app.devices.wedge import CaptureMode
from app.domain.barcodes import read
from app.domain.offline import NeedsDatabase
from app.domain.operators import OperatorView
from app.domain.readings import BadgeCode, Command, CommandCode, Reading
from app.domain.refusals import Refusal, Refused
from app.services.identifying import Entry
from app.services.live import StoredEvent
from app.services.sending import Return
from app.ui import messages, messages_offline
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import Asked, Message, Severity
from app.ui.screens.heading import Heading
from app.ui.screens.page_stack import PageStack
from app.ui.screens.verdict_view import HELD_KEYS, ok_action, verdict_of
from app.ui.screens.why_page import with_why
from app.ui.station_input import command_scan, entry_of, quantity_scan
from app.ui.theme import Theme
from app.ui.tokens import OUTER_MARGIN_MM, SPACING_MM, State
from app.ui.widgets.action_row import Action, ActionRow
from app.ui.widgets.floor_picture import FloorPictureView
from app.ui.widgets.message_log import LoggedMessage
from app.ui.widgets.notice_strip import Notice
from app.ui.widgets.verdict_band import VerdictBand

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

WORKING_SHOWN_AFTER_MS = 120
"""A service that takes longer shows that it is at work; the old state stays visible."""

logger = logging.getLogger(__name__)

_SOUNDS = {
    Severity.STOP: FeedbackEvent.STOP,
    Severity.LOOK: FeedbackEvent.LOOK,
    Severity.OK: FeedbackEvent.OK,
}
_COMMANDS = {command.value: command for command in Command}


class FloorScreen(QWidget):
    """A screen of the station.

    Subclasses fill `work` with their widgets, answer entries in `answer` and say in
    `work_actions` what can be done. A held message covers the work until it is cleared.

    Signals:
        badge_scanned(str): A badge, which is the station's affair and not the screen's.
        sign_off_asked: The operator wants to leave.
        home_asked: The screen has nothing more to do.
        help_asked: The operator wants the last messages and the keys.
        own_figures_asked: The operator wants their own numbers.
        entry_taken: Something was scanned or pressed; help closes.
        heading_changed: `heading` says something else.
        said(LoggedMessage): An answer for the list of the last ones.
        pick_claimed(ClaimedWork): A pick task is the operator's now.
        connection_told(bool): Whether the database answered.
        noticed(Notice | None): What others did to this work, beside it; None takes it away.
        look_failed: What is shown may be old, since it could not be read anew.
    """

    badge_scanned = Signal(str)
    sign_off_asked = Signal()
    home_asked = Signal()
    help_asked = Signal()
    own_figures_asked = Signal()
    entry_taken = Signal()
    heading_changed = Signal()
    said = Signal(object)
    pick_claimed = Signal(object)
    connection_told = Signal(bool)
    noticed = Signal(object)
    look_failed = Signal()

    capture_mode = CaptureMode.FLOOR

    fills_window = False
    """Whether it is shown without the strip at the top: it is read from afar, by everybody."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.operator: OperatorView | None = None
        self.held: Message | None = None
        self.announced: Message | None = None
        self.is_looking = False
        self._waiting: Message | None = None
        self._held_times = 1
        self._running = 0
        self.top = QVBoxLayout()
        self.work = QWidget()
        self.band = VerdictBand()
        self.action_row = ActionRow()
        self.action_row.triggered.connect(self.do)
        self._pages = PageStack()
        self._pages.addWidget(self.work)
        self._pages.addWidget(self.band)
        self._middle = QVBoxLayout()
        self._middle.addLayout(self.top)
        self._middle.addWidget(self._pages, 1)
        self._frame = QVBoxLayout(self)
        self._frame.addLayout(self._middle, 1)
        self._frame.addWidget(self.action_row)
        self._working = QTimer(self, singleShot=True, interval=WORKING_SHOWN_AFTER_MS)
        self._working.timeout.connect(lambda: self.show_working(is_working=True))
        self._space()

    @property
    def is_running(self) -> bool:
        """Whether a service this screen asked has not answered yet."""
        return self._running > 0

    # What subclasses say ------------------------------------------------------------------

    def heading(self) -> Heading:
        """What the top strip says of the work."""
        return Heading()

    def work_actions(self) -> tuple[Action, ...]:
        """What can be done while nothing is held."""
        return ()

    def asked(self) -> Asked:
        """What the screen asks for now, for the words of a refusal."""
        return Asked()

    def answer(self, entry: Entry, reading: Reading) -> None:
        """Answer an entry that nothing else took."""

    @property
    def wants_badge(self) -> bool:
        """Whether a badge answers a question of this screen, and is nobody's sign-in."""
        return False

    def arrived(self) -> None:
        """The screen is shown now."""
        self.refresh()

    def begin(self, entry: Entry | None) -> None:
        """Begin, chosen at the start screen; `entry` is the code that was scanned there, if any."""

    def cleared(self) -> None:
        """A held message was taken away by OK."""

    def reload(self) -> None:
        """Read anew from the services what is on record."""

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """Something was committed at some station, this one included.

        No events means that the link to the database is there again: what is shown may be old.
        """

    def why_codes(self) -> tuple[str, ...]:
        """Codes of what is shown, of which help tells why it is as it is; none where nothing is."""
        return ()

    def look_at_map(self, show: Callable[[FloorPictureView | None], None]) -> None:
        """Help is opened: show where the work is on the floor, where that says something."""
        show(None)

    def line_is_back(self) -> None:
        """The database answers again: nobody need be told any more that something waits for it."""
        if self.held is not None and self.held is self._waiting:
            self.release()

    def line_returned(self, told: Return) -> None:
        """All that was done off line is answered: say what became of it."""
        message = messages_offline.for_return(told)
        if message is None:
            self.log(State.OK, messages_offline.all_sent(told))
        else:
            self.hold(message)

    def set_aside(self, done: Callable[[], None]) -> None:
        """Put the work aside so that somebody else can sign in; then call `done`."""
        done()

    def hand_over(self, operator: OperatorView, welcome: Callable[[], None]) -> None:
        """A colleague scanned their badge: put the work aside, then let them in."""
        del operator
        self.set_aside(welcome)

    def back(self) -> None:
        """Escape: one step back, losing no work."""
        if self.held is not None and not self.held.needs_ok:
            self.release()

    def show_working(self, *, is_working: bool) -> None:
        """Show that a service takes its time."""

    def show_entry(self, typed: str) -> None:
        """Show what has been typed by hand so far."""

    # Entries ------------------------------------------------------------------------------

    def on_scan(self, scan: Scan) -> None:
        """Answer one scan, key or tap; the router delivers them one after another."""
        self.entry_taken.emit()
        self.announce(None)
        entry = entry_of(scan)
        reading = entry.reading or read(scan.raw, today=self.context.now().date())
        match reading:
            case BadgeCode(token=token) if not self.wants_badge:
                self.badge_scanned.emit(token)
            case CommandCode(command=Command.SIGN_OFF):
                self.sign_off_asked.emit()
            case CommandCode(command=Command.HELP):
                self.help_asked.emit()
            case CommandCode(command=Command.OWN_FIGURES):
                self.own_figures_asked.emit()
            case CommandCode(command=Command.OK) if self.held is not None:
                self.release()
            case _ if self.held is not None and self.held.needs_ok:
                self._sound(self.held)
            case _:
                self.answer(entry, reading)

    def do(self, name: str) -> None:
        """Do what an action stands for: a command goes the way of a scanned card."""
        if name in _COMMANDS:
            self.context.router.submit(command_scan(self.context, _COMMANDS[name]))

    def press_function(self, number: int) -> None:
        """A function key does what the action row prints beside it."""
        self.action_row.press_key(f"F{number}")

    def press_ok(self) -> None:
        """Enter alone is OK."""
        self.do(Command.OK.value)

    def type_quantity(self, quantity: int) -> None:
        """A number typed or tapped goes the way of a scanned one."""
        self.context.router.submit(quantity_scan(self.context, quantity))

    # Work beside the window ---------------------------------------------------------------

    def run(
        self,
        function: Callable[[*Arguments], Result],
        *args: *Arguments,
        done: Callable[[Result], None],
    ) -> None:
        """Run a service; scans wait meanwhile, the old state stays visible."""
        self._running += 1
        self.context.router.set_busy(True)
        self._working.start()

        def report(result: Result) -> None:
            self.connection_told.emit(True)
            self._ended(lambda: done(result))

        def fail(problem: Exception) -> None:
            self._ended(lambda: self.failed(problem))

        self.context.jobs.submit(function, *args, done=report, failed=fail, owner=self)

    def look(
        self,
        function: Callable[[*Arguments], Result],
        *args: *Arguments,
        done: Callable[[Result], None],
    ) -> None:
        """Read something that nobody asked for: scans do not wait, and a failure is not told."""
        self.is_looking = True

        def report(result: Result) -> None:
            self.is_looking = False
            done(result)

        def fail(problem: Exception) -> None:
            self.is_looking = False
            logger.warning("what a screen shows could not be read anew", exc_info=problem)
            self.look_failed.emit()

        self.context.jobs.submit(function, *args, done=report, failed=fail, owner=self)

    def failed(self, problem: Exception) -> None:
        """Tell the operator why a service did not do it."""
        if isinstance(problem, Refused):
            self.connection_told.emit(True)
            self.refuse(problem.refusal)
        elif self.context.is_connection_lost(problem):
            logger.warning("the database cannot be reached", exc_info=problem)
            self.connection_told.emit(False)
            if not self.context.line.has_journal:  # else it sounds once, when the line stays down
                self.context.feedback.give(FeedbackEvent.OFFLINE)
            self.hold(messages.connection_lost(), silent=True)
        else:
            logger.error("a service failed on %s", type(self).__name__, exc_info=problem)
            self.hold(messages.went_wrong())

    def leave(self) -> None:
        """Another screen is shown: what still runs reports to nobody."""
        self.announce(None)
        self.context.jobs.drop(self)
        self._running = 0
        self.is_looking = False
        self._working.stop()
        self.show_working(is_working=False)
        self.context.router.set_busy(False)

    def _ended(self, tell: Callable[[], None]) -> None:
        self._running = max(0, self._running - 1)
        if self._running == 0:
            self._working.stop()
            self.show_working(is_working=False)
        try:
            tell()
        finally:
            if self._running == 0:
                self.context.router.set_busy(False)

    # Answers ------------------------------------------------------------------------------

    def refuse(self, refusal: Refusal, times: int = 1) -> None:
        """Hold a refusal in its own words."""
        self.hold(messages.for_refusal(refusal, self.asked(), times), times=times)
        if isinstance(refusal, NeedsDatabase):
            self._waiting = self.held

    def hold(self, message: Message, *, times: int = 1, silent: bool = False) -> None:
        """Show a message over the work until the right entry or OK comes."""
        self.held, self._held_times = message, times
        if not silent:
            self._sound(message)
        self.log(State(message.severity.value), message.as_line())
        self.refresh()

    def announce(self, message: Message | None) -> None:
        """Say beside the work what others did to it; the answer to the next entry decides."""
        if message == self.announced:
            return
        self.announced = message
        if message is not None:
            self._sound(message)
            self.log(State(message.severity.value), message.as_line())
        self.noticed.emit(message and Notice(State(message.severity.value), message.as_line()))

    def release(self) -> None:
        """Take a held message away; nothing is counted by that."""
        self.held = None
        self.cleared()
        self.refresh()

    def log(self, state: State, text: str) -> None:
        """Remember an answer for the list of the last ones."""
        at = self.context.now().astimezone().strftime("%H:%M:%S")
        self.said.emit(LoggedMessage(at, state, text))

    def refresh(self) -> None:
        """Show the held message or the work, and what can be done now."""
        if self.held is not None:
            self.band.show_verdict(verdict_of(self.held, self._held_times))
        self._pages.setCurrentWidget(self.band if self.held is not None else self.work)
        self.action_row.show_actions(self._actions())
        self.heading_changed.emit()

    def _actions(self) -> tuple[Action, ...]:
        if self.held is None:
            shown = self.work_actions()
            return with_why(shown) if self.why_codes() else shown
        keys = frozenset({"F1"}) if self.held.needs_ok else HELD_KEYS
        kept = tuple(action for action in self.work_actions() if action.key in keys)
        return (*kept, ok_action(self.held))

    def _sound(self, message: Message) -> None:
        self.context.feedback.give(_SOUNDS[message.severity], message.title)

    def changeEvent(self, event: QEvent) -> None:
        """Take margins from a new theme."""
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        theme = Theme.current()
        edge, gap = theme.mm(OUTER_MARGIN_MM), theme.mm(SPACING_MM)
        self._middle.setContentsMargins(edge, 0, edge, 0)
        self._frame.setContentsMargins(0, gap, 0, edge)
        for layout in (self.top, self._middle, self._frame):
            layout.setSpacing(gap)
