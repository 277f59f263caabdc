"""Words for a sign-in that failed."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.refusals import Refusal, SignInLocked, UnknownBadge, WrongPin
from app.ui.message import Asked, Message, Thing, Words, translate


def _unknown_badge(_refusal: UnknownBadge, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "BADGE NOT KNOWN"),
        scanned=Thing(translate("messages", "a badge that nobody here has")),
        action=translate("messages", "Scan your own badge, or type staff number and PIN."),
        hint=translate("messages", "New or lost badge? The shift lead prints one."),
    )


def _wrong_pin(refusal: WrongPin, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WRONG PIN"),
        scanned=Thing(translate("messages", "staff number and PIN do not belong together")),
        count_line=translate("messages", "Tries left: {0}").format(refusal.tries_left),
        action=translate("messages", "Type number and PIN again, or scan your badge."),
    )


def _locked(refusal: SignInLocked, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "PIN LOCKED"),
        scanned=Thing(translate("messages", "too many wrong PINs")),
        count_line=translate("messages", "Free again in {0}").format(wait_words(refusal.seconds)),
        action=translate("messages", "Scan your badge, or wait {0}.").format(
            wait_words(refusal.seconds)
        ),
    )


def wait_words(seconds: int) -> str:
    """A waiting time in whole minutes, or in seconds where it is short."""
    if seconds < 120:
        return translate("messages", "{0} seconds").format(seconds)
    return translate("messages", "{0} minutes").format(-(-seconds // 60))


WORDS: Mapping[type[Refusal], Words] = {
    UnknownBadge: _unknown_badge,
    WrongPin: _wrong_pin,
    SignInLocked: _locked,
}
