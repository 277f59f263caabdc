"""WooCommerce's orders as JSON: the real file, and every trap of it."""

import json
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.payment import PaymentState
from app.exchange.woocommerce_orders import read_woocommerce_orders

WriteFile = Callable[[str | bytes], Path]
Json = dict[str, Any]

ADDRESS: Json = {
    "first_name": "Αλέξανδρος",
    "last_name": "Ηλιάδης",
    "company": "",
    "address_1": "Οδός 12",
    "address_2": "",
    "city": "Αθήνα",
    "state": "",
    "postcode": "10557",
    "country": "GR",
}
ORDER: Json = {
    "id": 557776,
    "number": "A-557776",
    "status": "processing",
    "currency": "EUR",
    "date_created_gmt": "2026-11-20T06:00:00",
    "date_modified_gmt": "2026-11-21T06:00:00",
    "date_paid_gmt": "2026-11-20T06:01:00",
    "total": "22.20",
    "customer_note": 'Say "hi"\r\nplease',
    "billing": {**ADDRESS, "phone": "+30 210 0000000", "email": "al@example.com"},
    "shipping": ADDRESS,
    "payment_method": "stripe",
    "line_items": [
        {"id": 1, "name": "Herb Marker", "quantity": 12, "sku": "22919", "price": 0.65},
        {"id": 2, "name": "Knob", "quantity": 6, "sku": "23032", "price": "1.6549"},
    ],
    "shipping_lines": [{"method_title": "Express 24"}],
    "refunds": [],
    "meta_data": [{"id": 1, "key": "wpml_language", "value": "el"}],
}


def order_with(**changes: Any) -> Json:
    return {**deepcopy(ORDER), **changes}


def test_the_real_file_arrives_whole(demo: Path) -> None:
    file = read_woocommerce_orders(demo / "woocommerce_orders.json")
    assert not file.problems
    assert (len(file.records), file.rows_read) == (625, 625)
    assert sum(len(order.lines) for order in file.records) == 1724
    assert Counter(order.payment for order in file.records) == {
        PaymentState.PAID: 547,
        PaymentState.UNPAID: 63,
        PaymentState.REFUNDED: 9,
        PaymentState.FAILED: 6,
    }
    assert sum(order.cancelled_at is not None for order in file.records) == 12
    assert sum(not order.has_open_lines for order in file.records) == 10
    assert all(order.ship_to.phone for order in file.records)
    assert any("🎁" in order.note for order in file.records)


def test_an_order_is_read_with_phone_and_mail_of_the_billing_address(
    write_file: WriteFile,
) -> None:
    (order,) = read_woocommerce_orders(write_file(json.dumps([ORDER]))).records
    assert (order.external_id, order.number, order.language) == ("557776", "A-557776", "el")
    assert order.placed_at == datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
    assert order.ship_to.name == "Αλέξανδρος Ηλιάδης"
    assert order.ship_to.phone == "+30 210 0000000"
    assert order.ship_to.email == "al@example.com"
    assert order.note == 'Say "hi"\nplease'
    assert [line.unit_price_cents for line in order.lines] == [65, 165]
    assert order.shipping_method == "Express 24"


@pytest.mark.parametrize(
    "shape",
    [
        lambda order: order,
        lambda order: [order],
        lambda order: {"orders": [order]},
        lambda order: {"orders": [order], "count": 1},
        lambda order: {"order": order},
    ],
)
def test_list_object_with_list_and_single_order_are_understood(
    write_file: WriteFile, shape: Callable[[Json], object]
) -> None:
    file = read_woocommerce_orders(write_file(json.dumps(shape(ORDER))))
    assert [order.number for order in file.records] == ["A-557776"]
    assert not file.problems


def test_an_empty_shipping_address_falls_back_to_billing(write_file: WriteFile) -> None:
    blank = dict.fromkeys(ADDRESS, "")
    (order,) = read_woocommerce_orders(write_file(json.dumps(order_with(shipping=blank)))).records
    assert order.ship_to == order.bill_to


@pytest.mark.parametrize(
    ("changes", "payment", "waived", "is_open"),
    [
        ({}, PaymentState.PAID, False, True),
        ({"date_paid_gmt": None}, PaymentState.UNPAID, False, True),
        ({"date_paid_gmt": None, "payment_method": "cod"}, PaymentState.UNPAID, True, True),
        ({"payment_method": "cod"}, PaymentState.PAID, False, True),
        ({"status": "wc-processing"}, PaymentState.PAID, False, True),
        ({"status": "on-hold"}, PaymentState.UNPAID, False, True),
        (
            {"status": "on-hold", "payment_method": "cod", "date_paid_gmt": None},
            PaymentState.UNPAID,
            False,
            True,
        ),
        ({"status": "pending", "date_paid_gmt": None}, PaymentState.UNPAID, False, True),
        ({"status": "completed"}, PaymentState.PAID, False, False),
        ({"status": "failed"}, PaymentState.FAILED, False, True),
        ({"status": "refunded"}, PaymentState.REFUNDED, False, True),
        (
            {"refunds": [{"id": 1, "reason": "", "total": "-10.00"}]},
            PaymentState.PARTLY_REFUNDED,
            False,
            True,
        ),
        (
            {"refunds": [{"total": "-10.00"}, {"total": "-12.20"}]},
            PaymentState.REFUNDED,
            False,
            True,
        ),
        ({"refunds": [{"total": "what"}]}, PaymentState.PARTLY_REFUNDED, False, True),
    ],
)
def test_status_payment_date_and_refunds_say_how_the_money_stands(
    write_file: WriteFile, changes: Json, payment: PaymentState, waived: bool, is_open: bool
) -> None:
    path = write_file(json.dumps(order_with(**changes)))
    (order,) = read_woocommerce_orders(path).records
    assert (order.payment, order.payment_waived, order.has_open_lines) == (payment, waived, is_open)


