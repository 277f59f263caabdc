"""Work that nobody has done comes back from the floor; what was picked stays."""

from __future__ import annotations

from app.db.unit_of_work import UnitOfWork
from app.domain.pick_refusals import WorkCalledOff
from app.domain.pick_state import PickMethod
from app.services import picking
from app.services.allocating import allocate_waiting_orders
from app.services.releasing import release_ready_orders
from app.services.withdrawing import lock_floor_work, withdraw_untouched
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift

STATES = "select state from pick_task order by id"
LINES = "select state, quantity, picked from pick_line order by id"
CARRIED = "select number from pick_task_tote join orders on orders.id = order_id order by number"


def withdraw(floor: Workplace, *numbers: str) -> tuple[list[str], list[str]]:
    """Withdraw orders by their numbers; returns those that came back and those that stay."""
    ids = [books.order_id(floor, number) for number in numbers]

    def verb(work: UnitOfWork) -> tuple[list[str], list[str]]:
        back, left = withdraw_untouched(work, lock_floor_work(work, ids))
        return [order.number for order in back], [order.number for order in left]

    return floor.database.run(verb)


def test_an_untouched_order_keeps_its_promise_and_may_be_released_again(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 3))
    assert withdraw(floor, number) == ([number], [])
    assert books.order_state(floor, number) == "allocated"
    assert books.promised(floor, place) == 3
    assert books.rows(floor, STATES) == [("cancelled",)]
    assert books.rows(floor, LINES) == [("cancelled", 3, 0)]
    books.audit(floor.database)
    assert release_ready_orders(floor).released == (number,)
    shift.pick_order(floor, builders.an_operator(floor), builders.a_tote(floor))
    assert books.order_state(floor, number) == "picked"
    books.audit(floor.database)


def test_an_order_with_a_picked_unit_stays_on_the_floor(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor), builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1), (tea, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode).state
    assert withdraw(floor, number) == ([], [number])
    assert books.order_state(floor, number) == "picking"
    shift.pick_to_end(floor, ana, state, tote)
    assert books.order_state(floor, number) == "picked"
    books.audit(floor.database)


def test_a_claim_without_a_pick_ends_and_its_tote_is_free(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    assert withdraw(floor, number) == ([number], [])
    assert isinstance(shift.refused(floor, ana, state, mug.barcode), WorkCalledOff)
    assert books.rows(floor, "select order_id from tote") == [(None,)]
    books.audit(floor.database)


def test_one_order_leaves_a_cart_and_the_others_go_on(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    first, second = (builders.an_order(floor, (mug, 1)) for _ in range(2))
    allocate_waiting_orders(floor)
    release_ready_orders(floor, method=PickMethod.CLUSTER)
    assert withdraw(floor, first) == ([first], [])
    assert books.rows(floor, STATES) == [("ready",)]
    assert books.rows(floor, CARRIED) == [(second,)]
    assert books.value(floor, "select revision from pick_task") == 1
    books.audit(floor.database)


def test_an_order_that_is_not_on_the_floor_is_left_alone(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.an_order(floor, (mug, 1))
    allocate_waiting_orders(floor)
    assert withdraw(floor, number) == ([], [])
    assert books.order_state(floor, number) == "allocated"
