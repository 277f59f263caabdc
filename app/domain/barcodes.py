"""From the characters a scanner sent to what they mean, by rules alone: nothing is looked up.

The order of the rules is what keeps a wrong code from being accepted: the scanner's AIM identifier
decides where there is one; then our own labels; then length and check digit; then GS1 element
strings, and those without any mark of GS1 only if a check digit proves them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from app.domain.digital_link import looks_like_link, read_digital_link
from app.domain.gs1 import (
    GS,
    Element,
    Fault,
    Gs1Fault,
    checked,
    missing_partner,
    read_bracketed,
    read_element_strings,
)
from app.domain.gs1_meaning import meaning_of, reading_of
from app.domain.own_codes import (
    QUANTITY_LETTERS,
    RESERVED_PREFIXES,
    badge_payload,
    command_payloads,
    location_payload,
    order_payload,
    packaging_payload,
    quantity_payload,
    read_own_code,
    station_payload,
    tote_payload,
)
from app.domain.readings import (
    BadgeCode,
    Command,
    CommandCode,
    GarbledCode,
    GarbledWhy,
    ItemCode,
    LocationCode,
    OrderCode,
    OwnReading,
    PackagingCode,
    PlainCode,
    QuantityCode,
    Reading,
    SsccCode,
    StationCode,
    ToteCode,
)
from app.domain.run_together import SECOND_IDENTIFIER, is_run_together
from app.domain.trade_numbers import (
    as_gtin14,
    gtin14_of_bare_number,
    is_digits,
    is_sscc,
    split_symbology,
    upc_a_of_upc_e,
)

__all__ = [
    "MAX_GS1_LENGTH",
    "MAX_LENGTH",
    "QUANTITY_LETTERS",
    "RESERVED_PREFIXES",
    "BadgeCode",
    "Command",
    "CommandCode",
    "Fault",
    "GarbledCode",
    "GarbledWhy",
    "Interpretation",
    "ItemCode",
    "LocationCode",
    "OrderCode",
    "PackagingCode",
    "PlainCode",
    "QuantityCode",
    "Reading",
    "SsccCode",
    "StationCode",
    "ToteCode",
    "badge_payload",
    "command_payloads",
    "interpret",
    "location_payload",
    "order_payload",
    "packaging_payload",
    "quantity_payload",
    "read",
    "station_payload",
    "tote_payload",
]

MAX_LENGTH = 128
"""Characters of a code after its framing. Longer input is no code of a warehouse."""

MAX_GS1_LENGTH = 512
"""The same for GS1 data in two-dimensional symbols and for Digital Links, which may be longer."""

_FRAMING = "\x02\x03\r\n\t"
_CONTROL = re.compile(r"[\x00-\x1c\x1e\x1f\x7f-\x9f]")
_GS1_CARRIERS = frozenset({"C1", "d2", "Q3", "J1", "e0", "e1", "e2"})
_KEYS = frozenset({"00", "01", "02"})
_PLAIN_AFTER_ALL = frozenset({Fault.NO_LINK, Fault.NO_KEY_IN_LINK, Fault.NO_KNOWN_FORM})
_NOTHING_TO_OBJECT_WHEN_EMPTY = frozenset({"Q1", "d1", "J0"})


@dataclass(frozen=True)
class Interpretation:
    """Everything one scan says.

    Attributes:
        reading: What the floor makes of it.
        valid: It is legal: GS1 data by all rules but the wanted partners, a trade number with its
            check digit, one of our labels, or any text in a symbol that is not for GS1 data.
        lacks_partner_of: The first AI that GS1 wants another one beside; None if complete. Data
            that is `valid` and lacks nothing is legal in GS1's strict sense.
        elements: The AIs and values of GS1 data, in the code's order.
        meaning: Facts by name: `gtin14`, `lot`, `expiry`, `location`, …
        fault: What is wrong, if it is not valid, with the AI it was found at.
    """

    reading: Reading
    valid: bool = True
    lacks_partner_of: str | None = None
    elements: tuple[Element, ...] = ()
    meaning: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))
    fault: Gs1Fault | None = None


def read(raw: str, *, today: date) -> Reading:
    """What one scan means to the floor.

    Args:
        raw: The characters as they came, with framing, AIM identifier and GS where sent.
        today: The day from which the two-digit years on labels are seen.
    """
    return interpret(raw, today=today).reading


def interpret(raw: str, *, today: date) -> Interpretation:
    """All that one scan says; takes the arguments of `read`.

    Besides scans it takes what people type and print: element strings in brackets
    (`(01)…(10)…`) and with `^` for FNC1, at the front too.
    """
    text = raw.strip(_FRAMING)
    if not text.strip():
        return _garbled(GarbledWhy.EMPTY, Fault.EMPTY)
    symbology, data = split_symbology(text)
    if len(data) > _longest(symbology, data):
        return _garbled(GarbledWhy.TOO_LONG, Fault.TOO_LONG)
    if _CONTROL.search(data):
        return _garbled(GarbledWhy.CONTROL_CHARACTERS, Fault.CONTROL_CHARACTERS)
    try:
        if not symbology:
            return _without_identifier(data, today)
        if not data.strip():
            return _nothing_in(symbology)
        if symbology in _GS1_CARRIERS:
            return _gs1(read_element_strings(data, today=today), data, today)
        if symbology[0] == "E":
            return _retail(symbology, data, today)
        return _plain_carrier(symbology, data, today)
    except Gs1Fault as fault:
        return _refused(fault, data)


def _longest(symbology: str, data: str) -> int:
    is_gs1 = symbology in _GS1_CARRIERS or data.startswith((GS, "^", "(")) or looks_like_link(data)
    return MAX_GS1_LENGTH if is_gs1 else MAX_LENGTH


def _nothing_in(symbology: str) -> Interpretation:
    """An identifier with no data: no code for the floor, but legal GS1 in plain symbols."""
    fault = None if symbology in _NOTHING_TO_OBJECT_WHEN_EMPTY else Gs1Fault(Fault.EMPTY)
    return Interpretation(GarbledCode(GarbledWhy.EMPTY), valid=fault is None, fault=fault)


def _without_identifier(data: str, today: date) -> Interpretation:
    if data[0] == GS:
        return _gs1(read_element_strings(data[1:], today=today), data[1:], today)
    if data[0] == "^":
        marked = data[1:].replace("^", GS)
        return _gs1(read_element_strings(marked, today=today), marked, today)
    if data[0] == "(":
        return _gs1(read_bracketed(data, today=today), data, today)
    text = data.strip(" ")
    if own := _own(text):
        return own
    if number := _number(text):
        return number
    if looks_like_link(text):
        return _gs1(read_digital_link(text, today=today), text, today)
    return _bare_element_strings(text, today) or _unknown(text)


def _plain_carrier(symbology: str, text: str, today: date) -> Interpretation:
    """What stands in a symbol whose identifier says that it is not GS1 data."""
    data = text.strip(" ")
    # A long number in such a symbol is rather a carrier's than two trade numbers run together.
    if not is_digits(data) and (own := _own(data)):
        return own
    if symbology[0] == "I":
        # Two of five is easily read in part, so only a whole ITF-14 is a trade number.
        if len(data) == 14 and (number := _number(data)):
            return number
        return Interpretation(PlainCode(data))
    if looks_like_link(data):
        return _gs1(read_digital_link(data, today=today), data, today)
    try:
        if len(data) > 8 and (number := _number(data)):
            return number
        bracketed = read_bracketed(data, today=today)
        if _is_proven(bracketed):
            return _gs1(bracketed, data, today)
    except Gs1Fault:
        pass  # such a symbol may hold any text, and owes GS1 no check digit
    return Interpretation(PlainCode(data))


def _retail(symbology: str, data: str, today: date) -> Interpretation:
    """EAN and UPC symbols: digits, and behind `|]e0` what a composite component adds."""
    number, _, composite = data.partition("|]e0")
    if symbology == "E3":
        number = number[:13]  # two or five digits of an add-on follow
    if SECOND_IDENTIFIER.search(number) or is_run_together(number):
        raise Gs1Fault(Fault.RUN_TOGETHER)
    if not is_digits(number):
        raise Gs1Fault(Fault.WRONG_CHARACTER)
    if len(number) not in ((8,) if symbology == "E4" else (8, 12, 13)):
        raise Gs1Fault(Fault.WRONG_LENGTH)
    upc_a = upc_a_of_upc_e(number) if symbology != "E4" else None
    if (gtin := as_gtin14(upc_a or number)) is None:
        raise Gs1Fault(Fault.WRONG_CHECK_DIGIT)
    if not composite:
        return _item(gtin, upc_a)
    elements = read_element_strings(composite, today=today)
    together = checked((Element("01", gtin), *elements), today=today)
    return replace(_gs1(together, data, today), elements=elements)


def _own(text: str) -> Interpretation | None:
    if is_run_together(text):
        raise Gs1Fault(Fault.RUN_TOGETHER)
    reading = read_own_code(text)
    return Interpretation(reading, meaning=_own_meaning(reading)) if reading else None


def _own_meaning(reading: OwnReading) -> dict[str, str | int]:
    match reading:
        case LocationCode(code):
            return {"location": code}
        case ToteCode(code):
            return {"tote": code}
        case BadgeCode(token):
            return {"badge": token}
        case OrderCode(number):
            return {"order": number}
        case PackagingCode(code):
            return {"packaging": code}
        case StationCode(code):
            return {"station": code}
        case CommandCode(command):
            return {"command": command.name}
        case QuantityCode(quantity):
            return {"quantity": quantity}


def _number(text: str) -> Interpretation | None:
    """A bare trade or shipping number by length and check digit; None if it is no such thing.

    Eight digits without a check digit stay unknown, since shops have SKUs like that.
    """
    if not is_digits(text) or len(text) not in (8, 12, 13, 14, 18):
        return None
    if gtin := gtin14_of_bare_number(text):
        upc_a = upc_a_of_upc_e(text)
        return _item(gtin, upc_a if upc_a and gtin.endswith(upc_a) else None)
    if is_sscc(text):
        return Interpretation(SsccCode(text), meaning={"sscc": text})
    fault = Gs1Fault(Fault.WRONG_CHECK_DIGIT)
    if len(text) == 8:
        return Interpretation(PlainCode(text), valid=False, fault=fault)
    raise fault


def _item(gtin: str, upc_a: str | None) -> Interpretation:
    meaning = {"upc_a": upc_a, "gtin14": gtin} if upc_a else {"gtin14": gtin}
    return Interpretation(ItemCode(gtin), meaning=meaning)


def _bare_element_strings(text: str, today: date) -> Interpretation | None:
    """Element strings without any mark of GS1: believed only where a check digit proves them."""
    try:
        elements = read_element_strings(text, today=today)
    except Gs1Fault as fault:
        if GS in text or (is_digits(text) and fault.ai in ("00", "01", "02")):
            raise
        return None
    if GS in text or _is_proven(elements):
        return _gs1(elements, text, today)
    return None


def _is_proven(elements: tuple[Element, ...]) -> bool:
    return any(element.identifier.has_check_digit for element in elements)


def _gs1(elements: tuple[Element, ...], data: str, today: date) -> Interpretation:
    return Interpretation(
        reading=reading_of(elements, today=today) or PlainCode(data),
        lacks_partner_of=missing_partner(elements),
        elements=elements,
        meaning=meaning_of(elements, today=today),
    )


def _unknown(text: str) -> Interpretation:
    return Interpretation(PlainCode(text), valid=False, fault=Gs1Fault(Fault.NO_KNOWN_FORM))


def _garbled(why: GarbledWhy, fault: Fault) -> Interpretation:
    return Interpretation(GarbledCode(why), valid=False, fault=Gs1Fault(fault))


def _refused(fault: Gs1Fault, data: str) -> Interpretation:
    """What the floor makes of data that broke a rule."""
    if fault.fault in _PLAIN_AFTER_ALL:
        return Interpretation(PlainCode(data), valid=False, fault=fault)
    is_second_unit = fault.fault is Fault.CONTRADICTION and fault.ai in _KEYS
    if fault.fault is Fault.RUN_TOGETHER or is_second_unit or SECOND_IDENTIFIER.search(data):
        why = GarbledWhy.RUN_TOGETHER
    elif fault.fault is Fault.WRONG_CHECK_DIGIT:
        why = GarbledWhy.BAD_CHECK_DIGIT
    else:
        why = GarbledWhy.MALFORMED_GS1
    return Interpretation(GarbledCode(why), valid=False, fault=fault)
