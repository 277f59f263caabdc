"""Which counts cast doubt on the stock at a place, so that nothing is promised from there."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_

from app.db.schema import CountTask, Stock
from app.domain.tasks import CountState


def is_doubted() -> ColumnElement[bool]:
    """That a count doubts the item at its place, so that nothing is promised from there.

    A count for which it was only time casts no doubt, until it finds another number.
    """
    return or_(
        and_(CountTask.state == CountState.OPEN, CountTask.is_doubt),
        CountTask.state == CountState.TO_APPROVE,
    )


def stock_is_doubted() -> ColumnElement[bool]:
    """That an item is doubted where it lies, for a selection of stock; whatever its lot."""
    return exists().where(
        CountTask.item_id == Stock.item_id,
        CountTask.location_id == Stock.location_id,
        is_doubted(),
    )
