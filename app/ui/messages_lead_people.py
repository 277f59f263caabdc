"""Words for what a lead may not do with people's work."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.people_refusals import (
    BegunMeanwhile,
    CannotBeShared,
    HasItAlready,
    MessageRead,
    NobodyInZone,
    NothingReadyThere,
    NothingToShare,
    TurnChangedSince,
    WorkEnded,
)
from app.domain.refusals import Refusal
from app.ui.message import Asked, Message, Severity, Thing, Words, translate
from app.ui.screens.pick_view import method_word


def _look(title: str, thing: Thing, action: str) -> Message:
    return Message(
        title=title,
        scanned=thing,
        action=action,
        count_line=translate("messages", "Nothing was changed."),
        severity=Severity.LOOK,
    )


def _task(task_id: int) -> str:
    return translate("messages", "task {0}").format(task_id)


def _ended(refusal: WorkEnded, _asked: Asked) -> Message:
    return _look(
        translate("messages", "WORK HAS ENDED"),
        Thing(_task(refusal.task_id)),
        translate("messages", "Look at what they do now, and choose again."),
    )


def _nothing_to_share(refusal: NothingToShare, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NOTHING TO SHARE"),
        Thing(_task(refusal.task_id), place=refusal.operator_name),
        translate("messages", "Let them finish, or give all of it: too little is untouched."),
    )


def _cannot_be_shared(refusal: CannotBeShared, _asked: Asked) -> Message:
    return _look(
        translate("messages", "CANNOT BE SHARED"),
        Thing(_task(refusal.task_id), place=method_word(refusal.method)),
        translate("messages", "Give all of it: such work is picked by one person."),
    )


def _has_it(refusal: HasItAlready, _asked: Asked) -> Message:
    return _look(
        translate("messages", "THEIRS ALREADY"),
        Thing(refusal.operator_name),
        translate("messages", "Choose somebody else to give it to."),
    )


def _begun(refusal: BegunMeanwhile, _asked: Asked) -> Message:
    return _look(
        translate("messages", "BEGUN MEANWHILE"),
        Thing(refusal.operator_name),
        translate("messages", "Leave it with them, or give all of it to somebody else."),
    )


def _nothing_ready(refusal: NothingReadyThere, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NO WORK WAITS THERE"),
        Thing(refusal.wave, place=refusal.operator_name),
        translate("messages", "Give them half of what somebody does there, or another wave."),
    )


def _nobody_in_zone(refusal: NobodyInZone, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NOBODY IN THE ZONE"),
        Thing(translate("messages", "zone {0}").format(refusal.zone)),
        translate("messages", "Choose another zone, or a person: nobody there can be sent now."),
    )


def _turn_changed(refusal: TurnChangedSince, _asked: Asked) -> Message:
    return _look(
        translate("messages", "ITS TURN CHANGED"),
        Thing(_task(refusal.task_id)),
        translate("messages", "Leave it: somebody gave it another turn after you did."),
    )


def _read(refusal: MessageRead, _asked: Asked) -> Message:
    return _look(
        translate("messages", "READ ALREADY"),
        Thing(refusal.operator_name),
        translate("messages", "Tell them yourself that they need not come."),
    )


WORDS: Mapping[type[Refusal], Words] = {
    WorkEnded: _ended,
    NothingToShare: _nothing_to_share,
    CannotBeShared: _cannot_be_shared,
    HasItAlready: _has_it,
    BegunMeanwhile: _begun,
    NothingReadyThere: _nothing_ready,
    NobodyInZone: _nobody_in_zone,
    TurnChangedSince: _turn_changed,
    MessageRead: _read,
}
