"""What a bench whose copy is behind is told: the order was edited, or packed elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.bench_changes import GoodsAtBench, OrderEditedHere, told_of_change
from app.domain.pack_state import PackLine, PackState
from app.domain.refusals import Refusal, WorkMovedOn

LINES = tuple(
    PackLine(
        order_line_id=number,
        item_id=number,
        sku=name.upper(),
        name=name,
        barcode=None,
        quantity=3,
        verified=0,
        fragile=False,
        weight_g=100,
    )
    for number, name in ((1, "Mug"), (2, "Lamp"))
)
BENCH = PackState(1, "10881", 7, LINES, (), None)
MUGS = GoodsAtBench(2, "Mug", "T-0042")
ELSEWHERE = WorkMovedOn("10881")


def with_units(*units: int) -> PackState:
    """The order with so many units of each line; a line of which none is wanted is gone."""
    lines = (replace(line, quantity=n) for line, n in zip(LINES, units, strict=True) if n)
    return replace(BENCH, lines=tuple(lines))


@pytest.mark.parametrize(
    ("fresh", "unwanted", "told"),
    [
        (with_units(1, 3), (MUGS,), OrderEditedHere("10881", (MUGS,))),
        (with_units(0, 3), (MUGS,), OrderEditedHere("10881", (MUGS,))),
        (with_units(1, 5), (MUGS,), OrderEditedHere("10881", (MUGS,))),
        (with_units(3, 5), (), OrderEditedHere("10881", more=2)),
        (with_units(3, 5), (MUGS,), OrderEditedHere("10881", more=2)),
        (with_units(3, 3), (MUGS,), ELSEWHERE),
        (with_units(3, 3), (), ELSEWHERE),
        (with_units(2, 3), (), ELSEWHERE),
    ],
)
def test_a_bench_is_told_what_differs_from_what_it_showed(
    fresh: PackState, unwanted: tuple[GoodsAtBench, ...], told: Refusal
) -> None:
    assert told_of_change(BENCH, fresh, unwanted) == told
