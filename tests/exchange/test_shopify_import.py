"""Shopify's export: the real files, and every trap of it."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.payment import PaymentState, RiskLevel
from app.exchange.model import ImportedFile, ImportedOrder
from app.exchange.shopify_orders import read_shopify_orders

WriteFile = Callable[[str | bytes], Path]
Row = dict[str, str]

FIRST: Row = {
    "Name": "#1001",
    "Email": "ann@example.com",
    "Financial Status": "paid",
    "Paid at": "2026-11-20 08:01:00 +0100",
    "Fulfillment Status": "unfulfilled",
    "Currency": "GBP",
    "Subtotal": "11.00",
    "Shipping Method": "Express 24",
    "Created at": "2026-11-20 08:00:00 +0100",
    "Lineitem quantity": "2",
    "Lineitem name": "Party Bunting",
    "Lineitem price": "4.95",
    "Lineitem sku": "47566",
    "Lineitem requires shipping": "true",
    "Lineitem fulfillment status": "pending",
    "Billing Name": "Ann Ash",
    "Billing Address1": "1 High Street",
    "Billing City": "Leeds",
    "Billing Zip": "'LS1 1AA",
    "Billing Country": "GB",
    "Billing Phone": "'+44 113 496 0000",
    "Shipping Name": "Ben Birch",
    "Shipping Address1": "2 Low Street",
    "Shipping Address2": "Flat 3",
    "Shipping Company": "Birch & Sons",
    "Shipping City": "'s-Hertogenbosch",
    "Shipping Zip": "'5211 AB",
    "Shipping Province": "NB",
    "Shipping Country": "NL",
    "Shipping Phone": "",
    "Notes": "",
    "Note Attributes": "",
    "Cancelled at": "",
    "Payment Method": "Shopify Payments",
    "Id": "5001",
    "Tags": "vip, gift, vip",
    "Risk Level": "Low",
}
FURTHER: Row = {
    "Name": "#1001",
    "Email": "ann@example.com",
    "Lineitem quantity": "1",
    "Lineitem name": "Lantern",
    "Lineitem price": "1.10",
    "Lineitem sku": "71053",
    "Lineitem requires shipping": "true",
    "Lineitem fulfillment status": "pending",
}


def export(*rows: Row, columns: tuple[str, ...] = tuple(FIRST)) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def problem_fields(file: ImportedFile[ImportedOrder]) -> list[tuple[int | None, str]]:
    return [(problem.row, problem.field) for problem in file.problems]


def test_the_first_day_arrives_whole(demo: Path) -> None:
    file = read_shopify_orders(demo / "shopify_first_day.csv")
    assert not file.problems
    assert (len(file.records), file.rows_read) == (61, 929)
    assert sum(len(order.lines) for order in file.records) == 929
    assert Counter(order.payment for order in file.records) == {
        PaymentState.PAID: 54,
        PaymentState.AUTHORISED: 3,
        PaymentState.UNPAID: 2,
        PaymentState.REFUNDED: 2,
    }
    assert sum(order.cancelled_at is not None for order in file.records) == 3
    assert sum(order.risk is RiskLevel.HIGH for order in file.records) == 2


def test_the_long_export_arrives_whole(demo: Path) -> None:
    file = read_shopify_orders(demo / "shopify_orders_export.csv")
    assert not file.problems
    assert (len(file.records), file.rows_read) == (1500, 4128)
    assert sum(len(order.lines) for order in file.records) == 4128
    assert Counter(order.payment for order in file.records) == {
        PaymentState.PAID: 1359,
        PaymentState.AUTHORISED: 46,
        PaymentState.UNPAID: 43,
        PaymentState.REFUNDED: 30,
        PaymentState.PARTLY_REFUNDED: 12,
        PaymentState.FAILED: 10,
    }
    assert sum(order.cancelled_at is not None for order in file.records) == 34
    assert Counter(order.risk for order in file.records) == {
        RiskLevel.LOW: 1398,
        RiskLevel.MEDIUM: 68,
        RiskLevel.HIGH: 34,
    }
    assert sum("\n" in order.note for order in file.records) == 130
    assert not any(order.ship_to.postcode.startswith("'") for order in file.records)


def test_external_ids_of_both_files_are_all_different(demo: Path) -> None:
    names = ("shopify_first_day.csv", "shopify_orders_export.csv")
    orders = [order for name in names for order in read_shopify_orders(demo / name).records]
    assert len({order.external_id for order in orders}) == 1561
    assert len({order.number for order in orders}) == 1558


def test_rows_are_lines_of_the_file_as_an_editor_counts_them(demo: Path) -> None:
    path = demo / "shopify_first_day.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    for order in read_shopify_orders(path).records:
        assert lines[order.row - 1].startswith(f"{order.number},")


def test_order_fields_come_from_the_first_row_and_lines_from_each(write_file: WriteFile) -> None:
    (order,) = read_shopify_orders(write_file(export(FIRST, FURTHER))).records
    assert order.placed_at == datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
    assert (order.number, order.external_id, order.row) == ("#1001", "5001 #1001", 2)
    assert [(line.external_line_id, line.sku, line.quantity) for line in order.lines] == [
        ("1", "47566", 2),
        ("2", "71053", 1),
    ]
    assert order.lines[0].unit_price_cents == 495
    assert order.tags == ("vip", "gift")


def test_only_postcode_and_phone_lose_their_apostrophe(write_file: WriteFile) -> None:
    (order,) = read_shopify_orders(write_file(export({**FIRST, "Subtotal": ""}))).records
    assert order.ship_to.postcode == "5211 AB"
    assert order.ship_to.city == "'s-Hertogenbosch"
    assert order.bill_to is not None
    assert order.bill_to.phone == order.ship_to.phone == "+44 113 496 0000"
    assert order.ship_to.email == "ann@example.com"
    assert order.ship_to.street == ("2 Low Street", "Flat 3")


def test_without_shipping_address_the_billing_address_is_used(write_file: WriteFile) -> None:
    blank = {name: "" for name in FIRST if name.startswith("Shipping ")}
    (order,) = read_shopify_orders(write_file(export({**FIRST, **blank, "Subtotal": ""}))).records
    assert order.ship_to.name == "Ann Ash"


def test_notes_keep_quotes_and_line_breaks(write_file: WriteFile) -> None:
    note = 'Happy birthday "Nana",\r\nlove from all'
    rows = ({**FIRST, "Notes": note}, FURTHER)
    (order,) = read_shopify_orders(write_file(export(*rows))).records
    assert order.note == 'Happy birthday "Nana",\nlove from all'


def test_older_header_with_note_and_without_the_last_columns(write_file: WriteFile) -> None:
    columns = [*list(FIRST)[: list(FIRST).index("Notes")], "Note", "Cancelled at"]
    text = export({**FIRST, "Note": "ring twice"}, FURTHER, columns=tuple(columns))
    (order,) = read_shopify_orders(write_file(text)).records
    assert (order.note, order.external_id, order.risk) == (
        "ring twice",
        "#1001",
        RiskLevel.UNKNOWN,
    )


def test_gift_message_is_found_among_the_note_attributes(write_file: WriteFile) -> None:
    row = {**FIRST, "Subtotal": "", "Note Attributes": "door: red\nGift message: With love\n"}
    (order,) = read_shopify_orders(write_file(export(row))).records
    assert order.gift_message == "With love"


@pytest.mark.parametrize(
    ("status", "method", "payment", "waived"),
    [
        ("paid", "Shopify Payments", PaymentState.PAID, False),
        ("pending", "Bank Deposit", PaymentState.UNPAID, False),
        ("pending", "Cash on Delivery (COD)", PaymentState.UNPAID, True),
        ("partially_paid", "", PaymentState.UNPAID, False),
        ("authorized", "", PaymentState.AUTHORISED, False),
        ("partially_refunded", "", PaymentState.PARTLY_REFUNDED, False),
        ("refunded", "Cash on Delivery (COD)", PaymentState.REFUNDED, False),
        ("voided", "Cash on Delivery (COD)", PaymentState.FAILED, False),
    ],
)
def test_financial_status_says_how_the_money_stands(
    write_file: WriteFile, status: str, method: str, payment: PaymentState, waived: bool
) -> None:
    row = {**FIRST, "Financial Status": status, "Payment Method": method, "Subtotal": ""}
    (order,) = read_shopify_orders(write_file(export(row))).records
    assert (order.payment, order.payment_waived) == (payment, waived)


def test_only_the_rest_of_a_partly_fulfilled_order_is_open(write_file: WriteFile) -> None:
    done = {**FURTHER, "Lineitem fulfillment status": "fulfilled"}
    virtual = {**FURTHER, "Lineitem sku": "", "Lineitem requires shipping": "false"}
    text = export({**FIRST, "Fulfillment Status": "partial"}, done, virtual)
    (order,) = read_shopify_orders(write_file(text)).records
    assert [line.is_open for line in order.lines] == [True, False, False]
    assert order.has_open_lines


def test_nothing_is_open_in_a_fulfilled_order(write_file: WriteFile) -> None:
    text = export({**FIRST, "Fulfillment Status": "fulfilled", "Subtotal": ""})
    (order,) = read_shopify_orders(write_file(text)).records
    assert not order.has_open_lines


def test_one_name_in_two_shops_is_two_orders(write_file: WriteFile) -> None:
    text = export(FIRST, FURTHER, {**FIRST, "Id": "9001"}, FURTHER)
    file = read_shopify_orders(write_file(text))
    assert [order.external_id for order in file.records] == ["5001 #1001", "9001 #1001"]
    assert [len(order.lines) for order in file.records] == [2, 2]


def test_an_order_that_stands_there_twice_is_read_once(write_file: WriteFile) -> None:
    other = {**FIRST, "Name": "#1002", "Id": "5002", "Subtotal": ""}
    file = read_shopify_orders(write_file(export(FIRST, FURTHER, other, FIRST, FURTHER, other)))
    assert [(order.number, len(order.lines)) for order in file.records] == [
        ("#1001", 2),
        ("#1002", 1),
    ]
    assert problem_fields(file) == [(5, "Name"), (7, "Name")]


def test_order_fields_filled_in_on_every_row_are_one_order(write_file: WriteFile) -> None:
    (order,) = read_shopify_orders(write_file(export(FIRST, {**FIRST, **FURTHER}))).records
    assert len(order.lines) == 2


def test_scattered_rows_find_their_order(write_file: WriteFile) -> None:
    other = {**FIRST, "Name": "#1002", "Id": "5002"}
    file = read_shopify_orders(write_file(export(FIRST, other, FURTHER)))
    assert [len(order.lines) for order in file.records] == [2, 1]


def test_a_line_without_its_first_row_is_a_problem(write_file: WriteFile) -> None:
    file = read_shopify_orders(write_file(export(FURTHER)))
    assert not file.records
    assert problem_fields(file) == [(2, "Name")]


def test_an_order_whose_last_lines_were_cut_off_is_not_given_out(write_file: WriteFile) -> None:
    file = read_shopify_orders(write_file(export(FIRST)))
    assert not file.records
    assert problem_fields(file) == [(2, "Subtotal")]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Financial Status", "perhaps"),
        ("Financial Status", ""),
        ("Fulfillment Status", "soon"),
        ("Risk Level", "enormous"),
        ("Created at", ""),
        ("Created at", "03/04/2026 10:00"),
        ("Currency", "Pounds"),
        ("Cancelled at", "yesterday"),
        ("Shipping Country", "ZZ"),
        ("Shipping Name", "x" * 300),
        ("Lineitem quantity", "0"),
        ("Lineitem quantity", "-1"),
        ("Lineitem quantity", "1.5"),
        ("Lineitem quantity", "4006381333931"),
        ("Lineitem quantity", "two"),
        ("Lineitem quantity", ""),
        ("Lineitem price", "-4.95"),
        ("Lineitem sku", ""),
        ("Lineitem sku", "47\x00566"),
        ("Lineitem sku", "4" * 65),
        ("Lineitem requires shipping", "perhaps"),
        ("Lineitem fulfillment status", "partial"),
        ("Id", "5001\x07"),
    ],
)
def test_a_bad_value_keeps_its_order_out_and_is_named(
    write_file: WriteFile, column: str, value: str
) -> None:
    good = {**FIRST, "Name": "#1002", "Id": "5002"}
    bad = {**FIRST, column: value, "Subtotal": ""}
    file = read_shopify_orders(write_file(export(bad, FURTHER, good, {**FURTHER, "Name": "#1002"})))
    assert [order.number for order in file.records] == ["#1002"]
    (problem,) = file.problems
    assert (problem.file, problem.row, problem.field) == ("upload.csv", 2, column)
    assert problem.message.endswith(".")
    assert problem.remedy.endswith((".", "/"))


def test_all_problems_of_a_file_come_at_once(write_file: WriteFile) -> None:
    first = {**FIRST, "Shipping Country": "ZZ", "Lineitem quantity": "x"}
    file = read_shopify_orders(write_file(export(first, {**FURTHER, "Lineitem sku": ""})))
    assert problem_fields(file) == [
        (2, "Shipping Country"),
        (2, "Lineitem quantity"),
        (3, "Lineitem sku"),
    ]


def test_a_cut_off_row_keeps_its_whole_order_out(write_file: WriteFile) -> None:
    other = {**FIRST, "Name": "#1002", "Id": "5002"}
    lines = export(FIRST, FURTHER, FURTHER, other, {**FURTHER, "Name": "#1002"}).splitlines()
    lines[2] = lines[2][:40]
    file = read_shopify_orders(write_file("\n".join(lines)))
    assert [order.number for order in file.records] == ["#1002"]
    assert [problem.row for problem in file.problems] == [3]


def test_an_unclosed_quote_ends_the_reading_and_keeps_its_order_out(write_file: WriteFile) -> None:
    second = {**FIRST, "Name": "#1002", "Id": "5002"}
    third = {**FIRST, "Name": "#1003", "Id": "5003"}
    lines = export(FIRST, FURTHER, second, third, third).splitlines()
    lines[4] = lines[4].replace("2 Low Street", '"2 Low Street')
    file = read_shopify_orders(write_file("\n".join(lines)))
    assert [order.number for order in file.records] == ["#1001"]
    assert problem_fields(file) == [(4, "Name"), (5, "")]
    assert "left out" in file.problems[0].message
    assert "not closed" in file.problems[1].message


def test_a_required_column_that_is_missing_is_one_problem(write_file: WriteFile) -> None:
    columns = tuple(name for name in FIRST if name != "Cancelled at")
    (problem,) = read_shopify_orders(write_file(export(FIRST, columns=columns))).problems
    assert problem.field == "cancelled_at"
    assert "Cancelled at" in problem.message
    assert "Financial Status" in problem.message
    assert "--map cancelled_at=" in problem.remedy


def test_progress_counts_lines_of_the_file(demo: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    read_shopify_orders(
        demo / "shopify_first_day.csv", progress=lambda done, total: seen.append((done, total))
    )
    assert seen[-1] == (935, 935)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert len(seen) == 5


def test_a_row_cut_off_in_its_number_keeps_the_order_before_it_out(write_file: WriteFile) -> None:
    first = {**FIRST, "Name": "#1000", "Id": "5000", "Subtotal": ""}
    file = read_shopify_orders(write_file(export(first, FIRST, FURTHER) + "#10"))
    assert [order.number for order in file.records] == ["#1000"]
    assert problem_fields(file) == [(3, "Name"), (5, "")]
