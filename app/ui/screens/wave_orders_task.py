"""The page of one wave's orders: seen, marked, split off, moved; here a wave is cancelled."""

from __future__ import annotations

from functools import partial

from app.domain.wave_splitting import SplitBy
from app.services.wave_board import WaveDetail, WaveOrderView, wave_detail
from app.services.wave_sharing import WaveDeed, split_wave
from app.ui.floor_words import orders_words, wave_state_words
from app.ui.message import translate
from app.ui.screens import wave_rows
from app.ui.screens.board_task import Host, ListTask
from app.ui.screens.heading import Heading
from app.ui.screens.wave_tasks import CancelTask, MergeTask, ok_key
from app.ui.why_codes import codes_of
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import Instruction


class OrdersTask(ListTask):
    """The orders of a wave; Enter marks one, and what is marked is moved or split off."""

    def __init__(self, host: Host, code: str) -> None:
        super().__init__(host, code, wave_rows.order_columns(), "orders")
        self.orders: tuple[WaveOrderView, ...] = ()
        self.marked: frozenset[int] = frozenset()

    def start(self) -> None:
        """Read the orders."""
        self.host.run(wave_detail, self.host.desk[0], self.code, done=self._show)

    def _show(self, detail: WaveDetail) -> None:
        self.orders = detail.orders
        self.marked &= {order.order_id for order in detail.orders}
        figures = detail.wave.figures
        units = translate("board", "{0} of {1} units picked, {2} packed, {3} sent").format(
            figures.picked, figures.units, figures.packed, figures.shipped
        )
        tasks = translate("board", "{0} tasks wait, {1} are worked on, {2} are done").format(
            figures.tasks_ready + figures.tasks_waiting,
            figures.tasks_in_progress + figures.tasks_paused,
            figures.tasks_done,
        )
        left = translate("board", "{0} orders nobody works on").format(figures.unresolved)
        self.note.show_note(
            f"{self.code}: {wave_state_words(detail.wave.state)}",
            (
                wave_rows.way_words(detail.wave.method, None),
                units,
                tasks,
                *((left,) if figures.unresolved else ()),
            ),
        )
        self.table.show_rows(wave_rows.order_rows(self.orders, self.marked))
        self.host.refresh()

    def reload(self) -> None:
        """Look quietly what became of the orders."""
        self.host.look(wave_detail, self.host.desk[0], self.code, done=self._show)

    def why_codes(self) -> tuple[str, ...]:
        """Why the chosen order is where it is."""
        chosen = (one for one in self.orders if str(one.order_id) == self.table.chosen)
        return tuple(code for one in chosen for code in codes_of(one.number)) or (self.code,)

    def heading(self) -> Heading:
        """Whose orders, and how many."""
        words = orders_words(len(self.orders))
        return Heading(translate("board", "Orders of {0}").format(self.code), words)

    def instruction(self) -> Instruction:
        """Mark, then act."""
        if not self.orders:
            return Instruction(translate("board", "THERE IS NO ORDER IN {0}").format(self.code))
        if self.marked:
            words = translate("board", "{0} MARKED: F3 SPLITS THEM OFF, F4 MOVES THEM")
            return Instruction(words.format(len(self.marked)))
        return Instruction(translate("board", "MARK ORDERS WITH ENTER OR THEIR NUMBERS"))

    def keys(self) -> tuple[Action, ...]:
        """Cancel the wave, split off, move; Enter marks."""
        has_marks = bool(self.marked)
        key = self.table.chosen
        is_marked = key.isdigit() and int(key) in self.marked
        mark = translate("board", "Take mark off") if is_marked else translate("board", "Mark")
        return (
            Action("cancel", "F2", translate("board", "Cancel wave")),
            Action("split", "F3", translate("board", "Split off"), is_enabled=has_marks),
            Action("move", "F4", translate("board", "Move"), is_enabled=has_marks),
            ok_key(mark, is_enabled=bool(self.orders)),
        )

    def choose_number(self, number: int) -> bool:
        """Choose an order by its number, and mark it."""
        if not super().choose_number(number):
            return False
        self.confirm()
        return True

    def confirm(self) -> None:
        """Mark the chosen order, or take its mark off."""
        key = self.table.chosen
        if key:
            self.marked ^= {int(key)}
            is_marked = int(key) in self.marked
            self.table.show_rows(
                tuple(
                    wave_rows.marked_row(row, is_marked=is_marked) if row.key == key else row
                    for row in self.table.content.rows
                )
            )
            self.host.refresh()

    def do(self, name: str) -> bool:
        """Cancel, split off or move."""
        workplace, lead = self.host.desk
        match name:
            case "cancel":
                self.host.open_task(CancelTask(self.host, self.code))
            case "move" if self.marked:
                self.host.open_task(MergeTask(self.host, self.code, sorted(self.marked)))
            case "split" if self.marked:
                self.host.run(
                    partial(
                        split_wave,
                        workplace,
                        self.code,
                        SplitBy.ORDERS,
                        order_ids=sorted(self.marked),
                        operator_id=lead,
                    ),
                    done=self._split,
                )
            case _:
                return False
        return True

    def _split(self, deed: WaveDeed) -> None:
        words = translate("board", "{0}: {1} orders are now {2}")
        self.host.done(words.format(deed.code, len(deed.orders), ", ".join(deed.others)))
