"""Columns share a width so that words are cut only where there is no room for all of them."""

from __future__ import annotations

import pytest

from app.ui.widgets.shared_width import shared_widths


@pytest.mark.parametrize(
    ("room", "needs", "weights", "widths"),
    [
        (300, (50, 50, 50), (1, 1, 1), [100, 100, 100]),
        (300, (50, 50, 50), (1, 2, 3), [50, 100, 150]),
        (300, (120, 50, 50), (1, 1, 1), [120, 90, 90]),
        (300, (150, 110, 10), (1, 1, 8), [150, 110, 40]),
        (300, (100, 100, 100), (9, 1, 1), [100, 100, 100]),
        (300, (50, 400, 50), (1, 1, 1), [50, 200, 50]),
        (300, (50, 200, 300), (1, 1, 1), [50, 125, 125]),
        (0, (50, 50), (1, 1), [0, 0]),
        (300, (), (), []),
    ],
)
def test_each_column_has_what_its_words_need_before_any_has_more(
    room: int, needs: tuple[int, ...], weights: tuple[float, ...], widths: list[int]
) -> None:
    assert shared_widths(room, needs, weights) == widths
