"""Written by statements or by the database's own functions, a floor becomes the same."""

import pytest

from app.domain.pick_request import Verdict
from tests.servers.postgresql import PostgresqlServer
from tests.services import twins

pytestmark = pytest.mark.postgresql


def test_whatever_stations_hand_in_both_ways_say_and_write_the_same(
    postgresql_server: PostgresqlServer,
) -> None:
    verdicts = twins.play(postgresql_server, steps=110, seed=11)
    assert verdicts[Verdict.APPLIED] > 30
    assert len(verdicts) >= 7, f"too little was tried: {verdicts}"
