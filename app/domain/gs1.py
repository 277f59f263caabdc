"""GS1 element strings: cut into identifiers and values, checked alone and together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.gs1_identifiers import IDENTIFIERS, Identifier, Part, identifier_at
from app.domain.gs1_rules import RULES, is_in_alphabet

GS = "\x1d"
"""The group separator: how a scanner sends the FNC1 that ends a value."""

_BRACKETED = re.compile(r"\((?P<ai>[^()]*)\)(?P<value>(?:[^(\\]|\\\(|\\(?!\())*)")
_SERIALISED_KEYS = ("253", "255", "8003")


class Fault(StrEnum):
    """What is wrong with a code, as data; sentences are made where people read them."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTROL_CHARACTERS = "control_characters"
    RUN_TOGETHER = "run_together"
    NO_KNOWN_FORM = "no_known_form"
    UNKNOWN_IDENTIFIER = "unknown_identifier"
    WRONG_LENGTH = "wrong_length"
    WRONG_CHARACTER = "wrong_character"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    WRONG_DATE = "wrong_date"
    WRONG_CONTENT = "wrong_content"
    NOT_TOGETHER = "not_together"
    CONTRADICTION = "contradiction"
    NO_LINK = "no_link"
    NO_KEY_IN_LINK = "no_key_in_link"
    WRONG_PATH = "wrong_path"
    MISPLACED = "misplaced"


class Gs1Fault(ValueError):
    """A text that is not legal GS1 data."""

    def __init__(self, fault: Fault, ai: str = "", other: str = "") -> None:
        """Name the fault, the identifier it was found at, and the other one involved, if any."""
        super().__init__(fault, ai, other)
        self.fault = fault
        self.ai = ai
        self.other = other


@dataclass(frozen=True)
class Element:
    """An application identifier and its value, as they stood in the code."""

    ai: str
    value: str

    @property
    def identifier(self) -> Identifier:
        """What GS1 says of this AI."""
        return IDENTIFIERS[self.ai]


def read_element_strings(data: str, *, today: date) -> tuple[Element, ...]:
    """Cut and check what a GS1 symbol carries, without its leading FNC1.

    Args:
        data: AIs and values; a GS ends each value whose length GS1 has not predefined. One more
            GS after a value of predefined length or at the end is tolerated, as scanners send it.
        today: The day from which two-digit years are seen.

    Raises:
        Gs1Fault: The first thing that is not legal. Partners an attribute should have (a lot its
            GTIN) are not asked for here: see `missing_partner`.
    """
    if not data:
        raise Gs1Fault(Fault.EMPTY)
    elements: list[Element] = []
    rest = data
    while rest:
        identifier = identifier_at(rest)
        if identifier is None:
            raise Gs1Fault(Fault.UNKNOWN_IDENTIFIER, rest[:4])
        start = len(identifier.ai)
        if identifier.predefined:
            end = start + identifier.most
        else:
            end = rest.find(GS) if GS in rest else len(rest)
        elements.append(Element(identifier.ai, rest[start:end]))
        _check_value(elements[-1], today)
        rest = rest[end:].removeprefix(GS)
    _check_together(elements)
    return tuple(elements)


def read_bracketed(text: str, *, today: date) -> tuple[Element, ...]:
    r"""Check element strings as people write them: `(01)04012345123456(10)ABC`, `\(` for a bracket.

    Raises:
        Gs1Fault: As for `read_element_strings`.
    """
    elements: list[Element] = []
    position = 0
    while position < len(text):
        match = _BRACKETED.match(text, position)
        if match is None:
            raise Gs1Fault(Fault.NO_KNOWN_FORM)
        if match["ai"] not in IDENTIFIERS:
            raise Gs1Fault(Fault.UNKNOWN_IDENTIFIER, match["ai"])
        elements.append(Element(match["ai"], match["value"].replace(r"\(", "(")))
        position = match.end()
    return checked(elements, today=today)


def checked(elements: Sequence[Element], *, today: date) -> tuple[Element, ...]:
    """The elements, once each is legal by itself and all are legal together.

    Raises:
        Gs1Fault: As for `read_element_strings`.
    """
    if not elements:
        raise Gs1Fault(Fault.EMPTY)
    for element in elements:
        _check_value(element, today)
    _check_together(elements)
    return tuple(elements)


def missing_partner(elements: Sequence[Element]) -> str | None:
    """The first AI that lacks the partner GS1 wants beside it; None if the data is complete.

    A warehouse scans lot, expiry and SSCC one after another, so this is no reason to refuse.
    """
    present = [element.ai for element in elements]
    for element in elements:
        others = [ai for ai in present if ai != element.ai]
        for alternatives in element.identifier.requires:
            if not any(
                all(_stands_for(partner, others) for partner in group) for group in alternatives
            ):
                return element.ai
    return None


def _check_value(element: Element, today: date) -> None:
    identifier, value = element.identifier, element.value
    if not value:
        raise Gs1Fault(Fault.EMPTY, element.ai)
    if not identifier.least <= len(value) <= identifier.most:
        raise Gs1Fault(Fault.WRONG_LENGTH, element.ai)
    for part in identifier.parts:
        if part.optional and not value:
            break
        stretch, value = value[: part.most], value[part.most :]
        _check_stretch(element.ai, part, stretch, today)


def _check_stretch(ai: str, part: Part, stretch: str, today: date) -> None:
    if len(stretch) < part.least:
        raise Gs1Fault(Fault.WRONG_LENGTH, ai)
    if not is_in_alphabet(part.characters, stretch):
        raise Gs1Fault(Fault.WRONG_CHARACTER, ai)
    for rule in part.rules:
        if RULES[rule](stretch, today):
            continue
        if rule == "csum":
            raise Gs1Fault(Fault.WRONG_CHECK_DIGIT, ai)
        raise Gs1Fault(Fault.WRONG_DATE if rule.startswith("yy") else Fault.WRONG_CONTENT, ai)


def _check_together(elements: Sequence[Element]) -> None:
    values: dict[str, str] = {}
    for element in elements:
        if values.setdefault(element.ai, element.value) != element.value:
            raise Gs1Fault(Fault.CONTRADICTION, element.ai)
    for ai in values:
        for partner in IDENTIFIERS[ai].excludes:
            if found := _stands_for(partner, [other for other in values if other != ai]):
                raise Gs1Fault(Fault.NOT_TOGETHER, ai, found)
    if "8030" in values:  # a digital signature needs the serial part of these keys
        for ai in _SERIALISED_KEYS:
            if ai in values and len(values[ai]) == IDENTIFIERS[ai].least:
                raise Gs1Fault(Fault.WRONG_LENGTH, ai)


def _stands_for(partner: str, ais: Sequence[str]) -> str | None:
    """The first of `ais` that a partner such as `01` or `310n` (n: any digit) names."""
    stem = partner.rstrip("n")
    return next((ai for ai in ais if len(ai) == len(partner) and ai.startswith(stem)), None)
