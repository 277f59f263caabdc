"""What turns up on the way: other locations for missing units, refills, goods for held orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import update

from app.db.schema import Location, ReplenishTask
from app.domain.locations import LocationKind
from app.domain.pick_state import PickMethod, PickPrompt
from app.domain.readings import Command
from app.domain.refusals import WorkMovedOn
from app.services import picking, taking_over
from app.services.allocating import allocate_waiting_orders
from app.services.checking import check_database
from app.services.dry_faces import refill_dry_faces
from app.services.order_changes import cancel_order, edit_order
from app.services.putting_away import begin_put_away
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift, stock_work

P = PickPrompt
OK, SHORT = Command.OK.value, Command.SHORT.value
EARLY, LATE = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 23, 15, tzinfo=UTC)


def test_the_rest_of_a_short_is_next_where_it_lies_on_the_way(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 5)
    lamp, _ = builders.some_stock(floor, 5)
    between = builders.a_location(floor)
    tea, _ = builders.some_stock(floor, 5)
    builders.a_released_order(floor, (mug, 2), (lamp, 1), (tea, 1))
    builders.stock(floor, mug, between, 9)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    short = shift.pick(floor, ana, state, SHORT, builders.typed(1), OK).state
    assert [line.item.sku for line in short.open_lines] == [lamp.sku, mug.sku, tea.sku]
    assert short.open_lines[1].location == between
    assert shift.pick_to_end(floor, ana, short, tote).prompt is P.TASK_DONE
    books.audit(floor.database)


def test_a_picker_is_not_sent_out_of_their_zone_for_missing_units(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 5)
    lamp, _ = builders.some_stock(floor, 5)
    builders.an_order(floor, (mug, 2), (lamp, 1))
    allocate_waiting_orders(floor)
    release_ready_orders(floor, method=PickMethod.ZONE_PARALLEL)
    there = builders.a_location(floor)
    with floor.database.engine.begin() as connection:
        connection.execute(update(Location).where(Location.code == there).values(zone="B"))
    builders.stock(floor, mug, there, 9)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    short = shift.pick(floor, ana, state, SHORT, builders.typed(0), OK).state
    assert [line.item.sku for line in short.open_lines] == [lamp.sku]
    tasks = "select method, zone, state from pick_task order by id"
    assert books.rows(floor, tasks) == [
        ("zone_parallel", "A", "in_progress"),
        ("zone_parallel", "B", "ready"),
    ]
    books.audit(floor.database)


def test_work_with_the_earlier_cut_off_is_claimed_first_and_priority_before_it(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor, 50)
    ana = builders.an_operator(floor)
    never = builders.a_released_order(floor, (mug, 1))
    late = builders.a_released_order(floor, (mug, 1), ship_by=LATE)
    early = builders.a_released_order(floor, (mug, 1), ship_by=EARLY)
    urgent = builders.a_released_order(floor, (mug, 1), shipping_method="Express")
    claimed = []
    for _ in range(4):
        offered = picking.offered_work(floor, ana).next
        state = picking.claim_work(floor, ana)
        assert offered is not None
        assert offered.order_number == state.order_number
        claimed.append(state.order_number)
        shift.pick_to_end(floor, ana, state, builders.a_tote(floor))
    assert claimed == [urgent, early, late, never]


def test_work_that_waits_beside_its_tote_is_begun_by_scanning_it(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 50)
    builders.a_cart_of_orders(floor, [(mug, 1)], [(mug, 2)])
    first, second = builders.a_tote(floor), builders.a_tote(floor)
    ana, bo = builders.an_operator(floor), builders.an_operator(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), first, second, mug.barcode).state
    with floor.database.engine.begin() as connection:  # as a lead gives work back
        connection.exec_driver_sql(
            "update pick_task set state = 'ready', operator_id = null, lease_until = null"
        )
    begun = taking_over.take_over_work(floor, bo, builders.entry(second))
    assert begun is not None
    assert (begun.task_id, begun.prompt) == (state.task_id, P.SCAN_ITEM)
    assert shift.pick_to_end(floor, bo, begun).prompt is P.TASK_DONE
    books.audit(floor.database)


def test_goods_taken_out_of_a_tote_wait_to_be_put_away(floor: Workplace) -> None:
    mug, face = builders.some_stock(floor, 9)
    lamp, _ = builders.some_stock(floor, 9)
    number = builders.a_released_order(floor, (mug, 3), (lamp, 1))
    stage = builders.a_location(floor, kind=LocationKind.STAGING)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode, OK).state
    edit_order(floor, number, {1: 1})
    told = shift.pick(floor, ana, state, lamp.barcode)
    assert told.refusal == WorkMovedOn(number)
    assert told.state.prompt is P.TAKE_OUT
    out = shift.pick(floor, ana, replace(told.state, refusal=None), f"L-{stage}").state
    assert out.prompt is P.SCAN_ITEM
    assert check_database(floor).is_sound
    put = begin_put_away(floor, ana, builders.entry(f"L-{stage}"))
    assert (put.wanted, put.goods.item.sku) == (2, mug.sku)
    assert stock_work.accepted(
        stock_work.put_away(floor, ana, put, mug.barcode, mug.barcode, f"L-{face}")
    )
    books.audit(floor.database)


def test_goods_that_come_back_let_held_orders_go_on_the_most_urgent_first(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor, 4)
    other = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    short = builders.a_released_order(floor, (mug, 2))
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), builders.a_tote(floor)).state
    shift.pick(floor, ana, state, SHORT, builders.typed(0), OK)
    waiting = builders.an_order(floor, (mug, 1))
    assert books.holds(floor, short) == {"short"}
    cancel_order(floor, other)
    free = builders.a_location(floor)
    put = begin_put_away(floor, ana, builders.entry(tote))
    stock_work.put_away(floor, ana, put, mug.barcode, mug.barcode, f"L-{free}", OK)
    assert books.holds(floor, short) == set()
    assert books.order_state(floor, waiting) == "paid"
    books.audit(floor.database)


def test_a_face_that_a_pick_empties_in_front_of_work_is_refilled_without_a_word(
    floor: Workplace,
) -> None:
    mug, face = builders.some_stock(floor, 2)
    reserve = builders.a_location(floor, kind=LocationKind.RESERVE)
    builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    builders.stock(floor, mug, reserve, 24)
    assert refill_dry_faces(floor) == 0
    later = builders.a_released_order(floor, (mug, 3))
    with floor.database.engine.begin() as connection:  # so that a later look has to find it
        connection.exec_driver_sql("delete from replenish_task")
    shift.pick_to_end(floor, ana, state, tote)
    assert refill_dry_faces(floor) == 1
    assert refill_dry_faces(floor) == 0
    with floor.database.begin() as work:
        refill = work.session.query(ReplenishTask).one()
        assert (refill.quantity, refill.reason.value) == (3, "demand")
    assert books.order_state(floor, later) == "released"
    assert books.on_hand(floor, face) == 0


def test_a_release_raises_the_refills_it_needs(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 1)
    builders.an_order(floor, (mug, 4))
    builders.stock(floor, mug, builders.a_location(floor, kind=LocationKind.RESERVE), 24)
    allocate_waiting_orders(floor)
    with floor.database.engine.begin() as connection:  # taken back since by the desk
        connection.exec_driver_sql("delete from replenish_task")
    release_ready_orders(floor)
    assert books.rows(floor, "select quantity, reason from replenish_task") == [(3, "demand")]
