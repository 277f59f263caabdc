"""The station's window: who works here, the screen they are on, and what concerns all screens."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from app.devices.scan import Scan
from app.devices.wedge import Discarded, DiscardReason
from app.domain.floor_work import FloorWork
from app.domain.operators import OperatorView
from app.services.identifying import Entry
from app.services.live import StoredEvent
from app.services.sending import Return
from app.services.station_setup import PrinterView
from app.services.station_work import ClaimedWork, sign_in
from app.ui import messages, messages_offline
from app.ui.carton_hand_over import connect_cartons
from app.ui.context import StationContext
from app.ui.desk_hand_over import connect_desks
from app.ui.feedback import FeedbackEvent
from app.ui.floor_watch import FloorWatch
from app.ui.lead_words import LeadWords
from app.ui.message import translate
from app.ui.scan_router import DropReason
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.help_page import HelpPage
from app.ui.screens.home_choices import CHOICES, screens_for
from app.ui.screens.home_screen import HomeScreen
from app.ui.screens.notice_board import NoticeBoard, NoticeTopic
from app.ui.screens.own_page import OWN_KEY, OwnPage
from app.ui.screens.pack_screen import PackScreen
from app.ui.screens.page_stack import PageStack
from app.ui.screens.pick_screen import PickScreen
from app.ui.screens.screen_store import Screen, ScreenStore
from app.ui.screens.sign_in_screen import SignInScreen
from app.ui.screens.why_page import ask_why
from app.ui.setup_hand_over import connect_setup
from app.ui.shelf_hand_over import connect_shelf
from app.ui.station_lamps import own_printers
from app.ui.strip_view import strip_view
from app.ui.tokens import State
from app.ui.widgets.flash_frame import FlashFrame
from app.ui.widgets.notice_strip import Notice, NoticeStrip
from app.ui.widgets.top_strip import TopStrip
from app.ui.work_hand_over import connect_hand_overs

HELP_KEY, FULL_SCREEN_KEY, SHEET_KEY = 1, 11, 12
CLOCK_EVERY_MS = 20_000
"""How often the time left until the cut-off, and the printers' lamps, are shown anew."""

SMALLEST = (960, 600)
"""Pixels below which the window does not shrink."""


SCREEN_OF = {choice.work: choice.screen for choice in CHOICES if choice.screen is not None}
"""What opens for a choice of the start screen."""


