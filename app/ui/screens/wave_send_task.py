"""The pages that send people to a wave: somebody or a zone, and what that changes beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from app.services.board_forecast import BoardWave
from app.services.people_now import PersonNow
from app.services.reassigning import Given
from app.services.sending_people import (
    by_zone,
    effect_of_sending,
    send_to_wave,
    send_zone_to_wave,
    who_can_be_sent,
)
from app.ui.message import translate
from app.ui.screens import send_rows, wave_rows
from app.ui.screens.board_task import Host, ListTask
from app.ui.screens.heading import Heading
from app.ui.screens.wave_tasks import ok_key
from app.ui.widgets.action_row import Action
from app.ui.widgets.desk_rows import Column, DeskRow
from app.ui.widgets.instruction_line import Instruction

MOST_EFFECTS = 6
"""Waves of which is told what sending somebody changes; of the others it changes less."""


class _Sending(ListTask):
    """Reads who is there; the card tells the finish of each wave before and after sending them."""

    def __init__(self, host: Host, code: str, columns: tuple[Column, ...], name: str) -> None:
        super().__init__(host, code, columns, name)
        self.people: tuple[PersonNow, ...] | None = None
        self._first = ""

    def start(self) -> None:
        """Read who is there."""
        workplace, lead = self.host.desk
        self.host.run(who_can_be_sent, workplace, lead, done=self._show_first)

    def reload(self) -> None:
        """Look quietly who is there now."""
        workplace, lead = self.host.desk
        self.host.look(who_can_be_sent, workplace, lead, done=self._show)

    def _show_first(self, people: tuple[PersonNow, ...]) -> None:
        self._show(people)
        self.table.choose(self._first)

    def _show(self, people: tuple[PersonNow, ...]) -> None:
        self.people = people
        self.table.show_rows(self.rows(people))
        self.row_chosen()

    def rows(self, people: tuple[PersonNow, ...]) -> tuple[DeskRow, ...]:
        """What can be chosen."""
        raise NotImplementedError

    @property
    def chosen(self) -> Sequence[PersonNow]:
        """Who would go."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """Who would go, in words."""
        raise NotImplementedError

    @property
    def wave(self) -> BoardWave | None:
        """The wave they would go to, as it was read last."""
        told = self.host.told
        return None if told is None else told.wave(self.code)

    def why_codes(self) -> tuple[str, ...]:
        """Why who would go has this work, or none."""
        return tuple(one.name for one in self.chosen) or super().why_codes()

    def row_chosen(self) -> None:
        """Tell what sending them would change."""
        told, wave, chosen = self.host.told, self.wave, self.chosen
        if told is not None and wave is not None and chosen:
            effects = effect_of_sending(told.board, chosen, wave.wave_id)[:MOST_EFFECTS]
            heading = translate("board", "{0} TO {1}").format(self.name, self.code)
            lines = wave_rows.effect_words(self.code, self.name, effects)
            self.note.show_note(heading, lines)
        super().row_chosen()

    def send_key(self) -> Action:
        """Enter sends."""
        text = translate("board", "Send")
        return ok_key(text, self.name, is_enabled=bool(self.chosen))


class SendTask(_Sending):
    """Who is sent to a wave: those who have no work stand first."""

    def __init__(self, host: Host, code: str, person: str = "") -> None:
        """Ask who.

        Args:
            host: the screen.
            code: the wave.
            person: the number of whoever is thought of first; whoever is free if empty.
        """
        super().__init__(host, code, send_rows.people_columns(), "people to send")
        self._first = person

    def rows(self, people: tuple[PersonNow, ...]) -> tuple[DeskRow, ...]:
        """Everybody who is there."""
        return send_rows.people_rows(people)

    @property
    def chosen(self) -> Sequence[PersonNow]:
        """Who would go."""
        key = self.table.chosen
        return [one for one in self.people or () if str(one.operator_id) == key]

    @property
    def name(self) -> str:
        """Their name."""
        return next((one.name for one in self.chosen), "")

    def heading(self) -> Heading:
        """Where somebody is sent."""
        return Heading(translate("board", "Send somebody"), self.code)

    def instruction(self) -> Instruction:
        """Choose."""
        if self.people is None:
            return Instruction(translate("board", "LOOKING WHO IS THERE"), is_working=True)
        if not self.most():
            return Instruction(translate("board", "NOBODY WHO MAY PICK IS SIGNED IN"))
        words = translate("board", "CHOOSE WHO GOES TO {0}, THEN ENTER")
        return Instruction(words.format(self.code))

    def keys(self) -> tuple[Action, ...]:
        """Enter sends; or all people of a zone go."""
        return (Action("zone", "F2", translate("board", "A zone")), self.send_key())

    def do(self, name: str) -> bool:
        """Zones in the place of people."""
        if name == "zone":
            self.host.open_task(SendZoneTask(self.host, self.code))
        return name == "zone"

    def confirm(self) -> None:
        """Give them the next work of the wave."""
        workplace, lead = self.host.desk
        for person in self.chosen:
            number = person.operator_id
            self.host.run(send_to_wave, workplace, lead, number, self.code, done=self._sent)

    def _sent(self, given: Given) -> None:
        words = translate("board", "{0} goes to {1} next: {2} lines")
        self.host.sent((given,), words.format(given.operator_name, self.code, given.lines))


class SendZoneTask(_Sending):
    """Which zone's people are sent to a wave, all of them at once."""

    def __init__(self, host: Host, code: str) -> None:
        super().__init__(host, code, send_rows.zone_columns(), "zones to send")

    def rows(self, people: tuple[PersonNow, ...]) -> tuple[DeskRow, ...]:
        """The zones in which anybody works."""
        return send_rows.zone_rows(by_zone(people), self.wave)

    @property
    def chosen(self) -> Sequence[PersonNow]:
        """All who work in the zone."""
        return by_zone(self.people or ()).get(self.table.chosen, ())

    @property
    def name(self) -> str:
        """The zone."""
        zone = self.table.chosen
        return translate("board", "zone {0}").format(zone) if zone else ""

    def heading(self) -> Heading:
        """Where a zone is sent."""
        return Heading(translate("board", "Send a zone"), self.code)

    def instruction(self) -> Instruction:
        """Choose."""
        if self.people is None:
            return Instruction(translate("board", "LOOKING WHO IS THERE"), is_working=True)
        if not self.most():
            return Instruction(translate("board", "NOBODY WORKS IN ONE ZONE ONLY"))
        words = translate("board", "CHOOSE THE ZONE THAT GOES TO {0}, THEN ENTER")
        return Instruction(words.format(self.code))

    def keys(self) -> tuple[Action, ...]:
        """Enter sends; or one person goes."""
        return (Action("person", "F2", translate("board", "One person")), self.send_key())

    def do(self, name: str) -> bool:
        """People in the place of zones."""
        if name == "person":
            self.host.open_task(SendTask(self.host, self.code))
        return name == "person"

    def confirm(self) -> None:
        """Give all of them the next work of the wave."""
        if self.chosen:
            workplace, lead = self.host.desk
            zone = self.table.chosen
            self.host.run(send_zone_to_wave, workplace, lead, zone, self.code, done=self._sent)

    def _sent(self, given: tuple[Given, ...]) -> None:
        names = ", ".join(one.operator_name for one in given)
        lines = sum(one.lines for one in given)
        words = translate("board", "{0} go to {1} next: {2} lines")
        self.host.sent(given, words.format(names, self.code, lines))
