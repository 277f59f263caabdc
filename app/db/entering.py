"""How a transaction begins: the database's clock, and whether its operator may do what they want.

It costs one statement on PostgreSQL, which tells the time, reads the operator's role as it stands
now, and lowers the transaction to the rights of what is wanted where the login has them by group.
An operator who was switched off, or lost a role, is refused with the next thing they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import Session

from app.db.roles import Rights, rights_of
from app.db.schema import Row
from app.domain.operators import OperatorRole
from app.domain.permissions import Verb, group_of, may, roles_that_may
from app.domain.refusals import NoLongerActive, NotAllowed, NotAtThisStation, Refusal

_ENTER = text(
    """
    SELECT clock_timestamp(), operator.role, operator.active,
           CASE WHEN :group <> '' AND (CAST(:operator_id AS bigint) IS NULL
                                       OR operator.active AND operator.role = ANY(:roles))
                THEN set_config('role', :group, true) END
    FROM (SELECT 1) AS always
    LEFT JOIN operator ON operator.id = CAST(:operator_id AS bigint)
    """
)


_OPERATOR = Row.metadata.tables["operator"].c
_ROLE = select(_OPERATOR.role).where(_OPERATOR.id == bindparam("wanted"), _OPERATOR.active)


@dataclass(frozen=True)
class Entered:
    """The moment a transaction began by the database's clock; `refusal` is why it must end."""

    now: datetime
    refusal: Refusal | None = None


def enter(session: Session, operator_id: int | None, verb: Verb | None) -> Entered:
    """Begin a transaction for somebody who wants something.

    Args:
        session: the transaction, which has done nothing yet.
        operator_id: who wants it; None for the station itself, and for the person at the shell.
        verb: what is wanted; None for what every station may, such as reading.
    """
    if session.get_bind().dialect.name == "sqlite":
        # One file, one machine: its clock is the database's.
        return Entered(datetime.now(UTC), _refusal_here(session, operator_id, verb))
    if verb is None:
        now = session.execute(select(func.clock_timestamp())).scalar_one()
        return Entered(now.astimezone(UTC))
    return _enter_postgresql(session, operator_id, verb)


def _enter_postgresql(session: Session, operator_id: int | None, verb: Verb) -> Entered:
    rights = rights_of(session)
    group = rights.groups.get(group_of(verb), "")
    now, role, active, _ = session.execute(
        _ENTER,
        {
            "operator_id": operator_id,
            "group": "" if rights.owns_all else group,
            "roles": [one.value for one in roles_that_may(verb)],
        },
    ).one()
    refusal = _refusal(operator_id, role if active else None, verb)
    if refusal is None and not _is_possible(rights, verb):
        refusal = NotAtThisStation(verb)
    return Entered(now.astimezone(UTC), refusal)


def _is_possible(rights: Rights, verb: Verb) -> bool:
    return rights.owns_all or group_of(verb) in rights.groups


def _refusal_here(session: Session, operator_id: int | None, verb: Verb | None) -> Refusal | None:
    if operator_id is None or verb is None:
        return None
    role = session.connection().scalar(_ROLE, {"wanted": operator_id})
    return _refusal(operator_id, role, verb)


def _refusal(operator_id: int | None, role: str | None, verb: Verb) -> Refusal | None:
    """Why somebody may not; `role` is None where they are not active."""
    if operator_id is None:
        return None
    if role is None:
        return NoLongerActive()
    known = OperatorRole(role)
    return None if may(known, verb) else NotAllowed(verb, known)
