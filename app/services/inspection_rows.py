"""An inspection as its inspector sees it: read from its row and the books, and kept there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from app.db.queries.inspections import picked_at
from app.db.queries.order_goods import GoodsOfLine, goods_of_lines
from app.db.queries.orders import lines_of
from app.db.queries.told_items import told_item
from app.db.schema import Inspection, Order
from app.db.unit_of_work import UnitOfWork
from app.domain.inspection_state import (
    CountStep,
    Expected,
    Inspecting,
    InspectPrompt,
)


def goods_of_order(work: UnitOfWork, order_id: int) -> list[GoodsOfLine]:
    """The goods of an order that lie in totes, slots and cartons."""
    lines = lines_of(work.session, [order_id])[order_id]
    return goods_of_lines(work.session, [line.id for line in lines])


def inspecting_of(work: UnitOfWork, row: Inspection) -> Inspecting:
    """An inspection as whoever inspects sees it."""
    order = work.session.get_one(Order, row.order_id)
    goods = goods_of_order(work, order.id)
    units: dict[int, int] = defaultdict(int)
    for one in goods:
        units[one.item_id] += one.units
    places = picked_at(work.session, order.id)
    kept: Mapping[str, Any] = row.progress
    return Inspecting(
        inspection_id=row.id,
        order_id=order.id,
        order_number=order.number,
        reason=row.reason,
        places=tuple(dict.fromkeys(one.location for one in goods)),
        expected=tuple(
            Expected(
                told_item(work.session, item_id),
                number,
                tuple(code for _, code in places.get(item_id, ())),
            )
            for item_id, number in sorted(units.items())
        ),
        steps=tuple(CountStep(*step) for step in kept.get("steps", ())),
        is_recount=kept.get("is_recount", False),
        prompt=InspectPrompt(kept.get("prompt", InspectPrompt.COUNT.value)),
    )


def is_weighed(row: Inspection) -> bool:
    """Whether its count was over once: what it found may have opened the order's lines again."""
    kept: Mapping[str, Any] = row.progress
    return bool(kept.get("is_weighed", False))


def keep(row: Inspection, state: Inspecting) -> None:
    """Keep what was done of an inspection, so that any station can go on with it."""
    row.progress = {
        "prompt": state.prompt.value,
        "is_weighed": is_weighed(row) or state.prompt is InspectPrompt.FINDING,
        "is_recount": state.is_recount,
        "steps": [
            [step.item_id, step.sku, step.name, step.units, step.damage] for step in state.steps
        ],
    }
