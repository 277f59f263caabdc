"""Who stands at the station: sign-in by badge or by staff number and PIN."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from app.db.queries.people import (
    operator_by_badge,
    operator_by_staff_number,
    operator_count,
    paused_task_names,
)
from app.db.schema import Operator
from app.db.unit_of_work import UnitOfWork
from app.domain.events import OperatorSignedIn
from app.domain.operators import PIN_TRIES, OperatorRole, OperatorView, lock_seconds
from app.domain.refusals import Refusal, Refused, SignInLocked, UnknownBadge, WrongPin
from app.services.workplace import Workplace

BADGE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
BADGE_CHARACTERS = 16
"""80 bits: nobody guesses a badge at a scanner."""

_PINS = PasswordHasher()


def sign_in_by_badge(workplace: Workplace, token: str) -> OperatorView:
    """Sign in whoever carries this badge.

    Raises:
        Refused: with `UnknownBadge`.
    """

    def verb(work: UnitOfWork) -> OperatorView:
        operator = operator_by_badge(work.session, badge_hash(token))
        if operator is None:
            raise Refused(UnknownBadge())
        return _signed_in(work, workplace, operator, "badge")

    return workplace.database.run(verb, workplace.actor())


def sign_in_by_pin(workplace: Workplace, staff_number: str, pin: str) -> OperatorView:
    """Sign in by staff number and PIN; wrong PINs are counted and lock the number for a while.

    Raises:
        Refused: with `WrongPin` or `SignInLocked`. An unknown staff number answers as a wrong PIN
            does, so that nobody learns which numbers exist.
    """

    def verb(work: UnitOfWork) -> OperatorView | Refusal:
        operator = operator_by_staff_number(work.session, staff_number)
        if operator is None or not operator.pin_hash:
            _verify(_nobodys_hash(), pin)
            return WrongPin(PIN_TRIES - 1)
        if operator.locked_until is not None and operator.locked_until > work.now:
            return SignInLocked(int((operator.locked_until - work.now).total_seconds()) + 1)
        if not _verify(operator.pin_hash, pin):
            return _count_wrong_pin(work, operator)
        operator.wrong_pins = 0
        operator.locked_until = None
        return _signed_in(work, workplace, operator, "pin")

    answer = workplace.database.run(verb, workplace.actor())
    if isinstance(answer, Refusal):
        raise Refused(answer)
    return answer


def paused_work_here(workplace: Workplace) -> tuple[str, ...]:
    """Who left work unfinished at this station, for the sign-in screen."""
    with workplace.database.begin(workplace.actor()) as work:
        return paused_task_names(work.session, workplace.station)


def new_badge() -> str:
    """A badge token that nobody guesses."""
    return "".join(secrets.choice(BADGE_ALPHABET) for _ in range(BADGE_CHARACTERS))


def add_operator(
    workplace: Workplace,
    *,
    staff_number: str,
    name: str,
    role: OperatorRole,
    pin: str,
    badge: str | None = None,
) -> str:
    """Add an operator and return their badge's token, which is stored nowhere.

    Args:
        workplace: where this is done.
        staff_number: what they type to sign in without a badge.
        name: as screens show it.
        role: what they may do.
        pin: at least six digits for leads; stored as a slow hash.
        badge: the token of a badge that is printed already; a new one if None.
    """
    token = badge or new_badge()
    pin_hash = _PINS.hash(pin)

    def verb(work: UnitOfWork) -> None:
        work.session.add(
            Operator(
                staff_number=staff_number,
                name=name,
                role=role,
                pin_hash=pin_hash,
                badge_hash=badge_hash(token),
            )
        )

    workplace.database.run(verb, workplace.actor())
    return token


def badge_hash(token: str) -> str:
    """What is stored of a badge. Its 80 random bits need no slow hash."""
    return hashlib.sha256(token.upper().encode()).hexdigest()


def _signed_in(
    work: UnitOfWork, workplace: Workplace, operator: Operator, way: str
) -> OperatorView:
    work.record(OperatorSignedIn(operator.id, workplace.station, way))
    return OperatorView(
        operator_id=operator.id,
        staff_number=operator.staff_number,
        name=operator.name,
        role=operator.role,
        language=operator.language,
        theme=operator.theme,
        volume=operator.volume,
        left_handed=operator.left_handed,
        text_scale=operator.text_scale,
    )


def _count_wrong_pin(work: UnitOfWork, operator: Operator) -> Refusal:
    operator.wrong_pins += 1
    seconds = lock_seconds(operator.wrong_pins)
    if seconds == 0:
        return WrongPin(PIN_TRIES - operator.wrong_pins)
    operator.locked_until = work.now + timedelta(seconds=seconds)
    return SignInLocked(seconds)


def _verify(pin_hash: str, pin: str) -> bool:
    try:
        return _PINS.verify(pin_hash, pin)
    except VerificationError:
        return False


@cache
def _nobodys_hash() -> str:
    """A hash no PIN belongs to, so that unknown staff numbers take as long as known ones."""
    return _PINS.hash(secrets.token_hex(8))


def has_operators(workplace: Workplace) -> bool:
    """Whether anybody can sign in yet."""
    with workplace.database.begin(workplace.actor()) as work:
        return operator_count(work.session) > 0
