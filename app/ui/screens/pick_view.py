"""What a pick task looks like on the screen: every widget's content, made from the state alone."""

from __future__ import annotations

from app.domain.confirmation import ConfirmationPolicy
from app.domain.pick_lines import PickItem, PickLine, Stop
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.ui.floor_words import is_card, lines_words, scanned_word, totes_word
from app.ui.item_words import telling_words
from app.ui.message import code_end, translate
from app.ui.screens import pick_carton_view, pick_exception_view, pick_zone_view
from app.ui.theme import Theme
from app.ui.widgets.item_card import ItemView
from app.ui.widgets.last_scan import LastScanView
from app.ui.widgets.location_sign import LocationView
from app.ui.widgets.next_peek import NextLine
from app.ui.widgets.progress_bar import ProgressView
from app.ui.widgets.quantity_sign import QuantityView

PEEKED = 3
"""Coming stops that are offered to the peek; it shows as many as fit."""

UNDOING = (PickPrompt.UNDO, PickPrompt.UNDO_TOTE)


def task_words(state: PickState) -> str:
    """What the task is called: by its order, or by its method where it has several."""
    if len(state.orders) == 1:
        return translate("pick", "Order {0}").format(state.order_number)
    return f"{method_word(state.method)} {state.task_id}"


def method_word(method: PickMethod) -> str:
    """What a pick method is called."""
    words = {
        PickMethod.SINGLE: translate("pick", "Single"),
        PickMethod.BATCH: translate("pick", "Batch"),
        PickMethod.CLUSTER: translate("pick", "Cart"),
        PickMethod.ZONE_PASS: translate("pick", "Zone"),
        PickMethod.ZONE_PARALLEL: translate("pick", "Zone"),
        PickMethod.MIXED: translate("pick", "Mixed"),
    }
    return words[method]


def line_at_hand(state: PickState) -> PickLine | None:
    """The line the screen is about: the one to be undone or taken out, else the open one."""
    if state.prompt in UNDOING and state.history:
        return state.line_with(state.history[-1].parts[0].pick_line_id)
    taken = state.to_take_out
    if state.prompt is PickPrompt.TAKE_OUT and taken is not None:
        return state.line_with(taken.parts[0].pick_line_id)
    if state.prompt is PickPrompt.CHECK_EMPTY:
        return state.line_with(state.emptied)
    return state.line


def progress(state: PickState) -> ProgressView:
    """How far the task is, in lines, and the units beside it."""
    picked = sum(line.picked for line in state.lines)
    units = sum(line.quantity - line.short for line in state.lines)
    return ProgressView(
        state.lines_done,
        len(state.lines),
        translate("pick", "line"),
        is_ordinal=state.line is not None,
        note=translate("pick", "{0} of {1} units").format(picked, units),
    )


def location(state: PickState) -> LocationView:
    """Where to go, with what differs from the place before in bold; at set-up, the position."""
    if state.prompt is PickPrompt.OPEN_CARTON and state.boxing is not None:
        return pick_carton_view.location(state.boxing)
    if state.prompt is PickPrompt.SCAN_TOTE and not state.has_one_target:
        return _position_to_fill(state)
    aside = pick_zone_view.location(state) or pick_exception_view.location(state)
    if aside is not None:
        return aside
    line = line_at_hand(state)
    if line is None:
        return LocationView("")
    words = [translate("pick", "zone {0}").format(line.zone)] if line.zone else []
    if state.prompt is PickPrompt.UNDO:
        return LocationView(line.location, tuple(words), label=translate("pick", "BACK TO"))
    if state.prompt in (PickPrompt.UNDO_TOTE, PickPrompt.TAKE_OUT):
        label = translate("pick", "CAME FROM")
        return LocationView(line.location, tuple(words), label=label)
    if line.skips:
        words.append(translate("pick", "skipped before"))
    label = translate("pick", "AT") if state.prompt in _THERE else ""
    return LocationView(
        line.location, tuple(words), previous=_place_before(state, line), label=label
    )


_THERE = (PickPrompt.PUT_IN_TOTE, PickPrompt.CONFIRM_QUANTITY, PickPrompt.SCAN_SERIAL)
"""Prompts at which the picker stands at the place."""


def _position_to_fill(state: PickState) -> LocationView:
    """Which position gets the next tote, and what its order is like."""
    position = state.to_fill
    if position is None:
        return LocationView("")
    own = [line for line in state.open_lines if state.position_of(line) == position]
    words = [translate("pick", "order {0}").format(position.numbers[0]), lines_words(len(own))]
    if any(line.item.fragile for line in own):
        words.append(translate("pick", "FRAGILE: top row"))
    if any(line.item.large for line in own):
        words.append(translate("pick", "LARGE: bottom row"))
    return LocationView(position.label, tuple(words), label=translate("pick", "TOTE FOR"))


def _place_before(state: PickState, line: PickLine) -> str:
    done = [other for other in state.lines if other.open == 0 and other is not line]
    return done[-1].location if done else ""


