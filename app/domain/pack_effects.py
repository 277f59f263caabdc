"""What the pack dialogue returns: the next state, and the effects that must be written down."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.pack_state import MissingReason, PackState, ReprintReason, begin_packing
from app.domain.refusals import Refusal


@dataclass(frozen=True)
class PutInCarton:
    """Units were scanned and went from the tote into the carton."""

    order_line_id: int
    quantity: int


@dataclass(frozen=True)
class TakeOutOfCarton:
    """Units went from the carton back into the tote."""

    order_line_id: int
    quantity: int


@dataclass(frozen=True)
class AcknowledgeInstructions:
    """The packer has read the order's special instructions."""


@dataclass(frozen=True)
class CloseCarton:
    """The carton is sealed: it gets its SSCC, slip and label.

    `is_full`: units of the order are left on the bench, for another carton.
    """

    packaging: str
    is_full: bool = False


@dataclass(frozen=True)
class ConfirmLabel:
    """The label on the parcel was scanned and is the right one."""

    sscc: str


@dataclass(frozen=True)
class ReportMissing:
    """All units not yet in the carton cannot be packed: the order is held for the lead."""

    reason: MissingReason


@dataclass(frozen=True)
class ReprintLabel:
    """The same label is printed again; nothing is bought or numbered anew."""

    reason: ReprintReason


@dataclass(frozen=True)
class ReprintSlip:
    """The slip that the station printed by itself is printed again."""

    reason: ReprintReason


@dataclass(frozen=True)
class ParkOrder:
    """The order leaves the bench with what was verified so far."""


PackEffect = (
    PutInCarton
    | TakeOutOfCarton
    | AcknowledgeInstructions
    | CloseCarton
    | ConfirmLabel
    | ReportMissing
    | ReprintLabel
    | ReprintSlip
    | ParkOrder
)


@dataclass(frozen=True)
class PackOutcome:
    """The dialogue's answer; with a `refusal` the effects are empty and nothing was counted."""

    state: PackState
    effects: tuple[PackEffect, ...] = ()
    refusal: Refusal | None = None


def refuse_packing(state: PackState, refusal: Refusal) -> PackOutcome:
    """Hold the STOP state: the prompt stays, nothing is counted, repeats are counted."""
    same = state.same_refusals + 1 if refusal == state.refusal else 1
    return PackOutcome(replace(state, refusal=refusal, same_refusals=same), refusal=refusal)


def go_on_packing(state: PackState, *effects: PackEffect) -> PackOutcome:
    """Leave a STOP state behind and carry on with `state` at its present prompt."""
    return PackOutcome(replace(state, refusal=None, same_refusals=0), effects)


def next_pack_step(state: PackState, *effects: PackEffect) -> PackOutcome:
    """Carry on at the prompt that the state's facts lead to."""
    return PackOutcome(begin_packing(state), effects)
