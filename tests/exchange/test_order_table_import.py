"""Orders in plain tables: known headings, mapped headings, gaps and contradictions."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.payment import PaymentState, RiskLevel
from app.exchange.order_table import read_order_table

WriteFile = Callable[[str | bytes], Path]

HEADER = "Order number;Order date;Name;Street;City;Postcode;Country;SKU;Qty;Price;Payment;Note"
FIRST = "7001;20.11.2026 08:00;Ann Ash;1 High Street;Leeds;LS1 1AA;UK;47566;2;4,95;paid;ring"
LINES = (HEADER, FIRST, "7001;;;;;;;71053;1;1.234,50;;", ";;;;;;;22199;1;;;", "")


def table(*lines: str) -> str:
    return "\n".join(lines)


def test_orders_are_put_together_from_first_row_repeated_number_and_blank_number(
    write_file: WriteFile,
) -> None:
    file = read_order_table(write_file(table(*LINES)))
    (order,) = file.records
    assert not file.problems
    assert (order.number, order.external_id, order.row) == ("7001", "7001", 2)
    assert order.placed_at == datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    assert [(line.sku, line.unit_price_cents) for line in order.lines] == [
        ("47566", 495),
        ("71053", 123450),
        ("22199", None),
    ]
    assert order.ship_to.country_code == "GB"
    assert (order.payment, order.risk, order.note) == (
        PaymentState.PAID,
        RiskLevel.UNKNOWN,
        "ring",
    )


def test_columns_can_be_mapped(write_file: WriteFile) -> None:
    text = "Beleg,Am,Artikel,Stück\nA1,2026-11-20,47566,2\n"
    mapping = {"number": "Beleg", "placed_at": "am", "sku": "Artikel", "quantity": "Stück"}
    (order,) = read_order_table(write_file(text), mapping).records
    assert (order.number, order.lines[0].sku, order.lines[0].quantity) == ("A1", "47566", 2)


@pytest.mark.parametrize(
    ("mapping", "field"),
    [
        ({"sku": "Artikel"}, "sku"),
        ({"quantity": "Menge"}, "quantity"),
        ({"colour": "Qty"}, "colour"),
    ],
)
def test_a_mapping_to_nothing_is_a_problem_that_names_the_columns(
    write_file: WriteFile, mapping: dict[str, str], field: str
) -> None:
    file = read_order_table(write_file(table(*LINES)), mapping)
    assert not file.records
    (problem,) = file.problems
    assert problem.field == field
    assert "Order date" in problem.message or "placed_at" in problem.remedy


def test_without_payment_column_orders_are_paid_and_a_blank_cell_is_unpaid(
    write_file: WriteFile,
) -> None:
    text = "order,date,sku,qty\n1,2026-11-20,A,1\n"
    (order,) = read_order_table(write_file(text)).records
    assert order.payment is PaymentState.PAID
    text = "order,date,sku,qty,payment\n1,2026-11-20,A,1,\n"
    (order,) = read_order_table(write_file(text)).records
    assert order.payment is PaymentState.UNPAID


def test_shipping_headings_go_before_plain_ones(write_file: WriteFile) -> None:
    text = (
        "order,date,sku,qty,name,shipping name,shipping street,billing name\n"
        "1,2026-11-20,A,1,Customer,Recipient,Street 1,Payer\n"
    )
    (order,) = read_order_table(write_file(text)).records
    assert order.ship_to.name == "Recipient"
    assert order.bill_to is not None
    assert order.bill_to.name == "Payer"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("7001;;;;;;;47566;2,5;;;", "Qty"),
        ("7001;;;;;;;47566;1.234;;;", "Qty"),
        ("7001;;;;;;;47566;1;1,234;;", "Price"),
        ("7001;;;;;;;;1;;;", "SKU"),
        ("7001;;Bob Beech;;;;;71053;1;;;", "Name"),
        ("7001;21.11.2026 08:00;;;;;;71053;1;;;", "Order date"),
    ],
)
def test_a_bad_further_row_keeps_the_order_out(
    write_file: WriteFile, line: str, field: str
) -> None:
    file = read_order_table(write_file(table(HEADER, FIRST, line, FIRST.replace("7001", "7002"))))
    assert [(problem.row, problem.field) for problem in file.problems] == [(3, field)]
    assert [order.number for order in file.records] == ["7002"]


def test_a_line_that_stands_there_twice_is_a_problem(write_file: WriteFile) -> None:
    text = "order,date,sku,qty\n1,2026-11-20,A,1\n1,2026-11-20,A,1\n2,2026-11-20,A,1\n"
    file = read_order_table(write_file(text))
    assert [order.number for order in file.records] == ["2"]
    assert [(problem.row, problem.field) for problem in file.problems] == [(3, "sku")]


def test_line_ids_tell_equal_lines_apart_and_may_not_repeat(write_file: WriteFile) -> None:
    text = (
        "order,date,sku,qty,line id\n1,2026-11-20,A,1,10\n1,,A,1,20\n"
        "2,2026-11-20,A,1,10\n2,,B,1,10\n"
    )
    file = read_order_table(write_file(text))
    assert [order.number for order in file.records] == ["1"]
    assert [(problem.row, problem.field) for problem in file.problems] == [(5, "line id")]


def test_a_row_of_unequal_width_keeps_later_rows_of_its_order_out_too(
    write_file: WriteFile,
) -> None:
    text = "order,date,sku,qty\n1,2026-11-20,A\n1,2026-11-20,B,1\n,,C,1\n2,2026-11-20,A,1\n"
    file = read_order_table(write_file(text))
    assert [order.number for order in file.records] == ["2"]
    assert [problem.row for problem in file.problems] == [2]


@pytest.mark.parametrize("line", [",2026-11-20,A,1", "1,03/04/2026,A,1", "1,,A,1"])
def test_without_number_or_clear_date_there_is_no_order(write_file: WriteFile, line: str) -> None:
    file = read_order_table(write_file(f"order,date,sku,qty\n{line}\n"))
    assert not file.records
    assert [problem.row for problem in file.problems] == [2]


def test_two_orders_with_one_external_id_are_a_problem(write_file: WriteFile) -> None:
    text = (
        "order,order id,date,sku,qty\n1,X,2026-11-20,A,1\n2,X,2026-11-20,A,1\nX,,2026-11-20,A,1\n"
    )
    file = read_order_table(write_file(text))
    assert [order.number for order in file.records] == ["1"]
    assert [(problem.row, problem.field) for problem in file.problems] == [
        (3, "order id"),
        (4, "order"),
    ]


def test_a_note_that_is_a_formula_stays_text_and_numbers_are_not_recalculated(
    write_file: WriteFile,
) -> None:
    text = 'order,date,sku,qty,note\n1,2026-11-20,A,1,"=HYPERLINK(""http://x"")"\n'
    (order,) = read_order_table(write_file(text)).records
    assert order.note == '=HYPERLINK("http://x")'
