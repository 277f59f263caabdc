"""The page that shows a wave before its release: two plans side by side, one key to choose one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout

from app.domain.waves import WaveState
from app.services.wave_preview import WavePreview, choose_way, wave_preview
from app.services.wave_release import WaveRelease, plan_wave, release_wave
from app.services.wave_search import LOOK_LONGER, WaveSearch, search_carts
from app.ui.floor_words import orders_words, wave_state_words
from app.ui.message import translate
from app.ui.screens import preview_words, wave_rows
from app.ui.screens.board_task import BoardTask, Host
from app.ui.screens.heading import Heading
from app.ui.screens.wave_tasks import ok_key
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State, TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.note_card import NoteCard
from app.ui.widgets.plan_sheet import PlanSheet

WATCH_MS = 500


class PreviewTask(BoardTask):
    """A wave that is not released: what it comes to, and what it could come to."""

    def __init__(self, host: Host, code: str) -> None:
        super().__init__(host, code)
        self.preview: WavePreview | None = None
        self.search: WaveSearch | None = None
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._look)
        self.sheet = PlanSheet()
        self.note = NoteCard(largest=TextSize.ITEM)
        way = QBoxLayout.Direction
        is_low = Theme.current().is_low
        column = QBoxLayout(way.LeftToRight if is_low else way.TopToBottom, self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().air(SPACING_MM, SPACING_MM * 0.75))
        column.addWidget(self.sheet, 13)
        column.addWidget(self.note, 6)

    def start(self) -> None:
        """Work the plans out, beside the window."""
        workplace, lead = self.host.desk
        self.host.run(wave_preview, workplace, self.code, lead, self.host.memory, done=self._show)

    def _show(self, preview: WavePreview) -> None:
        self.preview = preview
        self.sheet.show_plans(preview_words.heads(preview), preview_words.lines(preview))
        self.note.show_note(
            translate("board", "BETTER: PLAN {0}").format(preview.best + 1),
            (preview_words.reason(preview), *preview_words.warnings(preview)),
            State.LOOK if preview.own.plan.bad else None,
        )
        self.host.refresh()

    @property
    def is_held(self) -> bool:
        """Whether somebody stops the release."""
        return self.preview is not None and self.preview.state is WaveState.HELD

    @property
    def can_release(self) -> bool:
        """Whether any order could go to the floor."""
        return self.preview is not None and self.preview.own.plan.orders > 0

    @property
    def can_search(self) -> bool:
        """Whether better carts could be looked for."""
        return self.preview is not None and not preview_words.no_search(self.preview)

    def _searching(self, search: WaveSearch) -> None:
        """The search runs in processes of its own; the page looks now and then how far it is."""
        self.search = search
        self._watch.start()
        self.host.refresh()

    def _look(self) -> None:
        search = self.search
        if search is not None and search.ended:
            self._watch.stop()
            self.search = None
            lead = self.host.desk[1]
            self.host.run(partial(search.keep, operator_id=lead), done=lambda _: self.start())
        self.host.refresh()

    def stop(self) -> None:
        """Nobody waits for better carts any more."""
        self._watch.stop()
        if self.search is not None:
            self.search.stop()
            self.search = None

    def heading(self) -> Heading:
        """Which wave, and its cut-off."""
        if self.preview is None:
            return Heading(translate("board", "Before release"), self.code)
        state = wave_state_words(self.preview.state)
        due = self.preview.own.outcome.cut_off_at
        return Heading(f"{translate('board', 'Before release')}: {self.code}", state, due)

    def instruction(self) -> Instruction:
        """Release, or choose the other plan first."""
        if self.preview is None:
            words = translate("board", "WORKING OUT WHAT {0} COMES TO").format(self.code)
            return Instruction(words, is_working=True)
        if self.is_held:
            return Instruction(translate("board", "HELD: PRESS ENTER TO LET IT GO ON"))
        if not self.can_release:
            return Instruction(
                translate("board", "NOTHING OF {0} CAN BE RELEASED").format(self.code)
            )
        if self.search is not None:
            words = translate("board", "LOOKING FOR SHORTER WALKS: {0} M SO FAR")
            words = words.format(round(self.search.metres))
            before = translate("board", "{0} m at once").format(round(self.search.metres_before))
            return Instruction(words, detail=before, is_working=True)
        words = translate("board", "PRESS ENTER TO RELEASE {0} BY PLAN 1").format(self.code)
        if len(self.preview.sides) > 1:
            return Instruction(words, detail=translate("board", "or 2: take plan 2"))
        return Instruction(words)

    def keys(self) -> tuple[Action, ...]:
        """The other plan, and Release."""
        if self.preview is None:
            return ()
        if self.is_held:
            return (ok_key(translate("board", "Go on")),)
        plan = self.preview.own.plan
        note = (
            translate("board", "{0} stay behind").format(len(plan.bad))
            if plan.bad
            else orders_words(plan.orders)
        )
        release = ok_key(translate("board", "Release"), note, is_enabled=self.can_release)
        if self.search is not None:
            return (Action("search", "F5", translate("board", "Take the best")),)
        found: list[Action] = [release]
        if self.can_search:
            text, note = translate("board", "Look longer"), translate("board", "for shorter walks")
            found.append(Action("search", "F5", text, "", note))
        if len(self.preview.sides) < 2:
            return tuple(found)
        way = self.preview.sides[1].way
        other = wave_rows.way_words(way.method, way.positions)
        return (Action("other", "F2", translate("board", "Take plan 2"), "", other), *found)

    def choose_number(self, number: int) -> bool:
        """2 takes the second plan; 1 is the wave's own."""
        if self.preview is None or not 1 <= number <= len(self.preview.sides):
            return False
        if number == 2:
            self.do("other")
        return True

    def most(self) -> int:
        """As many as there are plans."""
        return 0 if self.preview is None else len(self.preview.sides)

    def do(self, name: str) -> bool:
        """Let the wave be worked by the second plan, or look for better carts."""
        if name == "search":
            self._search()
            return True
        if name != "other" or self.preview is None or len(self.preview.sides) < 2:
            return name == "other"
        workplace, lead = self.host.desk
        way = self.preview.sides[1].way
        self.host.run(
            partial(choose_way, workplace, self.code, way, operator_id=lead),
            done=lambda _: self.start(),
        )
        return True

    def _search(self) -> None:
        """Look for better carts, or take the best so far."""
        workplace, lead = self.host.desk
        if self.search is not None:
            self.search.stop()
        elif self.can_search:
            self.host.run(
                partial(search_carts, workplace, self.code, LOOK_LONGER, operator_id=lead),
                done=self._searching,
            )

    def confirm(self) -> None:
        """Release, or let a held wave go on."""
        if self.preview is None or self.search is not None:
            return
        workplace, lead = self.host.desk
        if self.is_held:
            self.host.run(
                partial(plan_wave, workplace, self.code, operator_id=lead),
                done=lambda _: self.start(),
            )
        elif self.can_release:
            is_partial = bool(self.preview.own.plan.bad)
            self.host.run(
                partial(
                    release_wave,
                    workplace,
                    self.code,
                    leave_out_bad=is_partial,
                    operator_id=lead,
                ),
                done=self._released,
            )

    def _released(self, done: WaveRelease) -> None:
        if not done.released:
            self.start()  # something became bad meanwhile: the page says what
            return
        words = translate("board", "{0} is released: {1} orders in {2} tasks")
        self.host.done(words.format(done.code, len(done.released), done.tasks))
