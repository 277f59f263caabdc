"""Units that a wall has proven go into the carton with their cubby, and no others do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.pack_effects import PutInCarton
from app.domain.pack_places import PackPlace
from app.domain.pack_proven import put_proven_in
from app.domain.pack_state import PackLine, PackPrompt, PackState

MUG = PackLine(
    order_line_id=1,
    item_id=1,
    sku="MUG",
    name="Mug",
    barcode=None,
    quantity=2,
    verified=0,
    fragile=False,
    weight_g=100,
)
LAMP = replace(MUG, order_line_id=2, item_id=2, sku="LAMP", name="Lamp", quantity=1)
CUBBY = PackPlace("W1-1A", ((1, 2), (2, 1)), proven=((1, 2), (2, 1)))
BENCH = PackState(1, "10881", 7, (MUG, LAMP), (), "S", places=(CUBBY,), here=frozenset({"W1-1A"}))

SCANNED_AT_THE_BENCH: dict[str, dict[str, Any]] = {
    "the cubby was not scanned": {"here": frozenset()},
    "goods lie elsewhere too": {"places": (CUBBY, PackPlace("T-0042", ((2, 1),)))},
    "no one packaging holds it": {"suggested": None},
    "it was opened again": {"reopened": True},
    "some of it is in": {"lines": (replace(MUG, verified=1), LAMP)},
    "a note is to be read": {"prompt": PackPrompt.ACKNOWLEDGE},
    "the wall proved nothing": {"places": (replace(CUBBY, proven=()),)},
    "its units have numbers": {"lines": (replace(MUG, is_numbered=True),)},
}


@pytest.mark.parametrize("changed", SCANNED_AT_THE_BENCH.values(), ids=SCANNED_AT_THE_BENCH)
def test_each_unit_is_scanned_at_the_bench(changed: dict[str, Any]) -> None:
    assert put_proven_in(replace(BENCH, **changed)) is None


def test_all_that_is_proven_is_in_and_can_be_undone_line_by_line() -> None:
    filled = put_proven_in(BENCH)
    assert filled is not None
    assert filled.effects == (PutInCarton(1, 2), PutInCarton(2, 1))
    assert filled.state.prompt is PackPrompt.CHOOSE_PACKAGING
    assert [(step.order_line_id, step.quantity) for step in filled.state.history] == [
        (1, 2),
        (2, 1),
    ]


def test_the_rest_is_asked_for() -> None:
    filled = put_proven_in(replace(BENCH, places=(replace(CUBBY, proven=((1, 1),)),)))
    assert filled is not None
    assert filled.effects == (PutInCarton(1, 1),)
    assert filled.state.prompt is PackPrompt.SCAN_UNIT
    assert [line.open for line in filled.state.lines] == [1, 1]
