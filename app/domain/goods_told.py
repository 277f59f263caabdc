"""What a station's journal says of goods in words, so that they can be named without any row."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.pack_state import PackState
from app.domain.pick_state import PickState


@dataclass(frozen=True)
class GoodsTold:
    """The goods of one effect, as the station knew them when it was done.

    Numbers of rows are given out anew in a database that was brought back from a backup; these
    words stay true.

    Attributes:
        order_number: For which order.
        item_name: Which item; empty for an effect that is about none.
        sku: Its code.
        place: At which location; empty at a bench.
    """

    order_number: str
    item_name: str = ""
    sku: str = ""
    place: str = ""


def goods_told(work: PickState | PackState, effects: tuple[object, ...]) -> tuple[GoodsTold, ...]:
    """What each effect is about, in the order of the effects.

    Args:
        work: the task or the order on the bench, as it was when the effects were decided.
        effects: what a scan does.
    """
    return tuple(_told(work, effect) for effect in effects)


def _told(work: PickState | PackState, effect: object) -> GoodsTold:
    if isinstance(work, PackState):
        order_line_id = getattr(effect, "order_line_id", None)
        for packed in work.lines:
            if packed.order_line_id == order_line_id:
                return GoodsTold(work.order_number, packed.name, packed.sku)
        return GoodsTold(work.order_number)
    pick_line_id = getattr(effect, "pick_line_id", None)
    numbers = {order.order_id: order.number for order in work.orders}
    for line in work.lines:
        if line.pick_line_id == pick_line_id:
            number = numbers.get(line.order_id, work.order_number)
            return GoodsTold(number, line.item.name, line.item.sku, line.location)
    return GoodsTold(work.order_number)
