"""Gives a form the fields of stationery one by one, and takes their new values."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from printing.records import RecordError, decode, encode
from printing.stationery.checking import require_valid
from printing.stationery.fields import Limits, limits_of
from printing.stationery.model import PLAIN, Stationery


@dataclass(frozen=True)
class EditableField:
    """One field of a form.

    Attributes:
        path: Section and name, such as `brand.colour`.
        value, default: Plain values, as JSON has them: text, number, truth, list of texts, or for
            a picture None or its record.
        limits: Kind and limits.
    """

    path: str
    value: object
    default: object
    limits: Limits


def editable_fields(stationery: Stationery) -> Iterator[EditableField]:
    """All fields in the order in which a form shows them."""
    for section in dataclasses.fields(stationery):
        part, plain = getattr(stationery, section.name), getattr(PLAIN, section.name)
        for field in dataclasses.fields(part):
            path = f"{section.name}.{field.name}"
            value, default = (encode(getattr(owner, field.name)) for owner in (part, plain))
            yield EditableField(path, value, default, limits_of(field))


def edited(stationery: Stationery, path: str, value: object) -> Stationery:
    """The stationery with one field changed.

    Args:
        stationery: What it was.
        path: As `EditableField` has it.
        value: A plain value; see there.

    Raises:
        RecordError: There is no such field, or the value is of another type.
        BadStationery: The value is beyond the field's limits.
    """
    section, _, name = path.partition(".")
    part = getattr(stationery, section, None)
    if part is None or name not in {field.name for field in dataclasses.fields(part)}:
        raise RecordError(path, "there is no such field")
    record = cast("dict[str, object]", encode(part)) | {name: value}
    changed: Any = decode(type(part), record, section)
    return require_valid(replace(stationery, **{section: changed}))
