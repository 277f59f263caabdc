"""Guides a sorter from the bulk tote into the cubbies of a put wall, and shows the wall live."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain import sort_events
from app.domain.barcodes import read
from app.domain.events import PackingStarted
from app.domain.own_codes import read_own_code
from app.domain.readings import Command, LocationCode
from app.domain.wall_state import WallPrompt, WallState
from app.services import sorting
from app.services.dialogues import Answer
from app.services.identifying import Entry
from app.services.live import StoredEvent
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.floor_words import units_words
from app.ui.live_kinds import OFFER_CHANGES, is_kind
from app.ui.message import Asked, translate
from app.ui.screens import wall_view
from app.ui.screens.calm_reload import CalmReload
from app.ui.screens.dialogue_screen import DialogueScreen
from app.ui.screens.heading import Heading
from app.ui.screens.wall_page import WallPage
from app.ui.theme import Theme
from app.ui.tokens import State
from app.ui.widgets.action_row import Action
from app.ui.widgets.progress_bar import ProgressBar

_WALL_CHANGES = (
    sort_events.BulkToteOpened,
    sort_events.CubbyOpened,
    sort_events.UnitsSorted,
    sort_events.UnitsUnsorted,
    sort_events.CubbyFreed,
    sort_events.ToteEmptied,
    sort_events.PickedUnitsGone,
    PackingStarted,
    *OFFER_CHANGES,
)
_BACK = (
    WallPrompt.SCAN_DAMAGED,
    WallPrompt.PUT_ASIDE,
    WallPrompt.CONFIRM_MISSING,
    WallPrompt.CLEAR_CUBBY,
    WallPrompt.UNDO,
)
"""Prompts that UNDO only leaves."""


class WallScreen(DialogueScreen[WallState]):
    """One put wall, at which other stations may sort too."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.progress = ProgressBar()
        self.top.addWidget(self.progress)
        self.page = WallPage()
        layout = QVBoxLayout(self.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self._calm = CalmReload(self._look_quietly, self)
        self._first: Entry | None = None

    def begin(self, entry: Entry | None) -> None:
        """Open the wall that was scanned, or the only one; a tote scanned before is opened too."""
        self.state = None
        self.page.last_scan.show_view(None)
        reading = None if entry is None else read_own_code(entry.raw)
        code = reading.code if isinstance(reading, LocationCode) else ""
        self._first = None if code else entry
        if self.operator is not None:
            workplace, operator_id = self.context.workplace, self.operator.operator_id
            self.run(sorting.open_wall, workplace, operator_id, code, done=self._opened)

    def _opened(self, state: WallState) -> None:
        self.open_state(state)
        if self._first is not None:
            first, self._first = self._first, None
            today = self.context.now().date()
            self.answer(first, first.reading or read(first.raw, today=today))

    def ask(self, operator_id: int, state: WallState, entry: Entry) -> Answer[WallState]:
        """The service's answer to an entry; runs beside the window."""
        return sorting.scan(self.context.workplace, operator_id, state, entry)

    def answered(self, before: WallState, answer: Answer[WallState], entry: Entry) -> None:
        """Show the entry that was accepted; whoever left goes home."""
        self.page.last_scan.accept(wall_view.last_scan(before, answer.state, entry.raw))
        for event in answer.events:
            if isinstance(event, sort_events.CubbyReady):
                words = translate("wall", "{0} is complete: order {1}")
                self.log(State.OK, words.format(event.cubby, event.number))
        if answer.state.prompt is WallPrompt.LEFT:
            self.home_asked.emit()

    def sound_of(self, answer: Answer[WallState]) -> FeedbackEvent:
        """An order that is complete sounds so, and goods that no order gets ask for a look."""
        if any(isinstance(event, sort_events.CubbyReady) for event in answer.events):
            return FeedbackEvent.ORDER_DONE
        if answer.state.prompt is WallPrompt.PUT_ASIDE:
            return FeedbackEvent.LOOK
        return FeedbackEvent.OK

    # What the frame asks ------------------------------------------------------------------

    def heading(self) -> Heading:
        """The wall, and the tote that is sorted."""
        if self.state is None:
            return Heading(translate("wall", "Put wall"))
        tote = self.state.tote
        detail = translate("wall", "no tote open")
        if tote is not None:
            words = translate("wall", "{0}: {1} left")
            detail = words.format(tote.code, units_words(tote.units))
        title = translate("wall", "Wall {0}").format(self.state.wall)
        if Theme.current().is_low:
            shown = wall_view.progress(self.state)
            detail = translate("wall", "{0}/{1} complete").format(shown.done, shown.total)
        return Heading(title, detail)

    def work_actions(self) -> tuple[Action, ...]:
        """What the sorter can do now; each key keeps its place on all screens."""
        leave = Action(Command.PAUSE.value, "F8", translate("wall", "Leave"), "pause")
        help_key = Action(Command.HELP.value, "F1", translate("wall", "Help"), "help")
        if self.state is None:
            return leave, help_key
        return (*_keys(self.state), leave, help_key)

    def asked(self) -> Asked:
        """What the wall asks for now."""
        return Asked() if self.state is None else wall_view.asked(self.state)

    def refresh(self) -> None:
        """Show the state."""
        if self.state is not None:
            self.progress.show_view(wall_view.progress(self.state))
            self.page.show_state(self.state)
        self.progress.setVisible(self.state is not None and not Theme.current().is_low)
        self.page.setVisible(self.state is not None)
        super().refresh()

    def show_working(self, *, is_working: bool) -> None:
        """Show that a service takes its time."""
        self.page.show_working(is_working=is_working)

    def show_entry(self, typed: str) -> None:
        """Show what has been typed by hand so far."""
        self.page.show_typed(typed)

    def back(self) -> None:
        """Escape: clears what is held, leaves a question, or goes home; nothing in hand is lost."""
        if self.held is not None:
            super().back()
        elif self.state is not None and self.state.prompt in _BACK:
            self.do(Command.UNDO.value)
        elif self.state is None or self.state.prompt is not WallPrompt.SCAN_CUBBY:
            self.home_asked.emit()

    def cleared(self) -> None:
        """OK on a refusal: where no wall is open there is nothing to do here."""
        if self.state is None:
            self.home_asked.emit()

    # Other stations -----------------------------------------------------------------------

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """Others sort and pack at this wall too: show it as it is."""
        if not events or any(is_kind(event, *_WALL_CHANGES) for event in events):
            self._calm.ask()

    def leave(self) -> None:
        """Nobody looks at the wall any more."""
        self._calm.forget()
        super().leave()

    def reload(self) -> None:
        """Read the wall anew."""
        self._look_quietly()

    def _look_quietly(self) -> None:
        if self.state is not None and self.operator is not None:
            workplace, operator_id = self.context.workplace, self.operator.operator_id
            self.look(sorting.look, workplace, operator_id, self.state, done=self._looked)

    def _looked(self, state: WallState) -> None:
        self.state = state
        self.refresh()


def _keys(state: WallState) -> tuple[Action, ...]:
    undo = Action(
        Command.UNDO.value,
        "F6",
        translate("wall", "Undo"),
        "undo",
        _undo_words(state),
        is_enabled=bool(_undo_words(state)),
    )
    back = Action(
        Command.UNDO.value, "F6", translate("wall", "Back"), "undo", translate("wall", "no change")
    )
    missing = Action(Command.SHORT.value, "F2", translate("wall", "Missing"), "short")
    damaged = Action(Command.DAMAGED.value, "F3", translate("wall", "Damaged"), "damaged")
    ok = Action(Command.OK.value, "ENTER", translate("wall", "OK"), "enter")
    match state.prompt:
        case WallPrompt.SCAN_TOTE:
            return (undo,)
        case WallPrompt.SCAN_ITEM:
            return missing, damaged, undo
        case WallPrompt.SCAN_CUBBY if state.in_hand is not None and state.in_hand.is_run:
            return missing, damaged, back
        case WallPrompt.SCAN_CUBBY:
            return damaged, back
        case WallPrompt.CONFIRM_MISSING | WallPrompt.UNDO:
            return back, ok
    return (back,)


def _undo_words(state: WallState) -> str:
    if not state.history:
        return ""
    step = state.history[-1]
    words = translate("wall", "{0} out of {1}")
    return words.format(step.units, state.cubby(step.cubby_id).label)
