"""Units that a put wall has proven one by one go into the carton with the scan of their cubby.

Each unit is scanned once before its parcel closes, wherever that is: at a wall where each was
scanned, then put into the cubby that was scanned, a second scan at the bench proves nothing more.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.pack_effects import PackEffect, PackOutcome, PutInCarton, next_pack_step
from app.domain.pack_state import PackPrompt, PackState, VerifiedStep


def put_proven_in(state: PackState, *before: PackEffect) -> PackOutcome | None:
    """The order with its proven units in the carton; None where each is scanned at the bench.

    Only at the beginning, where all goods lie in the one cubby that was scanned and one packaging
    holds them all: what was opened again, or is packed into several parcels, is scanned.

    Args:
        state: the order as it was opened.
        before: effects of the same scan that come first.
    """
    place = state.places[0] if len(state.places) == 1 else None
    is_fresh = state.prompt is PackPrompt.SCAN_UNIT and not state.verified and not state.reopened
    if place is None or place.code not in state.here or not is_fresh or state.suggested is None:
        return None
    filled, effects = state, list(before)
    for line in state.lines:
        units = 0 if line.is_numbered else min(line.open, place.proven_of(line.order_line_id))
        if units:
            step = VerifiedStep(line.order_line_id, units)
            filled = filled.with_line(replace(line, verified=line.verified + units))
            filled = replace(filled, history=(*filled.history, step))
            effects.append(PutInCarton(line.order_line_id, units))
    return next_pack_step(filled, *effects) if filled.verified else None
