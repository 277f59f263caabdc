from datetime import UTC, datetime

from app.domain.shipping_tracking import ParcelStatus, TrackingEvent, newest, not_known_yet

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
