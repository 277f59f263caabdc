"""Selects on operators, stations and the site, and the one place where a sign-in is judged.

On PostgreSQL badges and PINs are judged by functions that run as the owner of the tables: a
station's login can read neither hash, and cannot try a PIN without the try being counted.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, undefer

from app.db.schema import Operator, OperatorSkill, PickTask, Site
from app.domain.operators import OperatorRole, lock_seconds
from app.domain.tasks import PickTaskState

_JUDGE = text("SELECT who, is_right, wrong, locked_seconds FROM judge_pin(:staff_number, :proof)")


@dataclass(frozen=True)
class PinVerdict:
    """What became of a try: `locked_seconds` is how long the next one has to wait."""

    operator_id: int
    is_right: bool
    wrong_pins: int
    locked_seconds: int


def operator_by_badge(session: Session, badge_hash: str) -> Operator | None:
    """The active operator with this badge."""
    if _is_postgresql(session):
        return session.scalar(select(Operator).where(Operator.id == func.badge_owner(badge_hash)))
    return session.scalar(
        select(Operator).where(Operator.badge_hash == badge_hash, Operator.active)
    )


def pin_settings(session: Session, staff_number: str) -> str | None:
    """How an active operator's PIN has to be hashed: method, cost and salt; None without a PIN."""
    if _is_postgresql(session):
        return session.scalar(select(func.pin_settings(staff_number)))
    kept = session.scalar(
        select(Operator.pin_hash).where(Operator.staff_number == staff_number, Operator.active)
    )
    return kept.rpartition("$")[0] if kept else None


def judge_pin(
    session: Session, staff_number: str, proof: bytes, now: datetime
) -> PinVerdict | None:
    """Compare a hashed PIN with what is kept of it, and count the try; None for nobody's number.

    The row is locked meanwhile: many stations at once have no more tries than one.
    """
    if _is_postgresql(session):
        row = session.execute(_JUDGE, {"staff_number": staff_number, "proof": proof.hex()}).one()
        return None if row.who is None else PinVerdict(*row)
    operator = session.scalar(
        select(Operator)
        .where(Operator.staff_number == staff_number, Operator.active, Operator.pin_hash != "")
        .options(
            undefer(Operator.pin_hash), undefer(Operator.wrong_pins), undefer(Operator.locked_until)
        )
        .execution_options(populate_existing=True)
    )
    return None if operator is None else _judge(operator, proof, now)


def _judge(operator: Operator, proof: bytes, now: datetime) -> PinVerdict:
    if operator.locked_until is not None and operator.locked_until > now:
        wait = int((operator.locked_until - now).total_seconds()) + 1
        return PinVerdict(operator.id, is_right=False, wrong_pins=0, locked_seconds=wait)
    kept = operator.pin_hash.rpartition("$")[2]
    if hmac.compare_digest(kept, hashlib.sha256(proof).hexdigest()):
        operator.wrong_pins = 0
        operator.locked_until = None
        return PinVerdict(operator.id, is_right=True, wrong_pins=0, locked_seconds=0)
    operator.wrong_pins += 1
    seconds = lock_seconds(operator.wrong_pins)
    operator.locked_until = now + timedelta(seconds=seconds) if seconds else None
    return PinVerdict(
        operator.id, is_right=False, wrong_pins=operator.wrong_pins, locked_seconds=seconds
    )


def operator_by_staff_number(
    session: Session, staff_number: str, *, only_active: bool = True
) -> Operator | None:
    """The operator with this staff number."""
    wanted = select(Operator).where(Operator.staff_number == staff_number)
    return session.scalar(wanted.where(Operator.active) if only_active else wanted)


def operator_by_name(session: Session, name: str) -> Operator | None:
    """The operator of this name, where only one has it."""
    found = session.scalars(select(Operator).where(Operator.name == name).limit(2)).all()
    return found[0] if len(found) == 1 else None


def operator_by_id(session: Session, operator_id: int) -> Operator:
    """The operator with this number."""
    return session.get_one(Operator, operator_id)


def operators(session: Session) -> Sequence[Operator]:
    """Everybody who works or worked here, by staff number."""
    return session.scalars(select(Operator).order_by(Operator.staff_number)).all()


def skills_by_operator(session: Session) -> defaultdict[int, tuple[str, ...]]:
    """What each operator may operate, by name; nothing for all others."""
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = session.execute(
        select(OperatorSkill.operator_id, OperatorSkill.skill).order_by(OperatorSkill.skill)
    )
    for operator_id, skill in rows:
        found[operator_id] += (skill,)
    return found


def skills_of(session: Session, operator_id: int) -> frozenset[str]:
    """What an operator may operate."""
    return frozenset(
        session.scalars(select(OperatorSkill.skill).where(OperatorSkill.operator_id == operator_id))
    )


def operator_count(session: Session) -> int:
    """How many operators there are."""
    return session.scalar(select(func.count()).select_from(Operator)) or 0


def lock_administrators(session: Session) -> list[int]:
    """The active administrators, locked: two of them may not switch each other off at once."""
    return list(
        session.scalars(
            select(Operator.id)
            .where(Operator.active, Operator.role == OperatorRole.ADMIN)
            .order_by(Operator.id)
            .with_for_update()
        )
    )


def is_badge_taken(session: Session, badge_hash: str) -> bool:
    """Whether somebody who works here has this badge."""
    return operator_by_badge(session, badge_hash) is not None


def paused_task_names(session: Session, station: str) -> tuple[str, ...]:
    """Names of the operators whose unfinished pick tasks were last worked on at this station."""
    return tuple(
        session.scalars(
            select(Operator.name)
            .join(
                PickTask,
                (PickTask.operator_id == Operator.id) | (PickTask.paused_by == Operator.id),
            )
            .where(
                PickTask.station == station,
                PickTask.state.in_((PickTaskState.IN_PROGRESS, PickTaskState.PAUSED)),
            )
            .distinct()
            .order_by(Operator.name)
        )
    )


def has_site(session: Session) -> bool:
    """Whether the warehouse has been set up."""
    return session.get(Site, 1) is not None


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
