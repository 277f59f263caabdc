"""Rows of the page that sends people to a wave: who could go, and the zones they work in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.people_state import PersonState
from app.services.board_forecast import BoardWave
from app.services.people_now import PersonNow
from app.ui.message import translate
from app.ui.people_words import role_words, state_words, task_words
from app.ui.screens.wave_rows import DASH
from app.ui.tokens import State
from app.ui.widgets.desk_rows import Cell, Column, DeskRow

MOST_NAMED = 3
"""People of a zone that are named; the others are counted."""


def people_columns() -> tuple[Column, ...]:
    """What is said of each person."""
    return (
        Column(translate("board", "PEOPLE"), 1.6),
        Column(translate("board", "ZONE, SKILLS"), 1.4),
        Column(translate("board", "DOES"), 1.5),
    )


def people_rows(people: Sequence[PersonNow]) -> tuple[DeskRow, ...]:
    """Who could be sent, numbered as they stand: those without work first."""
    return tuple(_person_row(number, one) for number, one in enumerate(people, start=1))


def _person_row(number: int, person: PersonNow) -> DeskRow:
    skills = ", ".join(person.skills)
    return DeskRow(
        str(person.operator_id),
        (
            Cell(f"{number}  {person.name}", f"{role_words(person.role)} {person.station}"),
            Cell(person.zone or translate("board", "any zone"), skills),
            _does(person),
        ),
        is_fixed=False,
    )


def _does(person: PersonNow) -> Cell:
    if person.state is PersonState.ON_BREAK:
        return Cell(state_words(person.state), state=State.LOOK)
    if person.task is not None:
        left = translate("board", "{0} lines left").format(person.task.lines_left)
        return Cell(task_words(person.task), left)
    if person.waiting:
        return Cell(task_words(person.waiting[0]), translate("board", "waits for them"))
    return Cell(translate("board", "nothing"), state=State.OK)


def zone_columns() -> tuple[Column, ...]:
    """What is said of each zone."""
    return (
        Column(translate("board", "ZONE"), 0.8),
        Column(translate("board", "PEOPLE"), 2.0),
        Column(translate("board", "STOPS OF THE WAVE"), 1.2, is_number=True),
    )


def zone_rows(
    zones: Mapping[str, Sequence[PersonNow]], wave: BoardWave | None
) -> tuple[DeskRow, ...]:
    """The zones in which people work, numbered by their names."""
    return tuple(
        _zone_row(number, zone, people, wave)
        for number, (zone, people) in enumerate(zones.items(), start=1)
    )


def _zone_row(
    number: int, zone: str, people: Sequence[PersonNow], wave: BoardWave | None
) -> DeskRow:
    names = ", ".join(one.name for one in people[:MOST_NAMED])
    more = len(people) - MOST_NAMED
    stops = 0 if wave is None else wave.load.stops.get(zone, 0)
    return DeskRow(
        zone,
        (
            Cell(f"{number}  {zone}"),
            Cell(names, translate("board", "and {0} more").format(more) if more > 0 else ""),
            Cell(str(stops) if stops else DASH),
        ),
        is_fixed=False,
    )
