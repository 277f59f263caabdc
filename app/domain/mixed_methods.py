"""Which method each order of a mixed wave is picked by: one rule, on plain values.

An order of one line needs no cart position: many of them are summed, and the bench tells them
apart. What has to be scanned unit by unit and fits into one box is packed while it is picked. A
large order fills a cart by itself. Where zones have their people, an order over several of them
stays in the zones. All others share carts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.pick_planning import Way
from app.domain.pick_state import PickMethod


class ZonesBy(StrEnum):
    """How orders over several staffed zones are picked: never zone by zone, passed on, at once."""

    NEVER = "never"
    PASSING = "passing"
    PARALLEL = "parallel"


_ZONE_METHODS: Mapping[ZonesBy, PickMethod] = {
    ZonesBy.PASSING: PickMethod.ZONE_PASS,
    ZonesBy.PARALLEL: PickMethod.ZONE_PARALLEL,
}


@dataclass(frozen=True)
class MixedRules:
    """The house's thresholds.

    Attributes:
        batch_from: so many orders of one line are worth a batch; 0 for never.
        large_from: an order of so many lines is picked alone; 0 for never.
        zones_by: how orders over several staffed zones are picked.
    """

    batch_from: int = 2
    large_from: int = 12
    zones_by: ZonesBy = ZonesBy.PASSING


@dataclass(frozen=True, slots=True)
class OrderShape:
    """What the rule looks at in an order.

    Attributes:
        order_id: the order.
        lines: order lines to be picked.
        zones: the parts of the floor they lie in.
        equipment: what is needed to reach them, by place; empty for places anybody reaches.
        boxable: whether each unit is scanned anyway, and all go into one box.
    """

    order_id: int
    lines: int
    zones: frozenset[str] = frozenset({""})
    equipment: frozenset[str] = frozenset({""})
    boxable: bool = False


@dataclass(frozen=True, slots=True)
class Floor:
    """What there is to pick with.

    Attributes:
        staffed: zones that somebody works in.
        has_shelf: whether parts of orders have a shelf to meet on.
        into_carton: whether the wave lets units go straight into their box.
    """

    staffed: frozenset[str] = frozenset()
    has_shelf: bool = False
    into_carton: bool = False


def ways(shapes: Collection[OrderShape], rules: MixedRules, floor: Floor) -> dict[int, Way]:
    """The way each order is picked, by its number.

    Args:
        shapes: the orders of one release.
        rules: the house's thresholds.
        floor: what there is to pick with.
    """
    found = {shape.order_id: way_of(shape, rules, floor) for shape in shapes}
    batched = [order_id for order_id, way in found.items() if way.method is PickMethod.BATCH]
    if len(batched) < rules.batch_from:
        found |= {order_id: Way(PickMethod.CLUSTER) for order_id in batched}
    return found


def way_of(shape: OrderShape, rules: MixedRules, floor: Floor) -> Way:
    """The way one order is picked, as if there were enough like it for a batch."""
    is_whole = len(shape.equipment) == 1
    if shape.lines == 1 and is_whole and rules.batch_from:
        return Way(PickMethod.BATCH)
    if shape.boxable and is_whole and floor.into_carton:
        return Way(PickMethod.SINGLE, into_carton=True)
    if not is_whole and floor.has_shelf:
        # Parts that different people fetch meet on the shelf, which says what is still to come.
        return Way(PickMethod.ZONE_PARALLEL)
    if rules.large_from and shape.lines >= rules.large_from:
        return Way(PickMethod.SINGLE)
    by_zones = _ZONE_METHODS.get(rules.zones_by)
    if by_zones is not None and len(shape.zones) > 1 and shape.zones <= floor.staffed:
        return Way(by_zones)
    return Way(PickMethod.CLUSTER)
