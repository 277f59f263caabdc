"""A station that falls silent loses no unit: its work waits for it, or goes to somebody else."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid1

import pytest
from sqlalchemy import text

from app.db.queries.picking import lock_task
from app.domain.leases import OFFLINE_GRACE, Speaker
from app.domain.pick_state import PickPrompt, PickState
from app.domain.refusals import NoWork, Refused
from app.services import leases, picking, station_setup
from app.services.leases import LeftWork, ReapReport
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.silence import go_silent, lapsed_long_ago

OpenStation = Callable[[str], Workplace]
HERE, THERE = 0x02_42_AC_11_00_02, 0x02_42_AC_11_00_03


def a_run(computer: int = HERE) -> UUID:
    return uuid1(node=computer)


def a_begun_pick(floor: Workplace, operator: int, tote: str) -> PickState:
    """One unit of three lies in the tote."""
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 3))
    state = picking.claim_work(floor, operator)
    return shift.pick(floor, operator, state, tote, mug.barcode, builders.typed(1)).state


def task_row(floor: Workplace) -> tuple[object, ...]:
    """State, holder, last holder, epoch and revision of the only task."""
    sql = "select state, operator_id, paused_by, epoch, revision from pick_task"
    (row,) = books.rows(floor, sql)
    return row


def test_work_that_touched_nothing_goes_back_to_everybody(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, bo = builders.an_operator(floor), builders.an_operator(floor, "Bo Lund")
    other = open_station("P-02")
    claimed = picking.claim_work(floor, ana)
    revision = task_row(floor)[-1]
    assert leases.reap(other) == ReapReport(), "its lease runs still"
    go_silent(floor, "P-01")
    assert leases.reap(other) == ReapReport(ready=(claimed.task_id,))
    assert task_row(floor) == ("ready", None, ana, 1, revision), "a lapse is no claim"
    assert books.order_state(floor, number) == "released"
    lapse = "select payload from event_log where kind = 'TaskLapsed'"
    assert len(books.rows(floor, lapse)) == 1
    offered = picking.offered_work(other, bo)
    assert offered.next is not None
    assert picking.claim_work(other, bo).epoch == 2
    assert books.value(floor, "select lapsed_at from pick_task") is None
    books.audit(floor.database)


def test_work_with_goods_in_its_tote_waits_for_its_holder(
    floor: Workplace, open_station: OpenStation
) -> None:
    ana, bo, tote = builders.an_operator(floor), builders.an_operator(floor), builders.a_tote(floor)
    begun = a_begun_pick(floor, ana, tote)
    revision = task_row(floor)[-1]
    go_silent(floor, "P-01")
    other = open_station("P-02")
    assert leases.reap(other) == ReapReport(paused=(begun.task_id,))
    assert task_row(floor) == ("paused", None, ana, 1, revision)
    assert leases.reap(floor) == ReapReport(), "once is enough"
    with pytest.raises(Refused) as refused:
        picking.claim_work(other, bo)
    assert refused.value.refusal == NoWork()
    resumed = picking.claim_work(other, ana)
    assert (resumed.task_id, resumed.tote, resumed.lines[0].picked) == (begun.task_id, tote, 1)
    assert shift.pick_to_end(other, ana, resumed, tote).prompt is PickPrompt.TASK_DONE
    books.audit(floor.database)


def test_a_tote_that_was_chosen_keeps_work_from_being_given_to_others(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick(floor, ana, picking.claim_work(floor, ana), tote)
    go_silent(floor, "P-01")
    assert len(leases.reap(floor).paused) == 1


def test_heartbeats_keep_the_work_of_a_station_that_scans_nothing(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor)
    for _ in range(2):
        builders.a_released_order(floor, (mug, 1))
    other, run = open_station("P-02"), a_run()
    kept = picking.claim_work(floor, builders.an_operator(floor))
    lost = picking.claim_work(other, builders.an_operator(floor))
    for station in ("P-01", "P-02"):
        go_silent(floor, station)
    assert leases.heartbeat(floor, run) is Speaker.NOBODY
    assert leases.reap(floor) == ReapReport(ready=(lost.task_id,))
    sql = "select state from pick_task where id = :task"
    assert books.value(floor, sql, task=kept.task_id) == "in_progress"


def test_a_lease_from_a_clock_that_was_set_back_is_none(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1))
    picking.claim_work(floor, builders.an_operator(floor))
    go_silent(floor, "P-01", timedelta(days=-400))
    assert len(leases.reap(floor).ready) == 1


@pytest.mark.parametrize(
    "open_database",
    [pytest.param("postgresql", marks=pytest.mark.postgresql)],
    indirect=True,
)
def test_a_task_that_is_just_being_scanned_is_neither_reaped_nor_waited_for(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1))
    task = picking.claim_work(floor, builders.an_operator(floor)).task_id
    go_silent(floor, "P-01")
    with open_station("P-02").database.begin() as scanning:
        scanning.session.execute(text("set local statement_timeout = 4000"))
        lock_task(scanning.session, task)
        assert leases.reap(floor) == ReapReport()
        assert leases.heartbeat(floor, a_run()) is Speaker.NOBODY
    assert leases.reap(floor) == ReapReport(ready=(task,))


def test_a_floor_that_was_silent_for_a_night_is_reaped_whole(
    floor: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "MOST_REAPED", 2)
    mug, _ = builders.some_stock(floor)
    for _ in range(5):
        builders.a_released_order(floor, (mug, 1))
        picking.claim_work(floor, builders.an_operator(floor))
    go_silent(floor, "P-01", timedelta(hours=12))
    assert len(leases.reap(floor).ready) == 5
    books.audit(floor.database)


# Who speaks for a station -----------------------------------------------------------------------


def test_a_program_started_anew_follows_the_one_that_was_killed(floor: Workplace) -> None:
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    begun = a_begun_pick(floor, ana, tote)
    killed, anew = a_run(), a_run()
    leases.begin_run(floor, killed)
    assert leases.begin_run(floor, anew) is Speaker.EARLIER_RUN
    assert leases.reap(floor) == ReapReport(paused=(begun.task_id,)), "nobody is at its screen"
    assert leases.heartbeat(floor, anew) is Speaker.THIS_RUN
    assert picking.claim_work(floor, ana).tote == tote


def test_a_second_computer_does_not_begin_under_the_code_of_one_that_lives(
    floor: Workplace,
) -> None:
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    a_begun_pick(floor, ana, tote)
    first, second = a_run(HERE), a_run(THERE)
    assert leases.begin_run(floor, first) is Speaker.NOBODY
    picking.claim_work(floor, ana)
    station_setup.register_station(floor)
    assert leases.begin_run(floor, second) is Speaker.ANOTHER_COMPUTER
    assert leases.heartbeat(floor, first) is Speaker.THIS_RUN
    assert leases.reap(floor) == ReapReport(), "work of the one that lives is left alone"
    go_silent(floor, "P-01")
    station_setup.register_station(floor)
    assert leases.begin_run(floor, second) is Speaker.NOBODY, "the first one is gone"


def test_two_computers_with_one_code_are_both_told(floor: Workplace) -> None:
    first, second = a_run(HERE), a_run(THERE)
    leases.begin_run(floor, first)
    go_silent(floor, "P-01")  # its network is gone for two minutes
    leases.begin_run(floor, second)
    assert leases.heartbeat(floor, first) is Speaker.ANOTHER_COMPUTER
    assert leases.heartbeat(floor, second) is Speaker.ANOTHER_COMPUTER
    assert leases.heartbeat(floor, second) is Speaker.THIS_RUN, "the first one was switched off"


def test_a_program_that_ended_leaves_its_code_to_any_computer(floor: Workplace) -> None:
    first, second = a_run(HERE), a_run(THERE)
    leases.begin_run(floor, first)
    leases.end_run(floor, second)
    assert leases.heartbeat(floor, first) is Speaker.THIS_RUN
    leases.end_run(floor, first)
    assert leases.begin_run(floor, second) is Speaker.NOBODY


def test_a_station_missing_from_the_books_registers_itself_with_its_heartbeat(
    floor: Workplace,
) -> None:
    unknown = Workplace(floor.database, "P-77")
    leases.heartbeat(unknown, a_run())
    assert books.value(floor, "select count(*) from station where code = 'P-77'") == 1


# What is left behind ----------------------------------------------------------------------------


def test_left_work_is_shown_to_others_once_its_holder_had_all_the_time_there_is(
    floor: Workplace,
) -> None:
    ana, bo, tote = builders.an_operator(floor), builders.an_operator(floor), builders.a_tote(floor)
    begun = a_begun_pick(floor, ana, tote)
    go_silent(floor, "P-01")
    leases.reap(floor)
    assert leases.left_behind(floor, bo) == ()
    lapsed_long_ago(floor, OFFLINE_GRACE + timedelta(minutes=2, seconds=30))
    assert leases.left_behind(floor, bo) == (
        LeftWork(begun.task_id, begun.order_number, tote, "Ana Kovac", 12),
    )
    assert leases.left_behind(floor, ana) == (), "she is offered it as her own"
    picking.claim_work(floor, ana)
    assert leases.left_behind(floor, bo) == ()


def test_who_leaves_the_station_lays_down_what_they_hold(
    floor: Workplace, open_station: OpenStation
) -> None:
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    a_begun_pick(floor, ana, tote)
    leases.lay_down(open_station("P-02"), ana)
    assert task_row(floor)[0] == "in_progress", "she holds it at another station"
    leases.lay_down(floor, ana)
    assert task_row(floor)[:3] == ("paused", None, ana)
    leases.lay_down(floor, ana)
    books.audit(floor.database)
