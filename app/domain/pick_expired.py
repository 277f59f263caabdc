"""The way on where the promised lot itself is past its last day: nothing of it is ever picked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.pick_effects import PickOutcome, go_on
from app.domain.pick_panels import short
from app.domain.pick_state import PickPrompt, PickState, ShortReason
from app.domain.refusals import ExpiredLot, Refusal
from app.domain.scanned import ScannedItem


def expired(state: PickState, item: ScannedItem, today: date) -> ExpiredLot | None:
    """Why a unit must not be picked: it is past its last day, or the lot promised here is."""
    line = state.line
    promised = None
    if line is not None and line.item.item_id == item.item_id:
        promised = line.expiry
    last_day = item.expiry or promised
    if last_day is None or last_day >= today:
        return None
    return ExpiredLot(last_day, item.name, is_promised=last_day == promised)


def away_from_expired(state: PickState, refusal: Refusal) -> PickOutcome | None:
    """What OK leads to after such a stop; None where the stop was for another reason.

    Where the house has a quarantine place, the units go there; elsewhere they stay where they are,
    and somebody counts. Either way others are looked for in their place.
    """
    stop = state.stop
    if not isinstance(refusal, ExpiredLot) or not refusal.is_promised or stop is None:
        return None
    calm = replace(state, refusal=None, same_refusals=0, counted=0, found=0)
    if not state.quarantine:
        return short(calm, stop, ShortReason.EXPIRED)
    asked = replace(calm, prompt=PickPrompt.DAMAGED_PLACE, damaged=stop.quantity)
    return go_on(replace(asked, short_reason=None))
