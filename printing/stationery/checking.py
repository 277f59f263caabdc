"""Says what is wrong with stationery, field by field, before anything is printed with it."""

import base64
import binascii
import dataclasses
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from printing.stationery.fields import FieldKind, Limits, limits_of
from printing.stationery.model import PRICES, Picture, Stationery
from printing.text import clean

LEAST_CONTRAST = 4.5
"""Of a colour against white paper, so that text in it can be read (WCAG 2.2, criterion 1.4.3)."""

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LINK = re.compile(r"https?://[^\s<>\"^`|]+")


class Fault(StrEnum):
    """What can be wrong with a value."""

    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    OUT_OF_RANGE = "out_of_range"
    NO_COLOUR = "no_colour"
    TOO_PALE = "too_pale"
    REPEATED = "repeated"
    PRICE_ON_GIFT = "price_on_gift"
    LEFT_OUT = "left_out"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    NO_LINK = "no_link"
    NO_PICTURE = "no_picture"


@dataclass(frozen=True)
class FieldProblem:
    """One wrong field.

    Attributes:
        path: Such as `packing_slip.greeting`.
        fault: What is wrong with it.
        value: What it holds, or the part of it that is wrong.
        limit: What it may be at most, or has to be, in words for logs.
    """

    path: str
    fault: Fault
    value: str
    limit: str

    def __str__(self) -> str:
        """What is wrong, with field, value and remedy."""
        words = self.fault.replace("_", " ")
        return f"{self.path}: {words} ({self.value[:60]!r}); {self.limit}"


class BadStationery(ValueError):
    """Stationery that cannot be printed with; `problems` names every wrong field."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def require_valid(stationery: Stationery) -> Stationery:
    """The stationery itself.

    Raises:
        BadStationery: Some field is not as its limits say.
    """
    found = tuple(problems(stationery))
    if found:
        raise BadStationery(found)
    return stationery


def problems(stationery: Stationery) -> Iterator[FieldProblem]:
    """All that is wrong, in the order of the fields."""
    for section in dataclasses.fields(stationery):
        part = getattr(stationery, section.name)
        for field in dataclasses.fields(part):
            path = f"{section.name}.{field.name}"
            yield from _problems_of(path, getattr(part, field.name), limits_of(field))
    for column in stationery.gift_slip.columns:
        if column in PRICES:
            path = "gift_slip.columns"
            yield FieldProblem(path, Fault.PRICE_ON_GIFT, column, "a gift's slip names no price")


def _problems_of(path: str, value: object, limits: Limits) -> Iterator[FieldProblem]:
    check = _CHECKS.get(limits.kind)
    return iter(()) if check is None or value is None else check(path, value, limits)


def _text(path: str, value: str, limits: Limits) -> Iterator[FieldProblem]:
    if len(value) > limits.most:
        limit = f"at most {limits.most:g} characters"
        yield FieldProblem(path, Fault.TOO_LONG, value, limit)
    if not limits.placeholders:
        return
    known = ", ".join(f"{{{word}}}" for word in limits.placeholders)
    try:
        named = [name for _, name, _, _ in string.Formatter().parse(value) if name is not None]
    except ValueError:
        yield FieldProblem(path, Fault.UNKNOWN_PLACEHOLDER, value, "write {{ and }} for braces")
        return
    for name in named:
        if name not in limits.placeholders:
            fault = Fault.UNKNOWN_PLACEHOLDER
            yield FieldProblem(path, fault, f"{{{name}}}", f"use {known}")


def _link(path: str, value: str, limits: Limits) -> Iterator[FieldProblem]:
    yield from _text(path, value, limits)
    if value and not _LINK.fullmatch(value):
        yield FieldProblem(path, Fault.NO_LINK, value, "begin with https://, no blanks")


def _lines(path: str, value: tuple[str, ...], limits: Limits) -> Iterator[FieldProblem]:
    if len(value) > limits.most_lines:
        limit = f"at most {limits.most_lines} lines"
        yield FieldProblem(path, Fault.TOO_MANY, str(len(value)), limit)
    for place, line in enumerate(value):
        yield from _text(f"{path}[{place}]", line, limits)


def _number(path: str, value: float, limits: Limits) -> Iterator[FieldProblem]:
    if not limits.least <= value <= limits.most:
        limit = f"take {limits.least:g} to {limits.most:g}"
        yield FieldProblem(path, Fault.OUT_OF_RANGE, f"{value:g}", limit)


def _colour(path: str, value: str, _limits: Limits) -> Iterator[FieldProblem]:
    if not _COLOUR.fullmatch(value.lower()):
        yield FieldProblem(path, Fault.NO_COLOUR, value, "write it as #rrggbb")
    elif contrast(value) < LEAST_CONTRAST:
        yield FieldProblem(path, Fault.TOO_PALE, value, "take a darker one, it is read on white")


def contrast(colour: str) -> float:
    """Contrast of a colour as `#rrggbb` against white, 1 to 21 (WCAG 2.2, relative luminance)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def _choices(path: str, value: tuple[str, ...], limits: Limits) -> Iterator[FieldProblem]:
    for place, choice in enumerate(value):
        if choice in value[:place]:
            yield FieldProblem(path, Fault.REPEATED, choice, "name it once")
    for needed in limits.needed:
        if needed not in value:
            yield FieldProblem(path, Fault.LEFT_OUT, needed, "it cannot be left out")


def _picture(path: str, value: Picture, limits: Limits) -> Iterator[FieldProblem]:
    try:
        content = base64.b64decode(value.png, validate=True)
        with Image.open(BytesIO(content), formats=["PNG"]) as image:
            is_as_said = image.size == (value.width, value.height)
            image.load()
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError, SyntaxError):
        yield FieldProblem(path, Fault.NO_PICTURE, clean(value.png), "choose a PNG or SVG file")
        return
    if not is_as_said:
        size = f"{value.width} x {value.height}"
        yield FieldProblem(path, Fault.NO_PICTURE, size, "its size is another; choose it again")
    if len(content) > limits.most:
        limit = f"at most {limits.most / 1024:g} KB"
        yield FieldProblem(path, Fault.TOO_LONG, f"{len(content)} bytes", limit)


_CHECKS: dict[FieldKind, Callable[[str, Any, Limits], Iterator[FieldProblem]]] = {
    FieldKind.TEXT: _text,
    FieldKind.PARAGRAPH: _text,
    FieldKind.LINK: _link,
    FieldKind.LINES: _lines,
    FieldKind.NUMBER: _number,
    FieldKind.COLOUR: _colour,
    FieldKind.CHOICES: _choices,
    FieldKind.PICTURE: _picture,
}
"""What is looked at for each kind of field; what a switch holds is proven by its type."""
