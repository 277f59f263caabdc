"""Pages of the wave board that ask what to do: split, merge, move orders, send people, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from app.domain.readings import Command
from app.services import waves
from app.services.wave_release import WaveAbort, abort_wave
from app.services.wave_sharing import SplitWays, WaveDeed, merge_waves, split_wave, split_ways
from app.services.waves import WaveChange
from app.ui.message import translate
from app.ui.screens import wave_rows
from app.ui.screens.board_task import Host, ListTask
from app.ui.screens.heading import Heading
from app.ui.tokens import State
from app.ui.widgets.action_row import Action
from app.ui.widgets.desk_rows import Cell, Column, DeskRow
from app.ui.widgets.instruction_line import Instruction


def ok_key(text: str, note: str = "", *, is_enabled: bool = True) -> Action:
    """What Enter does."""
    return Action(Command.OK.value, "ENTER", text, "enter", note, is_enabled=is_enabled)


class SplitTask(ListTask):
    """Which part of a wave leaves it."""

    def __init__(self, host: Host, code: str) -> None:
        super().__init__(host, code, wave_rows.part_columns(), "parts")

    def start(self) -> None:
        """Read what the wave could be split into."""
        workplace, lead = self.host.desk
        self.host.run(partial(split_ways, workplace, self.code, operator_id=lead), done=self._show)

    def _show(self, ways: SplitWays) -> None:
        self.table.show_rows(wave_rows.part_rows(ways))
        stays = translate("board", "Orders that were begun stay: {0}.").format(ways.begun)
        made = translate("board", "The part that leaves becomes a wave of its own.")
        undo = translate("board", "F6 merges both again.")
        heading = translate("board", "SPLIT {0}").format(self.code)
        self.note.show_note(heading, (made, stays, undo))
        self.host.refresh()

    def heading(self) -> Heading:
        """What is split."""
        return Heading(translate("board", "Split"), self.code)

    def instruction(self) -> Instruction:
        """Choose a part."""
        if not self.most():
            words = translate("board", "NOTHING OF {0} CAN LEAVE IT")
            return Instruction(words.format(self.code))
        return Instruction(translate("board", "CHOOSE THE PART THAT LEAVES, THEN ENTER"))

    def keys(self) -> tuple[Action, ...]:
        """Enter splits."""
        return (ok_key(translate("board", "Split"), is_enabled=bool(self.most())),)

    def confirm(self) -> None:
        """Let the chosen part leave."""
        if not self.table.chosen:
            return
        by, name = wave_rows.part_of(self.table.chosen)
        workplace, lead = self.host.desk
        self.host.run(
            partial(split_wave, workplace, self.code, by, wanted=[name], operator_id=lead),
            done=self._split,
        )

    def _split(self, deed: WaveDeed) -> None:
        words = translate("board", "{0}: {1} orders are now {2}")
        self.host.done(words.format(deed.code, len(deed.orders), ", ".join(deed.others)))


class MergeTask(ListTask):
    """Which wave another one is merged into, or orders of it are moved to."""

    def __init__(self, host: Host, code: str, order_ids: Sequence[int] = ()) -> None:
        """Ask for the other wave.

        Args:
            host: the screen.
            code: the wave that gives its orders.
            order_ids: only these; all of them if empty.
        """
        super().__init__(host, code, wave_rows.wave_columns(), "targets")
        self._ids = tuple(order_ids)

    def start(self) -> None:
        """Show the other waves."""
        self.reload()
        count = len(self._ids)
        what = (
            translate("board", "{0} orders of {1} change into the wave you choose.").format(
                count, self.code
            )
            if count
            else translate("board", "All orders of {0} change into the wave you choose.").format(
                self.code
            )
        )
        kept = translate("board", "What was begun keeps its picker and its totes.")
        undo = translate("board", "F6 undoes it.")
        self.note.show_note(self.heading().task, (what, kept, undo))

    def reload(self) -> None:
        """The other waves as they are now."""
        if self.host.told is not None:
            self.table.show_rows(wave_rows.mergeable(self.host.told.board, self.code))

    def why_codes(self) -> tuple[str, ...]:
        """Why the chosen wave is as it is."""
        return (self.table.chosen,) if self.table.chosen else super().why_codes()

    def heading(self) -> Heading:
        """What is moved."""
        title = translate("board", "Move orders") if self._ids else translate("board", "Merge")
        return Heading(title, self.code)

    def instruction(self) -> Instruction:
        """Choose a wave."""
        if not self.most():
            return Instruction(translate("board", "THERE IS NO OTHER OPEN WAVE"))
        return Instruction(translate("board", "CHOOSE THE OTHER WAVE, THEN ENTER"))

    def keys(self) -> tuple[Action, ...]:
        """Enter moves."""
        text = translate("board", "Move") if self._ids else translate("board", "Merge")
        return (ok_key(text, self.table.chosen, is_enabled=bool(self.most())),)

    def confirm(self) -> None:
        """Let the orders change into the chosen wave."""
        target = self.table.chosen
        workplace, lead = self.host.desk
        if not target:
            return
        if self._ids:
            self.host.run(
                partial(waves.move_to_wave, workplace, target, self._ids, operator_id=lead),
                done=self._moved,
            )
        else:
            self.host.run(
                partial(merge_waves, workplace, target, [self.code], operator_id=lead),
                done=lambda deed: self.host.done(merged_words(deed)),
            )

    def _moved(self, change: WaveChange) -> None:
        words = translate("board", "{0} orders are in {1} now, {2} stayed")
        self.host.done(words.format(len(change.orders), change.code, len(change.refused)))


def merged_words(deed: WaveDeed) -> str:
    """What a merge did."""
    words = translate("board", "{0} took {1} orders of {2}, {3} stayed")
    return words.format(deed.code, len(deed.orders), ", ".join(deed.others), len(deed.refused))


class CancelTask(ListTask):
    """The one question that asks for a second word: cancelling a wave."""

    KEEP, CANCEL = "keep", "cancel"

    def __init__(self, host: Host, code: str) -> None:
        super().__init__(host, code, (Column(translate("board", "CANCEL THE WAVE?")),), "cancel")

    def start(self) -> None:
        """Show both answers; the harmless one is the default."""
        self.table.show_rows(
            (
                DeskRow(self.KEEP, (Cell(translate("board", "1  No, keep it")),)),
                DeskRow(self.CANCEL, (Cell(translate("board", "2  Yes, cancel it")),)),
            )
        )
        self.note.show_note(
            translate("board", "CANCEL {0}").format(self.code),
            (
                translate("board", "Orders nobody has picked for go back to the desk."),
                translate("board", "What was begun is finished, in no wave."),
                translate("board", "No customer's order is cancelled by it."),
            ),
            State.LOOK,
        )
        self.host.refresh()

    def heading(self) -> Heading:
        """What is asked."""
        return Heading(translate("board", "Cancel wave"), self.code)

    def instruction(self) -> Instruction:
        """Answer."""
        return Instruction(
            translate("board", "TYPE 2 TO CANCEL {0}, 1 TO KEEP IT").format(self.code)
        )

    def keys(self) -> tuple[Action, ...]:
        """Enter takes the chosen answer."""
        is_sure = self.table.chosen == self.CANCEL
        text = translate("board", "Cancel it") if is_sure else translate("board", "Keep it")
        return (ok_key(text),)

    def confirm(self) -> None:
        """Do as answered."""
        if self.table.chosen != self.CANCEL:
            self.host.close_task()
            return
        workplace, lead = self.host.desk
        self.host.run(
            partial(abort_wave, workplace, self.code, operator_id=lead), done=self._cancelled
        )

    def _cancelled(self, done: WaveAbort) -> None:
        words = translate("board", "{0} is cancelled: {1} orders at the desk, {2} are finished")
        self.host.done(words.format(done.code, len(done.withdrawn), len(done.finished)))
