"""Lets a person say what became of goods that the books did not take: one by one, by scans only."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.discrepancies import Deed, Resolution
from app.domain.readings import (
    Command,
    CommandCode,
    LocationCode,
    PlainCode,
    QuantityCode,
    Reading,
    ToteCode,
)
from app.services.discrepancies import DiscrepancyView, open_discrepancies, settle
from app.services.identifying import Entry
from app.ui import messages_offline
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import Asked, Thing, translate
from app.ui.screens import home_view
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.heading import Heading
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State
from app.ui.why_codes import codes_of
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import Choice, ChoiceGroup, ChoicePanel
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.work_card import WorkCard, WorkView

RESOLUTIONS = tuple(Resolution)
"""In the order of their numbers."""


class SettleScreen(FloorScreen):
    """The discrepancies an operator may settle, the oldest first."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.views: tuple[DiscrepancyView, ...] = ()
        self._at = 0
        self.card = WorkCard()
        self.card.setEnabled(False)
        self.panel = ChoicePanel()
        self.panel.chosen.connect(lambda _, name: self._choose(Resolution(name)))
        self.instruction = InstructionLine()
        self._column = QVBoxLayout(self.work)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.card, 1)
        self._column.addWidget(self.panel)
        self._column.addWidget(self.instruction)

    @property
    def view(self) -> DiscrepancyView | None:
        """The one that is asked about."""
        return self.views[self._at % len(self.views)] if self.views else None

    def arrived(self) -> None:
        """Look what there is to settle."""
        self.held = None
        self._at = 0
        self.refresh()
        self.reload()

    def reload(self) -> None:
        """Read anew what is open."""
        if self.operator is not None:
            operator_id = self.operator.operator_id
            self.run(open_discrepancies, self.context.workplace, operator_id, done=self._found)

    def _found(self, views: tuple[DiscrepancyView, ...]) -> None:
        self.views = views
        if views:
            self._ask()
            self.refresh()
        else:
            self.log(State.OK, translate("settle", "All is settled"))
            self.home_asked.emit()

    def _ask(self) -> None:
        view = self.view
        if view is None:
            return
        choices = tuple(
            Choice(
                resolution.value, number, messages_offline.resolution_words(resolution, view.facts)
            )
            for number, resolution in enumerate(RESOLUTIONS, start=1)
        )
        group = ChoiceGroup("what", translate("settle", "WHAT BECAME OF THEM"), choices)
        self.panel.ask(messages_offline.what_to_do(view.facts), (group,))

    # What the frame asks ------------------------------------------------------------------

    def heading(self) -> Heading:
        """How many there are."""
        detail = translate("settle", "{0} open").format(len(self.views))
        if self.view is not None and Theme.current().is_low:
            detail = f"{detail}, {self.view.operator_name}".removesuffix(", ")
        return Heading(translate("settle", "To settle"), detail)

    def why_codes(self) -> tuple[str, ...]:
        """The order and the place of what is asked about."""
        if self.view is None:
            return ()
        return codes_of(self.view.facts.order_number, self.view.facts.place)

    def work_actions(self) -> tuple[Action, ...]:
        """The next one, help, and the way back."""
        skip = Action(
            Command.SKIP.value,
            "F4",
            translate("settle", "Next one"),
            "skip",
            is_enabled=len(self.views) > 1,
        )
        leave = Action(Command.PAUSE.value, "F8", translate("settle", "Leave"), "pause")
        help_key = Action(Command.HELP.value, "F1", translate("settle", "Help"), "help")
        return skip, leave, help_key

    def asked(self) -> Asked:
        """A number, or the place the goods are back at."""
        return Asked(
            Thing(translate("settle", "1, 2 or 3")),
            translate("settle", "Choose a number, or scan the place the goods are back at."),
        )

    def refresh(self) -> None:
        """Show the one that is asked about."""
        view = self.view
        self._column.setSpacing(Theme.current().air(SPACING_MM, SPACING_MM * 0.75))
        if view is None:
            self.card.show_view(WorkView(translate("settle", "TO SETTLE"), "…"))
        else:
            facts = view.facts
            title = f"{facts.quantity} x {facts.item_name or facts.sku}"
            if facts.deed is Deed.CLOSE:
                title = translate("settle", "Parcel of order {0}").format(facts.order_number)
            self.card.show_view(
                WorkView(
                    messages_offline.what_happened(view),
                    title,
                    (_way(view),) if Theme.current().is_low else (_way(view), _who(view)),
                    icon="look_solid",
                )
            )
        self.instruction.show_instruction(_instruction(view))
        super().refresh()

    def back(self) -> None:
        """Escape: back to the start screen; nothing is said by that."""
        if self.held is not None:
            super().back()
        else:
            self.home_asked.emit()

    # Entries ------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """A number says it; the place's own label says that the goods are back there."""
        view = self.view
        match reading:
            case CommandCode(command=Command.SKIP):
                self._at += 1
                self._ask()
                self.refresh()
            case CommandCode(command=Command.PAUSE):
                self.home_asked.emit()
            case QuantityCode(quantity=number) if 1 <= number <= len(RESOLUTIONS):
                self._choose(RESOLUTIONS[number - 1])
            case LocationCode(code=code) | PlainCode(text=code) if _is_back_at(view, code):
                self._choose(Resolution.PUT_BACK)
            case ToteCode(code=code) if _is_back_at(view, f"T-{code}"):
                self._choose(Resolution.PUT_BACK)
            case _:
                self.refuse(home_view.not_here(entry, reading))

    def _choose(self, resolution: Resolution) -> None:
        view = self.view
        if view is not None and self.operator is not None:
            self.run(
                settle,
                self.context.workplace,
                self.operator.operator_id,
                view.id,
                resolution,
                done=lambda _: self._settled(view, resolution),
            )

    def _settled(self, view: DiscrepancyView, resolution: Resolution) -> None:
        self.held = None
        self.context.feedback.give(FeedbackEvent.OK)
        words = messages_offline.resolution_words(resolution, view.facts)
        self.log(State.OK, f"{view.facts.order_number}: {words}")
        self.reload()

    def cleared(self) -> None:
        """OK on a refusal: look again, somebody else may have settled it."""
        self.reload()


