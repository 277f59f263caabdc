from datetime import UTC, datetime, timedelta

import pytest

from app.db.queries.people import operator_by_staff_number
from app.domain.operators import OperatorRole
from app.domain.refusals import Refusal, Refused, SignInLocked, UnknownBadge, WrongPin
from app.services import people_care, signing_in
from app.services.workplace import Workplace
from tests.services import books

PIN = "246810"


def ana(floor: Workplace) -> str:
    """Add Ana; return her badge's token."""
    return people_care.add_operator(
        floor, staff_number="1042", name="Ana Kovac", role=OperatorRole.LEAD, pin=PIN
    )


def refusal_of(floor: Workplace, staff_number: str, pin: str) -> Refusal:
    with pytest.raises(Refused) as refused:
        signing_in.sign_in_by_pin(floor, staff_number, pin)
    return refused.value.refusal


def test_a_badge_signs_in_in_either_case_and_is_stored_nowhere(floor: Workplace) -> None:
    assert not signing_in.has_operators(floor)
    token = ana(floor)
    assert signing_in.has_operators(floor)
    assert len(token) == signing_in.BADGE_CHARACTERS
    for written in (token, token.lower()):
        view = signing_in.sign_in_by_badge(floor, written)
        assert (view.name, view.staff_number, view.role) == ("Ana Kovac", "1042", OperatorRole.LEAD)
    stored = books.rows(floor, "select pin_hash, badge_hash from operator")
    assert not any(secret in str(stored) for secret in (token, PIN))
    who = books.rows(floor, "select id from operator")[0][0]
    kinds = books.rows(floor, "select kind, station, operator_id from event_log order by id")
    assert kinds == [("OperatorAdded", "P-01", None)] + [("OperatorSignedIn", "P-01", who)] * 2


def test_a_badge_nobody_has_or_of_somebody_who_left_is_refused(floor: Workplace) -> None:
    token = ana(floor)
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update operator set active = false")
    for badge in (token, "ABCDEFGHJKLMNPQR"):
        with pytest.raises(Refused) as refused:
            signing_in.sign_in_by_badge(floor, badge)
        assert refused.value.refusal == UnknownBadge()


def test_staff_number_and_pin_sign_in(floor: Workplace) -> None:
    ana(floor)
    assert signing_in.sign_in_by_pin(floor, "1042", PIN).name == "Ana Kovac"
    assert refusal_of(floor, "4711", PIN) == WrongPin(4)


def test_wrong_pins_lock_the_number_for_a_while_and_the_badge_still_works(
    floor: Workplace,
) -> None:
    token = ana(floor)
    answers = [refusal_of(floor, "1042", "000000") for _ in range(5)]
    assert answers == [WrongPin(4), WrongPin(3), WrongPin(2), WrongPin(1), SignInLocked(60)]
    locked = refusal_of(floor, "1042", PIN)
    assert isinstance(locked, SignInLocked)
    assert 50 <= locked.seconds <= 60
    assert signing_in.sign_in_by_badge(floor, token).name == "Ana Kovac"
    wait_over(floor)
    assert refusal_of(floor, "1042", "000000") == SignInLocked(120)
    wait_over(floor)
    assert signing_in.sign_in_by_pin(floor, "1042", PIN).name == "Ana Kovac"
    assert refusal_of(floor, "1042", "000000") == WrongPin(4)


def wait_over(floor: Workplace) -> None:
    """Let a lock run out."""
    with floor.database.begin() as work:
        operator = operator_by_staff_number(work.session, "1042")
        assert operator is not None
        operator.locked_until = datetime.now(UTC) - timedelta(seconds=1)


def test_somebody_without_a_pin_signs_in_by_badge_only(floor: Workplace) -> None:
    ana(floor)
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update operator set pin_hash = ''")
    assert refusal_of(floor, "1042", "") == WrongPin(4)
