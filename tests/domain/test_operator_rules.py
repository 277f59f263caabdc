import pytest

from app.domain.operators import (
    LOCK_SECONDS_MAX,
    PIN_TRIES,
    OperatorRole,
    PinFault,
    lock_seconds,
    pin_fault,
)

PICKER, PACKER, LEAD, ADMIN = OperatorRole


def test_a_sign_in_is_locked_after_five_wrong_pins_twice_as_long_each_time() -> None:
    waits = [lock_seconds(wrong) for wrong in range(PIN_TRIES + 3)]
    assert waits == [0, 0, 0, 0, 0, 60, 120, 240]


def test_no_lock_lasts_longer_than_an_hour() -> None:
    assert lock_seconds(11) == lock_seconds(500) == LOCK_SECONDS_MAX


@pytest.mark.parametrize(
    ("pin", "role", "fault"),
    [
        ("4711", PICKER, None),
        ("4711", PACKER, None),
        ("4711", LEAD, PinFault.TOO_SHORT),
        ("47110", ADMIN, PinFault.TOO_SHORT),
        ("471108", LEAD, None),
        ("471108", ADMIN, None),
        ("471", PICKER, PinFault.TOO_SHORT),
        ("", PICKER, PinFault.NOT_DIGITS),
        ("47a1", PICKER, PinFault.NOT_DIGITS),
        ("\uff14\uff17\uff11\uff11", PICKER, PinFault.NOT_DIGITS),
        ("4711082954713", LEAD, PinFault.TOO_LONG),
        ("123456", LEAD, PinFault.TOO_EASY),
        ("654321", LEAD, PinFault.TOO_EASY),
        ("567890", LEAD, PinFault.TOO_EASY),
        ("2468", PICKER, PinFault.TOO_EASY),
        ("0000", PICKER, PinFault.TOO_EASY),
        ("123123", LEAD, PinFault.TOO_EASY),
        ("474747", LEAD, PinFault.TOO_EASY),
        ("4774", PICKER, PinFault.TOO_EASY),
        ("1042", PICKER, PinFault.TOO_EASY),
        ("1043", PICKER, None),
    ],
)
def test_a_pin_that_is_tried_first_is_not_taken(
    pin: str, role: OperatorRole, fault: PinFault | None
) -> None:
    assert pin_fault(pin, role, staff_number="1042") is fault
