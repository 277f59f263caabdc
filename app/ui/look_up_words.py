"""The floor's words for a look-up: where, whose, what was done last, and what comes next."""

from __future__ import annotations

from datetime import datetime

from app.domain.floor_work import FloorWork
from app.domain.locations import MoveReason
from app.domain.look_up import MoveSeen, NextStep, OrderSeen, Sighting, WorkSeen
from app.ui.floor_words import order_state_words
from app.ui.message import translate


def move_reason_words(reason: str) -> str:
    """Why units went from place to place, in a word or two."""
    words = {
        MoveReason.RECEIVED: translate("look_up", "received"),
        MoveReason.PICKED: translate("look_up", "picked"),
        MoveReason.PUT_BACK: translate("look_up", "put back"),
        MoveReason.PACKED: translate("look_up", "packed"),
        MoveReason.UNPACKED: translate("look_up", "unpacked"),
        MoveReason.SORTED: translate("look_up", "sorted"),
        MoveReason.UNSORTED: translate("look_up", "taken out again"),
        MoveReason.SET_ASIDE: translate("look_up", "set aside"),
        MoveReason.PUT_AWAY: translate("look_up", "put away"),
        MoveReason.REPLENISHED: translate("look_up", "refilled"),
        MoveReason.TRANSFERRED: translate("look_up", "moved"),
        MoveReason.RETURNED: translate("look_up", "came back"),
        MoveReason.SHIPPED: translate("look_up", "shipped"),
        MoveReason.LOST: translate("look_up", "lost"),
        MoveReason.ADJUSTED: translate("look_up", "counted"),
    }
    return words[MoveReason(reason)]


def move_words(move: MoveSeen) -> str:
    """One move in one line: when, how many of what, from where to where, why, by whom."""
    line = translate("look_up", "{0}  {1} x {2}  {3} to {4}, {5}").format(
        time_words(move.when),
        move.units,
        move.sku,
        move.source,
        move.target,
        move_reason_words(move.reason),
    )
    return f"{line}, {move.who}" if move.who else line


def time_words(when: datetime) -> str:
    """Day and time in the house's own time."""
    return when.astimezone().strftime("%d.%m. %H:%M")


def seen_words(seen: Sighting) -> str:
    """Where, by whom and when something was scanned last, in one line."""
    if seen.when is None:
        return translate("look_up", "nobody has scanned it yet")
    parts = [time_words(seen.when)]
    where = seen.where or seen.station
    if where:
        parts.append(translate("look_up", "at {0}").format(where))
    if seen.who:
        parts.append(translate("look_up", "by {0}").format(seen.who))
    return " ".join(parts)


def work_words(work: WorkSeen) -> str:
    """Whose pick work something is in, and where that stands."""
    if work.is_held:
        return translate("look_up", "{0} picks at {1}").format(work.holder, work.station)
    if work.is_done:
        return translate("look_up", "picked by {0}").format(work.holder or "?")
    if work.parked_at:
        words = translate("look_up", "put aside by {0}, stands at {1}")
        return words.format(work.holder or "?", work.parked_at)
    if work.holder:
        return translate("look_up", "put aside by {0}").format(work.holder)
    return translate("look_up", "waits for a picker")


def order_words(order: OrderSeen) -> str:
    """An order, and how far it is."""
    return translate("look_up", "order {0}: {1}").format(
        order.number, order_state_words(order.holds[0] if order.holds else order.state.value)
    )


def progress_words(order: OrderSeen) -> str:
    """Units of an order at each stage."""
    return translate("look_up", "{0} units: {1} picked, {2} packed, {3} shipped").format(
        order.ordered, order.picked, order.packed, order.shipped
    )


def next_step_words(step: NextStep) -> tuple[str, str]:
    """What is to be done, verb first, and where or why."""
    else_ = translate("look_up", "scan anything else")
    words = {
        NextStep.NOTHING: (translate("look_up", "NOTHING TO DO"), else_),
        NextStep.GO_ON_PICKING: (
            translate("look_up", "GO ON PICKING"),
            translate("look_up", "scan it at the start"),
        ),
        NextStep.LEAVE_TO_HOLDER: (
            translate("look_up", "LEAVE IT"),
            translate("look_up", "somebody is at it"),
        ),
        NextStep.SORT_IT: (translate("look_up", "SORT IT"), translate("look_up", "at the wall")),
        NextStep.INSPECT_IT: (translate("look_up", "INSPECT IT"), _choose(FloorWork.INSPECT)),
        NextStep.PACK_IT: (
            translate("look_up", "PACK IT"),
            translate("look_up", "scan it at a bench"),
        ),
        NextStep.GO_ON_PACKING: (
            translate("look_up", "GO ON PACKING"),
            translate("look_up", "at its bench"),
        ),
        NextStep.SHIP_IT: (translate("look_up", "LOAD IT"), _choose(FloorWork.SHIP)),
        NextStep.STICK_LABEL: (
            translate("look_up", "STICK ITS LABEL"),
            translate("look_up", "then scan it"),
        ),
        NextStep.PUT_AWAY: (translate("look_up", "PUT IT AWAY"), _choose(FloorWork.PUT_AWAY)),
        NextStep.TO_LEAD: (
            translate("look_up", "TELL THE LEAD"),
            translate("look_up", "it is stopped"),
        ),
        NextStep.WAIT_FOR_PICK: (
            translate("look_up", "LEAVE IT"),
            translate("look_up", "it waits to be picked"),
        ),
        NextStep.USE_IT: (translate("look_up", "USE IT"), translate("look_up", "it is free")),
        NextStep.COUNT_IT: (translate("look_up", "COUNT IT"), _choose(FloorWork.COUNT)),
        NextStep.PICK_FROM_IT: (
            translate("look_up", "NOTHING TO DO"),
            translate("look_up", "it is picked from as usual"),
        ),
    }
    return words[step]


def _choose(work: FloorWork) -> str:
    return translate("look_up", "choose {0} at the start").format(work.value)
