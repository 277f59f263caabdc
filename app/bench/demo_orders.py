"""Work for benchmarks: as many orders of the demo's shops as they ask for, released."""

from __future__ import annotations

from pathlib import Path

from app.demo.choosing import choose_orders
from app.demo.warehouse import MASTER_FILES, ORDER_FILES, import_demo_file, set_up_demo_site
from app.domain.orders import OrderState
from app.exchange.model import Kind
from app.services.allocating import allocate_waiting_orders
from app.services.inquiry import orders_in
from app.services.releasing import release_chosen_orders
from app.services.workplace import Workplace


def release_demo_orders(workplace: Workplace, folder: Path, number: int) -> None:
    """Set the demo warehouse up and release orders, from no more files than hold enough of them.

    Args:
        workplace: where; what is there already stays as it is.
        folder: where the printers put their papers.
        number: how many orders; all there are, if they are fewer.

    Raises:
        CannotOpen: another warehouse lives in this database.
    """
    set_up_demo_site(workplace, folder)
    for kind, name in MASTER_FILES:
        import_demo_file(workplace, kind, name)
    chosen: list[int] = []
    for name in ORDER_FILES:
        import_demo_file(workplace, Kind.ORDERS, name)
        allocate_waiting_orders(workplace)
        ready = orders_in(workplace, OrderState.ALLOCATED)
        chosen = [order.order_id for order in choose_orders(ready, number, seed=1)]
        if len(chosen) == number:
            break
    release_chosen_orders(workplace, chosen)
