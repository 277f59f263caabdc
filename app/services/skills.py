"""Says which equipment people may operate; work that needs some goes to nobody else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.db.queries.people import operator_by_staff_number, skills_of
from app.db.queries.pick_claims import equipment_waiting
from app.db.queries.places import equipment_of_places
from app.db.queries.reach import names_of_skilled
from app.db.schema import Operator, OperatorSkill, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.custody_refusals import MayNotOperate
from app.domain.desk_events import SkillsChanged
from app.domain.equipment import equipment_named, may_take
from app.domain.equipment_refusals import WorkNeedsEquipment
from app.domain.permissions import Verb
from app.domain.refusals import NoWork, Refusal, Refused, UnknownStaffNumber
from app.services.workplace import Workplace


@dataclass(frozen=True)
class SkillsView:
    """What somebody may operate; `places`: by equipment, how many places need it."""

    staff_number: str
    name: str
    skills: tuple[str, ...]
    places: dict[str, int]


def change_skills(
    workplace: Workplace,
    staff_number: str,
    *,
    more: Collection[str] = (),
    fewer: Collection[str] = (),
    operator_id: int | None = None,
) -> SkillsView:
    """Let somebody operate more, or fewer, kinds of equipment. Claims go by it at once.

    Args:
        workplace: where this is done.
        staff_number: whose skills they are.
        more: what they may operate as well.
        fewer: what they may not operate any more.
        operator_id: who says so; None for the person at the shell.

    Returns:
        What they may operate now.

    Raises:
        Refused: nobody has this staff number.
        ValueError: a word is empty or too long.
    """
    adding, dropping = _words(more), _words(fewer)

    def verb(work: UnitOfWork) -> SkillsView:
        subject = operator_by_staff_number(work.session, staff_number, only_active=False)
        if subject is None:
            raise Refused(UnknownStaffNumber(staff_number))
        before = skills_of(work.session, subject.id)
        now = (before | adding) - dropping
        for skill in now - before:
            work.session.add(OperatorSkill(operator_id=subject.id, skill=skill))
        for skill in before - now:
            row = work.session.get_one(OperatorSkill, (subject.id, skill))
            work.session.delete(row)
        if now != before:
            work.record(SkillsChanged(subject.id, ", ".join(sorted(now))))
        work.session.flush()
        places = equipment_of_places(work.session)
        return SkillsView(staff_number, subject.name, tuple(sorted(now)), places)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))


def _words(given: Collection[str]) -> frozenset[str]:
    found = frozenset(equipment_named(word) for word in given)
    if "" in found:
        raise ValueError("name the equipment, such as forklift")
    return found


def why_none(work: UnitOfWork, equipment: Collection[str], otherwise: Refusal) -> Refusal:
    """Why somebody gets no work: all that waits needs what they may not operate, or none waits.

    Args:
        work: the transaction.
        equipment: what the work needs that waits and is out of their reach, each once.
        otherwise: what to say where there is none.
    """
    if not equipment:
        return otherwise
    able = names_of_skilled(work.session, equipment)
    return WorkNeedsEquipment(tuple(sorted(equipment)), tuple(able))


def why_no_work(workplace: Workplace, operator_id: int) -> Refusal:
    """Why somebody who asked for pick work gets none."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return why_none(work, equipment_waiting(work.session, operator_id), NoWork())


def require_able(work: UnitOfWork, task: PickTask, operator: Operator) -> None:
    """Refuse to give work to somebody who may not operate what it needs.

    Raises:
        Refused: with `MayNotOperate`.
    """
    if task.equipment and not may_take(task.equipment, skills_of(work.session, operator.id)):
        raise Refused(MayNotOperate(operator.name, task.equipment))
