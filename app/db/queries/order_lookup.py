"""Finds the order that a person means by its number."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.db.queries.orders import order_by_number
from app.db.schema import Order
from app.domain.order_refusals import UnknownOrder
from app.domain.refusals import AmbiguousOrder, Refused


def find_order(session: Session, number: str, source: str = "") -> int:
    """The order with this number.

    Args:
        session: the transaction.
        number: as the customer calls it, with or without a leading #.
        source: the shop it is from; any if empty.

    Raises:
        Refused: there is none, or more than one.
    """
    found = [row for row in order_by_number(session, number) if source in ("", row.source)]
    if not found:
        raise Refused(UnknownOrder(number))
    if len(found) > 1:
        raise Refused(AmbiguousOrder(number))
    return found[0].id


def find_orders(
    session: Session, numbers: Collection[str], source: str = ""
) -> tuple[list[Order], list[str]]:
    """The orders with these numbers, and the numbers that mean no order or more than one."""
    found: dict[int, Order] = {}
    unclear: list[str] = []
    for number in dict.fromkeys(numbers):
        rows = [row for row in order_by_number(session, number) if source in ("", row.source)]
        if len(rows) == 1:
            found[rows[0].id] = rows[0]
        else:
            unclear.append(number)
    return list(found.values()), unclear
