"""The floor's words for inspections: why they are made, what was found, what can be done."""

from __future__ import annotations

from app.domain.inspection_rules import InspectionReason
from app.domain.inspection_state import DamageReason, FindingKind, Way
from app.ui.message import translate


def inspection_reason_words(reason: InspectionReason) -> str:
    """Why an order is inspected."""
    words = {
        InspectionReason.DEMAND: translate("inspect", "a lead asked for it"),
        InspectionReason.PAST_SHORT: translate("inspect", "units were missing before"),
        InspectionReason.VALUE: translate("inspect", "it is worth much"),
        InspectionReason.NEW_OPERATOR: translate("inspect", "its picker is new"),
        InspectionReason.SHARE: translate("inspect", "it was drawn"),
    }
    return words[reason]


def finding_words(kind: FindingKind) -> str:
    """What was found, as a title says it."""
    words = {
        FindingKind.RIGHT: translate("inspect", "RIGHT"),
        FindingKind.MISSING: translate("inspect", "MISSING"),
        FindingKind.SURPLUS: translate("inspect", "TOO MANY"),
        FindingKind.WRONG_ITEM: translate("inspect", "WRONG ITEM"),
        FindingKind.DAMAGED: translate("inspect", "DAMAGED"),
    }
    return words[kind]


def damage_words(reason: DamageReason) -> str:
    """What is wrong with a unit."""
    words = {
        DamageReason.CRUSHED: translate("inspect", "Crushed"),
        DamageReason.DIRTY: translate("inspect", "Dirty"),
        DamageReason.EXPIRED: translate("inspect", "Expired"),
    }
    return words[reason]


def way_words(way: Way, kind: FindingKind) -> str:
    """What can be done about a finding."""
    if way is Way.COUNT_AGAIN:
        return translate("inspect", "Count it again")
    if way is Way.BACK_TO_PICKER:
        return translate("inspect", "Back to picker")
    if kind is FindingKind.MISSING:
        return translate("inspect", "I bring it")
    return translate("inspect", "Take it out")


def way_note(way: Way, kind: FindingKind) -> str:
    """What comes of it."""
    if way is Way.COUNT_AGAIN:
        return translate("inspect", "only this item")
    if way is Way.BACK_TO_PICKER and kind is FindingKind.DAMAGED:
        return translate("inspect", "to quarantine, others are picked")
    if way is Way.BACK_TO_PICKER:
        return translate("inspect", "its line is open again")
    if kind is FindingKind.MISSING:
        return translate("inspect", "it lies where it was picked")
    return translate("inspect", "to quarantine")