@pytest.mark.parametrize("status", ["cancelled", "trash"])
def test_a_cancelled_order_carries_the_moment_of_its_last_change(
    write_file: WriteFile, status: str
) -> None:
    (order,) = read_woocommerce_orders(write_file(json.dumps(order_with(status=status)))).records
    assert order.cancelled_at == datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"status": "half-shipped"}, "status"),
        ({"status": None}, "status"),
        ({"id": None}, "id"),
        ({"id": {"nested": 1}}, "id"),
        ({"date_created_gmt": None}, "date_created_gmt"),
        ({"date_created_gmt": "2026-13-40T06:00:00"}, "date_created_gmt"),
        ({"line_items": []}, "line_items"),
        ({"line_items": None}, "line_items"),
        ({"line_items": ["x"]}, "line_items[0].quantity"),
        ({"shipping": {**ADDRESS, "country": "XX"}}, "shipping.country"),
        ({"shipping": {**ADDRESS, "city": ["Athens"]}}, "shipping.city"),
        ({"customer_note": "\ud800 half a character"}, "customer_note"),
        ({"customer_note": "x" * 5001}, "customer_note"),
    ],
)
def test_a_bad_field_keeps_its_order_out_and_is_named(
    write_file: WriteFile, changes: Json, field: str
) -> None:
    path = write_file(json.dumps([order_with(id=1), order_with(**changes)]))
    file = read_woocommerce_orders(path)
    assert [order.external_id for order in file.records] == ["1"]
    assert (file.problems[0].row, file.problems[0].field) == (2, field)


@pytest.mark.parametrize("quantity", [0, -1, 1.5, "two", None, 1e300, 10**400, True])
def test_a_bad_quantity_is_a_problem(write_file: WriteFile, quantity: object) -> None:
    lines = [{**ORDER["line_items"][0], "quantity": quantity}]
    file = read_woocommerce_orders(write_file(json.dumps(order_with(line_items=lines))))
    assert not file.records
    assert [problem.field for problem in file.problems] == ["line_items[0].quantity"]


def test_repeated_order_and_line_ids_are_problems(write_file: WriteFile) -> None:
    twice = order_with(id=2, line_items=[ORDER["line_items"][0]] * 2)
    file = read_woocommerce_orders(write_file(json.dumps([ORDER, ORDER, twice])))
    assert len(file.records) == 1
    assert [(problem.row, problem.field) for problem in file.problems] == [
        (2, "id"),
        (3, "line_items[1].id"),
    ]


def test_zero_bytes_in_notes_are_removed(write_file: WriteFile) -> None:
    path = write_file(json.dumps(order_with(customer_note="a\u0000b\u001b[31m")))
    (order,) = read_woocommerce_orders(path).records
    assert order.note == "ab[31m"


def test_orders_before_the_damage_are_kept(write_file: WriteFile) -> None:
    whole = json.dumps([order_with(id=1), order_with(id=2)])
    file = read_woocommerce_orders(write_file(whole[:-40]))
    assert [order.external_id for order in file.records] == ["1"]
    assert len(file.problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        '{"a":' * 100_000,
        '[{"id": ' + "9" * 5000 + "}]",
        "[1, 2, null]",
        "[{}]",
        '{"orders": 5}',
        "[NaN]",
        '[{"id": 1}',
        "[] []",
        json.dumps([ORDER]) + json.dumps([ORDER]),
        "{",
        "[,]",
    ],
)
def test_what_is_no_list_of_orders_is_a_problem(write_file: WriteFile, text: str) -> None:
    assert read_woocommerce_orders(write_file(text)).problems


def test_json_has_no_columns_to_map(write_file: WriteFile) -> None:
    file = read_woocommerce_orders(write_file(json.dumps(ORDER)), {"sku": "SKU"})
    assert [problem.field for problem in file.problems] == ["sku"]


def test_progress_counts_orders(demo: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    read_woocommerce_orders(
        demo / "woocommerce_orders.json", progress=lambda done, total: seen.append((done, total))
    )
    assert seen[0] == (50, 625)
    assert seen[-1] == (625, 625)
