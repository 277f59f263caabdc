"""What a pick prompt asks for, in words: the one line to do now, and what would have been right."""

from __future__ import annotations

from app.domain.confirmation import ConfirmationPolicy
from app.domain.pick_lines import PickLine, Stop
from app.domain.pick_state import PickPrompt, PickState
from app.ui.item_words import telling_words
from app.ui.message import Asked, Thing, translate
from app.ui.screens import pick_carton_view, pick_zone_view
from app.ui.screens.pick_view import item_end, line_at_hand, units_in_hand
from app.ui.widgets.instruction_line import Instruction

_ABOUT_TOTES = (
    PickPrompt.TAKE_OUT,
    PickPrompt.TAKE_TOTE_OFF,
    PickPrompt.SET_TOTE_ASIDE,
    PickPrompt.NEXT_TOTE,
)


def instruction(state: PickState) -> Instruction:
    """The one line that says what to do now."""
    return pick_zone_view.instruction(state) or _usual_instruction(state)


def _usual_instruction(state: PickState) -> Instruction:
    match state.prompt:
        case PickPrompt.SCAN_TOTE | PickPrompt.OPEN_CARTON:
            return _scan_tote(state)
        case PickPrompt.UNDO_TOTE:
            words = translate("pick", "TAKE {0} OUT OF {1}, SCAN IT")
            step = state.history[-1]
            return Instruction(words.format(step.quantity, _label(state, step.tote)), step.tote)
        case PickPrompt.UNDO:
            return _bring_back(state)
    if state.prompt in _ABOUT_TOTES:
        return _tote_instruction(state)
    stop = state.stop
    if stop is None or state.prompt is PickPrompt.CHECK_EMPTY:
        return _panel_instruction(state)
    match state.prompt:
        case PickPrompt.SCAN_LOCATION:
            detail = translate("pick", "or type its check digits")
            return Instruction(translate("pick", "SCAN LOCATION"), stop.line.location, detail)
        case PickPrompt.SCAN_ITEM | PickPrompt.SCAN_SERIAL:
            return _scan_item(state, stop)
        case PickPrompt.CONFIRM_QUANTITY:
            return _confirm(state, stop)
        case PickPrompt.PUT_IN_TOTE:
            return _put(state, stop)
    return _panel_instruction(state)


def _scan_tote(state: PickState) -> Instruction:
    position = state.to_fill
    if state.boxing is not None:
        return pick_carton_view.instruction(state.boxing)
    if state.has_one_target or position is None:
        return Instruction(translate("pick", "TAKE AN EMPTY TOTE, SCAN IT"))
    words = translate("pick", "SCAN A TOTE FOR {0}").format(position.label)
    is_begun = any(one.tote is not None for one in state.positions)
    detail = translate("pick", "START (F9) = go with fewer") if is_begun else ""
    return Instruction(words, detail=detail)


def _scan_item(state: PickState, stop: Stop) -> Instruction:
    if state.prompt is PickPrompt.SCAN_SERIAL:
        return _scan_serial(state, stop)
    code = item_end(stop.line.item)
    if stop.policy is ConfirmationPolicy.STRICT and stop.quantity > 1:
        detail = translate("pick", "each of the {0} units").format(stop.quantity)
        return Instruction(translate("pick", "SCAN EVERY UNIT"), code, detail)
    return Instruction(translate("pick", "SCAN ITEM"), code)


def _scan_serial(state: PickState, stop: Stop) -> Instruction:
    words = translate("pick", "SCAN ITS SERIAL NUMBER")
    detail = translate("pick", "unit {0} of {1}")
    if stop.quantity < 2:
        return Instruction(words)
    return Instruction(words, detail=detail.format(state.counted + 1, stop.quantity))


def _confirm(state: PickState, stop: Stop) -> Instruction:
    """The tote's scan, or OK, says that all are in; into a carton only units without a barcode."""
    tote = stop.puts[0].position.tote or ""
    if state.boxing is not None:
        name = pick_carton_view.carrier_name(state, tote).upper()
        words = translate("pick", "PUT {0} INTO {1}, PRESS OK")
        return Instruction(words.format(stop.quantity, name))
    words = translate("pick", "PUT {0} INTO TOTE, SCAN TOTE").format(stop.quantity)
    return Instruction(words, tote, translate("pick", "or OK = {0}").format(stop.quantity))


