"""The bench's screen at a picker's own station: closes what was picked straight into its carton."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.domain.pack_state import PackPrompt
from app.domain.readings import Command, CommandCode, OrderCode, Reading
from app.domain.refusals import Refusal, Refused
from app.services.identifying import Entry
from app.services.packing import PackAnswer
from app.ui.message import translate
from app.ui.screens.pack_screen import PackScreen
from app.ui.tokens import State


class PickedCartonScreen(PackScreen):
    """One carton after the other, each as its picker has filled it.

    Signals:
        picking_asked(Refusal | None): The carton is labelled, or why it cannot be closed here.
    """

    picking_asked = Signal(object)

    is_last = True
    """Whether nothing more is to be picked for the order."""

    def begin_for_picker(self, order_number: str, *, is_last: bool) -> None:
        """Close the carton that was just picked into."""
        self.is_last = is_last
        code = OrderCode(order_number.upper())
        self.begin(Entry(f"O-{code.number}", self.context.new_scan_id(), code))

    def failed(self, problem: Exception) -> None:
        """What this station may not do is told where the picker goes on."""
        if isinstance(problem, Refused) and self.state is None:
            self._leave(problem.refusal)
        else:
            super().failed(problem)

    def _at_empty_bench(self, entry: Entry, reading: Reading) -> None:
        is_next = reading in (CommandCode(Command.NEXT), CommandCode(Command.OK))
        if is_next and self.state is not None:
            self._leave(None)
        else:
            super()._at_empty_bench(entry, reading)

    def _opened(self, entry: Entry, answer: PackAnswer) -> None:
        if answer.refusal is not None and answer.state is None:
            self._leave(answer.refusal)
        else:
            super()._opened(entry, answer)

    def _answered(self, entry: Entry, answer: PackAnswer) -> None:
        super()._answered(entry, answer)
        state = self.state
        if state is None or state.prompt is not PackPrompt.DONE or self.is_last:
            return
        words = translate("pack", "The carton of order {0} is done, the rest goes into another")
        self.log(State.OK, words.format(state.order_number))
        self._leave(None)

    def _leave(self, refusal: Refusal | None) -> None:
        """Let the picker go on: with the next carton, or with other work."""
        self.clear_bench()
        self.picking_asked.emit(refusal)
