"""Units that are free again are promised at once to the orders that wait for them."""

from __future__ import annotations

from collections.abc import Collection

from app.db.queries.waiting_orders import lock_orders_waiting_for
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb
from app.services.allocating import allocate_orders
from app.services.short_desk import retry_short_orders
from app.services.workplace import Workplace


def promise_to_waiting(
    workplace: Workplace, operator_id: int | None, item_ids: Collection[int], verb: Verb
) -> int:
    """Promise free units of items to orders that wait for them, by priority and age.

    Orders that are held as short go first: what was picked of them stands on the floor already.

    In transactions of their own, after the one that freed them: orders are locked before stock.
    Where they are not reached, the units are promised by the next run over all waiting orders.

    Args:
        workplace: where the units became free.
        operator_id: who freed them.
        item_ids: which items.
        verb: what they were doing.

    Returns:
        How many units were promised to orders that were not begun yet.
    """
    retry_short_orders(workplace, operator_id=operator_id, item_ids=item_ids, verb=verb)

    def promise(work: UnitOfWork) -> int:
        waiting = lock_orders_waiting_for(work.session, item_ids)
        return allocate_orders(work, waiting).units if waiting else 0

    return workplace.database.run(promise, workplace.actor(operator_id, verb))
