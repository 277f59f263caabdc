"""Which words of an item's name the eye needs: colours, sizes, what differs from a neighbour."""

from __future__ import annotations

import re

COLOURS = frozenset(
    [
        "black",
        "blue",
        "brown",
        "copper",
        "cream",
        "gold",
        "green",
        "grey",
        "gray",
        "ivory",
        "khaki",
        "lilac",
        "mint",
        "natural",
        "navy",
        "orange",
        "pink",
        "purple",
        "red",
        "rose",
        "silver",
        "turquoise",
        "violet",
        "white",
        "yellow",
    ]
)
SIZES = frozenset(
    ["large", "small", "medium", "mini", "jumbo", "giant", "tall", "short", "big", "extra", "long"]
)
MOST = 3
"""More bold words than this and none of them stands out."""

_MEASURE = re.compile(r"\d+(?:[.,x]\d+)*(?:mm|cm|m|ml|cl|l|g|kg|w|v|pcs)?", re.IGNORECASE)


def telling_words(name: str) -> tuple[str, ...]:
    """Colours, sizes and measures in a name: what look-alikes on one shelf differ by."""
    words = [_bare(word) for word in name.split()]
    telling = [word for word in words if word.casefold() in COLOURS | SIZES]
    telling += [word for word in words if _MEASURE.fullmatch(word) and word not in telling]
    return tuple(telling[:MOST])


def differing_words(name: str, other: str) -> tuple[str, ...]:
    """The words of a name that the other name does not have; none where all differ."""
    words = [_bare(word) for word in name.split()]
    others = {_bare(word).casefold() for word in other.split()}
    differing = tuple(word for word in words if word.casefold() not in others)
    return differing if len(differing) < len(words) else ()


def _bare(word: str) -> str:
    return word.strip(",.;:()")
