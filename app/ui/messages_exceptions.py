"""Words for what is not decided about exceptions of the floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.domain.exception_refusals import (
    AlreadyDecided,
    DecisionOvertaken,
    DecisionStands,
    ExceptionGone,
    NoDecisionToUndo,
    NothingInTotes,
)
from app.domain.refusals import Refusal
from app.ui.exception_words import decided_words
from app.ui.floor_words import order_state_words
from app.ui.message import Asked, Message, Severity, Thing, Words, translate
from app.ui.short_words import way_words


def _look(title: str, thing: Thing, action: str) -> Message:
    return Message(
        title=title,
        scanned=replace(thing, label=translate("messages", "it is about")),
        action=action,
        count_line=translate("messages", "Nothing was changed."),
        severity=Severity.LOOK,
    )


def _order(number: str) -> str:
    return translate("messages", "order {0}").format(number)


def _already_decided(refusal: AlreadyDecided, _asked: Asked) -> Message:
    who = refusal.decided_by or translate("messages", "somebody at the desk")
    chosen = translate("messages", "{0}: {1}").format(who, way_words(refusal.way))
    return _look(
        translate("messages", "DECIDED ALREADY"),
        Thing(_order(refusal.order_number), place=chosen),
        translate("messages", "Look at what is left of it, then decide again if need be."),
    )


def _gone(refusal: ExceptionGone, _asked: Asked) -> Message:
    return _look(
        translate("messages", "SETTLED ALREADY"),
        Thing(refusal.subject),
        translate("messages", "Choose another row: nothing waits for this decision any more."),
    )


def _nothing_in_totes(refusal: NothingInTotes, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NONE IN TOTES"),
        Thing(_order(refusal.order_number)),
        translate("messages", "Choose another way: no less urgent order has any of it picked."),
    )


def _no_decision(_refusal: NoDecisionToUndo, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NOTHING TO UNDO"),
        Thing(translate("messages", "you decided about nothing in this shift")),
        translate("messages", "Choose a row and decide about it."),
    )


def _stands(refusal: DecisionStands, _asked: Asked) -> Message:
    return _look(
        translate("messages", "CANNOT BE UNDONE"),
        Thing(refusal.subject, place=decided_words(refusal.way)),
        translate("messages", "Look at what follows from it: no key takes that back."),
    )


def _overtaken(refusal: DecisionOvertaken, _asked: Asked) -> Message:
    chosen = decided_words(refusal.way)
    if refusal.done:
        how_far = order_state_words(refusal.done)
        chosen = translate("messages", "{0}, and it is {1} now").format(chosen, how_far)
    return _look(
        translate("messages", "TOO LATE TO UNDO"),
        Thing(refusal.subject, place=chosen),
        translate("messages", "Look it up: others have gone on with it."),
    )


WORDS: Mapping[type[Refusal], Words] = {
    AlreadyDecided: _already_decided,
    DecisionOvertaken: _overtaken,
    DecisionStands: _stands,
    NoDecisionToUndo: _no_decision,
    ExceptionGone: _gone,
    NothingInTotes: _nothing_in_totes,
}
