"""The reading of codes against nearly a thousand known answers, kind by kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from biip.gs1_messages import GS1Message

from app.domain.barcodes import Interpretation, interpret

DATA = Path(__file__).parents[1] / "data" / "barcodes"
TODAY = date(2026, 6, 1)
KINDS = ("scan", "retail", "dl", "upce", "bracketed", "unbracketed")

# GS1's engine wants 13 digits behind ]E0. Scanners also send UPC-A with 12 there, and the rows of
# kind `retail` hold such scans as legal: both can't be right, and the floor needs the second.
UPC_A_OF_TWELVE_DIGITS = "gs1-0239"

Row = dict[str, Any]


def rows(kind: str | None = None) -> Iterator[Row]:
    for name in ("gs1_engine_vectors.jsonl", "scan_vectors.jsonl"):
        for line in (DATA / name).read_text(encoding="utf-8").split("\n"):
            row: Row = json.loads(line) if line else {"kind": "stream"}
            is_asked_for = kind in (None, row["kind"]) and row["kind"] != "stream"
            if is_asked_for and row["id"] != UPC_A_OF_TWELVE_DIGITS:
                yield row


def pairs(told: Interpretation) -> list[list[str]]:
    return [[element.ai, element.value] for element in told.elements]


def comparable(meaning: dict[str, str | int]) -> dict[str, str | int | float]:
    return {
        name: float(value) if name.endswith("_kg") else value for name, value in meaning.items()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_no_code_is_accepted_wrongly(kind: str) -> None:
    wrong = []
    for row in rows(kind):
        told = interpret(row["input"], today=TODAY)
        expected = row["elements"] or []
        if told.valid and (not row["lenient"] or sorted(pairs(told)) != sorted(expected)):
            wrong.append((row["id"], row["input"], pairs(told)))
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_legal_code_is_refused(kind: str) -> None:
    refused = [
        (row["id"], row["input"], str(told.fault))
        for row in rows(kind)
        if row["lenient"] and not (told := interpret(row["input"], today=TODAY)).valid
    ]
    assert refused == []


@pytest.mark.parametrize("kind", KINDS)
def test_codes_complete_in_the_strict_sense_are_told_from_those_that_lack_a_partner(
    kind: str,
) -> None:
    different = []
    for row in rows(kind):
        told = interpret(row["input"], today=TODAY)
        if (told.valid and told.lacks_partner_of is None) != row["strict"]:
            different.append((row["id"], row["input"], told.lacks_partner_of))
    assert different == []


@pytest.mark.parametrize("kind", ["scan", "retail", "dl", "upce"])
def test_every_named_fact_is_found_and_no_other(kind: str) -> None:
    different = []
    for row in rows(kind):
        if row["lenient"] and row.get("meaning") is not None:
            meaning = comparable(dict(interpret(row["input"], today=TODAY).meaning))
            if meaning != comparable(row["meaning"]):
                different.append((row["id"], row["input"], meaning))
    assert different == []


def test_elements_keep_the_order_they_have_in_the_symbol() -> None:
    for row in rows("scan"):
        if row["lenient"]:
            assert pairs(interpret(row["input"], today=TODAY)) == row["elements"]


def test_a_second_reader_cuts_the_same_elements() -> None:
    compared = 0
    for row in rows("scan"):
        if row["lenient"] and row["id"].startswith("dev-") and row["elements"]:
            data = row["input"].removeprefix("\x1d")
            data = data[3:] if data.startswith("]") else data
            second = GS1Message.parse(data)
            cut = [[element.ai.ai, element.value] for element in second.element_strings]
            assert cut == pairs(interpret(row["input"], today=TODAY)), row["input"]
            compared += 1
    assert compared > 300
