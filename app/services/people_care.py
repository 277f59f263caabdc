"""Looks after the people who work here: accounts, badges and PINs, each change on record.

`operator_id` is whoever does it; None is the person at the shell, who is trusted as an
administrator. The event log keeps who did what to whom, never a PIN or a badge's token.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from app.db.queries.people import (
    is_badge_taken,
    lock_administrators,
    operator_by_id,
    operator_by_staff_number,
    operators,
    skills_by_operator,
)
from app.db.schema import Operator
from app.db.unit_of_work import UnitOfWork
from app.domain.events import (
    BadgeReplaced,
    BadgeRevoked,
    OperatorAdded,
    OperatorDeactivated,
    OperatorReactivated,
    PinSet,
    RoleChanged,
)
from app.domain.operators import OperatorRole, pin_fault
from app.domain.permissions import Verb, may_care_for
from app.domain.refusals import (
    BadgeTaken,
    LastAdministrator,
    Refused,
    StaffNumberTaken,
    UnfitPin,
    UnknownStaffNumber,
)
from app.services.authority import require_care
from app.services.pins import kept_of
from app.services.signing_in import badge_hash, new_badge
from app.services.workplace import Workplace


@dataclass(frozen=True)
class AccountView:
    """An operator's account as an administrator sees it."""

    staff_number: str
    name: str
    role: OperatorRole
    active: bool
    skills: tuple[str, ...] = ()


def accounts(workplace: Workplace) -> tuple[AccountView, ...]:
    """Everybody who works or worked here, by staff number."""
    with workplace.database.begin(workplace.actor()) as work:
        skills = skills_by_operator(work.session)
        return tuple(
            AccountView(row.staff_number, row.name, row.role, row.active, skills[row.id])
            for row in operators(work.session)
        )


def add_operator(
    workplace: Workplace,
    *,
    staff_number: str,
    name: str,
    role: OperatorRole,
    pin: str = "",
    badge: str | None = None,
    operator_id: int | None = None,
) -> str:
    """Add an operator and return their badge's token, which is stored nowhere.

    Args:
        workplace: where this is done.
        staff_number: what they type to sign in without a badge.
        name: as screens show it.
        role: what they may do.
        pin: see `app.domain.operators.pin_fault`; without one they sign in by badge only.
        badge: the token of a badge that is printed already; a new one if None.
        operator_id: who adds them.

    Raises:
        Refused: the PIN is unfit, or the staff number or the badge is taken.
    """
    token = badge or new_badge()
    kept = _kept(pin, role, staff_number) if pin else ""

    def verb(work: UnitOfWork) -> None:
        if operator_by_staff_number(work.session, staff_number, only_active=False) is not None:
            raise Refused(StaffNumberTaken(staff_number))
        row = Operator(staff_number=staff_number, name=name, role=role, pin_hash=kept)
        _give(work, row, token)
        work.session.add(row)
        work.session.flush()
        work.record(OperatorAdded(row.id, staff_number, role.value))

    workplace.database.run(verb, workplace.actor(operator_id, Verb.USERS))
    return token


def replace_badge(
    workplace: Workplace,
    staff_number: str,
    *,
    badge: str | None = None,
    operator_id: int | None = None,
) -> str:
    """Give an operator a new badge; the old one stops working. Returns the new one's token.

    Raises:
        Refused: nobody has this staff number, the badge is taken, or a lead asks for another lead.
    """
    token = badge or new_badge()

    def verb(work: UnitOfWork, subject: Operator) -> None:
        give_badge(work, subject.id, token)

    _care(workplace, staff_number, verb, operator_id, badge_verb(workplace, [staff_number]))
    return token


def badge_verb(workplace: Workplace, staff_numbers: Collection[str]) -> Verb:
    """What giving or taking these people's badges is: a lead's affair, or an administrator's.

    Raises:
        Refused: nobody has such a staff number.
    """
    with workplace.database.begin(workplace.actor()) as work:
        for number in staff_numbers:
            subject = operator_by_staff_number(work.session, number, only_active=False)
            if subject is None:
                raise Refused(UnknownStaffNumber(number))
            if not may_care_for(OperatorRole.LEAD, subject.role):
                return Verb.USERS
    return Verb.BADGES


def give_badge(work: UnitOfWork, subject_id: int, token: str) -> None:
    """Make a badge an operator's, inside the caller's transaction; the old one stops working.

    Raises:
        Refused: the badge is taken, or a lead asks for another lead.
    """
    subject = operator_by_id(work.session, subject_id)
    require_care(work, subject)
    _give(work, subject, token)
    work.record(BadgeReplaced(subject.id))


