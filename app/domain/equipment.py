"""What somebody must be able to operate to reach a place: words that the house chooses."""

from __future__ import annotations

from collections.abc import Collection

LONGEST = 32
"""Letters of a word for equipment."""

NONE = ""
"""What places need that anybody reaches, and tasks that anybody may do."""


def equipment_named(text: str) -> str:
    """A word for equipment as it is kept: small letters, single blanks.

    Raises:
        ValueError: it is too long.
    """
    word = " ".join(text.casefold().split())
    if len(word) > LONGEST:
        raise ValueError(f"{word!r} is longer than {LONGEST} letters")
    return word


def reaches(equipment: str, place: str) -> bool:
    """Whether whoever works with `equipment` comes to a place that needs what `place` says."""
    return place in (NONE, equipment)


def may_take(needed: str, skills: Collection[str]) -> bool:
    """Whether somebody with these skills may do work that needs such equipment."""
    return needed == NONE or needed in skills
