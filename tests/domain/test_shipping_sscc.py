import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.packaging import UnitSize
from app.domain.shipping import (
    SsccParts,
    SsccRangeExhausted,
    expected_weight_g,
    last_serial,
    parse_sscc,
    sscc,
)
from app.domain.trade_numbers import is_sscc

PREFIXES = st.integers(4, 12).flatmap(
    lambda length: st.text("0123456789", min_size=length, max_size=length)
)


def test_sscc_is_composed_of_extension_prefix_serial_and_check_digit() -> None:
    # GS1's own worked example of the check digit calculation
    assert sscc(3, "7610425", 2123456) == "376104250021234569"


def test_short_serial_is_filled_with_zeros() -> None:
    assert sscc(0, "200000000", 1)[:-1] == "0" + "200000000" + "0000001"


@given(st.integers(0, 9), PREFIXES, st.data())
def test_every_number_of_the_range_is_valid_and_comes_apart_again(
    extension: int, prefix: str, data: st.DataObject
) -> None:
    serial = data.draw(st.integers(0, last_serial(prefix)))
    code = sscc(extension, prefix, serial)
    assert is_sscc(code)
    assert parse_sscc(code, company_prefix=prefix) == SsccParts(extension, prefix, serial)


@given(PREFIXES, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(prefix: str, place: int, change: int) -> None:
    code = sscc(0, prefix, 7)
    wrong = str((int(code[place]) + change) % 10)
    assert not is_sscc(code[:place] + wrong + code[place + 1 :])


@pytest.mark.parametrize(
    "code",
    [
        "",
        "37610425002123456",
        "3761042500212345699",
        "37610425002123456X",
        "\N{ARABIC-INDIC DIGIT ONE}" * 18,
    ],
)
def test_text_that_is_no_sscc_is_told_apart(code: str) -> None:
    assert not is_sscc(code)
    assert parse_sscc(code, company_prefix="7610425") is None


def test_sscc_of_another_company_is_not_ours() -> None:
    assert parse_sscc(sscc(3, "7610425", 1), company_prefix="7610426") is None


def test_number_after_the_last_is_refused_and_names_the_range() -> None:
    assert sscc(9, "123456789012", 9999).startswith("91234567890129999")
    with pytest.raises(SsccRangeExhausted) as caught:
        sscc(9, "123456789012", 10_000)
    assert (caught.value.extension_digit, caught.value.company_prefix) == (9, "123456789012")
    assert (caught.value.serial, caught.value.last) == (10_000, 9999)


@pytest.mark.parametrize(
    ("extension", "prefix", "serial"),
    [(10, "7610425", 1), (-1, "7610425", 1), (0, "761", 1), (0, "7" * 13, 1), (0, "76104x5", 1),
     (0, "7610425", -1)],
)  # fmt: skip
def test_parts_that_make_no_sscc_are_refused(extension: int, prefix: str, serial: int) -> None:
    with pytest.raises(ValueError, match=r"extension digit|company prefix|serial"):
        sscc(extension, prefix, serial)


def test_expected_weight_is_goods_and_packaging() -> None:
    units = [UnitSize(10, 10, 10, weight_g=250, quantity=3), UnitSize(10, 10, 10, weight_g=40)]
    assert expected_weight_g(units, tare_g=180) == 970
    assert expected_weight_g([], tare_g=60) == 60
