"""Several orders on one cart: sorted while picking, or summed into bulk totes and sorted later."""

from __future__ import annotations

import pytest

from app.db.schema import Order, OrderHold
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind
from app.domain.orders import HoldReason
from app.domain.pick_refusals import NoPlaceForTotes, OrderOffCart, ToteOnCart
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import (
    OrderStopped,
    Refused,
    ToteInUse,
    UnknownCode,
    WrongTote,
)
from app.services import packing, picking
from app.services.checking import check_database
from app.services.order_states import refresh_states
from app.services.taking_over import take_over_work
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift

P = PickPrompt


def in_totes(floor: Workplace) -> dict[str, int]:
    """Units by tote, of those that hold any."""
    sql = (
        "select code, sum(on_hand) from stock join location on location.id = location_id "
        "where kind = 'tote' and on_hand > 0 group by code"
    )
    return {code: int(units) for code, units in books.rows(floor, sql)}


def orders_in_totes(floor: Workplace) -> dict[str, str]:
    """The number of the order whose goods each tote carries."""
    sql = (
        "select location.code, orders.number from tote "
        "join location on location.id = location_id join orders on orders.id = order_id"
    )
    return {code: number for code, number in books.rows(floor, sql)}  # noqa: C416 - pairs


def assert_sound(floor: Workplace) -> None:
    books.audit(floor.database)
    broken = [one for one in check_database(floor).invariants if not one.holds]
    assert not broken, broken


def a_cart(
    floor: Workplace, method: PickMethod = PickMethod.CLUSTER
) -> tuple[list[str], Goods, Goods, PickState, int]:
    """Three orders that share mugs; two of them a lamp: claimed by somebody."""
    (mug, _), (lamp, _) = builders.some_stock(floor, 20), builders.some_stock(floor, 20)
    numbers = builders.a_cart_of_orders(
        floor, [(mug, 2), (lamp, 1)], [(mug, 1)], [(mug, 3), (lamp, 2)], method=method
    )
    ana = builders.an_operator(floor)
    return numbers, mug, lamp, picking.claim_work(floor, ana), ana


def totes_of(floor: Workplace, count: int) -> list[str]:
    return [builders.a_tote(floor) for _ in range(count)]


def test_each_order_s_units_end_in_its_own_tote(floor: Workplace) -> None:
    numbers, _, _, state, ana = a_cart(floor)
    totes = totes_of(floor, 3)
    assert [position.numbers[0] for position in state.positions] == numbers
    done = shift.pick_to_end(floor, ana, state, *totes)
    assert done.prompt is P.TASK_DONE
    assert in_totes(floor) == dict(zip(totes, (3, 1, 5), strict=True))
    assert orders_in_totes(floor) == dict(zip(totes, numbers, strict=True))
    assert {books.order_state(floor, number) for number in numbers} == {"picked"}
    assert_sound(floor)


def test_an_order_is_picked_with_its_last_unit_while_the_cart_goes_on(floor: Workplace) -> None:
    numbers, mug, _, state, ana = a_cart(floor)
    totes = totes_of(floor, 3)
    state = shift.pick(floor, ana, state, *totes, mug.barcode, totes[0], totes[1]).state
    assert [books.order_state(floor, number) for number in numbers] == [
        "picking",
        "picked",
        "picking",
    ]
    assert_sound(floor)


def test_what_is_read_again_is_what_the_picker_saw(floor: Workplace) -> None:
    _, mug, lamp, state, ana = a_cart(floor)
    one, two, three, more = totes_of(floor, 4)
    scans = (one, two, three, mug.barcode, one, two, Command.FULL.value, more, more)
    assert shift.pick(floor, ana, state, *scans[:-1]).state.positions[2].totes == (more,)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), mug.barcode).state
    state = shift.pick(floor, ana, state, builders.typed(2), more, Command.FULL.value, three).state
    state = shift.pick(floor, ana, state, three, lamp.barcode).state
    resumed = picking.claim_work(floor, ana)
    assert resumed.positions == state.positions
    assert resumed.positions[2].totes == (more, three)
    assert resumed.lines == state.lines
    assert [step.tote for step in resumed.history] == [step.tote for step in state.history]
    assert resumed.book.totes[three] == state.book.totes[three]
    shift.pick_to_end(floor, ana, resumed)
    assert_sound(floor)


