"""What an invariant is: a sentence about the floor, and the queries that find where it is broken.

The queries are plain SQL that both databases read, and share nothing with the services they
check: a rule that is wrong there must not be wrong here in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Violation:
    """One place where an invariant does not hold, named as the floor names it."""

    subject: str
    expected: str
    found: str


Finder = Callable[[Session], Iterable[Violation]]
"""Finds the violations in what a session sees."""


@dataclass(frozen=True)
class Invariant:
    """Something that is true of every sound database.

    Attributes:
        code: Its name for machines, which never changes.
        sentence: What holds, in words of the floor.
        finders: What finds the places where it does not.
    """

    code: str
    sentence: str
    finders: tuple[Finder, ...]

    def violations(self, session: Session) -> Iterator[Violation]:
        """All places where it does not hold, one after the other."""
        for finder in self.finders:
            yield from finder(session)


def rows(statement: str) -> Finder:
    """A finder made of a SELECT of three columns: subject, what is expected, what is found."""
    query = text(statement)

    def find(session: Session) -> Iterator[Violation]:
        for subject, expected, found in session.execute(query):
            yield Violation(str(subject), str(expected), str(found))

    return find
