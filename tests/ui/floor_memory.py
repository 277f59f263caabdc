"""Remembers what a floor's database holds after some work, so that the same work is done once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from app.db.unit_of_work import Database

Result = TypeVar("Result")


@dataclass(frozen=True)
class _Made:
    """What a piece of work gave, and the database's file after it."""

    result: object
    content: bytes


class FloorMemory:
    """What came of the work that tests ask of a floor as it was built.

    Each test begins with a copy of the same file, and many of them with the same orders. Whatever
    else a test has done before makes another file, on which the work is really done.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[bytes, Hashable], _Made] = {}
        self._known: set[bytes] = set()

    def know(self, content: bytes) -> None:
        """Take a database's file as one with which tests begin."""
        self._known.add(_digest(content))

    def once(self, database: Database, work: Hashable, do: Callable[[], Result]) -> Result:
        """Do a piece of work, or bring the database to where it was after the same work before.

        Args:
            database: an embedded one.
            work: names what is done, with all that it depends on besides the database.
            do: does it; what it returns must not be changed afterwards.
        """
        file = Path(database.engine.url.database or "")
        begun = _digest(file.read_bytes())
        made = self._made.get((begun, work))
        if made is None:
            result = do()
            if begun in self._known:
                content = file.read_bytes()
                self.know(content)
                self._made[begun, work] = _Made(result, content)
            return result
        # Nobody reads at the moment; open connections see by its counter that the file is another.
        file.write_bytes(made.content)
        return made.result  # type: ignore[return-value]


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()


MEMORY = FloorMemory()
"""That of this process."""
