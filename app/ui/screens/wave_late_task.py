"""The page of orders that will miss their truck: Enter makes the move that helps the chosen one."""

from __future__ import annotations

from functools import partial

from app.domain.late_orders import LateMove
from app.services.late_list import LateDeed, LateList, LateOrder, do_suggested, late_list
from app.ui.floor_words import orders_words
from app.ui.message import translate
from app.ui.screens import late_words
from app.ui.screens.board_task import Host, ListTask
from app.ui.screens.heading import Heading
from app.ui.screens.wave_tasks import ok_key
from app.ui.why_codes import codes_of
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import Instruction


class LateTask(ListTask):
    """The late list; after a move it is shown anew, and UNDO takes the move back."""

    keeps_undo = True

    def __init__(self, host: Host) -> None:
        super().__init__(host, "", late_words.late_columns(), "late orders")
        self.late: LateList | None = None
        self.note.hide()  # the rows tell all of it, and need the width

    def start(self) -> None:
        """Read the list."""
        self.host.run(partial(self._read), done=self._show)

    def reload(self) -> None:
        """Look quietly what became of the orders."""
        self.host.look(partial(self._read), done=self._show)

    def _read(self) -> LateList:
        workplace, lead = self.host.desk
        told = self.host.told
        return late_list(workplace, lead, None if told is None else told.board)

    def _show(self, late: LateList) -> None:
        self.late = late
        self.table.show_rows(late_words.late_rows(late))
        self.host.refresh()

    @property
    def chosen(self) -> LateOrder | None:
        """The order that Enter is about."""
        key = self.table.chosen
        orders = () if self.late is None else self.late.orders
        return next((order for order in orders if str(order.order_id) == key), None)

    def why_codes(self) -> tuple[str, ...]:
        """Why the chosen order has not come further."""
        return () if self.chosen is None else codes_of(self.chosen.number)

    def heading(self) -> Heading:
        """How many are late."""
        return Heading(translate("board", "Late list"), orders_words(self.most()))

    def instruction(self) -> Instruction:
        """What helps the chosen order."""
        order = self.chosen
        if order is None:
            return Instruction(translate("board", "NO ORDER WILL MISS ITS TRUCK"))
        detail = late_words.effect_words(order) or late_words.reason_words(order)
        words = translate("board", "{0}: {1}")
        return Instruction(words.format(order.number, late_words.move_words(order)), detail=detail)

    def keys(self) -> tuple[Action, ...]:
        """Enter makes the move, or leads to the exception desk."""
        order = self.chosen
        note = "" if order is None else order.number
        is_doable = order is not None and (order.is_doable or order.move is LateMove.SETTLE)
        is_led = order is not None and order.move is LateMove.SETTLE
        text = translate("board", "Go there") if is_led else translate("board", "Do it")
        return (ok_key(text, note, is_enabled=is_doable),)

    def confirm(self) -> None:
        """Make the move, where one key makes it; what a person decides is led to."""
        order = self.chosen
        if order is not None and order.move is LateMove.SETTLE:
            self.host.settle(order.number)
        elif order is not None and order.is_doable:
            workplace, lead = self.host.desk
            self.host.run(partial(do_suggested, workplace, lead, order), done=self._done)

    def _done(self, deed: LateDeed) -> None:
        words = late_words.done_words(deed.order)
        if deed.given is None:
            self.host.done(words)
        else:
            self.host.sent((deed.given,), words)
        self.host.open_task(LateTask(self.host))
