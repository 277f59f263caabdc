"""Which parcels need a declaration, and what of an item customs miss first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.customs import ItemCustoms, Place, crosses_border, missing_field

DECLARED = [
    ("DE", "24103", "CH", "3011"),
    ("GB", "BS1 4TR", "DE", "24103"),
    ("DE", "24103", "GB", "YO9 1FH"),
    ("DE", "24103", "ES", "35001"),  # the Canaries
    ("DE", "24103", "DE", "27498"),  # Heligoland
    ("FR", "75001", "GP", "97110"),  # Guadeloupe has a code of its own
    ("US", "10001", "GB", "BT1 5GS"),
    ("CH", "3011", "NO", "0150"),
]
FREE = [
    ("DE", "24103", "DE", "10115"),
    ("DE", "24103", "AT", "1010"),
    ("DE", "24103", "MC", "98000"),
    ("CH", "3011", "LI", "9490"),
    ("GB", "BS1 4TR", "IM", "IM1 1AA"),
    ("GB", "BS1 4TR", "GB", "BT1 5GS"),
    ("DE", "24103", "GB", "BT1 5GS"),
    ("IT", "00184", "SM", "47890"),
    ("de", "24103", "fr", "75001"),
]


@pytest.mark.parametrize(
    ("sender", "postcode", "recipient", "code", "declared"),
    [(*row, True) for row in DECLARED] + [(*row, False) for row in FREE],
)
def test_a_declaration_is_wanted_where_a_customs_border_is_crossed(
    sender: str, postcode: str, recipient: str, code: str, declared: bool
) -> None:
    assert crosses_border(Place(sender, postcode), Place(recipient, code)) is declared


WHOLE = ItemCustoms("MUG", "Stoneware mug", "691200", "PT", 250, 400)


def test_the_first_column_that_is_empty_is_named() -> None:
    assert missing_field(WHOLE) is None
    lacking = {
        "customs_description": replace(WHOLE, description=" "),
        "tariff_number": replace(WHOLE, tariff_number=""),
        "origin_country": replace(WHOLE, origin_country=""),
        "customs_value": replace(WHOLE, value_cents=None),
        "weight_g": replace(WHOLE, weight_g=0),
    }
    assert {field: missing_field(item) for field, item in lacking.items()} == {
        field: field for field in lacking
    }
