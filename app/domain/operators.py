"""Who works at a station, and what their role lets them do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PIN_TRIES = 5
"""Wrong PINs in a row before the sign-in by staff number is locked."""

LOCK_SECONDS = 60
"""Length of the first lock; it doubles with each further wrong PIN."""

LOCK_SECONDS_MAX = 3600


class OperatorRole(StrEnum):
    """Roles in rising order: each may do what those before it may."""

    PICKER = "picker"
    PACKER = "packer"
    LEAD = "lead"
    ADMIN = "admin"


_RANK = {role: rank for rank, role in enumerate(OperatorRole)}


def may(role: OperatorRole, needed: OperatorRole) -> bool:
    """Whether `role` includes what `needed` permits; pickers may pack and packers may pick."""
    floor = {OperatorRole.PICKER, OperatorRole.PACKER}
    return (role in floor and needed in floor) or _RANK[role] >= _RANK[needed]


def lock_seconds(wrong_pins: int) -> int:
    """How long sign-in stays locked after so many wrong PINs in a row; 0 means not locked."""
    if wrong_pins < PIN_TRIES:
        return 0
    return int(min(LOCK_SECONDS * 2 ** (wrong_pins - PIN_TRIES), LOCK_SECONDS_MAX))


@dataclass(frozen=True)
class OperatorView:
    """The signed-in operator and how they like the screen."""

    operator_id: int
    staff_number: str
    name: str
    role: OperatorRole
    language: str = "en"
    theme: str = "light"
    volume: int = 7
    left_handed: bool = False
    text_scale: float = 1.0
