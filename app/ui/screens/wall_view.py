"""What a put wall looks like on the screen: every widget's content, made from the state alone."""

from __future__ import annotations

from app.domain.wall_rules import waiting_orders
from app.domain.wall_state import (
    AsideReason,
    WallCubby,
    WallItem,
    WallOrder,
    WallPrompt,
    WallState,
)
from app.ui.floor_words import is_card, scanned_word, units_words
from app.ui.item_words import telling_words
from app.ui.message import Asked, Thing, code_end, translate
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.item_card import ItemView
from app.ui.widgets.last_scan import LastScanView
from app.ui.widgets.progress_bar import ProgressView
from app.ui.widgets.wall_map import CellState, WallCell, WallMapView

MOST_MISSING = 6
"""Lines of missing goods that are shown one by one."""


def progress(state: WallState) -> ProgressView:
    """How many of the wall's orders are complete."""
    done = len(state.ready_cubbies)
    of_wall = [order for order in state.orders if order.in_cubby or state.unsorted(order.order_id)]
    note = translate("wall", "{0} in the totes").format(
        units_words(sum(tote.units for tote in state.totes))
    )
    waiting = waiting_orders(state)
    if waiting and not state.free_cubbies:
        words = translate("wall", "{0}, {1} orders wait for a cubby")
        note = words.format(note, len(waiting))
    return ProgressView(done, len(of_wall), translate("wall", "orders complete"), note=note)


# The wall -----------------------------------------------------------------------------------


def wall_map(state: WallState) -> WallMapView:
    """The wall with the cubby to use now."""
    nearest = _nearest(state)
    cells = tuple(_cell(state, cubby, nearest) for cubby in state.cubbies)
    target = _target(state)
    label = "" if target is None else target.label
    words = [f"{cell.label} {_state_word(cell.state)} {cell.note}".strip() for cell in cells]
    title = translate("wall", "wall {0}").format(state.wall)
    into = translate("wall", "now {0}").format(label) if label else ""
    return WallMapView(cells, label, f"{title} {into}: {', '.join(words)}")


def _target(state: WallState) -> WallCubby | None:
    if state.prompt is WallPrompt.SCAN_CUBBY and state.in_hand is not None:
        return state.cubby(state.in_hand.cubby_id)
    if state.prompt is WallPrompt.UNDO and state.history:
        return state.cubby(state.history[-1].cubby_id)
    if state.prompt is WallPrompt.CLEAR_CUBBY and state.to_clear is not None:
        return state.cubby(state.to_clear)
    return None


def _nearest(state: WallState) -> int | None:
    """The order that lacks the fewest units of those that have some in their cubby."""
    begun = [
        order
        for order in state.orders
        if order.in_cubby and state.still_to_come(order) and state.cubby_of(order.order_id)
    ]
    best = min(begun, key=lambda order: (state.still_to_come(order), order.order_id), default=None)
    return None if best is None else best.order_id


def _cell(state: WallState, cubby: WallCubby, nearest: int | None) -> WallCell:
    row, column = cubby.row - 1, cubby.column - 1
    if cubby.order_id is None:
        return WallCell(cubby.label, row, column)
    order = state.order(cubby.order_id)
    total = order.in_cubby + state.still_to_come(order)
    kind = _cell_state(state, cubby, order)
    note = f"{order.in_cubby}/{total}" if kind is CellState.FILLING else _state_word(kind)
    return WallCell(
        cubby.label,
        row,
        column,
        kind,
        note,
        order.in_cubby / total if total else 0.0,
        is_nearest=order.order_id == nearest and kind is CellState.FILLING,
    )


def _cell_state(state: WallState, cubby: WallCubby, order: WallOrder) -> CellState:
    if order.cancelled:
        return CellState.CLEAR
    if order.packing:
        return CellState.PACKING
    if state.is_ready(cubby):
        return CellState.READY
    if order.held and not state.still_to_come(order):
        return CellState.HELD
    return CellState.FILLING


def _state_word(state: CellState) -> str:
    words = {
        CellState.FREE: "",
        CellState.FILLING: "",
        CellState.READY: translate("wall", "ready"),
        CellState.HELD: translate("wall", "held"),
        CellState.CLEAR: translate("wall", "clear"),
        CellState.PACKING: translate("wall", "packed"),
    }
    return words[state]


