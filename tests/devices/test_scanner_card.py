"""The test card names what stands between a scanner and the computer."""

import pytest

from app.devices.scanner_card import TEST_CARD, CardFinding, diagnose_test_card

GS1_CARD = "XCTEST AZQWYM\x1d0123"


@pytest.mark.parametrize(
    ("received", "finding"),
    [
        ("XCTEST AZQWYM 0123", CardFinding.AS_SENT),
        ("]C0XCTEST AZQWYM 0123", CardFinding.AS_SENT),
        ("", CardFinding.NOTHING),
        ("xctest azqwym 0123", CardFinding.CAPS_LOCK),
        ("]c0xctest azqwym 0123", CardFinding.CAPS_LOCK),
        ("XCTEST AYQWZM 0123", CardFinding.GERMAN_LAYOUT),
        ("xctest ayqwzm 0123", CardFinding.GERMAN_LAYOUT),
        ("+C0XCTEST AYQWZM 0123", CardFinding.GERMAN_LAYOUT),
        ('XCTEST QWAZY? à&é"', CardFinding.FRENCH_LAYOUT),
        ("XCTEST QWAZY? 0123", CardFinding.FRENCH_LAYOUT),
        ('xctest qwazy, à&é"', CardFinding.FRENCH_LAYOUT),
        ("CTEST AZQWYM 0123", CardFinding.CHARACTERS_LOST),
        ("XCTESTAZQWYM0123", CardFinding.CHARACTERS_LOST),
        ("XCTEST AZQWYM 0123#", CardFinding.CHARACTERS_ADDED),
        ("4006381333931", CardFinding.DIFFERENT),
    ],
)
def test_a_scanned_card_shows_what_to_repair(received: str, finding: CardFinding) -> None:
    assert diagnose_test_card(received) is finding


@pytest.mark.parametrize(
    ("received", "finding"),
    [
        (GS1_CARD, CardFinding.AS_SENT),
        ("XCTEST AZQWYM0123", CardFinding.MISSING_SEPARATOR),
        ("XCTEST AZQWYM 0123", CardFinding.DIFFERENT),
    ],
)
def test_a_card_with_a_separator_shows_whether_it_arrives(
    received: str, finding: CardFinding
) -> None:
    assert diagnose_test_card(received, GS1_CARD) is finding


def test_the_card_moves_on_every_layout_it_is_to_find() -> None:
    assert {"A", "Q", "Z", "W", "Y", "M"} <= set(TEST_CARD)