def _put(state: PickState, stop: Stop) -> Instruction:
    put = stop.puts[0]
    units = state.putting or put.quantity
    if state.has_one_target:
        words = translate("pick", "PUT {0} INTO TOTE, SCAN TOTE").format(units)
        return Instruction(words, put.position.tote or "")
    words = translate("pick", "PUT {0} INTO {1}, SCAN IT").format(units, put.position.label)
    then = translate("pick", "then {0} into {1}")
    rest = [then.format(other.quantity, other.position.label) for other in stop.puts[1:2]]
    return Instruction(words, put.position.tote or "", "".join(rest))


def _bring_back(state: PickState) -> Instruction:
    line = line_at_hand(state)
    words = translate("pick", "TAKE {0} OUT, PUT BACK, SCAN")
    if not state.has_one_target:
        words = translate("pick", "PUT {0} BACK, SCAN")
    detail = translate("pick", "or OK")
    place = "" if line is None else line.location
    return Instruction(words.format(state.history[-1].quantity), place, detail)


def _tote_instruction(state: PickState) -> Instruction:
    """What is said where totes themselves are handled, and not what lies in them."""
    taken, leaving = state.to_take_out, state.to_leave
    if state.prompt is PickPrompt.NEXT_TOTE:
        label = state.position_at(state.chosen).label
        words = translate("pick", "{0} FULL: SCAN THE NEXT TOTE").format(label)
        if state.has_one_target:
            words = translate("pick", "TOTE FULL: SCAN THE NEXT ONE")
        return Instruction(words, detail=translate("pick", "or a lane = unload"))
    off = state.to_take_off
    if state.prompt is PickPrompt.TAKE_TOTE_OFF and off is not None:
        words = translate("pick", "TAKE TOTE OFF {0}, SCAN IT")
        return Instruction(words.format(off.label), off.tote or "")
    if state.prompt is PickPrompt.TAKE_OUT and taken is not None:
        words = translate("pick", "TAKE {0} OUT OF {1}, SCAN WHERE TO")
        return Instruction(words.format(taken.quantity, _label(state, taken.tote)))
    if leaving is not None and state.holds_goods_of(leaving):
        words = translate("pick", "TAKE {0} AWAY, SCAN THE LANE")
        return Instruction(words.format(_label(state, state.totes_of(leaving)[-1])))
    return Instruction(translate("pick", "GO ON WITHOUT IT: PRESS OK"))


def _label(state: PickState, tote: str) -> str:
    """What a tote is called: its position on a cart, or its code where it is the only one."""
    if state.boxing is not None:
        return pick_carton_view.carrier_name(state, tote)
    position = None if state.has_one_target else state.position_with(tote)
    return tote if position is None else position.label


def _panel_instruction(state: PickState) -> Instruction:
    match state.prompt:
        case PickPrompt.SHORT_QUANTITY | PickPrompt.SUBSTITUTE:
            detail = translate("pick", "OK = {0}").format(state.found)
            return Instruction(translate("pick", "CHOOSE HOW MANY YOU FOUND"), detail=detail)
        case PickPrompt.DAMAGED_QUANTITY:
            detail = translate("pick", "OK = {0}").format(state.damaged)
            return Instruction(translate("pick", "CHOOSE HOW MANY ARE DAMAGED"), detail=detail)
        case PickPrompt.DAMAGED_PLACE:
            words = translate("pick", "PUT {0} INTO QUARANTINE, SCAN IT")
            return Instruction(words.format(state.damaged))
        case PickPrompt.CHECK_EMPTY:
            detail = translate("pick", "or 2 = no")
            return Instruction(translate("pick", "EMPTY NOW? PRESS OK"), detail=detail)
        case PickPrompt.REFILL_COMING:
            detail = translate("pick", "OK = 1")
            return Instruction(translate("pick", "CHOOSE WHAT TO DO"), detail=detail)
        case PickPrompt.SHORT_REASON | PickPrompt.SKIP_REASON:
            detail = translate("pick", "OK = 1")
            return Instruction(translate("pick", "CHOOSE WHY"), detail=detail)
    return Instruction("")


# What would have been right -------------------------------------------------------------------


def asked(state: PickState) -> Asked:
    """What would be right now, for the words of a refusal."""
    stop = state.stop
    needed, action = _wanted(state)
    if stop is None or state.prompt in (PickPrompt.SCAN_TOTE, PickPrompt.OPEN_CARTON):
        return Asked(needed, action, translate("pick", "Nothing was counted."))
    still = translate("pick", "Nothing was counted: still {0}/{1}.")
    picked = sum(line.picked for line in stop.lines)
    total = sum(line.quantity for line in stop.lines)
    return Asked(needed, action, still.format(picked + units_in_hand(state), total))


