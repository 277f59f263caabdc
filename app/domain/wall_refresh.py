"""Brings a sorter's place up to rows that other stations may have changed meanwhile."""

from __future__ import annotations

from dataclasses import replace

from app.domain.wall_rules import Goes, booked_rows, target_for
from app.domain.wall_state import (
    Aside,
    InHand,
    SortedStep,
    WallPrompt,
    WallState,
    at_the_tote,
)
from app.domain.wall_units import most_in_hand


def brought_up(rows: WallState, before: WallState) -> WallState:
    """The wall as its rows say now, at the prompt where this station was, as far as that fits.

    Units in hand whose order got them from elsewhere are told another cubby, or asked for anew.

    Args:
        rows: the wall as it was just read, with nothing of any station.
        before: the wall as this station knew it.
    """
    state = replace(
        rows,
        tote_id=None if rows.tote_by_id(before.tote_id) is None else before.tote_id,
        history=tuple(step for step in before.history if _can_be_undone(rows, step)),
        refusal=before.refusal,
        same_refusals=before.same_refusals,
    )
    return replace(
        _at_prompt(state, before), refusal=before.refusal, same_refusals=before.same_refusals
    )


def _at_prompt(state: WallState, before: WallState) -> WallState:
    match before.prompt:
        case WallPrompt.SCAN_CUBBY if before.in_hand is not None:
            return _with_hands(state, before.in_hand)
        case WallPrompt.PUT_ASIDE if before.put_aside is not None:
            aside = _still_booked(state, before.put_aside)
            return replace(at_the_tote(state), prompt=WallPrompt.PUT_ASIDE, put_aside=aside)
        case WallPrompt.CLEAR_CUBBY if before.to_clear is not None:
            return _to_clear(state, before.to_clear)
        case WallPrompt.UNDO if state.history:
            return replace(at_the_tote(state), prompt=WallPrompt.UNDO)
        case WallPrompt.SCAN_DAMAGED | WallPrompt.CONFIRM_MISSING:
            here = at_the_tote(state)
            return here if here.tote is None else replace(here, prompt=before.prompt)
        case WallPrompt.LEFT:
            return replace(at_the_tote(state), prompt=WallPrompt.LEFT)
    return at_the_tote(state)


def _can_be_undone(rows: WallState, step: SortedStep) -> bool:
    """Whether what was put into a cubby is still there."""
    is_bound = any(
        cubby.cubby_id == step.cubby_id and cubby.order_id == step.order_id
        for cubby in rows.cubbies
    )
    return is_bound and rows.order(step.order_id).in_cubby >= step.units


def _with_hands(state: WallState, hand: InHand) -> WallState:
    """The units in hand with their cubby, or with another order's where theirs needs them no more.

    A cubby that nobody else has taken is opened with the put itself.
    """
    tote = state.tote
    if tote is None:
        return at_the_tote(state)
    cubby = state.cubby(hand.cubby_id)
    is_free_for_it = cubby.order_id is None and state.cubby_of(hand.order_id) is None
    is_its_own = cubby.order_id == hand.order_id or is_free_for_it
    if is_its_own and 0 < hand.quantity <= most_in_hand(state, hand):
        return replace(state, prompt=WallPrompt.SCAN_CUBBY, in_hand=hand)
    target = target_for(state, tote.task_id, hand.item.item_id, hand.lot_ids)
    if not isinstance(target, Goes):
        return at_the_tote(state)
    other = replace(hand, order_id=target.order_id, cubby_id=target.cubby_id)
    most = most_in_hand(state, other)
    if most == 0:
        return at_the_tote(state)
    quantity = most if hand.is_run else min(hand.quantity, most)
    return replace(state, prompt=WallPrompt.SCAN_CUBBY, in_hand=replace(other, quantity=quantity))


def _still_booked(state: WallState, aside: Aside) -> Aside:
    """Goods to be set aside; surplus where the books hold none of them any more."""
    tote = state.tote
    if aside.item is None or not aside.lot_ids:
        return aside
    rows = [] if tote is None else booked_rows(state, tote, aside.item.item_id, None)
    there = sum(row.units for row in rows if row.lot_id in aside.lot_ids)
    return aside if there >= aside.quantity else replace(aside, lot_ids=frozenset())


def _to_clear(state: WallState, cubby_id: int) -> WallState:
    here = at_the_tote(state)
    order_id = state.cubby(cubby_id).order_id
    if order_id is None or not state.order(order_id).cancelled:
        return here
    return replace(here, prompt=WallPrompt.CLEAR_CUBBY, to_clear=cubby_id)
