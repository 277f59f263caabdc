"""What the floor makes of single scans, and that nothing harmful passes for a code."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import barcodes
from app.domain.barcodes import (
    CommandCode,
    Fault,
    GarbledCode,
    GarbledWhy,
    ItemCode,
    LocationCode,
    PlainCode,
    QuantityCode,
    Reading,
    SsccCode,
    ToteCode,
    interpret,
)
from app.domain.trade_numbers import check_digit

TODAY = date(2026, 6, 1)
GS = "\x1d"
EAN = "4006381333931"
OTHER_EAN = "4006381333948"
SSCC = "340123450000000000"


def read(raw: str) -> Reading:
    return barcodes.read(raw, today=TODAY)


@pytest.mark.parametrize(
    ("raw", "gtin"),
    [
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        (EAN, "04006381333931"),
        ("14006381333938", "14006381333938"),
        ("04252614", "00042100005264"),
        (f"]E0{EAN}", "04006381333931"),
        ("]E0036000291452", "00036000291452"),
        ("]E0" + "04252614", "00042100005264"),
        ("]E496385074", "00000096385074"),
        (f"]E3{EAN}12", "04006381333931"),
        ("]I114006381333938", "14006381333938"),
        (f"]C0{EAN}", "04006381333931"),
        (f"]C101{EAN.zfill(14)}", "04006381333931"),
        (f"https://example.com/01/{EAN.zfill(14)}", "04006381333931"),
        (f"]Q1HTTPS://EXAMPLE.COM/01/{EAN.zfill(14)}", "04006381333931"),
        (f"(01){EAN.zfill(14)}", "04006381333931"),
    ],
)
def test_a_trade_number_is_the_same_item_however_it_is_written(raw: str, gtin: str) -> None:
    assert read(raw) == ItemCode(gtin)


def test_eight_digits_that_could_be_either_are_upc_e() -> None:
    assert read("01234565") == ItemCode("00012345000065")
    assert read("]E401234565") == ItemCode("00000001234565")


def test_an_item_brings_lot_expiry_serial_and_count() -> None:
    raw = f"]d201{EAN.zfill(14)}17270200{'10'}AB-1{GS}21S/7{GS}3012"
    assert read(raw) == ItemCode(
        "04006381333931", lot="AB-1", expiry=date(2027, 2, 28), serial="S/7", quantity=12
    )


def test_best_before_serves_as_expiry_where_nothing_else_does() -> None:
    assert read(f"]C101{EAN.zfill(14)}15270131") == ItemCode(
        EAN.zfill(14), expiry=date(2027, 1, 31)
    )
    assert read(f"]C101{EAN.zfill(14)}1527013117270228") == ItemCode(
        EAN.zfill(14), expiry=date(2027, 2, 28)
    )
    assert read(f"]C101{EAN.zfill(14)}70032702281200") == ItemCode(
        EAN.zfill(14), expiry=date(2027, 2, 28)
    )


def test_contents_and_their_count_are_that_many_of_the_item() -> None:
    assert read(f"]C102{EAN.zfill(14)}376") == ItemCode(EAN.zfill(14), quantity=6)


@pytest.mark.parametrize(
    "raw", [SSCC, f"00{SSCC}", f"]C100{SSCC}", f"]C0{SSCC}", f"(00){SSCC}", f"]C0(00){SSCC}"]
)
def test_an_sscc_is_read_with_and_without_its_identifier(raw: str) -> None:
    assert read(raw) == SsccCode(SSCC)


def test_an_sscc_wins_over_what_the_unit_contains() -> None:
    assert read(f"]C100{SSCC}02{EAN.zfill(14)}376") == SsccCode(SSCC)


@pytest.mark.parametrize("raw", ["47566", "85123A", "A01-01L-1", "10002", "2400", "1012345", "37"])
def test_skus_and_bare_location_codes_stay_plain_though_they_begin_like_gs1_data(raw: str) -> None:
    told = interpret(raw, today=TODAY)
    assert (told.reading, told.valid, told.elements) == (PlainCode(raw), False, ())


def test_eight_digits_without_a_check_digit_may_be_an_sku() -> None:
    assert read("12345678") == PlainCode("12345678")


def test_a_lot_alone_is_legal_but_identifies_nothing() -> None:
    told = interpret("]d210AB-1", today=TODAY)
    assert told.valid
    assert told.lacks_partner_of == "10"
    assert told.reading == PlainCode("10AB-1")


def test_an_ordinary_web_address_is_plain_text() -> None:
    assert read("]Q1https://example.com/winter-sale") == PlainCode(
        "https://example.com/winter-sale"
    )


@pytest.mark.parametrize("raw", ["\x02T-0442\x03", "T-0442\r\n", "T-0442\t", "t-0442", "]C0T-0442"])
def test_framing_case_and_identifier_do_not_matter_to_our_labels(raw: str) -> None:
    assert read(raw) == ToteCode("0442")


def test_spaces_around_a_label_are_dropped() -> None:
    assert read(" L-A01-01L-1 ") == LocationCode("A01-01L-1")


@pytest.mark.parametrize(
    "raw",
    [
        "4006381333932",
        "]E04006381333932",
        "036000291453",
        "14006381333939",
        "]I114006381333939",
        "340123450000000001",
        "00340123450000000001",
        "]C100340123450000000001",
        "https://example.com/01/04006381333932",
    ],
)
def test_a_wrong_check_digit_is_said_so(raw: str) -> None:
    assert read(raw) == GarbledCode(GarbledWhy.BAD_CHECK_DIGIT)


@pytest.mark.parametrize(
    "raw",
    [
        EAN + EAN,
        EAN + OTHER_EAN,
        EAN + OTHER_EAN + EAN,
        "036000291452" + EAN,
        SSCC + SSCC,
        "T-0442L-A01-01L-1",
        "T-0442T-0443",
        "L-A01-01L-1T-0442",
        "L-A01-01L-1L-A01-02L-1",
        "L-A01-01L-1XCK",
        "XCKXCUND",
        "B-ABCDEFGHIJT-0442",
        EAN + "T-0442",
        "T-0442" + EAN,
        "]C0T-0442]C0T-0443",
        f"]E0{EAN}]E0{EAN}",
        f"]E0{EAN}{OTHER_EAN}",
        f"]C101{EAN.zfill(14)}10A{GS}01{OTHER_EAN.zfill(14)}10B",
        f"]C100{SSCC}]C1T-0442",
    ],
)
def test_two_codes_run_together_are_never_one(raw: str) -> None:
    assert read(raw) == GarbledCode(GarbledWhy.RUN_TOGETHER)


@pytest.mark.parametrize("raw", ["L-A01-01L-1", "L-LOFT-1001", "O-WEST-10023", "O-CT-1234"])
def test_a_label_that_only_looks_like_two_is_one(raw: str) -> None:
    assert not isinstance(read(raw), GarbledCode)


@pytest.mark.parametrize("raw", ["", " ", "\r\n", "\x02\x03", "]C1", "]E0", "]C0 "])
def test_nothing_is_no_code(raw: str) -> None:
    assert read(raw) == GarbledCode(GarbledWhy.EMPTY)


@pytest.mark.parametrize(
    "raw", ["\x1b[A", "T-04\x0042", "AB\x08C", "47566\x7f", "a\nb", "]C110A\x05"]
)
def test_control_characters_never_pass(raw: str) -> None:
    assert read(raw) == GarbledCode(GarbledWhy.CONTROL_CHARACTERS)


@pytest.mark.parametrize("raw", ["x" * 4096, "7" * 129, "]C0" + "A" * 129, "^10" + "A" * 600])
def test_more_than_a_code_holds_is_too_long(raw: str) -> None:
    assert read(raw) == GarbledCode(GarbledWhy.TOO_LONG)


def test_a_long_digital_link_is_still_read() -> None:
    raw = f"https://example.com/01/{EAN.zfill(14)}?campaign={'x' * 300}"
    assert read(raw) == ItemCode(EAN.zfill(14))


@pytest.mark.parametrize(
    "number", ["4006381333932", "036000291453", "340123450000000001", "31001171800000017989625355"]
)
def test_a_number_in_a_plain_code_128_owes_no_check_digit(number: str) -> None:
    told = interpret(f"]C0{number}", today=TODAY)
    assert (told.reading, told.valid) == (PlainCode(number), True)


def test_a_composite_component_adds_to_the_ean_it_stands_over() -> None:
    told = interpret(f"]E0{EAN}|]e010A1{GS}17270131", today=TODAY)
    assert told.reading == ItemCode(EAN.zfill(14), lot="A1", expiry=date(2027, 1, 31))


def test_twelve_digits_of_a_partly_read_itf_are_no_item() -> None:
    assert read("]I0036000291452") == PlainCode("036000291452")


def test_gs1_data_without_any_mark_needs_a_check_digit_to_be_believed() -> None:
    assert interpret("1727022810AB", today=TODAY).elements == ()
    assert len(interpret(f"1727022810AB{GS}", today=TODAY).elements) == 2
    assert isinstance(read(f"01{EAN.zfill(14)}17270228"), ItemCode)


def test_a_fault_names_the_identifier_it_was_found_at() -> None:
    told = interpret(f"]C101{EAN.zfill(14)}17271315", today=TODAY)
    assert told.fault is not None
    assert (told.fault.fault, told.fault.ai) == (Fault.WRONG_DATE, "17")
    assert told.reading == GarbledCode(GarbledWhy.MALFORMED_GS1)


def test_commands_and_quantities_are_read() -> None:
    assert read("xcund") == CommandCode(barcodes.Command.UNDO)
    assert read("XCNB") == QuantityCode(0)
    assert read("XCNL") == QuantityCode(9)


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=200) | st.text(alphabet="]CQd1230(){}^%/T-LXKBO4\x1dhtps:", max_size=60))
def test_any_text_at_all_gets_an_answer(raw: str) -> None:
    told = interpret(raw, today=TODAY)
    assert told.valid == (told.fault is None)


@settings(deadline=None, max_examples=300)
@given(
    st.from_regex(r"[0-9]{12}", fullmatch=True),
    st.integers(min_value=0, max_value=12),
    st.integers(min_value=1, max_value=9),
)
def test_one_wrong_digit_never_makes_another_item(payload: str, place: int, shift: int) -> None:
    number = payload + check_digit(payload)
    wrong = (int(number[place]) + shift) % 10
    damaged = f"{number[:place]}{wrong}{number[place + 1 :]}"
    assert read(damaged) == GarbledCode(GarbledWhy.BAD_CHECK_DIGIT)


@settings(deadline=None, max_examples=300)
@given(
    st.from_regex(r"[0-9]{12}", fullmatch=True),
    st.from_regex(r"[0-9A-Za-z/+_-]{1,20}", fullmatch=True),
    st.from_regex(r"[0-9A-Z]{1,20}", fullmatch=True),
    st.dates(min_value=date(1978, 1, 1), max_value=date(2075, 12, 31)),
)
def test_what_a_label_maker_writes_is_what_is_read(
    payload: str, lot: str, serial: str, expiry: date
) -> None:
    gtin = (payload + check_digit(payload)).zfill(14)
    raw = f"]d201{gtin}10{lot}{GS}17{expiry:%y%m%d}21{serial}"
    assert read(raw) == ItemCode(gtin, lot=lot, expiry=expiry, serial=serial)
