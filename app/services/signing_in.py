"""Who stands at the station: sign-in by badge or by staff number and PIN."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from functools import cache

from app.db.queries.people import (
    judge_pin,
    operator_by_badge,
    operator_by_id,
    operator_count,
    paused_task_names,
    pin_settings,
)
from app.db.schema import Operator
from app.db.unit_of_work import UnitOfWork
from app.domain.events import OperatorSignedIn, SignInRefused
from app.domain.operators import PIN_TRIES, OperatorView
from app.domain.refusals import Refusal, Refused, SignInLocked, UnknownBadge, WrongPin
from app.services.pins import new_settings, proof_of
from app.services.workplace import Workplace

BADGE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
BADGE_CHARACTERS = 16
"""80 bits: nobody guesses a badge at a scanner."""


def sign_in_by_badge(workplace: Workplace, token: str) -> OperatorView:
    """Sign in whoever carries this badge.

    Raises:
        Refused: with `UnknownBadge`.
    """

    def verb(work: UnitOfWork) -> OperatorView:
        operator = operator_by_badge(work.session, badge_hash(token))
        if operator is None:
            raise Refused(UnknownBadge())
        return _signed_in(work, operator, "badge")

    return workplace.database.run(verb, workplace.actor())


def sign_in_by_pin(workplace: Workplace, staff_number: str, pin: str) -> OperatorView:
    """Sign in by staff number and PIN; wrong PINs are counted and lock the number for a while.

    The slow hash is computed between two transactions, so that nobody waits for it.

    Raises:
        Refused: with `WrongPin` or `SignInLocked`. An unknown staff number answers as a wrong PIN
            does, and takes as long, so that nobody learns which numbers exist.
    """
    with workplace.database.begin(workplace.actor()) as work:
        settings = pin_settings(work.session, staff_number)
    proof = proof_of(pin, settings or _nobodys_settings())

    def verb(work: UnitOfWork) -> OperatorView | Refusal:
        verdict = judge_pin(work.session, staff_number, proof, work.now)
        if verdict is None:
            return WrongPin(PIN_TRIES - 1)
        if verdict.is_right:
            return _signed_in(work, operator_by_id(work.session, verdict.operator_id), "pin")
        waits = verdict.locked_seconds
        work.record(SignInRefused(verdict.operator_id, workplace.station, waits))
        return SignInLocked(waits) if waits else WrongPin(PIN_TRIES - verdict.wrong_pins)

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


def badge_hash(token: str) -> str:
    """What is stored of a badge. Its 80 random bits need no slow hash."""
    return hashlib.sha256(token.upper().encode()).hexdigest()


def has_operators(workplace: Workplace) -> bool:
    """Whether anybody can sign in yet."""
    with workplace.database.begin(workplace.actor()) as work:
        return operator_count(work.session) > 0


def _signed_in(work: UnitOfWork, operator: Operator, way: str) -> OperatorView:
    work.actor = replace(work.actor, operator_id=operator.id)
    work.record(OperatorSignedIn(operator.id, work.actor.station, way))
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


@cache
def _nobodys_settings() -> str:
    """Settings of no PIN, so that unknown staff numbers take as long as known ones."""
    return new_settings()
