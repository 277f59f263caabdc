"""Who may decide about whom: the part of the rules that a role alone does not settle."""

from __future__ import annotations

from app.db.queries.people import operator_by_id
from app.db.schema import Operator
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb, may_care_for
from app.domain.refusals import NotAllowed, Refused


def require_care(work: UnitOfWork, subject: Operator) -> None:
    """See to it that whoever acts here may decide about the account of `subject`.

    The person at the shell, who names no operator, may.

    Raises:
        Refused: with `NotAllowed`: a lead cares for the floor, not for other leads.
    """
    if work.actor.operator_id is None:
        return
    role = operator_by_id(work.session, work.actor.operator_id).role
    if not may_care_for(role, subject.role):
        raise Refused(NotAllowed(Verb.USERS, role))