def revoke_badge(
    workplace: Workplace, staff_number: str, *, operator_id: int | None = None
) -> None:
    """Take an operator's badge away, as when it was lost; they still sign in by PIN.

    Raises:
        Refused: nobody has this staff number, or a lead asks for another lead.
    """

    def verb(work: UnitOfWork, subject: Operator) -> None:
        require_care(work, subject)
        subject.badge_hash = None
        work.record(BadgeRevoked(subject.id))

    _care(workplace, staff_number, verb, operator_id, badge_verb(workplace, [staff_number]))


def set_pin(
    workplace: Workplace, staff_number: str, pin: str, *, operator_id: int | None = None
) -> None:
    """Give an operator another PIN; a lock that wrong ones brought about is gone.

    Raises:
        Refused: the PIN is unfit for their role, or nobody has this staff number.
    """
    with workplace.database.begin(workplace.actor()) as work:
        known = operator_by_staff_number(work.session, staff_number, only_active=False)
    if known is None:
        raise Refused(UnknownStaffNumber(staff_number))
    kept = _kept(pin, known.role, staff_number)

    def verb(work: UnitOfWork, subject: Operator) -> None:
        subject.pin_hash = kept
        subject.wrong_pins = 0
        subject.locked_until = None
        work.record(PinSet(subject.id))

    _care(workplace, staff_number, verb, operator_id, Verb.USERS)


def change_role(
    workplace: Workplace, staff_number: str, role: OperatorRole, *, operator_id: int | None = None
) -> None:
    """Let an operator do other things from now on.

    Who comes to decide over others gets a new PIN, since the one they have may be too short.

    Raises:
        Refused: nobody has this staff number, or the last administrator would be gone.
    """

    def verb(work: UnitOfWork, subject: Operator) -> None:
        if role is not OperatorRole.ADMIN:
            _keep_an_administrator(work, subject)
        old = subject.role
        if role in (OperatorRole.LEAD, OperatorRole.ADMIN) and role is not old:
            subject.pin_hash = ""
        subject.role = role
        work.record(RoleChanged(subject.id, old.value, role.value))

    _care(workplace, staff_number, verb, operator_id, Verb.USERS)


def deactivate_operator(
    workplace: Workplace, staff_number: str, *, operator_id: int | None = None
) -> None:
    """Switch an account off: no sign-in, no badge, and their next scan is refused.

    Work they hold stays theirs until its lease runs out or a lead gives it to somebody else.

    Raises:
        Refused: nobody has this staff number, or the last administrator would be gone.
    """

    def verb(work: UnitOfWork, subject: Operator) -> None:
        _keep_an_administrator(work, subject)
        subject.active = False
        subject.badge_hash = None
        work.record(OperatorDeactivated(subject.id))

    _care(workplace, staff_number, verb, operator_id, Verb.USERS)


def reactivate_operator(
    workplace: Workplace, staff_number: str, *, operator_id: int | None = None
) -> None:
    """Switch an account on again; the PIN is the one there was, the badge has to be a new one.

    Raises:
        Refused: nobody has this staff number.
    """

    def verb(work: UnitOfWork, subject: Operator) -> None:
        subject.active = True
        work.record(OperatorReactivated(subject.id))

    _care(workplace, staff_number, verb, operator_id, Verb.USERS)


def _care(
    workplace: Workplace,
    staff_number: str,
    change: Callable[[UnitOfWork, Operator], None],
    operator_id: int | None,
    verb: Verb,
) -> None:
    """Change one account in one transaction."""

    def change_account(work: UnitOfWork) -> None:
        subject = operator_by_staff_number(work.session, staff_number, only_active=False)
        if subject is None:
            raise Refused(UnknownStaffNumber(staff_number))
        change(work, subject)

    workplace.database.run(change_account, workplace.actor(operator_id, verb))


def _give(work: UnitOfWork, subject: Operator, token: str) -> None:
    hashed = badge_hash(token)
    if is_badge_taken(work.session, hashed):
        raise Refused(BadgeTaken())
    subject.badge_hash = hashed


def _kept(pin: str, role: OperatorRole, staff_number: str) -> str:
    fault = pin_fault(pin, role, staff_number)
    if fault is not None:
        raise Refused(UnfitPin(fault, role))
    return kept_of(pin)


def _keep_an_administrator(work: UnitOfWork, subject: Operator) -> None:
    """Refuse to leave the house without anybody who could give rights."""
    if lock_administrators(work.session) == [subject.id]:
        raise Refused(LastAdministrator(subject.name))
