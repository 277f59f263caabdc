"""The picture of the cart: every position, what stands there, and the one to use now."""

from __future__ import annotations

from app.domain.pick_cart import Position
from app.domain.pick_state import PickPrompt, PickState
from app.ui.floor_words import order_state_words
from app.ui.message import translate
from app.ui.screens import pick_carton_view, pick_zone_view
from app.ui.widgets.tote_map import ToteMapView, TotePosition

A_ROW = 4
"""Positions side by side on a cart."""


def tote_map(state: PickState) -> ToteMapView:
    """Which tote, drawn as the one tote of the task or on the whole cart."""
    if state.boxing is not None:
        return pick_carton_view.carton_map(state, state.boxing)
    if state.prompt is PickPrompt.DAMAGED_PLACE:
        into, title = state.quarantine, translate("pick", "QUARANTINE")
        return ToteMapView((TotePosition(into),), into, title)
    if state.has_one_target:
        return _one_tote(state)
    target = target_of(state)
    return ToteMapView(
        tuple(_drawn(state, position) for position in state.positions),
        "" if target is None else target.label,
        _title(state),
        _quantity(state),
    )


def target_of(state: PickState) -> Position | None:
    """The position to use now."""
    match state.prompt:
        case PickPrompt.SCAN_TOTE:
            return state.to_fill
        case PickPrompt.NEXT_TOTE:
            return state.position_at(state.chosen)
        case PickPrompt.UNDO | PickPrompt.UNDO_TOTE:
            return state.position_with(state.history[-1].tote)
        case PickPrompt.TAKE_OUT if state.to_take_out is not None:
            return state.position_with(state.to_take_out.tote)
        case PickPrompt.TAKE_TOTE_OFF:
            return state.to_take_off
        case PickPrompt.SET_TOTE_ASIDE if state.to_leave is not None:
            order = state.to_leave
            return next(one for one in state.positions if order in one.orders)
        case PickPrompt.TASK_DONE | PickPrompt.PAUSED:
            return None
    stop = state.stop
    return None if stop is None else stop.puts[0].position


def _title(state: PickState) -> str:
    match state.prompt:
        case PickPrompt.SCAN_TOTE:
            return translate("pick", "EMPTY TOTE ON")
        case PickPrompt.NEXT_TOTE:
            return translate("pick", "FULL")
        case PickPrompt.UNDO | PickPrompt.UNDO_TOTE | PickPrompt.TAKE_OUT:
            return translate("pick", "OUT OF")
        case PickPrompt.SET_TOTE_ASIDE | PickPrompt.TAKE_TOTE_OFF:
            return translate("pick", "TAKE AWAY")
    return ""


def _quantity(state: PickState) -> str:
    stop = state.stop
    if state.prompt is not PickPrompt.PUT_IN_TOTE or stop is None:
        return ""
    return translate("pick", "x{0}").format(state.putting or stop.puts[0].quantity)


def _drawn(state: PickState, position: Position) -> TotePosition:
    """One position: what this stop brings there, or the end of its tote's code."""
    place = position.number - 1
    columns = min(A_ROW, len(state.positions))
    stop = state.stop
    puts = {} if stop is None else {put.position.number: put.quantity for put in stop.puts}
    note = (position.tote or "").removeprefix("T-")
    if position.number in puts and state.prompt is not PickPrompt.SCAN_TOTE:
        note = translate("pick", "x{0}").format(puts[position.number])
    is_open = any(state.position_of(line) == position for line in state.open_lines)
    return TotePosition(
        position.label,
        row=place // columns,
        column=place % columns,
        note=note,
        is_done=not is_open,
        is_empty=position.tote is None,
    )


def _one_tote(state: PickState) -> ToteMapView:
    position = state.positions[0]
    if pick_zone_view.is_fetching(state) and position.tote is not None:
        title = translate("pick", "FETCH")
        return ToteMapView((TotePosition(position.tote),), position.tote, title)
    if state.prompt is PickPrompt.SCAN_LANE and position.tote is not None:
        title = translate("pick", "TAKE")
        return ToteMapView((TotePosition(position.tote),), position.tote, title)
    undone = state.history[-1].tote if state.history else None
    match state.prompt:
        case PickPrompt.UNDO | PickPrompt.UNDO_TOTE if undone is not None:
            return ToteMapView((TotePosition(undone),), undone, translate("pick", "OUT OF TOTE"))
        case PickPrompt.TAKE_OUT if state.to_take_out is not None:
            tote = state.to_take_out.tote
            return ToteMapView((TotePosition(tote),), tote, translate("pick", "OUT OF TOTE"))
        case PickPrompt.NEXT_TOTE if position.tote is not None:
            title = translate("pick", "FULL")
            return ToteMapView((TotePosition(position.tote),), position.tote, title)
    if position.tote is None:
        title = translate("pick", "ANY EMPTY")
        return ToteMapView((TotePosition("", is_empty=True),), title=title)
    return ToteMapView((TotePosition(position.tote),), position.tote)


def notes(state: PickState) -> tuple[str, tuple[str, ...]] | None:
    """What is said in the place of the item where there is none: heading and paragraphs."""
    passing = pick_zone_view.notes(state)
    if passing is not None:
        return passing
    if state.prompt is PickPrompt.OPEN_CARTON and state.boxing is not None:
        return pick_carton_view.notes(state.boxing)
    leaving, taken, off = state.to_leave, state.to_take_out, state.to_take_off
    if state.prompt is PickPrompt.SCAN_TOTE and not state.has_one_target:
        return translate("pick", "ON THE CART"), _set_up(state)
    if state.prompt is PickPrompt.TAKE_TOTE_OFF and off is not None:
        return translate("pick", "NOTHING TO PICK FOR"), tuple(
            f"{order.number}: {order_state_words(order.stopped)}" for order in off.orders
        )
    if state.prompt is PickPrompt.SET_TOTE_ASIDE and leaving is not None:
        why = f"{leaving.number}: {order_state_words(leaving.stopped)}"
        return translate("pick", "STOPPED"), (why,)
    if state.prompt is PickPrompt.TAKE_OUT and taken is not None:
        return translate("pick", "NOT WANTED ANY MORE"), tuple(
            _unwanted(state, part.pick_line_id, part.quantity) for part in taken.parts
        )
    return None


def _unwanted(state: PickState, pick_line_id: int, units: int) -> str:
    line = state.line_with(pick_line_id)
    words = translate("pick", "{0} x {1}  {2}")
    return words.format(units, line.item.sku, line.item.name)


def _set_up(state: PickState) -> tuple[str, ...]:
    """The positions that have their tote, one a line."""
    words = translate("pick", "{0}  {1}  order {2}")
    return tuple(
        words.format(position.label, position.tote, position.numbers[0])
        for position in state.positions
        if position.tote is not None
    )
