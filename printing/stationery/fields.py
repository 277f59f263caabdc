"""The kinds of fields that a person edits in a form, with their limits, declared where they are."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_KEY = "edit"
Metadata = Mapping[str, "Limits"]
"""What a dataclass field says of itself."""


class FieldKind(StrEnum):
    """How a form shows a field, and what it takes."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    LINES = "lines"
    SWITCH = "switch"
    NUMBER = "number"
    COLOUR = "colour"
    PICTURE = "picture"
    CHOICES = "choices"
    LINK = "link"


@dataclass(frozen=True)
class Limits:
    """What a field takes.

    Attributes:
        kind: How a form shows it.
        least, most: Of the value for a number; `most` characters for a text, a paragraph and each
            of the lines.
        step: Between two numbers.
        most_lines: Of lines and choices.
        choices: All there are, in their usual order; what is chosen is ordered by the person.
        needed: The choices that cannot be left out.
        placeholders: Words that may stand in braces in a text, and are filled in when printed.
    """

    kind: FieldKind
    least: float = 0
    most: float = 0
    step: float = 1
    most_lines: int = 0
    choices: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()


def text(most: int, placeholders: Sequence[str] = ()) -> Metadata:
    """One line of at most so many characters."""
    return _told(Limits(FieldKind.TEXT, most=most, placeholders=tuple(placeholders)))


def paragraph(most: int, placeholders: Sequence[str] = ()) -> Metadata:
    """A text with line ends, of at most so many characters."""
    return _told(Limits(FieldKind.PARAGRAPH, most=most, placeholders=tuple(placeholders)))


def lines(most_lines: int, most: int) -> Metadata:
    """A few short lines."""
    return _told(Limits(FieldKind.LINES, most=most, most_lines=most_lines))


def link(most: int, placeholders: Sequence[str] = ()) -> Metadata:
    """A web address."""
    return _told(Limits(FieldKind.LINK, most=most, placeholders=tuple(placeholders)))


def switch() -> Metadata:
    """Yes or no."""
    return _told(Limits(FieldKind.SWITCH))


def number(least: float, most: float, step: float) -> Metadata:
    """A number."""
    return _told(Limits(FieldKind.NUMBER, least=least, most=most, step=step))


def colour() -> Metadata:
    """A colour as `#rrggbb`, dark enough to be read on white."""
    return _told(Limits(FieldKind.COLOUR, most=7))


def picture(most_bytes: int) -> Metadata:
    """A picture, or none."""
    return _told(Limits(FieldKind.PICTURE, most=most_bytes))


def choices(all_of: type[StrEnum], needed: Sequence[StrEnum]) -> Metadata:
    """Some of a few choices, in the order the person wants."""
    values = tuple(one.value for one in all_of)
    must = tuple(one.value for one in needed)
    return _told(Limits(FieldKind.CHOICES, most_lines=len(values), choices=values, needed=must))


def limits_of(field: "dataclasses.Field[Any]") -> Limits:
    """What was declared for a field of a brand or template."""
    limits: Limits = field.metadata[_KEY]
    return limits


def _told(limits: Limits) -> Metadata:
    return {_KEY: limits}
