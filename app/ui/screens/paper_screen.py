"""What a bench does that waits for paper: it watches the papers, and asks what became of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.pack_state import PackPrompt, PackState
from app.domain.readings import QuantityCode, Reading
from app.services import own_slips
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.screens import pack_panels_view
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.paper_watch import PaperWatch

PAPERS = frozenset({PackPrompt.SCAN_LABEL, PackPrompt.LABEL_WAITS})


class PaperScreen(FloorScreen):
    """A bench with an order whose papers may have to be asked about; `state` is the order."""

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.state: PackState | None = None
        self.watch = PaperWatch(context, self)
        self.watch.changed.connect(self.refresh)

    def answers_paper(self, reading: Reading) -> bool:
        """Take 1 or 2 as the answer to "did it come out?" while that is asked."""
        question, state = self.watch.question, self.state
        if question is None or state is None or state.prompt not in PAPERS:
            return False
        match reading:
            case QuantityCode(quantity=number) if number in (
                pack_panels_view.CAME_OUT,
                pack_panels_view.DID_NOT,
            ):
                came_out = number == pack_panels_view.CAME_OUT
                who = None if self.operator is None else self.operator.operator_id
                answered = partial(own_slips.answer_uncertain, came_out=came_out, operator_id=who)
                self.run(
                    answered,
                    self.context.workplace,
                    question.job_id,
                    done=lambda _: self._paper_answered(state.carton_id),
                )
                return True
        return False

    def _paper_answered(self, carton_id: int) -> None:
        self.held = None
        self.context.wake_spooler()
        self.context.feedback.give(FeedbackEvent.OK)
        self.watch.watch(carton_id)
        self.refresh()

    def tapped(self, group: str, choice: str) -> None:
        """A tile is a number."""
        question = self.watch.question
        if group == "paper" and question is not None:
            panel = pack_panels_view.paper_panel(question)
        elif self.state is not None:
            found = pack_panels_view.panel(self.state)
            if found is None:
                return
            panel = found
        else:
            return
        choices = panel.groups[0].choices
        self.type_quantity(next(option.number for option in choices if option.name == choice))
