"""The panels and keys of the pick screen, made from the state alone."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.pick_panels import SHORT_REASONS, SKIP_REASONS
from app.domain.pick_state import PickLine, PickPrompt, PickState, ShortReason, SkipReason
from app.domain.readings import Command
from app.ui.floor_words import command_word, lines_words, units_words
from app.ui.message import translate
from app.ui.tokens import State
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.verdict_band import Verdict, VerdictRow

MOST_TILES = 10
"""Numbers offered as tiles; larger ones are typed."""

FOUND, WHY = "found", "why"


@dataclass(frozen=True)
class Panel:
    """A question in place of the line: its title and its numbered answers."""

    title: str
    groups: tuple[ChoiceGroup, ...]


def panel(state: PickState) -> Panel | None:
    """The panel the prompt asks for; None where the line itself is shown."""
    line = state.line
    if line is None:
        return None
    match state.prompt:
        case PickPrompt.SHORT_QUANTITY:
            return _found_panel(state, line)
        case PickPrompt.SHORT_REASON:
            title = translate("pick", "SHORT at {0}: found {1} of {2}")
            return Panel(title.format(line.location, state.found, line.open), (_why(),))
        case PickPrompt.SKIP_REASON:
            title = translate("pick", "SKIP {0} again: it comes last").format(line.location)
            choices = tuple(
                Choice(reason.value, number, skip_words(reason))
                for number, reason in enumerate(SKIP_REASONS, start=1)
            )
            why = ChoiceGroup(WHY, translate("pick", "WHY"), choices, choices[0].name)
            return Panel(title, (why,))
    return None


def _found_panel(state: PickState, line: PickLine) -> Panel:
    is_damaged = state.short_reason is ShortReason.DAMAGED
    title = translate("pick", "SHORT at {0}: need {1}")
    if is_damaged:
        title = translate("pick", "DAMAGED at {0}: need {1}")
    title = title.format(line.location, line.open)
    if line.open > MOST_TILES:
        title += translate("pick", ", type larger numbers")
    choices = tuple(Choice(str(number), number) for number in range(min(line.open, MOST_TILES)))
    asks = translate("pick", "GOOD ONES FOUND") if is_damaged else translate("pick", "FOUND")
    found = ChoiceGroup(FOUND, asks, choices, str(state.found))
    return Panel(title, (found,) if is_damaged else (found, _why()))


def _why() -> ChoiceGroup:
    choices = tuple(
        Choice(reason.value, number, short_words(reason))
        for number, reason in enumerate(SHORT_REASONS, start=1)
    )
    return ChoiceGroup(WHY, translate("pick", "WHY"), choices, choices[0].name)


def short_words(reason: ShortReason) -> str:
    """Why units are missing."""
    words = {
        ShortReason.EMPTY: translate("pick", "Location empty"),
        ShortReason.DAMAGED: translate("pick", "Damaged"),
        ShortReason.OTHER_ITEM: translate("pick", "Other item in there"),
        ShortReason.UNREACHABLE: translate("pick", "Cannot reach it"),
    }
    return words[reason]


def skip_words(reason: SkipReason) -> str:
    """Why a line has to wait again."""
    words = {
        SkipReason.AISLE_BLOCKED: translate("pick", "Aisle blocked"),
        SkipReason.WAITING_FOR_REPLENISHMENT: translate("pick", "Refill is coming"),
        SkipReason.NEEDS_EQUIPMENT: translate("pick", "Ladder or truck needed"),
    }
    return words[reason]


def actions(state: PickState) -> tuple[Action, ...]:
    """What the picker can do now; each key keeps its place on all screens."""
    if state.prompt is PickPrompt.TASK_DONE:
        note = translate("pick", "next order")
        return (*_undo(state), _help(), _ok(translate("pick", "Next"), note, Command.NEXT))
    if state.prompt is PickPrompt.SCAN_TOTE:
        return (_pause(), _help())
    if panel(state) is not None or state.prompt is PickPrompt.UNDO:
        leave = Action(
            Command.UNDO.value,
            "F6",
            translate("pick", "Back"),
            "undo",
            translate("pick", "no change"),
        )
        return (leave, _pause(), _help(), _ok(translate("pick", "OK"), _default_note(state)))
    line_keys = (
        Action(Command.SHORT.value, "F2", translate("pick", "Short"), "short"),
        Action(Command.DAMAGED.value, "F3", translate("pick", "Damaged"), "damaged"),
        Action(
            Command.SKIP.value,
            "F4",
            translate("pick", "Skip"),
            "skip",
            is_enabled=bool(state.upcoming),
        ),
        *_undo(state),
        Action(
            Command.WRONG_LOCATION.value,
            "F7",
            translate("pick", "Wrong location"),
            "wrong_location",
        ),
        _pause(),
        _help(),
    )
    if state.prompt is PickPrompt.CONFIRM_QUANTITY and state.line is not None:
        note = translate("pick", "{0} are in the tote").format(state.line.open)
        return (*line_keys, _ok(translate("pick", "OK"), note))
    return line_keys


def _undo(state: PickState) -> tuple[Action, ...]:
    if state.counted:
        note = translate("pick", "{0} in hand").format(state.counted)
    elif state.history:
        step = state.history[-1]
        line = next(line for line in state.lines if line.pick_line_id == step.pick_line_id)
        note = translate("pick", "{0} x {1}").format(step.quantity, line.item.sku)
    else:
        note = ""
    undo = translate("pick", "Undo")
    return (Action(Command.UNDO.value, "F6", undo, "undo", note, is_enabled=bool(note)),)


def _pause() -> Action:
    return Action(Command.PAUSE.value, "F8", translate("pick", "Pause"), "pause")


def _help() -> Action:
    return Action(Command.HELP.value, "F1", translate("pick", "Help"), "help")


def _ok(text: str, note: str, command: Command = Command.OK) -> Action:
    return Action(command.value, "ENTER", text, "enter", note)


def _default_note(state: PickState) -> str:
    match state.prompt:
        case PickPrompt.SHORT_QUANTITY:
            return translate("pick", "found {0}").format(state.found)
        case PickPrompt.SHORT_REASON:
            return short_words(SHORT_REASONS[0])
        case PickPrompt.SKIP_REASON:
            return skip_words(SKIP_REASONS[0])
    return translate("pick", "it is back in its place")


def done_verdict(state: PickState) -> Verdict:
    """The end of a task: what lies in the tote, what is short, where the tote goes."""
    picked = sum(line.picked for line in state.lines)
    short = sum(line.short for line in state.lines)
    in_tote = translate("pick", "in the tote")
    rows = [VerdictRow(in_tote, state.tote or "", place=units_words(picked))]
    if short:
        words = translate("pick", "{0}, the shift lead knows").format(units_words(short))
        rows.append(VerdictRow(translate("pick", "short"), words))
    next_card = command_word(Command.NEXT)
    do_this = translate("pick", "Put tote {0} on the pack lane, scan {1}.")
    return Verdict(
        State.OK,
        translate("pick", "DONE"),
        translate("pick", "ORDER {0}").format(state.order_number),
        tuple(rows),
        do_this.format(state.tote, next_card),
        translate("pick", "Done: {0}.").format(lines_words(len(state.lines))),
    )
