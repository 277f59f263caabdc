from datetime import date

from app.domain.allocation import ShortageReason
from app.domain.locations import LocationKind
from app.domain.order_release import WhyNot
from app.domain.payment import PaymentState
from app.services.allocating import allocate_waiting_orders
from app.services.releasing import release_chosen_orders, release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books

PROMISES = (
    "select location.code, allocation.quantity, allocation.reason from allocation "
    "join location on location.id = allocation.location_id order by allocation.id"
)


def test_a_pick_face_is_used_before_reserve_and_says_why(floor: Workplace) -> None:
    mug = builders.an_item(floor)
    reserve = builders.a_location(floor, kind=LocationKind.RESERVE)
    face = builders.a_location(floor)
    builders.stock(floor, mug, reserve, 50)
    builders.stock(floor, mug, face, 3)
    builders.an_order(floor, (mug, 5))
    report = allocate_waiting_orders(floor)
    assert (report.orders, report.lines, report.units, report.shortages) == (1, 1, 5, ())
    assert books.rows(floor, PROMISES) == [
        (face, 3, "next_on_the_walk"),
        (reserve, 2, "only_location"),
    ]
    books.audit(floor.database)


def test_the_lot_that_expires_first_goes_first_and_expired_ones_never(floor: Workplace) -> None:
    tea = builders.an_item(floor, lot_tracked=True)
    near, far = builders.a_location(floor), builders.a_location(floor, kind=LocationKind.RESERVE)
    builders.stock(floor, tea, near, 5, lot="LATE", expiry=date(2099, 6, 30))
    builders.stock(floor, tea, near, 5, lot="GONE", expiry=date(2020, 1, 1))
    builders.stock(floor, tea, far, 5, lot="SOON", expiry=date(2098, 1, 31))
    number = builders.an_order(floor, (tea, 12))
    report = allocate_waiting_orders(floor)
    assert books.rows(floor, PROMISES)[0] == (far, 5, "earliest_expiry")
    assert (books.promised(floor, far), books.promised(floor, near)) == (5, 5)
    (shortage,) = report.shortages
    assert (shortage.missing, shortage.expired, shortage.why) == (2, 5, ShortageReason.NOT_ENOUGH)
    assert books.order_state(floor, number) == "partly_allocated"
    books.audit(floor.database)


def test_urgent_orders_get_scarce_stock_and_later_stock_fills_the_rest(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 3)
    patient = builders.an_order(floor, (mug, 2))
    urgent = builders.an_order(floor, (mug, 2), shipping_method="Express 24")
    allocate_waiting_orders(floor)
    states = [books.order_state(floor, number) for number in (patient, urgent)]
    assert states == ["partly_allocated", "allocated"]
    builders.stock(floor, mug, builders.a_location(floor), 1)
    assert allocate_waiting_orders(floor).units == 1
    assert books.order_state(floor, patient) == "allocated"
    assert allocate_waiting_orders(floor).units == 0
    assert books.promised(floor, place) == 3
    books.audit(floor.database)


def test_only_fully_promised_orders_are_released_and_the_rest_say_why(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 3)
    ready = builders.an_order(floor, (mug, 2))
    part = builders.an_order(floor, (mug, 2))
    nothing = builders.an_order(floor, (builders.an_item(floor), 1))
    unpaid = builders.an_order(floor, (mug, 1), payment=PaymentState.UNPAID)
    allocate_waiting_orders(floor)
    ids = [row[0] for row in books.rows(floor, "select id from orders")]
    report = release_chosen_orders(floor, ids)
    assert report.released == (ready,)
    why = {number: [why.reason for why in reasons] for number, reasons in report.refused}
    assert why == {
        part: [WhyNot.PARTLY_ALLOCATED],
        nothing: [WhyNot.NOTHING_ALLOCATED],
        unpaid: [WhyNot.HELD, WhyNot.NOT_PAID, WhyNot.NOTHING_ALLOCATED],
    }
    again = release_chosen_orders(floor, ids)
    assert dict(again.refused)[ready][0].reason is WhyNot.ALREADY_RELEASED
    assert books.value(floor, "select count(*) from pick_task") == 1


def test_pick_lines_follow_the_walk(floor: Workplace) -> None:
    goods = [builders.some_stock(floor) for _ in range(4)]
    order = [goods[2], goods[0], goods[3], goods[1]]
    builders.a_released_order(floor, *[(item, 1) for item, _ in order])
    sql = (
        "select location.code from pick_line join location on location.id = location_id "
        "order by sequence"
    )
    assert [code for (code,) in books.rows(floor, sql)] == [place for _, place in goods]


def test_a_limit_releases_the_most_urgent_first(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    late = builders.an_order(floor, (mug, 1))
    first = builders.an_order(floor, (mug, 1), shipping_method="Next Day")
    allocate_waiting_orders(floor)
    assert release_ready_orders(floor, limit=1).released == (first,)
    assert release_ready_orders(floor).released == (late,)
