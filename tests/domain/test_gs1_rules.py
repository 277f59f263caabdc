"""The table of identifiers against GS1's own dictionary, and the rules for single values."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from app.domain.gs1 import Fault, Gs1Fault, missing_partner, read_bracketed, read_element_strings
from app.domain.gs1_identifiers import IDENTIFIERS, identifier_at
from app.domain.gs1_rules import RULES, day_of
from app.domain.gs1_table import TABLE

DICTIONARY = Path(__file__).parents[1] / "data" / "barcodes" / "gs1-syntax-dictionary.txt"
TODAY = date(2026, 6, 1)


def test_the_table_is_gs1s_own() -> None:
    lines = DICTIONARY.read_text(encoding="utf-8").splitlines()
    theirs = [re.sub(r"\s+", " ", line) for line in lines if line and not line.startswith("#")]
    assert [re.sub(r"\s+", " ", line) for line in TABLE.splitlines()] == theirs


def test_every_rule_the_table_names_is_there_and_no_other() -> None:
    named = {rule for entry in IDENTIFIERS.values() for part in entry.parts for rule in part.rules}
    assert named == set(RULES)


def test_no_identifier_is_the_beginning_of_another() -> None:
    for ai in IDENTIFIERS:
        assert identifier_at(ai + "0000") is IDENTIFIERS[ai]


@pytest.mark.parametrize(
    ("digits", "day"),
    [
        ("260601", date(2026, 6, 1)),
        ("270200", date(2027, 2, 28)),
        ("280200", date(2028, 2, 29)),
        ("280229", date(2028, 2, 29)),
        ("760101", date(2076, 1, 1)),
        ("770101", date(1977, 1, 1)),
        ("270229", None),
        ("271301", None),
        ("270001", None),
        ("270132", None),
        ("27013", None),
        ("27O131", None),
    ],
)
def test_a_date_has_the_century_nearest_to_today(digits: str, day: date | None) -> None:
    assert day_of(digits, today=TODAY) == day


def test_late_in_a_century_a_low_year_lies_in_the_next() -> None:
    assert day_of("100101", today=date(2089, 1, 1)) == date(2110, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "(402)12345678901234560",
        "(410)4000001000005",
        "(8013)1987654Ad4X4bL5ttr2310c2K",
        "(8007)GB82WEST12345698765432",
        "(7040)1ABC",
        "(7041)CT",
        "(7258)1/3",
        "(8006)123456789012310102",
        "(4309)18000000003600000000",
        "(4330)000123-",
        "(7241)10",
        "(7252)9",
        "(8014)1987654Ad4X4bL5ttr2310c2K",
        "(7250)19991231",
        "(8008)2612312359",
        "(4300)ACME%20LTD",
        "(7030)999ABC",
        "(8011)1",
    ],
)
def test_legal_values_are_read(text: str) -> None:
    assert read_bracketed(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("(410)4000001000006", Fault.WRONG_CHECK_DIGIT),
        ("(02)12345678901230(37)1", Fault.WRONG_CHECK_DIGIT),
        ("(8110)106141416543213150110120", Fault.WRONG_CONTENT),
        ("(7250)19991301", Fault.WRONG_DATE),
        ("(7241)11", Fault.WRONG_CONTENT),
        ("(8014)12345678", Fault.WRONG_CONTENT),
        ("(21)A(235)B", Fault.NOT_TOGETHER),
        ("(3100)000001(3101)000001", Fault.NOT_TOGETHER),
        ("(10)A(10)B", Fault.CONTRADICTION),
        ("(253)1234567890128(8030)ABC", Fault.WRONG_LENGTH),
        ("(01)1234567890123", Fault.WRONG_LENGTH),
        ("(10)", Fault.EMPTY),
        ("", Fault.EMPTY),
        ("(05)1", Fault.UNKNOWN_IDENTIFIER),
    ],
)
def test_illegal_data_is_refused_with_its_reason(text: str, fault: Fault) -> None:
    with pytest.raises(Gs1Fault) as refused:
        read_bracketed(text, today=TODAY)
    assert refused.value.fault is fault


def test_a_value_with_no_separator_behind_it_does_not_swallow_the_next() -> None:
    with pytest.raises(Gs1Fault) as refused:
        read_element_strings("10ABCDEFGHIJ17270131210123456789", today=TODAY)
    assert (refused.value.fault, refused.value.ai) == (Fault.WRONG_LENGTH, "10")


def test_the_same_value_twice_is_no_contradiction() -> None:
    elements = read_bracketed("(10)A(10)A", today=TODAY)
    assert [element.ai for element in elements] == ["10", "10"]


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("(01)12345678901231(10)A", None),
        ("(10)A", "10"),
        ("(02)12345678901231(37)1", "37"),
        ("(01)12345678901231(250)A", "250"),
        ("(01)12345678901231(21)S(250)A", None),
        ("(01)12345678901231(8030)SIG", "8030"),
        ("(01)12345678901231(21)S(8030)SIG", None),
        ("(01)12345678901231(3920)100", "3920"),
        ("(01)12345678901231(3920)100(3103)000001", None),
    ],
)
def test_a_missing_partner_is_named(text: str, lacking: str | None) -> None:
    assert missing_partner(read_bracketed(text, today=TODAY)) == lacking