def test_a_tote_that_is_not_free_is_told_at_set_up(floor: Workplace) -> None:
    numbers, mug, _, state, ana = a_cart(floor)
    one, two = totes_of(floor, 2)
    state = shift.pick(floor, ana, state, one).state
    assert shift.refused(floor, ana, state, one) == ToteOnCart(one, "S1")
    assert shift.refused(floor, ana, state, "T-88888888") == UnknownCode("T-88888888")
    builders.a_released_order(floor, (mug, 1))
    bo = builders.an_operator(floor)
    other = picking.claim_work(floor, bo)
    assert shift.refused(floor, bo, other, one) == ToteInUse(one, numbers[0])
    shift.pick(floor, bo, other, two)
    assert isinstance(shift.refused(floor, ana, state, two), ToteInUse)
    assert_sound(floor)


def test_a_wrong_tote_counts_nothing(floor: Workplace) -> None:
    _, mug, _, state, ana = a_cart(floor)
    totes = totes_of(floor, 3)
    state = shift.pick(floor, ana, state, *totes, mug.barcode).state
    wrong = shift.refused(floor, ana, state, totes[2])
    assert wrong == WrongTote(totes[2], totes[0], "S3", "S1", 2)
    assert in_totes(floor) == {}


def test_start_leaves_the_orders_without_a_tote_to_another_cart(floor: Workplace) -> None:
    numbers, _, _, state, ana = a_cart(floor)
    totes = totes_of(floor, 4)
    started = shift.pick(floor, ana, state, totes[0], Command.START.value).state
    assert started.prompt is P.SCAN_ITEM
    assert [books.order_state(floor, number) for number in numbers] == [
        "picking",
        "released",
        "released",
    ]
    assert picking.claim_work(floor, ana).lines == started.lines
    bo = builders.an_operator(floor)
    other = picking.claim_work(floor, bo)
    assert [position.numbers for position in other.positions] == [(numbers[1],), (numbers[2],)]
    shift.pick_to_end(floor, bo, other, *totes[1:3])
    shift.pick_to_end(floor, ana, picking.claim_work(floor, ana))
    assert in_totes(floor) == dict(zip(totes[:3], (3, 1, 5), strict=True))
    assert_sound(floor)


def test_a_tote_taken_off_again_is_free(floor: Workplace) -> None:
    _, _, _, state, ana = a_cart(floor)
    (tote,) = totes_of(floor, 1)
    state = shift.pick(floor, ana, state, tote, Command.UNDO.value, tote).state
    assert state.positions[0].tote == tote
    assert_sound(floor)


def test_an_order_of_two_totes_is_packed_out_of_both(floor: Workplace) -> None:
    builders.a_printer(floor)
    builders.a_site(floor)
    numbers, mug, _, state, ana = a_cart(floor)
    one, two, three, more = totes_of(floor, 4)
    state = shift.pick(floor, ana, state, one, two, three, mug.barcode).state
    state = shift.pick(floor, ana, state, builders.typed(1), one, Command.FULL.value, more).state
    assert orders_in_totes(floor)[one] == orders_in_totes(floor)[more] == numbers[0]
    shift.pick_to_end(floor, ana, state)
    assert in_totes(floor) == {one: 1, more: 2, two: 1, three: 5}
    for code in (one, two, three):
        shift.pack_order(floor, ana, code)
    assert in_totes(floor) == {}
    assert orders_in_totes(floor) == {}
    assert_sound(floor)


def test_a_full_cart_is_unloaded_and_comes_back_with_new_totes(floor: Workplace) -> None:
    numbers, mug, _, state, ana = a_cart(floor)
    one, two, three, more, last = totes_of(floor, 5)
    lane = builders.a_location(floor, kind=LocationKind.LANE)
    state = shift.pick(floor, ana, state, one, two, three, mug.barcode, one, two, three).state
    assert shift.refused(
        floor,
        ana,
        shift.pick(floor, ana, state, Command.FULL.value).state,
        f"L-{state.lines[0].location}",
    ) == NoPlaceForTotes(state.lines[0].location)
    unloaded = shift.pick(floor, ana, state, Command.FULL.value, f"L-{lane}").state
    assert unloaded.prompt is P.SCAN_TOTE
    assert picking.claim_work(floor, ana).positions == unloaded.positions
    standing = "select place.code from tote join location as place on place.id = place_id"
    assert books.rows(floor, standing) == [(lane,)] * 3
    shift.pick_to_end(floor, ana, picking.claim_work(floor, ana), more, last)
    assert in_totes(floor) == {one: 2, two: 1, three: 3, more: 1, last: 2}
    assert orders_in_totes(floor) == {
        one: numbers[0],
        more: numbers[0],
        two: numbers[1],
        three: numbers[2],
        last: numbers[2],
    }
    assert_sound(floor)


