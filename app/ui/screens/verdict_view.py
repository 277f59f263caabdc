"""Turns a message into the band that holds it, and says what can be done while it is held."""

from __future__ import annotations

from app.domain.readings import Command
from app.ui.message import Message, Severity, Thing, translate
from app.ui.tokens import State
from app.ui.widgets.action_row import Action
from app.ui.widgets.verdict_band import Verdict, VerdictRow

HELD_KEYS = frozenset({"F1", "F2", "F6", "F7", "F8"})
"""Ways out of a held message that need no right scan: short, undo, wrong location, pause."""


def verdict_of(message: Message, times: int = 1) -> Verdict:
    """The band that shows a message."""
    words = {
        Severity.STOP: translate("verdict", "STOP"),
        Severity.LOOK: translate("verdict", "LOOK"),
        Severity.OK: translate("verdict", "OK"),
    }
    rows = [
        _row(label, thing)
        for label, thing in (
            (translate("verdict", "you scanned"), message.scanned),
            (translate("verdict", "you need"), message.needed),
        )
        if thing is not None
    ]
    return Verdict(
        state=State(message.severity.value),
        word=words[message.severity],
        title=message.title,
        rows=tuple(rows),
        do_this=message.action,
        counted=message.count_line,
        hint=message.hint,
        times=times,
    )


def ok_action(message: Message) -> Action:
    """The key that takes a held message away."""
    note = translate("verdict", "counts nothing")
    if message.needs_ok:
        note = translate("verdict", "I have done this")
    return Action(Command.OK.value, "ENTER", translate("verdict", "OK"), "enter", note)


def _row(label: str, thing: Thing) -> VerdictRow:
    return VerdictRow(thing.label or label, thing.text, thing.code, thing.place, thing.emphasis)
