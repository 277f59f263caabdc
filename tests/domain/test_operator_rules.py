import pytest

from app.domain.operators import (
    LOCK_SECONDS_MAX,
    PIN_TRIES,
    OperatorRole,
    lock_seconds,
    may,
)

PICKER, PACKER, LEAD, ADMIN = OperatorRole


@pytest.mark.parametrize(
    ("role", "needed", "allowed"),
    [
        (PICKER, PICKER, True),
        (PICKER, PACKER, True),
        (PACKER, PICKER, True),
        (PICKER, LEAD, False),
        (PACKER, LEAD, False),
        (PACKER, ADMIN, False),
        (LEAD, PICKER, True),
        (LEAD, LEAD, True),
        (LEAD, ADMIN, False),
        (ADMIN, LEAD, True),
        (ADMIN, ADMIN, True),
    ],
)
def test_a_role_may_what_those_before_it_may(
    role: OperatorRole, needed: OperatorRole, *, allowed: bool
) -> None:
    assert may(role, needed) is allowed


def test_a_sign_in_is_locked_after_five_wrong_pins_twice_as_long_each_time() -> None:
    waits = [lock_seconds(wrong) for wrong in range(PIN_TRIES + 3)]
    assert waits == [0, 0, 0, 0, 0, 60, 120, 240]


def test_no_lock_lasts_longer_than_an_hour() -> None:
    assert lock_seconds(11) == lock_seconds(500) == LOCK_SECONDS_MAX