def _wanted(state: PickState) -> tuple[Thing, str]:
    passing = pick_zone_view.wanted(state)
    if passing is not None:
        return passing
    match state.prompt:
        case PickPrompt.OPEN_CARTON if state.boxing is not None:
            return pick_carton_view.wanted(state.boxing)
        case PickPrompt.SCAN_TOTE | PickPrompt.NEXT_TOTE:
            return (
                Thing(translate("pick", "an empty tote")),
                translate("pick", "Take an empty tote and scan it."),
            )
        case PickPrompt.UNDO_TOTE | PickPrompt.UNDO:
            return _wanted_back(state)
        case PickPrompt.TAKE_OUT | PickPrompt.TAKE_TOTE_OFF | PickPrompt.SET_TOTE_ASIDE:
            return _wanted_place(state)
        case PickPrompt.CHECK_EMPTY:
            place = state.line_with(state.emptied).location
            action = translate("pick", "Look into {0}: press OK if it is empty, else choose 2.")
            return Thing(place), action.format(place)
    stop = state.stop
    if stop is None or state.prompt is PickPrompt.TASK_DONE:
        return (
            Thing(translate("pick", "NEXT")),
            translate("pick", "Put tote {0} on the pack lane, scan NEXT.").format(state.tote),
        )
    return _wanted_at_stop(state, stop)


def _wanted_at_stop(state: PickState, stop: Stop) -> tuple[Thing, str]:
    line, put = stop.line, stop.puts[0]
    match state.prompt:
        case PickPrompt.SCAN_LOCATION:
            return (
                Thing(line.location),
                translate("pick", "Go to {0}, scan its label.").format(line.location),
            )
        case PickPrompt.SCAN_SERIAL:
            number = Thing(line.item.name, place=translate("pick", "its serial number"))
            return number, translate("pick", "Scan the number on the unit in your hand.")
        case PickPrompt.SCAN_ITEM:
            return _as_thing(line), translate("pick", "Take {0}, scan it.").format(line.item.name)
        case PickPrompt.CONFIRM_QUANTITY | PickPrompt.PUT_IN_TOTE:
            units = state.putting or put.quantity
            what = translate("pick", "{0} x {1}").format(units, line.item.name)
            action = translate("pick", "Put {0} into {1}, scan {1}.")
            label = _label(state, put.position.tote or "")
            return Thing(label, place=what), action.format(units, label)
        case PickPrompt.DAMAGED_PLACE:
            what = translate("pick", "{0} x {1}").format(state.damaged, line.item.name)
            action = translate("pick", "Put the damaged ones into {0}, scan its label.")
            return Thing(state.quarantine, place=what), action.format(state.quarantine)
    return (
        Thing(translate("pick", "one of the numbers of the panel")),
        translate("pick", "Press OK to see the choices, then choose a number."),
    )


def _wanted_back(state: PickState) -> tuple[Thing, str]:
    step = state.history[-1]
    if state.prompt is PickPrompt.UNDO_TOTE:
        label = _label(state, step.tote)
        action = translate("pick", "Take {0} out of {1}, scan {1}.")
        return Thing(label, step.tote), action.format(step.quantity, label)
    line = state.line_with(step.parts[0].pick_line_id)
    action = translate("pick", "Put {0} back into {1}, scan its label.")
    return Thing(line.location), action.format(step.quantity, line.location)


def _wanted_place(state: PickState) -> tuple[Thing, str]:
    taken, leaving, off = state.to_take_out, state.to_leave, state.to_take_off
    if state.prompt is PickPrompt.TAKE_TOTE_OFF and off is not None:
        action = translate("pick", "Take the empty tote off {0}, scan it.").format(off.label)
        return Thing(off.label, off.tote or ""), action
    if state.prompt is PickPrompt.TAKE_OUT and taken is not None:
        line = state.line_with(taken.parts[0].pick_line_id)
        action = translate("pick", "Put it to the goods to be put away or into {0}, scan that.")
        return Thing(translate("pick", "a put-away place")), action.format(line.location)
    if leaving is not None and state.holds_goods_of(leaving):
        return (
            Thing(translate("pick", "a lane")),
            translate("pick", "Put the tote of order {0} on a lane, scan the lane.").format(
                leaving.number
            ),
        )
    return (
        Thing(translate("pick", "OK")),
        translate("pick", "Press OK: the work goes on without that order."),
    )


def _as_thing(line: PickLine) -> Thing:
    place = translate("pick", "in {0}").format(line.location)
    name = line.item.name
    return Thing(name, item_end(line.item), place, telling_words(name))
