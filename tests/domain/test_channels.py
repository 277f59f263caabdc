from __future__ import annotations

from datetime import datetime, time

import pytest

from app.domain.channels import ChannelFacts, ChannelState, ends_at, to_release

S = ChannelState


@pytest.mark.parametrize(
    ("channel", "most", "released"),
    [
        (ChannelFacts(S.OPEN, room=10, on_floor=4, ready=20), None, 6),
        (ChannelFacts(S.OPEN, room=10, on_floor=4, ready=3), None, 3),
        (ChannelFacts(S.OPEN, room=10, on_floor=4, ready=20), 2, 2),
        (ChannelFacts(S.OPEN, room=10, on_floor=12, ready=20), None, 0),
        (ChannelFacts(S.LOCKED, room=10, on_floor=0, ready=20), None, 0),
        (ChannelFacts(S.ASLEEP, room=10, on_floor=0, ready=20), None, 0),
    ],
)
def test_a_channel_releases_what_the_floor_has_room_for(
    channel: ChannelFacts, most: int | None, released: int
) -> None:
    assert to_release(channel, most) == released


def test_a_channel_closes_at_its_end_on_the_day_it_was_opened_or_the_next_one() -> None:
    eight = datetime.fromisoformat("2026-11-20 08:00")
    assert ends_at(eight, None) is None
    assert ends_at(eight, time(18)) == datetime.fromisoformat("2026-11-20 18:00")
    assert ends_at(eight, time(6)) == datetime.fromisoformat("2026-11-21 06:00")
