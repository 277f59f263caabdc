"""Claims, scans, leads and the reaper in the same moment, on the database's own functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from app.db.schema import PickTask
from app.domain.pick_refusals import WorkCalledOff
from app.domain.pick_request import Verdict
from app.domain.pick_state import PickState
from app.domain.refusals import OrderStopped
from app.services import picking
from app.services.allocating import allocate_waiting_orders
from app.services.leases import reap
from app.services.pick_applying import apply_pick
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.parametrize("open_database", ["postgresql"], indirect=True),
]

OpenStation = Callable[[str], Workplace]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do several things in the same moment; each result in its place."""
    barrier = Barrier(len(acts))

    def wait_and(act: Callable[[], Any]) -> Any:
        barrier.wait(90)
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(wait_and, acts))


def deadlocks(*stations: Workplace) -> int:
    return sum(station.database.counters.deadlocks for station in stations)


def test_ten_pickers_claim_fifty_tasks_and_none_is_given_out_twice(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor, 60)
    for _ in range(60):
        builders.an_order(floor, (mug, 1))
    allocate_waiting_orders(floor)
    release_ready_orders(floor)
    people = [builders.an_operator(floor) for _ in range(50)]
    stations = [open_station(f"P-{number}") for number in range(2, 12)]

    def claim_five(number: int) -> list[PickState]:
        own = people[number * 5 : number * 5 + 5]
        return [picking.claim_work(stations[number], person) for person in own]

    states = at_once(*[partial(claim_five, number) for number in range(10)])
    claimed = Counter(state.task_id for some in states for state in some)
    assert len(claimed) == 50
    assert deadlocks(*stations) == 0
    books.audit(floor.database)


def test_one_scan_handed_in_by_two_threads_is_applied_once(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, place = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    entry = builders.entry(mug.barcode)
    outcome = picking.judge(floor, ana, state, entry)
    request = picking.request_of(floor, ana, state, entry, outcome)
    stations = [floor, *(open_station(f"P-{number}") for number in range(2, 6))]
    said = at_once(*[partial(apply_pick, here, request) for here in stations])
    assert Counter(one.verdict for one in said) == {Verdict.APPLIED: 1, Verdict.REPEATED: 4}
    assert (books.on_hand(floor, place), books.on_hand(floor, tote)) == (9, 1)
    assert deadlocks(*stations) == 0
    books.audit(floor.database)


def test_a_scan_and_a_cancellation_in_one_moment_come_one_after_the_other(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor, 100, case_of=2)
    desk = open_station("desk")
    ana = builders.an_operator(floor)
    for _ in range(6):
        order = builders.an_imported_order([(mug, 2)])
        builders.a_released_order(floor, (mug, 2), number=order.number, external_id=order.number)
        tote = builders.a_tote(floor)
        state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
        cancelled = replace(order, cancelled_at=builders.PLACED)
        answer, _ = at_once(
            partial(picking.scan, floor, ana, state, builders.entry(mug.case_barcode)),
            partial(builders.bring_in, desk, cancelled),
        )
        was_first = answer.refusal is None
        assert was_first or isinstance(answer.refusal, OrderStopped | WorkCalledOff), answer.refusal
        assert books.on_hand(floor, tote) == (2 if was_first else 0)
        books.audit(floor.database)
    assert deadlocks(floor, desk) == 0


def test_a_scan_and_the_reaper_in_one_moment_leave_the_work_with_its_picker(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor, 20)
    builders.a_released_order(floor, (mug, 20))
    reaper = open_station("P-02")
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode).state
    for put in range(1, 7):
        with floor.database.begin() as work:
            task = work.session.get_one(PickTask, state.task_id)
            task.lease_until = work.now - timedelta(seconds=1)
        answer, _ = at_once(
            partial(picking.scan, floor, ana, state, builders.typed(1)),
            partial(reap, reaper),
        )
        assert answer.refusal is None, put
        state = shift.pick(floor, ana, answer.state, mug.barcode).state
        assert books.on_hand(floor, tote) == put
        held = books.rows(floor, "select state, operator_id, epoch from pick_task")
        assert held == [("in_progress", ana, state.epoch)]
        books.audit(floor.database)
    assert deadlocks(floor, reaper) == 0
