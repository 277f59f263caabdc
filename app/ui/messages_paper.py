"""Words for what is not possible with a paper: it is out, asked about, voided, or the only one."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.paper_refusals import (
    AnswerFirst,
    NobodyDoubts,
    OnlyPaperOfParcel,
    PaperSettled,
    PaperVoided,
    UnknownPrinter,
)
from app.domain.refusals import Refusal
from app.ui.floor_words import document_word
from app.ui.message import Asked, Message, Severity, Thing, Words, translate


def _settled(refusal: PaperSettled, _asked: Asked) -> Message:
    return _look(
        translate("messages", "TOO LATE FOR THAT"),
        Thing(document_word(refusal.document), place=state_words(refusal.state)),
        translate("messages", "Look at the list: what waits there can be moved or called back."),
    )


def state_words(state: str) -> str:
    """How far a paper is, in few words."""
    words = {
        "queued": translate("paper", "waits for its printer"),
        "rendering": translate("paper", "is being made"),
        "ready": translate("paper", "waits for its printer"),
        "held": translate("paper", "waits: the printer is in trouble"),
        "sending": translate("paper", "is on its way into the printer"),
        "sent": translate("paper", "was sent to the printer"),
        "confirmed": translate("paper", "is printed"),
        "uncertain": translate("paper", "nobody knows if it came out"),
        "failed": translate("paper", "could not be printed"),
        "cancelled": translate("paper", "was called back"),
        "superseded": translate("paper", "is void: it counts no more"),
    }
    return words.get(state, state)


def _answer_first(refusal: AnswerFirst, _asked: Asked) -> Message:
    return _look(
        translate("messages", "DID IT COME OUT?"),
        Thing(
            document_word(refusal.document),
            place=translate("messages", "was on its way into {0}").format(refusal.printer),
        ),
        translate("messages", "Look into the printer, then choose 1 (it came out) or 2 (not)."),
    )


def _nobody_doubts(refusal: NobodyDoubts, _asked: Asked) -> Message:
    return _look(
        translate("messages", "ANSWERED ALREADY"),
        Thing(document_word(refusal.document)),
        translate("messages", "Look at the list: it says what became of this paper."),
    )


def _only_one(refusal: OnlyPaperOfParcel, _asked: Asked) -> Message:
    return _look(
        translate("messages", "THE PARCEL NEEDS IT"),
        Thing(
            document_word(refusal.document),
            place=translate("messages", "the only one of order {0}").format(refusal.subject),
        ),
        translate("messages", "Choose another printer for it, or have it printed again."),
    )


def _voided(refusal: PaperVoided, _asked: Asked) -> Message:
    return _look(
        translate("messages", "THIS PAPER IS VOID"),
        Thing(document_word(refusal.document)),
        translate("messages", "Use the new one. Tear this one up where you find it."),
    )


def _unknown_printer(refusal: UnknownPrinter, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NO SUCH PRINTER"),
        Thing(
            refusal.printer,
            place=translate("messages", "somebody took it out of the set-up"),
        ),
        translate("messages", "Choose another printer."),
    )


def _look(title: str, thing: Thing, action: str) -> Message:
    return Message(title=title, scanned=thing, action=action, severity=Severity.LOOK)


WORDS: Mapping[type[Refusal], Words] = {
    PaperSettled: _settled,
    AnswerFirst: _answer_first,
    NobodyDoubts: _nobody_doubts,
    OnlyPaperOfParcel: _only_one,
    PaperVoided: _voided,
    UnknownPrinter: _unknown_printer,
}
