"""Guides a packer from the tote to the stuck label; every answer comes from the pack dialogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.events import CartonClosed, LabelReprinted, ParcelWeighed
from app.domain.operators import OperatorView
from app.domain.own_codes import read_own_code
from app.domain.pack_state import PackPrompt, PackState
from app.domain.readings import (
    Command,
    CommandCode,
    LocationCode,
    OrderCode,
    Reading,
    SsccCode,
    ToteCode,
)
from app.domain.refusals import OrderStopped, Refused
from app.domain.shipping_events import LabelVoided
from app.services import bench_work
from app.services.identifying import Entry
from app.services.live import StoredEvent
from app.services.packing import PackAnswer
from app.services.sending import Return
from app.ui import messages, messages_live
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.floor_words import units_words
from app.ui.message import Asked, translate
from app.ui.screens import home_view, pack_hand_over, pack_panels_view, pack_view
from app.ui.screens.heading import Heading
from app.ui.screens.pack_pages import PackPages
from app.ui.screens.paper_screen import PAPERS, PaperScreen
from app.ui.screens.parcel_scale import ParcelScale, learn_beside_the_work
from app.ui.station_input import weight_scan
from app.ui.theme import Theme
from app.ui.tokens import State
from app.ui.why_codes import codes_of
from app.ui.widgets.action_row import Action
from app.ui.widgets.last_scan import LastScanView
from app.ui.widgets.progress_bar import ProgressBar

_BADGES = frozenset({PackPrompt.WEIGHT_LEAD, PackPrompt.VOID_LEAD})
_BACK = (
    frozenset({PackPrompt.MISSING_REASON, PackPrompt.REPRINT_REASON, PackPrompt.UNDO})
    | pack_view.WEIGHTS_AND_PARCELS
)
"""Prompts that Escape leaves, as UNDO does."""


class PackScreen(PaperScreen):
    """One order after the other on the bench.

    Signals:
        handed_over(PackState): A colleague has the order now, and is signed in.
    """

    handed_over = Signal(object)

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._lost: Entry | None = None
        self._tote = ""
        self._opened_with = ""
        self._opened_at = 0.0
        self._seconds = 0.0
        self.progress = ProgressBar()
        self.top.addWidget(self.progress)
        self.scale = ParcelScale(context, self)
        self.scale.weighed.connect(self._weighed)
        self.scale.changed.connect(self.refresh)
        self.pages = PackPages(self.scale)
        self.pages.chosen.connect(self.tapped)
        layout = QVBoxLayout(self.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)

    def begin(self, entry: Entry | None) -> None:
        """Begin at an empty bench, or with the tote or order that was scanned."""
        self._tote = ""
        self.clear_bench()
        self.pages.last_scan.show_view(None)
        if entry is not None:
            self._open_order(entry)
        elif self.operator is not None and self.context.line.is_away:
            operator_id = self.operator.operator_id
            self.run(bench_work.kept_order, self.context.workplace, operator_id, done=self.go_on)

    # What the frame asks ------------------------------------------------------------------

    def heading(self) -> Heading:
        """The order on the bench."""
        if self.state is None:
            where = self._tote or translate("pack", "no order open")
            return Heading(translate("pack", "Pack"), where)
        task = translate("pack", "Order {0}").format(self.state.order_number)
        detail = units_words(self.state.units)
        if self._opened_with:
            detail = translate("pack", "{0} from {1}").format(detail, self._opened_with)
        return Heading(task, self.progress.figures if Theme.current().is_low else detail)

    def work_actions(self) -> tuple[Action, ...]:
        """What the packer can do now."""
        return pack_panels_view.actions(self.state, has_scale=self.scale.is_there)

    @property
    def wants_badge(self) -> bool:
        """Whether a badge is a lead's word about the parcel, and nobody's sign-in."""
        return self.state is not None and self.state.prompt in _BADGES

    def asked(self) -> Asked:
        """What the bench asks for now."""
        is_open = self.state is not None and self.state.prompt is not PackPrompt.DONE
        return pack_view.asked(self.state if is_open else None, self._tote)

    def _weighed(self, grams: float) -> None:
        """A parcel's weight goes the way of a scan: after what is under way, and once."""
        if self.held is None or not self.held.needs_ok:
            self.context.router.submit(weight_scan(self.context, grams))

    def refresh(self) -> None:
        """Show the state."""
        self.progress.show_view(pack_view.progress(self.state))
        self.progress.setVisible(self.state is not None and not Theme.current().is_low)
        if self.state is not None and self.state.prompt is PackPrompt.DONE:
            self.pages.show_done(pack_panels_view.done_verdict(self.state, self._seconds))
        else:
            self.pages.show_state(self.state, self.watch.lines, self._tote)
        super().refresh()

    def show_working(self, *, is_working: bool) -> None:
        """Show that a service takes its time."""
        self.pages.show_working(is_working=is_working)

    def show_entry(self, typed: str) -> None:
        """Show what has been typed by hand so far."""
        self.pages.show_typed(typed)

    def back(self) -> None:
        """Escape: clears what is held, leaves a panel, or goes home from an empty bench."""
        if self.held is not None:
            super().back()
        elif self.state is None or self.state.prompt is PackPrompt.DONE:
            self.home_asked.emit()
        elif self.state.prompt in _BACK:
            self.do(Command.UNDO.value)

    def cleared(self) -> None:
        """OK on a refusal: go on with the same order, or leave one that was stopped."""
        if self.state is None:
            return
        refusal = self.state.refusal
        self.state = replace(self.state, refusal=None, same_refusals=0)
        if isinstance(refusal, OrderStopped):
            self.clear_bench()

    # Entries ------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """Open an order, answer a question about paper, or ask the dialogue."""
        state = self.state
        is_to_open = isinstance(reading, OrderCode | ToteCode | SsccCode)
        if state is None or state.prompt is PackPrompt.DONE:
            self._at_empty_bench(entry, reading)
        elif state.prompt is PackPrompt.LABEL_WAITS and is_to_open and not self._waits:
            self._open_order(entry)
        elif self.answers_paper(reading):
            return
        elif reading == CommandCode(Command.START) and state.prompt is PackPrompt.WEIGH:
            self.scale.zero()
        elif self._lost is None or self._lost.raw == entry.raw:
            # The database may have counted it before the line broke: under its own id it counts
            # once, however often it is handed in.
            self._ask(state, self._lost or entry)
        else:
            self._resume(lambda fresh: self._ask(fresh, entry))

    def _at_empty_bench(self, entry: Entry, reading: Reading) -> None:
        match reading:
            case CommandCode(command=Command.PAUSE):
                self.home_asked.emit()
            case CommandCode(command=Command.NEXT | Command.OK) if self.state is not None:
                self.clear_bench()
            case CommandCode():
                self.refuse(home_view.not_here(entry, reading))
            case _:
                self._open_order(entry)

    def _open_order(self, entry: Entry) -> None:
        if self.operator is not None:
            self.run(
                partial(bench_work.open_order, tote=self._tote),
                self.context.workplace,
                self.operator.operator_id,
                entry,
                done=partial(self._opened, entry),
            )

    def _opened(self, entry: Entry, answer: PackAnswer) -> None:
        if answer.refusal is not None and answer.state is None:
            self.clear_bench()
            self.refuse(answer.refusal)
            return
        self._tote = answer.tote
        if answer.state is None:
            self._tote_opened(entry)
            return
        is_place = isinstance(read_own_code(entry.raw), ToteCode | LocationCode)
        self._opened_with = entry.raw.upper().removeprefix("L-") if is_place else self._tote
        self._opened_at = self.context.monotonic()
        self._answered(entry, answer)

    def _tote_opened(self, entry: Entry) -> None:
        """A bulk tote is at the bench: each unit out of it opens the order it is for."""
        self.clear_bench()
        self.pages.last_scan.show_view(LastScanView(entry.raw.upper()))
        self.context.feedback.give(FeedbackEvent.OK)

    def _ask(self, state: PackState, entry: Entry) -> None:
        if self.operator is None:
            return
        self._lost = entry
        self.run(
            bench_work.scan,
            self.context.workplace,
            self.operator.operator_id,
            state,
            entry,
            done=partial(self._answered, entry),
        )

    def _answered(self, entry: Entry, answer: PackAnswer) -> None:
        before, self.state, self._lost = self.state, answer.state, None
        if answer.refusal is not None:
            times = 1 if answer.state is None else answer.state.same_refusals
            self.refuse(answer.refusal, times)
            return
        self.held = None
        self._tell(answer)
        if answer.state is None or answer.state.prompt is PackPrompt.PARKED:
            self._parked(before)
            return
        view = pack_view.last_scan(before, answer.state, entry.raw)
        self.pages.last_scan.accept(replace(view, is_stored=answer.is_stored))
        self._follow(answer.state)
        is_done = answer.state.prompt is PackPrompt.DONE
        if is_done and answer.state.verified < answer.state.units:
            self._next_carton(answer.state)
            return
        differs = answer.state.prompt is PackPrompt.WEIGHT_DIFFERS
        told = FeedbackEvent.LOOK if differs else FeedbackEvent.OK
        self.context.feedback.give(FeedbackEvent.ORDER_DONE if is_done else told)
        self.refresh()

    def _next_carton(self, state: PackState) -> None:
        """The order's next carton, once one that was full is labelled."""
        self.context.feedback.give(FeedbackEvent.OK)
        words = translate("pack", "Carton of order {0} is done, the rest goes into another one")
        self.log(State.OK, words.format(state.order_number))
        code = OrderCode(state.order_number.upper())
        self._open_order(Entry(f"O-{code.number}", self.context.new_scan_id(), code))

    def _follow(self, state: PackState) -> None:
        """Watch the papers while the label is waited for; note the time at the end."""
        self.scale.follow(state.prompt)
        if state.prompt in PAPERS:
            self.watch.watch(state.carton_id)
        elif state.prompt is PackPrompt.DONE:
            self.watch.stop()
            self._seconds = self.context.monotonic() - self._opened_at

    def _parked(self, before: PackState | None) -> None:
        self.clear_bench()
        if before is None:
            return
        is_held = before.prompt is PackPrompt.MISSING_REASON
        number = before.order_number
        if is_held:
            self.hold(pack_panels_view.set_aside_message(number))
        else:
            self.context.feedback.give(FeedbackEvent.OK)
            self.log(State.OK, translate("pack", "Order {0} is parked").format(number))

    def _tell(self, answer: PackAnswer) -> None:
        for event in answer.events:
            if isinstance(event, CartonClosed | LabelReprinted | LabelVoided):
                self.context.wake_spooler()
            if isinstance(event, ParcelWeighed):
                learn_beside_the_work(self.context)
            message = messages.for_event(event)
            if message is not None:
                self.log(State(message.severity.value), message.as_line())

    def clear_bench(self) -> None:
        """Show an empty bench."""
        self.state = self._lost = self.held = None
        self.scale.follow(None)
        self.watch.stop()
        self.refresh()

    def why_codes(self) -> tuple[str, ...]:
        """Why the order on the bench cannot go on."""
        return () if self.state is None else codes_of(self.state.order_number)

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """Say beside the work what others did to it; the answer to the next scan decides."""
        if self.state is not None and self.operator is not None:
            message = messages_live.for_pack(events, self.state, self.operator.operator_id)
            if message is not None:
                self.announce(message)

    # Faults and hand-over -----------------------------------------------------------------

    def failed(self, problem: Exception) -> None:
        """After a lost connection the entry is kept; after a fault the order is read anew."""
        if isinstance(problem, Refused):
            self._lost = None
        super().failed(problem)
        is_fault = not isinstance(problem, Refused)
        if is_fault and self._lost is not None and not self.context.is_connection_lost(problem):
            self._lost = None  # so that a reload that fails as well is not tried for ever
            self.reload()

    @property
    def _waits(self) -> bool:
        """Whether the bench works from its own copy now."""
        return self.context.line.is_away

    def line_returned(self, told: Return) -> None:
        """Read the order anew, and say what became of what was packed off line."""
        self.pages.last_scan.confirm()
        state = self.state
        if state is None or self.operator is None or state.prompt is PackPrompt.DONE:
            super().line_returned(told)
            return

        def done(fresh: PackState | None) -> None:
            if fresh is None:
                self.clear_bench()
            else:
                self.state, self._lost = fresh, None
                self._follow(fresh)
            super(PackScreen, self).line_returned(told)
            self.context.wake_spooler()
            self.refresh()

        operator_id, order_id = self.operator.operator_id, state.order_id
        self.run(bench_work.present_order, self.context.workplace, operator_id, order_id, done=done)

    def reload(self) -> None:
        """Read the order anew."""
        self._resume(lambda _: self.refresh())

    def _resume(self, then: Callable[[PackState], None]) -> None:
        if self.state is None or self.operator is None:
            return

        def done(fresh: PackState) -> None:
            self._lost = None
            self.state = fresh
            then(fresh)

        operator_id, order_id = self.operator.operator_id, self.state.order_id
        self.run(bench_work.resume_order, self.context.workplace, operator_id, order_id, done=done)

    def set_aside(self, done: Callable[[], None]) -> None:
        """Park an open order with what was verified so far."""
        pack_hand_over.put_aside(self, done)

    def hand_over(self, operator: OperatorView, welcome: Callable[[], None]) -> None:
        """A colleague scanned their badge: the order on the bench changes hands in one step."""
        if pack_hand_over.has_order_in_hands(self):
            pack_hand_over.take_over(self, operator, welcome, self.handed_over.emit)
        else:
            super().hand_over(operator, welcome)

    def go_on(self, state: PackState | None) -> None:
        """Go on with an order whose first units are in its carton; None: with an empty bench."""
        if state is not None:
            self._lost = self.held = None
            self.state, self._opened_at = state, self.context.monotonic()
            self._follow(state)
            self.refresh()

    def leave(self) -> None:
        """Nobody waits for paper or weights any more."""
        self.scale.follow(None)
        self.context.jobs.drop(self.watch)
        self.watch.stop()
        super().leave()