def test_a_short_falls_on_the_last_order_of_the_cart(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 6)
    numbers = builders.a_cart_of_orders(floor, [(mug, 2)], [(mug, 1)], [(mug, 3)])
    ana, totes = builders.an_operator(floor), totes_of(floor, 3)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), *totes, mug.barcode).state
    short = (Command.SHORT.value, builders.typed(3), Command.OK.value)
    state = shift.pick(floor, ana, state, *short).state
    assert (state.prompt, state.counted) == (P.PUT_IN_TOTE, 1), "it need not be scanned again"
    done = shift.pick_to_end(floor, ana, state)
    assert done.prompt is P.TASK_DONE
    assert in_totes(floor) == {totes[0]: 2, totes[1]: 1}
    assert [books.order_state(floor, number) for number in numbers] == ["picked", "picked", "held"]
    assert books.holds(floor, numbers[2]) == {"short"}
    assert books.on_hand(floor, place) == 3
    assert_sound(floor)


def test_an_undo_brings_units_back_out_of_the_right_tote(floor: Workplace) -> None:
    numbers, mug, _, state, ana = a_cart(floor)
    totes = totes_of(floor, 3)
    state = shift.pick(floor, ana, state, *totes, mug.barcode, totes[0], totes[1]).state
    undoing = (Command.UNDO.value, Command.UNDO.value, totes[1], Command.OK.value)
    state = shift.pick(floor, ana, state, *undoing).state
    assert in_totes(floor) == {totes[0]: 2}
    assert books.order_state(floor, numbers[1]) == "picking"
    shift.pick_to_end(floor, ana, state)
    assert in_totes(floor) == dict(zip(totes, (3, 1, 5), strict=True))
    assert_sound(floor)


# Batch ------------------------------------------------------------------------------------------


def test_a_batch_is_summed_into_bulk_totes(floor: Workplace) -> None:
    numbers, mug, lamp, state, ana = a_cart(floor, PickMethod.BATCH)
    first, second = totes_of(floor, 2)
    state = shift.pick(floor, ana, state, first, mug.barcode).state
    assert state.stop is not None
    assert state.stop.quantity == 6
    scans = (builders.typed(4), Command.FULL.value, second, mug.barcode, second, lamp.barcode)
    state = shift.pick(floor, ana, state, *scans).state
    assert picking.claim_work(floor, ana).positions == state.positions
    done = shift.pick_to_end(floor, ana, picking.claim_work(floor, ana))
    assert done.prompt is P.TASK_DONE
    assert in_totes(floor) == {first: 4, second: 5}
    whose = "select order_id, task_id from tote where task_id is not null"
    assert books.rows(floor, whose) == [(None, state.task_id)] * 2
    assert {books.order_state(floor, number) for number in numbers} == {"picked"}
    assert_sound(floor)


def test_a_batch_is_picked_into_a_tote_an_item_by_scanning_the_next_tote(
    floor: Workplace,
) -> None:
    _, mug, lamp, state, ana = a_cart(floor, PickMethod.BATCH)
    unused, first, second = totes_of(floor, 3)
    state = shift.pick(floor, ana, state, unused, first, mug.barcode, first).state
    done = shift.pick(floor, ana, state, lamp.barcode, second).state
    assert done.prompt is P.TASK_DONE
    assert in_totes(floor) == {first: 6, second: 3}
    whose = "select location_id from tote where task_id is not null"
    assert len(books.rows(floor, whose)) == 2, "a tote that nothing was put into is free again"
    assert_sound(floor)


def test_a_bulk_tote_is_nobody_else_s(floor: Workplace) -> None:
    _, mug, _, state, ana = a_cart(floor, PickMethod.BATCH)
    (tote,) = totes_of(floor, 1)
    state = shift.pick(floor, ana, state, tote, mug.barcode).state
    assert picking.claim_work(floor, ana).book.totes.keys() == state.book.totes.keys()
    builders.a_released_order(floor, (mug, 1))
    bo = builders.an_operator(floor)
    other = picking.claim_work(floor, bo)
    assert shift.refused(floor, bo, other, tote) == ToteInUse(tote, "", state.task_id)


def test_a_batch_short_is_shared_by_priority_and_sums_are_right(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 6)
    numbers = builders.a_cart_of_orders(
        floor, [(mug, 2)], [(mug, 1)], [(mug, 3)], method=PickMethod.BATCH
    )
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    short = (Command.SHORT.value, builders.typed(4), Command.OK.value)
    done = shift.pick(floor, ana, state, *short).state
    assert done.prompt is P.TASK_DONE
    picked = "select picked from order_line order by order_id"
    assert [int(units) for (units,) in books.rows(floor, picked)] == [2, 1, 1]
    assert in_totes(floor) == {tote: 4}
    assert books.holds(floor, numbers[2]) == {"short"}
    assert_sound(floor)


