"""Reads what the rule for mixed waves looks at, and keeps the house's thresholds for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from app.db.queries.floor import THE_ROW, planner_setting
from app.db.queries.mixed_facts import has_consolidation_shelf, scanned_unit_by_unit, staffed_zones
from app.db.schema import Item, PlannerSetting
from app.db.unit_of_work import UnitOfWork
from app.domain.cartonization import Proposal
from app.domain.mixed_methods import Floor, MixedRules, OrderShape, ways
from app.domain.permissions import Verb
from app.domain.pick_planning import OrderToPick, Way
from app.domain.pick_state import PickMethod
from app.services.box_choice import propose_boxes
from app.services.workplace import Workplace


def mixed_rules(workplace: Workplace) -> MixedRules:
    """The house's thresholds for mixed waves."""
    with workplace.database.begin(workplace.actor()) as work:
        return rules_in(planner_setting(work.session))


def set_mixed_rules(
    workplace: Workplace, rules: MixedRules, *, operator_id: int | None = None
) -> MixedRules:
    """Say from when on orders of a mixed wave are picked by which method.

    Raises:
        ValueError: a number is below 0.
    """
    if min(rules.batch_from, rules.large_from) < 0:
        raise ValueError("write numbers from 0 on; 0 is never")

    def verb(work: UnitOfWork) -> MixedRules:
        row = work.session.merge(
            PlannerSetting(
                id=THE_ROW,
                batch_from=rules.batch_from,
                large_from=rules.large_from,
                zones_by=rules.zones_by,
            )
        )
        work.session.flush()
        return rules_in(row)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))


def rules_in(row: PlannerSetting) -> MixedRules:
    """The thresholds a row says."""
    return MixedRules(row.batch_from, row.large_from, row.zones_by)


def ways_of(work: UnitOfWork, orders: Collection[OrderToPick], way: Way) -> dict[int, Way]:
    """How each order is picked: as all are, or in a mixed wave as the rule says.

    Args:
        work: the transaction.
        orders: the orders of one release.
        way: of all of them.
    """
    if way.method is not PickMethod.MIXED:
        return {order.order_id: way for order in orders}
    floor = Floor(
        staffed=staffed_zones(work.session),
        has_shelf=has_consolidation_shelf(work.session),
        into_carton=way.into_carton,
    )
    boxable = _boxable(work, orders) if way.into_carton else set()
    shapes = [_shape(order, boxable) for order in orders]
    return ways(shapes, rules_in(planner_setting(work.session)), floor)


def _shape(order: OrderToPick, boxable: Collection[int]) -> OrderShape:
    return OrderShape(
        order.order_id,
        lines=len({one.order_line_id for one in order.promises}),
        zones=frozenset(one.zone for one in order.promises),
        equipment=frozenset(one.equipment for one in order.promises),
        boxable=order.order_id in boxable,
    )


def _boxable(work: UnitOfWork, orders: Collection[OrderToPick]) -> set[int]:
    """The orders of which each unit is scanned anyway, and that one box holds."""
    items = {one.item_id for order in orders for one in order.promises}
    strict = scanned_unit_by_unit(work.session, items)
    return {
        order.order_id
        for order in orders
        if all(one.item_id in strict for one in order.promises)
        and _is_one_box(work, _goods(order, strict))
    }


def _goods(order: OrderToPick, items: dict[int, Item]) -> Sequence[tuple[Item, int]]:
    units: dict[int, int] = defaultdict(int)
    for one in order.promises:
        units[one.item_id] += one.quantity
    return [(items[item_id], quantity) for item_id, quantity in units.items()]


def _is_one_box(work: UnitOfWork, goods: Sequence[tuple[Item, int]]) -> bool:
    proposal = propose_boxes(work, goods)
    return isinstance(proposal, Proposal) and len(proposal.parcels) == 1
