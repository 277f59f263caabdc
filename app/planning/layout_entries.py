"""Entries of a layout file, read key by key; everything wrong with them is kept and named."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from app.planning.aisle_layout import UnusableLayout

Stretch = tuple[float, float]
"""From where to where along an aisle."""


@dataclass(frozen=True)
class FloorProblem:
    """One thing that is wrong: the entry, what, and what to do."""

    entry: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        """The problem in one line."""
        return f"{self.entry}: {self.problem} {self.remedy}"


class UnusableFloor(UnusableLayout):
    """A layout file or its match with the locations is wrong; `problems` lists all of it."""

    def __init__(self, problems: Sequence[FloorProblem], file: str = "") -> None:
        head = f"{file}: " if file else ""
        super().__init__("\n".join(f"{head}{problem}" for problem in problems))
        self.problems = tuple(problems)
        self.file = file


class Entry:
    """One entry of the file, read key by key."""

    def __init__(self, entry: str, values: object, problems: list[FloorProblem]) -> None:
        self.entry = entry
        self._problems = problems
        self._values: Mapping[str, object] = values if isinstance(values, dict) else {}
        self._asked: set[str] = set()
        if not isinstance(values, dict):
            self.complain("this is no table.", "Write key = value below it.")

    def complain(self, problem: str, remedy: str) -> None:
        """Note what is wrong with this entry."""
        self._problems.append(FloorProblem(self.entry, problem, remedy))

    def finish(self) -> None:
        """Complain of keys nobody asked for."""
        for key in sorted(self._values.keys() - self._asked):
            self.complain(f"{key} means nothing here.", f"Known: {', '.join(sorted(self._asked))}.")

    def text(self, key: str, default: str | None, choices: tuple[str, ...] = ()) -> str | None:
        """Text or the default; one of the choices if there are any."""
        value = self._get(key, default)
        if value is None or (isinstance(value, str) and (not choices or value in choices)):
            return value
        wanted = " or ".join(f'"{choice}"' for choice in choices) or "text in quotation marks"
        self.complain(f"{key} = {value!r}.", f"Write {wanted}.")
        return default

    def name(self, key: str) -> str:
        """Text that must be there."""
        value = self.text(key, None)
        if not value and isinstance(self._values.get(key, ""), str):
            self.complain(f"{key} is missing.", f'Write {key} = "...".')
        return value or ""

    def number(self, key: str) -> float | None:
        """Metres, or None where nothing is said."""
        value = self._get(key, None)
        if value is None or is_length(value):
            return None if value is None else float(value)
        self.complain(f"{key} = {value!r}.", "Write metres as a number.")
        return None

    def needed_number(self, key: str) -> float:
        """Metres that must be there."""
        value = self.number(key)
        if value is None and key not in self._values:
            self.complain(f"{key} is missing.", "Write it in metres.")
        return value or 0.0

    def flag(self, key: str) -> bool:
        """True or false, which is the default."""
        value = self._get(key, False)
        if not isinstance(value, bool):
            self.complain(f"{key} = {value!r}.", "Write true or false.")
        return value is True

    def texts(self, key: str) -> list[str]:
        """A list of texts."""
        value = self._get(key, [])
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return value
        self.complain(f"{key} = {value!r}.", 'Write a list such as ["A", "B"].')
        return []

    def stretches(self, key: str) -> tuple[Stretch, ...]:
        """A list of stretches."""
        value = self._get(key, [])
        if isinstance(value, list) and all(
            isinstance(each, list)
            and len(each) == 2
            and all(map(is_length, each))
            and each[0] < each[1]
            for each in value
        ):
            return tuple((float(low), float(high)) for low, high in value)
        self.complain(
            f"{key} = {value!r}.", "Write stretches such as [[4.0, 6.5]], lower end first."
        )
        return ()

    def _get(self, key: str, default: object) -> object:
        self._asked.add(key)
        return self._values.get(key, default)


def is_length(value: object) -> TypeGuard[float]:
    """Whether a value of a file is a number of metres."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
