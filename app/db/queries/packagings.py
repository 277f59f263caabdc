"""Selects on packagings and on what packers did with those proposed to them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.schema import CartonLine, Item, OrderLine, Packaging, PackagingHabit, PackagingTally
from app.domain.cartonization_learning import Contents


def packagings(session: Session) -> list[Packaging]:
    """The packaging kinds of this site, the smallest first."""
    volume = Packaging.length_mm * Packaging.width_mm * Packaging.height_mm
    return list(session.scalars(select(Packaging).order_by(volume, Packaging.code)))


def tallies(session: Session) -> list[PackagingTally]:
    """All that was counted of packagings."""
    return list(
        session.scalars(
            select(PackagingTally).order_by(
                PackagingTally.packaging_code, PackagingTally.contents, PackagingTally.band
            )
        )
    )


def lock_tally(
    session: Session, packaging: str, contents: Contents, band: int
) -> PackagingTally | None:
    """What was counted of one packaging, kind of contents and band, locked; None if nothing.

    Closings of cartons come one after the other, since each locks the range of numbers first.
    """
    return session.scalar(
        select(PackagingTally)
        .where(
            PackagingTally.packaging_code == packaging,
            PackagingTally.contents == contents,
            PackagingTally.band == band,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def habit_with(session: Session, contents_key: str, *, lock: bool = False) -> PackagingHabit | None:
    """What just the same goods went into last; None if nobody overruled a proposal for them."""
    query = select(PackagingHabit).where(PackagingHabit.contents_key == contents_key)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)


def items_in_carton(session: Session, carton_id: int) -> list[tuple[Item, int]]:
    """The items in a carton with their units, in the order of the order's lines."""
    rows = session.execute(
        select(Item, CartonLine.quantity)
        .join(OrderLine, OrderLine.item_id == Item.id)
        .join(CartonLine, CartonLine.order_line_id == OrderLine.id)
        .where(CartonLine.carton_id == carton_id, CartonLine.quantity > 0)
        .order_by(OrderLine.number, CartonLine.lot_id)
    )
    return [(item, quantity) for item, quantity in rows]
