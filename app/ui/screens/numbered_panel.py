"""A question with numbered answers, in place of the line: what floor screens hand to the panel."""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.widgets.choice_panel import Choice, ChoiceGroup

MOST_TILES = 10
"""Numbers offered as tiles; larger ones are typed."""

FOUND, WHY, THEN = "found", "why", "then"
"""Names of groups of choices."""


@dataclass(frozen=True)
class Panel:
    """A question in place of the line: its title and its numbered answers."""

    title: str
    groups: tuple[ChoiceGroup, ...]


def numbers(most: int, *, first: int = 0) -> tuple[Choice, ...]:
    """Tiles for the numbers up to `most`, as many as there is room for."""
    return tuple(Choice(str(one), one) for one in range(first, min(most, MOST_TILES - 1) + 1))
