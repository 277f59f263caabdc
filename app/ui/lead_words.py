"""What a lead says to whoever is at this station: a notice that stays until they have seen it."""

from __future__ import annotations

from app.domain.operators import OperatorView
from app.domain.people_events import MessageSent, MessageTakenBack
from app.services.live import StoredEvent
from app.services.people_now import WaitingMessage, has_seen_messages, messages_for
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.live_kinds import is_kind
from app.ui.message import translate
from app.ui.people_words import message_words
from app.ui.screens.notice_board import NoticeBoard, NoticeTopic
from app.ui.tokens import State
from app.ui.widgets.notice_strip import Notice


class LeadWords:
    """Shows the last thing somebody was told, and remembers that they have seen it."""

    def __init__(self, context: StationContext, board: NoticeBoard) -> None:
        self._context, self._board = context, board
        self._operator: OperatorView | None = None
        self._waiting: tuple[WaitingMessage, ...] = ()

    def worn_by(self, operator: OperatorView | None) -> None:
        """Somebody else is at the station now; what waits for them is shown."""
        self._operator = operator
        self._show(())
        self._look()

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """Something was said or taken back, perhaps to whoever is here."""
        who = self._operator
        if who is not None and any(
            is_kind(event, MessageSent, MessageTakenBack)
            and event.payload.get("person_id") == who.operator_id
            for event in events
        ):
            self._look()

    def seen(self) -> None:
        """The help was opened: whoever is here has read what stood above it."""
        if self._waiting and self._operator is not None:
            self._show(())
            self._context.jobs.submit(
                has_seen_messages,
                self._context.workplace,
                self._operator.operator_id,
                failed=lambda _: None,  # it is told again at the next sign-in
            )

    def _look(self) -> None:
        if self._operator is not None:
            self._context.jobs.submit(
                messages_for,
                self._context.workplace,
                self._operator.operator_id,
                done=self._show,
                failed=lambda _: None,  # the database is away, which is told elsewhere
            )

    def _show(self, waiting: tuple[WaitingMessage, ...]) -> None:
        if len(waiting) > len(self._waiting):
            self._context.feedback.give(FeedbackEvent.LOOK)
        self._waiting = waiting
        notice = None
        if waiting:
            words = translate("people", "{0}: {1} (F1: seen)")
            text = words.format(waiting[-1].sender, message_words(waiting[-1].message))
            notice = Notice(State.LOOK, text)
        self._board.put_up(NoticeTopic.LEAD, notice)
