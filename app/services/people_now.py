"""Who is on the floor and what they do now; breaks and a lead's words to somebody.

All of it is read off rows that the work writes anyway, and off the event log: a break and a message
are events, so that no scan pays for them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from app.db.queries.live_map import SeenPerson, people_seen
from app.db.queries.people import operator_by_id
from app.db.queries.people_rows import (
    FloorPerson,
    floor_people,
    last_breaks,
    last_calls,
    skills_of_people,
    tasks_of_people,
    unseen_messages,
)
from app.db.unit_of_work import UnitOfWork
from app.domain.operators import OperatorRole
from app.domain.people_events import BreakBegan, MessageSeen, MessageSent
from app.domain.people_state import LeadMessage, PersonState, PersonTask, person_state
from app.domain.permissions import Verb
from app.services.parking import ON_THE_FLOOR
from app.services.workplace import Workplace


@dataclass(frozen=True)
class PersonNow:
    """Somebody on the floor.

    Attributes:
        operator_id: who.
        name: of the person.
        role: what they are here for.
        station: where they signed in last.
        zone: in which they work; empty for anywhere.
        skills: what they may operate.
        state: how they stand.
        task: what they hold; None if nothing.
        waiting: tasks that wait for them.
        scanned_at: their last scan; None if none in this shift.
        place: where they scanned a place last; empty if they have not.
        since: since when they are free or on a break; None otherwise.
    """

    operator_id: int
    name: str
    role: OperatorRole
    station: str
    zone: str
    skills: tuple[str, ...]
    state: PersonState
    task: PersonTask | None
    waiting: tuple[PersonTask, ...]
    scanned_at: datetime | None
    place: str
    since: datetime | None


@dataclass(frozen=True)
class WaitingMessage:
    """Something that somebody was told and has not seen yet."""

    message: LeadMessage
    sender: str
    sent_at: datetime


def people_now(workplace: Workplace, lead_id: int | None) -> tuple[PersonNow, ...]:
    """Everybody who signed in during the last hours, those first whom a lead should look at.

    Raises:
        Refused: who asks leads nothing.
    """
    with workplace.database.begin(workplace.actor(lead_id, Verb.REASSIGN)) as work:
        since = work.now - ON_THE_FLOOR
        session, now = work.session, work.now
        people = floor_people(session, since)
        seen = {row.operator_id: row for row in people_seen(session, since, now)}
        tasks = tasks_of_people(session)
        skills = skills_of_people(session)
        breaks, calls = last_breaks(session, since), last_calls(session, since)
    held = {task.holder_id: task for task in tasks if task.is_in_hands}
    waiting: dict[int, list[PersonTask]] = defaultdict(list)
    for task in tasks:
        if not task.is_in_hands:
            waiting[task.holder_id].append(task)
    found = [
        _person(
            now,
            person,
            seen.get(person.operator_id),
            held.get(person.operator_id),
            tuple(waiting[person.operator_id]),
            skills.get(person.operator_id, ()),
            breaks.get(person.operator_id),
            calls.get(person.operator_id),
        )
        for person in people
    ]
    order = list(_FIRST)
    return tuple(sorted(found, key=lambda one: (order.index(one.state), one.name)))


_FIRST = (
    PersonState.NEEDS_HELP,
    PersonState.FREE,
    PersonState.QUIET,
    PersonState.AT_WORK,
    PersonState.ON_BREAK,
)
"""Whom a lead should look at first."""


def _person(
    now: datetime,
    person: FloorPerson,
    seen: SeenPerson | None,
    task: PersonTask | None,
    waiting: tuple[PersonTask, ...],
    skills: tuple[str, ...],
    break_at: datetime | None,
    called_at: datetime | None,
) -> PersonNow:
    scanned_at = None if seen is None else seen.scanned_at
    heard_at = max(person.signed_in_at, scanned_at or person.signed_in_at)
    state = person_state(
        now,
        scanned_at=heard_at,
        break_at=break_at,
        called_at=called_at,
        has_work=task is not None,
    )
    since = {PersonState.ON_BREAK: break_at, PersonState.FREE: heard_at}.get(state)
    return PersonNow(
        person.operator_id,
        person.name,
        person.role,
        person.station,
        person.zone,
        skills,
        state,
        task,
        waiting,
        scanned_at,
        "" if seen is None else seen.place,
        since,
    )


def say_break(workplace: Workplace, operator_id: int, person_id: int) -> None:
    """Somebody is on a break from now on; they say so themselves, or a lead does.

    Raises:
        Refused: somebody says so of another one and leads nothing.
    """
    verb = Verb.PICK if operator_id == person_id else Verb.REASSIGN
    workplace.database.run(
        lambda work: work.record(BreakBegan(person_id)), workplace.actor(operator_id, verb)
    )


def send_message(workplace: Workplace, lead_id: int, person_id: int, message: LeadMessage) -> None:
    """Let somebody be told at their station; it stays there until they have seen it.

    Raises:
        Refused: who says it leads nothing.
    """

    def verb(work: UnitOfWork) -> None:
        sender = operator_by_id(work.session, lead_id).name
        work.record(MessageSent(person_id, message.value, sender))

    workplace.database.run(verb, workplace.actor(lead_id, Verb.REASSIGN))


def messages_for(workplace: Workplace, operator_id: int) -> tuple[WaitingMessage, ...]:
    """What somebody was told and has not seen yet, the oldest first."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        rows = unseen_messages(work.session, work.now - ON_THE_FLOOR, operator_id)
    return tuple(WaitingMessage(LeadMessage(row.message), row.sender, row.at) for row in rows)


def has_seen_messages(workplace: Workplace, operator_id: int) -> None:
    """Somebody has seen all that they were told."""
    workplace.database.run(
        lambda work: work.record(MessageSeen(operator_id)),
        workplace.actor(operator_id, Verb.PICK),
    )
