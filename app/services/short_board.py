"""What is missing for which order, and the ways out, for the desk that decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.db.queries.orders import line_facts, lines_of
from app.db.queries.shortages import (
    ShortRow,
    free_units,
    promises_of_later_orders,
    short_rows,
    substitutes_of,
)
from app.db.unit_of_work import UnitOfWork
from app.domain.short_ways import ShortFacts, WayOut, ways_out
from app.services.workplace import Workplace


@dataclass(frozen=True)
class Substitute:
    """An item that may stand in, and its free units."""

    sku: str
    name: str
    free: int


@dataclass(frozen=True)
class ShortLine:
    """Units missing from an order line.

    `detail` is what the picker or packer reported. A line without missing units has its units
    picked, and a packer did not find them.
    """

    order_number: str
    line_number: int
    sku: str
    name: str
    missing: int
    priority: int
    ship_by: datetime | None
    held_since: datetime
    detail: str
    free: int
    substitutes: tuple[Substitute, ...]
    ways: tuple[WayOut, ...]


def short_lines(workplace: Workplace) -> tuple[ShortLine, ...]:
    """All that is missing, the most urgent first; an order held for nothing has no line here."""
    with workplace.database.begin(workplace.actor()) as work:
        rows = [row for row in short_rows(work.session) if row.missing]
        free = free_units(work.session, {row.item_id for row in rows})
        return tuple(_short_line(work, row, free) for row in rows)


def _short_line(work: UnitOfWork, row: ShortRow, free: dict[int, int]) -> ShortLine:
    others = substitutes_of(work.session, row.item_id)
    others_free = free_units(work.session, [other.id for other in others])
    later = promises_of_later_orders(work.session, row.item_id, row.priority, row.order_id)
    lines = lines_of(work.session, [row.order_id])[row.order_id]
    facts = ShortFacts(
        missing=row.missing,
        free=free.get(row.item_id, 0),
        promised_to_others=sum(promise.quantity for promise, _ in later),
        substitutes_free=sum(others_free.values()),
        allows_substitutes=row.allows_substitutes,
        rest_of_order=sum(line_facts(line).due for line in lines) - row.missing,
    )
    return ShortLine(
        order_number=row.order_number,
        line_number=row.line_number,
        sku=row.sku,
        name=row.name,
        missing=row.missing,
        priority=row.priority,
        ship_by=row.ship_by,
        held_since=row.held_since,
        detail=row.detail,
        free=facts.free,
        substitutes=tuple(
            Substitute(other.sku, other.name, others_free.get(other.id, 0)) for other in others
        ),
        ways=ways_out(facts),
    )
