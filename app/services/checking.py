"""Proves that a database is sound: every invariant, in one moment, each violation by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.db.queries.invariant import Invariant, Violation
from app.db.queries.invariants import counts, invariants_of, snapshot
from app.services.workplace import Workplace

MOST_NAMED = 100
"""How many violations of one invariant are named; the rest is counted."""

Progress = Callable[[int, int], None]
"""Called after each invariant with how many are done and how many there are."""


@dataclass(frozen=True)
class Checked:
    """An invariant and where it does not hold; `broken` counts the violations not named too."""

    code: str
    sentence: str
    violations: tuple[Violation, ...]
    broken: int

    @property
    def holds(self) -> bool:
        """Whether no violation was found."""
        return self.broken == 0


@dataclass(frozen=True)
class CheckReport:
    """The outcome of a check, with the counts of what was looked at.

    `counts` is empty where the tables could not be counted, because the file is damaged.
    """

    invariants: tuple[Checked, ...]
    counts: dict[str, int]

    @property
    def is_sound(self) -> bool:
        """Whether every invariant holds."""
        return all(checked.holds for checked in self.invariants)

    @property
    def broken(self) -> int:
        """How many violations were found in all."""
        return sum(checked.broken for checked in self.invariants)


def check_database(workplace: Workplace, progress: Progress | None = None) -> CheckReport:
    """Check every invariant against the database as it is at one moment; nothing is changed."""
    with snapshot(workplace.database.engine) as session:
        return check_what_is_seen(session, progress)


def check_what_is_seen(session: Session, progress: Progress | None = None) -> CheckReport:
    """Check every invariant against what a session sees, its own changes included."""
    wanted = invariants_of(session)
    checked: list[Checked] = []
    for invariant in wanted:
        checked.append(_check(session, invariant))
        if progress is not None:
            progress(len(checked), len(wanted))
    return CheckReport(tuple(checked), _counts(session))


def _check(session: Session, invariant: Invariant) -> Checked:
    try:
        with session.begin_nested():
            found = invariant.violations(session)
            named = tuple(islice(found, MOST_NAMED))
            rest = sum(1 for _ in found)
    except DatabaseError as error:
        # Damaged pages: what cannot be read is not proved, and the others are still looked at.
        named, rest = (Violation("the tables", "readable", str(error.orig)),), 0
    return Checked(invariant.code, invariant.sentence, named, len(named) + rest)


def _counts(session: Session) -> dict[str, int]:
    try:
        with session.begin_nested():
            return counts(session)
    except DatabaseError:
        return {}