# What to do ---------------------------------------------------------------------------------


def target_words(state: WallState) -> tuple[str, str, str]:
    """Label, giant words and a line below them for the sign beside the wall."""
    match state.prompt:
        case WallPrompt.SCAN_CUBBY if state.in_hand is not None:
            hand = state.in_hand
            cubby = state.cubby(hand.cubby_id)
            words = translate("wall", "{0} into {1}").format(hand.quantity, cubby.label)
            return translate("wall", "PUT"), words, _order_line(state, hand.order_id)
        case WallPrompt.PUT_ASIDE if state.put_aside is not None:
            words = translate("wall", "{0} to {1}").format(state.put_aside.quantity, state.aside)
            return translate("wall", "PUT"), words, aside_words(state.put_aside.why)
        case WallPrompt.UNDO:
            step = state.history[-1]
            cubby = state.cubby(step.cubby_id)
            words = translate("wall", "{0} out of {1}").format(step.units, cubby.label)
            return translate("wall", "TAKE"), words, _order_line(state, step.order_id)
        case WallPrompt.CLEAR_CUBBY:
            cubby = state.cubby(state.to_clear or 0)
            words = translate("wall", "all out of {0}").format(cubby.label)
            return translate("wall", "TAKE"), words, translate("wall", "its order was cancelled")
    tote = state.tote
    if tote is None:
        words = str(sum(one.units > 0 for one in state.totes))
        return translate("wall", "TOTES TO SORT"), words, ""
    words = str(tote.units)
    return translate("wall", "LEFT IN {0}").format(tote.code), words, _contents(state)


def _contents(state: WallState) -> str:
    tote = state.tote
    kinds = len({row.item.item_id for row in tote.contents if row.units}) if tote else 0
    return translate("wall", "{0} different items").format(kinds) if kinds > 1 else ""


def _order_line(state: WallState, order_id: int) -> str:
    order = state.order(order_id)
    total = order.in_cubby + state.still_to_come(order)
    words = translate("wall", "order {0}, {1} of {2} in its cubby")
    return words.format(order.number, order.in_cubby, total)


def aside_words(why: AsideReason) -> str:
    """Why goods go to no order."""
    words = {
        AsideReason.SURPLUS: translate("wall", "no order wants it: surplus"),
        AsideReason.DAMAGED: translate("wall", "damaged"),
        AsideReason.EXPIRED: translate("wall", "expired"),
        AsideReason.UNWANTED: translate("wall", "the customer wants it no more"),
        AsideReason.UNKNOWN: translate("wall", "nobody knows this code"),
    }
    return words[why]


def item(state: WallState) -> ItemView:
    """What is in hand; empty while nothing is."""
    what = _item_at_hand(state)
    if what is None:
        aside = state.put_aside
        return ItemView("" if aside is None else code_end(aside.code), "")
    return ItemView(
        what.name,
        what.sku,
        barcode_end=(what.barcode or "")[-4:],
        emphasis=telling_words(what.name),
    )


def _item_at_hand(state: WallState) -> WallItem | None:
    match state.prompt:
        case WallPrompt.SCAN_CUBBY if state.in_hand is not None:
            return state.in_hand.item
        case WallPrompt.PUT_ASIDE if state.put_aside is not None:
            return state.put_aside.item
        case WallPrompt.UNDO:
            return state.history[-1].item
    return None


def missing_lines(state: WallState) -> tuple[str, ...]:
    """What is off the books once the tote is said to be empty, a line an item."""
    tote = state.tote
    rows = [] if tote is None else [row for row in tote.contents if row.units]
    words = translate("wall", "{0} x {1}")
    lines = [words.format(row.units, row.item.name) for row in rows[:MOST_MISSING]]
    if len(rows) > MOST_MISSING:
        more = translate("wall", "and {0} more items").format(len(rows) - MOST_MISSING)
        lines.append(more)
    return tuple(lines)


