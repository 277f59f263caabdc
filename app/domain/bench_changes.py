"""What a packer is told of an order that was edited while it lies on the bench."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.domain.pack_state import PackState
from app.domain.refusals import Refusal, WorkMovedOn


@dataclass(frozen=True)
class GoodsAtBench:
    """Units of an item at a place from which the bench packs."""

    units: int
    item_name: str
    place: str


@dataclass(frozen=True)
class OrderEditedHere(Refusal):
    """The order on the bench is another one now: `fewer` lie there for nothing, `more` are to come.

    `fewer` names what is taken back, and where it lies.
    """

    severe: ClassVar[bool] = True
    order_number: str
    fewer: tuple[GoodsAtBench, ...] = ()
    more: int = 0


def told_of_change(
    before: PackState, fresh: PackState, unwanted: Sequence[GoodsAtBench]
) -> OrderEditedHere | WorkMovedOn:
    """Why a bench whose copy is behind does not go on: the order was edited, or packed elsewhere.

    Args:
        before: the order as the bench showed it.
        fresh: as the rows say.
        unwanted: goods of the order that lie in its totes and cubbies and nobody wants.
    """
    had = {line.order_line_id: line.quantity for line in before.lines}
    has = {line.order_line_id: line.quantity for line in fresh.lines}
    is_cut = any(units > has.get(line_id, 0) for line_id, units in had.items())
    fewer = tuple(unwanted) if is_cut else ()
    if fewer:
        return OrderEditedHere(before.order_number, fewer)
    more = sum(max(0, units - had.get(line_id, 0)) for line_id, units in has.items())
    return (
        OrderEditedHere(before.order_number, more=more)
        if more
        else WorkMovedOn(before.order_number)
    )
