"""Numbers, dates, texts and codes as they stand in files of many countries."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.exchange.amounts import Notation, read_cents, read_number, read_quantity
from app.exchange.bad_value import BadValue
from app.exchange.codes import read_code, read_text
from app.exchange.moments import read_day, read_moment


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("1234.5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1.234.567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("0.350", "0.350"),
        (",5", "0.5"),
        ("1234.567", "1234.567"),
        ("-7", "-7"),
        ("+7,25", "7.25"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: str) -> None:
    assert read_number(text, Notation.PEOPLE) == Decimal(number)


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345", "999,999", "-1.234"])
def test_numbers_that_mean_two_things_are_refused(text: str) -> None:
    with pytest.raises(BadValue, match="may mean"):
        read_number(text, Notation.PEOPLE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1e5",
        "1.2.3",
        "1,23,456",
        "1.23,4.5",
        "12 34",
        "0x10",
        "١٢",
        "½",
        "--1",
        ".",
        "1" * 31,
    ],
)
def test_what_is_no_number_is_refused_in_every_notation(text: str) -> None:
    for notation in Notation:
        with pytest.raises(BadValue):
            read_number(text, notation)


@pytest.mark.parametrize("text", ["1,5", "1 234", "1.234,50"])
def test_programs_write_points_only(text: str) -> None:
    with pytest.raises(BadValue):
        read_number(text, Notation.MACHINE)
    assert read_number("1.234", Notation.MACHINE) == Decimal("1.234")


@pytest.mark.parametrize(
    ("text", "pieces"), [("6", 6), ("6.00", 6), ("6,0", 6), ("1000000", 10**6)]
)
def test_quantities_may_have_decimals_that_are_zero(text: str, pieces: int) -> None:
    assert read_quantity(text, Notation.PEOPLE) == pieces


@pytest.mark.parametrize(
    ("text", "cents"),
    [("4.95", 495), ("£4.95", 495), ("4,95 €", 495), ("EUR 12", 1200), ("0.125", 13), ("0", 0)],
)
def test_money_is_kept_in_hundredths(text: str, cents: int) -> None:
    assert read_cents(text, Notation.PEOPLE) == cents


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20 09:50:26 +0200",
        "2026-11-20T09:50:26+02:00",
        "2026-11-20T07:50:26Z",
        "2026-11-20T07:50:26",
        "2026-11-20 07:50:26.123 UTC",
        "2026/11/20 07:50:26",
        "20.11.2026 07:50:26",
        "20/11/2026 07:50:26",
        "11/20/2026 07:50:26",
    ],
)
def test_moments_are_brought_to_utc(text: str) -> None:
    assert read_moment(text) == datetime(2026, 11, 20, 7, 50, 26, tzinfo=UTC)
    assert read_day(text).isoformat() == "2026-11-20"


def test_equal_day_and_month_are_clear() -> None:
    assert read_day("05/05/2026").isoformat() == "2026-05-05"


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2026",
        "3-4-2026",
        "2026-02-30",
        "2026-2-3",
        "31/31/2026",
        "20.11.26",
        "46000",
        "1899-12-30",
        "9999-12-31",
        "2026-11-20 25:00",
        "2026-11-20 07:50 +9900",
        "yesterday",
        "\uff12\uff10\uff12\uff16-11-20",
    ],
)
def test_unclear_and_impossible_dates_are_refused(text: str) -> None:
    with pytest.raises(BadValue):
        read_moment(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Ann\tAsh ", "Ann Ash"),
        ("Ann\r\nAsh", "Ann Ash"),
        ("A\x00n\x1bn", "Ann"),
        ("Rene\u0301e", "Renée"),
        ("\ufeffAnn", "Ann"),
        ("Ann\u202egnp.exe", "Anngnp.exe"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("a\uffffb", "ab"),
        ("王小明", "王小明"),
    ],
)
def test_texts_lose_what_nobody_can_read(text: str, cleaned: str) -> None:
    assert read_text(text, 40) == cleaned


def test_notes_keep_their_line_breaks() -> None:
    assert read_text("a\r\nb\u2028c\vd", 40, multiline=True) == "a\nb\nc\nd"


@pytest.mark.parametrize("code", ["A\nB", "A\x00", "A\u200bB", "=1+1", "A" * 41])
def test_codes_are_refused_rather_than_changed(code: str) -> None:
    with pytest.raises(BadValue):
        read_code(code, 40)


@pytest.mark.parametrize(
    ("text", "code"), [("'00123", "00123"), ('="00123"', "00123"), (" 85123A ", "85123A")]
)
def test_what_protects_leading_zeros_is_taken_off(text: str, code: str) -> None:
    assert read_code(text, 40) == code
