"""A picker goes on while the database is away, and everything is on record when it is back."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest
from sqlalchemy import update

from app.db.journal import EntryState
from app.db.journal_file import entry_check
from app.db.schema import DatabaseMark
from app.domain.offline import Activity, NeedsDatabase, OfflineTooLong
from app.domain.pick_state import PickPrompt
from app.domain.refusals import NoWork, Refused
from app.services import outbox
from app.services.checking import check_database
from app.services.station_work import resume, sign_in
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.services import books, shift
from tests.services.offline_floor import OfflineFloor, Picker, offline_floor, until
from tests.services.zone_floor import a_zone_floor

pytestmark = pytest.mark.postgresql


@pytest.fixture
def net(postgresql_server: PostgresqlServer, tmp_path: Path) -> Iterator[OfflineFloor]:
    with offline_floor(postgresql_server, tmp_path) as floor:
        yield floor


def test_scans_are_confirmed_while_the_database_answers(net: OfflineFloor) -> None:
    mug, _ = builders.some_stock(net.desk)
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


def test_a_zone_goes_on_with_the_tote_it_was_handed_and_passes_it_on_off_line(
    net: OfflineFloor,
) -> None:
    zones = a_zone_floor(net.desk, scanned=True)
    number, tote = zones.release("C", "A"), builders.a_tote(net.desk)
    cy, ana = zones.pickers["C"], zones.pickers["A"]
    asked = shift.pick(net.desk, cy, zones.bring("C", tote), zones.goods["C"].barcode).state
    shift.pick(net.desk, cy, asked, "L-LANE-A")
    with net.station() as picker:
        picker.wait_online()
        picker.sign_in(ana)
        assert picker.claim().tote == tote
        net.cut()
        picker.scan(tote)
        last = picker.scan(zones.goods["A"].barcode)
        assert (last.is_stored, last.state.prompt) == (True, PickPrompt.SCAN_LANE)
        assert picker.scan("L-LANE-PACK").state.prompt is PickPrompt.TASK_DONE
        net.heal()
        picker.wait_online()
    assert books.order_state(net.desk, number) == "picked"
    where = "select code from tote join location on location.id = place_id"
    assert books.rows(net.desk, where) == [("LANE-PACK",)]
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


@pytest.fixture
def order(net: OfflineFloor) -> tuple[str, str, int]:
    """An order of three units of one item: barcode, tote and picker."""
    mug, _ = builders.some_stock(net.desk)
    tote, operator = builders.a_tote(net.desk), builders.an_operator(net.desk)
    builders.a_released_order(net.desk, (mug, 3))
    return mug.barcode, tote, operator


def begin(picker: Picker, order: tuple[str, str, int]) -> None:
    """Sign in, claim, bind the tote."""
    _, tote, operator = order
    picker.wait_online()
    picker.sign_in(operator)
    picker.claim()
    picker.scan(tote)


def test_answer_that_was_lost_on_the_way_is_counted_once(
    net: OfflineFloor, order: tuple[str, str, int]
) -> None:
    with net.station() as picker:
        begin(picker, order)
        picker.scan(order[0])
        net.proxy.lose_reply()
        picker.scan("XCK")
        picker.wait_online()
        assert net.proxy.counts["lose_reply"] == 1
    assert net.picked() == [3]
    assert net.moves() == 1
    assert net.violations() == []


def test_slow_answer_lets_the_picker_go_on_and_is_confirmed_later(
    net: OfflineFloor, order: tuple[str, str, int]
) -> None:
    with net.station() as picker:
        begin(picker, order)
        picker.scan(order[0])
        net.proxy.stall()
        asked = time.monotonic()
        answer = picker.scan("XCK")
        assert answer.is_stored
        assert 0.5 < time.monotonic() - asked < 3.0
        again = time.monotonic()
        assert picker.scan("XCUND").is_stored
        assert time.monotonic() - again < 0.5, "nobody waits twice for a line that is silent"
        net.heal()
        picker.wait_online()
        assert set(picker.entry_states()) == {EntryState.CONFIRMED}
    assert net.picked() == [3]


def test_two_stations_off_line_at_once_bring_everything_back(net: OfflineFloor) -> None:
    mug, _ = builders.some_stock(net.desk)
    totes = [builders.a_tote(net.desk) for _ in range(2)]
    operators = [builders.an_operator(net.desk) for _ in range(2)]
    for _ in totes:
        builders.a_released_order(net.desk, (mug, 3))
    with net.station("P-01") as first, net.station("P-02") as second:
        for picker, tote, operator in zip((first, second), totes, operators, strict=True):
            begin(picker, (mug.barcode, tote, operator))
        net.cut()
        for picker in (first, second, first, second):
            assert picker.scan(mug.barcode).is_stored
        first.scan("XCK")
        second.scan("XCN" + "D")  # a card: two of them are in the tote
        net.heal()
        for picker in (first, second):
            picker.wait_online()
    assert sorted(net.picked()) == [2, 3]
    assert net.units_at(totes[0]) == 3
    assert net.violations() == []


def test_station_killed_off_line_goes_on_from_its_own_disk(
    net: OfflineFloor, order: tuple[str, str, int]
) -> None:
    with net.station() as picker:
        begin(picker, order)
        net.cut()
        picker.scan(order[0], order[0])
    with net.station() as picker:  # the database is still away
        picker.sign_in(order[2])
        state = picker.claim()
        assert (state.counted, state.prompt) == (2, PickPrompt.CONFIRM_QUANTITY)
        picker.scan(order[0])
        assert picker.line.sender.status.unsent == 3
        net.heal()
        picker.wait_online()
    assert net.picked() == [3]
    assert net.violations() == []


def test_another_badge_waits_while_the_database_is_away(
    net: OfflineFloor, order: tuple[str, str, int]
) -> None:
    colleague = builders.an_operator(net.desk, "Ed Brandt")
    with net.station() as picker:
        begin(picker, order)
        net.cut()
        picker.scan(order[0])
        with pytest.raises(Refused) as refused:
            sign_in(picker.line.workplace, builders.badge_of(colleague))
        assert refused.value.refusal == NeedsDatabase(Activity.SIGN_IN_ANOTHER)


def test_claim_waits_for_what_was_scanned_before_it(
    net: OfflineFloor, order: tuple[str, str, int]
) -> None:
    with net.station() as picker:
        begin(picker, order)
        net.cut()
        picker.scan(order[0], "XCK")
        net.heal()
        picker.line.sender.nudge()
        until(lambda: not picker.line.sender.is_away, "the line")
        with pytest.raises(Refused) as refused:
            picker.claim()
        assert refused.value.refusal == NoWork(), "the task was done before anything was claimed"
    assert net.picked() == [3]


def test_short_line_found_elsewhere_is_shown_after_the_return(net: OfflineFloor) -> None:
    mug = builders.an_item(net.desk)
    for quantity in (2, 5):
        builders.stock(net.desk, mug, builders.a_location(net.desk), quantity)
    tote, operator = builders.a_tote(net.desk), builders.an_operator(net.desk)
    builders.a_released_order(net.desk, (mug, 2))
    with net.station() as picker:
        begin(picker, (mug.barcode, tote, operator))
        net.cut()
        answer = picker.scan("XCSHRT", "XCNB", "XCNC")  # none there, the place is empty
        assert answer.state.prompt is PickPrompt.TASK_DONE
        net.heal()
        picker.wait_online()
        assert picker.state is not None
        anew = resume(picker.line.workplace, operator, picker.state.task_id)
        assert anew is not None
        assert [line.open for line in anew.state.lines] == [0, 2]


def test_limit_of_off_line_work_stops_with_the_scans_kept(
    net: OfflineFloor, order: tuple[str, str, int]
) -> None:
    with net.station() as picker:
        begin(picker, order)
        net.cut()
        picker.scan(order[0])
    with_old_outage(net)
    with net.station() as picker:
        picker.sign_in(order[2])
        picker.claim()
        with pytest.raises(Refused) as refused:
            picker.scan(order[0])
        assert refused.value.refusal == OfflineTooLong(31, 1)
        assert picker.scan("XCPSE").is_stored, "whoever has to stop may do so"
        net.heal()
        picker.wait_online()
    assert net.violations() == []


def with_old_outage(net: OfflineFloor) -> None:
    """Let a closed journal have been off line for 31 minutes."""
    connection = sqlite3.connect(net.folder / "journal-P-01.sqlite3")
    row = connection.execute(
        "select scan_id, raw, request, operator_id, noted_at, lines from entry"
    ).fetchall()[-1]
    connection.execute(
        "update entry set offline_seconds = 1860.0, checksum = ? where scan_id = ?",
        (entry_check(*row, 1860.0), row[0]),
    )
    connection.commit()
    connection.close()


def test_clock_of_a_station_decides_nothing(
    net: OfflineFloor, order: tuple[str, str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with net.station() as picker:
        begin(picker, order)
        net.cut()
        picker.scan(order[0], "XCK")
    monkeypatch.setattr(outbox, "datetime", _YearAgo)
    with net.station() as picker:
        picker.sign_in(order[2])
        net.heal()
        picker.wait_online()
        assert set(picker.entry_states()) == {EntryState.CONFIRMED}
    assert net.picked() == [3]


class _YearAgo(datetime):
    """A clock that was set wrong."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """More than a year ago."""
        return super().now(tz) - timedelta(days=400)


def test_scans_for_another_database_are_never_sent_to_this_one(
    net: OfflineFloor, order: tuple[str, str, int]
) -> None:
    with net.station() as picker:
        begin(picker, order)
        net.cut()
        picker.scan(order[0])
    with net.desk.database.begin() as work:
        work.session.execute(update(DatabaseMark).values(mark=uuid.uuid4()))
    with net.station() as picker:
        net.heal()
        until(lambda: "another database" in picker.line.sender.status.problem, "the refusal")
        assert picker.line.sender.is_away
        assert picker.line.sender.status.unsent == 1
