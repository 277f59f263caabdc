"""The sort dialogue: from a bulk tote into the cubbies of a put wall, one order a cubby.

`answer_wall` is pure: state and scan in, next prompt and effects or a refusal out. Effects are
applied by `app.services.sorting`, each scan in one transaction.

In a tote of one item the item is scanned once and each put by its cubby; in a mixed tote every unit
is scanned, and each put by its cubby.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from app.domain.dialogues import Outcome, at_the_door, choice_of, not_for_this, proceed, stop
from app.domain.locations import LocationKind
from app.domain.readings import Command
from app.domain.refusals import (
    CommandNotPossible,
    NoSuchChoice,
    NothingToUndo,
    ToteFirst,
)
from app.domain.scanned import (
    Scanned,
    ScannedCommand,
    ScannedItem,
    ScannedLocation,
    ScannedQuantity,
    ScannedTote,
    ScannedUnknown,
    code_of,
)
from app.domain.sort_refusals import (
    CubbyWaitsForPacker,
    GoesToPacking,
    ItemFirst,
    NotABatchTote,
    NothingToSort,
    PutFirst,
    WrongAsidePlace,
    WrongCubby,
)
from app.domain.wall_effects import (
    ClearCubby,
    OpenTote,
    ReportMissing,
    WallOutcome,
)
from app.domain.wall_rules import goes_to_packing, missing_pieces, rows_of
from app.domain.wall_state import (
    Aside,
    AsideReason,
    InHand,
    WallPrompt,
    WallState,
    WallTote,
    at_the_tote,
)
from app.domain.wall_units import (
    count_one_more,
    most_in_hand,
    put_away,
    put_in_cubby,
    set_aside,
    take_away,
    take_unit,
    undone,
    written,
)

_UNDO = ScannedCommand(Command.UNDO)
_PAUSE = ScannedCommand(Command.PAUSE)


def answer_wall(state: WallState, scanned: Scanned, *, today: date) -> WallOutcome:
    """Answer one scan, key or button of a sorter.

    Transitions: each prompt documents its own below. Common to all: PAUSE -> left, what is in hand
    goes back into its tote; an unreadable code is refused, an unknown one leads to put_aside where
    goods are scanned.
    """
    if scanned == _PAUSE and state.prompt is not WallPrompt.LEFT:
        return proceed(replace(at_the_tote(state), prompt=WallPrompt.LEFT))
    takes_goods = state.prompt in (WallPrompt.SCAN_ITEM, WallPrompt.SCAN_DAMAGED)
    if isinstance(scanned, ScannedUnknown) and takes_goods:
        return set_aside(state, Aside(AsideReason.UNKNOWN, scanned.code))
    answered = at_the_door(state, scanned)
    if answered is not None:
        return answered
    if isinstance(scanned, ScannedItem) and takes_goods:
        is_old = scanned.expiry is not None and scanned.expiry < today
        if is_old:
            return take_away(state, scanned, AsideReason.EXPIRED)
    return _PROMPTS[state.prompt](state, scanned)


def _at_scan_tote(state: WallState, scanned: Scanned) -> WallOutcome:
    """Ask for a bulk tote.

    Transitions: a bulk tote -> scan_item; an item that lies in one tote at this wall only -> as at
    scan_item; the cubby of a cancelled order -> clear_cubby; UNDO -> undo.
    """
    match scanned:
        case ScannedItem():
            return _open_by_item(state, scanned)
    return _between_items(state, scanned)


def _at_scan_item(state: WallState, scanned: Scanned) -> WallOutcome:
    """Ask for the next unit out of the tote.

    Transitions: an item an order wants -> scan_cubby; one that none wants -> put_aside; one whose
    order has to wait for a cubby is refused and stays in the tote. DAMAGED -> scan_damaged; SHORT
    -> confirm_missing; another bulk tote -> scan_item; the cubby of a cancelled order ->
    clear_cubby; UNDO -> undo.
    """
    match scanned:
        case ScannedItem():
            return take_unit(state, scanned)
        case ScannedCommand(command=Command.DAMAGED):
            return proceed(replace(state, prompt=WallPrompt.SCAN_DAMAGED))
        case ScannedCommand(command=Command.SHORT):
            return proceed(replace(state, prompt=WallPrompt.CONFIRM_MISSING))
    return _between_items(state, scanned)


def _at_scan_cubby(state: WallState, scanned: Scanned) -> WallOutcome:
    """Ask for the cubby that was named.

    Transitions: the cubby -> scan_item, or in a run the next cubby; any other is refused. The same
    item again counts one more unit; a number changes how many go in, in a run. DAMAGED: the unit
    in hand -> put_aside. SHORT in a run -> confirm_missing. UNDO: back into the tote -> scan_item.
    """
    hand = _hand(state)
    match scanned:
        case ScannedLocation(location_id=cubby_id) if cubby_id == hand.cubby_id:
            return put_in_cubby(state, hand)
        case ScannedLocation(code=code):
            needed = state.cubby(hand.cubby_id).code
            return stop(state, WrongCubby(code, needed, hand.item.name, hand.quantity))
        case ScannedItem(item_id=item_id) if item_id == hand.item.item_id and not hand.is_run:
            return count_one_more(state, hand, scanned.quantity)
        case ScannedItem() | ScannedTote():
            cubby = state.cubby(hand.cubby_id).code
            name = scanned.name if isinstance(scanned, ScannedItem) else scanned.code
            return stop(state, PutFirst(name, hand.item.name, hand.quantity, cubby))
        case ScannedQuantity(quantity=number) if hand.is_run:
            most = most_in_hand(state, hand)
            if not 1 <= number <= most:
                return stop(state, NoSuchChoice(number, most))
            return proceed(replace(state, in_hand=replace(hand, quantity=number)))
        case ScannedCommand(command=Command.DAMAGED):
            aside = Aside(AsideReason.DAMAGED, hand.item.sku, hand.item, hand.lot_ids)
            return set_aside(at_the_tote(state), aside)
        case ScannedCommand(command=Command.SHORT) if hand.is_run:
            return proceed(replace(at_the_tote(state), prompt=WallPrompt.CONFIRM_MISSING))
        case ScannedCommand(command=Command.UNDO):
            return proceed(at_the_tote(state))
    return not_for_this(state, scanned)


def _at_scan_damaged(state: WallState, scanned: Scanned) -> WallOutcome:
    """Transitions: the damaged item -> put_aside; UNDO -> scan_item."""
    match scanned:
        case ScannedItem():
            return take_away(state, scanned, AsideReason.DAMAGED)
        case ScannedCommand(command=Command.UNDO):
            return proceed(at_the_tote(state))
    return not_for_this(state, scanned)


def _at_put_aside(state: WallState, scanned: Scanned) -> WallOutcome:
    """Transitions: a place for such goods -> scan_item; UNDO: back into the tote -> scan_item."""
    aside = state.put_aside
    assert aside is not None  # noqa: S101 - the prompt and the goods come together
    match scanned:
        case ScannedLocation(location_id=place_id, kind=LocationKind.QUARANTINE):
            return put_away(state, aside, place_id)
        case ScannedLocation(code=code):
            name = aside.code if aside.item is None else aside.item.name
            return stop(state, WrongAsidePlace(code, state.aside, name))
        case ScannedCommand(command=Command.UNDO):
            return proceed(at_the_tote(state))
    return not_for_this(state, scanned)


def _at_confirm_missing(state: WallState, scanned: Scanned) -> WallOutcome:
    """Transitions: OK or 1: the tote is empty -> scan_tote; UNDO -> scan_item."""
    tote = state.tote
    if scanned == _UNDO or tote is None:
        return proceed(at_the_tote(state))
    chosen = choice_of(scanned)
    if chosen is None:
        return not_for_this(state, scanned)
    if chosen != 1:
        return stop(state, NoSuchChoice(chosen, 1))
    return written(state, ReportMissing(tote.tote_id, missing_pieces(state, tote)))


def _at_clear_cubby(state: WallState, scanned: Scanned) -> WallOutcome:
    """Transitions: a place for such goods -> scan_item, the cubby free; UNDO -> scan_item."""
    cubby = state.cubby(state.to_clear or 0)
    match scanned:
        case ScannedLocation(location_id=place_id, kind=LocationKind.QUARANTINE):
            return written(state, ClearCubby(cubby.cubby_id, place_id))
        case ScannedLocation(code=code):
            return stop(state, WrongAsidePlace(code, state.aside, cubby.code))
        case ScannedCommand(command=Command.UNDO):
            return proceed(at_the_tote(state))
    return not_for_this(state, scanned)


def _at_undo(state: WallState, scanned: Scanned) -> WallOutcome:
    """Transitions: the cubby the units are taken out of, or OK -> scan_item; UNDO -> back."""
    step = state.history[-1]
    match scanned:
        case ScannedLocation(location_id=cubby_id) if cubby_id == step.cubby_id:
            return undone(state, step)
        case ScannedLocation(code=code):
            needed = state.cubby(step.cubby_id).code
            return stop(state, WrongCubby(code, needed, step.item.name, step.units))
        case ScannedCommand(command=Command.OK):
            return undone(state, step)
        case ScannedCommand(command=Command.UNDO):
            return proceed(at_the_tote(state))
    return not_for_this(state, scanned)


def _at_left(state: WallState, scanned: Scanned) -> WallOutcome:
    """Transitions: none here; the wall is opened anew."""
    return not_for_this(state, scanned)


# Totes and cubbies --------------------------------------------------------------------------


def _between_items(state: WallState, scanned: Scanned) -> WallOutcome:
    """What can be scanned whenever nothing is in hand."""
    match scanned:
        case ScannedTote(tote_id=tote_id) if (tote := state.tote_by_id(tote_id)) is not None:
            if tote.units == 0:
                return stop(state, NothingToSort(tote.code))
            return _opened(state, tote)
        case ScannedTote(code=code, order_number=str(number)):
            return stop(state, NotABatchTote(code, number))
        case ScannedTote(tote_id=tote_id, code=code, batch_task_id=int()):
            is_meant = state.refusal == GoesToPacking(code)
            return proceed(state, OpenTote(tote_id, is_meant=is_meant))
        case ScannedTote(code=code):
            return stop(state, NothingToSort(code))
        case ScannedLocation(location_id=place_id, kind=LocationKind.CUBBY, code=code):
            return _at_cubby(state, place_id, code)
        case ScannedCommand(command=Command.UNDO):
            if not state.history:
                return stop(state, NothingToUndo())
            return proceed(replace(at_the_tote(state), prompt=WallPrompt.UNDO))
        case ScannedCommand(command=command):
            return stop(state, CommandNotPossible(command))
    return not_for_this(state, scanned)


def _opened(state: WallState, tote: WallTote) -> WallOutcome:
    refusal = GoesToPacking(tote.code)
    # Scanned again it is opened all the same: what is left over or missing is seen to here.
    if goes_to_packing(state, tote) and state.refusal != refusal:
        return stop(state, refusal)
    return proceed(at_the_tote(replace(state, tote_id=tote.tote_id)), OpenTote(tote.tote_id))


def _at_cubby(state: WallState, place_id: int, code: str) -> WallOutcome:
    """A cubby scanned with nothing in hand: cleared if its order is cancelled, else refused."""
    cubby = next((one for one in state.cubbies if one.cubby_id == place_id), None)
    if cubby is None or cubby.order_id is None:
        return stop(state, ItemFirst(code))
    order = state.order(cubby.order_id)
    if order.cancelled:
        return proceed(
            replace(at_the_tote(state), prompt=WallPrompt.CLEAR_CUBBY, to_clear=place_id)
        )
    if state.is_ready(cubby):
        return stop(state, CubbyWaitsForPacker(code, order.number))
    return stop(state, ItemFirst(code))


def _open_by_item(state: WallState, item: ScannedItem) -> WallOutcome:
    """Open the only tote at this wall that holds an item."""
    holding = [tote for tote in state.totes if rows_of(tote, item.item_id, item.lot)]
    if len(holding) != 1:
        return stop(state, ToteFirst(code_of(item)))
    opened = at_the_tote(replace(state, tote_id=holding[0].tote_id))
    answer = take_unit(opened, item)
    if answer.refusal is not None:
        return stop(state, answer.refusal)
    return Outcome(answer.state, (OpenTote(holding[0].tote_id), *answer.effects))


def _hand(state: WallState) -> InHand:
    assert state.in_hand is not None  # noqa: S101 - the prompt and the units come together
    return state.in_hand


_PROMPTS: dict[WallPrompt, Callable[[WallState, Scanned], WallOutcome]] = {
    WallPrompt.SCAN_TOTE: _at_scan_tote,
    WallPrompt.SCAN_ITEM: _at_scan_item,
    WallPrompt.SCAN_CUBBY: _at_scan_cubby,
    WallPrompt.SCAN_DAMAGED: _at_scan_damaged,
    WallPrompt.PUT_ASIDE: _at_put_aside,
    WallPrompt.CONFIRM_MISSING: _at_confirm_missing,
    WallPrompt.CLEAR_CUBBY: _at_clear_cubby,
    WallPrompt.UNDO: _at_undo,
    WallPrompt.LEFT: _at_left,
}