def quantity(state: PickState) -> QuantityView:
    """How many to take, to put, or to take out again."""
    if state.prompt is PickPrompt.SCAN_TOTE and not state.has_one_target:
        filled = sum(1 for position in state.positions if position.tote is not None)
        unit = translate("pick", "of {0}").format(len(state.positions))
        return QuantityView(filled + 1, unit, label=translate("pick", "POSITION"))
    if state.prompt is PickPrompt.OPEN_CARTON and state.boxing is not None:
        return pick_carton_view.quantity(state, state.boxing)
    each = translate("pick", "each")
    if state.prompt in UNDOING:
        out = translate("pick", "TAKE OUT")
        return QuantityView(state.history[-1].quantity, each, label=out)
    taken = state.to_take_out
    if state.prompt is PickPrompt.TAKE_OUT and taken is not None:
        return QuantityView(taken.quantity, each, label=translate("pick", "TAKE OUT"))
    if state.prompt is PickPrompt.SCAN_LANE:
        totes = sum(len(position.totes) for position in state.positions)
        return QuantityView(totes, totes_word(totes), label=translate("pick", "PUT"))
    aside = pick_exception_view.quantity(state)
    if aside is not None:
        return aside
    stop = state.stop
    if stop is None:
        return QuantityView(0, "")
    if state.prompt is PickPrompt.PUT_IN_TOTE:
        return _put_quantity(state, stop, each)
    is_counted = state.prompt is PickPrompt.CONFIRM_QUANTITY or units_in_hand(state) > 0
    return QuantityView(
        stop.quantity,
        each,
        into=_cases(stop) if state.has_one_target else _targets(stop),
        counted=state.counted if is_counted else None,
    )


def _put_quantity(state: PickState, stop: Stop, each: str) -> QuantityView:
    put = stop.puts[0]
    into = translate("pick", "into {0}").format(
        put.position.tote if state.has_one_target else put.position.label
    )
    is_strict = stop.policy is ConfirmationPolicy.STRICT
    return QuantityView(
        state.putting or put.quantity,
        each,
        into=into,
        counted=min(state.counted, put.quantity) if is_strict else None,
        label=translate("pick", "PUT"),
    )


def _targets(stop: Stop) -> str:
    """Where the units of a stop go, as far as a glance takes it in: "S5 x2, S2 x1"."""
    puts = stop.puts
    if Theme.current().is_low and len(puts) > 1:
        return translate("pick", "{0} totes").format(len(puts))
    words = translate("pick", "{0} x{1}")
    named = [words.format(put.position.label, put.quantity) for put in puts[:MOST_TARGETS]]
    if len(puts) > MOST_TARGETS:
        named.append(f"+{len(puts) - MOST_TARGETS}")
    return ", ".join(named)


MOST_TARGETS = 3
"""Positions that are named beside a quantity; the picture of the cart shows all."""


def _cases(stop: Stop) -> str:
    case, units = stop.line.item.case_quantity or 0, stop.quantity
    if case < 2 or units < case:
        return ""
    cases, rest = divmod(units, case)
    words = translate("pick", "= {0} case of {1}").format(cases, case)
    if cases > 1:
        words = translate("pick", "= {0} cases of {1}").format(cases, case)
    return f"{words} + {rest}" if rest else words


def item(state: PickState) -> ItemView:
    """What the right item looks like."""
    line = line_at_hand(state)
    if line is None:
        return ItemView("", "")
    what = line.item
    remarks = [translate("pick", "fragile")] if what.fragile else []
    if what.serial_tracked:
        remarks.append(translate("pick", "serial numbers"))
    if line.lot:
        remarks.append(translate("pick", "lot {0}").format(line.lot))
    if line.expiry:
        remarks.append(translate("pick", "use by {0}").format(line.expiry.isoformat()))
    return ItemView(
        what.name,
        what.sku,
        barcode_end=(what.barcode or "")[-4:],
        case_quantity=what.case_quantity or 0,
        emphasis=telling_words(what.name),
        remarks=tuple(remarks),
    )


def item_end(what: PickItem) -> str:
    """The end of an item's code, or its SKU where a unit has no barcode."""
    return code_end(what.barcode) if what.barcode else what.sku


def peek(state: PickState) -> tuple[tuple[NextLine, ...], str]:
    """The stops after this one, and a remark where there is none."""
    if state.prompt is PickPrompt.SCAN_LANE:
        return (), ""
    coming = state.upcoming_stops[:PEEKED]
    lines = tuple(
        NextLine(
            stop.line.location,
            translate("pick", "x{0}").format(stop.quantity)
            if state.has_one_target
            else f"{_targets(stop)}",
        )
        for stop in coming
    )
    last = translate("pick", "last line of this order")
    if len(state.orders) > 1:
        last = translate("pick", "last stop of this cart")
    return lines, "" if lines else last


def last_scan(before: PickState, after: PickState, raw: str) -> LastScanView:
    """The entry just accepted, with what its stop has now where that changed."""
    name = scanned_word(raw) if is_card(raw) else code_end(raw.upper())
    stop = before.stop
    is_set_up = before.prompt in (PickPrompt.SCAN_TOTE, PickPrompt.OPEN_CARTON)
    if stop is None or is_set_up or before.prompt in UNDOING:
        return LastScanView(raw.upper() if is_set_up and not is_card(raw) else name)
    lines = [line.pick_line_id for line in stop.lines]
    had = sum(line.picked for line in stop.lines) + units_in_hand(before)
    has = sum(line.picked for line in after.lines if line.pick_line_id in lines)
    is_there = after.stop is not None and after.stop.line.goods == stop.line.goods
    has += units_in_hand(after) if is_there else 0
    total = sum(line.quantity for line in stop.lines)
    return LastScanView(name, f"{has}/{total}" if has != had else "")


def units_in_hand(state: PickState) -> int:
    """Units that are counted in hand; where an item is only proved before its puts, none are."""
    stop = state.stop
    if stop is None or state.has_one_target or stop.policy is ConfirmationPolicy.STRICT:
        return state.counted
    return 0
