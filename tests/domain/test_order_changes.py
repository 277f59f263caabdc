from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.order_changes import (
    LineCut,
    LinesChanged,
    OrderedLine,
    cut_units,
    lines_changed,
    unwanted,
)
from app.domain.orders import LineFacts

HALF_WAY = LineFacts(quantity=10, allocated=7, picked=3, packed=1, short=1)
"""1 given up, 2 unpromised, 1 promised, 3 on the walk, 3 picked."""


@pytest.mark.parametrize(
    ("units", "cut"),
    [
        (0, LineCut()),
        (1, LineCut(given_up=1)),
        (3, LineCut(given_up=1, unpromised=2)),
        (4, LineCut(1, 2, promised=1)),
        (6, LineCut(1, 2, 1, walking=2)),
        (7, LineCut(1, 2, 1, walking=3)),
        (9, LineCut(1, 2, 1, 3, surplus=2)),
    ],
)
def test_units_are_taken_from_where_they_cost_least(units: int, cut: LineCut) -> None:
    assert cut_units(HALF_WAY, units, walking=3) == cut
    assert cut.untouched == units - cut.surplus


@pytest.mark.parametrize(
    ("line", "units"),
    [
        (LineFacts(quantity=3), 4),
        (LineFacts(quantity=3, cancelled=2), 2),
        (LineFacts(quantity=3, allocated=3, picked=2, packed=2, shipped=2), 2),
        (LineFacts(quantity=3), -1),
    ],
    ids=["more than ordered", "more than left", "what was sent", "less than nothing"],
)
def test_what_is_not_there_cannot_be_cut(line: LineFacts, units: int) -> None:
    with pytest.raises(ValueError, match="units can't be taken off"):
        cut_units(line, units, walking=0)


def test_a_line_that_never_reaches_the_floor_is_cut_without_anybody() -> None:
    gift_card = LineFacts(quantity=2, requires_shipping=False)
    assert cut_units(gift_card, 2, walking=0) == LineCut(unpromised=2)


@st.composite
def lines_on_the_floor(draw: st.DrawFn) -> tuple[LineFacts, int]:
    quantity = draw(st.integers(1, 12))
    allocated = draw(st.integers(0, quantity))
    picked = draw(st.integers(0, allocated))
    packed = draw(st.integers(0, picked))
    shipped = draw(st.integers(0, packed))
    short = draw(st.integers(0, quantity - allocated))
    cancelled = draw(st.integers(0, quantity - allocated - short))
    walking = draw(st.integers(0, allocated - picked))
    line = LineFacts(quantity, allocated, picked, packed, shipped, short, cancelled)
    return line, walking


@given(lines_on_the_floor(), st.integers(0, 12))
def test_a_cut_line_wants_exactly_what_is_left_of_it(
    floor: tuple[LineFacts, int], units: int
) -> None:
    line, walking = floor
    assume(units <= line.quantity - line.cancelled - line.shipped)
    cut = cut_units(line, units, walking=walking)
    after = replace(
        line,
        cancelled=line.cancelled + units,
        short=line.short - cut.given_up,
        allocated=line.allocated - cut.promised - cut.walking,
    )
    assert cut.untouched + cut.surplus == units
    assert after.due == line.due - units + cut.given_up
    assert after.unallocated == line.unallocated - cut.unpromised
    assert after.picked - after.due == cut.surplus or not cut.surplus
    assert unwanted(after, is_cancelled=False) == cut.surplus


@pytest.mark.parametrize(
    ("line", "is_cancelled", "units"),
    [
        (LineFacts(quantity=3, allocated=3, picked=2), False, 0),
        (LineFacts(quantity=3, allocated=3, picked=2), True, 2),
        (LineFacts(quantity=3, allocated=3, picked=3, cancelled=2), False, 2),
        (LineFacts(quantity=3, allocated=3, picked=3, packed=3, shipped=1), True, 2),
    ],
    ids=["wanted", "order cancelled", "fewer wanted", "one was sent"],
)
def test_goods_nobody_wants_are_those_picked_beyond_what_is_due(
    line: LineFacts, units: int, *, is_cancelled: bool
) -> None:
    assert unwanted(line, is_cancelled=is_cancelled) == units


def told(key: str, sku: str, units: int) -> OrderedLine:
    return OrderedLine(0, key, sku, units)


OURS = (OrderedLine(1, "a", "MUG", 2), OrderedLine(2, "b", "TEA", 1), OrderedLine(3, "c", "MUG", 1))


@pytest.mark.parametrize(
    ("theirs", "wanted", "added"),
    [
        ([told("a", "MUG", 2), told("b", "TEA", 1), told("c", "MUG", 1)], {}, ()),
        ([told("c", "MUG", 1), told("b", "TEA", 3), told("a", "MUG", 2)], {2: 3}, ()),
        ([told("a", "MUG", 2), told("c", "MUG", 1)], {2: 0}, ()),
        ([told("1", "MUG", 2), told("2", "MUG", 1)], {2: 0}, ()),
        (
            [told("a", "MUG", 2), told("b", "TEA", 1), told("c", "MUG", 1), told("d", "TIN", 4)],
            {},
            (told("d", "TIN", 4),),
        ),
        ([told("b", "TIN", 1)], {1: 0, 2: 0, 3: 0}, (told("b", "TIN", 1),)),
    ],
    ids=["the same", "in another order", "one gone", "numbered by place", "one more", "exchanged"],
)
def test_lines_of_two_tellings_are_matched_by_id_then_by_sku(
    theirs: list[OrderedLine], wanted: dict[int, int], added: tuple[OrderedLine, ...]
) -> None:
    changed = lines_changed(OURS, theirs)
    assert changed == LinesChanged(wanted, added)
    assert changed.is_empty is not bool(wanted or added)