def _goes_back(view: DiscrepancyView) -> bool:
    return view.facts.deed in (Deed.PUT, Deed.PACK) and bool(view.facts.place)


def _is_back_at(view: DiscrepancyView | None, code: str) -> bool:
    """Whether a code is that of the place, or tote, that the goods belong to by the books."""
    return view is not None and _goes_back(view) and code.upper() == view.facts.place


def _way(view: DiscrepancyView) -> str:
    facts = view.facts
    if facts.deed is Deed.SHORT:
        return translate("settle", "were not found in {0}").format(facts.place)
    if facts.deed is Deed.TAKE_BACK:
        return translate("settle", "went from {0} back to {1}").format(facts.tote, facts.place)
    tote = facts.place or translate("settle", "the tote")
    if facts.deed is Deed.PACK:
        return translate("settle", "went from {0} into the parcel").format(tote)
    if facts.deed is Deed.UNPACK:
        return translate("settle", "went from the parcel into {0}").format(tote)
    if facts.deed is Deed.CLOSE:
        return translate("settle", "was closed, its slip printed, and has no label")
    return translate("settle", "went from {0} into {1}").format(facts.place, facts.tote)


def _who(view: DiscrepancyView) -> str:
    at = view.raised_at.astimezone().strftime("%H:%M")
    words = translate("settle", "{0} at station {1}, on record since {2}")
    return words.format(view.operator_name or translate("settle", "Somebody"), view.station, at)


def _instruction(view: DiscrepancyView | None) -> Instruction:
    if view is None:
        return Instruction(translate("settle", "WAIT A MOMENT"))
    words = translate("settle", "CHOOSE 1, 2 OR 3")
    if not _goes_back(view):
        return Instruction(words)
    detail = translate("settle", "1 = scan {0}").format(view.facts.place)
    return Instruction(words, detail=detail)
