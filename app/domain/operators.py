"""Who works at a station, how they prove it, and which PINs are too easy."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import StrEnum

PIN_TRIES = 5
"""Wrong PINs in a row before the sign-in by staff number is locked."""

LOCK_SECONDS = 60
"""Length of the first lock; it doubles with each further wrong PIN."""

LOCK_SECONDS_MAX = 3600

SHORTEST_PIN = 4
SHORTEST_DESK_PIN = 6
"""Leads and administrators decide over others' work: a million PINs instead of ten thousand."""

LONGEST_PIN = 12
"""Characters of a PIN that the sign-in screen takes."""


class OperatorRole(StrEnum):
    """Roles in rising order; what each may do: `app.domain.permissions`."""

    PICKER = "picker"
    PACKER = "packer"
    LEAD = "lead"
    ADMIN = "admin"


def lock_seconds(wrong_pins: int) -> int:
    """How long sign-in stays locked after so many wrong PINs in a row; 0 means not locked."""
    if wrong_pins < PIN_TRIES:
        return 0
    return int(min(LOCK_SECONDS * 2 ** (wrong_pins - PIN_TRIES), LOCK_SECONDS_MAX))


class PinFault(StrEnum):
    """What is wrong with a PIN somebody wants."""

    NOT_DIGITS = "not_digits"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_EASY = "too_easy"


def pin_fault(pin: str, role: OperatorRole, staff_number: str = "") -> PinFault | None:
    """What is wrong with a PIN for this role; None if it can be had.

    Too easy are those that are tried first: one step from digit to digit (1111, 1234, 8642), a
    part repeated (123123, 1212), the same from both ends (1221), and the staff number itself.
    """
    if not (pin.isascii() and pin.isdigit()):
        return PinFault.NOT_DIGITS
    is_desk = role in (OperatorRole.LEAD, OperatorRole.ADMIN)
    if len(pin) < (SHORTEST_DESK_PIN if is_desk else SHORTEST_PIN):
        return PinFault.TOO_SHORT
    if len(pin) > LONGEST_PIN:
        return PinFault.TOO_LONG
    return PinFault.TOO_EASY if _is_easy(pin, staff_number) else None


def _is_easy(pin: str, staff_number: str) -> bool:
    steps = {_step(int(before), int(after)) for before, after in itertools.pairwise(pin)}
    is_repeated = any(
        pin == pin[:length] * (len(pin) // length)
        for length in range(1, len(pin) // 2 + 1)
        if len(pin) % length == 0
    )
    return len(steps) == 1 or is_repeated or pin == pin[::-1] or pin == staff_number


def _step(before: int, after: int) -> int:
    """From one digit to the next; on a keypad 0 comes after 9."""
    if {before, after} == {0, 9}:
        return 1 if after == 0 else -1
    return after - before


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
