"""What happens between two stations at the same moment; only a shared database knows such."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from app.db.queries.orders import lock_orders
from app.db.queries.picking import lock_task
from app.db.schema import OrderHold
from app.domain.orders import HoldReason
from app.domain.pack_state import PackPrompt
from app.domain.pick_state import PickPrompt
from app.domain.readings import Command
from app.domain.refusals import NothingToPack, OrderStopped
from app.services import packing, picking
from app.services.allocating import allocate_waiting_orders
from app.services.order_states import refresh_states
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.locks import wait_until_blocked

OpenStation = Callable[[str], Workplace]
on_postgresql = pytest.mark.parametrize(
    "open_database",
    [pytest.param("postgresql", marks=pytest.mark.postgresql)],
    indirect=True,
)


@on_postgresql
def test_a_picker_does_not_wait_for_work_that_another_one_is_just_taking(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor)
    for _ in range(2):
        builders.a_released_order(floor, (mug, 1))
    ana = builders.an_operator(floor)
    first = books.value(floor, "select min(id) from pick_task")
    with open_station("P-02").database.begin() as other:
        lock_task(other.session, first)
        assert picking.claim_work(floor, ana).task_id != first


@on_postgresql
def test_an_order_opened_while_its_last_unit_goes_back_is_not_packed(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    done = shift.pick_order(floor, ana, tote)
    undoing = shift.pick(floor, ana, done, Command.UNDO.value).state
    order = books.value(floor, "select id from orders")
    bench = open_station("P-02")
    with ThreadPoolExecutor(2) as threads:
        with open_station("P-03").database.begin() as held:
            lock_orders(held.session, [order])
            undo = threads.submit(shift.pick, floor, ana, undoing, Command.OK.value)
            wait_until_blocked(floor, 1)
            opening = threads.submit(packing.open_order, bench, ana, builders.entry(tote))
            wait_until_blocked(floor, 2)
        assert undo.result().state.prompt is PickPrompt.SCAN_ITEM
        assert opening.result().refusal == NothingToPack(tote, number, "picking")
    books.audit(floor.database)


@on_postgresql
def test_a_scan_that_waits_while_its_order_is_held_is_stopped(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = picking.claim_work(floor, ana)
    order = books.value(floor, "select id from orders")
    with ThreadPoolExecutor(1) as threads:
        with open_station("P-02").database.begin() as lead:
            lock_orders(lead.session, [order])
            lead.session.add(
                OrderHold(order_id=order, reason=HoldReason.OPERATOR, held_at=lead.now)
            )
            refresh_states(lead, [order])
            scan = threads.submit(picking.scan, floor, ana, state, builders.entry(tote))
            wait_until_blocked(floor, 1)
        assert scan.result().refusal == OrderStopped(number, "held")
    assert books.value(floor, "select order_id from tote") is None
    books.audit(floor.database)


def test_import_promises_picks_and_packing_at_once_lose_no_unit(
    floor: Workplace, open_station: OpenStation
) -> None:
    goods = [builders.some_stock(floor, 60)[0] for _ in range(4)]
    for number in range(8):
        builders.an_order(floor, *[(goods[(number + step) % 4], 1 + step) for step in range(3)])
    allocate_waiting_orders(floor)
    release_ready_orders(floor)
    people = [builders.an_operator(floor) for _ in range(4)]
    totes = [[builders.a_tote(floor) for _ in range(2)] for _ in people]
    stations = [open_station(f"P-{number}") for number in range(2, 7)]
    if floor.database.is_sqlite:
        # One file serves one station; its threads share the one connection that writes.
        stations = [replace(station, database=floor.database) for station in stations]
    for station in stations:
        builders.a_printer(station)
    finished = Event()

    def work(workplace: Workplace, person: int, own: list[str]) -> None:
        for tote in own:
            state = picking.claim_work(workplace, person)
            state = shift.pick(workplace, person, state, tote).state
            if tote == own[0]:
                short = (Command.SHORT.value, builders.typed(0), Command.OK.value)
                state = shift.pick(workplace, person, state, *short).state
            shift.pick_to_end(workplace, person, state, tote)
            answer = packing.open_order(workplace, person, builders.entry(tote))
            if answer.state is not None:
                shift.pack_until(workplace, person, answer.state, PackPrompt.DONE)

    def desk(workplace: Workplace) -> int:
        rounds = 0
        while not finished.is_set() and rounds < 20:
            builders.an_order(workplace, *[(item, 1) for item in reversed(goods)])
            allocate_waiting_orders(workplace)
            rounds += 1
        return rounds

    with ThreadPoolExecutor(5) as threads:
        rounds = threads.submit(desk, stations[-1])
        try:
            list(threads.map(work, stations[:4], people, totes))
        finally:
            finished.set()
        assert rounds.result() > 0
    books.audit(floor.database)