class MainWindow(QMainWindow):
    """Frame around the screens: top strip, notices, help, and the operator's coming and going."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.operator: OperatorView | None = None
        self._printers: dict[str, PrinterView] = {}
        self._is_connected = True
        self._was_away = context.line.is_away
        self.setWindowTitle(f"Pickstation {context.workplace.station}")
        self.top_strip = TopStrip()
        self.notice = NoticeStrip()
        self._board = NoticeBoard(self.notice)
        self._words = LeadWords(context, self._board)
        self._floor = FloorWatch(context)
        self.help, self.own = HelpPage(), OwnPage()
        self._pages = PageStack()
        self._arrange()
        self._flash = FlashFrame(self)
        self._screens = ScreenStore(context, self._take_in, self)
        self._connect_screens()
        self.sign_in = self.one(SignInScreen)
        self.screen_shown: FloorScreen = self.sign_in
        self._connect_station()
        self.show_screen(self.sign_in)

    def _arrange(self) -> None:
        # From the window inwards: whatever moves into another parent takes all of its look anew.
        frame = QWidget()
        # Never larger than a small screen, whatever a page would like: low windows show less air.
        frame.setMinimumSize(*SMALLEST)
        self.setCentralWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_strip)
        column.addWidget(self.notice)
        column.addWidget(self._pages, 1)
        for page in (self.help, self.own):
            self._pages.addWidget(page)

    def _take_in(self, screen: FloorScreen) -> None:
        """Give a screen that was just made its place, and connect what all of them tell."""
        self._pages.addWidget(screen)
        screen.badge_scanned.connect(self._badge)
        screen.sign_off_asked.connect(self._sign_off)
        screen.home_asked.connect(self._go_home)
        screen.help_asked.connect(self.toggle_help)
        screen.own_figures_asked.connect(self._toggle_own)
        screen.pick_claimed.connect(self._open_pick)
        screen.entry_taken.connect(self.close_help)
        screen.heading_changed.connect(self._show_heading)
        screen.said.connect(self.help.log.add)
        screen.connection_told.connect(self._note_connection)
        screen.noticed.connect(lambda notice: self._board.put_up(NoticeTopic.WORK, notice))

    def _connect_screens(self) -> None:
        for connect in (
            connect_cartons, connect_shelf, connect_hand_overs, connect_desks, connect_setup
        ):  # fmt: skip
            connect(self._screens, self.show_screen)
        when_made = self._screens.when_made
        when_made(SignInScreen, lambda sign_in: sign_in.signed_in.connect(self._welcome))
        when_made(HomeScreen, lambda home: home.chosen.connect(self._open_chosen))
        when_made(HomeScreen, lambda home: home.look_asked.connect(self._switch_look))
        when_made(PickScreen, lambda pick: pick.handed_over.connect(self._open_pick))

    def _connect_station(self) -> None:
        context = self.context
        context.capture.scanned.connect(context.router.submit)
        context.capture.quantity_typed.connect(self._type_quantity)
        context.capture.ok_pressed.connect(self._press_ok)
        context.capture.function_key.connect(self._press_function)
        context.capture.escape_pressed.connect(self._escape)
        context.capture.entry_changed.connect(self._show_entry)
        context.capture.discarded.connect(self._discarded)
        context.capture.scanner_not_heard.connect(self._not_heard)
        context.router.dropped.connect(self._dropped)
        context.scanners.changed.connect(self._show_heading)
        context.scale.state_changed.connect(self._show_heading)
        context.line.changed.connect(self._show_line)
        context.line.went_offline.connect(self._went_offline)
        context.line.returned.connect(self._line_returned)
        context.feedback.flashed.connect(self._flash.flash)
        self.notice.pressed.connect(self.activateWindow)
        self._clock = QTimer(self, interval=CLOCK_EVERY_MS)
        self._clock.timeout.connect(self._look_at_printers)
        self._clock.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let air give way to content where the window is low."""
        self.context.look.fit_height(event.size().height())
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop looking and reporting; work that is open stays its operator's."""
        self._clock.stop()
        self.screen_shown.leave()
        self.context.jobs.drop(self)
        super().closeEvent(event)

    # Screens ------------------------------------------------------------------------------

    def show_screen(self, screen: FloorScreen) -> None:
        """Show another screen; scans made for the one before do not reach it."""
        if screen is not self.screen_shown:
            self.context.router.show(None)  # what waits was made for the old screen: not even there
            self.screen_shown.leave()
        self.screen_shown = screen
        self.top_strip.setVisible(not screen.fills_window)
        screen.operator = self.operator
        self.context.capture.set_mode(screen.capture_mode)
        self.context.router.show(screen)
        self._pages.setCurrentWidget(screen)
        screen.arrived()
        self._look_at_printers()

    def _go_home(self) -> None:
        self.show_screen(self.sign_in if self.operator is None else self.home)

    def _open_pick(self, claimed: ClaimedWork) -> None:
        self.pick.operator = self.operator
        self.pick.open(claimed)
        self.show_screen(self.pick)

    def _open_chosen(self, work: FloorWork, entry: Entry | None) -> None:
        screen = self.one(SCREEN_OF[work])
        self.show_screen(screen)
        screen.begin(entry)

    @property
    def home(self) -> HomeScreen:
        """The choices of whoever is signed in."""
        return self.one(HomeScreen)

    @property
    def pick(self) -> PickScreen:
        """The picker's work."""
        return self.one(PickScreen)

    @property
    def pack(self) -> PackScreen:
        """The pack bench."""
        return self.one(PackScreen)

    def one(self, kind: type[Screen]) -> Screen:
        """The screen of this kind; it is made when it is asked for first."""
        return self._screens.one(kind)

    # Operators ----------------------------------------------------------------------------

    def _badge(self, token: str) -> None:
        screen = self.screen_shown
        workplace = self.context.workplace
        screen.run(sign_in, workplace, token, done=self._known_by_badge)

    def _known_by_badge(self, operator: OperatorView) -> None:
        """The same person is here already; another one takes the work over."""
        present = self.operator
        if present is not None and present.operator_id == operator.operator_id:
            words = translate("window", "You are signed in, {0}").format(operator.name)
            self.screen_shown.log(State.OK, words)
            return
        self.screen_shown.hand_over(operator, lambda: self._welcome(operator))

    def _welcome(self, operator: OperatorView) -> None:
        self.operator = operator
        self.context.look.wear_for(operator)
        self.context.feedback.set_volume(operator.volume)
        self.context.feedback.give(FeedbackEvent.OK)
        self.screen_shown.log(State.OK, translate("window", "Hello {0}").format(operator.name))
        self.show_screen(self.home)
        self._floor.get_ready()
        self._screens.make_ahead(screens_for(operator.role))
        self._words.worn_by(operator)

    def _sign_off(self) -> None:
        self.screen_shown.set_aside(self._signed_off)

    def _signed_off(self) -> None:
        self.operator = None
        self._words.worn_by(None)
        self.show_screen(self.sign_in)

    def _switch_look(self) -> None:
        self.context.look.switch()
        self.screen_shown.refresh()

    # Keys ---------------------------------------------------------------------------------

    def _press_function(self, number: int) -> None:
        if number in (HELP_KEY, SHEET_KEY):
            self.toggle_help()
        elif number == OWN_KEY and self.screen_shown not in (self.sign_in, self.home):
            self._toggle_own()
        elif number == FULL_SCREEN_KEY:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        else:
            self.close_help()
            self.screen_shown.press_function(number)

    def _type_quantity(self, quantity: int) -> None:
        self.close_help()
        self.screen_shown.type_quantity(quantity)

    def _press_ok(self) -> None:
        self.screen_shown.press_ok()

    def _show_entry(self, typed: str) -> None:
        self.screen_shown.show_entry(typed)

    def _escape(self) -> None:
        if self._pages.currentWidget() is not self.screen_shown:
            self.close_help()
        else:
            self.screen_shown.back()

    @property
    def is_help_open(self) -> bool:
        """Whether help covers the screen."""
        return self._pages.currentWidget() is self.help

    def toggle_help(self) -> None:
        """Show the last messages and the keys, or the work again; the work itself is untouched."""
        self._words.seen()
        if self.is_help_open:
            self.close_help()
            return
        self.help.show_actions(self.screen_shown.action_row.actions_shown)
        self.screen_shown.look_at_map(self.help.show_map)
        ask_why(self.screen_shown, self.help.show_why)
        self._pages.setCurrentWidget(self.help)

    def _toggle_own(self) -> None:
        self.own.toggle(self.screen_shown, self._pages)

    def close_help(self) -> None:
        """Show the work again."""
        self._pages.setCurrentWidget(self.screen_shown)

    # What concerns all screens ------------------------------------------------------------

    def _show_heading(self) -> None:
        view = strip_view(
            self.context,
            self.operator,
            self.screen_shown.heading(),
            self._printers,
            is_connected=self._is_connected,
        )
        self.top_strip.show_view(view)

    def _look_at_printers(self) -> None:
        self._show_heading()
        self.context.jobs.submit(
            own_printers,
            self.context.workplace,
            done=self._show_printers,
            failed=lambda _: None,
            owner=self,
        )

    def _show_printers(self, printers: dict[str, PrinterView]) -> None:
        self._printers = printers
        self._show_heading()

    def _note_connection(self, is_connected: bool) -> None:
        line = self.context.line
        if not is_connected:
            line.note_lost()
        elif line.is_away:
            return  # a service that needed no database; the sender finds out about the line
        if is_connected is not self._is_connected:
            self._is_connected = is_connected
            self._show_heading()

    def _show_line(self) -> None:
        """Say what is possible and what waits, for as long as the line is down."""
        status = self.context.line.status
        notice, is_away = None, self.context.line.is_away
        if self._was_away and not is_away:
            self.screen_shown.line_is_back()
            self.screen_shown.happened(())
        self._was_away = is_away
        if status.is_offline or not status.is_open:
            who = None if self.operator is None else self.operator.operator_id
            text = messages_offline.notice(status, can_go_on=self.context.line.can_go_on(who))
            notice = Notice(State.IDLE, f"{text} ({messages_offline.next_try_words(status)})")
        else:
            self._is_connected = True
        self._flash.stand(None if notice is None else notice.state)
        self._board.put_up(NoticeTopic.LINE, notice)
        self._show_heading()

    def _went_offline(self) -> None:
        self.context.feedback.give(FeedbackEvent.OFFLINE)
        self.screen_shown.log(State.IDLE, translate("window", "The database is away"))

    def _line_returned(self, told: Return) -> None:
        self.screen_shown.line_returned(told)

    def _dropped(self, _scan: Scan, why: DropReason) -> None:
        if why is DropReason.SCREEN_CHANGED:
            self.close_help()
            self.screen_shown.hold(messages.came_too_early())

    def _discarded(self, discarded: Discarded) -> None:
        self.close_help()
        lacks_suffix = discarded.why is DiscardReason.NO_SUFFIX
        self.screen_shown.hold(messages.not_a_code(discarded.text, lacks_suffix=lacks_suffix))

    def _not_heard(self, is_deaf: bool) -> None:
        text = translate("window", "CLICK HERE: the scanner is not heard by this window")
        self._board.put_up(NoticeTopic.SCANNER, Notice(State.LOOK, text) if is_deaf else None)

    def note_copies(self, trouble: str) -> None:
        """Say that no safety copy of the database could be made, or that there is one again."""
        text = translate("window", "No safety copy: {trouble}").format(trouble=trouble)
        self._board.put_up(NoticeTopic.COPIES, Notice(State.LOOK, text) if trouble else None)

    # Other stations -----------------------------------------------------------------------

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """Hand what was committed at some station to the screen that is shown."""
        self._floor.happened(events)
        self._words.happened(events)
        self.screen_shown.happened(events)

    def note_second_run(self, is_doubled: bool) -> None:
        """Say whether a second program works under this station's code."""
        words = translate("window", "{0} RUNS TWICE: close one, or give it a code of its own")
        text = words.format(self.context.workplace.station)
        self._board.put_up(NoticeTopic.STATION, Notice(State.LOOK, text) if is_doubled else None)

    def note_link(self, is_connected: bool) -> None:
        """Show whether the database can be reached; where it can, look at everything anew."""
        self._note_connection(is_connected)
        if is_connected:
            self.screen_shown.happened(())
