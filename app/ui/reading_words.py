"""Says in words what a scanned code means, for the test scan and for looking things up."""

from __future__ import annotations

from app.devices.scanner_card import CardFinding
from app.domain.readings import (
    BadgeCode,
    CommandCode,
    GarbledCode,
    GarbledWhy,
    ItemCode,
    LocationCode,
    OrderCode,
    PackagingCode,
    PlainCode,
    QuantityCode,
    Reading,
    SsccCode,
    StationCode,
    ToteCode,
    WeightCode,
)
from app.ui.floor_words import command_word
from app.ui.message import translate
from app.ui.scale_words import weight_words

_CONTROLS = {
    "\x1d": "<GS>",
    "\x1e": "<RS>",
    "\x04": "<EOT>",
    "\r": "<CR>",
    "\n": "<LF>",
    "\t": "<TAB>",
}
"""Control characters that scanners send, by the names their manuals use."""


def visible(raw: str) -> str:
    """The characters of a scan, control characters by name, e.g. <GS>."""
    return "".join(
        char if char.isprintable() else _CONTROLS.get(char, f"<{ord(char):02X}>") for char in raw
    )


def meaning(reading: Reading) -> str:
    """What a reading is, in words."""
    match reading:
        case BadgeCode():
            return translate("reading", "a badge")
        case CommandCode(command=command):
            return translate("reading", "command {0}").format(command_word(command))
        case QuantityCode(quantity=quantity):
            return translate("reading", "quantity {0}").format(quantity)
        case ItemCode():
            return _item(reading)
        case GarbledCode(why=why):
            return garbled_words(why)
        case PlainCode(text=text):
            return translate("reading", "text {0}: an SKU or location, or unknown").format(text)
        case WeightCode(grams=grams):
            return weight_words(grams)
    return _label(reading)


def _label(
    reading: LocationCode | ToteCode | OrderCode | PackagingCode | StationCode | SsccCode,
) -> str:
    """What one of our own labels names."""
    match reading:
        case LocationCode(code=code):
            return translate("reading", "location {0}").format(code)
        case ToteCode(code=code):
            return translate("reading", "tote T-{0}").format(code)
        case OrderCode(number=number):
            return translate("reading", "order {0}").format(number)
        case PackagingCode(code=code):
            return translate("reading", "carton {0}").format(code)
        case StationCode(code=code):
            return translate("reading", "station {0}").format(code)
        case SsccCode(sscc=sscc):
            return translate("reading", "parcel {0}").format(sscc)


def _item(reading: ItemCode) -> str:
    parts = [translate("reading", "item {0}").format(reading.gtin)]
    if reading.lot is not None:
        parts.append(translate("reading", "lot {0}").format(reading.lot))
    if reading.expiry is not None:
        parts.append(translate("reading", "use by {0}").format(reading.expiry.isoformat()))
    if reading.serial is not None:
        parts.append(translate("reading", "serial {0}").format(reading.serial))
    if reading.quantity is not None:
        parts.append(translate("reading", "{0} units").format(reading.quantity))
    return ", ".join(parts)


def garbled_words(why: GarbledWhy) -> str:
    """Why input cannot be one code."""
    words = {
        GarbledWhy.EMPTY: translate("reading", "empty"),
        GarbledWhy.TOO_LONG: translate("reading", "too long for one code"),
        GarbledWhy.CONTROL_CHARACTERS: translate("reading", "control characters inside"),
        GarbledWhy.BAD_CHECK_DIGIT: translate("reading", "wrong check digit: misread"),
        GarbledWhy.MALFORMED_GS1: translate("reading", "damaged GS1 code"),
        GarbledWhy.RUN_TOGETHER: translate("reading", "two codes run together"),
    }
    return words[why]


def card_words(finding: CardFinding) -> str:
    """What the test card shows about the scanner, and how to mend it."""
    words = {
        CardFinding.AS_SENT: translate("reading", "Test card OK: the scanner is set up well."),
        CardFinding.NOTHING: translate("reading", "Nothing arrived: scan the test card."),
        CardFinding.CAPS_LOCK: translate("reading", "Caps Lock is on: press it once."),
        CardFinding.GERMAN_LAYOUT: translate(
            "reading", "Y and Z are swapped: set the scanner to the keyboard of this computer."
        ),
        CardFinding.FRENCH_LAYOUT: translate(
            "reading", "A and Q are swapped: set the scanner to the keyboard of this computer."
        ),
        CardFinding.MISSING_SEPARATOR: translate(
            "reading", "The separator GS is lost: let the scanner send it as Ctrl+]."
        ),
        CardFinding.CHARACTERS_LOST: translate(
            "reading", "Characters are missing: let the scanner send more slowly."
        ),
        CardFinding.CHARACTERS_ADDED: translate(
            "reading", "The scanner adds characters: switch its prefix or suffix off."
        ),
        CardFinding.DIFFERENT: translate("reading", "This is not the test card."),
    }
    return words[finding]
