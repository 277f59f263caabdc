"""What a packer can do at the scale: go on, look into the box, weigh again, or fetch a lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.weighing import Weighed

SAME_WEIGHT_G = 10.0
"""Two weighings closer than this say the same: the box was looked into, and nothing changed."""


class OverrideReason(StrEnum):
    """Why a parcel goes on although its weight is wrong; the order is that of the choices."""

    COUNTED = "counted"
    """Opened and counted: the contents are right."""
    ITEM_CHANGED = "item_changed"
    """An item weighs something else than before: it is learnt anew from this parcel."""
    EXTRA_FILLING = "extra_filling"
    """More or heavier filling than usual."""
    SCALE_FAULTY = "scale_faulty"
    """The scale is wrong; nothing it says is learnt."""


class WeighRule(StrEnum):
    """Which parcels a house weighs."""

    WITH_SCALE = "with_scale"
    """Those of benches that have a scale."""
    ALWAYS = "always"
    """All: where no scale says a weight by itself, it is typed."""
    NEVER = "never"


class ScaleUse(StrEnum):
    """Whether a bench weighs what it packs."""

    NONE = "none"
    OFFERED = "offered"
    """It has a scale; while that is broken the parcel goes on without a weight."""
    REQUIRED = "required"
    """No parcel goes on without a weight."""


def scale_use(rule: WeighRule, *, has_scale: bool) -> ScaleUse:
    """Whether a bench weighs, by the house's rule and by whether a scale is set up there."""
    if rule is WeighRule.ALWAYS:
        return ScaleUse.REQUIRED
    return ScaleUse.OFFERED if has_scale and rule is WeighRule.WITH_SCALE else ScaleUse.NONE


class WeighStep(StrEnum):
    """What comes after a weighing."""

    GO_ON = "go_on"
    LOOK_INSIDE = "look_inside"
    """Open the box, put right what is wrong, weigh again."""
    ASK_LEAD = "ask_lead"
    """It weighs the same wrong weight again: a lead decides, with a reason."""


@dataclass(frozen=True, slots=True)
class Override:
    """A lead's word that a parcel goes on.

    Attributes:
        reason: Why.
        lead_id: Who said so.
        changed_item_id: The item that weighs something else now, where that is the reason.
    """

    reason: OverrideReason
    lead_id: int
    changed_item_id: int | None = None


def next_weigh_step(weighings: Sequence[Weighed]) -> WeighStep:
    """What a packer does after weighing a parcel one or more times.

    A wrong weight is a reason to look into the box. A lead is asked only when the same wrong
    weight comes again: whoever has put something right weighs another weight.

    Args:
        weighings: The answers of the gate for this parcel so far, at least one.
    """
    *before, last = weighings
    if last.is_accepted:
        return WeighStep.GO_ON
    is_same = any(
        not earlier.is_accepted and abs(earlier.measured_g - last.measured_g) <= SAME_WEIGHT_G
        for earlier in before
    )
    return WeighStep.ASK_LEAD if is_same else WeighStep.LOOK_INSIDE


def teaches(reason: OverrideReason | None) -> bool:
    """Whether the weight of a parcel may be learnt from: one that passed, or was counted."""
    return reason in (None, OverrideReason.COUNTED, OverrideReason.ITEM_CHANGED)
