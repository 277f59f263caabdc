"""The ways out for orders that are held because units are missing."""

from __future__ import annotations

from functools import partial

from app.db.schema import ItemSubstitute
from app.db.unit_of_work import UnitOfWork
from app.domain.order_refusals import (
    NothingMissing,
    NothingWouldShip,
    SubstituteNotAgreed,
    UnknownOrderLine,
    UnknownSku,
)
from app.domain.pack_state import PackPrompt
from app.domain.readings import Command
from app.domain.short_ways import WayOut
from app.services import picking, short_desk
from app.services.allocating import allocate_waiting_orders
from app.services.order_holding import lift_holds
from app.services.short_board import short_lines
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift
from tests.services.desk import refusal_of

SHORT = Command.SHORT.value
LINES = "select quantity, allocated, picked, short from order_line order by order_id, number"


def a_short_order(
    floor: Workplace, mug: Goods, *others: tuple[Goods, int], found: int = 0, **fields: object
) -> tuple[str, int, str]:
    """An order for two mugs of which a picker found fewer; returns it, its picker and its tote."""
    number = builders.a_released_order(floor, (mug, 2), *others, **fields)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    answer = shift.pick(floor, ana, state, SHORT, builders.typed(found), Command.OK.value)
    shift.pick_to_end(floor, ana, answer.state, tote)
    assert books.holds(floor, number) == {"short"}
    return number, ana, tote


