"""Words for what others did to the work on the screen, said before the next scan would tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain import events as happening
from app.domain.aisle_closures import ClosedAisle
from app.domain.exception_events import DecisionUndone, ShortDecided, UnitsCalledBack
from app.domain.orders import HoldReason, OrderState
from app.domain.pack_state import PackPrompt, PackState
from app.domain.people_events import WorkShared
from app.domain.pick_state import PickPrompt, PickState
from app.domain.shelf_events import LeadCalled
from app.services.live import StoredEvent
from app.ui.floor_words import order_state_words
from app.ui.live_kinds import is_kind
from app.ui.message import Message, Severity, translate
from app.ui.short_words import way_words

_STOPPED = frozenset({OrderState.HELD.value, OrderState.CANCELLED.value, OrderState.CLOSED.value})


def for_pick(
    events: Iterable[StoredEvent], state: PickState, operator_id: int | None
) -> Message | None:
    """What others did to a pick task, the gravest first; None where it is untouched.

    Args:
        events: What happened at all stations.
        state: The work on the screen.
        operator_id: Who works on it; what they do here is answered already.
    """
    if state.prompt in (PickPrompt.TASK_DONE, PickPrompt.PAUSED):
        return None
    theirs = [event for event in events if not _is_known(event, operator_id)]
    number = state.order_number
    mine = [event for event in theirs if event.payload.get("task_id") == state.task_id]
    if any(is_kind(event, happening.TaskClaimed, happening.TaskTakenOver) for event in mine):
        return _taken_over(number)
    shared = [event for event in mine if is_kind(event, WorkShared)]
    if shared:
        return _shared(shared[-1])
    of_order = [event for event in theirs if event.payload.get("number") == number]
    stopped = _stop_of(of_order, is_harmless_when_short=True)
    if stopped is not None:
        return stopped
    decided = _decision(theirs, state)
    if decided is not None:
        return decided
    if any(is_kind(event, happening.PackingStarted) for event in of_order):
        return _at_a_bench(number)
    if any(not is_kind(event, happening.TaskLapsed) for event in mine):
        return _changed(number)
    return None


def is_shared(events: Iterable[StoredEvent], state: PickState) -> bool:
    """Whether a part of the work on the screen became somebody else's."""
    return any(
        is_kind(event, WorkShared) and event.payload.get("task_id") == state.task_id
        for event in events
    )


def for_lead(events: Iterable[StoredEvent]) -> Message | None:
    """Which station needs a lead, the last that called; None where none did."""
    calls = [event for event in events if is_kind(event, LeadCalled) and not event.is_own]
    if not calls:
        return None
    title = translate("messages", "STATION {0} NEEDS YOU").format(calls[-1].station)
    action = translate("messages", "go to {0}: the same wrong code came again and again.")
    return _look(title, action.format(calls[-1].payload.get("location")))


def for_pack(
    events: Iterable[StoredEvent], state: PackState, operator_id: int | None
) -> Message | None:
    """What others did to the order on a bench; see `for_pick`."""
    if state.prompt in (PackPrompt.DONE, PackPrompt.PARKED):
        return None
    theirs = [event for event in events if not _is_known(event, operator_id)]
    number = state.order_number
    of_order = [event for event in theirs if event.payload.get("order_id") == state.order_id]
    stopped = _stop_of(of_order, is_harmless_when_short=False)
    if stopped is not None:
        return stopped
    if any(is_kind(event, happening.PackingStarted) for event in of_order):
        return _at_a_bench(number)
    lines = {line.order_line_id for line in state.lines}
    at_unit = [event for event in theirs if event.payload.get("order_line_id") in lines]
    at_carton = [event for event in theirs if event.payload.get("carton_id") == state.carton_id]
    if of_order or at_unit or at_carton:
        return _changed(number)
    return None


