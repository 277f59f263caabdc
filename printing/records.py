"""Turns frozen dataclasses into JSON-safe records and back, so the spool can keep documents."""

import dataclasses
import types
from collections.abc import Mapping
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints


class RecordError(ValueError):
    """A stored record does not describe what it claims to.

    Attributes:
        path: Where in the record, such as `ship_to.city`.
        problem: What is wrong there, with the value and what was expected.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


def encode(value: object) -> object:
    """Value as plain dicts, lists, strings and numbers.

    Args:
        value: A dataclass instance, tuple, enum member or JSON scalar.

    Raises:
        TypeError: The value is of a type that a record cannot hold.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [encode(part) for part in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"a record cannot hold {type(value).__name__}")


def decode(cls: type[Any], record: object, path: str) -> Any:  # noqa: ANN401 - shape comes from cls
    """Instance of the dataclass `cls` described by `record`.

    Args:
        cls: The dataclass to build.
        record: What `encode` returned, perhaps after a trip through JSON.
        path: Name of the record for messages.

    Raises:
        RecordError: A field is unknown, missing or of the wrong type.
    """
    if not isinstance(record, Mapping):
        raise RecordError(path, f"expected fields of {cls.__name__}, found {record!r}")
    fields = {f.name: f for f in dataclasses.fields(cls)}
    for name in record:
        if name not in fields:
            known = ", ".join(fields)
            raise RecordError(f"{path}.{name}", f"{cls.__name__} has no such field; it has {known}")
    hints = get_type_hints(cls)
    values: dict[str, object] = {}
    for name, field in fields.items():
        if name in record:
            values[name] = _decode_value(hints[name], record[name], f"{path}.{name}")
        elif field.default is dataclasses.MISSING:
            raise RecordError(f"{path}.{name}", "missing")
    return cls(**values)


def _decode_value(hint: Any, value: object, path: str) -> object:  # noqa: ANN401 - a type form
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        options = [option for option in get_args(hint) if option is not type(None)]
        if value is None and len(options) < len(get_args(hint)):
            return None
        return _decode_value(options[0], value, path)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise RecordError(path, f"expected a list, found {value!r}")
        inner = get_args(hint)[0]
        return tuple(_decode_value(inner, part, f"{path}[{i}]") for i, part in enumerate(value))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return decode(hint, value, path)
    if isinstance(hint, type) and issubclass(hint, Enum):
        try:
            return hint(value)
        except ValueError:
            known = ", ".join(str(member.value) for member in hint)
            raise RecordError(path, f"{value!r} is none of {known}") from None
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        raise RecordError(path, f"expected {hint.__name__}, found {value!r}")
    return value