# Orders that are stopped ------------------------------------------------------------------------


def hold(floor: Workplace, number: str) -> None:
    def verb(work: UnitOfWork) -> None:
        order_id = work.session.query(Order).filter_by(number=number).one().id
        hold = OrderHold(order_id=order_id, reason=HoldReason.OPERATOR, held_at=work.now)
        work.session.add(hold)
        refresh_states(work, [order_id])

    floor.database.run(verb)


@pytest.mark.parametrize("method", [PickMethod.CLUSTER, PickMethod.BATCH])
def test_a_hold_stops_the_next_scan_once_and_then_only_its_own_order(
    floor: Workplace, method: PickMethod
) -> None:
    numbers, mug, _, state, ana = a_cart(floor, method)
    totes = totes_of(floor, 3)
    bound = totes if method is PickMethod.CLUSTER else totes[:1]
    state = shift.pick(floor, ana, state, *bound).state
    hold(floor, numbers[0])
    stopped = shift.pick(floor, ana, state, mug.barcode)
    assert stopped.refusal == OrderOffCart(numbers[0], "held")
    assert [order.stopped for order in stopped.state.orders] == ["operator", "", ""]
    assert_sound(floor)


@pytest.mark.parametrize("method", [PickMethod.CLUSTER, PickMethod.BATCH])
def test_a_cart_with_a_held_order_is_taken_over_by_any_of_its_totes(
    floor: Workplace, method: PickMethod
) -> None:
    numbers, _, _, state, ana = a_cart(floor, method)
    totes = totes_of(floor, 3) if method is PickMethod.CLUSTER else totes_of(floor, 1)
    shift.pick(floor, ana, state, *totes, Command.PAUSE.value)
    hold(floor, numbers[0])
    ben = builders.an_operator(floor, "Ben Okoro")
    taken = take_over_work(floor, ben, builders.entry(totes[-1]))
    assert taken is not None
    assert [order.stopped for order in taken.orders] == ["operator", "", ""]
    is_own = method is PickMethod.CLUSTER
    assert taken.prompt is (P.TAKE_TOTE_OFF if is_own else P.SET_TOTE_ASIDE)
    assert_sound(floor)


def test_a_cart_is_not_taken_over_while_all_its_orders_are_held(floor: Workplace) -> None:
    numbers, _, _, state, ana = a_cart(floor)
    totes = totes_of(floor, 3)
    shift.pick(floor, ana, state, *totes, Command.PAUSE.value)
    for number in numbers:
        hold(floor, number)
    with pytest.raises(Refused) as refused:
        take_over_work(floor, ana, builders.entry(totes[0]))
    assert refused.value.refusal == OrderStopped(numbers[0], "operator")


def test_a_packed_order_is_in_nobody_s_way(floor: Workplace) -> None:
    builders.a_printer(floor)
    builders.a_site(floor)
    numbers, mug, _, state, ana = a_cart(floor)
    totes = totes_of(floor, 3)
    state = shift.pick(floor, ana, state, *totes, mug.barcode, totes[0], totes[1]).state
    ben = builders.an_operator(floor)
    opened = packing.open_order(floor, ben, builders.entry(f"O-{numbers[1]}"))
    assert opened.refusal is None
    state = shift.pick(floor, ana, state, totes[2]).state
    undoing = shift.pick(floor, ana, state, Command.UNDO.value, totes[2], Command.OK.value).state
    undoing = shift.pick(floor, ana, undoing, Command.UNDO.value, totes[1]).state
    assert isinstance(shift.refused(floor, ana, undoing, Command.OK.value), OrderStopped)
    assert_sound(floor)


def test_a_stopped_order_stays_behind_when_its_cart_is_claimed(floor: Workplace) -> None:
    (mug, _) = builders.some_stock(floor, 20)
    numbers = builders.a_cart_of_orders(floor, [(mug, 2)], [(mug, 1)])
    hold(floor, numbers[0])
    ana = builders.an_operator(floor)
    state = picking.claim_work(floor, ana)
    assert [order.number for order in state.orders] == [numbers[1]]
    shift.pick_to_end(floor, ana, state, builders.a_tote(floor))
    assert books.order_state(floor, numbers[0]) == "held"
    assert_sound(floor)
