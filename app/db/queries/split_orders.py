"""Selects on orders that were split, so that each part has a number of its own."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.schema import Order


def numbers_like(session: Session, source: str, number: str) -> set[str]:
    """The numbers of a shop's orders that begin with `number` and a hyphen."""
    return set(
        session.scalars(
            select(Order.number).where(
                Order.source == source, Order.number.startswith(f"{number}-", autoescape=True)
            )
        )
    )
