"""The panels and keys of the pick screen, made from the state alone."""

from __future__ import annotations

from app.domain.pick_boxing import Boxing
from app.domain.pick_lines import Stop
from app.domain.pick_panels import SHORT_REASONS, SKIP_REASONS
from app.domain.pick_state import (
    PickMethod,
    PickPrompt,
    PickState,
    ShortReason,
    SkipReason,
)
from app.domain.readings import Command
from app.ui.floor_words import command_word, lines_words, units_words
from app.ui.message import translate
from app.ui.screens import pick_carton_view, pick_exception_view, pick_zone_view
from app.ui.screens.numbered_panel import FOUND, MOST_TILES, WHY, Panel, numbers
from app.ui.screens.pick_view import units_in_hand
from app.ui.tokens import State
from app.ui.widgets.action_row import Action
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.verdict_band import Verdict, VerdictRow


def panel(state: PickState) -> Panel | None:
    """The panel the prompt asks for; None where the line itself is shown."""
    asked = pick_exception_view.panel(state)
    stop = state.stop
    if asked is not None or stop is None:
        return asked
    place = stop.line.location
    match state.prompt:
        case PickPrompt.SHORT_QUANTITY:
            return _found_panel(state, stop)
        case PickPrompt.SHORT_REASON:
            title = translate("pick", "SHORT at {0}: found {1} of {2}")
            return Panel(title.format(place, state.found, stop.quantity), (_why(),))
        case PickPrompt.SKIP_REASON:
            title = translate("pick", "SKIP {0} again: it comes last").format(place)
            choices = tuple(
                Choice(reason.value, number, skip_words(reason))
                for number, reason in enumerate(SKIP_REASONS, start=1)
            )
            why = ChoiceGroup(WHY, translate("pick", "WHY"), choices, choices[0].name)
            return Panel(title, (why,))
    return None


def _found_panel(state: PickState, stop: Stop) -> Panel:
    title = translate("pick", "SHORT at {0}: need {1}").format(stop.line.location, stop.quantity)
    if stop.quantity > MOST_TILES:
        title += translate("pick", ", type larger numbers")
    asks = translate("pick", "FOUND")
    found = ChoiceGroup(FOUND, asks, numbers(stop.quantity - 1), str(state.found))
    return Panel(title, (found,) if state.short_reason is not None else (found, _why()))


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
        ShortReason.EXPIRED: translate("pick", "Past its date"),
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
    if state.prompt is PickPrompt.SCAN_LANE:
        return (_skip(translate("pick", "no label")), *_undo(state), _pause(), _help())
    if pick_zone_view.is_fetching(state):
        return (_skip(translate("pick", "not there")), _pause(), _help())
    if state.prompt is PickPrompt.SCAN_TOTE:
        return _set_up_keys(state)
    if state.prompt is PickPrompt.OPEN_CARTON and state.boxing is not None:
        return _carton_keys(state.boxing)
    if state.prompt in _SEEING_TO:
        return _stopped_keys(state)
    if panel(state) is not None or state.prompt in _LEFT_BY_UNDO:
        return _panel_keys(state)
    stop = state.stop
    if state.prompt is PickPrompt.CONFIRM_QUANTITY and stop is not None:
        note = translate("pick", "{0} are in the tote").format(stop.quantity)
        if state.boxing is not None:
            note = translate("pick", "{0} are in the carton").format(stop.quantity)
        return (*_line_keys(state), _ok(translate("pick", "OK"), note))
    return _line_keys(state)


_LEFT_BY_UNDO = (
    PickPrompt.UNDO,
    PickPrompt.UNDO_TOTE,
    PickPrompt.NEXT_TOTE,
    PickPrompt.DAMAGED_PLACE,
    PickPrompt.SCAN_SERIAL,
)
_SEEING_TO = (PickPrompt.TAKE_OUT, PickPrompt.TAKE_TOTE_OFF, PickPrompt.SET_TOTE_ASIDE)
_BY_SCAN = (
    PickPrompt.UNDO_TOTE,
    PickPrompt.NEXT_TOTE,
    PickPrompt.DAMAGED_PLACE,
    PickPrompt.SCAN_SERIAL,
)
"""Prompts that no OK answers."""


def _line_keys(state: PickState) -> tuple[Action, ...]:
    wrong = translate("pick", "Wrong location")
    return (
        Action(Command.SHORT.value, "F2", translate("pick", "Short"), "short"),
        Action(Command.DAMAGED.value, "F3", translate("pick", "Damaged"), "damaged"),
        Action(
            Command.SKIP.value,
            "F4",
            translate("pick", "Skip"),
            "skip",
            is_enabled=bool(state.upcoming),
        ),
        *_substitute(state),
        *_undo(state),
        Action(Command.WRONG_LOCATION.value, "F7", wrong, "wrong_location"),
        _pause(),
        _full(state),
        _help(),
    )


def _full(state: PickState) -> Action:
    words = translate("pick", "Tote full") if state.boxing is None else translate("pick", "Full")
    return Action(Command.FULL.value, "F9", words, "tote" if state.boxing is None else "carton")


def _substitute(state: PickState) -> tuple[Action, ...]:
    """Another item is offered where a customer agreed to it and one is known."""
    stop = state.stop
    if stop is None or not any(line.substitute for line in stop.lines):
        return ()
    return (Action(Command.SUBSTITUTE.value, "F5", translate("pick", "Instead"), "substitute"),)


