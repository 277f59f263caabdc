"""What the pack dialogue returns: the next state, and the effects that must be written down."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.pack_state import MissingReason, PackState, ReprintReason, begin_packing
from app.domain.refusals import Refusal
from app.domain.weigh_steps import OverrideReason
from app.domain.weighing import Expectation, Weighed, WeightVerdict


@dataclass(frozen=True)
class PutInCarton:
    """Units were scanned and went from the tote into the carton."""

    order_line_id: int
    quantity: int
    serials: tuple[str, ...] = ()


@dataclass(frozen=True)
class TakeOutOfCarton:
    """Units went from the carton back into the tote."""

    order_line_id: int
    quantity: int
    serials: tuple[str, ...] = ()


@dataclass(frozen=True)
class AcknowledgeInstructions:
    """The packer has read the order's special instructions."""


@dataclass(frozen=True)
class CloseCarton:
    """The carton is sealed: it gets its SSCC, slip and label.

    `is_full`: units of the order are left on the bench, for another carton. `weight_g` is what the
    scale said; without it the carton weighs what its parts are recorded to.
    """

    packaging: str
    is_full: bool = False
    weight_g: float | None = None


@dataclass(frozen=True)
class NoteWeight:
    """The carton was weighed.

    Attributes:
        packaging: The box that it was judged as.
        measured_g: What the scale said, in grams; the next two are what it should have said.
        expected_g: The likeliest weight.
        tolerance_g: How far from it a right parcel may be.
        verdict: How it compares.
        override: Why a lead lets it go on all the same; None where nobody had to.
        lead_badge: The lead's badge.
        changed_item_id: The item that weighs something else now, where that is the reason.
    """

    packaging: str
    measured_g: float
    expected_g: float
    tolerance_g: float
    verdict: WeightVerdict
    override: OverrideReason | None = None
    lead_badge: str = ""
    changed_item_id: int | None = None

    @property
    def weighed(self) -> Weighed:
        """The answer of the gate that it writes down."""
        expected = Expectation(self.expected_g, self.tolerance_g)
        return Weighed(self.verdict, self.measured_g, expected)


@dataclass(frozen=True)
class ReopenCarton:
    """A closed carton is opened again: its number, transport and papers are void."""


@dataclass(frozen=True)
class VoidLabel:
    """A lead's word that number and label of a closed carton are void, and others wanted."""

    lead_badge: str


@dataclass(frozen=True)
class TakeTote:
    """An empty tote is taken for units that come out of an opened carton."""

    tote_id: int
    code: str


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
    | NoteWeight
    | ReopenCarton
    | VoidLabel
    | TakeTote
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
