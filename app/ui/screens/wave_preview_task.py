"""The page that shows a wave before its release: two plans side by side, one key to choose one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from app.domain.wave_choice import WhyThisWay
from app.domain.waves import WaveState
from app.services.wave_preview import PlanSide, WavePreview, choose_way, wave_preview
from app.services.wave_release import WaveRelease, plan_wave, release_wave
from app.ui.floor_words import wave_state_words
from app.ui.message import translate
from app.ui.screens import wave_rows
from app.ui.screens.board_task import BoardTask, Host
from app.ui.screens.heading import Heading
from app.ui.screens.wave_tasks import ok_key
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State, TextSize
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.note_card import NoteCard
from app.ui.widgets.plan_sheet import PlanFigure, PlanHead, PlanLine, PlanSheet


class PreviewTask(BoardTask):
    """A wave that is not released: what it comes to, and what it could come to."""

    def __init__(self, host: Host, code: str) -> None:
        super().__init__(host, code)
        self.preview: WavePreview | None = None
        self.sheet = PlanSheet()
        self.note = NoteCard(largest=TextSize.ITEM)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().mm(SPACING_MM))
        column.addWidget(self.sheet, 5)
        column.addWidget(self.note, 2)

    def start(self) -> None:
        """Work the plans out, beside the window."""
        workplace, lead = self.host.desk
        self.host.run(wave_preview, workplace, self.code, lead, self.host.memory, done=self._show)

    def _show(self, preview: WavePreview) -> None:
        self.preview = preview
        self.sheet.show_plans(heads(preview), lines(preview))
        self.note.show_note(
            translate("board", "RECOMMENDED: PLAN {0}").format(preview.best + 1),
            (reason(preview), *warnings(preview)),
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
            else translate("board", "{0} orders").format(plan.orders)
        )
        release = ok_key(translate("board", "Release"), note, is_enabled=self.can_release)
        if len(self.preview.sides) < 2:
            return (release,)
        way = self.preview.sides[1].way
        other = wave_rows.way_words(way.method, way.positions)
        return (Action("other", "F2", translate("board", "Take plan 2"), "", other), release)

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
        """Let the wave be worked by the second plan."""
        if name != "other" or self.preview is None or len(self.preview.sides) < 2:
            return name == "other"
        workplace, lead = self.host.desk
        way = self.preview.sides[1].way
        self.host.run(
            partial(choose_way, workplace, self.code, way, operator_id=lead),
            done=lambda _: self.start(),
        )
        return True

    def confirm(self) -> None:
        """Release, or let a held wave go on."""
        if self.preview is None:
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


def heads(preview: WavePreview) -> tuple[PlanHead, ...]:
    """What stands above each plan; the wave's own is the one that a release takes."""
    titles = (translate("board", "1  AS THE WAVE SAYS"), translate("board", "2  INSTEAD"))
    if preview.best == 1:
        titles = (titles[0], translate("board", "2  RECOMMENDED"))
    elif len(preview.sides) > 1:
        titles = (translate("board", "1  AS THE WAVE SAYS, RECOMMENDED"), titles[1])
    return tuple(
        PlanHead(title, wave_rows.way_words(side.way.method, side.way.positions), at == 0)
        for at, (title, side) in enumerate(zip(titles, preview.sides, strict=False))
    )


def lines(preview: WavePreview) -> tuple[PlanLine, ...]:
    """The figures of both plans, side by side."""
    sides = preview.sides
    rows = [
        _line(translate("board", "Orders, lines, units"), sides, _amount),
        _line(translate("board", "Tasks, totes"), sides, _loads),
        _line(translate("board", "Walking"), sides, _metres),
        _line(translate("board", "Work of people"), sides, _work),
        _line(translate("board", "Done at"), sides, _finish),
    ]
    dues = [cut.cut_off_at for cut in sides[0].cut_offs if cut.cut_off_at is not None][:3]
    for due in dues:
        title = translate("board", "Orders due {0}").format(wave_rows.clock(due))
        rows.append(
            PlanLine(
                title,
                tuple(
                    next(
                        (
                            PlanFigure(
                                wave_rows.clock(cut.done_at),
                                State.OK if cut.is_in_time else State.STOP,
                            )
                            for cut in side.cut_offs
                            if cut.cut_off_at == due
                        ),
                        PlanFigure(wave_rows.DASH),
                    )
                    for side in sides
                ),
            )
        )
    if any(side.outcome.cut_off_at is not None for side in sides):
        title = translate("board", "Pickers it takes")
        rows.append(
            PlanLine(title, tuple(PlanFigure(_people(side, preview.pickers)) for side in sides))
        )
    return tuple(rows)