def _set_up_keys(state: PickState) -> tuple[Action, ...]:
    """One tote is scanned or nothing; a cart may go with fewer than it has positions."""
    bound = [position for position in state.positions if position.tote is not None]
    if state.has_one_target or not bound:
        return (_pause(), _help())
    off = translate("pick", "{0} off {1}").format(bound[-1].tote, bound[-1].label)
    undo = Action(Command.UNDO.value, "F6", translate("pick", "Undo"), "undo", off)
    note = translate("pick", "with {0} totes").format(len(bound))
    # Not the default: an Enter too many would send orders away.
    start = Action(Command.START.value, "F9", translate("pick", "Start"), "next", note)
    return (undo, _pause(), start, _help())


def _carton_keys(boxing: Boxing) -> tuple[Action, ...]:
    keys = (_pause(), _help())
    if boxing.suggested is None:
        return keys
    note = translate("pick", "carton {0}").format(boxing.suggested)
    return (*keys, _ok(translate("pick", "OK"), note))


def _stopped_keys(state: PickState) -> tuple[Action, ...]:
    order = state.to_leave
    keys = (_pause(), _help()) if state.stop is not None else (_help(),)
    is_carried = order is None or state.holds_goods_of(order)
    if is_carried or state.prompt is PickPrompt.TAKE_TOTE_OFF or order is None:
        return keys
    note = translate("pick", "without order {0}").format(order.number)
    return (*keys, _ok(translate("pick", "OK"), note))


def _panel_keys(state: PickState) -> tuple[Action, ...]:
    if state.prompt is PickPrompt.CHECK_EMPTY:
        return (*_undo(state), _help(), _ok(translate("pick", "OK"), _default_note(state)))
    no_change = translate("pick", "no change")
    leave = Action(Command.UNDO.value, "F6", translate("pick", "Back"), "undo", no_change)
    keys = (leave, _pause(), _help())
    if state.prompt in _BY_SCAN:
        return keys
    return (*keys, _ok(translate("pick", "OK"), _default_note(state)))


def _undo(state: PickState) -> tuple[Action, ...]:
    if units_in_hand(state):
        note = translate("pick", "{0} in hand").format(units_in_hand(state))
    elif state.counted:
        note = translate("pick", "item again")
    elif state.history:
        step = state.history[-1]
        line = state.line_with(step.parts[0].pick_line_id)
        note = translate("pick", "{0} x {1}").format(step.quantity, line.item.sku)
    else:
        note = ""
    if not note and state.boxing is not None and state.tote is not None:
        note = translate("pick", "another carton")
    undo = translate("pick", "Undo")
    return (Action(Command.UNDO.value, "F6", undo, "undo", note, is_enabled=bool(note)),)


def _skip(note: str) -> Action:
    return Action(Command.SKIP.value, "F4", translate("pick", "Skip"), "skip", note)


def _pause() -> Action:
    return Action(Command.PAUSE.value, "F8", translate("pick", "Pause"), "pause")


def _help() -> Action:
    return Action(Command.HELP.value, "F1", translate("pick", "Help"), "help")


def _ok(text: str, note: str, command: Command = Command.OK) -> Action:
    return Action(command.value, "ENTER", text, "enter", note)


def _default_note(state: PickState) -> str:
    match state.prompt:
        case PickPrompt.SHORT_QUANTITY | PickPrompt.SUBSTITUTE:
            return translate("pick", "found {0}").format(state.found)
        case PickPrompt.SHORT_REASON:
            return short_words(SHORT_REASONS[0])
        case PickPrompt.SKIP_REASON:
            return skip_words(SKIP_REASONS[0])
    return pick_exception_view.default_note(state) or translate("pick", "it is back in its place")


def done_verdict(state: PickState) -> Verdict:
    """The end of a task: what lies in the totes, what is short, where the totes go."""
    if state.boxing is not None:
        return pick_carton_view.done_verdict(state)
    picked = sum(line.picked for line in state.lines)
    short = sum(line.short for line in state.lines)
    totes = tuple(tote for position in state.positions for tote in position.totes)
    in_totes = (
        translate("pick", "in the totes") if len(totes) > 1 else translate("pick", "in the tote")
    )
    rows = [VerdictRow(in_totes, ", ".join(totes[:MOST_TOTES]), place=units_words(picked))]
    if short:
        words = translate("pick", "{0}, the shift lead knows").format(units_words(short))
        rows.append(VerdictRow(translate("pick", "short"), words))
    title = translate("pick", "ORDER {0}").format(state.order_number)
    if len(state.orders) > 1:
        title = translate("pick", "{0} ORDERS").format(len(state.orders))
    return Verdict(
        State.OK,
        translate("pick", "DONE"),
        title,
        tuple(rows),
        _where_to(state, totes),
        translate("pick", "Done: {0}.").format(lines_words(len(state.lines))),
    )


MOST_TOTES = 4
"""Totes that are named at the end; more are on the cart to be seen."""


def _where_to(state: PickState, totes: tuple[str, ...]) -> str:
    if state.onward is not None:
        return pick_zone_view.ending(state)
    next_card = command_word(Command.NEXT)
    if state.method is PickMethod.ZONE_PARALLEL:
        words = translate("pick", "Bring {0} to the consolidation shelf, scan {1}.")
        what = ", ".join(totes[:MOST_TOTES]) or translate("pick", "the cart")
        return words.format(what, next_card)
    if state.method is PickMethod.BATCH:
        words = translate("pick", "Bring {0} to the put wall, scan {1}.")
        what = ", ".join(totes[:MOST_TOTES]) or translate("pick", "the cart")
        return words.format(what, next_card)
    if len(totes) > 1:
        words = translate("pick", "Put the {0} totes on the pack lane, scan {1}.")
        return words.format(len(totes), next_card)
    words = translate("pick", "Put tote {0} on the pack lane, scan {1}.")
    return words.format(state.tote or "", next_card)
