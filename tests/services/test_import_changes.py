"""What a shop says anew of an order on the floor: only the difference reaches the floor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.pack_state import PackPrompt
from app.domain.payment import PaymentState
from app.exchange.model import ImportedOrder
from app.services import picking
from app.services.allocating import allocate_waiting_orders
from app.services.order_holding import lift_holds
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift

LINES = "select number, quantity, cancelled, allocated from order_line order by number"


def on_the_floor(floor: Workplace, *lines: tuple[Goods, int]) -> ImportedOrder:
    """An order that was released, as its shop tells of it."""
    order = builders.an_imported_order(lines)
    builders.bring_in(floor, order)
    allocate_waiting_orders(floor)
    assert order.number in release_ready_orders(floor).released
    return order


def wanting(order: ImportedOrder, *quantities: int) -> ImportedOrder:
    """The same order with other quantities of its first lines, and no other lines."""
    pairs = zip(order.lines, quantities, strict=False)
    return replace(order, lines=tuple(replace(line, quantity=units) for line, units in pairs))


def test_an_order_cancelled_in_the_shop_is_cancelled_on_the_floor(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    order = on_the_floor(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    cancelled = replace(order, cancelled_at=builders.PLACED)
    assert builders.bring_in(floor, cancelled).changed == 1
    assert books.order_state(floor, order.number) == "cancelled"
    assert books.promised(floor, place) == 0
    assert shift.refused(floor, ana, state, mug.barcode) is not None
    assert builders.bring_in(floor, cancelled).unchanged == 1
    books.audit(floor.database)


def test_other_quantities_reopen_only_the_difference(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor), builders.some_stock(floor)
    order = on_the_floor(floor, (mug, 3), (tea, 1))
    assert builders.bring_in(floor, wanting(order, 1, 4)).changed == 1
    assert books.rows(floor, LINES) == [(1, 3, 2, 1), (2, 4, 0, 4)]
    assert books.order_state(floor, order.number) == "released"
    shift.pick_order(floor, builders.an_operator(floor), builders.a_tote(floor))
    assert books.order_state(floor, order.number) == "picked"
    books.audit(floor.database)


def test_a_line_more_and_a_line_less(floor: Workplace) -> None:
    (mug, _), (tea, _) = builders.some_stock(floor), builders.some_stock(floor)
    order = on_the_floor(floor, (mug, 3))
    exchanged = replace(order, lines=(builders.an_imported_line(tea.sku, 2),))
    builders.bring_in(floor, exchanged)
    assert books.rows(floor, LINES) == [(1, 3, 3, 0), (2, 2, 0, 2)]
    shift.pick_order(floor, builders.an_operator(floor), builders.a_tote(floor))
    assert books.order_state(floor, order.number) == "picked"
    books.audit(floor.database)


def test_an_item_nobody_knows_holds_the_order(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    order = on_the_floor(floor, (mug, 1))
    strange = builders.an_imported_line("NO-SUCH", 1, 2)
    builders.bring_in(floor, replace(order, lines=(*order.lines, strange)))
    assert "unknown_item" in books.holds(floor, order.number)
    books.audit(floor.database)


@pytest.mark.parametrize("payment", [PaymentState.REFUNDED, PaymentState.FAILED])
def test_money_that_is_gone_holds_the_order(floor: Workplace, payment: PaymentState) -> None:
    mug, _ = builders.some_stock(floor)
    order = on_the_floor(floor, (mug, 1))
    builders.bring_in(floor, replace(order, payment=payment))
    assert books.order_state(floor, order.number) == "held"


def test_what_the_shop_calls_shipped_is_held_for_a_person(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    order = on_the_floor(floor, (mug, 1))
    sent = replace(order, lines=tuple(replace(line, fulfilled=True) for line in order.lines))
    builders.bring_in(floor, sent)
    assert books.holds(floor, order.number) == {"customer_request"}


def test_another_address_is_taken_over_before_the_label(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    order = on_the_floor(floor, (mug, 1))
    moved = replace(builders.HOME, street=("Neue Allee 9",), city="Bonn", postcode="53111")
    builders.bring_in(floor, replace(order, ship_to=moved))
    sql = "select city from address join orders on ship_to_id = address.id"
    assert books.rows(floor, sql) == [("Bonn",)]
    assert books.order_state(floor, order.number) == "released"


def test_another_address_after_the_label_stops_the_parcel_until_a_person_lets_it_go(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    order = on_the_floor(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    shift.pack_until(floor, ana, state, PackPrompt.SCAN_LABEL)
    builders.bring_in(floor, replace(order, ship_to=replace(builders.HOME, city="Bonn")))
    assert books.order_state(floor, order.number) == "held"
    states = "select state from print_job order by id"
    assert [row[0] for row in books.rows(floor, states)] == ["superseded"] * 2
    lift_holds(floor, order.number)
    shift.pack_order(floor, ana, f"O-{order.number}")
    assert books.order_state(floor, order.number) == "shipped"
    books.audit(floor.database)
