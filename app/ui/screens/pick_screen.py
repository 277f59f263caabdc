"""Guides a picker from location to location; every answer comes from the pick dialogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.operators import OperatorView
from app.domain.pick_cartons import has_filled_carton
from app.domain.pick_state import PickPrompt, PickState
from app.domain.pick_stopped import SEEN_TO_HERE
from app.domain.readings import Command, CommandCode, Reading
from app.domain.refusals import ExpiredLot, OrderStopped, Refusal, Refused, TaskTakenOver
from app.services import picking
from app.services.identifying import Entry
from app.services.live import StoredEvent
from app.services.picking import PickAnswer
from app.services.sending import Return
from app.services.station_work import ClaimedWork, bring_in, claim, kept_state, resume
from app.ui import messages, messages_live, messages_offline
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.live_kinds import FLOOR_CHANGES, is_kind
from app.ui.message import Asked, Message
from app.ui.screens import (
    pick_ask_view,
    pick_hand_over,
    pick_panels_view,
    pick_view,
    pick_zone_view,
)
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.heading import Heading
from app.ui.screens.pick_heading import pick_heading
from app.ui.screens.pick_page import PickPage
from app.ui.screens.walk_watch import WalkWatch
from app.ui.theme import Theme
from app.ui.tokens import State
from app.ui.why_codes import codes_of
from app.ui.widgets.action_row import Action
from app.ui.widgets.floor_picture import FloorPictureView
from app.ui.widgets.progress_bar import ProgressBar

_IN_PANEL = frozenset(
    {
        PickPrompt.SHORT_QUANTITY,
        PickPrompt.SHORT_REASON,
        PickPrompt.SKIP_REASON,
        PickPrompt.REFILL_COMING,
        PickPrompt.DAMAGED_QUANTITY,
        PickPrompt.DAMAGED_PLACE,
        PickPrompt.SUBSTITUTE,
        PickPrompt.NEXT_TOTE,
        PickPrompt.UNDO_TOTE,
        PickPrompt.UNDO,
    }
)


class PickScreen(FloorScreen):
    """One pick task from its tote, or its shipping carton, to its last line.

    Signals:
        carton_filled(str): A carton of the order with this number is to be closed and labelled.
        shelf_asked: A zone's part is picked: it goes to the consolidation shelf.
        put_aside(PickState): The work was put aside: where does it stand?
        handed_over(ClaimedWork): A colleague has the work now, and is signed in.
    """

    carton_filled = Signal(str)
    shelf_asked = Signal()
    put_aside = Signal(object)
    handed_over = Signal(object)

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.state: PickState | None = None
        self._claimed: ClaimedWork | None = None
        self._lost: Entry | None = None
        self._is_gone = False
        self._walk = WalkWatch(self, lambda: self.state, self._take_order)
        self.progress = ProgressBar()
        self.top.addWidget(self.progress)
        self.page = PickPage()
        self.page.chosen.connect(self._tapped)
        layout = QVBoxLayout(self.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)

    def open(self, claimed: ClaimedWork) -> None:
        """Begin or go on with a task."""
        self.state, self._claimed = claimed.state, claimed
        self.held = self._lost = None
        self._is_gone = False
        self.page.last_scan.show_view(None)
        self.refresh()
        self._walk.look_again()

    # What the frame asks ------------------------------------------------------------------

    def heading(self) -> Heading:
        """Order and tote."""
        if self.state is None:
            return Heading()
        return pick_heading(self.state, self._claimed, self.progress.figures)

    def work_actions(self) -> tuple[Action, ...]:
        """What the picker can do now."""
        return () if self.state is None else pick_panels_view.actions(self.state)

    def asked(self) -> Asked:
        """What the line asks for now."""
        return Asked() if self.state is None else pick_ask_view.asked(self.state)

    def refresh(self) -> None:
        """Show the state."""
        if self.state is not None:
            self.progress.show_view(pick_view.progress(self.state))
            self.progress.setVisible(not Theme.current().is_low)
            self.page.show_state(self.state)
        super().refresh()

    def show_working(self, *, is_working: bool) -> None:
        """Show that a service takes its time."""
        self.page.show_working(is_working=is_working)

    def show_entry(self, typed: str) -> None:
        """Show what has been typed by hand so far."""
        self.page.show_typed(typed)

    def back(self) -> None:
        """Escape: clears what is held, else leaves a panel without a change."""
        if self.held is not None:
            super().back()
        elif self.state is not None and self.state.prompt in _IN_PANEL:
            self.do(Command.UNDO.value)

    def cleared(self) -> None:
        """OK on a refusal: go on with the same line, or leave work that is gone."""
        if self.state is None:
            return
        refusal = self.state.refusal
        if isinstance(refusal, ExpiredLot) and refusal.is_promised:
            self.do(Command.OK.value)  # the dialogue leads on to other goods
            return
        self.state = replace(self.state, refusal=None, same_refusals=0)
        is_seen_to = self.state.prompt in SEEN_TO_HERE
        is_stopped = isinstance(refusal, OrderStopped) and not is_seen_to
        if self._is_gone or isinstance(refusal, TaskTakenOver) or is_stopped:
            self.home_asked.emit()
        elif isinstance(refusal, OrderStopped) and not self._has_goods_to_carry():
            self.do(Command.OK.value)  # the picker has read it, and nothing else is to be done

    def _has_goods_to_carry(self) -> bool:
        """Whether goods of a stopped order have to be taken off the cart."""
        state = self.state
        if state is None or state.prompt is not PickPrompt.SET_TOTE_ASIDE:
            return True
        return state.to_leave is None or state.holds_goods_of(state.to_leave)

    # Entries ------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """Ask the dialogue; at the end of a task NEXT and OK take the next one."""
        if self.state is None or self.operator is None:
            return
        is_next = isinstance(reading, CommandCode) and reading.command in (
            Command.NEXT,
            Command.OK,
        )
        is_done = self.state.prompt is PickPrompt.TASK_DONE
        is_over = is_done or self.state.prompt is PickPrompt.SCAN_LANE
        if is_over and reading == CommandCode(Command.PAUSE):
            self.home_asked.emit()
        elif self._is_online and pick_zone_view.begins_another(self.state, reading):
            self._take_up(bring_in, entry)
        elif is_next and is_done and pick_zone_view.is_part(self.state) and self._is_online:
            self.shelf_asked.emit()
        elif is_next and is_done:
            self._take_up(claim)
        elif self._lost is None or self._lost.raw == entry.raw:
            # The database may have counted it before the line broke: under its own id it counts
            # once, however often it is handed in.
            self._ask(self._lost or entry)
        else:
            self._resume(lambda: self._ask(entry))

    @property
    def _is_online(self) -> bool:
        return not self.context.line.is_away

    def _take_up(self, take: Callable[..., ClaimedWork], *how: Entry) -> None:
        """Take other work, by the scan of its tote or whatever is next."""
        if self.operator is not None:
            workplace, operator_id = self.context.workplace, self.operator.operator_id
            self.run(lambda: take(workplace, operator_id, *how), done=self._next_claimed)

    def _ask(self, entry: Entry) -> None:
        if self.state is None or self.operator is None:
            return
        self._lost = entry
        self.run(
            picking.scan,
            self.context.workplace,
            self.operator.operator_id,
            self.state,
            entry,
            done=lambda answer: self._answered(entry, answer),
        )

    def _answered(self, entry: Entry, answer: PickAnswer) -> None:
        before, self.state, self._lost = self.state, answer.state, None
        if answer.refusal is not None:
            self.refuse(answer.refusal, answer.state.same_refusals)
            return
        self.held = None
        self._tell(answer)
        if answer.state.prompt is PickPrompt.PAUSED:
            asks = pick_hand_over.stands_somewhere(answer)
            self.put_aside.emit(answer.state) if asks else self.home_asked.emit()
            return
        if before is not None:
            view = pick_view.last_scan(before, answer.state, entry.raw)
            self.page.last_scan.accept(replace(view, is_stored=answer.is_stored))
        is_done = answer.state.prompt is PickPrompt.TASK_DONE
        self.context.feedback.give(FeedbackEvent.TASK_DONE if is_done else FeedbackEvent.OK)
        self.refresh()
        self._walk.answered()
        if before is not None and has_filled_carton(before, answer.state) and not answer.is_stored:
            self.carton_filled.emit(answer.state.order_number)
        elif pick_zone_view.is_part(answer.state) and is_done and not answer.is_stored:
            self.shelf_asked.emit()

    def go_on(self, refusal: Refusal | None) -> None:
        """Go on once a carton is labelled, or could not be closed here: the next one, or work."""
        if self.state is None:
            self.home_asked.emit()
        elif refusal is not None:
            self.refuse(refusal)
        elif self.state.prompt is PickPrompt.TASK_DONE:
            self.do(Command.NEXT.value)
        else:
            self.reload()

    def _tell(self, answer: PickAnswer) -> None:
        for event in answer.events:
            message = messages.for_event(event)
            if message is not None:
                self.log(State(message.severity.value), message.as_line())

    def _next_claimed(self, claimed: ClaimedWork) -> None:
        self.open(claimed)
        self.context.feedback.give(FeedbackEvent.OK)

    def _tapped(self, group: str, choice: str) -> None:
        """A tile is a number; a reason tapped before the count takes the count shown."""
        panel = None if self.state is None else pick_panels_view.panel(self.state)
        if panel is None:
            return
        if group != panel.groups[0].name:
            self.do(Command.OK.value)
        chosen = next(group_of for group_of in panel.groups if group_of.name == group)
        number = next(option.number for option in chosen.choices if option.name == choice)
        self.type_quantity(number)

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """Say beside the work what others did to it; the answer to the next scan decides."""
        if self.state is None or self.operator is None:
            return
        message = messages_live.for_pick(events, self.state, self.operator.operator_id)
        if message is not None:
            self.announce(message)
            if messages_live.is_shared(events, self.state):
                self.reload()
        elif any(is_kind(event, *FLOOR_CHANGES) for event in events):
            self._walk.look_again()

    def why_codes(self) -> tuple[str, ...]:
        """Why this order now, and why this location."""
        if self.state is None:
            return ()
        line = self.state.line
        return codes_of(self.state.order_number, "" if line is None else line.location)

    def look_at_map(self, show: Callable[[FloorPictureView | None], None]) -> None:
        """Show the stops that are left."""
        self._walk.look_at_map(show)

    def _take_order(self, state: PickState) -> None:
        self.state = state
        self.refresh()

    # Faults and hand-over -----------------------------------------------------------------

    def failed(self, problem: Exception) -> None:
        """After a lost connection the entry is kept; after a fault the task is read anew."""
        if isinstance(problem, Refused):
            self._lost = None
        elif self.context.is_connection_lost(problem) and self._goes_on_from_copy():
            return
        super().failed(problem)
        is_fault = not isinstance(problem, Refused)
        if is_fault and self._lost is not None and not self.context.is_connection_lost(problem):
            self._lost = None  # so that a reload that fails as well is not tried for ever
            self.reload()

    def _goes_on_from_copy(self) -> bool:
        """Whether the scan is in the station's journal after all, so that it counts.

        The line broke after it was written down, when its answer was to be completed.
        """
        entry, state = self._lost, self.state
        if entry is None or state is None:
            return False
        kept = kept_state(self.context.workplace, state.task_id, state.epoch)
        if kept is None or kept == state:
            return False
        self._answered(entry, PickAnswer(kept, is_stored=True))
        return True

    def line_returned(self, told: Return) -> None:
        """Read the task anew, and say what became of the work done off line."""
        self.page.last_scan.confirm()
        message = messages_offline.for_return(told)
        if self.state is None or self.operator is None:
            super().line_returned(told)
            return

        def done(claimed: ClaimedWork | None) -> None:
            state = self.state
            if claimed is not None:
                self.state, self._claimed = claimed.state, claimed
            elif message is not None or (
                state is not None and state.prompt is not PickPrompt.TASK_DONE
            ):
                self._is_gone = True
            self._tell_return(told, message)

        operator_id, task_id = self.operator.operator_id, self.state.task_id
        self.run(resume, self.context.workplace, operator_id, task_id, done=done)

    def _tell_return(self, told: Return, message: Message | None) -> None:
        if message is not None:
            self.hold(message)
        elif self._is_gone and self.state is not None:
            self.refuse(TaskTakenOver(self.state.task_id))
        else:
            self.log(State.OK, messages_offline.all_sent(told))
            self.refresh()

    def reload(self) -> None:
        """Read the task anew; go home where it is not this operator's any more."""
        self._resume(self.refresh)

    def _resume(self, then: Callable[[], None]) -> None:
        if self.state is None or self.operator is None:
            return

        def done(claimed: ClaimedWork | None) -> None:
            self._lost = None
            if claimed is None:
                self.home_asked.emit()
                return
            self.state, self._claimed = claimed.state, claimed
            then()

        operator_id, task_id = self.operator.operator_id, self.state.task_id
        self.run(resume, self.context.workplace, operator_id, task_id, done=done)

    def set_aside(self, done: Callable[[], None]) -> None:
        """Pause an open task, so that its operator can resume it anywhere."""
        if pick_hand_over.has_work_in_hands(self):
            pick_hand_over.put_aside(self, done)
        else:
            done()

    def hand_over(self, operator: OperatorView, welcome: Callable[[], None]) -> None:
        """A colleague scanned their badge: open work changes hands in one step."""
        if pick_hand_over.has_work_in_hands(self):
            pick_hand_over.take_over(self, operator, welcome, self.handed_over.emit)
        else:
            super().hand_over(operator, welcome)
