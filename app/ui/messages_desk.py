"""Words for what is not possible at the desk: records that others change as well."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.desk_refusals import (
    ChangedMeanwhile,
    ImpossibleBounds,
    NoteEmpty,
    NoteTooLong,
    UnknownPlace,
)
from app.domain.refusals import Refusal
from app.ui.message import Asked, Message, Severity, Thing, Words, translate


def _changed_meanwhile(refusal: ChangedMeanwhile, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "CHANGED MEANWHILE"),
        scanned=Thing(
            refusal.record,
            place=translate("messages", "somebody else changed it after you opened it"),
        ),
        action=translate("messages", "Look at what they wrote, then change it again."),
        count_line=translate("messages", "Nothing was saved."),
        severity=Severity.LOOK,
    )


def _unknown_place(refusal: UnknownPlace, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NO SUCH PLACE"),
        scanned=Thing(refusal.code),
        action=translate("messages", "Look at the label and give the code again."),
        count_line=translate("messages", "Nothing was saved."),
    )


def _impossible_bounds(refusal: ImpossibleBounds, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "BOUNDS IMPOSSIBLE"),
        scanned=Thing(f"{refusal.minimum} - {refusal.maximum}"),
        action=translate("messages", "Give a maximum that is larger than the minimum."),
        count_line=translate("messages", "Nothing was saved."),
    )


def _note_empty(_refusal: NoteEmpty, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOTE EMPTY"),
        action=translate("messages", "Type what the next lead should know, then keep it."),
        count_line=translate("messages", "Nothing was saved."),
        severity=Severity.LOOK,
    )


def _note_too_long(refusal: NoteTooLong, _asked: Asked) -> Message:
    words = translate("messages", "Type fewer words: at most {0} characters, not {1}.")
    return Message(
        title=translate("messages", "NOTE TOO LONG"),
        action=words.format(refusal.most, refusal.length),
        count_line=translate("messages", "Nothing was saved."),
        severity=Severity.LOOK,
    )


WORDS: Mapping[type[Refusal], Words] = {
    ChangedMeanwhile: _changed_meanwhile,
    UnknownPlace: _unknown_place,
    ImpossibleBounds: _impossible_bounds,
    NoteEmpty: _note_empty,
    NoteTooLong: _note_too_long,
}
