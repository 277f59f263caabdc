"""Keeps stationery as text: TOML for people, JSON for machines."""

import dataclasses
import json
import tomllib
from collections.abc import Mapping
from typing import cast

import tomli_w

from printing.records import RecordError, decode, encode
from printing.stationery.checking import require_valid
from printing.stationery.model import PLAIN, Stationery


def to_toml(stationery: Stationery) -> str:
    """TOML with one table a section; a logo that is not there is left out."""
    return tomli_w.dumps(_record(stationery), multiline_strings=True)


def from_toml(text: str) -> Stationery:
    """Stationery as `to_toml` wrote it, or a person; what is not named is as it usually is.

    Raises:
        RecordError: It is no TOML, or a field is unknown or of a wrong type.
        BadStationery: A field is beyond its limits.
    """
    try:
        return from_record(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise RecordError("stationery", f"no TOML: {error}") from None


def to_json(stationery: Stationery) -> str:
    """JSON with one object a section."""
    return json.dumps(_record(stationery), ensure_ascii=False)


def from_json(text: str) -> Stationery:
    """Stationery as `to_json` wrote it.

    Raises:
        RecordError: It is no JSON, or a field is unknown or of a wrong type.
        BadStationery: A field is beyond its limits.
    """
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        raise RecordError("stationery", f"no JSON: {error}") from None
    return from_record(record)


def from_record(record: object) -> Stationery:
    """Stationery from plain values; what is not named is as it usually is.

    Raises:
        RecordError: A field is unknown or of a wrong type.
        BadStationery: A field is beyond its limits.
    """
    if not isinstance(record, Mapping):
        raise RecordError("stationery", f"expected sections, found {record!r}")
    sections = {field.name: getattr(PLAIN, field.name) for field in dataclasses.fields(PLAIN)}
    for name, plain in sections.items():
        given = record.get(name, {})
        if not isinstance(given, Mapping):
            raise RecordError(f"stationery.{name}", f"expected a section, found {given!r}")
        known = cast("dict[str, object]", encode(plain))
        sections[name] = decode(type(plain), known | dict(given), name)
    for name in record:
        if name not in sections:
            raise RecordError(f"stationery.{name}", f"sections are {', '.join(sections)}")
    return require_valid(Stationery(**sections))


def _record(stationery: Stationery) -> dict[str, object]:
    record = cast("dict[str, dict[str, object]]", encode(stationery))
    return {
        section: {name: value for name, value in fields.items() if value is not None}
        for section, fields in record.items()
    }
