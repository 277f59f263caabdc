"""Counts what an import does with its records."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.exchange.model import Problem, Source


@dataclass
class Tally:
    """What became of a file's records, and what could not be done with them."""

    file: str
    source: Source
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    def clear(self) -> None:
        """Count anew, for a transaction that is tried again."""
        self.new = self.changed = self.unchanged = 0
        self.problems.clear()

    def refuse(self, row: int, field_name: str, value: str, message: str, remedy: str) -> None:
        """Note a record that the database's other records do not allow."""
        self.problems.append(Problem(self.file, row, field_name, value, message, remedy))
