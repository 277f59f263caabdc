"""In which order a lead sees to exceptions, and that each of them can be decided or is carried."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.domain.floor_exceptions import (
    REMEDIES,
    ExceptionKind,
    FloorException,
    Remedy,
    most_urgent_first,
)
from app.domain.short_ways import WayOut

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=20), NOW + timedelta(hours=5)


def one(kind: ExceptionKind, number: int, due: datetime | None = None) -> FloorException:
    return FloorException(kind, number, "Blue Mug", due=due, since=NOW)


def test_who_waits_goes_first_then_the_first_truck_then_the_kind() -> None:
    found = (
        one(ExceptionKind.SET_ASIDE, 1),
        one(ExceptionKind.SHORT, 2, LATER),
        one(ExceptionKind.STOPPED, 3, SOON),
        one(ExceptionKind.SHORT, 4, SOON),
        one(ExceptionKind.LEAD_CALL, 5),
        one(ExceptionKind.COUNT, 6),
    )
    assert [each.subject_id for each in most_urgent_first(found)] == [5, 4, 3, 2, 6, 1]


def test_the_oldest_of_a_kind_goes_first() -> None:
    old = FloorException(ExceptionKind.COUNT, 9, "Lamp", since=NOW - timedelta(hours=1))
    assert most_urgent_first((one(ExceptionKind.COUNT, 2), old))[0] is old


def test_each_kind_but_those_with_ways_of_their_own_can_be_decided() -> None:
    decided_row_by_row = {ExceptionKind.SHORT, ExceptionKind.SET_ASIDE}
    assert set(REMEDIES) == set(ExceptionKind) - decided_row_by_row
    used = {way for ways in REMEDIES.values() for way in ways}
    assert set(Remedy) <= used
    assert {WayOut.FOUND, WayOut.WRITE_OFF} <= used


def test_a_key_names_one_exception() -> None:
    assert one(ExceptionKind.SHORT, 17).key == "short:17"
