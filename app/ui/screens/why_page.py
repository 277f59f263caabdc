"""What a screen says to "Why?": asked for only when somebody opens help, beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.services.asking_why import WhyTold, why_each
from app.services.identifying import Entry
from app.ui.message import translate
from app.ui.why_words import why_sentence
from app.ui.widgets.action_row import Action

if TYPE_CHECKING:
    from app.ui.screens.floor_screen import FloorScreen

MOST_SENTENCES = 8
"""More of them would be read by nobody; the gravest come first."""

Show = Callable[[tuple[WhyTold, ...]], None]


def ask_why(screen: FloorScreen, show: Show) -> None:
    """Ask why what a screen shows is as it is; nothing where it shows nothing to ask about."""
    codes = screen.why_codes()
    operator = screen.operator
    show(())  # what was asked before is not true any more
    if not codes or operator is None or screen.context.line.is_away:
        return
    entries = tuple(Entry(code, screen.context.new_scan_id()) for code in codes)
    screen.look(why_each, screen.context.workplace, operator.operator_id, entries, done=show)


def why_lines(told: tuple[WhyTold, ...]) -> tuple[str, ...]:
    """The sentences, each thing named once where there are several."""
    lines = []
    for each in told:
        sentences = [why_sentence(why) for why in each.reasons]
        if len(told) > 1:
            sentences = [_named(each.subject, sentence) for sentence in sentences]
        lines += sentences
    return tuple(lines[:MOST_SENTENCES])


def _named(subject: str, sentence: str) -> str:
    """A sentence that says what it is about, where others are about something else."""
    return sentence if subject in sentence else f"{subject}: {sentence}"


def why_heading(told: tuple[WhyTold, ...]) -> str:
    """The heading of the card, which names what was asked about."""
    return translate("why", "WHY: {0}").format(", ".join(each.subject for each in told))


def with_why(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Actions of a screen that can be asked why: its help key says so."""
    note = translate("why", "and why")
    return tuple(
        replace(action, note=action.note or note) if action.key == "F1" else action
        for action in actions
    )
