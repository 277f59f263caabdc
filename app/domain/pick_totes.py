"""Totes of the cart: which stands where, the next one where one is full, the cart unloaded."""

from __future__ import annotations

from dataclasses import replace

from app.domain.code_book import BookTote
from app.domain.locations import LocationKind
from app.domain.pick_cart import Position
from app.domain.pick_effects import (
    BindTote,
    LeaveOrders,
    PickOutcome,
    UnbindTote,
    UnloadCart,
    go_on,
    next_stop,
    refuse,
)
from app.domain.pick_refusals import NoPlaceForTotes, ToteOnCart
from app.domain.pick_state import PickMethod, PickPrompt, PickState, back_to_line
from app.domain.readings import Command
from app.domain.refusals import (
    CommandNotPossible,
    NoSuchChoice,
    NotAskedForHere,
    NothingToUndo,
    Refusal,
    ToteFirst,
    ToteInUse,
    WrongTote,
)
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedItem,
    ScannedLocation,
    ScannedQuantity,
    ScannedTote,
    code_of,
)
from app.domain.zone_passing import at_tote_in

UNLOADING_PLACES = frozenset({LocationKind.LANE, LocationKind.STAGING})
"""Where a full cart is unloaded."""


def at_scan_tote(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask for the tote of each position that needs one: the cart is set up.

    Transitions: a free tote -> the next position without one, then the first line; START -> the
    first line, the orders without a position leave the task; UNDO takes the tote bound last off
    again; a tote in use, goods or a place -> refused. A tote that another zone handed over is asked
    for by its code.
    """
    position = state.to_fill
    if position is None:
        raise ValueError("every position has its tote")
    if not position.is_here:
        return at_tote_in(state, position, scanned)
    match scanned:
        case ScannedTote():
            refusal = not_free(state, scanned, position)
            if refusal is not None:
                return refuse(state, refusal)
            bound = _bound(state, position, scanned)
            return next_stop(bound, BindTote(scanned.code, position.number))
        case ScannedItem(code=code) | ScannedLocation(code=code):
            return refuse(state, ToteFirst(code))
        case ScannedCommand(command=Command.START):
            return _start(state)
        case ScannedCommand(command=Command.UNDO):
            return _take_off(state)
        case ScannedCommand(command=command):
            return refuse(state, CommandNotPossible(command))
    return refuse(state, NotAskedForHere(code_of(scanned)))


def not_free(state: PickState, tote: ScannedTote, position: Position) -> Refusal | None:
    """Why a tote cannot be put on a position, if it cannot."""
    other = state.position_with(tote.code)
    if other is not None:
        return ToteOnCart(tote.code, other.label)
    if tote.batch_task_id is not None and tote.batch_task_id != state.task_id:
        return ToteInUse(tote.code, "", tote.batch_task_id)
    if tote.order_number is not None and tote.order_number not in position.numbers:
        return ToteInUse(tote.code, tote.order_number)
    return None


def wrong_tote(state: PickState, scanned: str, position: Position, quantity: int) -> WrongTote:
    """The refusal of another tote than the one at a position."""
    if state.has_one_target:
        return WrongTote(scanned, position.tote or "")
    other = state.position_with(scanned)
    label = "" if other is None else other.label
    return WrongTote(scanned, position.tote or "", label, position.label, quantity)


def _bound(state: PickState, position: Position, tote: ScannedTote) -> PickState:
    """The state with a tote at a position; its code belongs to this task from now on."""
    is_shared = state.method is PickMethod.BATCH
    entry = BookTote(
        tote.tote_id,
        None if is_shared else position.numbers[0],
        state.task_id if is_shared else None,
    )
    book = replace(state.book, totes={**state.book.totes, tote.code: entry})
    placed = replace(position, tote=tote.code)
    return replace(state.with_position(placed), book=book)


def _start(state: PickState) -> PickOutcome:
    """Go with the totes there are; what has none is left for another cart."""
    leaving = {
        order.order_id
        for position in state.positions
        if position.tote is None
        for order in position.orders
    }
    if all(position.tote is None for position in state.positions):
        return refuse(state, CommandNotPossible(Command.START))
    open_lines = state.open_lines
    ids = tuple(
        order.order_id
        for order in state.orders
        if order.order_id in leaving and any(line.order_id == order.order_id for line in open_lines)
    )
    return next_stop(without_orders(state, frozenset(leaving)), LeaveOrders(ids))


def without_orders(state: PickState, order_ids: frozenset[int]) -> PickState:
    """The task without what is open of some orders; what was picked for them stays on its lines."""
    lines = []
    for line in state.lines:
        if line.order_id not in order_ids or line.open == 0:
            lines.append(line)
        elif line.picked + line.short > 0:
            lines.append(replace(line, quantity=line.picked + line.short))
    carried = {line.order_id for line in lines}
    positions = tuple(
        position
        for position in state.positions
        if any(
            order.order_id not in order_ids or order.order_id in carried
            for order in position.orders
        )
    )
    return replace(state, lines=tuple(lines), positions=positions)


def _take_off(state: PickState) -> PickOutcome:
    """Take the tote that was bound last off its position, as long as nothing lies in it."""
    held = {step.tote for step in state.history}
    for position in reversed(state.positions):
        if position.tote is not None and not position.full and position.tote not in held:
            emptied = state.with_position(replace(position, tote=None))
            return next_stop(emptied, UnbindTote(position.tote, position.number))
    return refuse(state, NothingToUndo())


# Full totes, full cart ------------------------------------------------------------------------


def ask_next_tote(state: PickState) -> PickOutcome:
    """Open the panel for a full tote: the one at the position that is served now."""
    stop = state.stop
    if stop is None:
        return refuse(state, CommandNotPossible(Command.FULL))
    number = stop.puts[0].position.number
    return go_on(replace(state, prompt=PickPrompt.NEXT_TOTE, chosen=number))


def at_next_tote(state: PickState, scanned: Scanned) -> PickOutcome:
    """Ask for the tote that is put beside a full one, or for the place where a cart is unloaded.

    Transitions: a free tote -> it stands at the position now, back to the line; another tote of the
    cart, or a position's number -> that position is the full one; a lane -> the cart is unloaded
    there, its open positions get new totes; UNDO -> back to the line.
    """
    position = state.position_at(state.chosen)
    match scanned:
        case ScannedTote(code=code) if (other := state.position_with(code)) is not None:
            return go_on(replace(state, chosen=other.number))
        case ScannedTote():
            return _place_beside(state, position, scanned)
        case ScannedQuantity(quantity=number):
            known = {one.number for one in state.positions}
            if number not in known:
                return refuse(state, NoSuchChoice(number, max(known)))
            return go_on(replace(state, chosen=number))
        case ScannedLocation(code=code, kind=kind) if kind in UNLOADING_PLACES:
            return _unload(state, code)
        case ScannedLocation(code=code):
            return refuse(state, NoPlaceForTotes(code))
        case ScannedCommand(command=Command.UNDO):
            return go_on(back_to_line(state))
        case ScannedCommand(command=command):
            return refuse(state, CommandNotPossible(command))
    return refuse(state, NotAskedForHere(code_of(scanned)))


def _place_beside(state: PickState, position: Position, tote: ScannedTote) -> PickOutcome:
    """Bind the next tote; a full one stays beside it, an empty one is taken off."""
    refusal = not_free(state, tote, position)
    if refusal is not None:
        return refuse(state, refusal)
    bound, effect = _beside(state, position, tote)
    return go_on(back_to_line(bound), effect)


def _beside(state: PickState, position: Position, tote: ScannedTote) -> tuple[PickState, BindTote]:
    old = position.tote or ""
    stays = (old,) if any(step.tote == old for step in state.history) else ()
    placed = replace(position, full=(*position.full, *stays))
    return _bound(state, placed, tote), BindTote(tote.code, position.number, old)


def is_next_bulk_tote(state: PickState, tote: ScannedTote) -> bool:
    """Whether a tote may take the place of a batch's present one at once, without FULL.

    Nothing of a batch is kept apart in its totes, so any free one will do. Whoever takes another
    for each item spares the sorter its scan, unit by unit.
    """
    return (
        state.method is PickMethod.BATCH
        and tote.order_number is None
        and tote.batch_task_id is None
        and state.position_with(tote.code) is None
    )


def take_next_bulk_tote(state: PickState, tote: ScannedTote) -> tuple[PickState, BindTote]:
    """The batch with another tote at its position, and what is to be written; prompt unchanged."""
    return _beside(state, state.positions[0], tote)


def _unload(state: PickState, place: str) -> PickOutcome:
    """Put every tote with goods down; what is open still needs another one."""
    held = {step.tote for step in state.history}
    if not held:
        return refuse(state, CommandNotPossible(Command.FULL))
    positions = tuple(
        replace(position, tote=None if position.tote in held else position.tote, full=())
        for position in state.positions
    )
    unloaded = replace(state, positions=positions, history=())
    return next_stop(unloaded, UnloadCart(place))
