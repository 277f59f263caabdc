from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.payment import PaymentState, RiskLevel
from app.exchange.model import Kind
from app.services.allocating import allocate_waiting_orders
from app.services.importing import ImportRequest, import_file
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift

NOBODY = replace(builders.HOME, name="", postcode="")


@pytest.mark.parametrize(
    ("fields", "state", "holds"),
    [
        ({}, "paid", set()),
        ({"payment": PaymentState.UNPAID}, "held", {"unpaid"}),
        ({"payment": PaymentState.AUTHORISED}, "held", {"authorised_only"}),
        ({"payment": PaymentState.FAILED}, "held", {"payment_failed"}),
        ({"payment": PaymentState.REFUNDED}, "held", {"refunded"}),
        ({"payment": PaymentState.UNPAID, "payment_waived": True}, "paid", set()),
        ({"risk": RiskLevel.HIGH}, "held", {"high_risk"}),
        ({"ship_to": NOBODY}, "held", {"address_incomplete"}),
        ({"lines": (builders.an_imported_line("NO-SUCH", 1),)}, "held", {"unknown_item"}),
        ({"cancelled_at": builders.PLACED}, "cancelled", set()),
    ],
)
def test_an_order_arrives_with_its_state_and_the_reasons_to_hold_it(
    floor: Workplace, fields: dict[str, object], state: str, holds: set[str]
) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.an_order(floor, (mug, 1), **fields)
    assert (books.order_state(floor, number), books.holds(floor, number)) == (state, holds)
    allocate_waiting_orders(floor)
    released = release_ready_orders(floor).released
    assert released == ((number,) if state == "paid" else ())


def test_all_reasons_to_hold_an_order_are_seen_at_once(floor: Workplace) -> None:
    number = builders.an_order(
        floor, ("NO-SUCH", 1), payment=PaymentState.UNPAID, risk=RiskLevel.HIGH, ship_to=NOBODY
    )
    assert books.holds(floor, number) == {
        "unpaid",
        "high_risk",
        "address_incomplete",
        "unknown_item",
    }


def test_an_order_with_nothing_to_ship_is_closed(floor: Workplace) -> None:
    gift_card = replace(builders.an_imported_line("GIFT", 1), requires_shipping=False)
    number = builders.an_order(floor, ("GIFT", 1), lines=(gift_card,))
    assert books.order_state(floor, number) == "closed"


def test_the_same_orders_again_change_nothing(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    orders = [builders.an_imported_order([(mug, 1)]) for _ in range(3)]
    assert builders.bring_in(floor, *orders).new == 3
    before = books.everything(floor)
    again = builders.bring_in(floor, *(replace(order, row=order.row + 7) for order in orders))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    assert {**books.everything(floor), "event_log": []} == {**before, "event_log": []}


def test_two_shops_may_use_the_same_order_number(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    for source in ("shopify", "woocommerce"):
        builders.an_order(floor, (mug, 1), number="1001", source=source)
    assert books.value(floor, "select count(*) from orders where number = '1001'") == 2


def test_a_changed_order_gives_its_promise_back_and_is_read_anew(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor)
    lamp, _ = builders.some_stock(floor)
    order = builders.an_imported_order([(mug, 3)])
    builders.bring_in(floor, order)
    allocate_waiting_orders(floor)
    assert books.promised(floor, place) == 3
    changed = replace(order, lines=(builders.an_imported_line(lamp.sku, 2),))
    assert builders.bring_in(floor, changed).changed == 1
    assert (books.promised(floor, place), books.order_state(floor, order.number)) == (0, "paid")
    books.audit(floor.database)
    assert release_after_allocation(floor) == (order.number,)


def release_after_allocation(floor: Workplace) -> tuple[str, ...]:
    allocate_waiting_orders(floor)
    return release_ready_orders(floor).released


def test_payment_lifts_the_hold_it_was_held_for_and_no_person_s(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    order = builders.an_imported_order([(mug, 1)])
    builders.bring_in(floor, replace(order, payment=PaymentState.UNPAID))
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into order_hold (order_id, reason, detail, held_at) "
            "select id, 'operator', '', placed_at from orders"
        )
    builders.bring_in(floor, order)
    assert books.holds(floor, order.number) == {"operator"}
    assert books.order_state(floor, order.number) == "held"


def test_what_a_shop_says_of_a_shipped_order_is_old_news_unless_it_is_cancelled(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    order = builders.an_imported_order([(mug, 1)])
    builders.bring_in(floor, order)
    release_after_allocation(floor)
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    shift.pack_order(floor, ana, tote)
    sent = replace(order, lines=tuple(replace(line, fulfilled=True) for line in order.lines))
    tally = builders.bring_in(floor, sent)
    assert (tally.unchanged, tally.problems) == (1, [])
    tally = builders.bring_in(floor, replace(order, cancelled_at=builders.PLACED))
    assert [problem.field for problem in tally.problems] == ["order"]
    assert books.order_state(floor, order.number) == "shipped"


def test_a_cancelled_order_stays_cancelled(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    order = builders.an_imported_order([(mug, 1)])
    gone = replace(order, cancelled_at=builders.PLACED)
    builders.bring_in(floor, gone)
    later = replace(gone, cancelled_at=builders.PLACED + timedelta(hours=1))
    assert builders.bring_in(floor, later).unchanged == 1
    assert len(builders.bring_in(floor, order).problems) == 1
    assert books.order_state(floor, order.number) == "cancelled"


def test_an_order_twice_in_one_file_is_one_order(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    order = builders.an_imported_order([(mug, 1)])
    tally = builders.bring_in(floor, order, order)
    assert (tally.new, tally.unchanged) == (1, 1)


def test_a_file_of_orders_reports_its_problems_and_writes_as_asked(
    floor: Workplace, tmp_path: Path
) -> None:
    file = tmp_path / "orders.json"
    file.write_text('[{"id": 1}]')
    refused = import_file(floor, ImportRequest(file, Kind.ORDERS))
    assert (refused.written, refused.good, refused.new) == (False, False, 0)
    unknown = import_file(floor, ImportRequest(tmp_path / "missing.csv", Kind.ORDERS))
    assert (unknown.source, len(unknown.problems), unknown.written) == (None, 1, False)