def reason(preview: WavePreview) -> str:
    """Why a plan is recommended, in one sentence."""
    best = preview.sides[preview.best]
    way = wave_rows.way_words(best.way.method, best.way.positions)
    done = wave_rows.clock(best.outcome.done_at)
    match preview.why:
        case WhyThisWay.ONLY_IN_TIME:
            words = translate("board", "{0} is done at {1} and keeps the cut-off; plan 1 is late.")
            return words.format(way, done)
        case WhyThisWay.LESS_WORK:
            words = translate("board", "{0} takes {1} % less of people's time: {2} instead of {3}.")
            return words.format(
                way,
                round(100 * preview.saved),
                wave_rows.hours(best.outcome.seconds),
                wave_rows.hours(preview.own.outcome.seconds),
            )
        case WhyThisWay.EARLIER:
            words = translate("board", "No plan keeps the cut-off; {0} is done first, at {1}.")
            return words.format(way, done)
        case WhyThisWay.AS_IT_SAYS:
            return translate("board", "No other way to work it is better.")


def warnings(preview: WavePreview) -> tuple[str, ...]:
    """Orders that cannot go, units that are missing, faces to be filled first."""
    plan = preview.own.plan
    found = []
    if plan.bad:
        numbers = ", ".join(bad.number for bad in plan.bad[:4])
        more = "" if len(plan.bad) <= 4 else " …"
        words = translate("board", "{0} orders cannot be released: {1}")
        found.append(words.format(len(plan.bad), numbers + more))
    if plan.missing:
        units = sum(one.units for one in plan.missing)
        words = translate("board", "{0} units of {1} items are missing.")
        found.append(words.format(units, len(plan.missing)))
    if plan.from_reserve:
        units = sum(one.units for one in plan.from_reserve)
        words = translate("board", "{0} units of {1} items come from reserve: refill first.")
        found.append(words.format(units, len(plan.from_reserve)))
    if not preview.pickers:
        found.append(translate("board", "Nobody picks now: told for one picker who begins."))
    return tuple(found)


def _line(
    title: str, sides: tuple[PlanSide, ...], told: Callable[[PlanSide], PlanFigure]
) -> PlanLine:
    return PlanLine(title, tuple(told(side) for side in sides))


def _amount(side: PlanSide) -> PlanFigure:
    return PlanFigure(f"{side.plan.orders} / {side.plan.lines} / {side.plan.units}")


def _loads(side: PlanSide) -> PlanFigure:
    return PlanFigure(f"{side.plan.tasks} / {side.plan.totes}")


def _metres(side: PlanSide) -> PlanFigure:
    if side.plan.metres is None:
        return PlanFigure(translate("board", "no floor plan"))
    return PlanFigure(translate("board", "{0} m").format(f"{side.plan.metres:,}"))


def _work(side: PlanSide) -> PlanFigure:
    return PlanFigure(wave_rows.hours(side.outcome.seconds))


def _finish(side: PlanSide) -> PlanFigure:
    words = wave_rows.clock(side.outcome.done_at)
    if side.earliest is not None and side.latest is not None:
        half = round((side.latest - side.earliest).total_seconds() / 120)
        words = translate("board", "{0} ± {1} min").format(words, half)
    return PlanFigure(words, wave_rows.VERDICT_STATES[side.verdict])


def _people(side: PlanSide, pickers: int) -> str:
    if side.fewest is None:
        return translate("board", "more than {0}").format(max(1, pickers))
    return translate("board", "{0} of {1}").format(side.fewest, max(1, pickers))
