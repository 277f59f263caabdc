"""The floor in words and figures, as commands say it."""

from __future__ import annotations

from app.services.floor_setup import AisleView, CartRules, LayoutView
from app.services.floor_time import floor_time


def layout_words(view: LayoutView) -> str:
    """One line about the floor."""
    tours = "tours by search"
    if view.blocks:
        tours = f"{view.blocks} block{'s' if view.blocks > 1 else ''}, exact tours"
    return (
        f"{view.file or 'no layout file'}: {view.locations} locations in {view.aisles} aisles, "
        f"all in reach; {tours}; depots: {', '.join(view.depots)}"
    )


def aisle_words(view: AisleView) -> str:
    """One line about a closed aisle."""
    who = view.closed_by or "the desk"
    until = "" if view.until is None else f", until {floor_time(view.until):%Y-%m-%d %H:%M}"
    return (
        f"aisle {f'{view.zone} {view.aisle}'.strip()}: {view.reason} "
        f"(by {who}, {floor_time(view.closed_at):%H:%M}{until}); "
        f"{view.locations} locations, {view.open_lines} open pick lines"
    )


def cart_words(rules: CartRules) -> str:
    """What a cart takes, in one line."""
    limits = [
        f"{limit / unit:g} {name}"
        for limit, unit, name in (
            (rules.lines, 1, "lines"),
            (rules.grams, 1000, "kg"),
            (rules.millilitres, 1000, "litres"),
        )
        if limit is not None
    ]
    taken = f"a cart takes {', '.join(limits) or 'what its positions hold'}"
    first = "small rests go first" if rules.small_first else "the shortest walk chooses locations"
    return f"{taken}; {first}"
