"""What a picker does about orders that were changed or stopped while they are picked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.domain.locations import LocationKind
from app.domain.pick_cart import CarriedOrder, Position
from app.domain.pick_effects import (
    LeaveOrders,
    PickEffect,
    PickOutcome,
    SetAside,
    SetTotesAside,
    UnbindTote,
    next_stop,
    refuse,
)
from app.domain.pick_lines import PickedPart, PickedStep, PickLine
from app.domain.pick_refusals import (
    NoPlaceForTotes,
    NoPlaceForUnits,
    OrderOffCart,
    TakeEmptyToteOff,
)
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.domain.pick_totes import without_orders, wrong_tote
from app.domain.readings import Command
from app.domain.refusals import CommandNotPossible, NotAskedForHere, OrderStopped, Refusal
from app.domain.scanned import Scanned, ScannedCommand, ScannedLocation, ScannedTote, code_of

PUT_AWAY_PLACES = frozenset({LocationKind.STAGING, LocationKind.QUARANTINE})
"""Where units wait that somebody else puts away."""

PARKING_PLACES = frozenset({LocationKind.LANE, LocationKind.STAGING})
"""Where totes wait until their order may go on."""


SEEN_TO_HERE = (PickPrompt.TAKE_OUT, PickPrompt.TAKE_TOTE_OFF, PickPrompt.SET_TOTE_ASIDE)
"""Prompts by which the picker sees to a stopped order, before the work goes on."""


def order_off_cart(
    before: PickState, fresh: PickState, refusal: Refusal | None
) -> OrderOffCart | None:
    """How a picker is told of an order that was stopped and that they see to at once.

    Args:
        before: the task as its station knew it.
        fresh: as the rows say.
        refusal: why the scan was not written.

    Returns:
        None where it is about something else, or where nothing but a lead helps.
    """
    if fresh.prompt not in SEEN_TO_HERE:
        return None
    if isinstance(refusal, OrderStopped):
        return OrderOffCart(refusal.order_number, refusal.state)
    known = {order.order_id for order in before.orders if order.stopped}
    new = (order for order in fresh.orders_off if order.order_id not in known)
    return next((OrderOffCart(order.number, order.stopped) for order in new), None)


def at_take_out(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask that units be taken out of a tote, and for the place they are put.

    Transitions: a put-away place -> all units shown are there, back to the line; a shelf location
    where some of them belong -> those are back there; anything else -> refused.
    """
    taken = state.to_take_out
    if taken is None:
        raise ValueError("nothing is to be taken out")
    match scanned:
        case ScannedLocation(code=code, kind=kind) if kind in PUT_AWAY_PLACES:
            return _set_aside(state, taken, taken.parts, code)
        case ScannedLocation(code=code):
            own = [p for p in taken.parts if state.line_with(p.pick_line_id).location == code]
            if own:
                return _set_aside(state, taken, own, code)
            return refuse(state, NoPlaceForUnits(code))
        case ScannedCommand(command=command):
            return refuse(state, CommandNotPossible(command))
    return refuse(state, NotAskedForHere(code_of(scanned)))


