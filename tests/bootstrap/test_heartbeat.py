"""A station that runs is heard of; a second one under its code is told, or not let in."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid1

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app.bootstrap.cannot_open import CannotOpen
from app.bootstrap.heartbeat import Heartbeat, new_run
from app.domain.leases import Speaker
from app.services import leases, picking
from app.services.workplace import Workplace
from tests import builders
from tests.services import books
from tests.services.silence import go_silent

HERE, THERE = 0x02_42_AC_11_00_02, 0x02_42_AC_11_00_03
OFTEN = timedelta(milliseconds=20)
MakeHeartbeat = Callable[..., Heartbeat]


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Workplace]:
    """A station at a SQLite database."""
    database = builders.a_database(f"sqlite:///{tmp_path / 'floor.sqlite'}")
    yield builders.a_workplace(database)
    database.close()


@pytest.fixture
def make(floor: Workplace, qapp: QApplication) -> Iterator[MakeHeartbeat]:
    """Makes heartbeats that end with the test."""
    made: list[Heartbeat] = []

    def make_one(run: UUID, every: timedelta = OFTEN) -> Heartbeat:
        made.append(Heartbeat(floor, qapp, run=run, every=every))
        return made[-1]

    yield make_one
    for one in made:
        one.stop()


def session_of(floor: Workplace) -> object:
    return books.value(floor, "select session from station where code = 'P-01'")


def test_a_running_station_is_heard_and_one_that_ended_is_not(
    floor: Workplace, make: MakeHeartbeat, qtbot: QtBot
) -> None:
    heartbeat = make(uuid1(node=HERE))
    heartbeat.start()
    assert session_of(floor) is not None
    go_silent(floor, "P-01")
    qtbot.waitUntil(lambda: leases.begin_run(floor, uuid1(node=THERE)) is Speaker.ANOTHER_COMPUTER)
    heartbeat.stop()
    assert session_of(floor) is None
    assert leases.begin_run(floor, uuid1(node=THERE)) is Speaker.NOBODY


def test_it_finds_the_work_of_another_station_that_fell_silent(
    floor: Workplace, make: MakeHeartbeat, qtbot: QtBot
) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1))
    gone = builders.a_workplace(floor.database, "P-09")
    picking.claim_work(gone, builders.an_operator(floor))
    go_silent(floor, "P-09")
    make(uuid1(node=HERE), timedelta(seconds=30)).start()
    sql = "select state from pick_task"
    qtbot.waitUntil(lambda: bool(books.value(floor, sql) == "ready"))


def test_a_computer_is_refused_under_the_code_of_another_with_a_way_out(
    make: MakeHeartbeat,
) -> None:
    make(uuid1(node=HERE)).start()
    with pytest.raises(CannotOpen) as refused:
        make(uuid1(node=THERE)).start()
    for words in ("P-01 is in use", "--station CODE", "wait 90 seconds"):
        assert words in str(refused.value)


def test_two_programs_with_one_code_are_both_told_and_the_one_that_stays_is_told_the_end(
    make: MakeHeartbeat, qtbot: QtBot
) -> None:
    first, second = make(uuid1(node=HERE)), make(uuid1(node=HERE))
    heard: list[bool] = []
    first.doubled.connect(heard.append)
    first.start()
    with qtbot.waitSignal(first.doubled) as told_first, qtbot.waitSignal(second.doubled) as told:
        second.start()
    assert (told_first.args, told.args) == ([True], [True])
    second.stop()
    qtbot.waitUntil(lambda: heard[-1] is False)


def test_a_heartbeat_goes_on_after_the_database_could_not_be_reached(
    floor: Workplace, make: MakeHeartbeat, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    make(uuid1(node=HERE)).start()
    with floor.database.begin() as work:
        work.session.execute(text("alter table station rename to gone"))
    qtbot.waitUntil(lambda: "the heartbeat is not heard" in caplog.text)
    with floor.database.begin() as work:
        work.session.execute(text("alter table gone rename to station"))
    go_silent(floor, "P-01")
    qtbot.waitUntil(lambda: leases.begin_run(floor, uuid1(node=THERE)) is Speaker.ANOTHER_COMPUTER)
    assert caplog.text.count("the heartbeat is not heard") == 1, "one line, not one a beat"


def test_runs_at_one_computer_are_different_and_name_it() -> None:
    one, two = new_run(), new_run()
    assert one != two
    assert one.node == two.node
