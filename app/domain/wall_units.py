"""What becomes of a unit that a sorter holds: into a cubby, back into its tote, or aside."""

from __future__ import annotations

from dataclasses import replace

from app.domain.dialogues import Outcome, proceed, stop
from app.domain.refusals import TooMany
from app.domain.scanned import ScannedItem
from app.domain.sort_refusals import NoCubbyFree, PutFirst
from app.domain.wall_effects import (
    OpenCubby,
    PutInCubby,
    SetAside,
    TakeOutOfCubby,
    WallEffect,
    WallOutcome,
    applied,
)
from app.domain.wall_rules import (
    Goes,
    Surplus,
    Target,
    Waits,
    booked_rows,
    lost_pieces,
    put_pieces,
    rows_of,
    target_for,
    waiting_orders,
)
from app.domain.wall_state import (
    Aside,
    AsideReason,
    InHand,
    Piece,
    SortedStep,
    WallItem,
    WallPrompt,
    WallState,
    at_the_tote,
)


def take_unit(state: WallState, item: ScannedItem) -> WallOutcome:
    """A unit was taken out of the tote: name its cubby."""
    tote = state.tote
    rows = [] if tote is None else booked_rows(state, tote, item.item_id, item.lot)
    if tote is None or not rows:
        return take_away(state, item, AsideReason.SURPLUS)
    lot_ids = frozenset(row.lot_id for row in rows)
    is_here = bool(rows_of(tote, item.item_id, item.lot))
    is_run = is_here and tote.is_pure and item.quantity == 1
    target = target_for(state, tote.task_id, item.item_id, lot_ids)
    if not isinstance(target, Goes):
        return _no_cubby(state, item, target)
    if item.quantity > target.units:
        return stop(state, TooMany(item.quantity, target.units, item.name))
    hand = InHand(
        rows[0].item, lot_ids, item.quantity, target.order_id, target.cubby_id, is_run=is_run
    )
    return _named(state, hand, target)


def _no_cubby(state: WallState, item: ScannedItem, target: Target) -> WallOutcome:
    match target:
        case Waits(order_id=order_id):
            number = state.order(order_id).number
            waiting, ready = len(waiting_orders(state)), len(state.ready_cubbies)
            return stop(state, NoCubbyFree(item.name, number, waiting, ready))
        case Surplus():
            return take_away(state, item, AsideReason.SURPLUS)
    return take_away(state, item, AsideReason.UNWANTED)


def _named(state: WallState, hand: InHand, target: Goes) -> WallOutcome:
    if hand.is_run:
        hand = replace(hand, quantity=min(target.units, units_in_tote(state, hand)))
    effects = (OpenCubby(target.cubby_id, target.order_id),) if target.is_new else ()
    for effect in effects:
        state = applied(state, effect)
    return proceed(replace(state, prompt=WallPrompt.SCAN_CUBBY, in_hand=hand), *effects)


def units_in_tote(state: WallState, hand: InHand) -> int:
    """Units of what is in hand that the open tote holds by the books."""
    tote = state.tote
    rows = () if tote is None else tote.contents
    return sum(
        row.units
        for row in rows
        if row.item.item_id == hand.item.item_id and row.lot_id in hand.lot_ids
    )


def most_in_hand(state: WallState, hand: InHand) -> int:
    """How many of the units in hand may go into their cubby."""
    wanted = sum(
        part.wanted
        for part in state.parts
        if part.order_id == hand.order_id
        and part.item.item_id == hand.item.item_id
        and part.lot_id in hand.lot_ids
    )
    return min(wanted, units_in_tote(state, hand)) if hand.is_run else wanted


def count_one_more(state: WallState, hand: InHand, units: int) -> WallOutcome:
    """Count more of the same, as long as the order wants it."""
    if hand.quantity + units > most_in_hand(state, hand):
        cubby = state.cubby(hand.cubby_id).code
        return stop(state, PutFirst(hand.item.name, hand.item.name, hand.quantity, cubby))
    return proceed(replace(state, in_hand=replace(hand, quantity=hand.quantity + units)))


def put_in_cubby(state: WallState, hand: InHand) -> WallOutcome:
    """The named cubby was scanned; a run goes on with the next order's cubby."""
    tote = state.tote
    assert tote is not None  # noqa: S101 - units in hand came out of it
    pieces = put_pieces(state, hand, tote)
    step = SortedStep(hand.cubby_id, hand.order_id, hand.item, pieces, hand.is_each_scanned)
    effect = PutInCubby(step)
    after = applied(state, effect)
    if hand.is_run and units_in_tote(after, hand):
        target = target_for(after, tote.task_id, hand.item.item_id, hand.lot_ids)
        if isinstance(target, Goes):
            order_id, cubby_id = target.order_id, target.cubby_id
            more = replace(hand, order_id=order_id, cubby_id=cubby_id, is_scanned=False)
            named = _named(replace(after, in_hand=None), more, target)
            return Outcome(named.state, (effect, *named.effects))
    return proceed(at_the_tote(after), effect)


def undone(state: WallState, step: SortedStep) -> WallOutcome:
    """Units went back into the tote they came from, which is taken up again."""
    effect = TakeOutOfCubby(step)
    back = applied(state, effect)
    return proceed(at_the_tote(replace(back, tote_id=step.pieces[0].tote_id)), effect)


# Goods that no order gets -------------------------------------------------------------------


def take_away(state: WallState, item: ScannedItem, why: AsideReason) -> WallOutcome:
    """Ask for the place of goods that no order gets."""
    tote = state.tote
    rows = [] if tote is None else booked_rows(state, tote, item.item_id, item.lot)
    if not rows:
        unbooked = WallItem(item.item_id, item.sku, item.name)
        return set_aside(state, Aside(why, item.sku, unbooked, quantity=item.quantity))
    booked = sum(row.units for row in rows)
    if item.quantity > booked:
        return stop(state, TooMany(item.quantity, booked, item.name))
    lot_ids = frozenset(row.lot_id for row in rows)
    return set_aside(state, Aside(why, item.sku, rows[0].item, lot_ids, item.quantity))


def set_aside(state: WallState, aside: Aside) -> WallOutcome:
    """Goods are in hand that no order gets."""
    return proceed(replace(state, prompt=WallPrompt.PUT_ASIDE, in_hand=None, put_aside=aside))


def put_away(state: WallState, aside: Aside, place_id: int) -> WallOutcome:
    """They were put where such goods go; the orders that lack them now are told apart by turn."""
    tote = state.tote
    pieces: tuple[Piece, ...] = ()
    if tote is not None and aside.item is not None and aside.lot_ids:
        pieces = lost_pieces(state, tote, aside.item.item_id, aside.lot_ids, aside.quantity)
    task_id = 0 if tote is None else tote.task_id
    return written(state, SetAside(aside, task_id, place_id, pieces))


def written(state: WallState, effect: WallEffect) -> WallOutcome:
    """One effect, and back to the tote."""
    return proceed(at_the_tote(applied(state, effect)), effect)
