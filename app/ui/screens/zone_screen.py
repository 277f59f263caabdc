"""A zone's inbox: which totes wait for it, oldest first; scanning one begins its work."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.readings import (
    Command,
    CommandCode,
    LocationCode,
    PlainCode,
    QuantityCode,
    Reading,
    ToteCode,
)
from app.domain.wanted_work import ZONE_WORK
from app.domain.zone_events import ToteArrived, ToteCalledBack, ToteHandedOver, TotePutOnLane
from app.services import station_work, zone_work
from app.services.identifying import Entry
from app.services.live import StoredEvent
from app.services.station_work import ClaimedWork
from app.services.zone_work import ZoneInbox
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.live_kinds import OFFER_CHANGES, is_kind
from app.ui.message import Asked, translate
from app.ui.screens import home_view, zone_view
from app.ui.screens.calm_reload import CalmReload
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.heading import Heading
from app.ui.screens.page_stack import PageStack
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM
from app.ui.why_codes import MOST_ASKED, codes_of
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import ChoicePanel
from app.ui.widgets.instruction_line import InstructionLine
from app.ui.widgets.tote_queue import ToteQueue

_ZONE_CHANGES = (ToteArrived, ToteCalledBack, ToteHandedOver, TotePutOnLane, *OFFER_CHANGES)


class ZoneScreen(FloorScreen):
    """What waits in front of the operator's zone; which zone that is can be said here."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.inbox: ZoneInbox | None = None
        self.is_choosing = False
        self.queue = ToteQueue()
        self.panel = ChoicePanel()
        self.panel.chosen.connect(lambda _, name: self.type_quantity(int(name)))
        self.instruction = InstructionLine()
        self._body = PageStack()
        self._body.addWidget(self.queue)
        self._body.addWidget(self.panel)
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().mm(SPACING_MM))
        column.addWidget(self._body, 1)
        column.addWidget(self.instruction)
        self._calm = CalmReload(self._look_quietly, self)

    def begin(self, entry: Entry | None) -> None:
        """Open the inbox; a sign that was scanned says which zone."""
        self.refresh()
        if entry is None:
            self.reload()
        else:
            self._choose(entry)

    def reload(self) -> None:
        """Read anew what waits."""
        if self.operator is not None:
            operator_id = self.operator.operator_id
            self.run(zone_work.look_at_zone, self.context.workplace, operator_id, done=self._looked)

    def _looked(self, inbox: ZoneInbox) -> None:
        self.is_choosing = self.is_choosing or not inbox.zone
        self.inbox = inbox
        self.refresh()

    def _look_quietly(self) -> None:
        if self.operator is not None and self.inbox is not None:
            operator_id = self.operator.operator_id
            self.look(
                zone_work.look_at_zone, self.context.workplace, operator_id, done=self._looked
            )

    # Entries ------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """A tote begins its work, a sign chooses the zone, NEXT takes what is most urgent."""
        match reading:
            case CommandCode(command=Command.PAUSE):
                self.home_asked.emit()
            case ToteCode():
                self._bring_in(entry)
            case LocationCode() | PlainCode():
                self._choose(entry)
            case QuantityCode() if self.is_choosing:
                self._choose(entry)
            case CommandCode(command=Command.SKIP) if not self.is_choosing:
                self.is_choosing = True
                self.refresh()
            case CommandCode(command=Command.UNDO) if self._may_go_back:
                self.is_choosing = False
                self.refresh()
            case CommandCode(command=Command.NEXT | Command.OK) if not self.is_choosing:
                self._take_next()
            case _:
                self.refuse(home_view.not_here(entry, reading))

    @property
    def _may_go_back(self) -> bool:
        return self.is_choosing and self.inbox is not None and bool(self.inbox.zone)

    def _choose(self, entry: Entry) -> None:
        if self.operator is None:
            return

        def chosen(zone: str) -> None:
            self.is_choosing = False
            self.context.feedback.give(FeedbackEvent.OK)
            if zone:
                self.reload()
            else:
                self.home_asked.emit()

        operator_id = self.operator.operator_id
        self.run(zone_work.choose_zone, self.context.workplace, operator_id, entry, done=chosen)

    def _bring_in(self, entry: Entry) -> None:
        if self.operator is not None:
            operator_id = self.operator.operator_id
            self.run(
                station_work.bring_in,
                self.context.workplace,
                operator_id,
                entry,
                done=self._claimed,
            )

    def _take_next(self) -> None:
        if self.operator is not None:
            self.run(
                station_work.claim,
                self.context.workplace,
                self.operator.operator_id,
                ZONE_WORK,
                done=self._claimed,
            )

    def _claimed(self, claimed: ClaimedWork) -> None:
        self.held = None
        self.context.feedback.give(FeedbackEvent.OK)
        self.pick_claimed.emit(claimed)

    def cleared(self) -> None:
        """OK on a refusal: look again."""
        if self.inbox is None:
            self.home_asked.emit()
        else:
            self.reload()

    def back(self) -> None:
        """Escape: clear what is held, leave the choice, or go home."""
        if self.held is not None:
            super().back()
        elif self._may_go_back:
            self.do(Command.UNDO.value)
        else:
            self.home_asked.emit()

    # Other stations -----------------------------------------------------------------------

    def happened(self, events: tuple[StoredEvent, ...]) -> None:
        """Totes come and go: look again."""
        if not events or any(is_kind(event, *_ZONE_CHANGES) for event in events):
            self._calm.ask()

    def leave(self) -> None:
        """Nobody looks at the inbox any more."""
        self._calm.forget()
        super().leave()

    # What the frame asks ------------------------------------------------------------------

    def heading(self) -> Heading:
        """The zone."""
        zone = "" if self.inbox is None else self.inbox.zone
        if not zone:
            return Heading(translate("zone", "Zone"), translate("zone", "choose yours"))
        detail = translate("zone", "{0} wait").format(len(self.inbox.waiting if self.inbox else ()))
        return Heading(translate("zone", "Zone {0}").format(zone), detail)

    def why_codes(self) -> tuple[str, ...]:
        """The orders of what waits, as it stands."""
        waiting = () if self.inbox is None or self.is_choosing else self.inbox.waiting
        return tuple(code for one in waiting[:MOST_ASKED] for code in codes_of(one.order_number))

    def work_actions(self) -> tuple[Action, ...]:
        """What can be done now."""
        leave = Action(Command.PAUSE.value, "F8", translate("zone", "Leave"), "pause")
        help_key = Action(Command.HELP.value, "F1", translate("zone", "Help"), "help")
        if self.is_choosing:
            back = Action(
                Command.UNDO.value,
                "F6",
                translate("zone", "Back"),
                "undo",
                is_enabled=self._may_go_back,
            )
            return back, leave, help_key
        other = Action(Command.SKIP.value, "F4", translate("zone", "Other zone"), "location")
        note = translate("zone", "most urgent")
        take = Action(Command.NEXT.value, "ENTER", translate("zone", "Next"), "enter", note)
        return other, leave, help_key, take

    def asked(self) -> Asked:
        """What would be right now."""
        return zone_view.asked(self.inbox, is_choosing=self.is_choosing)

    def refresh(self) -> None:
        """Show what waits, or the zones to choose from."""
        if self.inbox is not None:
            now = self.context.now()
            rows = zone_view.queue_rows(self.inbox, now)
            heading = zone_view.queue_heading(self.inbox, now)
            self.queue.show_rows(rows, heading, zone_view.nothing_words())
            if self.is_choosing:
                title = translate("zone", "IN WHICH ZONE DO YOU WORK?")
                self.panel.ask(title, zone_view.zone_choices(self.inbox))
        self._body.setCurrentWidget(self.panel if self.is_choosing else self.queue)
        self._body.setVisible(self.inbox is not None)
        told = zone_view.instruction(self.inbox, is_choosing=self.is_choosing)
        self.instruction.show_instruction(told)
        super().refresh()
