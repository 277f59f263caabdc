"""People's names as they fit beside a mark on a map or onto a wall: the first one if it will do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

LONGEST = 9
"""Letters; a longer name is cut, and numbered where that makes two alike."""


def short_names(names: Sequence[str]) -> tuple[str, ...]:
    """A short name for each, all of them different.

    Args:
        names: whole names, in an order that stays: who is numbered depends on it.
    """
    firsts = [_first(name) for name in names]
    often = Counter(firsts)
    found: list[str] = []
    for name, first in zip(names, firsts, strict=True):
        short = first if often[first] == 1 else _with_initial(name, first)
        found.append(short if short not in found else _numbered(short, found))
    return tuple(found)


def initials(names: Sequence[str]) -> tuple[str, ...]:
    """Two letters for each where there is no room for names, numbered where two are alike."""
    found: list[str] = []
    for name in names:
        words = name.split() or ["?"]
        short = words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])
        number = 2
        letters = short
        while short in found:
            short, number = f"{letters}{number}", number + 1
        found.append(short)
    return tuple(found)


def _first(name: str) -> str:
    words = name.split()
    return words[0][:LONGEST] if words else "?"


def _with_initial(name: str, first: str) -> str:
    words = name.split()
    return f"{first[: LONGEST - 2]} {words[-1][0]}" if len(words) > 1 else first


def _numbered(short: str, taken: Sequence[str]) -> str:
    number = 2
    while f"{short[: LONGEST - 1]}{number}" in taken:
        number += 1
    return f"{short[: LONGEST - 1]}{number}"
