"""Rows and words of the late list: where an order is and why, the move that helps, its effect."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.late_orders import LateMove, LateReason
from app.services.late_list import LateList, LateOrder
from app.ui.floor_words import order_state_words
from app.ui.message import translate
from app.ui.screens.wave_rows import clock, minutes
from app.ui.tokens import State
from app.ui.widgets.desk_rows import Cell, Column, DeskRow


def late_columns() -> tuple[Column, ...]:
    """What is said of each late order."""
    return (
        Column(translate("board", "ORDER"), 1.5),
        Column(translate("board", "TRUCK"), 1.8),
        Column(translate("board", "WHERE IT IS, AND WHY"), 3.8),
        Column(translate("board", "WHAT HELPS"), 4.0),
    )


def late_rows(late: LateList) -> tuple[DeskRow, ...]:
    """The late orders, numbered, the first truck first."""
    return tuple(
        DeskRow(
            str(order.order_id),
            (
                Cell(f"{number}  {order.number}", order.wave),
                truck_cell(order, late.now),
                Cell(where_words(order), reason_words(order)),
                Cell(move_words(order), effect_words(order)),
            ),
        )
        for number, order in enumerate(late.orders, start=1)
    )


def truck_cell(order: LateOrder, now: datetime) -> Cell:
    """When its truck leaves, and by how much it is late."""
    if order.truck_at <= now:
        left = translate("board", "{0} min ago").format(_whole(now - order.truck_at))
        return Cell(clock(order.truck_at), left, State.STOP)
    slack = "" if order.done_at is None else minutes(order.truck_at - order.done_at)
    return Cell(clock(order.truck_at), slack, State.LOOK)


def where_words(order: LateOrder) -> str:
    """Its state, who has it, and the zone it is picked in."""
    parts = [order_state_words(order.state)]
    if order.holder:
        parts.append(order.holder)
    if order.zone:
        parts.append(translate("board", "zone {0}").format(order.zone))
    return ", ".join(parts)


def reason_words(order: LateOrder) -> str:
    """Why it is not further."""
    words = {
        LateReason.STOPPED: translate("board", "something holds it"),
        LateReason.LACKS_STOCK: translate("board", "units are missing for it"),
        LateReason.TRUCK_GONE: translate("board", "its truck is gone"),
        LateReason.TOO_FAR: translate("board", "too little time is left to pick it"),
        LateReason.WAVE_AT_DESK: translate("board", "its wave is not released"),
        LateReason.WAVE_HELD: translate("board", "its wave is held"),
        LateReason.IN_NO_WAVE: translate("board", "it is in no wave"),
        LateReason.NO_PICKER: translate("board", "not begun, somebody is free"),
        LateReason.OTHERS_FIRST: translate("board", "other work goes before it"),
        LateReason.NOT_BEGUN: translate("board", "it is picked next, nobody is free"),
        LateReason.ONE_PICKER: translate("board", "one person picks, another is free"),
        LateReason.PUT_ASIDE: translate("board", "its work was put aside"),
        LateReason.IN_HANDS: translate("board", "somebody is at it"),
        LateReason.AT_BENCH: translate("board", "it is picked and waits for a bench"),
        LateReason.TO_LOAD: translate("board", "it is packed and waits to be loaded"),
    }
    return words[order.reason]


def move_words(order: LateOrder) -> str:
    """The one move that helps."""
    words = {
        LateMove.RELEASE: translate("board", "Release {0}").format(order.wave),
        LateMove.RUSH: translate("board", "Let it be picked next"),
        LateMove.SEND: translate("board", "Give it to {0}").format(order.person),
        LateMove.SHARE: translate("board", "Give half of it to {0}").format(order.person),
        LateMove.PACK_NOW: translate("board", "Call {0} to the benches").format(order.person),
        LateMove.SETTLE: translate("board", "Settle it at the exception desk"),
        LateMove.NEXT_TRUCK: translate("board", "Next truck, with {0}").format(order.to_wave),
        LateMove.NONE: translate("board", "Nothing: it is on its way"),
    }
    alone = {
        LateMove.RELEASE: "" if order.wave else translate("board", "Release it by itself"),
        LateMove.PACK_NOW: "" if order.person else translate("board", "Pack it now"),
        LateMove.NEXT_TRUCK: ""
        if order.to_wave
        else translate("board", "Tell the customer: no later wave is open"),
    }
    return alone.get(order.move) or words[order.move]


def effect_words(order: LateOrder) -> str:
    """What the move changes; empty where that is not known."""
    if order.after is None:
        return ""
    after = clock(order.after)
    if order.move is LateMove.NEXT_TRUCK:
        return translate("board", "goes at {0}").format(after)
    if order.move is LateMove.RELEASE:
        slack = minutes(order.truck_at - order.after)
        return translate("board", "done at {0}, slack {1}").format(after, slack)
    if order.before is None:
        return translate("board", "picked at {0}").format(after)
    gain = _whole(order.before - order.after)
    words = translate("board", "{0} > {1}").format(clock(order.before), after)
    return translate("board", "{0}, {1} min earlier").format(words, gain) if gain > 0 else words


def _whole(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


def done_words(order: LateOrder) -> str:
    """What was done, for the log."""
    return translate("board", "{0}: {1}").format(order.number, move_words(order))
