"""Words for what a scale shows and how it is."""

from __future__ import annotations

from app.devices.scale_protocols import CLEAR_TARE, TARE, ZERO, Declined, Done
from app.devices.scale_reading import Load, ScaleReading
from app.devices.serial_scanner import PortState
from app.ui.message import translate


def weight_words(grams: float) -> str:
    """A weight in kilograms, to the gram."""
    return translate("scale", "{0} kg").format(f"{grams / 1000:.3f}")


def reading_words(reading: ScaleReading | None) -> str:
    """What the scale shows."""
    if reading is None:
        return translate("scale", "no weight")
    if reading.load is Load.OVER:
        return translate("scale", "TOO HEAVY for the scale: take it off")
    if reading.load is Load.UNDER:
        return translate("scale", "BELOW ZERO: put the plate on, or press Zero")
    if reading.grams is None:
        return translate("scale", "moving …")
    shown = weight_words(reading.grams)
    if reading.is_net:
        shown = translate("scale", "{0} net").format(shown)
    stands = translate("scale", "stable")
    if reading.load is Load.MOVING:
        stands = translate("scale", "moving …")
    return f"{shown}  {stands}"


def state_words(state: PortState, words: str) -> str:
    """How the scale is, with what it speaks or why it is lost."""
    known = {
        PortState.STOPPED: translate("scale", "switched off"),
        PortState.CONNECTING: translate("scale", "looking for it …"),
        PortState.CONNECTED: translate("scale", "connected"),
        PortState.DISCONNECTED: translate("scale", "NOT CONNECTED: check power and cable"),
    }
    return f"{known[state]} ({words})" if words else known[state]


def answer_words(answer: Done | Declined) -> str:
    """What came of a command to the scale."""
    command = {
        ZERO: translate("scale", "Zero"),
        TARE: translate("scale", "Tare"),
        CLEAR_TARE: translate("scale", "Tare off"),
    }[answer.command]
    if isinstance(answer, Done):
        return translate("scale", "{0}: done").format(command)
    why = {
        "not now": translate("scale", "wait until it stands still, then try again"),
        "too much on it": translate("scale", "take everything off first"),
        "too little on it": translate("scale", "put the plate on first"),
        "not allowed": translate("scale", "this scale does not allow it"),
        "use the key on the scale": translate("scale", "use the key on the scale"),
    }
    return translate("scale", "{0}: {1}").format(command, why.get(answer.why, answer.why))
