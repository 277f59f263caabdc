"""Words for people on the floor: how they stand, what they do, what a move does to the waves."""

from __future__ import annotations

from datetime import datetime

from app.domain.operators import OperatorRole
from app.domain.people_state import LeadMessage, PersonState, PersonTask
from app.services.board_forecast import MovedWave
from app.services.people_now import PersonNow
from app.ui.message import translate
from app.ui.screens.pick_view import method_word

SHOWN_EFFECTS = 2


def state_words(state: PersonState) -> str:
    """How somebody stands."""
    return {
        PersonState.NEEDS_HELP: translate("people", "needs help"),
        PersonState.ON_BREAK: translate("people", "on a break"),
        PersonState.AT_WORK: translate("people", "at work"),
        PersonState.QUIET: translate("people", "quiet"),
        PersonState.FREE: translate("people", "free"),
    }[state]


def role_words(role: OperatorRole) -> str:
    """What somebody is here for."""
    return {
        OperatorRole.PICKER: translate("people", "picker"),
        OperatorRole.PACKER: translate("people", "packer"),
        OperatorRole.LEAD: translate("people", "lead"),
        OperatorRole.ADMIN: translate("people", "administrator"),
    }[role]


def message_words(message: LeadMessage) -> str:
    """What a lead says, in the reader's language."""
    return {
        LeadMessage.COME_TO_THE_DESK: translate("people", "Please come to the desk"),
        LeadMessage.CALL_ME: translate("people", "Please call me"),
        LeadMessage.TAKE_YOUR_BREAK: translate("people", "Please take your break now"),
        LeadMessage.HELP_AT_THE_BENCHES: translate("people", "Please help at the pack benches"),
        LeadMessage.FINISH_AND_COME: translate("people", "Finish this work, then come to me"),
        LeadMessage.THANK_YOU: translate("people", "Thank you, well done"),
    }[message]


def task_words(task: PersonTask) -> str:
    """A task by its wave, or by its method."""
    return task.wave or f"{method_word(task.method)} {task.task_id}"


def ago_words(moment: datetime | None, now: datetime) -> str:
    """How long ago something was."""
    if moment is None:
        return "-"
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < 60:
        return translate("people", "{0} s ago").format(seconds)
    if seconds < 7200:
        return translate("people", "{0} min ago").format(seconds // 60)
    return translate("people", "{0} h ago").format(seconds // 3600)


def effect_words(effects: tuple[MovedWave, ...]) -> str:
    """What a move does: each wave's finish without it and with it."""
    told = [effect for effect in effects if effect.code][:SHOWN_EFFECTS]
    if not told:
        return translate("people", "no wave ends earlier or later")
    return ", ".join(
        translate("people", "{0} {1} → {2}").format(
            effect.code, _clock(effect.before), _clock(effect.after)
        )
        for effect in told
    )


def _clock(moment: datetime | None) -> str:
    if moment is None:
        return translate("people", "never")
    return moment.astimezone().strftime("%H:%M")


def facts_words(person: PersonNow) -> tuple[str, ...]:
    """What is known of somebody, a line each."""
    lines = [
        translate("people", "{0}, station {1}").format(role_words(person.role), person.station)
    ]
    if person.zone:
        lines.append(translate("people", "works in zone {0}").format(person.zone))
    if person.skills:
        lines.append(translate("people", "may operate {0}").format(", ".join(person.skills)))
    if person.since is not None:
        words = translate("people", "{0} since {1}")
        since = person.since.astimezone().strftime("%H:%M")
        lines.append(words.format(state_words(person.state), since))
    if person.waiting:
        waiting = ", ".join(task_words(task) for task in person.waiting[:3])
        lines.append(translate("people", "waits for them: {0}").format(waiting))
    if person.task is None and not person.waiting:
        lines.append(translate("people", "has no pick work"))
    return tuple(lines)
