"""What the people screen shows: rows of its table, the facts of one, numbered things to do."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from app.domain.people_state import LeadMessage, PersonState
from app.services.people_effects import Taker, WaveOffer
from app.services.people_now import PersonNow
from app.ui.message import translate
from app.ui.people_words import (
    ago_words,
    effect_words,
    facts_words,
    message_words,
    role_words,
    state_words,
    task_words,
)
from app.ui.tokens import State
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.desk_rows import Cell, Column, DeskRow
from app.ui.widgets.instruction_line import Instruction

ANSWER = "answer"

_STATES = {PersonState.NEEDS_HELP: State.LOOK, PersonState.AT_WORK: State.OK}


class Asking(StrEnum):
    """What the panel beside the table asks."""

    NOTHING = "nothing"
    TAKE_HALF = "half"
    GIVE_ALL = "all"
    TO_WAVE = "wave"
    MESSAGE = "message"


def columns() -> tuple[Column, ...]:
    """Headings, in the language worn now."""
    return (
        Column(translate("people", "WHO"), 1.8),
        Column(translate("people", "DOES"), 1.6),
        Column(translate("people", "LINES"), 1.2),
        Column(translate("people", "LAST SCAN"), 1.4, gives_way=True),
        Column(translate("people", "STATE"), 1.5),
    )


def rows(people: tuple[PersonNow, ...], now: datetime) -> tuple[DeskRow, ...]:
    """The table's rows."""
    return tuple(_row(person, now) for person in people)


def _row(person: PersonNow, now: datetime) -> DeskRow:
    task = person.task
    does, lines = Cell("-"), Cell("-")
    if task is not None:
        done = task.lines - task.lines_left
        does = Cell(
            task_words(task), translate("people", "zone {0}").format(task.zone) if task.zone else ""
        )
        words = translate("people", "{0}/{1} lines").format(done, task.lines)
        lines = Cell(words, share=done / max(task.lines, 1))
    elif person.waiting:
        does = Cell(task_words(person.waiting[0]), translate("people", "waits for them"))
    since = "" if person.since is None else ago_words(person.since, now)
    return DeskRow(
        str(person.operator_id),
        (
            Cell(person.name, f"{role_words(person.role)} {person.station}"),
            does,
            lines,
            Cell(ago_words(person.scanned_at, now), person.place),
            Cell(state_words(person.state), since, _STATES.get(person.state)),
        ),
        is_fixed=False,
    )


def note(person: PersonNow | None) -> tuple[str, tuple[str, ...], State | None]:
    """Heading, lines and state of the card beside the table."""
    if person is None:
        nobody = (translate("people", "Nobody has signed in during this shift."),)
        return translate("people", "PEOPLE"), nobody, None
    state = State.LOOK if person.state is PersonState.NEEDS_HELP else None
    return person.name.upper(), facts_words(person), state


def whom(asking: Asking, found: tuple[Taker, ...]) -> tuple[str, tuple[ChoiceGroup, ...]]:
    """The question who takes a part of somebody's work, with what that would do."""
    title = translate("people", "Half of it goes")
    if asking is Asking.GIVE_ALL:
        title = translate("people", "All of it goes")
    choices = tuple(
        Choice(
            str(taker.person.operator_id),
            number,
            translate("people", "{0}, {1}").format(
                taker.person.name, state_words(taker.person.state)
            ),
            effect_words(taker.effects),
        )
        for number, taker in enumerate(found, start=1)
    )
    group = ChoiceGroup(ANSWER, translate("people", "TO"), choices, _first(choices))
    return title, (group,)


def which_wave(found: tuple[WaveOffer, ...]) -> tuple[str, tuple[ChoiceGroup, ...]]:
    """The question which wave somebody is sent to."""
    choices = tuple(
        Choice(
            offer.code,
            number,
            translate("people", "{0}, {1} stops left").format(offer.code, offer.stops),
            effect_words(offer.effects),
        )
        for number, offer in enumerate(found, start=1)
    )
    group = ChoiceGroup(ANSWER, translate("people", "TO"), choices, _first(choices))
    return translate("people", "Their next work"), (group,)


def which_message() -> tuple[str, tuple[ChoiceGroup, ...]]:
    """The question what somebody is told."""
    choices = tuple(
        Choice(message.value, number, message_words(message))
        for number, message in enumerate(LeadMessage, start=1)
    )
    group = ChoiceGroup(ANSWER, translate("people", "SAY"), choices)
    return translate("people", "Tell them"), (group,)


def _first(choices: tuple[Choice, ...]) -> str:
    return choices[0].name if choices else ""


def instruction(people: int, asking: Asking, answers: int) -> Instruction:
    """The one line that says what to do."""
    if not people:
        return Instruction(translate("people", "WAIT UNTIL SOMEBODY SIGNS IN"))
    if asking is Asking.NOTHING:
        words = translate("people", "CHOOSE SOMEBODY, THEN A KEY BELOW")
        return Instruction(words, detail=translate("people", "arrows or the row's number"))
    if not answers:
        words = translate("people", "NOBODY IS THERE FOR IT: PRESS ESC")
        if asking is Asking.TO_WAVE:
            words = translate("people", "NO WAVE HAS WORK TO GIVE: PRESS ESC")
        return Instruction(words)
    words = translate("people", "TYPE 1 TO {0}, OR ESC").format(answers)
    if answers == 1:
        words = translate("people", "TYPE 1, OR ESC")
    if asking is Asking.MESSAGE:
        return Instruction(words, detail=translate("people", "shown until they have seen it"))
    return Instruction(words, detail=translate("people", "forecasts, before → after"))
