"""The page that sends somebody to a wave: who, and what that changes, before it is done."""

from __future__ import annotations

from functools import partial

from app.services.board_forecast import effect_of_sending
from app.services.reassigning import Given, send_to_wave
from app.ui.message import translate
from app.ui.screens import wave_rows
from app.ui.screens.board_task import Host, ListTask
from app.ui.screens.heading import Heading
from app.ui.screens.wave_tasks import ok_key
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import Instruction


class SendTask(ListTask):
    """Who is sent to a wave; the card tells the finish of each wave before and after it."""

    def __init__(self, host: Host, code: str, person: str = "") -> None:
        """Ask who.

        Args:
            host: the screen.
            code: the wave.
            person: the number of whoever is thought of first; anybody if empty.
        """
        super().__init__(host, code, wave_rows.people_columns(), "people to send")
        self._first = person

    def start(self) -> None:
        """Show who picks."""
        self.reload()
        self.table.choose(self._first)
        self.row_chosen()

    def reload(self) -> None:
        """Who picks now."""
        if self.host.told is not None:
            self.table.show_rows(wave_rows.people_rows(self.host.told.board))

    @property
    def name(self) -> str:
        """Who is chosen."""
        key = self.table.chosen
        if self.host.told is None or not key:
            return ""
        return self.host.told.board.pickers.get(int(key), "")

    def row_chosen(self) -> None:
        """Tell what sending them would change."""
        told = self.host.told
        wave = None if told is None else told.wave(self.code)
        if told is not None and wave is not None and self.table.chosen:
            effects = effect_of_sending(told.board, int(self.table.chosen), wave.wave_id)
            heading = translate("board", "{0} TO {1}").format(self.name, self.code)
            self.note.show_note(heading, wave_rows.effect_words(self.code, self.name, effects[:6]))
        super().row_chosen()

    def heading(self) -> Heading:
        """Where somebody is sent."""
        return Heading(translate("board", "Send somebody"), self.code)

    def instruction(self) -> Instruction:
        """Choose."""
        if not self.most():
            return Instruction(translate("board", "NOBODY PICKS NOW"))
        return Instruction(
            translate("board", "CHOOSE WHO GOES TO {0}, THEN ENTER").format(self.code)
        )

    def keys(self) -> tuple[Action, ...]:
        """Enter sends."""
        return (ok_key(translate("board", "Send"), self.name, is_enabled=bool(self.most())),)

    def confirm(self) -> None:
        """Give them the next work of the wave."""
        if not self.table.chosen:
            return
        workplace, lead = self.host.desk
        person = int(self.table.chosen)
        self.host.run(partial(send_to_wave, workplace, lead, person, self.code), done=self._sent)

    def _sent(self, given: Given) -> None:
        words = translate("board", "{0} goes to {1} next: {2} lines")
        self.host.sent(given, words.format(given.operator_name, self.code, given.lines))
