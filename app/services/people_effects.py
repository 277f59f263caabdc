"""What it would do to the waves if somebody got work of another one, before it is given."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.people_state import PersonState
from app.domain.permissions import Verb, may
from app.planning.board_outlook import Move
from app.services.board_forecast import BoardNow, MovedWave, PaceMemory, board_now, given, moved
from app.services.people_now import PersonNow, people_now
from app.services.workplace import Workplace

MOST_OFFERED = 6
"""So many people, or waves, are offered at once; the others are reached by another way."""

HALF, WHOLE = 0.5, 1.0


@dataclass(frozen=True)
class Taker:
    """Somebody who could take work over, and what that would do to the waves."""

    person: PersonNow
    effects: tuple[MovedWave, ...]


@dataclass(frozen=True)
class WaveOffer:
    """A wave that somebody could be sent to, how much waits there, and what that would do."""

    code: str
    stops: int
    effects: tuple[MovedWave, ...]


def takers(
    workplace: Workplace,
    lead_id: int,
    task_id: int,
    holder_id: int,
    share: float,
    memory: PaceMemory,
) -> tuple[Taker, ...]:
    """Who could take over a part of a task, free people first.

    Args:
        workplace: the station.
        lead_id: who asks.
        task_id: the task.
        holder_id: whose it is.
        share: how much of it, 0 to 1.
        memory: the pace as it was learned last.

    Raises:
        Refused: who asks leads nothing.
    """
    board = board_now(workplace, lead_id, memory)
    people = [
        person
        for person in people_now(workplace, lead_id)
        if person.operator_id != holder_id and may(person.role, Verb.PICK)
    ]
    people.sort(key=lambda one: (one.state is not PersonState.FREE, one.task is not None))
    return tuple(
        Taker(person, given(board, task_id, person.operator_id, share))
        for person in people[:MOST_OFFERED]
    )


def wave_offers(
    workplace: Workplace, lead_id: int, person_id: int, memory: PaceMemory
) -> tuple[WaveOffer, ...]:
    """The waves on the floor that have work for somebody, the latest against its cut-off first."""
    board = board_now(workplace, lead_id, memory)
    with_work = [wave for wave in board.waves if wave.view.figures.tasks_ready]
    with_work.sort(key=lambda wave: (wave.slack is None, wave.slack))
    return tuple(
        WaveOffer(
            wave.view.code,
            sum(wave.load.stops.values()),
            _effects(board, Move(person_id, wave.wave_id)),
        )
        for wave in with_work[:MOST_OFFERED]
    )


def _effects(board: BoardNow, move: Move) -> tuple[MovedWave, ...]:
    return moved(board, [move])
