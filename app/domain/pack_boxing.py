"""Which packaging a carton is closed in: one whose card was scanned, now or ahead, or the proposed.

The bench asks for nothing it can deduce: a card that was scanned before the last unit, or the
proposal in a house that takes what is proposed, closes the carton with that unit.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from app.domain.pack_effects import (
    CloseCarton,
    PackOutcome,
    ReopenCarton,
    go_on_packing,
    refuse_packing,
)
from app.domain.pack_state import PackagingChoice, PackPrompt, PackState
from app.domain.refusals import PackagingTooSmall, UnknownPackaging
from app.domain.weigh_steps import ScaleUse


class BoxRule(StrEnum):
    """Whether a house asks for the packaging of each carton."""

    ASKED = "asked"
    """The packer says OK to what is proposed, or scans the card of another."""
    PROPOSED = "proposed"
    """What is proposed is taken; whoever takes another scans its card, before or after."""


def close_carton(state: PackState, code: str) -> PackOutcome:
    """Close the carton in a packaging, or weigh it first where this bench does."""
    chosen: PackagingChoice | None = next(
        (kind for kind in state.packagings if kind.code == code), None
    )
    if chosen is None:
        return refuse_packing(state, UnknownPackaging(code))
    if state.to_box_g > chosen.max_weight_g:
        limit = chosen.max_weight_g
        return refuse_packing(state, PackagingTooSmall(code, state.to_box_g, limit))
    boxed = replace(state, packaging=code, ahead=None)
    if state.scale is not ScaleUse.NONE:
        return go_on_packing(replace(boxed, prompt=PackPrompt.WEIGH))
    closed = replace(boxed, prompt=PackPrompt.SCAN_LABEL)
    return go_on_packing(closed, CloseCarton(code, state.is_full))


def note_ahead(state: PackState, code: str) -> PackOutcome:
    """Remember the packaging that was scanned before all units were in."""
    if all(kind.code != code for kind in state.packagings):
        return refuse_packing(state, UnknownPackaging(code))
    return go_on_packing(replace(state, ahead=code))


def close_by_itself(outcome: PackOutcome) -> PackOutcome:
    """Close the carton with the scan that filled it, where its packaging is known.

    One that was opened again is asked about: what was known of it was wrong. So is one that does
    not bear the weight.
    """
    state = outcome.state
    if outcome.refusal is not None or state.prompt is not PackPrompt.CHOOSE_PACKAGING:
        return outcome
    code = state.ahead or (state.suggestion if state.takes_proposed else None)
    if code is None or state.reopened:
        return outcome
    closed = close_carton(state, code)
    if closed.refusal is not None:
        return outcome
    return replace(closed, effects=(*outcome.effects, *closed.effects))


def box_anew(state: PackState, code: str) -> PackOutcome:
    """Another card than the closed carton's: the same units go into that packaging.

    Its number, transport and papers become void, and new ones are made.
    """
    if code == state.packaging:
        return go_on_packing(state)
    opened = replace(
        state, sscc=None, label_confirmed=False, reopened=True, packaging=None, weighings=()
    )
    closed = close_carton(opened, code)
    if closed.refusal is not None:
        return refuse_packing(state, closed.refusal)
    return replace(closed, effects=(ReopenCarton(), *closed.effects))


def read_anew(fresh: PackState, before: PackState) -> PackState:
    """The rows after a change of the carton, at what was asked before where they allow it.

    What is on the scale is not on record: a carton boxed anew goes on there.
    """
    if before.prompt is PackPrompt.WEIGH and fresh.prompt is PackPrompt.CHOOSE_PACKAGING:
        return replace(fresh, prompt=PackPrompt.WEIGH, packaging=before.packaging)
    return fresh
