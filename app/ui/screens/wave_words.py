"""What the wave board says of the chosen wave: what to do, the facts beside it, its keys."""

from __future__ import annotations

from app.domain.waves import UNRELEASED, WaveState
from app.services.board_forecast import BoardWave
from app.services.forecasting import Verdict
from app.ui.message import translate
from app.ui.screens import wave_rows
from app.ui.screens.wave_tasks import ok_key
from app.ui.theme import Theme
from app.ui.tokens import State
from app.ui.widgets.action_row import Action
from app.ui.widgets.instruction_line import Instruction


def instruction(wave: BoardWave | None) -> Instruction:
    """What to do about the chosen wave."""
    if wave is None:
        return Instruction(translate("board", "NO WAVE IS OPEN"))
    detail = ""
    if not Theme.current().is_low:
        detail = translate("board", "a number or the arrows choose another")
    if wave.view.state in UNRELEASED:
        words = translate("board", "PRESS ENTER TO LOOK AT {0}")
    elif wave.verdict in (Verdict.LATE, Verdict.CLOSE):
        words = translate("board", "{0} IS IN DANGER: SEND SOMEBODY")
    else:
        words = translate("board", "{0} GOES WELL")
    return Instruction(words.format(wave.view.code), detail=detail)


def note(wave: BoardWave | None) -> tuple[str, tuple[str, ...], State | None]:
    """The chosen wave in words, and what is wrong with it."""
    if wave is None:
        words = translate("board", "Templates and channels make waves, and so does the shell.")
        return translate("board", "NOTHING TO DO"), (words,), None
    figures = wave.view.figures
    parts = [
        translate("board", "{0} orders, {1} done").format(figures.orders, figures.done),
        wave_rows.way_words(wave.view.method, None),
    ]
    if wave.finish.nobody_in:
        zones = ", ".join(zone or wave_rows.DASH for zone in wave.finish.nobody_in)
        parts.append(translate("board", "nobody works in zone {0}").format(zones))
    elif wave.verdict in (Verdict.LATE, Verdict.CLOSE) and wave.finish.by_zone:
        zone = max(wave.finish.by_zone, key=lambda each: wave.finish.by_zone[each])
        left = wave_rows.hours(wave.finish.by_zone[zone])
        words = translate("board", "{0} of picking left").format(left)
        where = translate("board", "zone {0}: {1}").format(zone, words) if zone else words
        parts.append(where)
    if figures.short:
        parts.append(translate("board", "{0} units short").format(figures.short))
    if figures.held:
        parts.append(translate("board", "{0} orders held").format(figures.held))
    state = wave_rows.VERDICT_STATES[wave.verdict]
    return wave.view.code, tuple(parts), state if state is not State.OK else None


def keys(wave: BoardWave | None) -> tuple[Action, ...]:
    """What can be done with the chosen wave."""
    late = Action("late", "F4", translate("board", "Late list"), "")
    if wave is None:
        return (late,)
    code, state = wave.view.code, wave.view.state
    is_open, is_held = state is not WaveState.COMPLETE, state is WaveState.HELD
    on_floor = is_open and state not in UNRELEASED
    hold = translate("board", "Go on") if is_held else translate("board", "Hold")
    enter = translate("board", "Its orders") if on_floor else translate("board", "Look and release")
    return (
        Action("hold", "F2", hold, "", code, is_enabled=is_open),
        Action("split", "F3", translate("board", "Split"), "", code, is_enabled=is_open),
        late,
        Action("merge", "F5", translate("board", "Merge"), "", code, is_enabled=is_open),
        Action("send", "F7", translate("board", "Send"), "operator", code, is_enabled=on_floor),
        Action("orders", "F9", translate("board", "Orders"), "", code),
        ok_key(enter if is_open else translate("board", "Its orders"), code),
    )
