"""Amazon's unshipped-orders report: the real file, and every trap of it."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.payment import PaymentState
from app.exchange.amazon_orders import read_amazon_orders

WriteFile = Callable[[str | bytes], Path]
Row = dict[str, str]

ROW: Row = {
    "order-id": "760-0547860-3835020",
    "order-item-id": "00054786000000",
    "purchase-date": "2026-11-20T06:00:00+00:00",
    "payments-date": "2026-11-20T06:00:00+00:00",
    "promise-date": "2026-11-22T06:00:00+00:00",
    "buyer-email": "amz@example.com",
    "buyer-phone-number": "+44141 496 0905",
    "sku": "22284",
    "product-name": 'Plate 12" round',
    "quantity-purchased": "3",
    "quantity-shipped": "0",
    "quantity-to-ship": "3",
    "ship-service-level": "Standard",
    "recipient-name": "Shaun Davis",
    "ship-address-1": "9 Terry Radial",
    "ship-address-2": "",
    "ship-address-3": "Hall",
    "ship-city": "Lake Sylvia",
    "ship-state": "",
    "ship-postal-code": "HX7 0XP",
    "ship-country": "GB",
    "is-business-order": "false",
}
SECOND: Row = {
    **ROW,
    "order-item-id": "00054786000001",
    "sku": "22248",
    "product-name": '"Best" mug',
    "ship-service-level": "Expedited",
    "promise-date": "2026-11-21T06:00:00+00:00",
}


def report(*rows: Row) -> str:
    return "".join("\t".join(row) + "\r\n" for row in [list(ROW), *(row.values() for row in rows)])


def test_the_real_file_arrives_whole(demo: Path) -> None:
    file = read_amazon_orders(demo / "amazon_unshipped_orders.txt")
    assert not file.problems
    assert (len(file.records), file.rows_read) == (375, 949)
    assert sum(len(order.lines) for order in file.records) == 949
    assert {order.payment for order in file.records} == {PaymentState.PAID}
    assert Counter(order.shipping_method for order in file.records) == {
        "Expedited": 265,
        "Standard": 110,
    }
    assert all(order.ship_by for order in file.records)
    names = [line.name for order in file.records for line in order.lines]
    assert 'Letter "S" Bling Key Ring' in names


def test_rows_of_one_order_come_together_with_earliest_promise_and_fastest_service(
    write_file: WriteFile,
) -> None:
    other = {**ROW, "order-id": "1-2-3", "order-item-id": "9"}
    first, second = read_amazon_orders(write_file(report(ROW, other, SECOND))).records
    assert first.number == "760-0547860-3835020"
    assert [line.external_line_id for line in first.lines] == ["00054786000000", "00054786000001"]
    assert first.ship_by == datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
    assert (first.shipping_method, second.shipping_method) == ("Expedited", "Standard")
    assert [line.name for line in first.lines] == ['Plate 12" round', '"Best" mug']
    assert first.ship_to.street == ("9 Terry Radial", "Hall")
    assert first.ship_to.phone == "+44141 496 0905"


def test_what_is_to_ship_counts_and_not_what_was_bought(write_file: WriteFile) -> None:
    partly = {**ROW, "quantity-shipped": "1", "quantity-to-ship": "2"}
    done = {**SECOND, "quantity-shipped": "3", "quantity-to-ship": "0"}
    (order,) = read_amazon_orders(write_file(report(partly, done))).records
    assert [(line.quantity, line.is_open) for line in order.lines] == [(2, True), (3, False)]


def test_without_payments_date_an_order_is_unpaid(write_file: WriteFile) -> None:
    (order,) = read_amazon_orders(write_file(report({**ROW, "payments-date": ""}))).records
    assert (order.payment, order.paid_at) == (PaymentState.UNPAID, None)


def test_a_japanese_report_in_shift_jis_is_read(write_file: WriteFile) -> None:
    row = {
        **ROW,
        "product-name": "ハーブマーカー",
        "recipient-name": "山田 太郎",
        "ship-city": "渋谷区",
        "ship-state": "東京都",
        "ship-country": "JP",
    }
    file = read_amazon_orders(write_file(report(row).encode("cp932")))
    assert file.encoding == "cp932"
    assert file.records[0].ship_to.name == "山田 太郎"
    assert file.records[0].ship_to.region == "東京都"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("order-item-id", ""),
        ("purchase-date", "soon"),
        ("promise-date", "22/11/2026 25:00"),
        ("sku", ""),
        ("quantity-to-ship", "-1"),
        ("quantity-to-ship", "x"),
        ("quantity-to-ship", ""),
        ("quantity-purchased", "0"),
        ("ship-country", "England"),
        ("is-business-order", "maybe"),
    ],
)
def test_a_bad_value_keeps_its_order_out_and_is_named(
    write_file: WriteFile, column: str, value: str
) -> None:
    other = {**ROW, "order-id": "1-2-3", "order-item-id": "9"}
    file = read_amazon_orders(write_file(report({**SECOND, column: value}, other)))
    assert [order.number for order in file.records] == ["1-2-3"]
    assert [(problem.row, problem.field) for problem in file.problems] == [(2, column)]


def test_a_line_that_stands_there_twice_is_a_problem(write_file: WriteFile) -> None:
    file = read_amazon_orders(write_file(report(ROW, SECOND, SECOND)))
    assert not file.records
    assert [(problem.row, problem.field) for problem in file.problems] == [(4, "order-item-id")]


def test_rows_of_one_order_that_go_to_two_places_are_a_problem(write_file: WriteFile) -> None:
    file = read_amazon_orders(write_file(report(ROW, {**SECOND, "ship-postal-code": "X1"})))
    assert not file.records
    assert [(problem.row, problem.field) for problem in file.problems] == [(3, "ship-postal-code")]


def test_a_row_that_is_cut_off_keeps_its_whole_order_out(write_file: WriteFile) -> None:
    lines = report(ROW, SECOND, {**SECOND, "order-item-id": "7"}).splitlines()
    lines[1] = lines[1][:60]
    file = read_amazon_orders(write_file("\n".join(lines)))
    assert not file.records
    assert [problem.row for problem in file.problems] == [2]


def test_a_tab_too_many_is_not_read_under_wrong_headings(write_file: WriteFile) -> None:
    file = read_amazon_orders(write_file(report({**ROW, "product-name": "Mug\tred"})))
    assert not file.records
    assert "wrong" in file.problems[0].message
