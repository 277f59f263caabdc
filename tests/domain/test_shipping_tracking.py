from datetime import UTC, datetime, timedelta

import pytest

from app.domain.shipping_tracking import (
    LAST_LOOK,
    ParcelStatus,
    TrackingEvent,
    newest,
    next_look,
    not_known_yet,
)

S = ParcelStatus


def at(hour: int, status: ParcelStatus, place: str = "") -> TrackingEvent:
    return TrackingEvent(datetime(2026, 11, 20, hour, tzinfo=UTC), status, place)


def test_latest_event_is_the_present_state_until_there_is_an_end() -> None:
    way = [at(9, S.IN_TRANSIT), at(8, S.HANDED_OVER)]
    assert newest(way) == at(9, S.IN_TRANSIT)
    assert newest([*way, at(7, S.DELIVERED)]) == at(7, S.DELIVERED)
    assert newest([]) is None


def test_what_a_carrier_tells_again_is_not_news() -> None:
    known = [at(8, S.HANDED_OVER, "Kiel")]
    told = [at(9, S.IN_TRANSIT), at(8, S.HANDED_OVER, "Kiel"), at(9, S.IN_TRANSIT)]
    assert not_known_yet(known, told) == (at(9, S.IN_TRANSIT),)


@pytest.mark.parametrize(
    ("status", "hours"),
    [
        (None, 2),
        (ParcelStatus.HANDED_OVER, 2),
        (ParcelStatus.IN_TRANSIT, 3),
        (ParcelStatus.OUT_FOR_DELIVERY, 0.5),
        (ParcelStatus.FAILED, 6),
        (ParcelStatus.DELIVERED, None),
        (ParcelStatus.RETURNED, None),
    ],
)
def test_a_carrier_is_asked_as_often_as_something_may_have_changed(
    status: ParcelStatus | None, hours: float | None
) -> None:
    now = datetime(2026, 11, 29, 9, tzinfo=UTC)
    found = next_look(status, since=now - timedelta(days=2), now=now)
    assert found == (None if hours is None else now + timedelta(hours=hours))
    assert next_look(status, since=now - LAST_LOOK, now=now) is None
