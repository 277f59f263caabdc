"""Selects on weighings, and on the weights that were learnt from them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.db.schema import Item, LearntWeight, Packaging, WeighedItem, Weighing
from app.domain.learnt_weights import Part, WeighedParcel


def weighings_of_carton(session: Session, carton_id: int) -> list[Weighing]:
    """All weighings of a carton, oldest first."""
    return list(
        session.scalars(
            select(Weighing).where(Weighing.carton_id == carton_id).order_by(Weighing.id)
        )
    )


def forget_lessons(session: Session, carton_id: int) -> None:
    """Learn nothing (more) from the weighings of a carton."""
    session.execute(
        update(Weighing)
        .where(Weighing.carton_id == carton_id, Weighing.is_lesson)
        .values(is_lesson=False)
    )


def unlearnt(session: Session, limit: int) -> list[Weighing]:
    """The oldest weighings nobody has learnt from yet, locked.

    Whoever else learns waits for the first of them, so that no part is learnt twice at once.
    """
    return list(
        session.scalars(
            select(Weighing)
            .where(Weighing.is_lesson, Weighing.learnt_at.is_(None))
            .order_by(Weighing.id)
            .limit(limit)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def parcels_with(session: Session, part: Part, since: int, limit: int) -> list[WeighedParcel]:
    """The last parcels that may be learnt from and that a part was in, oldest first.

    Args:
        session: to read by.
        part: an item or a packaging.
        since: the number of the first weighing that counts.
        limit: at most so many.
    """
    wanted = select(Weighing).where(Weighing.is_lesson, Weighing.id >= since)
    if part.item_id is not None:
        wanted = wanted.join(WeighedItem, WeighedItem.weighing_id == Weighing.id).where(
            WeighedItem.item_id == part.item_id
        )
    else:
        wanted = wanted.where(Weighing.packaging_code == part.packaging)
    rows = list(session.scalars(wanted.order_by(Weighing.id.desc()).limit(limit)))[::-1]
    contents: dict[int, list[tuple[Part, int]]] = {
        row.id: [(Part(packaging=row.packaging_code), 1)] for row in rows
    }
    for weighing_id, item_id, units in session.execute(
        select(WeighedItem.weighing_id, WeighedItem.item_id, WeighedItem.units)
        .where(WeighedItem.weighing_id.in_(contents))
        .order_by(WeighedItem.weighing_id, WeighedItem.item_id)
    ):
        contents[weighing_id].append((Part(item_id), units))
    return [WeighedParcel(tuple(contents[row.id]), row.measured_g) for row in rows]


def learnt_of_items(session: Session, item_ids: Collection[int]) -> dict[int, LearntWeight]:
    """What was learnt of items, by item."""
    rows = session.scalars(select(LearntWeight).where(LearntWeight.item_id.in_(item_ids)))
    return {row.item_id: row for row in rows if row.item_id is not None}


def learnt_of_packagings(session: Session) -> dict[str, LearntWeight]:
    """What was learnt of all packagings, by code."""
    rows = session.scalars(select(LearntWeight).where(LearntWeight.packaging_code.is_not(None)))
    return {row.packaging_code: row for row in rows if row.packaging_code is not None}


def recorded_weights(session: Session, item_ids: Collection[int]) -> dict[int, int | None]:
    """What items weigh by their records, in grams."""
    rows = session.execute(select(Item.id, Item.weight_g).where(Item.id.in_(item_ids)))
    return {row[0]: row[1] for row in rows}


def recorded_tares(session: Session) -> dict[str, int]:
    """What packagings weigh by their records, in grams."""
    rows = session.execute(select(Packaging.code, Packaging.tare_g))
    return {row[0]: row[1] for row in rows}


def verdicts_since(session: Session, since: datetime) -> list[tuple[str, str | None, int]]:
    """How often each verdict was given, and set aside for which reason."""
    rows = session.execute(
        select(Weighing.verdict, Weighing.override_reason, func.count())
        .where(Weighing.at >= since)
        .group_by(Weighing.verdict, Weighing.override_reason)
    )
    return [(verdict.value, reason and reason.value, count) for verdict, reason, count in rows]
