"""What picking and sorting ask of people by pick method: totes to fetch, lines to put apart."""

from __future__ import annotations

from app.domain.pick_state import PickMethod
from app.planning.forecast import Work

ORDERS_A_BULK_TOTE = 8
"""Goods of so many orders go into a tote that is sorted later."""


def bulk_totes(orders: int) -> int:
    """How many totes take the goods of so many orders if they are sorted later."""
    return -(-orders // ORDERS_A_BULK_TOTE)


def is_sorted_on_the_way(method: PickMethod, orders: int, tours: int = 1) -> bool:
    """Whether each line is put into its own order's tote while it is picked.

    Args:
        method: how it is picked.
        orders: of all tours together.
        tours: how many there are; with an order each nothing is to be sorted.
    """
    return method is not PickMethod.BATCH and orders > tours


def kind_of_work(
    method: PickMethod,
    metres: float,
    orders: int,
    lines: int,
    units: int,
    *,
    stops: int,
    tours: int = 1,
) -> Work:
    """What a task, or several together, asks of a picker by its method."""
    totes = bulk_totes(orders) if method is PickMethod.BATCH else orders
    puts = lines if is_sorted_on_the_way(method, orders, tours) else 0
    return Work(metres, tours=tours, totes=totes, stops=stops, units=units, puts=puts)


def sorting_work(lines: int, units: int) -> Work:
    """What is done at the wall: each unit is taken and scanned, each line put into its cubby.

    That is a tote of many items; where a tote holds one item only, it is scanned but once.
    """
    return Work(sorted_lines=lines, sorted_units=units)


def work_after_picking(method: PickMethod, orders: int, lines: int, units: int) -> Work:
    """What is left to do when orders are picked: to sort them where that is needed, and to pack."""
    packing = Work(packed_orders=orders, packed_units=units)
    return packing + sorting_work(lines, units) if method is PickMethod.BATCH else packing
