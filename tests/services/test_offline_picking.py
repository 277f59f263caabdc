"""A picker goes on while the database is away, and everything is on record when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.journal import EntryState
from app.domain.offline import Activity, NeedsDatabase
from app.domain.pick_state import PickPrompt
from app.domain.refusals import Refused
from app.services.checking import check_database
from tests import builders
from tests.servers.postgresql import PostgresqlServer, database_name
from tests.services.offline_floor import OfflineFloor, offline_floor

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def template(postgresql_server: PostgresqlServer) -> Iterator[str]:
    """A migrated database that nobody is connected to."""
    url = postgresql_server.new_database()
    builders.a_database(url).close()
    yield database_name(url)
    postgresql_server.drop_database(url)


@pytest.fixture
def net(
    postgresql_server: PostgresqlServer, template: str, tmp_path: Path
) -> Iterator[OfflineFloor]:
    with offline_floor(postgresql_server, template, tmp_path) as floor:
        yield floor


def test_scans_are_confirmed_while_the_database_answers(net: OfflineFloor) -> None:
    mug, place = builders.some_stock(net.desk)
    tote, operator = builders.a_tote(net.desk), builders.an_operator(net.desk)
    builders.a_released_order(net.desk, (mug, 2))
    with net.station() as picker:
        picker.wait_online()
        picker.sign_in(operator)
        picker.claim()
        answer = picker.scan(tote, mug.barcode, "XCK")
        assert answer.refusal is None
        assert not answer.is_stored
        assert answer.state.prompt is PickPrompt.TASK_DONE
        assert set(picker.entry_states()) == {EntryState.CONFIRMED}
    assert net.picked() == [2]
    assert net.units_at(tote) == 2
    assert check_database(net.desk).is_sound


def test_claimed_work_is_finished_off_line_and_on_record_afterwards(net: OfflineFloor) -> None:
    mug, _ = builders.some_stock(net.desk)
    lamp, _ = builders.some_stock(net.desk)
    tote, operator = builders.a_tote(net.desk), builders.an_operator(net.desk)
    builders.a_released_order(net.desk, (mug, 2), (lamp, 1))
    with net.station() as picker:
        picker.wait_online()
        picker.sign_in(operator)
        picker.claim()
        picker.scan(tote)
        net.cut()
        first = picker.scan(mug.barcode)
        assert first.is_stored
        last = picker.scan("XCK", lamp.barcode)
        assert last.is_stored
        assert last.state.prompt is PickPrompt.TASK_DONE
        assert picker.line.sender.status.unsent == 3
        assert picker.line.sender.is_offline
        assert net.picked() == [0, 0]
        net.heal()
        picker.wait_online()
        assert picker.line.sender.take_return() is not None
    assert net.picked() == [2, 1]
    assert net.units_at(tote) == 3
    assert net.moves() == 2
    assert check_database(net.desk).is_sound


def test_what_only_the_database_can_decide_waits_for_it(net: OfflineFloor) -> None:
    mug, _ = builders.some_stock(net.desk)
    tote, operator = builders.a_tote(net.desk), builders.an_operator(net.desk)
    builders.a_released_order(net.desk, (mug, 1))
    with net.station() as picker:
        picker.wait_online()
        picker.sign_in(operator)
        picker.claim()
        net.cut()
        picker.scan("XCUND")  # finds the line down
        with pytest.raises(Refused) as refused:
            picker.scan(tote)
        assert refused.value.refusal == NeedsDatabase(Activity.BIND_TOTE)
        net.heal()
        picker.wait_online()
        assert picker.scan(tote).refusal is None
