"""The floor's words for counts, refills and put-aways: reasons, kinds of places, choices."""

from __future__ import annotations

from app.domain.adjustments import AdjustReason
from app.domain.count_rules import CountReason
from app.domain.locations import LocationKind
from app.domain.put_away import ElsewhereReason, ProposalReason, PutAwayReason, WriteOffReason
from app.domain.replenishment import ReplenishReason
from app.ui.message import translate


def count_reason_words(reason: CountReason) -> str:
    """Why somebody has to count."""
    words = {
        CountReason.EMPTY: translate("stock", "picker found it empty"),
        CountReason.DAMAGED: translate("stock", "a picker found damaged units"),
        CountReason.OTHER_ITEM: translate("stock", "a picker found another item"),
        CountReason.UNREACHABLE: translate("stock", "a picker could not reach it"),
        CountReason.ZERO_CHECK: translate("stock", "it should be empty and is not"),
        CountReason.ANOTHER_ITEM: translate("stock", "it lies there against the books"),
        CountReason.MISSING: translate("stock", "units were missing there"),
        CountReason.SURPLUS: translate("stock", "too many came from there"),
        CountReason.EXPIRED: translate("stock", "expired units came from there"),
        CountReason.UNWANTED: translate("stock", "unwanted units came from there"),
        CountReason.UNKNOWN: translate("stock", "unknown units came from there"),
        CountReason.INSPECTION: translate("stock", "an order picked there was not right"),
        CountReason.LOST: translate("stock", "a lead says that units are lost"),
        CountReason.FOUND: translate("stock", "a lead found more units"),
        CountReason.SAMPLE: translate("stock", "a lead took units as samples"),
        CountReason.CORRECTION: translate("stock", "a lead corrects the books"),
        CountReason.PLANNED: translate("stock", "its turn has come"),
        CountReason.THRESHOLD: translate("stock", "little is left"),
        CountReason.SPOT: translate("stock", "somebody wants to know"),
    }
    return words[reason]


def refill_reason_words(reason: ReplenishReason) -> str:
    """Why a pick face is refilled."""
    words = {
        ReplenishReason.DEMAND: translate("stock", "orders wait for it"),
        ReplenishReason.MINIMUM: translate("stock", "it runs low"),
        ReplenishReason.BY_HAND: translate("stock", "somebody asked for it"),
    }
    return words[reason]


def put_away_reason_words(reason: PutAwayReason) -> str:
    """Why goods wait to be put away."""
    words = {
        PutAwayReason.RECEIVED: translate("stock", "received"),
        PutAwayReason.TAKEN_BACK: translate("stock", "taken back from an order"),
        PutAwayReason.CANCELLED: translate("stock", "of a cancelled order"),
        PutAwayReason.SURPLUS: translate("stock", "surplus"),
        PutAwayReason.DAMAGED: translate("stock", "damaged, to be looked at"),
        PutAwayReason.EXPIRED: translate("stock", "past its date, to be looked at"),
        PutAwayReason.RETURNED: translate("stock", "returned, to be looked at"),
        PutAwayReason.TRANSFER: translate("stock", "to be moved"),
    }
    return words[reason]


def proposal_words(reason: ProposalReason) -> str:
    """Why goods should go to a location."""
    words = {
        ProposalReason.ITS_PICK_FACE: translate("stock", "it is picked there"),
        ProposalReason.PART_INTO_FACE: translate("stock", "as many as fit where it is picked"),
        ProposalReason.WITH_ITS_OWN: translate("stock", "more of it lies there"),
        ProposalReason.EMPTY_IN_ITS_ZONE: translate("stock", "empty, in its zone"),
        ProposalReason.EMPTY: translate("stock", "the nearest empty one"),
    }
    return words[reason]


def elsewhere_words(reason: ElsewhereReason) -> str:
    """Why goods go elsewhere than proposed."""
    words = {
        ElsewhereReason.FULL: translate("stock", "The other one is full"),
        ElsewhereReason.BLOCKED: translate("stock", "I cannot get there"),
        ElsewhereReason.BETTER_THERE: translate("stock", "It belongs here"),
    }
    return words[reason]


def write_off_words(reason: WriteOffReason) -> str:
    """Why goods cannot be sold."""
    words = {
        WriteOffReason.BROKEN: translate("stock", "Broken"),
        WriteOffReason.DIRTY: translate("stock", "Dirty"),
        WriteOffReason.EXPIRED: translate("stock", "Expired"),
        WriteOffReason.INCOMPLETE: translate("stock", "Parts missing"),
    }
    return words[reason]


def adjust_reason_words(reason: str) -> str:
    """Why the books are changed at the desk; what is no such reason stays as it is."""
    words = {
        AdjustReason.DAMAGED: translate("stock", "damaged"),
        AdjustReason.LOST: translate("stock", "lost"),
        AdjustReason.EXPIRED: translate("stock", "past its last day"),
        AdjustReason.SAMPLE: translate("stock", "taken as a sample"),
        AdjustReason.FOUND: translate("stock", "found"),
        AdjustReason.CORRECTION: translate("stock", "the books were wrong"),
    }
    return next((said for known, said in words.items() if known.value == reason), reason)


def place_kind_words(kind: LocationKind) -> str:
    """What a place is for."""
    words = {
        LocationKind.PICK_FACE: translate("stock", "a pick face"),
        LocationKind.RESERVE: translate("stock", "reserve"),
        LocationKind.STAGING: translate("stock", "for goods in between"),
        LocationKind.CUBBY: translate("stock", "a slot of a put wall"),
        LocationKind.CONSOLIDATION: translate("stock", "where orders meet"),
        LocationKind.LANE: translate("stock", "a lane for totes"),
        LocationKind.CAGE: translate("stock", "a cage of a carrier"),
        LocationKind.QUARANTINE: translate("stock", "quarantine"),
        LocationKind.TOTE: translate("stock", "a tote"),
        LocationKind.CARTON: translate("stock", "a parcel"),
    }
    return words.get(kind, "")
