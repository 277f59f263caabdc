"""Words for what an inspection may not do, and for orders that are to be inspected first."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.inspection_refusals import (
    BringTheMissing,
    CountAllFirst,
    InspectedAlready,
    InspectFirst,
    NothingToInspect,
    NotYetPicked,
    PackedMeanwhile,
    QuarantineOnly,
)
from app.domain.refusals import Refusal
from app.ui.floor_words import order_state_words
from app.ui.inspection_words import inspection_reason_words
from app.ui.message import Asked, Message, Severity, Thing, Words, translate


def _inspect_first(refusal: InspectFirst, _asked: Asked) -> Message:
    action = translate("messages", "Take it to whoever inspects, pack another one.")
    if refusal.place:
        action = translate("messages", "Put it at {0} for inspection, pack another one.").format(
            refusal.place
        )
    return Message(
        title=translate("messages", "INSPECT FIRST"),
        scanned=Thing(refusal.order_number, place=inspection_reason_words(refusal.reason)),
        action=action,
        hint=translate("messages", "You inspect it yourself? Press F8, choose 6, scan it."),
        severity=Severity.LOOK,
    )


def _nothing_to_inspect(refusal: NothingToInspect, _asked: Asked) -> Message:
    if refusal.code is None:
        return Message(
            title=translate("messages", "NOTHING TO INSPECT"),
            action=translate("messages", "Press OK. Orders come here as benches find them."),
            severity=Severity.LOOK,
        )
    return Message(
        title=translate("messages", "NOT TO INSPECT"),
        scanned=Thing(refusal.code, place=translate("messages", "no inspection waits for it")),
        action=translate("messages", "Take it to a pack bench, or scan another one."),
        severity=Severity.LOOK,
    )


def _not_yet_picked(refusal: NotYetPicked, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT ALL THERE YET"),
        scanned=Thing(refusal.order_number, place=order_state_words(refusal.state)),
        action=translate("messages", "Leave it until the rest is there, scan another one."),
        severity=Severity.LOOK,
    )


def _inspected_already(refusal: InspectedAlready, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "INSPECTED ALREADY"),
        scanned=Thing(
            refusal.order_number, place=translate("messages", "somebody else has seen to it")
        ),
        action=translate("messages", "Press OK and scan another one."),
    )


def _count_all_first(refusal: CountAllFirst, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "COUNT FIRST"),
        needed=asked.needed,
        action=translate("messages", "Scan every unit of {0}, then press OK.").format(
            refusal.order_number
        ),
        hint=translate("messages", "Is nothing there? Type 0 and press Enter."),
        severity=Severity.LOOK,
    )


def _bring_the_missing(refusal: BringTheMissing, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT THE MISSING ONE"),
        scanned=Thing(refusal.scanned_name),
        needed=Thing(f"{refusal.units} x {refusal.needed_name}"),
        action=translate("messages", "Put it aside, bring {0}, scan it.").format(
            refusal.needed_name
        ),
        hint=translate("messages", "Nowhere to be found? Press F6, choose 2."),
    )


def _quarantine_only(refusal: QuarantineOnly, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT QUARANTINE"),
        scanned=Thing(refusal.code),
        needed=asked.needed or Thing(translate("messages", "a quarantine place")),
        action=translate("messages", "Put it into quarantine, scan the label there."),
    )


def _packed_meanwhile(refusal: PackedMeanwhile, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "TOO LATE TO INSPECT"),
        scanned=Thing(refusal.order_number, place=order_state_words(refusal.state)),
        action=translate("messages", "Tell its packer, who has it open, to look at it."),
        severity=Severity.LOOK,
    )


WORDS: Mapping[type[Refusal], Words] = {
    InspectFirst: _inspect_first,
    NothingToInspect: _nothing_to_inspect,
    NotYetPicked: _not_yet_picked,
    InspectedAlready: _inspected_already,
    CountAllFirst: _count_all_first,
    BringTheMissing: _bring_the_missing,
    QuarantineOnly: _quarantine_only,
    PackedMeanwhile: _packed_meanwhile,
}
