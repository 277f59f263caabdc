"""Who may decide about whom: the part of the rules that a role alone does not settle."""

from __future__ import annotations

from app.db.queries.people import operator_by_badge, operator_by_id
from app.db.schema import Operator
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb, may, may_care_for
from app.domain.refusals import NotAllowed, Refused, UnknownBadge
from app.services.signing_in import badge_hash


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


def vouched_by_badge(work: UnitOfWork, token: str, verb: Verb) -> int:
    """Who vouches by badge for something that whoever works here may not do alone.

    Args:
        work: the transaction.
        token: of the badge that was scanned.
        verb: what is vouched for.

    Returns:
        The number of the operator with that badge.

    Raises:
        Refused: with `UnknownBadge`; with `NotAllowed` if their role may not do it.
    """
    operator = operator_by_badge(work.session, badge_hash(token))
    if operator is None:
        raise Refused(UnknownBadge())
    if not may(operator.role, verb):
        raise Refused(NotAllowed(verb, operator.role))
    return operator.id
