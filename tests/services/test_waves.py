"""Waves from their first order to their last: made, planned, released, held, moved and aborted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest

from app.domain.locations import LocationKind
from app.domain.order_release import WhyNot
from app.domain.payment import PaymentState
from app.domain.pick_state import PickMethod
from app.domain.refusals import NoWork, TaskTakenOver
from app.domain.wave_planning import ItemFromReserve, MissingItem
from app.domain.wave_refusals import UnknownWave, WaveBegun, WaveEmpty, WaveNotInState
from app.domain.waves import WaveState
from app.services import picking, waves
from app.services.allocating import allocate_waiting_orders
from app.services.order_changes import cancel_order
from app.services.order_holding import hold_order
from app.services.wave_board import wave_detail, waves_now
from app.services.wave_release import abort_wave, hold_wave, plan_wave, release_wave
from app.services.wave_states import settle_waves
from app.services.waves import NewWave
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.desk import refusal_of
from tests.services.wave_desk import a_released_wave, a_wave, an_order, ids, now, wave_of, why

S = WaveState
STATES = "select state from pick_task order by id"


# From its first order to its last -------------------------------------------------------------


def test_a_wave_lives_from_its_first_order_to_its_last(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    numbers = [an_order(floor, mug), an_order(floor, mug, 2)]
    made = a_wave(floor, *numbers)
    assert (made.state, made.orders, made.refused) == (S.CREATED, tuple(numbers), ())
    plan = plan_wave(floor, made.code)
    assert (plan.orders, plan.lines, plan.units, plan.totes, plan.bad) == (2, 2, 3, 2, ())
    assert now(floor, made.code).state is S.PLANNED
    assert release_wave(floor, made.code).state is S.RELEASED
    assert now(floor, made.code).figures.tasks_ready == 2
    ana = builders.an_operator(floor)
    state = picking.claim_work(floor, ana)
    view = now(floor, made.code)
    assert (view.state, view.people) == (S.IN_PROGRESS, ("Ana Kovac",))
    shift.pick_to_end(floor, ana, state, builders.a_tote(floor))
    assert now(floor, made.code).figures.done == 1
    shift.pick_order(floor, ana, builders.a_tote(floor))
    view = now(floor, made.code)
    assert (view.state, view.figures.lines_done, view.figures.picked) == (S.COMPLETE, 2, 3)
    assert view.planned["units"] == 3
    books.audit(floor.database)


def test_its_row_follows_the_floor_a_little_later(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    code = a_released_wave(floor, an_order(floor, mug))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = picking.claim_work(floor, ana)
    stored = "select state, started_at is null, ended_at is null from wave"
    assert books.rows(floor, stored)[0][0] == "released"
    assert (settle_waves(floor), settle_waves(floor)) == (1, 0)
    assert tuple(map(bool, books.rows(floor, stored)[0][1:])) == (False, True)
    shift.pick_to_end(floor, ana, state, tote)
    assert settle_waves(floor) == 1
    assert tuple(map(bool, books.rows(floor, stored)[0][1:])) == (False, False)
    told = "select payload from event_log where kind = 'WaveStateChanged' order by id"
    assert len(books.rows(floor, told)) == 4
    assert now(floor, code).state is S.COMPLETE


def test_a_wave_that_is_done_names_the_orders_nobody_works_on(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 1), builders.some_stock(floor)
    number = builders.an_order(floor, (tea, 1), (mug, 1))
    allocate_waiting_orders(floor)
    code = a_released_wave(floor, number)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    answer = shift.pick(floor, ana, state, "XCSHRT", builders.typed(0), "XCK")
    shift.pick_to_end(floor, ana, answer.state, tote)
    view = now(floor, code)
    assert (view.state, view.figures.done, view.figures.unresolved) == (S.IN_PROGRESS, 0, 1)
    assert view.figures.held == 1
    cancel_order(floor, number)
    assert now(floor, code).state is S.COMPLETE


# Planned --------------------------------------------------------------------------------------


def test_a_plan_names_all_bad_orders_at_once_and_promises_nothing(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 3)
    good = builders.an_order(floor, (mug, 2))
    short = builders.an_order(floor, (mug, 4))
    unpaid = builders.an_order(floor, (mug, 1), payment=PaymentState.UNPAID)
    held = builders.an_order(floor, (mug, 1))
    hold_order(floor, held)
    code = a_wave(floor, good, short, unpaid, held).code
    plan = plan_wave(floor, code)
    assert {bad.number: [one.reason for one in bad.why] for bad in plan.bad} == {
        short: [WhyNot.PARTLY_ALLOCATED],
        unpaid: [WhyNot.HELD, WhyNot.NOT_PAID, WhyNot.NOTHING_ALLOCATED],
        held: [WhyNot.HELD, WhyNot.NOTHING_ALLOCATED],
    }
    assert plan.missing == (MissingItem(mug.sku, units=3, orders=1),)
    assert (plan.orders, plan.units, books.promised(floor, place)) == (1, 2, 0)


def test_a_plan_says_what_pick_faces_cannot_serve(floor: Workplace) -> None:
    mug = builders.an_item(floor)
    face = builders.a_location(floor)
    reserve = builders.a_location(floor, kind=LocationKind.RESERVE)
    builders.stock(floor, mug, face, 2)
    builders.stock(floor, mug, reserve, 50)
    code = a_wave(floor, builders.an_order(floor, (mug, 6))).code
    plan = plan_wave(floor, code)
    assert plan.from_reserve == (ItemFromReserve(mug.sku, 4),)
    assert (plan.stops, plan.lines) == (2, 1)


def test_an_empty_wave_is_neither_planned_nor_released(floor: Workplace) -> None:
    code = waves.create_wave(floor, NewWave()).code
    for verb in (plan_wave, release_wave, hold_wave):
        assert refusal_of(partial(verb, floor, code)) == WaveEmpty(code)
    assert refusal_of(lambda: plan_wave(floor, "W-99")) == UnknownWave("W-99")


# Released -------------------------------------------------------------------------------------


def test_a_bad_order_keeps_its_wave_from_the_floor_until_it_is_left_out(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 2)
    good, bad = builders.an_order(floor, (mug, 2)), builders.an_order(floor, (mug, 1))
    code = a_wave(floor, good, bad).code
    report = release_wave(floor, code)
    assert (report.released, report.state) == ((), S.CREATED)
    assert why(report.refused) == {bad: [WhyNot.NOTHING_ALLOCATED]}
    assert books.rows(floor, STATES) == []
    report = release_wave(floor, code, leave_out_bad=True)
    assert (report.released, report.tasks, report.state) == ((good,), 1, S.RELEASED)
    assert (wave_of(floor, good), wave_of(floor, bad)) == (code, None)
    books.audit(floor.database)


def test_a_wave_is_released_once(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    code = a_released_wave(floor, an_order(floor, mug))
    assert refusal_of(lambda: release_wave(floor, code)) == WaveNotInState(code, "released")
    assert len(books.rows(floor, STATES)) == 1


@pytest.mark.parametrize("method", PickMethod)
def test_a_wave_is_worked_by_its_method(floor: Workplace, method: PickMethod) -> None:
    mug, _ = builders.some_stock(floor)
    numbers = [an_order(floor, mug) for _ in range(3)]
    code = a_wave(floor, *numbers, method=method).code
    tasks = release_wave(floor, code).tasks
    singles = method in (PickMethod.SINGLE, PickMethod.ZONE_PASS)
    assert tasks == (3 if singles else 1)
    sql = "select distinct method, wave.code from pick_task join wave on wave.id = wave_id"
    sql = sql.replace("method", "pick_task.method", 1)
    worked_by = PickMethod.BATCH if method is PickMethod.MIXED else method  # one line each
    assert books.rows(floor, sql) == [(worked_by.value, code)]
    books.audit(floor.database)


def test_the_work_of_an_urgent_wave_goes_first_and_its_orders_stay_what_they_are(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    a_released_wave(floor, an_order(floor, mug))
    number = an_order(floor, mug)
    code = waves.create_wave(floor, NewWave(priority=7), ids(floor, number)).code
    release_wave(floor, code)
    assert books.rows(floor, "select priority from pick_task order by id") == [(0,), (7,)]
    assert books.value(floor, "select max(priority) from orders") == 0


# Held -----------------------------------------------------------------------------------------


def test_a_held_wave_is_not_released_until_it_is_planned_again(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    code = a_wave(floor, an_order(floor, mug)).code
    hold_wave(floor, code)
    assert refusal_of(lambda: release_wave(floor, code)) == WaveNotInState(code, "held")
    assert plan_wave(floor, code).orders == 1
    assert release_wave(floor, code).state is S.RELEASED


def test_holding_a_released_wave_brings_it_back_as_long_as_nothing_was_picked(
    floor: Workplace,
) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor), builders.some_stock(floor)
    number = builders.an_order(floor, (mug, 1), (tea, 1))
    allocate_waiting_orders(floor)
    code = a_released_wave(floor, number)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = picking.claim_work(floor, ana)
    settle_waves(floor)
    assert hold_wave(floor, code).orders == 1
    assert (now(floor, code).state, books.order_state(floor, number)) == (S.HELD, "allocated")
    assert isinstance(shift.refused(floor, ana, state, tote), TaskTakenOver)
    plan_wave(floor, code)
    release_wave(floor, code)
    shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode)
    assert refusal_of(lambda: hold_wave(floor, code)) == WaveBegun(code, 1)
    assert now(floor, code).state is S.IN_PROGRESS
    books.audit(floor.database)


# Aborted --------------------------------------------------------------------------------------


def test_an_aborted_wave_gives_untouched_orders_back_and_lets_begun_ones_be_finished(
    floor: Workplace,
) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor), builders.some_stock(floor)
    begun = builders.an_order(floor, (mug, 1), (tea, 1))
    allocate_waiting_orders(floor)
    waiting = an_order(floor, mug)
    code = a_released_wave(floor, begun, waiting)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode).state
    report = abort_wave(floor, code)
    assert (report.withdrawn, report.finished) == ((waiting,), (begun,))
    assert now(floor, code).state is S.CANCELLED
    assert (books.order_state(floor, waiting), wave_of(floor, waiting)) == ("allocated", None)
    shift.pick_to_end(floor, ana, state, tote)
    assert (books.order_state(floor, begun), wave_of(floor, begun)) == ("picked", None)
    assert isinstance(refusal_of(lambda: picking.claim_work(floor, ana)), NoWork)
    books.audit(floor.database)


@pytest.mark.parametrize("verb", [lambda _f, _c: None, plan_wave, hold_wave])
def test_a_wave_at_the_desk_is_aborted_with_all_its_orders(
    floor: Workplace, verb: Callable[[Workplace, str], object]
) -> None:
    mug, _ = builders.some_stock(floor)
    number = an_order(floor, mug)
    code = a_wave(floor, number).code
    verb(floor, code)
    assert abort_wave(floor, code).withdrawn == (number,)
    assert wave_of(floor, number) is None
    assert refusal_of(lambda: abort_wave(floor, code)) == WaveNotInState(code, "cancelled")
    add = refusal_of(lambda: waves.add_to_wave(floor, code, ids(floor, number)))
    assert add == WaveNotInState(code, "cancelled")


# The board ------------------------------------------------------------------------------------


def test_the_board_shows_waves_by_their_cut_off_and_leaves_those_out_that_are_over(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    late = NewWave(cut_off_at=datetime(2026, 11, 20, 17, tzinfo=UTC), carrier="UPS")
    early = NewWave(cut_off_at=datetime(2026, 11, 20, 9, tzinfo=UTC), carrier="DHL")
    codes = [
        waves.create_wave(floor, new, ids(floor, an_order(floor, mug))).code
        for new in (NewWave(), late, early)
    ]
    assert [view.code for view in waves_now(floor)] == [codes[2], codes[1], codes[0]]
    abort_wave(floor, codes[2])
    assert [view.carrier for view in waves_now(floor)] == ["UPS", ""]
    assert [view.code for view in waves_now(floor, {S.CANCELLED})] == [codes[2]]
    (order,) = wave_detail(floor, codes[1]).orders
    assert (order.units, order.picked, order.state) == (1, 0, "allocated")
    assert refusal_of(lambda: wave_detail(floor, "W-99")) == UnknownWave("W-99")
