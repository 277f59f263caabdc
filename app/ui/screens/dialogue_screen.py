"""A screen of a dialogue that the database judges: every entry asks it, the answer is shown."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from app.domain.dialogues import Shown
from app.domain.readings import Reading
from app.domain.refusals import Refused
from app.services.dialogues import Answer
from app.services.identifying import Entry
from app.ui import messages
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.screens.floor_screen import FloorScreen
from app.ui.tokens import State

ShownState = TypeVar("ShownState", bound=Shown)


class DialogueScreen(FloorScreen, Generic[ShownState]):
    """One piece of work of one dialogue, from its first prompt to its last.

    Subclasses show `state` in `refresh`, say in `ask` which service answers an entry, and may hear
    of each accepted answer in `answered`.
    """

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.state: ShownState | None = None
        self._lost: Entry | None = None

    @abstractmethod
    def ask(self, operator_id: int, state: ShownState, entry: Entry) -> Answer[ShownState]:
        """The service's answer to an entry; runs beside the window."""

    def answered(self, before: ShownState, answer: Answer[ShownState], entry: Entry) -> None:
        """An entry was accepted; `self.state` is what it led to."""

    def sound_of(self, answer: Answer[ShownState]) -> FeedbackEvent:
        """The sound of an accepted entry."""
        del answer
        return FeedbackEvent.OK

    def open_state(self, state: ShownState) -> None:
        """Begin or go on with work."""
        self.state, self.held, self._lost = state, None, None
        self.refresh()

    def answer(self, entry: Entry, reading: Reading) -> None:
        """Ask the dialogue. What was lost on the line is handed in again under its own id."""
        del reading
        if self.state is None or self.operator is None:
            return
        if self._lost is not None and self._lost.raw == entry.raw:
            entry = self._lost
        self._lost = entry
        operator_id, state = self.operator.operator_id, self.state
        self.run(
            self.ask,
            operator_id,
            state,
            entry,
            done=lambda answer: self._told(entry, state, answer),
        )

    def _told(self, entry: Entry, before: ShownState, answer: Answer[ShownState]) -> None:
        self.state, self._lost = answer.state, None
        if answer.refusal is not None:
            self.refuse(answer.refusal, answer.state.same_refusals)
            return
        self.held = None
        for event in answer.events:
            message = messages.for_event(event)
            if message is not None:
                self.log(State(message.severity.value), message.as_line())
        self.context.feedback.give(self.sound_of(answer))
        self.answered(before, answer, entry)
        self.refresh()

    def failed(self, problem: Exception) -> None:
        """A refusal ends the entry; after a lost line it is kept, to be handed in again."""
        if isinstance(problem, Refused):
            self._lost = None
        super().failed(problem)