def instruction(state: WallState) -> Instruction:
    """The one line that says what to do now."""
    match state.prompt:
        case WallPrompt.SCAN_TOTE:
            return _tote_instruction(state)
        case WallPrompt.SCAN_ITEM:
            detail = translate("wall", "empty? F2 Missing")
            return Instruction(translate("wall", "TAKE AN ITEM OUT, SCAN IT"), detail=detail)
        case WallPrompt.SCAN_CUBBY if state.in_hand is not None:
            code = state.cubby(state.in_hand.cubby_id).label
            detail = translate("wall", "or its next unit")
            if state.in_hand.is_run:
                detail = translate("wall", "fewer? type how many")
            return Instruction(translate("wall", "PUT IN, SCAN CUBBY"), code, detail)
        case WallPrompt.SCAN_DAMAGED:
            return Instruction(translate("wall", "SCAN THE DAMAGED ITEM"))
        case WallPrompt.PUT_ASIDE | WallPrompt.CLEAR_CUBBY:
            return Instruction(translate("wall", "PUT IT ASIDE, SCAN"), state.aside)
        case WallPrompt.CONFIRM_MISSING:
            detail = translate("wall", "OK = it is empty")
            return Instruction(translate("wall", "LOOK INTO THE TOTE, PRESS OK"), detail=detail)
        case WallPrompt.UNDO:
            code = state.cubby(state.history[-1].cubby_id).label
            detail = translate("wall", "or OK")
            return Instruction(translate("wall", "PUT BACK INTO TOTE, SCAN"), code, detail)
    return Instruction("")


def _tote_instruction(state: WallState) -> Instruction:
    waiting = [tote.code for tote in state.totes if tote.units]
    detail = ", ".join(waiting[:3])
    return Instruction(translate("wall", "SCAN A BULK TOTE"), detail=detail)


def asked(state: WallState) -> Asked:
    """What would be right now, for the words of a refusal."""
    needed, action = _wanted(state)
    return Asked(needed, action, translate("wall", "Nothing was counted."))


def _wanted(state: WallState) -> tuple[Thing, str]:
    match state.prompt:
        case WallPrompt.SCAN_ITEM:
            return (
                Thing(translate("wall", "an item out of the tote")),
                translate("wall", "Take an item out of the tote and scan it."),
            )
        case WallPrompt.SCAN_CUBBY if state.in_hand is not None:
            hand, code = state.in_hand, state.cubby(state.in_hand.cubby_id).code
            what = translate("wall", "{0} x {1}").format(hand.quantity, hand.item.name)
            action = translate("wall", "Put {0} into {1}, scan {1}.").format(hand.quantity, code)
            return Thing(code, place=what), action
        case WallPrompt.PUT_ASIDE | WallPrompt.CLEAR_CUBBY:
            action = translate("wall", "Put it on {0}, scan {0}.").format(state.aside)
            return Thing(state.aside), action
        case WallPrompt.UNDO:
            code = state.cubby(state.history[-1].cubby_id).code
            action = translate("wall", "Take {0} out of {1}, scan {1}.")
            return Thing(code), action.format(state.history[-1].units, code)
        case WallPrompt.SCAN_DAMAGED:
            return (
                Thing(translate("wall", "the damaged item")),
                translate("wall", "Scan the damaged item, or press F6 Back."),
            )
        case WallPrompt.CONFIRM_MISSING:
            return (
                Thing(translate("wall", "OK, or F6 Back")),
                translate("wall", "Look into the tote: press OK if it is empty, else F6 Back."),
            )
    return (
        Thing(translate("wall", "a bulk tote")),
        translate("wall", "Scan a bulk tote that a batch was picked into."),
    )


def last_scan(before: WallState, after: WallState, raw: str) -> LastScanView:
    """The entry just accepted, with what its cubby has now where that changed."""
    name = scanned_word(raw) if is_card(raw) else code_end(raw.upper().removeprefix("L-"))
    if before.prompt is not WallPrompt.SCAN_CUBBY or before.in_hand is None:
        return LastScanView(name)
    hand = before.in_hand
    known = {order.order_id: order for order in after.orders}
    order = known.get(hand.order_id)
    if order is None or after.history == before.history:
        return LastScanView(name)
    total = order.in_cubby + after.still_to_come(order)
    return LastScanView(before.cubby(hand.cubby_id).label, f"{order.in_cubby}/{total}")