def test_stock_that_came_since_is_promised_and_picked(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number, ana, _ = a_short_order(floor, mug, (tea, 1))
    assert short_desk.find_stock(floor, number).missing == 2
    builders.stock(floor, mug, builders.a_location(floor), 5)
    report = short_desk.find_stock(floor, number)
    assert (report.state, report.missing) == ("picking", 0)
    shift.pick_order(floor, ana, builders.a_tote(floor))
    assert books.order_state(floor, number) == "picked"
    books.audit(floor.database)


def test_all_short_orders_are_looked_at_again_when_stock_came(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 4), builders.some_stock(floor)
    first, _, _ = a_short_order(floor, mug, (tea, 1))
    assert short_desk.retry_short_orders(floor) == 0
    builders.stock(floor, mug, builders.a_location(floor), 2)
    assert short_desk.retry_short_orders(floor) == 1
    assert books.holds(floor, first) == set()
    assert short_desk.retry_short_orders(floor) == 0
    books.audit(floor.database)


def test_missing_units_are_given_up_and_the_rest_is_sent(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number, ana, tote = a_short_order(floor, mug, (tea, 1))
    report = short_desk.give_up_units(floor, number, line_number=1)
    assert (report.state, report.missing) == ("picked", 0)
    assert books.rows(floor, LINES)[0] == (2, 0, 0, 2)
    shift.pack_order(floor, ana, tote)
    assert books.order_state(floor, number) == "shipped"
    books.audit(floor.database)


def test_an_order_of_which_nothing_would_be_left_is_not_given_up(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 2)
    number, _, _ = a_short_order(floor, mug)
    refusal = refusal_of(lambda: short_desk.give_up_units(floor, number))
    assert refusal == NothingWouldShip(number)


def test_an_order_nothing_was_picked_of_waits_at_the_desk(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 2)
    number, _, _ = a_short_order(floor, mug)
    assert short_desk.wait_for_stock(floor, number).state == "paid"
    assert books.holds(floor, number) == set()
    builders.stock(floor, mug, builders.a_location(floor), 2)
    allocate_waiting_orders(floor)
    assert books.order_state(floor, number) == "allocated"
    books.audit(floor.database)


def test_an_order_that_was_begun_waits_where_its_goods_are(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number, _, tote = a_short_order(floor, mug, (tea, 1))
    assert short_desk.wait_for_stock(floor, number).state == "held"
    assert books.on_hand(floor, tote) == 1


def test_another_item_is_sent_where_the_customer_agreed(floor: Workplace) -> None:
    (mug, _), (other, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    number, ana, _ = a_short_order(floor, mug)
    may_stand_in(floor, mug, other)
    refusal = refusal_of(lambda: short_desk.substitute(floor, number, 1))
    assert refusal == SubstituteNotAgreed(number, mug.sku)
    report = short_desk.substitute(floor, number, 1, customer_agreed=True)
    assert (report.state, report.missing) == ("picking", 0)
    assert books.rows(floor, LINES) == [(2, 0, 0, 2), (2, 2, 0, 0)]
    replaced = (
        "select b.number, a.number from order_line a join order_line b on b.id = a.replaces_id"
    )
    assert books.rows(floor, replaced) == [(1, 2)]
    tote = builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    shift.pack_order(floor, ana, tote)
    assert books.order_state(floor, number) == "shipped"
    books.audit(floor.database)


def test_an_item_that_is_unknown_or_has_no_substitute_is_refused(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 2)
    number, _, _ = a_short_order(floor, mug)
    for sku, named in (("", mug.sku), ("NO-SUCH", "NO-SUCH")):
        attempt = partial(short_desk.substitute, floor, number, 1, sku, customer_agreed=True)
        assert refusal_of(attempt) == UnknownSku(named)


def test_a_less_urgent_order_gives_its_promise_up(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 2)
    late_place = builders.a_location(floor)
    number, _, _ = a_short_order(floor, mug, shipping_method="Express")
    builders.stock(floor, mug, late_place, 1)
    later = builders.an_order(floor, (mug, 1))
    allocate_waiting_orders(floor)
    assert books.order_state(floor, later) == "allocated"
    (line,) = short_lines(floor)
    assert line.ways[0] is WayOut.TAKE_PROMISE
    assert short_desk.take_promise(floor, number).missing == 1
    assert books.order_state(floor, later) == "paid"
    books.audit(floor.database)


def test_units_a_packer_did_not_find_are_written_off_and_picked_again(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 10)
    number = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    shift.pack(floor, ana, state, mug.barcode, SHORT, builders.typed(1))
    assert books.holds(floor, number) == {"short"}
    assert refusal_of(lambda: short_desk.find_stock(floor, number)) == NothingMissing(number)
    report = short_desk.write_off(floor, number, {1: 1})
    assert (report.state, report.missing) == ("picking", 0)
    again = builders.a_tote(floor)
    shift.pick_order(floor, ana, again)
    bench = shift.open_bench(floor, ana, again)
    shift.pack_until(floor, ana, bench, PackPrompt.DONE)
    assert books.value(floor, "select shipped from order_line") == 2
    lost = "select sum(quantity) from stock_move where reason = 'lost'"
    assert books.value(floor, lost) == 1
    books.audit(floor.database)


def test_units_that_were_found_again_let_the_order_go_on(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 10)
    number = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    shift.pack(floor, ana, state, mug.barcode, SHORT, builders.typed(1))
    assert lift_holds(floor, number).state == "packing"


def test_what_lacks_nothing_or_has_no_such_line_is_refused(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 2))
    assert refusal_of(lambda: short_desk.find_stock(floor, number)) == NothingMissing(number)
    refusal = refusal_of(lambda: short_desk.write_off(floor, number, {7: 1}))
    assert refusal == UnknownOrderLine(number, 7)


def test_the_desk_sees_what_is_missing_and_what_may_be_done(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor, 2), builders.some_stock(floor)
    other, _ = builders.some_stock(floor, 4)
    number, _, _ = a_short_order(floor, mug, (tea, 1))
    may_stand_in(floor, mug, other)
    (line,) = short_lines(floor)
    assert (line.order_number, line.line_number, line.sku) == (number, 1, mug.sku)
    assert (line.missing, line.free, line.detail) == (2, 0, f"2 x {mug.sku}")
    assert [(one.sku, one.free) for one in line.substitutes] == [(other.sku, 4)]
    assert line.ways == (WayOut.WAIT, WayOut.PART_SHIP, WayOut.GIVE_UP)


def may_stand_in(floor: Workplace, item: Goods, other: Goods) -> None:
    def verb(work: UnitOfWork) -> None:
        row = ItemSubstitute(item_id=item.item_id, substitute_id=other.item_id)
        work.session.add(row)

    floor.database.run(verb)
