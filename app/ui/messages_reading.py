"""Words for codes that cannot be read, are not known, or are not asked for now."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.readings import GarbledWhy
from app.domain.refusals import (
    CodesRunTogether,
    CommandNotPossible,
    NoSuchChoice,
    NotAskedForHere,
    Refusal,
    UnknownCode,
    UnreadableCode,
)
from app.ui.floor_words import command_word, scanned_word
from app.ui.message import Asked, Message, Severity, Thing, Words, translate

SHOWN = 24
"""Characters of a strange code that are shown: enough to recognise a label by."""


def _unknown(refusal: UnknownCode, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "UNKNOWN CODE"),
        scanned=Thing(_short(refusal.code), place=translate("messages", "nothing here has it")),
        needed=asked.needed,
        action=asked.action,
        hint=translate("messages", "Right thing, but its code is unknown? Call the shift lead."),
    )


def _unreadable(refusal: UnreadableCode, asked: Asked) -> Message:
    again = translate("messages", "Scan it again, close and flat.")
    typed = translate("messages", "Scan it again, or type its number and press Enter.")
    one = translate("messages", "Scan one label only, then wait for the sound.")
    words = {
        GarbledWhy.EMPTY: (translate("messages", "EMPTY CODE"), again),
        GarbledWhy.TOO_LONG: (translate("messages", "CODE TOO LONG"), one),
        GarbledWhy.CONTROL_CHARACTERS: (translate("messages", "UNREADABLE CODE"), typed),
        GarbledWhy.BAD_CHECK_DIGIT: (translate("messages", "MISREAD CODE"), typed),
        GarbledWhy.MALFORMED_GS1: (translate("messages", "DAMAGED CODE"), typed),
        GarbledWhy.RUN_TOGETHER: (translate("messages", "TWO CODES AT ONCE"), one),
    }
    title, action = words[refusal.why]
    return Message(
        title=title,
        scanned=Thing(_short(refusal.code), place=translate("messages", "cannot be read")),
        needed=asked.needed,
        action=action,
        hint=translate("messages", "Again and again? Show the label to the shift lead."),
    )


def _run_together(refusal: CodesRunTogether, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "TWO CODES AT ONCE"),
        scanned=Thing(_short(refusal.code), place=translate("messages", "two labels, read as one")),
        needed=asked.needed,
        action=translate("messages", "Scan one label, wait for the sound, then the next."),
    )


def _not_asked_for(refusal: NotAskedForHere, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT NEEDED NOW"),
        scanned=Thing(_short(scanned_word(refusal.code))),
        needed=asked.needed,
        action=asked.action,
    )


def _command_not_possible(refusal: CommandNotPossible, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT POSSIBLE NOW"),
        scanned=Thing(command_word(refusal.command)),
        needed=asked.needed,
        action=asked.action,
        severity=Severity.LOOK,
    )


def _no_such_choice(refusal: NoSuchChoice, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NO CHOICE {0}").format(refusal.number),
        scanned=Thing(str(refusal.number)),
        needed=asked.needed,
        action=translate("messages", "Choose a number up to {0}, or press Esc to go back.").format(
            refusal.highest
        ),
        severity=Severity.LOOK,
    )


def _short(code: str) -> str:
    return code if len(code) <= SHOWN else f"{code[:SHOWN]}…"


WORDS: Mapping[type[Refusal], Words] = {
    UnknownCode: _unknown,
    UnreadableCode: _unreadable,
    CodesRunTogether: _run_together,
    NotAskedForHere: _not_asked_for,
    CommandNotPossible: _command_not_possible,
    NoSuchChoice: _no_such_choice,
}
