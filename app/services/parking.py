"""Put-aside work is left at a place, or given to a colleague by badge or by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.db.queries.custody import lock_totes_of_task, parked_tasks, people_on_the_floor
from app.db.queries.leases import lock_tasks, unfinished_task_of
from app.db.queries.people import operator_by_badge, operator_by_id, operator_by_staff_number
from app.db.schema import Operator, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.custody import is_parking_place
from app.domain.custody_events import TaskGiven, TaskParked
from app.domain.custody_refusals import (
    CannotTakeOver,
    NobodyThere,
    NotAParkingPlace,
    SeveralParked,
)
from app.domain.permissions import Verb, may
from app.domain.refusals import (
    NotAskedForHere,
    Refused,
    TaskTakenOver,
    UnknownBadge,
    UnknownCode,
    UnknownStaffNumber,
    UnreadableCode,
    WorkInHands,
)
from app.domain.scanned import (
    ScannedBadge,
    ScannedGarbled,
    ScannedLocation,
    ScannedQuantity,
    ScannedUnknown,
    code_of,
)
from app.domain.tasks import PickTaskState
from app.services.identifying import Entry, identify
from app.services.scan_records import seen_before, write_scan
from app.services.signing_in import badge_hash
from app.services.skills import require_able
from app.services.tote_writing import seen
from app.services.workplace import Workplace

ON_THE_FLOOR = timedelta(hours=12)
"""Whoever signed in within so long is offered as a colleague: a shift, and its overtime."""

MOST_COLLEAGUES = 9
"""As many as there are figures to choose them by."""


@dataclass(frozen=True)
class Colleague:
    """Somebody whom work can be given to."""

    operator_id: int
    name: str


@dataclass(frozen=True)
class Left:
    """What became of put-aside work: where it stands, or who has it now; empty where neither."""

    place: str = ""
    for_name: str = ""


def colleagues(workplace: Workplace, operator_id: int) -> tuple[Colleague, ...]:
    """Who is on the floor beside the operator, in the order of the figures that choose them."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return tuple(Colleague(*row) for row in _people(work, operator_id))


def _people(work: UnitOfWork, operator_id: int) -> list[tuple[int, str]]:
    since = work.now - ON_THE_FLOOR
    return people_on_the_floor(work.session, since, but_not=operator_id, most=MOST_COLLEAGUES)


def leave_work(workplace: Workplace, operator_id: int, task_id: int, entry: Entry) -> Left:
    """Say where put-aside work stands, or whose it is from now on.

    A parking place takes the cart with all its totes; a colleague's badge, or their number on the
    list, gives it to them by a new epoch, so that nothing scanned before counts. The same entry
    handed in twice changes nothing the second time.

    Raises:
        Refused: the work is not the operator's any more; no cart may stand there; nobody has this
            number or badge; they may not pick.
        ScanIdReused: the entry's id came with another code before.
    """

    def verb(work: UnitOfWork) -> Left:
        known = seen_before(work, entry)
        task = lock_tasks(work.session, {task_id}).get(task_id)
        if known is not None:
            return Left()
        if task is None or task.state is not PickTaskState.PAUSED or task.paused_by != operator_id:
            raise Refused(TaskTakenOver(task_id))
        match identify(work, entry):
            case ScannedBadge(token=token):
                to = operator_by_badge(work.session, badge_hash(token))
                if to is None:
                    raise Refused(UnknownBadge())
                return _give(work, task, operator_id, to)  # a badge goes into no log
            case ScannedQuantity(quantity=number):
                left = _give(work, task, operator_id, _by_number(work, operator_id, number))
            case ScannedLocation() as place:
                left = _park(work, task, place)
            case ScannedUnknown(code=code):
                raise Refused(UnknownCode(code))
            case ScannedGarbled(code=code, why=why):
                raise Refused(UnreadableCode(code, why))
            case other:
                raise Refused(NotAskedForHere(code_of(other)))
        write_scan(work, entry, about="pick", work_id=task.id, epoch=task.epoch)
        return left

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.PICK))


def _by_number(work: UnitOfWork, operator_id: int, number: int) -> Operator:
    people = _people(work, operator_id)
    if not 1 <= number <= len(people):
        raise Refused(NobodyThere(number, len(people)))
    return operator_by_id(work.session, people[number - 1][0])


def _park(work: UnitOfWork, task: PickTask, place: ScannedLocation) -> Left:
    if not is_parking_place(place.kind):
        raise Refused(NotAParkingPlace(place.code, place.kind))
    totes = lock_totes_of_task(work.session, task.id)
    for tote in totes:
        seen(work, tote, place.location_id)
    task.parked_at_id = place.location_id
    work.record(TaskParked(task.id, place.code, len(totes)))
    return Left(place=place.code)


def _give(work: UnitOfWork, task: PickTask, operator_id: int, to: Operator) -> Left:
    if not to.active or not may(to.role, Verb.PICK):
        raise Refused(CannotTakeOver(to.name))
    require_able(work, task, to)
    if to.id != operator_id:
        task.paused_by = to.id
        task.epoch += 1
        task.revision += 1
        work.record(TaskGiven(task.id, operator_id, to.id, task.epoch))
    return Left(for_name=to.name)


def give_work(
    workplace: Workplace,
    code: str,
    staff_number: str,
    *,
    operator_id: int | None = None,
) -> Left:
    """Give put-aside work to somebody by name, at a desk.

    Args:
        workplace: the station.
        code: a tote of it, or the place where it stands.
        staff_number: whose it is to be.
        operator_id: who asks for it; None for the person at the shell.

    Raises:
        Refused: no put-aside work has this tote or stands there, or nobody has this number.
    """
    return workplace.database.run(
        lambda work: _give_at_desk(work, code, staff_number),
        workplace.actor(operator_id, Verb.REASSIGN),
    )


def _give_at_desk(work: UnitOfWork, code: str, staff_number: str) -> Left:
    to = operator_by_staff_number(work.session, staff_number)
    if to is None:
        raise Refused(UnknownStaffNumber(staff_number))
    task_id = unfinished_task_of(work.session, code.upper())
    if task_id is None:
        parked = parked_tasks(work.session, code.upper())
        if len(parked) > 1:
            raise Refused(SeveralParked(code.upper(), len(parked)))
        task_id = parked[0].id if parked else None
    task = None if task_id is None else lock_tasks(work.session, {task_id}).get(task_id)
    if task is None:
        raise Refused(UnknownCode(code))
    if task.state is not PickTaskState.PAUSED or task.paused_by is None:
        holder = operator_by_id(work.session, task.operator_id or 0).name
        raise Refused(WorkInHands(holder, task.station, code.upper()))
    return _give(work, task, task.paused_by, to)
