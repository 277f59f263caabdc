"""Finds out from one printed test code what is wrong between a scanner and this computer.

A wedge scanner sends key positions, not characters. If it is set to another keyboard layout than
the computer, or Caps Lock is on, wrong codes arrive without any error.
"""

import enum
import re

TEST_CARD = "XCTEST AZQWYM 0123"
"""The letters that move between the US, German and French layouts, and some digits."""

_GS = "\x1d"
_AIM_LENGTH = 3
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")

_TO_GERMAN = str.maketrans("YyZz", "ZzYy")
_LETTERS_TO_FRENCH = str.maketrans("AaQqZzWwMm", "QqAaWwZz?,")
_TO_FRENCH = _LETTERS_TO_FRENCH | str.maketrans("0123456789", "à&é\"'(-è_ç")


class CardFinding(enum.StrEnum):
    """What the test card shows; the first that applies is the one to repair first."""

    AS_SENT = "as_sent"
    NOTHING = "nothing"
    CAPS_LOCK = "caps_lock"
    GERMAN_LAYOUT = "german_layout"
    """Y and Z are swapped."""
    FRENCH_LAYOUT = "french_layout"
    """A and Q, Z and W are swapped, M and the digits are other characters."""
    MISSING_SEPARATOR = "missing_separator"
    """The card holds GS between its parts, and it did not arrive: lot and expiry would run
    together."""
    CHARACTERS_LOST = "characters_lost"
    CHARACTERS_ADDED = "characters_added"
    """The scanner is set to send something before or after each code."""
    DIFFERENT = "different"
    """Nothing known: another code, or another layout."""


def diagnose_test_card(received: str, sent: str = TEST_CARD) -> CardFinding:
    """Compare a scanned test card with what is printed on it.

    Args:
        received: The payload as it arrived; an AIM identifier in front is as it should be.
        sent: What the card says. With GS in it the card tests the separator too.

    Returns:
        What is wrong, or that nothing is.
    """
    if not received:
        return CardFinding.NOTHING
    if _AIM.match(received):
        received = received[_AIM_LENGTH:]
    if received == sent:
        return CardFinding.AS_SENT
    if received == sent.swapcase():
        return CardFinding.CAPS_LOCK
    if layout := _layout_of(received, sent):
        return layout
    if _GS in sent and received == sent.replace(_GS, ""):
        return CardFinding.MISSING_SEPARATOR
    if sent in received:
        return CardFinding.CHARACTERS_ADDED
    if _is_part_of(received, sent):
        return CardFinding.CHARACTERS_LOST
    return CardFinding.DIFFERENT


def _layout_of(received: str, sent: str) -> CardFinding | None:
    """Which layout turns what was sent into what came, with Caps Lock on or off.

    On another layout the AIM identifier is garbled too, so that three characters more may stand
    in front.
    """
    arrived = {received, received[_AIM_LENGTH:]}
    for finding, *tables in (
        (CardFinding.GERMAN_LAYOUT, _TO_GERMAN),
        (CardFinding.FRENCH_LAYOUT, _TO_FRENCH, _LETTERS_TO_FRENCH),
    ):
        for text in (sent, sent.swapcase()):
            if arrived & {text.translate(table) for table in tables}:
                return finding
    return None


def _is_part_of(received: str, sent: str) -> bool:
    rest = iter(sent)
    return all(char in rest for char in received)
