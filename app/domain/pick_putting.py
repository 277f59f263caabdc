"""What a put does: units of a stop go into one tote, and the picker goes on from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.domain.confirmation import ConfirmationPolicy
from app.domain.pick_cartons import too_heavy
from app.domain.pick_effects import PickEffect, PickOutcome, PutInTote, refuse
from app.domain.pick_emptied import ask_if_empty
from app.domain.pick_lines import PickedPart, PickedStep, Put, Stop, shared_out
from app.domain.pick_state import PickPrompt, PickState, at_the_place, back_to_line, begin
from app.domain.pick_units import numbered_parts


def put_units(state: PickState, put: Put, units: int) -> PickOutcome:
    """Put so many units of the present stop into the tote at a position.

    Args:
        state: the task.
        put: one of the puts of the present stop.
        units: how many; more urgent orders get theirs first.

    A carton that would not carry them refuses.
    """
    heavy = too_heavy(state, put, units)
    if heavy is not None:
        return refuse(state, heavy)
    after, effects = putting(state, put, units)
    return ask_if_empty(state, still_there(state, after, units, effects))


def putting(state: PickState, put: Put, units: int) -> tuple[PickState, tuple[PickEffect, ...]]:
    """The lines after a put, and its effects; the prompt is not changed."""
    tote = put.position.tote or ""
    parts = numbered_parts(shared_out(put.lines, units), state.serials[:units])
    counted = with_picked(state, parts, 1)
    after = replace(counted, history=(*state.history, PickedStep(tote, parts)), putting=0)
    return after, tuple(
        PutInTote(part.pick_line_id, part.quantity, tote, part.serials) for part in parts
    )


def with_picked(state: PickState, parts: Iterable[PickedPart], sign: int) -> PickState:
    """The same state with units counted as picked, or with `sign` -1 as picked no more."""
    for part in parts:
        line = state.line_with(part.pick_line_id)
        state = state.with_line(replace(line, picked=line.picked + sign * part.quantity))
    return state


def still_there(
    before: PickState, after: PickState, units: int, effects: tuple[PickEffect, ...]
) -> PickOutcome:
    """Go on after a put: at the same stop while something of it is open, else to the next.

    Whoever stands at a place is not asked for it again, and an item that was scanned for a stop is
    not asked for again by its next put, but for units that are scanned one by one.
    """
    stop = before.stop
    if stop is None:
        raise ValueError("there is nothing to pick")
    fresh = begin(after)
    if fresh.to_fill is not None or fresh.stop is None:
        return PickOutcome(fresh, effects)
    if fresh.stop.line.goods != stop.line.goods:
        return PickOutcome(_arrived(before, stop, fresh), effects)
    here = replace(
        fresh,
        location_confirmed=True,
        counted=_left_in_hand(before, stop, units),
        serials=before.serials[units : before.counted],
    )
    return PickOutcome(replace(here, prompt=at_the_place(here)), effects)


def _left_in_hand(before: PickState, stop: Stop, units: int) -> int:
    """How many units are proved for the rest of the stop."""
    if before.has_one_target or stop.policy is ConfirmationPolicy.FAST:
        return 0
    if stop.policy is ConfirmationPolicy.STRICT:
        return max(0, before.counted - units)
    return min(1, before.counted)


def _arrived(before: PickState, stop: Stop, fresh: PickState) -> PickState:
    """A place stays confirmed until another one is asked for."""
    is_same = fresh.stop is not None and fresh.stop.line.location == stop.line.location
    if not (is_same and before.location_confirmed and fresh.prompt is PickPrompt.SCAN_LOCATION):
        return fresh
    here = replace(fresh, location_confirmed=True)
    return replace(here, prompt=at_the_place(here))


def still_in_hand(before: PickState, fresh: PickState) -> PickState:
    """A task as its rows say, with what its picker holds at the same stop still counted."""
    was, now = before.stop, fresh.stop
    if was is None or now is None or was.line.goods != now.line.goods:
        return fresh
    counted = min(before.counted, now.quantity)
    here = replace(
        fresh,
        counted=counted,
        serials=before.serials,
        location_confirmed=before.location_confirmed,
    )
    return back_to_line(here)
