import json
from dataclasses import replace

import pytest

from printing.documents import (
    BadgeLabel,
    CommandCard,
    CommandSheet,
    Document,
    LocationLabel,
    PackagingLabel,
    RecordError,
    TestPage,
    ToteLabel,
    document_kind,
    from_record,
    to_record,
)
from printing.records import encode
from tests.printing.paper_samples import JAPANESE, LABEL, SLIP

DOCUMENTS: tuple[Document, ...] = (
    LABEL,
    replace(LABEL, weight_g=None, ship_to=replace(JAPANESE, country_name="Japon")),
    SLIP,
    replace(SLIP, bill_to=JAPANESE, gift_message="zwei\nZeilen"),
    LocationLabel("A01-01L-1", "473", "A", 1),
    LocationLabel("A01-01L-1", "473"),
    ToteLabel("0017"),
    PackagingLabel("M2", "Carton"),
    BadgeLabel("K7Q2MX4T9R", "Ana", "Picker"),
    CommandSheet((CommandCard("XCK", "OK"),)),
    TestPage("ZD-3", "Bench 1", "2026-11-23T10:15:00"),
)


@pytest.mark.parametrize("document", DOCUMENTS, ids=document_kind)
def test_document_comes_back_from_json_unchanged(document: Document) -> None:
    assert from_record(json.loads(json.dumps(to_record(document)))) == document


def test_record_says_its_kind() -> None:
    assert to_record(LABEL)["kind"] == document_kind(LABEL) == "shipping_label"


def without(record: dict[str, object], field: str) -> dict[str, object]:
    return {name: value for name, value in record.items() if name != field}


@pytest.mark.parametrize(
    ("record", "path", "words"),
    [
        ({"kind": "invoice"}, "kind", "'invoice' is none of packing_slip"),
        ({}, "kind", "None is none of"),
        ({**to_record(LABEL), "price": 3}, "shipping_label.price", "no such field"),
        (without(to_record(LABEL), "sscc"), "shipping_label.sscc", "missing"),
        ({**to_record(LABEL), "sscc": 7}, "shipping_label.sscc", "expected str, found 7"),
        ({**to_record(LABEL), "weight_g": True}, "shipping_label.weight_g", "expected int"),
        ({**to_record(LABEL), "paper": "a5"}, "shipping_label.paper", "'a5' is none of a4"),
        ({**to_record(LABEL), "marks": "FRAGILE"}, "shipping_label.marks", "expected a list"),
        ({**to_record(LABEL), "ship_to": None}, "shipping_label.ship_to", "expected fields"),
        (
            {**to_record(SLIP), "lines": [{"number": "1"}]},
            "packing_slip.lines[0].number",
            "expected int, found '1'",
        ),
    ],
)
def test_damaged_record_is_refused_with_place_and_value(
    record: dict[str, object], path: str, words: str
) -> None:
    with pytest.raises(RecordError) as refused:
        from_record(record)
    assert refused.value.path == path
    assert words in refused.value.problem


def test_value_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot hold bytes"):
        encode(b"raw")
