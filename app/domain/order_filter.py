"""Which orders a wave template or a channel takes, by what is known before they are picked."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

SINGLE_LINE = 1
"""The most lines of orders that need no sorting."""


@dataclass(frozen=True, slots=True)
class OrderTraits:
    """What a filter looks at.

    Attributes:
        shipping_method: the shop's own words.
        country: ISO code of the destination.
        priority: higher is more urgent.
        tags: the shop's labels.
        lines: how many order lines are to be picked.
    """

    shipping_method: str = ""
    country: str = ""
    priority: int = 0
    tags: frozenset[str] = frozenset()
    lines: int = 1


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Conditions that must all hold; empty ones mean any order.

    Attributes:
        carrier: words that stand in the shipping method one after the other, whatever their case.
        countries: ISO codes of destinations.
        min_priority: the least urgent order taken.
        tags: one of these is on the order, whatever its case.
        lines_at_most: the most lines to be picked.
    """

    carrier: str = ""
    countries: frozenset[str] = frozenset()
    min_priority: int | None = None
    tags: frozenset[str] = frozenset()
    lines_at_most: int | None = None

    @property
    def strictness(self) -> int:
        """How many conditions there are: of two filters the one with more is the more specific."""
        conditions = (
            self.carrier,
            self.countries,
            self.min_priority is not None,
            self.tags,
            self.lines_at_most is not None,
        )
        return sum(map(bool, conditions))


ANY_ORDER = OrderFilter()
"""A filter that takes every order."""


def takes(wanted: OrderFilter, order: OrderTraits) -> bool:
    """Whether a filter takes an order."""
    if not _follow(_words(wanted.carrier), _words(order.shipping_method)):
        return False
    if wanted.countries and order.country.upper() not in wanted.countries:
        return False
    if wanted.min_priority is not None and order.priority < wanted.min_priority:
        return False
    if wanted.tags and not _folded(wanted.tags) & _folded(order.tags):
        return False
    return wanted.lines_at_most is None or order.lines <= wanted.lines_at_most


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _follow(wanted: list[str], words: list[str]) -> bool:
    """Whether words stand in a text one after the other; none stand in any."""
    width = len(wanted)
    return any(words[start : start + width] == wanted for start in range(len(words) - width + 1))


def _folded(tags: Collection[str]) -> set[str]:
    return {tag.strip().casefold() for tag in tags}
