"""What is missing for which order, and the ways out, for the desk that decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.db.queries.exception_records import last_decisions
from app.db.queries.orders import line_facts, lines_of
from app.db.queries.receipts import Coming, coming
from app.db.queries.shortages import (
    PickedForLater,
    ShortRow,
    free_places,
    free_units,
    missed_places,
    picked_for_later_orders,
    promises_of_later_orders,
    short_rows,
    substitutes_of,
    units_coming,
)
from app.db.schema import Order
from app.db.unit_of_work import UnitOfWork
from app.domain.short_ways import Recommendation, ShortFacts, WayOut, recommended, ways_out
from app.services.floor_plans import Floor
from app.services.workplace import Workplace


@dataclass(frozen=True)
class Substitute:
    """An item that may stand in, and its free units."""

    sku: str
    name: str
    free: int


@dataclass(frozen=True)
class FreePlace:
    """A location with free units; `metres` from where they were missed, if a walk is known."""

    code: str
    units: int
    metres: float | None = None


@dataclass(frozen=True)
class LaterPromise:
    """A less urgent order that nobody works on, and the units it was promised."""

    order_number: str
    units: int


@dataclass(frozen=True)
class ShortLine:
    """Units missing from an order line.

    `detail` is what the picker or packer reported, `missed_at` where, and `decided` the number of
    the last decision about the order. `places` have free units, the nearest first. `later` and
    `in_totes` are less urgent orders that have units of the item. `announced` is what suppliers
    send of it, the soonest first.
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
    missed_at: str
    free: int
    facts: ShortFacts
    places: tuple[FreePlace, ...]
    substitutes: tuple[Substitute, ...]
    later: tuple[LaterPromise, ...]
    in_totes: tuple[PickedForLater, ...]
    ways: tuple[WayOut, ...]
    proposed: Recommendation | None
    decided: int = 0
    announced: tuple[Coming, ...] = ()


def short_lines(workplace: Workplace) -> tuple[ShortLine, ...]:
    """All that is missing, the most urgent first; an order held for nothing has no line here."""
    with workplace.database.begin(workplace.actor()) as work:
        floor = workplace.floor.of(work.session)
        rows = [row for row in short_rows(work.session) if row.missing]
        return tuple(short_line(work, row, floor) for row in rows)


def short_line(work: UnitOfWork, row: ShortRow, floor: Floor) -> ShortLine:
    """What is missing from a line, all that is known of it, and what can be done."""
    session = work.session
    others = substitutes_of(session, row.item_id)
    free = free_units(session, [row.item_id, *(other.id for other in others)])
    later = promises_of_later_orders(session, row.item_id, row.priority, row.order_id)
    in_totes = tuple(picked_for_later_orders(session, row.item_id, row.priority, row.order_id))
    missed = missed_places(session, [row.order_line_id]).get(row.order_line_id)
    known = last_decisions(session, row.held_since).get(row.order_id)
    announced = tuple(coming(session, [row.item_id]))
    facts = ShortFacts(
        missing=row.missing,
        free=free.get(row.item_id, 0),
        promised_to_others=sum(promise.quantity for promise, _ in later),
        in_totes=sum(goods.units for goods in in_totes),
        coming=units_coming(session, row.item_id),
        announced=sum(one.units for one in announced if _is_in_time(one, row.ship_by)),
        substitutes_free=sum(free.get(other.id, 0) for other in others),
        allows_substitutes=row.allows_substitutes,
        rest_of_order=_due(work, row.order_id) - row.missing,
        minutes_left=_minutes(row.ship_by, work.now),
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
        missed_at="" if missed is None else missed.code,
        free=facts.free,
        facts=facts,
        places=_places(work, row.item_id, floor, None if missed is None else missed.location_id),
        substitutes=tuple(
            Substitute(other.sku, other.name, free.get(other.id, 0)) for other in others
        ),
        later=_later(work, [(line.order_id, promise.quantity) for promise, line in later]),
        in_totes=in_totes,
        ways=ways_out(facts),
        proposed=recommended(facts),
        decided=0 if known is None else known.event_id,
        announced=announced,
    )


def _is_in_time(one: Coming, due: datetime | None) -> bool:
    """Whether a receipt is announced for a day before an order is due."""
    return one.expected_on is not None and (due is None or one.expected_on < due.date())


def _due(work: UnitOfWork, order_id: int) -> int:
    return sum(line_facts(line).due for line in lines_of(work.session, [order_id])[order_id])


def _minutes(moment: datetime | None, now: datetime) -> int | None:
    return None if moment is None else round((moment - now).total_seconds() / 60)


def _places(
    work: UnitOfWork, item_id: int, floor: Floor, missed_at: int | None
) -> tuple[FreePlace, ...]:
    """Where free units lie, the nearest to where they were missed first."""
    found = [
        FreePlace(code, units, _metres(floor, missed_at, location_id))
        for location_id, code, units in free_places(work.session, item_id)
    ]
    return tuple(sorted(found, key=lambda one: (one.metres is None, one.metres or 0.0)))


def _metres(floor: Floor, start: int | None, end: int) -> float | None:
    """How far it is from one location to another; None where no walk is known."""
    plan = floor.plan
    if plan is None or start is None or not {start, end} <= plan.by_location.keys():
        return None
    return plan.metres_between(start, end)


def _later(work: UnitOfWork, promises: list[tuple[int, int]]) -> tuple[LaterPromise, ...]:
    units: dict[int, int] = {}
    for order_id, quantity in promises:
        units[order_id] = units.get(order_id, 0) + quantity
    return tuple(
        LaterPromise(work.session.get_one(Order, order_id).number, quantity)
        for order_id, quantity in units.items()
    )