def at_set_tote_aside(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask that a stopped order's totes be put down; of one without goods only the lines are left.

    Transitions: a lane or a staging place -> the order has left, back to the line; OK where no tote
    of it has goods -> the same; anything else -> refused.
    """
    order = state.to_leave
    if order is None:
        raise ValueError("no order is to be left")
    has_goods = state.holds_goods_of(order)
    match scanned:
        case ScannedLocation(code=code, kind=kind) if has_goods and kind in PARKING_PLACES:
            return next_stop(_left(state, order), SetTotesAside(order.order_id, code))
        case ScannedLocation(code=code) if has_goods:
            return refuse(state, NoPlaceForTotes(code))
        case ScannedCommand(command=Command.OK) if not has_goods:
            return next_stop(_left(state, order), LeaveOrders((order.order_id,)))
        case ScannedCommand(command=command):
            return refuse(state, CommandNotPossible(command))
    return refuse(state, NotAskedForHere(code_of(scanned)))


def at_take_tote_off(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask that an empty tote be taken off the cart, whose order has left or was stopped.

    Transitions: that tote -> it is free, and what is open of its order is left; anything else ->
    refused.
    """
    position = state.to_take_off
    if position is None or position.tote is None:
        raise ValueError("no tote is to be taken off")
    match scanned:
        case ScannedTote(code=code) if code == position.tote:
            return _taken_off(state, position, code)
        case ScannedTote(code=code):
            return refuse(state, wrong_tote(state, code, position, 0))
        case ScannedCommand(command=command):
            return refuse(state, CommandNotPossible(command))
    return refuse(state, TakeEmptyToteOff(code_of(scanned), position.tote, position.label))


def _taken_off(state: PickState, position: Position, tote: str) -> PickOutcome:
    effects: list[PickEffect] = [UnbindTote(tote, position.number)]
    after = state.with_position(replace(position, tote=None, full=()))
    leaving = tuple(
        order.order_id
        for order in position.orders
        if any(line.order_id == order.order_id and line.open > 0 for line in state.lines)
    )
    if leaving:
        effects.append(LeaveOrders(leaving))
        after = without_orders(after, frozenset(leaving))
    return next_stop(replace(after, refusal=None, same_refusals=0), *effects)


def _set_aside(
    state: PickState, taken: PickedStep, parts: Iterable[PickedPart], place: str
) -> PickOutcome:
    """The task without units that were taken out: they are asked for no more."""
    after, effects = state, []
    for part in parts:
        effects.append(SetAside(part.pick_line_id, part.quantity, taken.tote, place))
        line = after.line_with(part.pick_line_id)
        after = replace(_without_units(after, line, part.quantity))
        after = replace(after, history=_less(after.history, taken.tote, part))
    return next_stop(_without_empty_tote(after, taken.tote), *effects)


def _without_units(state: PickState, line: PickLine, units: int) -> PickState:
    if line.picked == units and line.short == 0 and line.open == 0:
        lines = tuple(one for one in state.lines if one.pick_line_id != line.pick_line_id)
        return replace(state, lines=lines)
    return state.with_line(
        replace(
            line,
            quantity=line.quantity - units,
            picked=line.picked - units,
            unwanted=line.unwanted - units,
        )
    )


def _less(history: tuple[PickedStep, ...], tote: str, part: PickedPart) -> tuple[PickedStep, ...]:
    """The steps without units of a line in a tote, the last ones first."""
    left, kept = part.quantity, []
    for step in reversed(history):
        parts = []
        for one in step.parts:
            taken = min(left, one.quantity)
            if step.tote != tote or one.pick_line_id != part.pick_line_id:
                taken = 0
            left -= taken
            if one.quantity > taken:
                parts.append(replace(one, quantity=one.quantity - taken))
        if parts:
            kept.append(replace(step, parts=tuple(parts)))
    return tuple(reversed(kept))


def _without_empty_tote(state: PickState, tote: str) -> PickState:
    """A tote that nothing lies in any more is free where its order has nothing else to come."""
    position = state.position_with(tote)
    if position is None or any(step.tote == tote for step in state.history):
        return state
    if any(state.position_of(line).number == position.number for line in state.open_lines):
        return state
    full = tuple(one for one in position.full if one != tote)
    present = None if position.tote == tote else position.tote
    return state.with_position(replace(position, tote=present, full=full))


def _left(state: PickState, order: CarriedOrder) -> PickState:
    """The task after an order left its cart, with its own totes; a batch's totes stay."""
    totes = () if state.method is PickMethod.BATCH else state.totes_of(order)
    left = without_orders(state, frozenset({order.order_id}))
    positions = tuple(
        replace(one, tote=None, full=()) if totes and order in one.orders else one
        for one in left.positions
    )
    history = tuple(step for step in left.history if step.tote not in totes)
    return replace(left, positions=positions, history=history)
