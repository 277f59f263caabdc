"""A lead sends people to a wave: one person, or all of a zone, with its next work as their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.db.queries.leases import lock_tasks
from app.db.queries.people import operator_by_id, skills_of
from app.db.queries.planning_rows import OpenTask, open_tasks
from app.db.queries.waves import wave_id_of
from app.db.schema import Operator, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.equipment import may_take
from app.domain.operators import OperatorRole
from app.domain.people_events import PersonSent
from app.domain.people_refusals import NobodyInZone, NothingReadyThere
from app.domain.people_state import PersonState
from app.domain.permissions import Verb, may
from app.domain.refusals import Refused
from app.domain.tasks import PickTaskState
from app.domain.wave_refusals import UnknownWave
from app.planning.board_outlook import Move
from app.planning.floor_plan import FloorPlan
from app.planning.forecast import seconds_of
from app.services.board_forecast import BoardNow, MovedWave, moved
from app.services.forecasting import NEVER, task_work
from app.services.people_now import PersonNow, people_now
from app.services.reassigning import Given, hand, who_gets
from app.services.workplace import Workplace

ENOUGH_SECONDS = 1800.0
"""Whoever is sent to a wave gets so much of its work at once, or one task if that is more."""


def who_can_be_sent(workplace: Workplace, lead_id: int) -> tuple[PersonNow, ...]:
    """Everybody who is signed in and may pick, but whoever asks; those without work first.

    Raises:
        Refused: who asks leads nothing.
    """
    people = [
        person
        for person in people_now(workplace, lead_id)
        if person.operator_id != lead_id and may(person.role, Verb.PICK)
    ]
    return tuple(sorted(people, key=_idle_first))


def _idle_first(person: PersonNow) -> tuple[bool, bool, bool, str]:
    return (
        person.task is not None or bool(person.waiting),
        person.state is PersonState.ON_BREAK,
        person.role is not OperatorRole.PICKER,
        person.name,
    )


def by_zone(people: Iterable[PersonNow]) -> Mapping[str, tuple[PersonNow, ...]]:
    """Who works in each zone, by its name; people who work anywhere are in none."""
    zones = sorted({person.zone for person in people if person.zone})
    return {zone: tuple(one for one in people if one.zone == zone) for zone in zones}


def effect_of_sending(
    board: BoardNow, people: Iterable[PersonNow], wave_id: int
) -> tuple[MovedWave, ...]:
    """What sending people to a wave would do to all waves; nothing is read or changed."""
    return moved(board, [Move(one.operator_id, wave_id, one.zone) for one in people])


def send_to_wave(workplace: Workplace, lead_id: int, person_id: int, code: str) -> Given:
    """Give somebody the next work of a wave, about half an hour of it, to be done next.

    Work that needs equipment which they may not operate is left to others.

    Raises:
        Refused: there is no such wave, it has no work that waits for them, or they may not pick.
    """

    def verb(work: UnitOfWork) -> Given:
        wave_id = _wave(work, code)
        to = who_gets(work, person_id)
        plan = workplace.floor.of(work.session).plan
        given = _deal(work, plan, wave_id, to.zone, [to])
        if not given:
            raise Refused(NothingReadyThere(code, to.name))
        work.record(PersonSent(to.id, code, ""))
        return given[0]

    return workplace.database.run(verb, workplace.actor(lead_id, Verb.REASSIGN))


def send_zone_to_wave(
    workplace: Workplace, lead_id: int, zone: str, code: str
) -> tuple[Given, ...]:
    """Give the next work of a wave in a zone to all who are signed in there, in equal parts.

    Each gets about half an hour of it at the most, and nothing that they may not operate.

    Returns:
        What each of them got; whoever got nothing is left out.

    Raises:
        Refused: there is no such wave, nobody works in the zone, or nothing waits there for them.
    """
    ids = [
        person.operator_id
        for person in who_can_be_sent(workplace, lead_id)
        if person.zone == zone and person.state is not PersonState.ON_BREAK
    ]

    def verb(work: UnitOfWork) -> tuple[Given, ...]:
        wave_id = _wave(work, code)
        people = [operator_by_id(work.session, person_id) for person_id in ids]
        if not people:
            raise Refused(NobodyInZone(zone))
        plan = workplace.floor.of(work.session).plan
        given = _deal(work, plan, wave_id, zone, people)
        if not given:
            raise Refused(NothingReadyThere(code, ", ".join(one.name for one in people)))
        for one in given:
            work.record(PersonSent(one.operator_id, code, zone))
        return tuple(given)

    return workplace.database.run(verb, workplace.actor(lead_id, Verb.REASSIGN))


def _wave(work: UnitOfWork, code: str) -> int:
    wave_id = wave_id_of(work.session, code)
    if wave_id is None:
        raise Refused(UnknownWave(code))
    return wave_id


class _Share:
    """What one person gets: tasks, lines, and seconds of picking."""

    def __init__(self, person: Operator, skills: frozenset[str]) -> None:
        self.person, self.skills = person, skills
        self.tasks: list[tuple[int, int]] = []
        self.lines = 0
        self.seconds = 0.0

    def has_time(self, seconds: float) -> bool:
        """Whether so much more work is not too much at once."""
        return not self.tasks or self.seconds + seconds <= ENOUGH_SECONDS

    def takes(self, task: PickTask, seconds: float) -> bool:
        """Whether there is time for a task, and they may operate what it needs."""
        is_able = not task.equipment or may_take(task.equipment, self.skills)
        return is_able and self.has_time(seconds)


def _deal(
    work: UnitOfWork, plan: FloorPlan | None, wave_id: int, zone: str, people: Sequence[Operator]
) -> list[Given]:
    """Deal the waiting work of a wave out, in its turn, each task to whoever has least so far."""
    shares = [_Share(person, skills_of(work.session, person.id)) for person in people]
    for row in _next_of_wave(work, wave_id, zone):
        seconds = seconds_of(task_work(plan, row))
        if not any(share.has_time(seconds) for share in shares):
            break
        task = lock_tasks(work.session, {row.task_id})[row.task_id]
        takers = [share for share in shares if share.takes(task, seconds)]
        if task.state is not PickTaskState.READY or not takers:
            continue
        share = min(takers, key=lambda one: one.seconds)
        hand(work, task, share.person.id)
        share.tasks.append((task.id, task.epoch))
        share.lines += row.lines
        share.seconds += seconds
    return [
        Given(tuple(share.tasks), share.person.id, share.person.name, None, share.lines)
        for share in shares
        if share.tasks
    ]


def _next_of_wave(work: UnitOfWork, wave_id: int, zone: str) -> list[OpenTask]:
    """The work of a wave that waits, as somebody of a zone would claim it."""
    waiting = [
        row
        for row in open_tasks(work.session)
        if row.wave_id == wave_id
        and row.state is PickTaskState.READY
        and (not zone or row.zone in ("", zone))
    ]
    return sorted(waiting, key=lambda row: (-row.priority, row.due_at or NEVER, row.task_id))
