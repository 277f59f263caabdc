"""How each shop's paper looks: kept for all stations, taken by the papers of its orders."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from app.db.queries.paper import shop_stationery
from app.db.schema import ShopStationery
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb
from app.services.workplace import Workplace
from printing.stationery.checking import require_valid
from printing.stationery.model import PLAIN, Stationery
from printing.stationery.texts import from_record, to_json

ALL_SHOPS = ""
"""In place of a shop: for all that have no stationery of their own."""


@dataclass(frozen=True)
class StationeryView:
    """What is kept for a shop, and since when."""

    shop: str
    stationery: Stationery
    changed_at: datetime


def stationery_for(work: UnitOfWork, shop: str) -> Stationery:
    """What a shop's papers look like: as it wants it, else as the house does, else plain.

    Args:
        work: the transaction.
        shop: source of its orders.

    Raises:
        RecordError: it was kept by a program whose templates differ.
    """
    found = {row.shop: row for row in shop_stationery(work.session, (shop, ALL_SHOPS))}
    row = found.get(shop) or found.get(ALL_SHOPS)
    return PLAIN if row is None else from_record(row.record)


def kept_stationery(workplace: Workplace, shop: str) -> Stationery:
    """What a shop's papers look like now; see `stationery_for`."""
    with workplace.database.begin(workplace.actor()) as work:
        return stationery_for(work, shop)


def stationery_views(workplace: Workplace) -> tuple[StationeryView, ...]:
    """All that is kept, the house's own first."""
    with workplace.database.begin(workplace.actor()) as work:
        return tuple(
            StationeryView(row.shop, from_record(row.record), row.changed_at)
            for row in shop_stationery(work.session)
        )


def save_stationery(
    workplace: Workplace, shop: str, stationery: Stationery, *, operator_id: int | None = None
) -> None:
    """Keep what a shop's papers look like; papers that are queued already stay as they are.

    Raises:
        BadStationery: some field is beyond its limits.
    """
    record = json.loads(to_json(require_valid(stationery)))

    def verb(work: UnitOfWork) -> None:
        row = next(iter(shop_stationery(work.session, (shop,))), None)
        if row is None:
            row = ShopStationery(shop=shop)
            work.session.add(row)
        row.record = record
        row.changed_at = work.now
        row.changed_by = operator_id

    workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))


def drop_stationery(workplace: Workplace, shop: str, *, operator_id: int | None = None) -> bool:
    """Forget a shop's own stationery; returns whether it had any."""

    def verb(work: UnitOfWork) -> bool:
        rows = shop_stationery(work.session, (shop,))
        for row in rows:
            work.session.delete(row)
        return bool(rows)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))
