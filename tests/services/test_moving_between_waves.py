"""Orders join waves, leave them and change between them, on the floor as well."""

from __future__ import annotations

from app.domain.order_release import WhyNot
from app.domain.payment import PaymentState
from app.domain.waves import WaveState
from app.services import picking, waves
from app.services.allocating import allocate_waiting_orders
from app.services.wave_states import settle_waves
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.wave_desk import a_released_wave, a_wave, an_order, ids, now, wave_of, why

S = WaveState
STATES = "select state from pick_task order by id"


def test_a_late_urgent_order_joins_a_released_wave_as_work_that_goes_first(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    code = a_released_wave(floor, an_order(floor, mug))
    late = builders.an_order(floor, (mug, 2))
    change = waves.add_to_wave(floor, code, ids(floor, late), urgent=True)
    assert (change.orders, change.refused) == ((late,), ())
    assert picking.claim_work(floor, builders.an_operator(floor)).order_number == late
    assert now(floor, code).figures.orders == 2
    books.audit(floor.database)


def test_what_cannot_be_released_does_not_join_a_released_wave(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 1)
    code = a_released_wave(floor, an_order(floor, mug))
    late = builders.an_order(floor, (mug, 1))
    unpaid = builders.an_order(floor, (mug, 1), payment=PaymentState.UNPAID)
    change = waves.add_to_wave(floor, code, ids(floor, late, unpaid))
    assert (change.orders, set(why(change.refused))) == ((), {late, unpaid})
    assert wave_of(floor, late) is None


def test_a_complete_wave_goes_on_when_another_order_joins_it(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    code = a_released_wave(floor, an_order(floor, mug))
    shift.pick_order(floor, builders.an_operator(floor), builders.a_tote(floor))
    settle_waves(floor)
    late = builders.an_order(floor, (mug, 1))
    assert waves.add_to_wave(floor, code, ids(floor, late)).state is S.IN_PROGRESS


def test_an_order_is_in_one_wave_at_a_time(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = an_order(floor, mug)
    first, second = a_wave(floor, number), a_wave(floor, number)
    assert (second.orders, why(second.refused)) == ((), {number: [WhyNot.IN_ANOTHER_WAVE]})
    ((_, (reason,)),) = second.refused
    assert reason.wave == first.code
    assert waves.add_to_wave(floor, first.code, ids(floor, number)).orders == ()
    moved = waves.move_to_wave(floor, second.code, ids(floor, number))
    assert (moved.orders, wave_of(floor, number)) == ((number,), second.code)


def test_untouched_work_moves_with_its_order_into_a_released_wave(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    number, other = an_order(floor, mug), an_order(floor, mug)
    first, second = a_released_wave(floor, number), a_released_wave(floor, other)
    moved = waves.move_to_wave(floor, second, ids(floor, number))
    assert (moved.orders, moved.refused) == ((number,), ())
    assert [row[0] for row in books.rows(floor, STATES)] == ["cancelled", "ready", "ready"]
    assert now(floor, first).state is S.COMPLETE
    assert (now(floor, second).figures.orders, books.promised(floor, place)) == (2, 2)
    books.audit(floor.database)


def test_untouched_work_goes_back_to_the_desk_with_its_order(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = an_order(floor, mug)
    a_released_wave(floor, number)
    planned = a_wave(floor).code
    assert waves.move_to_wave(floor, planned, ids(floor, number)).orders == (number,)
    assert (books.order_state(floor, number), wave_of(floor, number)) == ("allocated", planned)


def test_an_order_that_was_begun_keeps_its_work_and_counts_for_the_other_wave(
    floor: Workplace,
) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor), builders.some_stock(floor)
    number = builders.an_order(floor, (mug, 1), (tea, 1))
    allocate_waiting_orders(floor)
    other = an_order(floor, mug)
    first = a_released_wave(floor, number)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode).state
    planned = a_wave(floor).code
    refused = waves.move_to_wave(floor, planned, ids(floor, number)).refused
    assert why(refused) == {number: [WhyNot.BEGUN]}
    second = a_released_wave(floor, other)
    assert waves.move_to_wave(floor, second, ids(floor, number)).orders == (number,)
    assert now(floor, second).people == ("Ana Kovac",)
    assert now(floor, first).figures.orders == 0
    shift.pick_to_end(floor, ana, state, tote)
    assert now(floor, second).figures.done == 1
    books.audit(floor.database)


def test_an_order_leaves_its_wave_unless_it_was_begun(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor), builders.some_stock(floor)
    begun = builders.an_order(floor, (mug, 1), (tea, 1))
    allocate_waiting_orders(floor)
    untouched = an_order(floor, mug)
    code = a_released_wave(floor, begun, untouched)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode)
    change = waves.remove_from_wave(floor, code, ids(floor, begun, untouched))
    assert (change.orders, why(change.refused)) == ((untouched,), {begun: [WhyNot.BEGUN]})
    assert (wave_of(floor, untouched), wave_of(floor, begun)) == (None, code)
    assert books.order_state(floor, untouched) == "allocated"
    books.audit(floor.database)