def for_closed_aisles(closed: Sequence[ClosedAisle]) -> Message | None:
    """Why some stops come last; None where no aisle with stops is closed."""
    if not closed:
        return None
    names = ", ".join(str(each) for each in closed)
    title = translate("messages", "AISLE CLOSED")
    if len(closed) > 1:
        title = translate("messages", "AISLES CLOSED")
    why = ", ".join(dict.fromkeys(each.reason for each in closed if each.reason))
    until = closed[0].until
    action = translate("messages", "{0} ({1}). Stops there come last.").format(names, why)
    if len(closed) == 1 and until is not None:
        words = translate("messages", "{0} ({1}, until {2}). Stops there come last.")
        action = words.format(names, why, until.astimezone().strftime("%H:%M"))
    return _look(title, action)


def _is_known(event: StoredEvent, operator_id: int | None) -> bool:
    """Whether the operator did it here. What a command at the same computer did, they did not."""
    return event.is_own and event.operator_id == operator_id


def _stop_of(of_order: list[StoredEvent], *, is_harmless_when_short: bool) -> Message | None:
    """Why an order may not go on, as the last of its events says."""
    is_short = any(event.payload.get("reason") == HoldReason.SHORT.value for event in of_order)
    moves = [event for event in of_order if is_kind(event, happening.OrderStateChanged)]
    if not moves:
        return None
    new = str(moves[-1].payload.get("new"))
    if new not in _STOPPED or (is_short and is_harmless_when_short):
        return None
    title = translate("messages", "ORDER {0} STOPPED").format(moves[-1].payload.get("number"))
    action = translate("messages", "it is {0}. Take the tote to the shift lead.")
    return _look(title, action.format(order_state_words(new)))


def _taken_over(number: str) -> Message:
    title = translate("messages", "ORDER {0} TAKEN OVER").format(number)
    return _look(
        title, translate("messages", "it goes on at another station. Leave the tote there.")
    )


def _shared(event: StoredEvent) -> Message:
    lines = event.payload.get("lines")
    title = translate("messages", "A PART GOES TO {0}").format(event.payload.get("operator_name"))
    action = translate("messages", "the lead gave {0} lines away. Go on with what is shown.")
    if lines == 1:
        action = translate("messages", "the lead gave 1 line away. Go on with what is shown.")
    return _look(title, action.format(lines))


def _at_a_bench(number: str) -> Message:
    title = translate("messages", "ORDER {0} OPENED").format(number)
    return _look(title, translate("messages", "it is open at another pack bench."))


def _decision(theirs: list[StoredEvent], state: PickState) -> Message | None:
    """What the desk decided about missing units of any order on the cart, the last of it."""
    numbers = {order.number for position in state.positions for order in position.orders}
    for event in reversed(theirs):
        number = str(event.payload.get("number"))
        if number not in numbers:
            continue
        if is_kind(event, ShortDecided):
            title = translate("messages", "ORDER {0}: DESK DECIDED").format(number)
            action = translate("messages", "{0}. The next scan shows what is left to do.")
            return _look(title, action.format(way_words(str(event.payload.get("way")))))
        if is_kind(event, DecisionUndone):
            title = translate("messages", "ORDER {0}: DESK DECIDES ANEW").format(number)
            action = translate("messages", "{0} is undone. The next scan shows what is left to do.")
            return _look(title, action.format(way_words(str(event.payload.get("way")))))
        if is_kind(event, UnitsCalledBack):
            title = translate("messages", "ORDER {0} GIVES UNITS BACK").format(number)
            action = translate("messages", "{0} x {1}: the next scan says what to take out.")
            units, sku = event.payload.get("units"), event.payload.get("sku")
            return _look(title, action.format(units, sku))
    return None


def _changed(number: str) -> Message:
    title = translate("messages", "ORDER {0} CHANGED").format(number)
    action = translate("messages", "somebody else changed it. Look again after the next scan.")
    return _look(title, action)


def _look(title: str, action: str) -> Message:
    return Message(title, action, severity=Severity.LOOK)
